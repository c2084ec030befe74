"""The mapping of an area as one table: its tambons by district, beside streams, agencies or dimensions.

What is read is laid out by `plans.laying`. Rows are the areas below, and one for what stands at a district or
province itself (ไม่ลงตำบล). An area of which nothing is known at all is folded away: how many there are is told, and
one link shows them.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from areas.codes import DISTRICT, PLACE, TAMBON, ancestors
from areas.compiled import compiled
from areas.models import Area, BoundaryMap, User
from areas.models.places import full_name
from config.tools.pictures import letters
from plans.models import Need, Plan
from projects.mapping import Column, Found, Key, Measure, Values
from projects.models import Dimension, Presence

NEEDS = Measure("needs", (2, 3, 5, 10), sum)  # open needs
UNSEEN = "unseen"  # nobody has looked
MARGIN = 8  # steps around a map
TILE_LETTERS = 11  # of a name that stand in a tile of 96 px beside each other


class Cell(NamedTuple):
    """A number with how dark it is; without one, how the stream stands there, or `UNSEEN`."""

    key: Key
    number: Any
    heat: int
    state: str = ""

    @property
    def told(self) -> str:
        """How the stream stands, in words."""
        return str(Presence.State(self.state).label)


class Place(NamedTuple):
    """What a row tells of its area: light, since a table reads hundreds."""

    code: str
    level: str
    name_th: str
    name_sort: str
    moo_no: int | None
    abolished_on: date | None

    @property
    def full_name(self) -> str:
        """The name with what kind of place it is."""
        return full_name(self.code, self.level, self.name_th, self.moo_no, self.abolished_on)


@dataclass(frozen=True)
class Row:
    """An area with its cells; `wide` where they stand at the area itself, above the level of the rows."""

    area: Area | Place
    wide: bool
    cells: list[Cell]
    total: Cell
    is_known: bool  # there is something to show
    is_seen: bool  # somebody looked: a survey, or a need that was told
    is_endorsed: bool

    @property
    def is_long(self) -> bool:
        """Whether the name is pressed together to stand in a tile."""
        return letters(self.area.name_th) > TILE_LETTERS

    @property
    def level(self) -> str:
        """What the lists behind its cells are asked for: rows of the area itself alone, or of all that lies in it."""
        return "own" if self.wide else "inside"


@dataclass(frozen=True)
class Group:
    """The rows of a district; `folded` are those of which nothing is known."""

    area: Area | Place | None
    rows: list[Row]
    folded: list[Row]
    total: Cell

    @property
    def seen(self) -> int:
        """How many of the areas somebody looked at."""
        return sum(row.is_seen for row in self.rows)

    @property
    def count(self) -> int:
        """How many areas there are."""
        return sum(not row.wide for row in [*self.rows, *self.folded])

    @property
    def is_blank(self) -> bool:
        """Whether none of its areas has a number and nobody looked at any: its tiles are folded away."""
        return all(row.total.number is None and not row.is_seen and not row.is_endorsed for row in self.tiles)

    @property
    def tiles(self) -> list[Row]:
        """All areas in the Thai order of their names."""
        both = [row for row in [*self.rows, *self.folded] if not row.wide]
        return sorted(both, key=lambda row: (row.area.name_sort, row.area.code))


@dataclass(frozen=True)
class Grid:
    """The whole table; `own` is what stands at the area itself."""

    found: Found
    groups: list[Group]
    own: Row | None
    totals: list[Cell]
    total: Cell

    @property
    def ties(self) -> bool:
        """Whether the table's whole is what the database says, and the money what its lines say."""
        return self.total.number == self.found.whole and (self.found.proof is None or self.found.proof.ties)

    @property
    def rows(self) -> Iterable[Row]:
        """All rows that are shown, what stands at the area itself last."""
        yield from (row for group in self.groups for row in group.rows)
        if self.own:
            yield self.own

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.found.values


@dataclass(frozen=True)
class Sheet:
    """The rows of a table drawn as a map: (row, path, x, y) for each that has a boundary; how many have none."""

    shapes: list[tuple[Row, str, int, int]]
    missing: int
    width: int
    height: int
    source: str
    licence: str


def sheet_of(user: User, code: str, grid: Grid) -> Sheet | None:
    """Return the table on the boundaries of the area or of the nearest above it; None where none fit; one query."""
    maps = BoundaryMap.objects.visible_to(user).filter(area__in=[*ancestors(code), code]).order_by("area_id")
    rows = [row for group in grid.groups for row in group.tiles]
    for kept in reversed(maps):
        shapes = [(row, *kept.shapes[row.area.code]) for row in rows if row.area.code in kept.shapes]
        if shapes:
            size = (kept.width + MARGIN, kept.height + MARGIN)
            return Sheet(shapes, len(rows) - len(shapes), *size, kept.source, kept.licence)
    return None


def needs(user: User, code: str, length: int, severity: int = 1) -> tuple[Found, set[str]]:
    """Return the open needs by place and dimension, and the places that told of any need; three queries."""
    told = Need.objects.visible_to(user).inside(code).current().order_by()
    is_open = Q(status=Need.Status.OPEN, severity__gte=severity)
    rows = told.annotate(place=Substr("area_id", 1, length)).values_list("place", "dimension")
    values: Values = {}
    known = set()
    for place, dimension, count in rows.annotate(count=Count("pk", filter=is_open)):
        known.add(place)
        if count:
            values[place, dimension] = count
    keys = {key for _place, key in values}
    return Found(NEEDS, values, dimension_columns(keys), told.filter(is_open).count()), known


def dimension_columns(keys: AbstractSet[Key]) -> list[Column]:
    """Return the dimensions in use and those with values, in their order; one query."""
    rows = Dimension.objects.values_list("pk", "name", "is_active")
    return [Column(pk, name) for pk, name, is_active in rows if is_active or pk in keys]


def endorsed(user: User, code: str) -> set[str]:
    """Return the areas with an endorsed plan; one query."""
    return set(_endorsed(user, code))


@compiled
def _endorsed(user: User, code: str) -> QuerySet[Any, Any]:
    plans = Plan.objects.visible_to(user).inside(code).exclude(status=Plan.Status.DRAFT).order_by()
    return plans.values_list("area_id", flat=True)


def areas_of(user: User, area: Area, length: int, codes: AbstractSet[str]) -> list[Place]:
    """Return the areas of a level below an area, the current ones and those with values, and those above; one query."""
    found = map(Place._make, _places(user, area.code, length=length))
    return [one for one in found if one.abolished_on is None or one.code in codes]


@compiled
def _places(user: User, code: str, *, length: int) -> QuerySet[Any, Any]:
    levels = {DISTRICT: ["district"], TAMBON: ["district", "tambon"], PLACE: ["village", "community"]}
    inside = Area.objects.readable_by(user).inside(code).filter(level__in=levels[length])
    return inside.values_list(*Place._fields)
