"""The ledger of plans: whether every plan's amounts tie, found by grouped queries over the tables themselves.

It reads neither the reader of the workbench nor the rules, so that it can find what they would miss. One pass of
grouped queries for each rule, whatever the number of rows; only what breaks a rule is fetched row by row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from areas.codes import DISTRICT, PROVINCE, is_inside, subtree
from config.tools.breaches import Breach, all_named
from config.tools.money import ZERO
from config.tools.thai import show_amount
from plans.models import (
    ItemBudget,
    LeftOut,
    LeftOutYear,
    Lineage,
    LineageYear,
    Need,
    NeedLink,
    Plan,
    PlanItem,
    PlanStep,
)
from plans.models.plans import ENDORSED_STATES
from plans.ways import child_plans


@dataclass
class Account:
    """One plan above: what the endorsed plans below hold and where it went, baht by year."""

    plan: Plan
    endorsed: dict[int, Decimal] = field(default_factory=dict)
    carried: dict[int, Decimal] = field(default_factory=dict)
    out: dict[int, Decimal] = field(default_factory=dict)
    own: dict[int, Decimal] = field(default_factory=dict)

    @property
    def rest(self) -> dict[int, Decimal]:
        """What is not yet placed, by year; negative where too much is."""
        years = {*self.endorsed, *self.carried, *self.out, *self.plan.years}
        return {
            year: self.endorsed.get(year, ZERO) - self.carried.get(year, ZERO) - self.out.get(year, ZERO)
            for year in sorted(years)
        }


def plans_of(area: str | None) -> QuerySet[Plan]:
    """Return the plans to look at: all, or those of an area and everything below it."""
    plans = Plan.objects.select_related("area", "cluster").order_by("area_id", "pk")
    return plans.inside(area) if area else plans


def within(path: str, area: str | None) -> Q:
    """Return the condition that the plan at the end of a path lies in the area."""
    if not area:
        return Q()
    low, high = subtree(area)
    return Q(**{f"{path}__area__gte": low, f"{path}__area__lt": high})


# --- The accounts


def accounts(area: str | None) -> list[Account]:
    """Return the account of each plan in use that has endorsed plans below."""
    plans = {plan.pk: plan for plan in plans_of(area)}
    above = parents(plans.values())
    found: dict[int, Account] = {}
    budget = ItemBudget.objects.filter(within("plan", area), plan__status__in=ENDORSED_STATES)
    for child, year, amount in by_plan_and_year(budget, "plan_id"):
        for parent in above.get(child, ()):
            add(found.setdefault(parent, Account(plans[parent])).endorsed, year, amount)
    carried = LineageYear.objects.filter(
        within("lineage__parent__plan", area), lineage__parent__plan__archived_at=None
    )
    for parent, year, amount in by_plan_and_year(carried, "lineage__parent__plan_id"):
        add(found.setdefault(parent, Account(plans[parent])).carried, year, amount)
    out = LeftOutYear.objects.filter(within("left_out__plan", area), left_out__plan__archived_at=None)
    for parent, year, amount in by_plan_and_year(out, "left_out__plan_id"):
        add(found.setdefault(parent, Account(plans[parent])).out, year, amount)
    own = ItemBudget.objects.filter(within("plan", area))
    for parent, year, amount in by_plan_and_year(own, "plan_id"):
        if parent in found:
            add(found[parent].own, year, amount)
    return [found[pk] for pk in plans if pk in found]


def by_plan_and_year(rows: QuerySet[Any], plan: str) -> Iterator[tuple[int, int, Decimal]]:
    """Yield (id of a plan, year, baht) of year rows."""
    yield from rows.order_by().values_list(plan, "year").annotate(sum=Sum("amount")).iterator()


def add(into: dict[int, Decimal], year: int, amount: Decimal) -> None:
    """Add baht to a year."""
    into[year] = into.get(year, ZERO) + amount


def parents(plans: Iterable[Plan]) -> dict[int, list[int]]:
    """Return the ids of the plans that each endorsed plan's items go up into; a cluster's are looked up."""
    by_home: dict[tuple[str, int, int], int] = {}
    clusters = []
    plans = list(plans)
    for plan in plans:
        if plan.area_id:
            by_home[plan.area_id, plan.first_year, plan.last_year] = plan.pk
        else:
            clusters.append(plan)
    found: dict[int, list[int]] = defaultdict(list)
    for plan in plans:
        code = plan.area_id or ""
        for length in range(len(code) - 2, PROVINCE - 2, -2):
            parent = by_home.get((code[:length], plan.first_year, plan.last_year)) if length else None
            if parent is not None:
                found[plan.pk].append(parent)
                break
            if length != DISTRICT:  # only a district may be skipped
                break
    for cluster in clusters:
        for pk in child_plans(cluster).values_list("pk", flat=True):
            found[pk].append(cluster.pk)
    return found


# --- The rules


def breaches(area: str | None) -> list[Breach]:
    """Return every rule that does not hold, with the rows that break it."""
    rules = [
        (_("More is placed of an item than it asks for"), too_much(area, since_reopened=False)),
        (_("A line is not the sum of what it carries"), wrong_lines(area)),
        (_("An item goes up more than one way"), second_ways(area)),
        (
            _("What is placed comes from a plan that is not endorsed"),
            not_endorsed(area, since_reopened=False),
        ),
        (_("What is placed comes from a plan that does not lie below"), not_below(area)),
        (_("A budget carries another plan, place, dimension or stream than its item"), untrue_columns(area)),
        (_("A budget lies outside the years of its plan"), outside_years(area)),
        (_("An item is left out without anything of it being left out"), empty_left_outs(area)),
        (_("Totals of a plan by dimension, stream, source and year differ"), differing_totals(area)),
        (_("A plan or an item that was put away still counts"), put_away(area)),
    ]
    return all_named(rules)


def pendings(area: str | None) -> list[Breach]:
    """Return what waits for people and breaks no rule: plans reopened below lines, areas that were abolished."""
    rules = [
        (_("Over the origin: placed before the plan was reopened"), too_much(area, since_reopened=True)),
        (_("Placed from a plan that was reopened"), not_endorsed(area, since_reopened=True)),
        (_("Needs or plans of abolished areas"), on_abolished(area)),
    ]
    return all_named(rules)


def on_abolished(area: str | None) -> Iterator[str]:
    """Yield the needs and plans of areas that were abolished."""
    needs = Need.objects.filter(area__abolished_on__isnull=False).order_by("area_id", "pk")
    for need in needs.inside(area) if area else needs:
        yield f"{need} ({need.area_id})"
    for plan in plans_of(area).filter(area__abolished_on__isnull=False):
        yield f"{plan} ({plan.area_id})"


def reopened() -> set[int]:
    """Return the ids of the plans that were ever reopened, by a recorded step with its reason."""
    return set(PlanStep.objects.filter(kind=PlanStep.Kind.REOPENED).values_list("plan_id", flat=True))


def grouped(rows: QuerySet[Any], *keys: str) -> dict[tuple[Any, ...], Decimal]:
    """Return baht summed by keys."""
    return {
        tuple(row[:-1]): row[-1]
        for row in rows.order_by().values_list(*keys).annotate(sum=Sum("amount")).iterator()
    }


def too_much(area: str | None, *, since_reopened: bool) -> Iterator[str]:
    """Yield the items of which more is placed in a year from a source than they ask for (invariant 2).

    Those of plans that were reopened wait for the plan above and are told on their own.
    """
    up = LineageYear.objects.filter(within("lineage__child__plan", area))
    placed = grouped(up, "lineage__child_id", "year", "wanted_source_id")
    out = LeftOutYear.objects.filter(within("left_out__item__plan", area))
    for cell, amount in grouped(out, "left_out__item_id", "year", "wanted_source_id").items():
        placed[cell] = placed.get(cell, ZERO) + amount
    touched = Exists(Lineage.objects.filter(child=OuterRef("item_id"))) | Exists(
        LeftOut.objects.filter(item=OuterRef("item_id"))
    )
    budget = ItemBudget.objects.filter(within("plan", area)).filter(touched)
    asked = grouped(budget, "item_id", "year", "wanted_source_id")
    wrong = {cell: amount for cell, amount in placed.items() if amount > asked.get(cell, ZERO)}
    plans = dict(PlanItem.objects.filter(pk__in={cell[0] for cell in wrong}).values_list("pk", "plan_id"))
    open_again = reopened()
    wrong = {
        cell: amount for cell, amount in wrong.items() if (plans[cell[0]] in open_again) == since_reopened
    }
    titles = names_of(cell[0] for cell in wrong)
    for cell, amount in sorted(wrong.items(), key=lambda pair: pair[0][:2]):
        yield _("%(item)s in %(year)d: placed %(placed)s of %(asked)s baht") % {
            "item": titles[cell[0]],
            "year": cell[1],
            "placed": show_amount(amount),
            "asked": show_amount(asked.get(cell, ZERO)),
        }


def wrong_lines(area: str | None) -> Iterator[str]:
    """Yield the lines with originals that ask for other amounts than they carry (invariant 3)."""
    carried = grouped(
        LineageYear.objects.filter(within("lineage__parent__plan", area)),
        "lineage__parent_id",
        "year",
        "wanted_source_id",
    )
    made = Exists(Lineage.objects.filter(parent=OuterRef("item_id")))
    asked = grouped(
        ItemBudget.objects.filter(within("plan", area)).filter(made), "item_id", "year", "wanted_source_id"
    )
    wrong = {cell for cell in {*carried, *asked} if carried.get(cell, ZERO) != asked.get(cell, ZERO)}
    titles = names_of(cell[0] for cell in wrong)
    for cell in sorted(wrong, key=lambda cell: cell[:2]):
        yield _("%(item)s in %(year)d: asks %(asked)s, carries %(carried)s baht") % {
            "item": titles[cell[0]],
            "year": cell[1],
            "asked": show_amount(asked.get(cell, ZERO)),
            "carried": show_amount(carried.get(cell, ZERO)),
        }


def second_ways(area: str | None) -> Iterator[str]:
    """Yield the items that are placed in more than one plan (invariant 2)."""
    up = Lineage.objects.filter(within("child__plan", area)).order_by()
    pairs = set(up.values_list("child_id", "parent__plan_id").distinct())
    out = LeftOut.objects.filter(within("item__plan", area)).order_by()
    pairs |= set(out.values_list("item_id", "plan_id").distinct())
    plans: dict[int, int] = defaultdict(int)
    for item, _plan in pairs:
        plans[item] += 1
    yield from sorted(names_of(item for item, count in plans.items() if count > 1).values())


def ties(area: str | None) -> Iterator[tuple[PlanItem, Plan]]:
    """Yield each item that is placed with the plan above; used on rows already narrowed to few."""
    for lineage in (
        Lineage.objects.filter(within("parent__plan", area))
        .exclude(child__plan__status__in=ENDORSED_STATES)
        .select_related("child__plan__area", "child__plan__cluster", "parent__plan")
    ):
        yield lineage.child, lineage.parent.plan
    for row in (
        LeftOut.objects.filter(within("plan", area))
        .exclude(item__plan__status__in=ENDORSED_STATES)
        .select_related("item__plan__area", "item__plan__cluster", "plan")
    ):
        yield row.item, row.plan


def not_endorsed(area: str | None, *, since_reopened: bool) -> Iterator[str]:
    """Yield what was placed from a plan that no council has endorsed: one that was reopened, or another."""
    open_again = reopened()
    for item, _plan in ties(area):
        if (item.plan_id in open_again) == since_reopened:
            yield f"{item.plan} · {item.title}"


def not_below(area: str | None) -> Iterator[str]:
    """Yield what was placed from a plan that is not one way below: another area, period or a skipped district."""
    up = Lineage.objects.filter(within("parent__plan", area)).order_by()
    pairs = set(up.values_list("parent__plan_id", "child__plan_id").distinct())
    out = LeftOut.objects.filter(within("plan", area)).order_by()
    pairs |= set(out.values_list("plan_id", "item__plan_id").distinct())
    wanted = {pk for pair in pairs for pk in pair}
    plans = {plan.pk: plan for plan in Plan.every.filter(pk__in=wanted).select_related("area", "cluster")}
    districts = set(
        Plan.objects.filter(area__level="district").values_list("area_id", "first_year", "last_year")
    )
    provinces: dict[int, set[str]] = {
        plan.pk: {province.code for province in plan.cluster.provinces.all()}
        for plan in plans.values()
        if plan.cluster
    }
    for above, below in sorted(pairs):
        if not goes_up(plans[below], plans[above], districts, provinces):
            yield f"{plans[below]} · {plans[above]}"


def goes_up(
    below: Plan, above: Plan, districts: set[tuple[Any, ...]], provinces: dict[int, set[str]]
) -> bool:
    """Whether a plan's items go up into the other, one way."""
    if (below.first_year, below.last_year) != (above.first_year, above.last_year) or not below.area_id:
        return False
    if above.area_id is None:
        return below.area_id in provinces.get(above.pk, set())
    if below.area_id == above.area_id or not is_inside(below.area_id, above.area_id):
        return False
    steps = (len(below.area_id) - len(above.area_id)) // 2
    district = (below.area_id[:DISTRICT], below.first_year, below.last_year)
    skips_district = len(above.area_id) == PROVINCE and steps == 2
    return steps == 1 or (skips_district and district not in districts)


