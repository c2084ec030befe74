"""What stands in a plan's workbook: frozen rows under natural keys (codes, names), without any id.

Nothing else reaches a sheet, so equal content gives equal bytes. All amounts are baht; mappings of amounts are
keyed by year (พ.ศ.) and hold only what is not zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

Years = Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class Place:
    """An area by its code, with the name people know it by; a cluster has no code."""

    code: str
    name: str
    within: str = ""  # the areas around it: อ.เมืองกาญจนบุรี

    @property
    def full(self) -> str:
        """The name with what is around it."""
        return f"{self.name} {self.within}".strip()


@dataclass(frozen=True, slots=True)
class Head:
    """The plan itself."""

    home: Place
    first_year: int
    last_year: int
    status: str
    endorsed_at: str = ""
    endorsed_on: str = ""  # a date as YYYY-MM-DD


@dataclass(frozen=True, slots=True)
class Said:
    """A need as its village said it, and the way from the original down to it."""

    place: Place
    title: str
    words: str
    households: int | None
    severity: int
    through: str = ""  # titles of the items between, top first
    no_need: bool = False  # the item of a place below that no need is tied to


@dataclass(frozen=True, slots=True)
class Origin:
    """An original behind a line, with what the line carries of it."""

    place: Place
    number: int
    title: str
    years: Years
    total: Decimal
    said: tuple[Said, ...]
    spread: Mapping[str, Years]  # where the money goes: area code → baht by year
    outside: bool = False  # stands for all originals outside the reader's areas


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plan."""

    code: str
    number: int
    title: str
    objective: str
    target: str
    indicator: str
    expected_result: str
    dimension: str  # its code
    work_stream: str
    main_agency: str
    doability: str
    door: str
    place: Place | None
    years: Years
    total: Decimal
    sources: Mapping[str, Years]  # name of the wanted source ("" for none yet) → baht by year
    origins: tuple[Origin, ...]
    said: tuple[Said, ...]  # needs tied to the line itself


@dataclass(frozen=True, slots=True)
class Aside:
    """An item of a plan below that is not in this plan, or not wholly: left out with a reason, or waiting."""

    place: Place
    title: str
    dimension: str
    doability: str
    door: str
    years: Years
    total: Decimal
    ground: str = ""
    reason: str = ""
    part: bool = False
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Apart:
    """Two items that look alike and are kept apart, with the reason."""

    first: Place
    first_title: str
    second: Place
    second_title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of the plan, in the office's order."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much stands behind the plan, each counted once."""

    plans: int  # endorsed plans below
    items: int  # originals that went up
    lines: int
    needs: int
    tambons: int
    villages: int  # and communities


@dataclass(frozen=True, slots=True)
class Content:
    """All that a plan's workbook says."""

    head: Head
    years: tuple[int, ...]  # the plan's, and any other that holds money
    dimensions: tuple[Dimension, ...]
    lines: tuple[Line, ...]
    left_out: tuple[Aside, ...]
    waiting: tuple[Aside, ...]
    apart: tuple[Apart, ...]
    places: Mapping[str, Place]  # every area that is named, by code
    endorsed: Years  # what the endorsed plans below ask for
    counts: Counts
    partial: bool  # whether some of it lies outside the reader's areas
    totals: Years  # of all lines, as the roll-up has them
    total: Decimal
