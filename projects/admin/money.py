"""The money of projects in the admin, to look at: lines, what areas have of them, tranches, what money won."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from areas.admin_base import ViewAdmin, ViewInline
from areas.admin_filters import ReachFilter, by_province, by_reach
from areas.histories import baht
from areas.people import person_of
from projects import histories
from projects.imports import LINES
from projects.ledger import Balance, balances
from projects.models import Allocation, BudgetLine, Leverage, Tranche


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
    importable = LINES
    sheet_columns = (
        "id", "project", "source", "fiscal_year", "kind", "leg", "proposed", "approved", "allocated", "updated_at",
    )  # fmt: skip

    def may_import_new(self, request: HttpRequest) -> bool:
        """A line may come from a sheet, as it may from the staff page."""
        return True

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


@admin.register(Allocation)
class AllocationAdmin(ViewAdmin):
    """What areas have of budget lines: each row is its area's."""

    seen_with = ("project",)
    staff_page, staff_row = "project_detail", "project_id"
    list_display = ("area", "project", "source", "fiscal_year", "kind", "amount", "basis")
    ordering = ("area_id", "pk")
    list_filter = (by_province("area_id"), "fiscal_year", "kind", "leg", "work_stream")
    list_select_related = ("area", "project", "source")
    search_fields = ("project__code", "project__name", "source__name")
    fields = ("area", "project", "source", "fiscal_year", "kind", "leg", "work_stream", "amount", "basis")
    sheet_columns = fields


@admin.register(Tranche)
class TrancheAdmin(ViewAdmin):
    """How budget lines are paid, and what the reports tell was spent."""

    staff_page, staff_row = "project_detail", "line.project_id"
    list_display = ("line", "number", "due_on", "amount", "paid_on", "paid", "report_received_on", "spent")
    ordering = ("line_id", "pk")
    list_filter = (by_reach("line"),)
    list_select_related = ("line__project", "line__source")
    search_fields = ("line__project__code", "line__project__name", "line__source__name")


@admin.register(Leverage)
class LeverageAdmin(ViewAdmin):
    """Which lines won which: who sees both sees that."""

    staff_page, staff_row = "project_detail", "seed.project_id"
    list_display = ("seed", "seed_amount", "won", "won_amount", "note")
    ordering = ("seed_id", "pk")
    list_filter = (by_reach("seed"),)
    list_select_related = ("seed__project", "seed__source", "won__project", "won__source")
    search_fields = (
        "seed__project__name",
        "won__project__name",
        "seed__source__name",
        "won__source__name",
        "note",
    )
    sheet_columns = ("seed", "seed__approved", "won", "won__approved", "note", "updated_at")

    @admin.display(description=_("approved"))
    def seed_amount(self, row: Leverage) -> str:
        """What there is of the seed."""
        return baht(row.seed.amount)

    @admin.display(description=_("approved"))
    def won_amount(self, row: Leverage) -> str:
        """What there is of the money that was won."""
        return baht(row.won.amount)
