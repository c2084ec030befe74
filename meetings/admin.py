"""Meetings in the admin, to look at; the topics that people are trained in."""

from django.contrib import admin

from areas.admin_base import EditAdmin, ViewAdmin
from areas.admin_filters import by_province
from areas.imports.kinds import Importable
from areas.imports.lists import MOST, write_listed
from meetings.models import CapacityTopic, Meeting


@admin.register(Meeting)
class MeetingAdmin(ViewAdmin):
    """Meetings."""

    staff_page = "meeting_detail"
    list_display = ("held_on", "title", "kind", "home_name", "headcount", "updated_at")
    list_filter = (by_province("area_id"), "kind")
    list_select_related = ("area", "cluster")
    search_fields = ("title",)


@admin.register(CapacityTopic)
class CapacityTopicAdmin(EditAdmin):
    """Topics that people are trained in."""

    list_display = ("code", "name", "position")
    search_fields = ("code", "name")
    importable = Importable(CapacityTopic, ("code", "name", "position", "is_active"), write_listed, most=MOST)
