"""The shapes in which the story of the demo is written down; `plans.demo.storyteller` puts the rows in.

Budgets are baht of the years 2567, 2568, 2569, 2570.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

FIRST_YEAR, LAST_YEAR = 2567, 2570
Budget = tuple[int, int, int, int]
Titled = tuple[str, str]  # the code of an area, and the title of its need or item


@dataclass(frozen=True)
class Council:
    """A meeting of the community organisation council that endorses a tambon's plan."""

    area: str
    held_on: date
    came: int
    place: str


@dataclass(frozen=True)
class NeedRow:
    """A need; `area` is a code of 6 or 8 digits."""

    area: str
    dimension: str
    title: str
    severity: int
    households: int | None
    cause: str = ""
    wish: str = ""


@dataclass(frozen=True)
class ItemRow:
    """An item of a plan; `needs` are those it answers, `below` village items by village number."""

    title: str
    dimension: str
    doability: str
    door: str
    budget: Budget
    source: str
    agency: str
    needs: tuple[Titled, ...]
    stream: str = "WS90"
    objective: str = ""
    target: str = ""
    indicator: str = ""
    expected: str = ""
    below: dict[int, Budget] = field(default_factory=dict)


@dataclass(frozen=True)
class LineRow:
    """A line of a people's provincial plan, made from items of its tambons."""

    title: str
    items: tuple[Titled, ...]
    objective: str
    target: str


@dataclass(frozen=True)
class Province:
    """What a province and its tambons planned; tambons without a council stay in draft.

    `left_out` are (tambon, title, ground, reason), `office` the agency that answers for the lines.
    """

    code: str
    name: str
    office: str
    rolled_up: date
    came: int
    councils: list[Council]
    items: dict[str, list[ItemRow]]
    lines: list[LineRow]
    left_out: list[tuple[str, str, str, str]]
