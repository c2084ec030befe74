"""Plans of a list with what they ask for by year: the same numbers on the page and in its workbook.

Amounts are read from the plan that each budget row carries, so that archived items, which have none, never count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery, Sum

from config.tools.money import ZERO
from plans.models import ItemBudget, Plan, PlanItem
from plans.reopened import reopened, state_of

MOST_YEARS = 10  # columns; what lies before them is one sum


@dataclass(frozen=True)
class Years:
    """The years of a list's plans as columns; `before`: whether plans reach back beyond the first of them."""

    years: Sequence[int] = ()
    before: bool = False


@dataclass
class Asked:
    """What a plan asks for: number of items, baht by year of those years with any."""

    items: int = 0
    by_year: dict[int, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """Baht of all years."""
        return sum(self.by_year.values(), ZERO)

    def before(self, year: int) -> Decimal:
        """Baht of the years before one."""
        return sum((amount for one, amount in self.by_year.items() if one < year), ZERO)


@dataclass(frozen=True)
class PlanLine:
    """A plan of the list; an amount of a year that the plan does not cover is None."""

    plan: Plan
    state: str  # of its chip: a reopened draft says so
    items: int
    before: Decimal | None
    amounts: list[tuple[int, Decimal | None]]  # (year, baht)
    total: Decimal


def years_of(plans: QuerySet[Plan]) -> Years:
    """Return the years from the first to the last of a list's plans, the last MOST_YEARS of them; one query."""
    span = plans.order_by().aggregate(first=Min("first_year"), last=Max("last_year"))
    if span["first"] is None:
        return Years()
    start = max(span["first"], span["last"] - MOST_YEARS + 1)
    return Years(range(start, span["last"] + 1), start > span["first"])


def asked_of(plans: Iterable[Any]) -> dict[int, Asked]:
    """Return what plans ask for, keyed by plan id; `plans` are ids or a query of ids; two queries."""
    found: dict[int, Asked] = {}
    counts = PlanItem.objects.filter(plan__in=plans).order_by().values_list("plan").annotate(n=Count("*"))
    for pk, count in counts:
        found[pk] = Asked(count)
    rows = ItemBudget.objects.filter(plan__in=plans).order_by().values_list("plan", "year")
    for pk, year, amount in rows.annotate(Sum("amount")):
        found.setdefault(pk, Asked()).by_year[year] = amount
    return found


def plan_lines(plans: Sequence[Plan], columns: Years) -> list[PlanLine]:
    """Return plans with their states and sums; three queries."""
    ids = [plan.pk for plan in plans]
    found, again = asked_of(ids), reopened(ids)
    return [_line(plan, state_of(plan, again), found.get(plan.pk, Asked()), columns) for plan in plans]


def _line(plan: Plan, state: str, asked: Asked, columns: Years) -> PlanLine:
    amounts = [
        (year, asked.by_year.get(year, ZERO) if year in plan.years else None) for year in columns.years
    ]
    reaches_back = columns.before and plan.first_year < columns.years[0]
    before = asked.before(columns.years[0]) if reaches_back else None
    return PlanLine(plan, state, asked.items, before, amounts, asked.total)


def sortable(plans: QuerySet[Plan], columns: Years) -> QuerySet[Plan]:
    """Return plans that can be sorted by `item_count`, `total` and `y<year>`; each is reckoned only when asked for."""
    items = PlanItem.objects.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(n=Count("*"))
    budgets = ItemBudget.objects.filter(plan=OuterRef("pk")).order_by()
    sums = {f"y{year}": budgets.filter(year=year) for year in columns.years} | {"total": budgets}
    return plans.annotate(
        item_count=Subquery(items.values("n")),
        **{
            name: Subquery(rows.values("plan").annotate(n=Sum("amount")).values("n"))
            for name, rows in sums.items()
        },
    )
