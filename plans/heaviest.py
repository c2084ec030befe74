"""The items of one plan that ask for the most, by year, and what all the others ask for together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum

from areas.compiled import compiled
from areas.models import User
from config.tools.money import ZERO
from plans.ledger import PlanRow
from plans.models import LeftOut, Lineage, Plan, PlanItem

MOST_ITEMS = 10  # that the board names (look.md, open points)


@dataclass(frozen=True)
class Heavy:
    """An item with its baht by year; `to` is the code of the first line above that carries it, '' where none does."""

    pk: int
    number: int
    title: str
    how: str
    to: str
    is_left: bool
    years: Sequence[tuple[int, Decimal]]
    total: Decimal


@dataclass(frozen=True)
class Heaviest:
    """The heaviest items of a plan, how many others there are with their baht, and the sums of all by year."""

    row: PlanRow
    items: Sequence[Heavy]
    others: int
    rest: Decimal
    years: Sequence[tuple[int, Decimal]]
    total: Decimal = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", sum((amount for _year, amount in self.years), ZERO))

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.row.plan

    @property
    def count(self) -> int:
        """How many items the plan holds."""
        return len(self.items) + self.others

    @property
    def ties(self) -> bool:
        """Whether items, years and the plan's own sum, asked apart, agree."""
        across = sum((item.total for item in self.items), self.rest)
        return self.total == across == self.row.total and self.count == self.row.items


def heaviest(row: PlanRow, user: User) -> Heaviest:
    """Return the items of a plan that ask for the most; one query."""
    plan = row.plan
    years = list(plan.years)
    amounts: dict[tuple[Any, ...], list[Decimal]] = defaultdict(lambda: [ZERO] * len(years))
    for *of_item, year, amount in _items(user, plan.pk):
        by_year = amounts[tuple(of_item)]
        if year in years:
            by_year[years.index(year)] += amount
    rows = [
        Heavy(
            pk=pk,
            number=number,
            title=title,
            how=str(PlanItem.Doability(doability).label),
            to="" if to is None else f"{letter}{to}",
            is_left=is_left,
            years=list(zip(years, by_year, strict=True)),
            total=sum(by_year, ZERO),
        )
        for (pk, number, title, doability, to, letter, is_left), by_year in amounts.items()
    ]
    rows.sort(key=lambda one: (-one.total, one.number))
    rest = rows[MOST_ITEMS:]
    return Heaviest(
        row,
        rows[:MOST_ITEMS],
        len(rest),
        sum((one.total for one in rest), ZERO),
        [(year, sum((one.years[at][1] for one in rows), ZERO)) for at, year in enumerate(years)],
    )


@compiled
def _items(user: User, plan: int) -> QuerySet[Any, Any]:
    """Return what the items of a plan ask for by year, with the first line above that carries each."""
    went = Lineage.objects.filter(child=OuterRef("pk")).order_by("parent__plan_id", "parent__number")
    told = (
        PlanItem.objects.visible_to(user)
        .filter(plan=plan)
        .order_by()
        .annotate(
            to=Subquery(went.values("parent__number")[:1]),
            letter=Subquery(went.values("parent__plan__prefix")[:1]),
            is_left=Exists(LeftOut.objects.filter(item=OuterRef("pk"))),
        )
    )
    columns = ("pk", "number", "title", "doability", "to", "letter", "is_left", "budgets__year")
    sums: QuerySet[Any, Any] = told.values_list(*columns).annotate(sum=Sum("budgets__amount"))
    return sums
