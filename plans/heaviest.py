"""The items of one plan that ask for the most, by year, and what all the others ask for together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Subquery, Sum

from areas.models import User
from config.tools.money import ZERO
from plans.models import LeftOut, Lineage, Plan, PlanItem

MOST_ITEMS = 10  # that the board names (look.md, open points)


@dataclass(frozen=True)
class Heavy:
    """An item with its baht by year; `to` is the code of the first line above that carries it, '' where none does."""

    pk: int
    code: str
    title: str
    how: str
    to: str
    is_left: bool
    amounts: Sequence[Decimal]
    """Baht of each of the plan's years."""
    total: Decimal


@dataclass(frozen=True)
class Heaviest:
    """The heaviest items of a plan, how many others there are with their baht, and the sums of all."""

    plan: Plan
    items: Sequence[Heavy]
    others: int
    rest: Decimal
    sums: Sequence[Decimal]
    total: Decimal = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", sum(self.sums, ZERO))

    @property
    def count(self) -> int:
        """How many items the plan holds."""
        return len(self.items) + self.others


def heaviest(plan: Plan, user: User) -> Heaviest:
    """Return the items of a plan that ask for the most; one query."""
    went = Lineage.objects.filter(child=OuterRef("pk")).order_by("parent__plan_id", "parent__number")
    items = PlanItem.objects.visible_to(user).filter(plan=plan).order_by()
    told = items.annotate(
        to=Subquery(went.values("parent__number")[:1]),
        letter=Subquery(went.values("parent__plan__prefix")[:1]),
        is_left=Exists(LeftOut.objects.filter(item=OuterRef("pk"))),
    )
    columns = ("pk", "number", "title", "doability", "to", "letter", "is_left", "budgets__year")
    years = list(plan.years)
    amounts: dict[tuple[Any, ...], list[Decimal]] = defaultdict(lambda: [ZERO] * len(years))
    for *of_item, year, amount in told.values_list(*columns).annotate(sum=Sum("budgets__amount")):
        by_year = amounts[tuple(of_item)]
        if year in years:
            by_year[years.index(year)] += amount
    rows = [
        Heavy(
            pk=pk,
            code=f"{plan.prefix}{number}",
            title=title,
            how=str(PlanItem.Doability(doability).label),
            to="" if to is None else f"{letter}{to}",
            is_left=is_left,
            amounts=by_year,
            total=sum(by_year, ZERO),
        )
        for (pk, number, title, doability, to, letter, is_left), by_year in amounts.items()
    ]
    rows.sort(key=lambda row: (-row.total, len(row.code), row.code))
    rest = rows[MOST_ITEMS:]
    return Heaviest(
        plan,
        rows[:MOST_ITEMS],
        len(rest),
        sum((row.total for row in rest), ZERO),
        [sum((row.amounts[at] for row in rows), ZERO) for at in range(len(years))],
    )
