"""The queue of the workbench: what waits, narrowed by filters, the groups to place at once, pairs that look alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from config.tools.money import ZERO
from plans.models import PlanItem
from plans.rollup_rows import RollUp, Waiting
from plans.ways import Group, own_doors

FILTERS = ("area", "dimension", "door")
# What is kept of an address: codes of at most 8 characters, numbers of pages; longer would not fit a key's row.
KEPT = {
    **dict.fromkeys(FILTERS, re.compile(r"[^\s&]{1,8}")),
    **dict.fromkeys(("page", "lines"), re.compile("[0-9]{1,6}")),
}
ALIKE = 60  # per cent of letter triples in common from which two titles are shown as a likely pair
MOST_COMPARED = 200  # items; more of them are compared when the filters narrow the queue
MOST_PAIRS = 3


@dataclass(frozen=True)
class Choice:
    """An option of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """A filter of the queue: its name in the address, its label and options."""

    name: str
    label_all: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class GroupSum:
    """Items of the queue that one act leaves out."""

    group: Group
    count: int
    total: Decimal


@dataclass(frozen=True)
class Pair:
    """Two items that wait and look alike; `per_cent` of their letters are shared."""

    a: Waiting
    b: Waiting
    per_cent: int
    same_year: bool
    same_area: bool


def narrow(rows: Iterable[Waiting], asked: Mapping[str, str]) -> list[Waiting]:
    """Return what waits in the area, dimension and door that were asked for."""
    area, dimension, door = (asked.get(name, "") for name in FILTERS)
    return [
        row
        for row in rows
        if (not area or row.area_code == area)
        and (not dimension or row.dimension.code == dimension)
        and (not door or row.door == door)
    ]


def filters(rows: Sequence[Waiting], asked: Mapping[str, str], labels: Mapping[str, str]) -> list[Filter]:
    """Return the filters with the values that occur in the queue."""
    found: dict[str, dict[str, str]] = {name: {} for name in FILTERS}
    for row in rows:
        found["area"].setdefault(row.area_code, row.area_name)
        found["dimension"].setdefault(row.dimension.code, row.dimension.name)
        found["door"].setdefault(row.door, row.door_name)
    return [
        Filter(
            name,
            labels[name],
            tuple(Choice(value, label, asked.get(name) == value) for value, label in found[name].items()),
        )
        for name in FILTERS
    ]


def groups(read: RollUp) -> list[GroupSum]:
    """Return the groups that can be left out in one act, those without any item left away."""
    doors = own_doors(read.plan)
    alone = [row for row in read.waiting if row.doability == PlanItem.Doability.ALONE]
    others = [
        row for row in read.waiting if row.doability != PlanItem.Doability.ALONE and row.door not in doors
    ]
    pairs: list[tuple[Group, list[Waiting]]] = [("alone", alone), ("other_door", others)]
    return [
        GroupSum(group, len(rows), sum((row.total for row in rows), ZERO)) for group, rows in pairs if rows
    ]


def alike(read: RollUp, rows: Sequence[Waiting]) -> list[Pair]:
    """Return the likeliest pairs among the rows, those already kept apart left away."""
    judged = {frozenset((pair.a.pk, pair.b.pk)) for pair in read.apart}
    triples = [(row, letters(row.title)) for row in rows[:MOST_COMPARED]]
    found = []
    for (a, of_a), (b, of_b) in combinations(triples, 2):
        shared = 200 * len(of_a & of_b) // max(len(of_a) + len(of_b), 1)
        if shared >= ALIKE and frozenset((a.item_id, b.item_id)) not in judged:
            years = {year for year, amount in a.years.items() if amount and b.years.get(year)}
            found.append(Pair(a, b, shared, bool(years), a.area_code == b.area_code))
    return sorted(found, key=lambda pair: -pair.per_cent)[:MOST_PAIRS]


def letters(title: str) -> frozenset[str]:
    """Return the triples of letters of a title; spaces do not count."""
    text = "".join(title.split())
    return frozenset(text[at : at + 3] for at in range(max(len(text) - 2, 1)))


def kept(query: Mapping[str, Any]) -> dict[str, str]:
    """Return the filters that an address holds, to come back to the same queue after an act."""
    values = {name: str(query.get(name, "")) for name in KEPT}
    return {name: value for name, value in values.items() if value and KEPT[name].fullmatch(value)}
