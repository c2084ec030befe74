"""The mapping of an area as one table: its tambons by district, beside streams, agencies or dimensions.

Rows are the areas below, and one for what stands at a district or province itself (ไม่ลงตำบล). An area of which
nothing is known at all is folded away: how many there are is told, and one link shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.db.models.functions import Substr

from areas.codes import DISTRICT, PLACE, PROVINCE, TAMBON, ancestors
from areas.models import Area, BoundaryMap, User
from plans.models import Need, Plan
from projects.mapping import SURVEY, Column, Found, Key, Measure, Values
from projects.models import Dimension, Presence

NEEDS = Measure("needs", (2, 3, 5, 10), sum)  # open needs
UNSEEN = "unseen"  # nobody has looked
MARGIN = 8  # steps around a map
NAMED = ("code", "level", "name_th", "name_sort", "moo_no", "abolished_on")  # what a row tells of its area


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


@dataclass(frozen=True)
class Row:
    """An area with its cells; `wide` where they stand at the area itself, above the level of the rows."""

    area: Area
    wide: bool
    cells: list[Cell]
    total: Cell
    is_known: bool  # there is something to show
    is_seen: bool  # somebody looked: a survey, or a need that was told
    is_endorsed: bool

    @property
    def level(self) -> str:
        """What the lists behind its cells are asked for: rows of the area itself alone, or of all that lies in it."""
        return "own" if self.wide else "inside"


@dataclass(frozen=True)
class Group:
    """The rows of a district; `folded` are those of which nothing is known."""

    area: Area | None
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
    columns = [Column(one.pk, one.name) for one in Dimension.objects.all() if one.is_active or one.pk in keys]
    return Found(NEEDS, values, columns, told.filter(is_open).count()), known


def endorsed(user: User, code: str) -> set[str]:
    """Return the areas with an endorsed plan; one query."""
    plans = Plan.objects.visible_to(user).inside(code).exclude(status=Plan.Status.DRAFT).order_by()
    return {area for area in plans.values_list("area_id", flat=True) if area}


def areas_of(user: User, area: Area, length: int, codes: AbstractSet[str]) -> list[Area]:
    """Return the areas of a level below an area, the current ones and those with values, and those above; one query."""
    inside = Area.objects.readable_by(user).inside(area.code)
    levels = {DISTRICT: ["district"], TAMBON: ["district", "tambon"], PLACE: ["village", "community"]}
    shown = Q(level__in=levels[length], abolished_on__isnull=True) | Q(code__in=list(codes))
    return list(inside.filter(shown).only(*NAMED))


def lay(
    area: Area,
    areas: Sequence[Area],
    found: Found,
    length: int,
    *,
    states: Mapping[tuple[str, Key], str] | None = None,
    known: AbstractSet[str] = frozenset(),
    endorsed: AbstractSet[str] = frozenset(),
    whole: bool = False,
) -> Grid:
    """Return the table. `states` are told where a number is missing, `known` are places that were looked at.

    `whole` folds nothing away.
    """
    by_place: dict[str, dict[Key, Any]] = {}
    for (place, key), value in found.values.items():
        by_place.setdefault(place, {})[key] = value
    seen = {place for place, _key in states} if states else set()
    maker = _Maker(found, states, known | seen, length)

    def row(one: Area) -> Row:
        return maker.row(one, by_place.get(one.code, {}), one.code in endorsed)

    named = {one.code: one for one in [area, *areas]}
    rows = {one.code: row(one) for one in areas if len(one.code) == length}
    wide = {code: row(named[code]) for code in by_place if len(code) < length and code in named}
    by_group: dict[str, list[Row]] = {}
    for one in rows.values():
        by_group.setdefault(_group_of(one.area.code, area.code, length), []).append(one)
    groups = [
        maker.group(named.get(code), some, wide.get(code) if code != area.code else None, whole)
        for code, some in by_group.items()
    ]
    groups += [  # a district whose money stands at itself alone
        maker.group(named[code], [], one, whole)
        for code, one in wide.items()
        if code != area.code and code not in by_group
    ]
    groups.sort(key=lambda one: (one.area.name_sort, one.area.code) if one.area else ("", ""))
    by_column: dict[Key, list[Any]] = {}
    for (_place, key), value in found.values.items():
        by_column.setdefault(key, []).append(value)
    totals = [maker.cell(column.key, by_column.get(column.key, [])) for column in found.columns]
    every = [value for some in by_place.values() for value in some.values()]
    return Grid(found, groups, wide.get(area.code), totals, maker.cell(None, every))


def _group_of(code: str, within: str, length: int) -> str:
    """Return the code of what a row stands under: its district in a province's table, else the area itself."""
    return code[:DISTRICT] if len(within) == PROVINCE and length == TAMBON else within


@dataclass(frozen=True)
class _Maker:
    found: Found
    states: Mapping[tuple[str, Key], str] | None
    known: AbstractSet[str]
    length: int

    def cell(self, key: Key, values: Sequence[Any], state: str = "") -> Cell:
        """Return a cell of what was read; without anything its state."""
        if not values:
            return Cell(key, None, 0, state)
        number = self.found.measure.add(values)
        return Cell(key, number, self.found.measure.heat(number), state)

    def row(self, area: Area, values: Mapping[Key, Any], is_endorsed: bool) -> Row:
        wide = len(area.code) < self.length
        cells = [
            self.cell(key, [values[key]])
            if key in values
            else Cell(key, None, 0, "" if wide else self.state(area.code, key))
            for key in self.keys
        ]
        is_seen = not wide and area.code in self.known
        blank = UNSEEN if self.asks and not is_seen and not wide else ""
        total = self.cell(None, list(values.values()), blank)
        return Row(area, wide, cells, total, bool(values) or is_seen, is_seen, is_endorsed)

    @cached_property
    def keys(self) -> list[Key]:
        """The keys of the columns."""
        return [column.key for column in self.found.columns]

    def state(self, code: str, key: Key) -> str:
        """Return what is told of a cell without a number: nothing where the ledger alone is asked."""
        if self.states is not None:
            return self.states.get((code, key), UNSEEN) if key is not None else ""
        return UNSEEN if self.asks and (self.found.measure is SURVEY or code not in self.known) else ""

    @cached_property
    def asks(self) -> bool:
        """Whether somebody has to look before nothing means none."""
        return self.states is not None or self.found.measure in (SURVEY, NEEDS)

    def group(self, area: Area | None, rows: list[Row], wide: Row | None, whole: bool) -> Group:
        shown = [row for row in rows if whole or row.is_known]
        folded = [row for row in rows if not whole and not row.is_known]
        shown += [wide] if wide else []
        some = {row.area.code for row in shown}
        values = [value for (place, _key), value in self.found.values.items() if place in some]
        return Group(area, shown, folded, self.cell(None, values))
