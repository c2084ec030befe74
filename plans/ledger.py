"""The ledger of one plan: its items with their years, the sums that tie, and how the plan fits the needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from areas.models import User
from config.tools.money import ZERO
from plans.models import ItemBudget, Lineage, Need, NeedLink, Plan, PlanItem, PlanStep
from plans.reopened import reopened, state_of
from plans.trail import Whereabouts, answering, whereabouts

SEVERE = 4  # of 1–5: from here on a need without an item is marked (domain.md §5)


@dataclass(frozen=True)
class Row:
    """One item of the plan."""

    item: PlanItem
    amounts: list[tuple[int, Decimal]]  # (year, baht)
    total: Decimal
    went: Whereabouts
    answers: bool
    origins: int

    @property
    def unplaced(self) -> Decimal:
        """Baht that no plan above has decided on."""
        return self.total - self.went.carried_total - self.went.left_total

    @property
    def is_unplaced(self) -> bool:
        """Whether the plan above still has to decide."""
        return self.unplaced > 0 or not self.went.is_decided


@dataclass(frozen=True)
class Ledger:
    """All items of a plan; `ties` says whether rows and columns give the same total as the database."""

    rows: list[Row]
    sums: list[tuple[int, Decimal]]  # (year, baht)
    total: Decimal
    ties: bool

    @property
    def answering(self) -> int:
        """How many items answer a need."""
        return sum(row.answers for row in self.rows)

    @property
    def share(self) -> int | None:
        """Percent of the items that answer a need; None without items."""
        return 100 * self.answering // len(self.rows) if self.rows else None

    @property
    def unplaced(self) -> list[Row]:
        """The items that the plan above still has to decide on."""
        return [row for row in self.rows if row.is_unplaced]


def ledger(plan: Plan) -> Ledger:
    """Return the plan's ledger; the number of queries does not grow with its items."""
    items = list(
        plan.items.select_related("area", "dimension", "work_stream", "main_agency")
        .order_by("number")
        .prefetch_related("budgets")
    )
    ids = [item.pk for item in items]
    went, answered = whereabouts(ids), answering(ids)
    origin_counts = dict(
        Lineage.objects.filter(parent__plan=plan).order_by().values_list("parent").annotate(n=Count("*"))
    )
    rows = []
    for item in items:
        item.plan = plan
        amounts = amounts_of(item, plan.years)
        total = sum((amount for _year, amount in amounts), ZERO)
        rows.append(
            Row(item, amounts, total, went[item.pk], item.pk in answered, origin_counts.get(item.pk, 0))
        )
    found = dict(
        ItemBudget.objects.filter(plan=plan).values_list("year").annotate(Sum("amount")).order_by("year")
    )
    sums = [(year, found.get(year, ZERO)) for year in plan.years]
    total = sum((row.total for row in rows), ZERO)
    same = total == sum(found.values(), ZERO) and all(
        amount == sum((row.amounts[place][1] for row in rows), ZERO)
        for place, (_year, amount) in enumerate(sums)
    )
    return Ledger(rows, sums, total, same)


def amounts_of(item: PlanItem, years: Sequence[int]) -> list[tuple[int, Decimal]]:
    """Return what an item asks for by year, all sources together; prefetch `budgets` before a list."""
    sums = dict.fromkeys(years, ZERO)
    for budget in item.budgets.all():
        if budget.year in sums:
            sums[budget.year] += budget.amount
    return list(sums.items())


def totals(plans: Sequence[Plan]) -> dict[int, tuple[int, Decimal]]:
    """Return (number of items, baht) of plans, keyed by plan id; two queries."""
    ids = [plan.pk for plan in plans]
    counts = dict(PlanItem.objects.filter(plan__in=ids).order_by().values_list("plan").annotate(n=Count("*")))
    sums = dict(
        ItemBudget.objects.filter(plan__in=ids).order_by().values_list("plan").annotate(Sum("amount"))
    )
    return {pk: (counts.get(pk, 0), sums.get(pk, ZERO)) for pk in ids}