def untrue_columns(area: str | None) -> Iterator[str]:
    """Yield the budgets whose carried columns (plan, place, dimension, stream) are not their item's."""
    stream = Q(work_stream__isnull=True, item__work_stream__isnull=False) | Q(
        work_stream__isnull=False, item__work_stream__isnull=True
    )
    no_place = Q(area__isnull=True, item__area__isnull=False) | Q(
        area__isnull=True, item__plan__area__isnull=False
    )
    place = Q(item__area__isnull=False) & ~Q(area=F("item__area"))
    home = Q(item__area__isnull=True, item__plan__area__isnull=False) & ~Q(area=F("item__plan__area"))
    wrong = ItemBudget.objects.filter(within("item__plan", area)).filter(
        ~Q(plan=F("item__plan"))
        | ~Q(dimension=F("item__dimension"))
        | (
            Q(work_stream__isnull=False, item__work_stream__isnull=False)
            & ~Q(work_stream=F("item__work_stream"))
        )
        | stream
        | no_place
        | place
        | home
    )
    for row in wrong.select_related("item__plan__area", "item__plan__cluster").order_by("pk"):
        yield _("%(item)s in %(year)d") % {"item": f"{row.item.plan} · {row.item.title}", "year": row.year}


def outside_years(area: str | None) -> Iterator[str]:
    """Yield the budgets of a year that their plan does not have."""
    wrong = ItemBudget.objects.filter(within("item__plan", area)).filter(
        Q(year__lt=F("item__plan__first_year")) | Q(year__gt=F("item__plan__last_year"))
    )
    for row in wrong.select_related("item__plan__area", "item__plan__cluster").order_by("pk"):
        yield _("%(item)s in %(year)d") % {"item": f"{row.item.plan} · {row.item.title}", "year": row.year}


