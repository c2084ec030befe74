"""The list of plans with their years as columns, on the page and as a workbook: one filter, one order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from areas.mine import assigned_clusters, own_places
from areas.models import Area, Level, User
from areas.people import person_of
from config.tools.downloads import workbook_response
from config.tools.list_book import Field, write
from config.tools.listing import Column, Listing
from config.tools.sheets import Align, Cell
from config.tools.thai import show_date, show_years, today
from plans.forms.plan_filter import PlanFilter, plans_for
from plans.models import Plan
from plans.plan_table import Asked, Years, asked_of, plan_lines, sortable, years_of

LEADING = (
    Column("area", _("Area"), ("area__name_sort", "cluster__name"), up=_("area, by name"), blanks=True),
    Column("place", _("Code"), ("area_id",), up=_("area, by code"), blanks=True),
    Column(
        "period",
        _("Period"),
        ("first_year", "last_year"),
        up=_("the earliest period first"),
        down=_("the latest period first"),
        down_first=True,
    ),
    Column("status", _("State"), ("status",), up=_("by state")),
    Column(
        "items",
        _("Items"),
        ("item_count",),
        down=_("the most items first"),
        down_first=True,
        blanks=True,
        number=True,
    ),
)
TOTAL = Column(
    "total",
    _("Total (baht)"),
    ("total",),
    down=_("the most money first"),
    down_first=True,
    blanks=True,
    number=True,
)


def columns(years: Years) -> tuple[Column, ...]:
    """Return the columns of the list: each year of its plans can be sorted by, the sum of those before cannot."""
    first = years.years[0] if years.before else 0
    before = (Column("before", before_told(first), number=True),) if years.before else ()
    by_year = (
        Column(f"y{year}", str(year), (f"y{year}",), down_first=True, blanks=True, number=True)
        for year in years.years
    )
    return (*LEADING, *before, *by_year, TOTAL)


def before_told(year: int) -> str:
    """Return the heading of the sum of the years before one."""
    return gettext("before %(year)s") % {"year": year}


def listing_of(request: HttpRequest, user: User) -> tuple[PlanFilter, Years, Listing[Plan]]:
    """Return the filter of the list, its years and the plans that it lets through, in the order asked for."""
    visible = plans_for(request.GET, user)
    form = PlanFilter(request.GET, user, visible)
    plans = form.narrow(visible)
    years = years_of(plans)
    ties = ("area_id", "first_year", "pk")
    return form, years, Listing(sortable(plans, years), request.GET, columns(years), first="place", ties=ties)


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """Show the plans of the person's scope, from a province down to its villages."""
    user = person_of(request)
    form, years, listing = listing_of(request, user)
    page = listing.page()
    rows = plan_lines(listing.on(page, "area__parent", "cluster", "archived_by"), years)
    away = [row.plan.pk for row in rows if row.plan.archived_at is not None]
    context = {
        "form": form,
        "page": page,
        "listing": listing,
        "rows": rows,
        "may_restore": editable_of(user, away) if away else (),
        "before": before_told(years.years[0]) if years.before else "",
        "filtered": bool(form.chosen()),
        "told": form.told(),
        "places": own_places(user),
        "clusters": assigned_clusters(user),
    }
    return render(request, "plans/plan_list.html", context)


def editable_of(user: User, away: list[int]) -> set[int]:
    """Return the ids of those plans put away that the person looks after; one query."""
    return set(Plan.every.editable_by(user).filter(pk__in=away).values_list("pk", flat=True))


@require_safe
def plan_list_workbook(request: HttpRequest) -> FileResponse:
    """Send the same list as a workbook: same filter, same order."""
    user = person_of(request)
    form, years, listing = listing_of(request, user)
    plain: Any = listing.rows.order_by()
    codes = plain.values("area_id")
    names = {one.code: one for one in Area.objects.filter(code__in=codes).select_related("parent")}
    asked = asked_of(plain.values("pk"))
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with translation.override("th"):  # whoever asks, as every workbook
        title = gettext("Plans")
        told = [user.role_label, " · ".join(form.told()) or gettext("all, without a filter")]
        write(file, listing, fields(names, asked, years), title=title, told=told)
    return workbook_response(file, plain="plans.xlsx", named=f"{title} {show_date(today())}.xlsx")


def fields(names: dict[str, Area], asked: dict[int, Asked], years: Years) -> tuple[Field, ...]:
    """Return the workbook's columns; `names` are the areas by code, parents selected, `asked` what plans ask for."""

    def home(code: str | None, cluster: str | None) -> Cell:
        return names[code].full_name if code else cluster

    def above(code: str | None) -> Cell:
        parent = names[code].parent if code else None
        return parent.full_name if parent else None

    def level(code: str | None) -> Cell:
        return str(Level(names[code].level).label) if code else gettext("cluster of provinces")

    def state(status: str, archived_at: datetime | None) -> Cell:
        return gettext("put away") if archived_at else str(Plan.Status(status).label)

    def items(pk: int) -> Cell:
        return asked[pk].items if pk in asked else 0

    def baht(amount_of: Callable[[Asked], Decimal | None]) -> Callable[[int], Cell]:
        return lambda pk: amount_of(asked[pk]) or None if pk in asked else None

    def in_year(year: int) -> Field:
        return Field(str(year), 14, ("pk",), baht(lambda one: one.by_year.get(year)), Align.RIGHT)

    first = years.years[0] if years.before else 0
    before = Field(before_told(first), 15, ("pk",), baht(lambda one: one.before(first)), Align.RIGHT)
    return (
        Field(_("Area"), 22, ("area_id", "cluster__name"), home),
        Field(_("within"), 20, ("area_id",), above),
        Field(_("Code"), 11, ("area_id",), align=Align.CENTRE),
        Field(_("level"), 10, ("area_id",), level),
        Field(_("Period"), 13, ("first_year", "last_year"), show_years, Align.CENTRE),
        Field(_("State"), 11, ("status", "archived_at"), state),
        Field(_("Items"), 9, ("pk",), items, Align.RIGHT),
        *((before,) if years.before else ()),
        *map(in_year, years.years),
        Field(_("Total (baht)"), 16, ("pk",), baht(lambda one: one.total), Align.RIGHT),
    )
