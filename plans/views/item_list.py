"""The items of one plan as a list with the years as columns, on the page and as a workbook: one filter, one order."""

from __future__ import annotations

import tempfile
from decimal import Decimal

from django.db.models import Q, Sum, prefetch_related_objects
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from areas.people import person_of
from config.tools.downloads import workbook_response
from config.tools.list_book import Field, write
from config.tools.listing import Column, Listing
from config.tools.money import ZERO
from config.tools.sheets import Align, Cell
from config.tools.thai import show_date, today
from plans.forms.item_filter import ItemFilter
from plans.ledger import amounts_of
from plans.models import ItemBudget, Plan, PlanItem
from plans.places import above
from plans.views.plans import find_plan


def columns(plan: Plan) -> tuple[Column, ...]:
    """Return the columns of the list: the years of the plan stand beside each other."""
    years = (
        Column(f"y{year}", str(year), (f"y{year}",), down_first=True, blanks=True, number=True)
        for year in plan.years
    )
    return (
        Column("number", _("number"), ("number",), up=_("by number")),
        Column("title", _("Item"), ("title_sort",), up=_("by title")),
        Column("dimension", _("Dimension"), ("dimension__position", "dimension_id"), up=_("by dimension")),
        *years,
        Column(
            "total",
            _("Total"),
            ("total_asked",),
            down=_("the most money first"),
            down_first=True,
            blanks=True,
            number=True,
        ),
    )


def listing_of(request: HttpRequest, plan: Plan) -> tuple[ItemFilter, Listing[PlanItem]]:
    """Return the filter of the list and the plan's items that it lets through, with baht by year."""
    form = ItemFilter(request.GET)
    asked = {f"y{year}": Sum("budgets__amount", filter=Q(budgets__year=year)) for year in plan.years}
    items = form.narrow(PlanItem.objects.filter(plan=plan)).annotate(
        **asked, total_asked=Sum("budgets__amount")
    )
    return form, Listing(items, request.GET, columns(plan), first="number", ties=("number",))


def sums_of(form: ItemFilter, plan: Plan) -> list[tuple[int, Decimal]]:
    """Return the baht by year of all items that the filter lets through, on whatever page; one query."""
    items = form.narrow(PlanItem.objects.filter(plan=plan)).order_by().values("pk")
    rows = ItemBudget.objects.filter(item__in=items).order_by().values_list("year").annotate(Sum("amount"))
    found = dict(rows)
    return [(year, found.get(year, ZERO)) for year in plan.years]


@require_safe
def item_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the items of a plan, filtered and sorted."""
    plan = find_plan(person_of(request), pk)
    form, listing = listing_of(request, plan)
    page = listing.page()
    items = listing.on(page, "dimension", "work_stream")
    prefetch_related_objects(items, "budgets")
    rows = []
    for item in items:
        item.plan = plan
        amounts = amounts_of(item, plan.years)
        rows.append((item, amounts, sum((amount for _year, amount in amounts), ZERO)))
    sums = sums_of(form, plan)
    context = {
        "plan": plan,
        "above": above(plan.area_id),
        "form": form,
        "page": page,
        "listing": listing,
        "rows": rows,
        "sums": sums,
        "total": sum((amount for _year, amount in sums), ZERO),
        "filtered": bool(form.chosen()),
        "told": form.told(),
    }
    return render(request, "plans/item_list.html", context)


@require_safe
def item_workbook(request: HttpRequest, pk: int) -> FileResponse:
    """Send the same list as a workbook: same filter, same order."""
    plan = find_plan(person_of(request), pk)
    form, listing = listing_of(request, plan)
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with translation.override("th"):  # whoever asks, as every workbook
        title = gettext("Items of the plan")
        told = [str(plan), " · ".join(form.told()) or gettext("all, without a filter")]
        write(file, listing, fields(plan), title=title, told=told)
    return workbook_response(file, plain="items.xlsx", named=f"{title} {plan} {show_date(today())}.xlsx")


def fields(plan: Plan) -> tuple[Field, ...]:
    """Return the workbook's columns; amounts are numbers of baht."""

    def code(number: int) -> Cell:
        return f"{plan.prefix}{number}"

    def doability(value: str) -> Cell:
        return str(PlanItem.Doability(value).label)

    def door(value: str) -> Cell:
        return str(PlanItem.Door(value).label)

    def baht(amount: Decimal | None) -> Cell:
        return amount

    years = (Field(str(year), 15, (f"y{year}",), baht, Align.RIGHT) for year in plan.years)
    return (
        Field(_("Code"), 8, ("number",), code, Align.CENTRE),
        Field(_("Item"), 40, ("title",)),
        Field(_("Dimension"), 20, ("dimension__name",)),
        Field(_("Work stream"), 20, ("work_stream__name",)),
        Field(_("How"), 16, ("doability",), doability),
        Field(_("Door"), 18, ("door",), door),
        *years,
        Field(_("Total"), 16, ("total_asked",), baht, Align.RIGHT),
        Field(_("Objective"), 40, ("objective",)),
        Field(_("Target"), 40, ("target",)),
    )