def empty_left_outs(area: str | None) -> Iterator[str]:
    """Yield entries of the annex that hold nothing of an item with money."""
    asked = ItemBudget.objects.filter(item=OuterRef("item"), amount__gt=ZERO)
    empty = LeftOut.objects.filter(within("plan", area), Exists(asked), years__isnull=True)
    yield from sorted(names_of(empty.values_list("item_id", flat=True)).values())


def differing_totals(area: str | None) -> Iterator[str]:
    """Yield the plans whose totals differ by how they are summed: over items, or over the carried columns.

    The items are the truth; the tables of the pages sum by the columns that each budget carries.
    """
    wrong: set[int] = set()
    truly, carried = (ItemBudget.objects.filter(within(path, area)) for path in ("item__plan", "plan"))
    for truth, column in (
        ("item__dimension_id", "dimension_id"),
        ("item__work_stream_id", "work_stream_id"),
        ("wanted_source_id", "wanted_source_id"),
        ("year", "year"),
    ):
        of_items, of_columns = grouped(truly, "item__plan_id", truth), grouped(carried, "plan_id", column)
        wrong |= {key[0] for key in {*of_items, *of_columns} if of_items.get(key) != of_columns.get(key)}
    yield from sorted(
        str(plan) for plan in Plan.objects.filter(pk__in=wrong).select_related("area", "cluster")
    )


