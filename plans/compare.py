"""Provinces of a cluster side by side: what is known of them, their money by stream, their open needs by dimension.

Only provinces that the person reads as a whole have a column; the others are named. Their money is read as on the
page of each and proved together (projects.mapping): twelve queries for however many provinces.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from areas.codes import PROVINCE
from areas.models import Area, Cluster, Level, User
from areas.scope import inside_any
from plans.mapping import NEEDS, Cell, dimension_columns
from plans.models import Need, Plan
from projects import mapping
from projects.mapping import BAHT, Column, Key, Measure, Values
from projects.models import Presence
from projects.sums import Asked


def tenfold(measure: Measure) -> Measure:
    """Return a measure for provinces: the steps of a tambon times ten, as fixed as those."""
    first, second, third, fourth = measure.steps
    return replace(measure, steps=(10 * first, 10 * second, 10 * third, 10 * fourth))


OF_PROVINCES = {one.name: tenfold(one) for one in (BAHT, NEEDS)}


@dataclass(frozen=True)
class Line:
    """A row: its name, a cell for each province, and their sum; `key` is of a stream or dimension."""

    name: str
    key: Key
    provinces: Sequence[Area]
    cells: list[Cell]
    total: Cell

    @property
    def placed(self) -> Iterable[tuple[Area, Cell]]:
        """Each province with its cell."""
        return zip(self.provinces, self.cells, strict=True)


@dataclass(frozen=True)
class Section:
    """Rows of one measure, and their sum by province."""

    measure: Measure
    lines: list[Line]
    sums: Line


@dataclass(frozen=True)
class Fact:
    """How many of each province's tambons something is true of."""

    name: str
    counts: list[int]
    of: list[int]


@dataclass(frozen=True)
class Comparison:
    """Provinces and what stands beside each; `closed` are those of the cluster that the person does not read."""

    provinces: list[Area]
    closed: list[Area]
    facts: list[Fact]
    money: Section
    needs: Section
    ties: bool


def read(user: User, cluster: Cluster, asked: Asked) -> Comparison:
    """Return the provinces of a cluster side by side, with the money that is asked for."""
    every = list(cluster.provinces.order_by("name_sort"))
    open_to = Area.objects.readable_by(user).filter(code__in=[one.code for one in every])
    readable = set(open_to.values_list("code", flat=True))
    provinces = [one for one in every if one.code in readable]
    codes = [one.code for one in provinces]
    money, ties = _money(user, asked, codes)
    needs, count = _needs(user, codes)
    streams = mapping.stream_columns(money)
    dimensions = dimension_columns({key for _place, key in needs})
    of_needs = _section(NEEDS, needs, dimensions, provinces)
    return Comparison(
        provinces,
        [one for one in every if one.code not in readable],
        _facts(user, codes),
        _section(BAHT, money, streams, provinces),
        of_needs,
        ties and (of_needs.sums.total.number or 0) == count,
    )


def _money(user: User, asked: Asked, codes: Sequence[str]) -> tuple[Values, bool]:
    """Return the baht by province and stream, and whether they come to what their lines say; four queries."""
    if not codes:  # of no area would be of all
        return {}, True
    values, proof = mapping.proved_money(user, replace(asked, areas=tuple(codes)), PROVINCE, "stream")
    return values, proof.ties


def _needs(user: User, codes: Sequence[str]) -> tuple[Values, int]:
    """Return the open needs by province and dimension, and their number counted apart; two queries."""
    rows = Need.objects.visible_to(user).current().filter(inside_any("area_id", list(codes)))
    rows = rows.filter(status=Need.Status.OPEN).order_by()
    placed = rows.annotate(place=Substr("area_id", 1, PROVINCE)).values_list("place", "dimension")
    values = {(place, dimension): n for place, dimension, n in placed.annotate(n=Count("*"))}
    return values, rows.count()


def _facts(user: User, codes: Sequence[str]) -> list[Fact]:
    """Return how many tambons there are, were surveyed, and have an endorsed plan; three queries."""
    inside = inside_any("code", list(codes))
    tambons = set(
        Area.objects.readable_by(user)
        .current()
        .filter(inside, level=Level.TAMBON)
        .order_by()
        .values_list("code", flat=True)
    )
    within = inside_any("area_id", list(codes))
    seen = (
        Presence.objects.visible_to(user).newest().filter(within).order_by().values_list("area_id", flat=True)
    )
    plans = Plan.objects.visible_to(user).exclude(status=Plan.Status.DRAFT).filter(within).order_by()
    all_of, surveyed, endorsed = (
        Counter(code[:PROVINCE] for code in set(some) & tambons)
        for some in (tambons, seen.distinct(), plans.values_list("area_id", flat=True))
    )
    of = [all_of[code] for code in codes]
    return [
        Fact(_("Tambons"), of, of),
        Fact(_("Tambons surveyed"), [surveyed[code] for code in codes], of),
        Fact(_("Tambons with an endorsed plan"), [endorsed[code] for code in codes], of),
    ]


def _section(
    measure: Measure, values: Values, columns: Iterable[Column], provinces: Sequence[Area]
) -> Section:
    steps = OF_PROVINCES[measure.name]

    def line(name: str, key: Key, by_province: Mapping[str, list[Any]]) -> Line:
        cells = [_cell(steps, key, by_province.get(one.code, [])) for one in provinces]
        every = [one for some in by_province.values() for one in some]
        return Line(name, key, provinces, cells, _cell(steps, key, every))

    rows: dict[Key, dict[str, list[Any]]] = {}
    whole: dict[str, list[Any]] = {}
    for (place, key), value in values.items():
        rows.setdefault(key, {})[place] = [value]
        whole.setdefault(place, []).append(value)
    lines = [line(column.name, column.key, rows.get(column.key, {})) for column in columns]
    return Section(steps, lines, line("", None, whole))


def _cell(measure: Measure, key: Key, values: Sequence[Any]) -> Cell:
    number = measure.add(values) if values else None
    return Cell(key, number, measure.heat(number))
