"""Meetings, people and their trainings in the admin, to look at; the topics that people are trained in."""

from django.contrib import admin

from areas.admin_base import EditAdmin, ViewAdmin
from areas.admin_filters import PutAwayFilter, by_province
from areas.imports.kinds import Importable
from areas.imports.lists import MOST, write_listed
from meetings.histories import PERSON
from meetings.models import CapacityTopic, Meeting, Person, TrainingRecord


@admin.register(Meeting)
class MeetingAdmin(ViewAdmin):
    """Meetings."""

    staff_page = "meeting_detail"
    list_display = ("held_on", "title", "kind", "home_name", "headcount", "updated_at")
    list_filter = (by_province("area_id"), "kind")
    list_select_related = ("area", "cluster")
    search_fields = ("title",)


@admin.register(Person)
class PersonAdmin(ViewAdmin):
    """People of places."""

    staff_page = "capacity_person"
    list_display = ("name", "role", "home_name", "archived_at", "updated_at")
    list_filter = (by_province("area_id"), PutAwayFilter)
    list_select_related = ("area", "cluster")
    search_fields = ("name", "role")
    told = PERSON


@admin.register(TrainingRecord)
class TrainingRecordAdmin(ViewAdmin):
    """Trainings of people."""

    staff_page = "capacity_person"
    staff_row = "person_id"
    list_display = ("trained_on", "person", "topic", "trained_by", "source", "updated_at")
    list_filter = (by_province("person__area_id"), "topic")
    list_select_related = ("person", "topic")
    search_fields = ("person__name", "trained_by", "source")
    sheet_columns = ("id", "person", "topic", "trained_on", "trained_by", "source", "updated_at")


@admin.register(CapacityTopic)
class CapacityTopicAdmin(EditAdmin):
    """Topics that people are trained in."""

    list_display = ("code", "name", "position")
    search_fields = ("code", "name")
    importable = Importable(CapacityTopic, ("code", "name", "position", "is_active"), write_listed, most=MOST)
