"""Reads what plans ask for: by dimension, work stream and wanted source, each with its years, and proved.

Plans of one level and one period stand in a table: a line above is the sum of its originals, so levels added together
would count the same baht twice. All tables come from one reading of the budgets by the columns that they carry; the
proof reads the same budgets by their items, which no carried column has a part in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from areas.models import Level, User
from config.tools.among import among
from config.tools.money import ZERO
from config.tools.thai import show_years
from plans.models import ItemBudget, Plan
from projects.models import Agency, Dimension, WorkStream

Cell = tuple[int, int | None, int | None, int]  # dimension, work stream, wanted source, year
LEVELS = [Level.TAMBON, Level.VILLAGE, Level.COMMUNITY, Level.DISTRICT, Level.PROVINCE]  # as they are offered


@dataclass(frozen=True)
class Asked:
    """Plans of one level and period whose home lies in an area."""

    area: str
    level: str
    first_year: int
    last_year: int
    plans: int

    @property
    def key(self) -> str:
        """How an address names it: tambon-2567-2570."""
        return f"{self.level}-{self.first_year}-{self.last_year}"

    def __str__(self) -> str:
        told = {
            Level.TAMBON: _("tambon plans"),
            Level.VILLAGE: _("village plans"),
            Level.COMMUNITY: _("community plans"),
            Level.DISTRICT: _("district plans"),
            Level.PROVINCE: _("provincial plans"),
        }
        return f"{told[Level(self.level)]} {show_years(self.first_year, self.last_year)} ({self.plans:,})"


@dataclass(frozen=True)
class Row:
    """What is asked for under one heading, by year, in baht."""

    name: str
    by_year: list[tuple[int, Decimal]]

    @property
    def total(self) -> Decimal:
        """The baht of all years."""
        return sum((amount for _year, amount in self.by_year), ZERO)


@dataclass(frozen=True)
class Table:
    """The rows of one way to group, in the order of the list that they are named by, and the sum of each year."""

    heading: str
    column: str
    rows: list[Row]
    sums: Row


@dataclass(frozen=True)
class Report:
    """The tables over the same years, their total, and how many baht stand elsewhere than the items say."""

    years: Sequence[int]
    tables: list[Table]
    total: Decimal
    difference: Decimal

    @property
    def ties(self) -> bool:
        """Whether each cell is what the items say."""
        return self.difference == ZERO


def choices(user: User, area: str) -> list[Asked]:
    """Return which plans there are in an area: tambon plans first, the period that most have first; one query."""
    plans = Plan.objects.visible_to(user).inside(area).order_by()
    found = plans.values_list("area__level", "first_year", "last_year").annotate(plans=Count("*"))
    asked = [Asked(area, *row) for row in found]
    return sorted(
        asked, key=lambda one: (LEVELS.index(Level(one.level)), -one.plans, -one.first_year, -one.last_year)
    )


def read(user: User, asked: Asked) -> Report:
    """Return what those plans ask for; five queries."""
    plans = plans_of(user, asked)
    shown, truly = cells(plans), cells_of_items(plans)
    wanted = {source for _dimension, _stream, source, _year in shown if source}
    lists = (Dimension.objects.all(), WorkStream.objects.all(), Agency.objects.filter(pk__in=wanted))
    dimensions, streams, sources = ({row.pk: row for row in rows} for rows in lists)
    years = sorted({*range(asked.first_year, asked.last_year + 1), *(year for *_keys, year in shown)})
    ways: list[tuple[str, str, Mapping[int, Any], str, Callable[[Cell], int | None]]] = [
        (_("By dimension"), _("Dimension"), dimensions, "", lambda cell: cell[0]),
        (_("By work stream"), _("Work stream"), streams, _("no work stream stated"), lambda cell: cell[1]),
        (_("By wanted source"), _("Wanted source"), sources, _("no source named"), lambda cell: cell[2]),
    ]
    by_year = dict.fromkeys(years, ZERO)
    for cell, amount in shown.items():
        by_year[cell[3]] += amount
    sums = Row(_("Sum"), list(by_year.items()))
    tables = [
        Table(heading, column, rows_by(key, shown, years, names, nothing), sums)
        for heading, column, names, nothing, key in ways
    ]
    return Report(years, tables, sums.total, misplaced(shown, truly))


def plans_of(user: User, asked: Asked) -> QuerySet[Plan, Any]:
    """Return the keys of the plans that are asked for and that the person sees."""
    plans = Plan.objects.visible_to(user).inside(asked.area).order_by()
    return plans.filter(
        area__level=asked.level, first_year=asked.first_year, last_year=asked.last_year
    ).values("pk")


def cells(plans: QuerySet[Plan, Any]) -> dict[Cell, Decimal]:
    """Return what plans ask for by the columns that budgets carry; one query."""
    budgets = ItemBudget.objects.filter(among(plans, "plan")).order_by()
    return _cells(budgets.values_list("dimension", "work_stream", "wanted_source", "year"))


def cells_of_items(plans: QuerySet[Plan, Any]) -> dict[Cell, Decimal]:
    """Return the same by what the items of the plans say of themselves; one query."""
    budgets = ItemBudget.objects.filter(among(plans, "item__plan")).order_by()
    return _cells(budgets.values_list("item__dimension", "item__work_stream", "wanted_source", "year"))


def _cells(grouped: QuerySet[ItemBudget, Any]) -> dict[Cell, Decimal]:
    return {(one, two, three, four): sum_ for one, two, three, four, sum_ in grouped.annotate(Sum("amount"))}


def misplaced(shown: Mapping[Cell, Decimal], truly: Mapping[Cell, Decimal]) -> Decimal:
    """Return how many baht are missing where they belong, or stand where they do not; the greater of both."""
    differences = [truly.get(cell, ZERO) - shown.get(cell, ZERO) for cell in shown.keys() | truly.keys()]
    missing = sum((one for one in differences if one > 0), ZERO)
    return max(missing, missing - sum(differences, ZERO))


def rows_by(
    key: Callable[[Cell], int | None],
    shown: Mapping[Cell, Decimal],
    years: Sequence[int],
    names: Mapping[int, Any],
    nothing: str,
) -> list[Row]:
    """Return the rows of one way to group, in the order of their list; `nothing` is called what has no key, last."""
    sums: dict[int | None, dict[int, Decimal]] = defaultdict(lambda: dict.fromkeys(years, ZERO))
    for cell, amount in shown.items():
        sums[key(cell)][cell[3]] += amount
    return [
        Row(nothing if one is None else str(names[one]), list(sums[one].items()))
        for one in _ordered(sums, names)
    ]


def _ordered(keys: Iterable[int | None], names: Mapping[int, Any]) -> list[int | None]:
    """Return the keys in the order of the list that names them, None last."""
    places = {pk: place for place, pk in enumerate(names)}
    return sorted(keys, key=lambda one: len(places) if one is None else places[one])
