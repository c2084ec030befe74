"""What stands behind a plan's lines, level by level down to the needs: read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from areas.codes import TAMBON
from plans.models import Lineage, NeedLink, Plan, PlanItem
from plans.sight import Sees
from plans.workbook.content import Place, Said, Years

DEEPEST = 5  # cluster ← province ← district ← tambon ← village


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a plan below."""

    number: int
    title: str
    area: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A need, with its id so that it is counted once."""

    pk: int
    area: str
    title: str
    words: str
    households: int | None
    severity: int

    @property
    def order(self) -> tuple[str, int, str, str, int]:
        """By place, the gravest first."""
        return self.area, -self.severity, self.title, self.words, self.households or 0


@dataclass(slots=True)
class Behind:
    """The items below a plan's lines, how they hang together, and the needs tied to each (keyed by item id)."""

    items: dict[int, Item] = field(default_factory=dict)
    below: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    carried: dict[tuple[int, int], dict[int, Decimal]] = field(
        default_factory=dict
    )  # (parent, child) → by year
    needs: dict[int, Heard] = field(default_factory=dict)
    heard: dict[int, list[Heard]] = field(default_factory=lambda: defaultdict(list))
    line_areas: dict[int, str] = field(default_factory=dict)

    def said(self, item: int, places: Mapping[str, Place], sees: Sees) -> tuple[Said, ...]:
        """Return what was said behind an item: each need once, by the longest way; then villages without any."""
        met: set[int] = set()
        rows = [
            (need.order, Said(places[need.area], need.title, need.words, need.households, need.severity, way))
            for way, need in self._needs(item, "", met)
            if sees(need.area)
        ]
        rows += [
            ((area, 9, way, "", 0), Said(places[area], "", "", None, 0, way, no_need=True))
            for way, area in self._silent(item, "")
            if sees(area)
        ]
        return tuple(said for _order, said in sorted(rows, key=lambda row: (row[0], row[1].through)))

    def needs_below(self, item: int) -> set[int]:
        """Return the ids of the needs behind an item and all below it."""
        met = {need.pk for need in self.heard.get(item, [])}
        for child in self.below.get(item, []):
            met |= self.needs_below(child)
        return met

    def _children(self, item: int) -> list[int]:
        rows, known = self.below.get(item, []), self.items
        return (
            rows
            if len(rows) < 2
            else sorted(rows, key=lambda pk: (known[pk].area, known[pk].number, known[pk].title))
        )

    def _needs(self, item: int, way: str, met: set[int]) -> Iterator[tuple[str, Heard]]:
        for child in self._children(item):
            title = self.items[child].title
            yield from self._needs(child, f"{way} › {title}" if way else title, met)
        for need in sorted(self.heard.get(item, []), key=lambda need: need.order):
            if need.pk not in met:
                met.add(need.pk)
                yield way, need

    def _silent(self, item: int, way: str) -> Iterator[tuple[str, str]]:
        for child in self._children(item):
            below = self.items[child]
            through = f"{way} › {below.title}" if way else below.title
            if not self.heard.get(child) and not self.below.get(child):
                yield through, below.area
            yield from self._silent(child, through)

    def spread(self, item: int, years: Years) -> Mapping[str, Years]:
        """Return where an original's money goes, by area code: down to the tambon where it ties exactly.

        What a plan between carried in part cannot be told by tambon; it counts at that plan's own level.
        """
        area = self.items[item].area
        if len(area) >= TAMBON or not self.below.get(item):
            return {area: years}
        children = self._children(item)
        where: dict[str, dict[int, Decimal]] = {}
        for year, amount in years.items():
            ways = [(child, self.carried.get((item, child), {}).get(year)) for child in children]
            parts = [(child, part) for child, part in ways if part]
            if sum(part for _child, part in parts) != amount:
                parts = []
                _count(where, area, year, amount)
            for child, part in parts:
                for code, sums in self.spread(child, {year: part}).items():
                    _count(where, code, year, sums[year])
        return where


def _count(where: dict[str, dict[int, Decimal]], code: str, year: int, amount: Decimal) -> None:
    sums = where.setdefault(code, {})
    sums[year] = sums.get(year, Decimal(0)) + amount


def read_behind(plan: Plan) -> Behind:
    """Return what stands behind a plan: at most four queries for each level below it."""
    behind = Behind()
    behind.line_areas = {
        pk: area or ""
        for pk, area in PlanItem.objects.filter(plan=plan).order_by().values_list("pk", "area_id")
    }
    _read_needs(behind, NeedLink.objects.filter(item__plan=plan))
    children: QuerySet[Lineage, Any] = Lineage.objects.filter(parent__plan=plan).order_by().values("child_id")
    for _level in range(DEEPEST):
        found = PlanItem.objects.filter(pk__in=children).order_by()
        new = [
            row
            for row in found.values_list("pk", "number", "title", "plan__area_id")
            if row[0] not in behind.items
        ]
        if not new:
            break
        behind.items.update((pk, Item(number, title, area or "")) for pk, number, title, area in new)
        _read_needs(behind, NeedLink.objects.filter(item__in=children))
        ties = Lineage.objects.filter(parent__in=children).order_by()
        for parent, child in ties.values_list("parent_id", "child_id"):
            behind.below[parent].append(child)
        if any(len(area or "") < TAMBON for _pk, _number, _title, area in new):
            _read_carried(behind, ties)
        children = ties.values("child_id")
    return behind


def _read_needs(behind: Behind, links: QuerySet[NeedLink]) -> None:
    rows = links.order_by().values_list(
        "item_id",
        "need_id",
        "need__area_id",
        "need__title",
        "need__cause",
        "need__wish",
        "need__households",
        "need__severity",
    )
    for item, pk, area, title, cause, wish, households, severity in rows:
        if pk not in behind.needs:
            words = " ".join(part for part in (cause, wish) if part) or title  # as Need.words
            behind.needs[pk] = Heard(pk, area, title, words, households, severity)
        behind.heard[item].append(behind.needs[pk])


def _read_carried(behind: Behind, ties: QuerySet[Lineage]) -> None:
    for parent, child, year, amount in ties.filter(years__isnull=False).values_list(
        "parent_id", "child_id", "years__year", "years__amount"
    ):
        sums = behind.carried.setdefault((parent, child), {})
        sums[year] = sums.get(year, Decimal(0)) + amount
