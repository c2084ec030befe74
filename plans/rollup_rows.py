"""What a roll-up is made of: frozen rows that the workbench, the workbook and the export read alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from plans.cells import Cells, Years, by_source
from plans.models import Plan, PlanItem, SimilarityDecision

Door, Doability = PlanItem.Door, PlanItem.Doability


@dataclass(frozen=True)
class Sum:
    """A number of items and their baht by year."""

    count: int
    years: Years
    total: Decimal


@dataclass(frozen=True)
class Balance:
    """The endorsed plans below = carried up + left out + not yet placed; `ties` when each year does."""

    endorsed: Sum
    carried: Sum
    out: Sum
    rest: Sum
    ties: bool


@dataclass(frozen=True)
class Named:
    """A code and the name people read."""

    code: str
    name: str


@dataclass(frozen=True)
class Origin:
    """An original behind a line: what the line carries of an item of a plan below."""

    lineage_id: int
    item_id: int
    title: str
    area_code: str
    area_name: str
    plan_id: int
    years: Years
    total: Decimal
    cells: Cells
    kept: str = ""  # why the line stayed as it was when the original last changed
    stands_for: int = 1  # how many originals; more than itself only for those outside a person's areas

    @property
    def by_source(self) -> dict[int | None, Decimal]:
        """Baht of all years by the id of the wanted source."""
        return by_source(self.cells)


@dataclass(frozen=True)
class Line:
    """A line of the plan with its originals; `ties` when it is the sum of what they carry, cell by cell."""

    pk: int
    code: str
    number: int
    title: str
    objective: str
    target: str
    indicator: str
    expected_result: str
    dimension: Named
    work_stream: Named | None
    main_agency: str
    doability: str
    door: str
    years: Years
    total: Decimal
    cells: Cells
    origins: tuple[Origin, ...]
    ties: bool

    @property
    def has_origin(self) -> bool:
        """Whether the line is made from items of plans below; without, it is counted at its own level."""
        return bool(self.origins)

    @property
    def by_source(self) -> dict[int | None, Decimal]:
        """Baht of all years by the id of the wanted source."""
        return by_source(self.cells)

    @property
    def item_count(self) -> int:
        """From how many items it is made."""
        return sum(origin.stands_for for origin in self.origins)

    @property
    def area_count(self) -> int:
        """From how many areas the originals come, those that are named alone."""
        return len({origin.area_code for origin in self.origins if origin.area_code})

    @property
    def doability_name(self) -> str:
        """How it is done, in words."""
        return str(Doability(self.doability).label)

    @property
    def door_name(self) -> str:
        """Through which door it is proposed, in words."""
        return str(Door(self.door).label)

    @property
    def text_id(self) -> str:
        """The id as text, for names of rows on a page; never written with separators."""
        return str(self.pk)


@dataclass(frozen=True)
class Waiting:
    """An item of a plan below that is not yet placed, with its rest; `part` when some of it is placed."""

    item_id: int
    title: str
    area_code: str
    area_name: str
    plan_id: int
    dimension: Named
    door: str
    doability: str
    years: Years
    total: Decimal
    cells: Cells
    part: bool

    @property
    def doability_name(self) -> str:
        """How it is done, in words."""
        return str(Doability(self.doability).label)

    @property
    def door_name(self) -> str:
        """Through which door it is proposed, in words."""
        return str(Door(self.door).label)

    @property
    def satang(self) -> int:
        """The total in satang, for the page's own sums."""
        return int(self.total * 100)

    @property
    def text_id(self) -> str:
        """The id as text, for names of rows on a page; never written with separators."""
        return str(self.item_id)

    @property
    def is_alone(self) -> bool:
        """Whether the community does it by itself."""
        return self.doability == Doability.ALONE


@dataclass(frozen=True)
class Out:
    """An item, or its rest, that is not carried up, with the reason."""

    left_out_id: int
    item_id: int
    title: str
    area_code: str
    area_name: str
    plan_id: int
    dimension: Named
    door: str
    ground: str
    reason: str
    is_standard: bool  # the reason is the standard sentence of its ground
    years: Years
    total: Decimal
    cells: Cells

    @property
    def door_name(self) -> str:
        """Through which door it is proposed, in words."""
        return str(Door(self.door).label)

    @property
    def text_id(self) -> str:
        """The id as text, for names of rows on a page; never written with separators."""
        return str(self.left_out_id)


@dataclass(frozen=True)
class Apart:
    """Two items that look alike and are kept apart, with the verdict and the reason."""

    decision_id: int
    a: Child
    b: Child
    verdict: str
    reason: str

    @property
    def is_related(self) -> bool:
        """Whether the two belong together and yet stay two; else they are not the same."""
        return self.verdict == SimilarityDecision.Verdict.RELATED

    @property
    def text_id(self) -> str:
        """The id as text, for names of rows on a page; never written with separators."""
        return str(self.decision_id)


@dataclass(frozen=True)
class Child:
    """An item of an endorsed plan below, as it stands there."""

    pk: int
    title: str
    area_code: str
    area_name: str
    plan_id: int
    dimension: Named
    door: str
    doability: str


@dataclass(frozen=True)
class RollUp:
    """All of a plan's roll-up; `sources` names the wanted sources by id."""

    plan: Plan
    years: tuple[int, ...]
    lines: tuple[Line, ...]
    waiting: tuple[Waiting, ...]
    left_out: tuple[Out, ...]
    apart: tuple[Apart, ...]
    balance: Balance
    own: Sum  # all lines of the plan, those without origin too
    ties: bool
    plan_count: int
    elsewhere: int  # items below that went up into another plan
    reopened: int  # plans below that are a draft again while items of theirs are placed here
    open_again: frozenset[int]  # the ids of those plans
    over: Sum  # what is placed of items beyond what they ask for since their plan was endorsed again
    sources: Mapping[int, str] = field(default_factory=dict)
