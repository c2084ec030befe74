"""Reference data in the admin; projects and their money, to look at: their rules live on the staff pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from areas.admin_base import EditAdmin, ViewAdmin, ViewInline
from areas.admin_filters import PutAwayFilter, ReachFilter, by_province
from areas.histories import baht
from areas.imports.kinds import Importable
from areas.imports.lists import MOST, write_listed
from areas.people import person_of
from projects import histories
from projects.ledger import Balance, balances
from projects.models import (
    Agency,
    Allocation,
    BudgetLine,
    Dimension,
    Leg,
    Project,
    ProjectAgency,
    Tranche,
    WorkStream,
)


@admin.register(WorkStream)
class WorkStreamAdmin(EditAdmin):
    """Work streams."""

    list_display = ("code", "name", "is_codi", "position")
    list_filter = ("is_codi",)
    search_fields = ("code", "name")
    importable = Importable(
        WorkStream, ("code", "name", "is_codi", "position", "is_active"), write_listed, most=MOST
    )


@admin.register(Dimension)
class DimensionAdmin(EditAdmin):
    """Dimensions of a plan."""

    list_display = ("code", "name", "position")
    search_fields = ("code", "name")
    importable = Importable(Dimension, ("code", "name", "position", "is_active"), write_listed, most=MOST)


@admin.register(Leg)
class LegAdmin(EditAdmin):
    """Legs of a year's projects."""

    list_display = ("code", "name", "position")
    search_fields = ("code", "name")
    importable = Importable(Leg, ("code", "name", "position", "is_active"), write_listed, most=MOST)


@admin.register(Agency)
class AgencyAdmin(EditAdmin):
    """Agencies: those of the areas a coordinator looks after are theirs to change, the country's a superuser's."""

    list_display = ("name", "kind", "area")
    list_filter = (by_province("area_id"), "kind")
    list_select_related = ("area",)
    search_fields = ("name",)
    autocomplete_fields = ("area",)
    importable = Importable(Agency, ("name", "kind", "area", "is_active"), write_listed, key="name")


# --- Projects and their money


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
    sheet_columns = (
        "code", "name", "area", "cluster", "work_stream", "lead_agency", "first_year", "last_year", "status", "note",
        "archived_at", "archived_why", "updated_at",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Project]:
        """Return projects that were put away too."""
        return Project.every.visible_to(person_of(request))


class AllocationInline(ViewInline):
    """What the areas in the person's sight have of a line."""

    model = Allocation
    fields = ("area", "amount", "basis")


class TrancheInline(ViewInline):
    """How a line is paid."""

    model = Tranche
    fields = ("number", "due_on", "amount", "paid_on", "paid", "report_received_on", "spent")


@admin.register(BudgetLine)
class BudgetLineAdmin(ViewAdmin):
    """Budget lines: what areas outside the person's have of one stands as one sum."""

    staff_page, staff_row = "project_detail", "project_id"
    list_display = ("project", "source", "fiscal_year", "kind", "approved", "allocated", "not_allocated")
    ordering = ("project_id", "pk")
    list_filter = (ReachFilter, "fiscal_year", "kind", "leg")
    list_select_related = ("project", "source")
    search_fields = ("project__code", "project__name", "source__name")
    readonly_fields = ("in_sight", "out_of_sight", "not_allocated")
    fields = (
        "project", "source", "fiscal_year", "kind", "leg", "proposed", "approved", "in_sight", "out_of_sight",
        "not_allocated",
    )  # fmt: skip
    inlines = (AllocationInline, TrancheInline)
    told = histories.LINE
    sheet_columns = (
        "project", "source", "fiscal_year", "kind", "leg", "proposed", "approved", "allocated", "updated_at",
    )  # fmt: skip

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the line with where its money goes, for the person."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.balance = balances(BudgetLine.objects.filter(pk=row.pk), person_of(request))[0]
        return row

    @admin.display(description=_("in your areas"))
    def in_sight(self, row: Any) -> str:
        """What the person's areas have."""
        balance: Balance = row.balance
        return baht(balance.shown)

    @admin.display(description=_("in areas outside yours"))
    def out_of_sight(self, row: Any) -> str:
        """What other areas have, as one sum."""
        balance: Balance = row.balance
        return baht(balance.outside)

    @admin.display(description=_("in no area yet"))
    def not_allocated(self, row: BudgetLine) -> str:
        """What no area has."""
        return baht(row.unallocated)
