"""Needs, plans, items and the ties between plans in the admin, to look at: their rules live on the staff pages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from areas.admin_base import ViewAdmin, ViewInline
from areas.admin_filters import ArchivedFilter, PutAwayFilter, by_province
from areas.imports.kinds import Importable
from areas.people import person_of
from plans.forms.needs import MOST_HOUSEHOLDS
from plans.models import (
    GapDecision,
    ItemBudget,
    LeftOut,
    LeftOutYear,
    Lineage,
    LineageYear,
    Need,
    NeedLink,
    OverlapDecision,
    Plan,
    PlanItem,
    PlanStep,
    ProjectNeed,
    SimilarityDecision,
)
from plans.need_sheet import write_need
from plans.views.history import SHOWN

NEED_COLUMNS = (
    "id", "area", "dimension", "title", "cause", "wish", "households", "severity", "urgency", "source", "status",
)  # fmt: skip


@admin.register(Need)
class NeedAdmin(ViewAdmin):
    """Needs."""

    staff_page = "need_detail"
    list_display = ("title", "area", "dimension", "severity", "status", "updated_at")
    list_filter = (by_province("area_id"), "status", "dimension")
    list_select_related = ("area", "dimension")
    search_fields = ("title",)
    told = SHOWN["need"].told
    sheet_columns = (
        "id", "area", "dimension", "title", "cause", "wish", "households", "severity", "urgency", "source", "meeting",
        "status", "updated_at",
    )  # fmt: skip
    importable = Importable(
        Need,
        NEED_COLUMNS,
        write_need,
        key="id",
        shown=sheet_columns,
        most={"households": MOST_HOUSEHOLDS, "severity": 5, "urgency": 5},
    )

    def may_import_new(self, request: HttpRequest) -> bool:
        """A need may come from a sheet, as it may from the staff page."""
        return True


class PlanStepInline(ViewInline):
    """The steps of a plan's life."""

    model = PlanStep
    fields = ("created_at", "kind", "reason")


@admin.register(Plan)
class PlanAdmin(ViewAdmin):
    """Plans."""

    staff_page = "plan_detail"
    list_display = ("home_name", "period", "status", "endorsed_at", "archived_at", "updated_at")
    list_filter = (by_province("area_id"), PutAwayFilter, "status")
    list_select_related = ("area", "cluster", "endorsed_at")
    search_fields = ("area__name_th", "cluster__name")
    inlines = (PlanStepInline,)
    told = SHOWN["plan"].told

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plan]:
        """Return plans that were put away too, as with items."""
        return Plan.every.visible_to(person_of(request))


class ItemBudgetInline(ViewInline):
    """The budget of an item by year and source."""

    model = ItemBudget
    fields = ("year", "wanted_source", "amount")


@admin.register(PlanItem)
class PlanItemAdmin(ViewAdmin):
    """Items of plans, archived ones among them."""

    staff_page = "item_detail"
    list_display = ("code", "title", "plan", "dimension", "doability", "door", "archived_at", "updated_at")
    list_filter = (by_province("plan__area_id"), ArchivedFilter, "doability", "door", "dimension")
    list_select_related = ("plan__area", "plan__cluster", "dimension")
    search_fields = ("title",)
    inlines = (ItemBudgetInline,)
    told = SHOWN["item"].told

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlanItem]:
        """Return archived items too: here alone one looks for what is in no plan any more."""
        return PlanItem.every.visible_to(person_of(request))


@admin.register(ItemBudget)
class ItemBudgetAdmin(ViewAdmin):
    """What the items ask for, year by year."""

    seen_with = ("item",)
    staff_page, staff_row = "item_detail", "item_id"
    list_display = ("item", "plan", "year", "wanted_source", "amount")
    list_filter = (by_province("plan__area_id"), "year", "dimension")
    list_select_related = ("item", "plan__area", "plan__cluster", "wanted_source")
    search_fields = ("item__title",)
    sheet_columns = ("plan", "area", "item", "year", "wanted_source", "amount", "dimension", "work_stream")


@admin.register(NeedLink)
class NeedLinkAdmin(ViewAdmin):
    """Which items answer which needs."""

    seen_with = ("need", "item")
    staff_page, staff_row = "item_detail", "item_id"
    list_display = ("need", "item")
    list_select_related = ("need", "item")
    search_fields = ("need__title", "item__title")


@admin.register(ProjectNeed)
class ProjectNeedAdmin(ViewAdmin):
    """Which projects answer which needs."""

    seen_with = ("project", "need")
    staff_page, staff_row = "project_detail", "project_id"
    list_display = ("need", "project")
    list_filter = (by_province("need__area_id"),)
    list_select_related = ("need", "project")
    search_fields = ("need__title", "project__code", "project__name")


class LineageYearInline(ViewInline):
    """What a line carries of an item, by year and source."""

    model = LineageYear
    fields = ("year", "wanted_source", "amount")


@admin.register(Lineage)
class LineageAdmin(ViewAdmin):
    """Which lines are made from which items."""

    seen_with = ("parent", "child")
    staff_page, staff_row = "rollup", "parent.plan_id"
    list_display = ("child", "parent")
    list_select_related = ("parent", "child")
    search_fields = ("child__title", "parent__title")
    inlines = (LineageYearInline,)


class LeftOutYearInline(ViewInline):
    """What is left out of an item, by year and source."""

    model = LeftOutYear
    fields = ("year", "wanted_source", "amount")


@admin.register(LeftOut)
class LeftOutAdmin(ViewAdmin):
    """Which items were not carried up, and why."""

    seen_with = ("plan", "item")
    staff_page, staff_row = "rollup", "plan_id"
    list_display = ("item", "plan", "ground", "reason", "updated_at")
    list_filter = ("ground",)
    list_select_related = ("item", "plan__area", "plan__cluster")
    search_fields = ("item__title", "reason")
    inlines = (LeftOutYearInline,)


@admin.register(SimilarityDecision)
class SimilarityDecisionAdmin(ViewAdmin):
    """Which items that look alike a person judged to be different."""

    seen_with = ("plan", "item_a", "item_b")
    staff_page, staff_row = "rollup", "plan_id"
    list_display = ("item_a", "item_b", "plan", "verdict", "reason", "updated_at")
    list_filter = ("verdict",)
    list_select_related = ("item_a", "item_b", "plan__area", "plan__cluster")
    search_fields = ("item_a__title", "item_b__title", "reason")


@admin.register(GapDecision)
class GapDecisionAdmin(ViewAdmin):
    """Who acts on which needs, as it was decided."""

    staff_page, staff_row = "gap_detail", "need_id"
    list_display = ("need", "grade", "agency", "actor", "due_on", "updated_at")
    list_filter = (by_province("need__area_id"), "grade")
    list_select_related = ("need", "agency")
    search_fields = ("need__title", "actor", "reason")


@admin.register(OverlapDecision)
class OverlapDecisionAdmin(ViewAdmin):
    """What projects that overlap are to each other, as it was decided."""

    list_display = ("project_a", "project_b", "area", "fiscal_year", "verdict", "due_on", "updated_at")
    list_filter = (by_province("area_id"), "verdict", "fiscal_year")
    list_select_related = ("project_a", "project_b", "area")
    search_fields = ("project_a__name", "project_b__name", "project_a__code", "project_b__code", "reason")

    def staff_url(self, row: Any) -> str:
        """Return the address of the overlap, which the two projects, their tambon and year name."""
        if row is None:
            return ""
        return reverse(
            "overlap_detail", args=[row.area_id, row.fiscal_year, row.project_a_id, row.project_b_id]
        )
