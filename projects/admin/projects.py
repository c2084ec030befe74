"""Projects and visits to them in the admin, to look at: their rules live on the staff pages."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from areas.admin_base import ViewAdmin, ViewInline
from areas.admin_filters import PutAwayFilter, ReachFilter, by_province
from areas.people import person_of
from projects import histories
from projects.imports import PROJECTS
from projects.models import BudgetLine, FollowUp, Project, ProjectAgency, Survey


class ProjectAgencyInline(ViewInline):
    """The agencies of a project."""

    model = ProjectAgency
    fields = ("agency", "role")


class BudgetLineInline(ViewInline):
    """The money of a project; no sum over its kinds."""

    model = BudgetLine
    fields = ("source", "fiscal_year", "kind", "leg", "proposed", "approved", "allocated")


@admin.register(Project)
class ProjectAdmin(ViewAdmin):
    """Projects, those that were put away among them."""

    staff_page = "project_detail"
    list_display = (
        "name",
        "code",
        "home_name",
        "period",
        "work_stream",
        "status",
        "archived_at",
        "updated_at",
    )
    list_filter = (ReachFilter, PutAwayFilter, "status", "work_stream")
    list_select_related = ("area", "cluster", "work_stream")
    search_fields = ("code", "name")
    inlines = (ProjectAgencyInline, BudgetLineInline)
    told = histories.PROJECT
    importable = PROJECTS
    sheet_columns = (
        "id", "code", "name", "area", "cluster", "work_stream", "lead_agency", "first_year", "last_year", "status",
        "note", "archived_at", "archived_why", "updated_at",
    )  # fmt: skip

    def may_import_new(self, request: HttpRequest) -> bool:
        """A project may come from a sheet, as it may from the staff page."""
        return True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Project]:
        """Return projects that were put away too."""
        return Project.every.visible_to(person_of(request))


@admin.register(FollowUp)
class FollowUpAdmin(ViewAdmin):
    """Visits to the areas where projects work."""

    seen_with = ("project",)
    staff_page, staff_row = "project_detail", "project_id"
    list_display = ("project", "area", "visited_on", "visited_by", "next_step", "due_on", "done_on")
    list_filter = (by_province("area_id"),)
    list_select_related = ("project", "area")
    search_fields = ("project__code", "project__name", "visited_by", "finding", "next_step")
    fields = ("project", "area", "visited_on", "visited_by", "finding", "next_step", "due_on", "done_on")


@admin.register(Survey)
class SurveyAdmin(ViewAdmin):
    """Surveys of the streams of tambons."""

    staff_page, staff_row = "surveys", "area_id"
    list_display = ("area", "surveyed_on", "surveyed_by")
    list_filter = (by_province("area_id"),)
    list_select_related = ("area",)
    search_fields = ("surveyed_by", "note", "area__name_th")
    fields = ("area", "surveyed_on", "surveyed_by", "note")
