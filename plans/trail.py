"""Where an item comes from and where it went: the walk along lineage, one level at a time.

Queries grow with the number of levels (six at most: community … cluster), never with the number of rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from areas.models import User
from config.tools.money import ZERO
from meetings.models import Meeting
from plans.models import LeftOut, LeftOutYear, Lineage, LineageYear, Need, PlanItem

MOST_LEVELS = 6

ByYear = dict[int, Decimal]  # baht keyed by Buddhist year


@dataclass(frozen=True)
class Carried:
    """What a line above carries of an item."""

    line: PlanItem
    by_year: ByYear

    @property
    def total(self) -> Decimal:
        """Baht of all years."""
        return sum(self.by_year.values(), ZERO)


@dataclass(frozen=True)
class Left:
    """What of an item was left out of a plan above, and why."""

    decision: LeftOut
    by_year: ByYear

    @property
    def total(self) -> Decimal:
        """Baht of all years."""
        return sum(self.by_year.values(), ZERO)


@dataclass(frozen=True)
class Whereabouts:
    """Where an item went: the lines that carry it and the decisions to leave it out."""

    carried: list[Carried] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    @property
    def carried_total(self) -> Decimal:
        """Baht carried up."""
        return sum((one.total for one in self.carried), ZERO)

    @property
    def left_total(self) -> Decimal:
        """Baht left out with a reason."""
        return sum((one.total for one in self.left), ZERO)

    @property
    def is_decided(self) -> bool:
        """Whether anybody has decided on the item at all; an item of 0 baht has no amounts to tell by."""
        return bool(self.carried or self.left)


def by_year(rows: Iterable[LineageYear | LeftOutYear]) -> ByYear:
    """Return amounts summed over wanted sources, keyed by year."""
    sums: ByYear = defaultdict(lambda: ZERO)
    for row in rows:
        sums[row.year] += row.amount
    return dict(sums)


def whereabouts(ids: Collection[int]) -> dict[int, Whereabouts]:
    """Return where items went, keyed by item id; four queries."""
    found = {pk: Whereabouts() for pk in ids}
    ties = Lineage.objects.filter(child__in=ids).select_related("parent__plan__area", "parent__plan__cluster")
    for tie in ties.order_by("parent__plan", "parent__number").prefetch_related("years"):
        found[tie.child_id].carried.append(Carried(tie.parent, by_year(tie.years.all())))
    decisions = LeftOut.objects.filter(item__in=ids).select_related("plan__area", "plan__cluster")
    for decision in decisions.prefetch_related("years"):
        found[decision.item_id].left.append(Left(decision, by_year(decision.years.all())))
    return found


@dataclass(frozen=True)
class Step:
    """One step up: the line that carries what lies below it; only its code and title are shown out of scope."""

    carried: Carried
    visible: bool


def steps_up(ids: Collection[int], user: User) -> dict[int, list[Step]]:
    """Return the lines above items, from the nearest up, keyed by item id."""
    found: dict[int, list[Carried]] = {pk: [] for pk in ids}
    roots = {pk: {pk} for pk in ids}  # what lies at this level, keyed to the items it stands over
    for _level in range(MOST_LEVELS):
        over: dict[int, set[int]] = defaultdict(set)
        for pk, went in whereabouts(roots).items():
            for one in went.carried:
                for root in roots[pk]:
                    if all(one.line != other.line for other in found[root]):
                        found[root].append(one)
                        over[one.line.pk].add(root)
        if not over:
            break
        roots = dict(over)
    lines = {one.line.pk for ones in found.values() for one in ones}
    visible = set(PlanItem.objects.visible_to(user).filter(pk__in=lines).values_list("pk", flat=True))
    return {pk: [Step(one, one.line.pk in visible) for one in ones] for pk, ones in found.items()}


@dataclass(frozen=True)
class Origin:
    """One row of the tree below a line: an item it is made from, or the sum of those outside the person's scope."""

    depth: int
    item: PlanItem | None
    by_year: ByYear
    needs: list[Need]

    @property
    def total(self) -> Decimal:
        """Baht carried to the row above."""
        return sum(self.by_year.values(), ZERO)