def put_away(area: str | None) -> Iterator[str]:
    """Yield what was put away and is still in some sum: items of such a plan, or baht and ties of such an item.

    An archived item keeps its budget and needs aside in `shelved`, and a plan is put away without live items.
    """
    away = Q(archived_at__isnull=False) | Q(plan__archived_at__isnull=False)
    counts = Q(archived_at__isnull=True)
    for model, path in ((ItemBudget, "item"), (NeedLink, "item"), (Lineage, "child"), (Lineage, "parent")):
        counts |= Q(Exists(model.objects.filter(**{path: OuterRef("pk")})))
    counts |= Q(Exists(LeftOut.objects.filter(item=OuterRef("pk"))))
    items = PlanItem.every.filter(within("plan", area)).filter(away).filter(counts)
    yield from sorted(names_of(items.values_list("pk", flat=True)).values())
    annex = LeftOut.objects.filter(within("plan", area), plan__archived_at__isnull=False)
    yield from sorted(str(row.plan) for row in annex.select_related("plan__area", "plan__cluster"))


def names_of(items: Iterable[int]) -> dict[int, str]:
    """Return items as the ledger names them: their plan and title, by id."""
    rows = PlanItem.every.filter(pk__in=set(items)).select_related("plan__area", "plan__cluster")
    return {item.pk: f"{item.plan} · {item.title}" for item in rows}
