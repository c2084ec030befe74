"""The figures of an area and of what lies below it: the newest of each, whose, how old, and what nobody has told.

A figure that is missing is named, never guessed: a sum says of how many areas it is, and of which years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from areas.codes import DISTRICT, TAMBON, district_of, tambon_of
from areas.models import Area, AreaProfile, Level, User
from areas.names import read_names
from areas.rules_profiles import FIGURES
from config.tools.dates import to_be, today

OLD = 2  # years after which a figure should be asked anew


@dataclass(frozen=True)
class Figure:
    """A figure: of which Buddhist year, who told it; `of` is how many villages it is summed from, 0 for its own."""

    count: int
    year: int
    source: str
    of: int = 0

    @property
    def age(self) -> int:
        """How many years ago it was told."""
        return max(0, to_be(today().year) - self.year)

    @property
    def is_old(self) -> bool:
        """Whether it should be asked anew."""
        return self.age >= OLD


@dataclass(frozen=True)
class Cell:
    """A figure of a row under its label; `differs` where its year or source is not the row's newest."""

    label: str
    figure: Figure | None
    differs: bool


@dataclass(frozen=True)
class Row:
    """An area with its figures, in the order of FIGURES; `newest` is the one told last."""

    area: Area
    name: str
    cells: Sequence[Cell]
    newest: Figure | None


@dataclass(frozen=True)
class Group:
    """Rows of one district; no district where the rows need none."""

    district: Area | None
    rows: Sequence[Row]


@dataclass(frozen=True)
class Total:
    """A sum over the rows that have the figure: of how many of all, of which years, and who is missing."""

    label: str
    count: int
    known: int
    all: int
    first_year: int
    last_year: int
    missing: Sequence[str]
    own: Figure | None  # what the area's own profile tells

    @property
    def is_whole(self) -> bool:
        """Whether every area has told the figure."""
        return self.known == self.all


@dataclass(frozen=True)
class Table:
    """The figures of an area, of what lies directly below it, and their sums."""

    own: Row
    groups: Sequence[Group]
    totals: Sequence[Total]

    @property
    def count(self) -> int:
        """How many areas lie below."""
        return sum(len(group.rows) for group in self.groups)


def read(area: Area, user: User) -> Table:
    """Return the figures of an area as the person may see them; five queries, whatever lies below.

    Below a tambon stand its villages and communities, below a district or province its tambons. A tambon without a
    figure of its own has the sum of its villages' where each of them has told theirs (as `areas.profiles` reckons).
    """
    told = _newest(AreaProfile.objects.visible_to(user).inside(area.code))
    places = list(Area.objects.current().inside(area.code).exclude(code=area.code).order_by("code"))
    below = places_below(area, places)
    for tambon in [area, *below]:
        _sum_up(tambon, places, told)
    names = {code: one.name for code, one in read_names({one.code for one in below}).items()}
    rows = [row_of(one, names[one.code], told) for one in below]
    districts = {one.code: one for one in places if one.level == Level.DISTRICT}
    groups = [
        Group(districts.get(code) if len(area.code) < DISTRICT else None, list(found))
        for code, found in groupby(rows, key=lambda row: district_of(row.area.code))
    ]
    whole = row_of(area, str(area), told)
    return Table(whole, groups, _totals(rows, whole) if rows else [])


def own(area: Area, user: User) -> Row:
    """Return the figures that an area tells of itself, as the person may see them; one query."""
    told = _newest(AreaProfile.objects.visible_to(user).filter(area=area))
    return row_of(area, str(area), told)


def places_below(area: Area, places: Iterable[Area]) -> list[Area]:
    """Return of all places in an area those that its table shows."""
    length = TAMBON if len(area.code) < TAMBON else None
    if length is None:
        return list(places)
    return [one for one in places if len(one.code) == length]


def row_of(area: Area, name: str, told: dict[str, dict[str, Figure]]) -> Row:
    """Return the row of an area."""
    found = told.get(area.code, {})
    newest = max(found.values(), key=lambda one: one.year, default=None)
    cells = [
        Cell(label_of(figure), one := found.get(figure), one is not None and _differs(one, newest))
        for figure in FIGURES
    ]
    return Row(area, name, cells, newest)


def label_of(figure: str) -> str:
    """Return what a figure is called."""
    return str(AreaProfile._meta.get_field(figure).verbose_name)  # type: ignore[union-attr]  # a column


def _differs(one: Figure, newest: Figure | None) -> bool:
    return newest is not None and (one.year, one.source, one.of) != (newest.year, newest.source, newest.of)


def _newest(profiles: Iterable[AreaProfile]) -> dict[str, dict[str, Figure]]:
    """Return the newest figure of each kind by the code of its area."""
    told: dict[str, dict[str, Figure]] = defaultdict(dict)
    for profile in sorted(profiles, key=lambda one: one.year):
        for name in FIGURES:
            if (count := getattr(profile, name)) is not None:
                told[profile.area_id][name] = Figure(count, profile.year, profile.source)
    return told


def _sum_up(tambon: Area, places: Iterable[Area], told: dict[str, dict[str, Figure]]) -> None:
    """Give a tambon the sums of its villages where it has no figure of its own and each village has one."""
    if tambon.level != Level.TAMBON:
        return
    villages = [one.code for one in places if len(one.code) > TAMBON and tambon_of(one.code) == tambon.code]
    for name in FIGURES:
        figures = [told[code][name] for code in villages if code in told and name in told[code]]
        if villages and len(figures) == len(villages) and name not in told.get(tambon.code, {}):
            sources = sorted({one.source for one in figures})
            oldest = min(one.year for one in figures)
            told[tambon.code][name] = Figure(
                sum(one.count for one in figures), oldest, ", ".join(sources[:1]), len(villages)
            )


def _totals(rows: Sequence[Row], own: Row) -> list[Total]:
    """Return the sum of each figure over the rows that have it."""
    totals = []
    for at, cell in enumerate(own.cells):
        figures = [row.cells[at].figure for row in rows]
        known = [one for one in figures if one is not None]
        missing = [row.name for row, one in zip(rows, figures, strict=True) if one is None]
        years = [one.year for one in known] or [0]
        totals.append(
            Total(
                cell.label,
                sum(one.count for one in known),
                len(known),
                len(rows),
                min(years),
                max(years),
                missing,
                cell.figure if cell.figure is None or not cell.figure.of else None,
            )
        )
    return totals
