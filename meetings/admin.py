"""Meetings in the admin, to look at."""

from django.contrib import admin

from areas.admin_base import ViewAdmin
from areas.admin_filters import by_province
from meetings.models import Meeting


@admin.register(Meeting)
class MeetingAdmin(ViewAdmin):
    """Meetings."""

    list_display = ("held_on", "title", "kind", "home_name", "headcount", "updated_at")
    list_filter = (by_province("area_id"), "kind")
    list_select_related = ("area", "cluster")
    search_fields = ("title",)
