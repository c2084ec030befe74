"""Lays what was read of a mapping out as rows by district: thousands of cells of a province, so nothing twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain
from typing import Any

from areas.codes import DISTRICT, PROVINCE, TAMBON
from areas.models import Area
from plans.mapping import NEEDS, UNSEEN, Cell, Grid, Group, Place, Row
from projects.mapping import SURVEY, Found, Key

ByKey = dict[Key, Any]


def lay(
    area: Area,
    areas: Sequence[Place],
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
    by_place: dict[str, ByKey] = {}
    by_column: dict[Key, list[Any]] = {}
    for (place, key), value in found.values.items():
        by_place.setdefault(place, {})[key] = value
        by_column.setdefault(key, []).append(value)
    maker = _Maker(found, by_place, states, known, length)
    named: dict[str, Area | Place] = {area.code: area, **{one.code: one for one in areas}}
    wide = {code: maker.row(named[code]) for code in by_place if len(code) < length and code in named}
    own = wide.pop(area.code, None)
    by_group: dict[str, list[Row]] = {code: [] for code in wide}  # one may have money at itself alone
    for one in areas:
        if len(one.code) == length:
            row = maker.row(one, is_endorsed=one.code in endorsed)
            by_group.setdefault(_group_of(one.code, area.code, length), []).append(row)
    groups = [
        maker.group(named.get(code), some, wide.get(code), whole=whole) for code, some in by_group.items()
    ]
    groups.sort(key=lambda one: (one.area.name_sort, one.area.code) if one.area else ("", ""))
    totals = [maker.cell(key, by_column.get(key, ())) for key in maker.keys]
    return Grid(found, groups, own, totals, maker.cell(None, list(found.values.values())))


def _group_of(code: str, within: str, length: int) -> str:
    """Return the code of what a row stands under: its district in a province's table, else the area itself."""
    return code[:DISTRICT] if len(within) == PROVINCE and length == TAMBON else within


class _Maker:
    """Makes the cells, rows and groups of one table."""

    def __init__(
        self,
        found: Found,
        by_place: Mapping[str, ByKey],
        states: Mapping[tuple[str, Key], str] | None,
        known: AbstractSet[str],
        length: int,
    ) -> None:
        self.measure, self.by_place, self.states, self.length = found.measure, by_place, states, length
        self.keys = [column.key for column in found.columns]
        self.known = known | {place for place, _key in states} if states else known
        self.asks = states is not None or found.measure in (SURVEY, NEEDS)
        """Whether somebody has to look before nothing means none."""

    def cell(self, key: Key, values: Sequence[Any], state: str = "") -> Cell:
        """Return a cell of what was read; without anything its state."""
        if not values:
            return Cell(key, None, 0, state)
        number = self.measure.add(values)
        return Cell(key, number, self.measure.heat(number))

    def row(self, area: Area | Place, *, is_endorsed: bool = False) -> Row:
        """Return the row of an area; what stands above the level of the rows is not asked who looked."""
        code, wide = area.code, len(area.code) < self.length
        values = self.by_place.get(code, {})
        is_seen = not wide and code in self.known
        unseen = UNSEEN if self.asks and not is_seen and not wide else ""
        total = self.cell(None, [*values.values()], unseen)
        return Row(
            area, wide, self._cells(code, values, wide), total, bool(values) or is_seen, is_seen, is_endorsed
        )

    def _cells(self, code: str, values: ByKey, wide: bool) -> list[Cell]:
        blank = self._blank(code, wide)
        number_of, heat = self.measure.number, self.measure.heat
        cells = []
        for key in self.keys:
            if key in values:
                number = number_of(values[key]) if number_of else values[key]
                cells.append(Cell(key, number, heat(number)))
            elif blank is None and self.states is not None:
                cells.append(Cell(key, None, 0, self.states.get((code, key), UNSEEN) if key else ""))
            else:
                cells.append((blank or self.none)[key])
        return cells

    def _blank(self, code: str, wide: bool) -> Mapping[Key, Cell] | None:
        """Return the cells of a row without numbers; None where each tells how its own stream stands."""
        if wide or not self.asks:
            return self.none
        if self.states is not None:
            return None if code in self.known else self.unseen
        return self.none if self.measure is not SURVEY and code in self.known else self.unseen

    @cached_property
    def none(self) -> Mapping[Key, Cell]:
        """Cells of what is not there, by column."""
        return {key: Cell(key, None, 0) for key in self.keys}

    @cached_property
    def unseen(self) -> Mapping[Key, Cell]:
        """Cells of what nobody has looked at, by column; no survey asks for what has no stream."""
        streams = self.states is not None
        return {key: Cell(key, None, 0, "" if streams and key is None else UNSEEN) for key in self.keys}

    def group(
        self, area: Area | Place | None, rows: Sequence[Row], wide: Row | None, *, whole: bool
    ) -> Group:
        """Return rows of a district, what nothing is known of folded away."""
        shown = [row for row in rows if whole or row.is_known]
        folded = [row for row in rows if not whole and not row.is_known]
        shown += [wide] if wide else []
        values = chain.from_iterable(self.by_place.get(row.area.code, {}).values() for row in shown)
        return Group(area, shown, folded, self.cell(None, list(values)))