@dataclass(frozen=True)
class YearRow:
    """A year in which items of a plan ask for money: how many, how much in baht."""

    year: int
    items: int
    total: Decimal


def years_held(plan: Plan) -> list[YearRow]:
    """Return the years in which a plan's items ask for money, in order; one query."""
    rows = ItemBudget.objects.filter(plan=plan, amount__gt=0).order_by("year").values_list("year")
    asked = rows.annotate(items=Count("item", distinct=True), total=Sum("amount"))
    return [YearRow(*row) for row in asked]


@dataclass(frozen=True)
class PlanRow:
    """A plan of a list with its number of items and baht."""

    plan: Plan
    items: int
    total: Decimal
    state: str  # of its chip: a reopened draft says so


def plan_rows(plans: Sequence[Plan]) -> list[PlanRow]:
    """Return plans with their sums and states; three queries."""
    sums, again = totals(plans), reopened(plan.pk for plan in plans)
    return [PlanRow(plan, *sums[plan.pk], state_of(plan, again)) for plan in plans]


def with_sums(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Return plans with what `rows_of` shows of them."""
    items = PlanItem.objects.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(n=Count("*"))
    budgets = ItemBudget.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    again = PlanStep.objects.filter(plan=OuterRef("pk"), kind=PlanStep.Kind.REOPENED)
    return plans.annotate(
        items_held=Subquery(items.values("n")),
        baht=Subquery(budgets.annotate(sum=Sum("amount")).values("sum")),
        again=Exists(again),
    )


def rows_of(plans: Iterable[Any]) -> list[PlanRow]:
    """Return plans, read `with_sums`, with those sums and their states; no query of its own."""
    return [
        PlanRow(
            plan, plan.items_held or 0, plan.baht or ZERO, state_of(plan, [plan.pk] if plan.again else [])
        )
        for plan in plans
    ]


@dataclass(frozen=True)
class NeedRow:
    """A need with the items of the person's scope that answer it."""

    need: Need
    items: list[PlanItem]
    linked: bool

    @property
    def waits(self) -> bool:
        """Whether the need is open, severe and no item answers it."""
        return self.need.status == Need.Status.OPEN and self.need.severity >= SEVERE and not self.linked


@dataclass(frozen=True)
class Needs:
    """The heaviest needs of an area, how many there are, and how many severe ones no item answers."""

    rows: list[NeedRow]
    count: int
    waiting: int


def needs_of(needs: QuerySet[Need], user: User, most: int = 20) -> Needs:
    """Return the needs of a scoped queryset that are not put away, the most severe first; constant queries."""
    needs = needs.filter(archived_at__isnull=True)
    severe = Q(status=Need.Status.OPEN, severity__gte=SEVERE, links__isnull=True)
    told = needs.order_by().aggregate(
        count=Count("pk", distinct=True), waiting=Count("pk", severe, distinct=True)
    )
    rows = need_rows(
        list(needs.select_related("area", "dimension").order_by("-severity", "area_id", "pk")[:most]), user
    )
    return Needs(rows, told["count"], told["waiting"])


def need_rows(needs: Sequence[Need], user: User) -> list[NeedRow]:
    """Return needs with the items that answer them, one query; items outside the scope only count as there."""
    by_need: dict[int, list[PlanItem]] = {need.pk: [] for need in needs}
    linked = set()
    seen = Exists(PlanItem.objects.visible_to(user).filter(pk=OuterRef("item_id")))
    links = NeedLink.objects.filter(need__in=by_need).select_related(
        "item__plan__area", "item__plan__cluster"
    )
    for link in links.annotate(seen=seen).order_by("item__plan_id", "item__number"):
        linked.add(link.need_id)
        if link.seen:
            by_need[link.need_id].append(link.item)
    return [NeedRow(need, widest(by_need[need.pk]), need.pk in linked) for need in needs]


def widest(items: list[PlanItem]) -> list[PlanItem]:
    """Return the items of the widest area alone: the tambon's item, not the village's that it was made from."""
    sizes = [len(item.plan.area_id or "") for item in items]
    return [item for item, size in zip(items, sizes, strict=True) if size == min(sizes)]
