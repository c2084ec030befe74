"""The queue of the workbench: what waits, narrowed by filters, the groups to place at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
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


def kept(query: Mapping[str, Any]) -> dict[str, str]:
    """Return the filters that an address holds, to come back to the same queue after an act."""
    values = {name: str(query.get(name, "")) for name in KEPT}
    return {name: value for name, value in values.items() if value and KEPT[name].fullmatch(value)}