def origins_below(item: PlanItem, user: User) -> list[Origin]:
    """Return the items that a line is made from, each followed by its own, down to the village.

    Items outside the person's scope are not listed: under each line they are one sum, with `item` None.
    """
    ties: dict[int, list[Lineage]] = defaultdict(list)
    frontier, seen = {item.pk}, {item.pk}
    shown: dict[int, PlanItem] = {}
    for _level in range(MOST_LEVELS):
        below = list(Lineage.objects.filter(parent__in=frontier).order_by("pk").prefetch_related("years"))
        if not below:
            break
        for tie in below:
            ties[tie.parent_id].append(tie)
        children = {tie.child_id for tie in below} - seen
        visible = PlanItem.objects.visible_to(user).filter(pk__in=children)
        new = {
            one.pk: one
            for one in visible.select_related("plan__area", "area").prefetch_related("needs__area")
        }
        shown |= new
        frontier = set(new)
        seen |= children
    rows: list[Origin] = []

    def lay_out(parent: int, depth: int) -> None:
        outside: ByYear = defaultdict(lambda: ZERO)
        for tie in ties.get(parent, []):
            amounts = by_year(tie.years.all())
            child = shown.get(tie.child_id)
            if child is None:
                for year, amount in amounts.items():
                    outside[year] += amount
            else:
                rows.append(Origin(depth, child, amounts, list(child.needs.all())))
                lay_out(child.pk, depth + 1)
        if outside:
            rows.append(Origin(depth, None, dict(outside), []))

    lay_out(item.pk, 1)
    return rows


def answering(ids: Collection[int]) -> set[int]:
    """Return those items that answer a need, themselves or through an item they are made from."""
    roots = {pk: {pk} for pk in ids}  # an item below, keyed to the items it stands under
    answered: set[int] = set()
    seen = set(ids)
    for _level in range(MOST_LEVELS):
        if not roots:
            break
        linked = PlanItem.objects.filter(pk__in=roots, need_links__isnull=False).values_list("pk", flat=True)
        for pk in set(linked):
            answered |= roots[pk]
        below: dict[int, set[int]] = defaultdict(set)
        for parent, child in Lineage.objects.filter(parent__in=roots).values_list("parent_id", "child_id"):
            below[child] |= roots[parent]
        roots = {pk: tops for pk, tops in below.items() if pk not in seen}
        seen |= below.keys()
    return answered


@dataclass(frozen=True)
class ItemTrail:
    """The way of one item: from the village's words through what it is made from to the lines above."""

    needs: list[Need]
    origins: list[Origin]
    steps: list[Step]
    went: Whereabouts
    asked: Decimal

    @property
    def unplaced(self) -> Decimal:
        """Baht that no plan above has decided on."""
        return self.asked - self.went.carried_total - self.went.left_total

    @property
    def ties(self) -> bool:
        """Whether no more was placed than was asked for (invariant 2, design.md §3)."""
        return self.unplaced >= 0


def trail(item: PlanItem, user: User) -> ItemTrail:
    """Return the way of an item; its own needs come first, then those of the items it is made from."""
    origins = origins_below(item, user)
    needs = {need.pk: need for need in item.needs.visible_to(user).select_related("area__parent", "meeting")}
    below = {need.pk for origin in origins for need in origin.needs} - needs.keys()
    for need in Need.objects.visible_to(user).filter(pk__in=below).select_related("area__parent", "meeting"):
        needs[need.pk] = need
    return ItemTrail(
        needs=sorted(needs.values(), key=lambda need: (-need.severity, need.area_id, need.pk)),
        origins=origins,
        steps=steps_up({item.pk}, user)[item.pk],
        went=whereabouts({item.pk})[item.pk],
        asked=item.total,
    )


@dataclass(frozen=True)
class AnsweredBy:
    """An item that answers a need, and the lines that carry it up."""

    item: PlanItem
    visible: bool
    steps: list[Step]
    left: list[Left]

    @property
    def total(self) -> Decimal:
        """Baht that the item asks for."""
        return self.item.total


def trail_of_need(need: Need, user: User) -> list[AnsweredBy]:
    """Return the items that answer a need with where each went; constant queries."""
    items = list(
        PlanItem.objects.filter(need_links__need=need)
        .select_related("plan__area", "plan__cluster", "plan__endorsed_at")
        .prefetch_related("budgets")
        .order_by("plan__area_id", "number")
    )
    ids = {item.pk for item in items}
    visible = set(PlanItem.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    steps, went = steps_up(ids, user), whereabouts(ids)
    return [AnsweredBy(item, item.pk in visible, steps[item.pk], went[item.pk].left) for item in items]


def meetings_seen(needs: Iterable[Need], user: User) -> set[int]:
    """Return the keys of the meetings at which needs were voiced that have a page for the person; one query.

    A need of a tambon may name a meeting of its province, which the tambon's people do not open.
    """
    named = {need.meeting_id for need in needs if need.meeting_id is not None}
    return set(Meeting.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True))
