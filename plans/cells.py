"""Arithmetic on cells: baht by year and wanted source, exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from config.tools.money import ZERO

Cell = tuple[int, int | None]  # (year in the Buddhist era, id of the wanted source or None)
Cells = Mapping[Cell, Decimal]  # baht
Years = Mapping[int, Decimal]  # baht by year; every year of the plan is there, in order
Row = tuple[int, int | None, int | None, Decimal | None]  # (key, year, source, baht)


def by_year(cells: Cells, years: Iterable[int]) -> dict[int, Decimal]:
    """Return baht by year; years of the plan first, in order, then any other year the data holds."""
    sums = dict.fromkeys(years, ZERO)
    for (year, _source), amount in cells.items():
        sums[year] = sums.get(year, ZERO) + amount
    return sums


def by_source(cells: Cells) -> dict[int | None, Decimal]:
    """Return baht by the id of the wanted source."""
    sums: dict[int | None, Decimal] = {}
    for (_year, source), amount in cells.items():
        sums[source] = sums.get(source, ZERO) + amount
    return sums


def total(cells: Cells) -> Decimal:
    """Return the baht of all cells."""
    return sum(cells.values(), ZERO)


def add(into: dict[Cell, Decimal], cells: Cells) -> None:
    """Add cells to others, in place."""
    for cell, amount in cells.items():
        into[cell] = into.get(cell, ZERO) + amount


def rest_of(wanted: Cells, *placed: Cells) -> dict[Cell, Decimal]:
    """Return what is left of each cell; cells of nothing are left away, too much placed is negative."""
    filled = [cells for cells in placed if cells]
    if filled == [wanted]:  # by far the most: placed wholly, in one way
        return {}
    rest = dict(wanted)
    for cells in filled:
        for cell, amount in cells.items():
            rest[cell] = rest.get(cell, ZERO) - amount
    return {cell: amount for cell, amount in rest.items() if amount}


def gather(
    rows: Iterable[Row],
) -> dict[int, dict[Cell, Decimal]]:
    """Return rows of (key, year, source, baht) as cells by key; a row without a year makes an empty entry."""
    cells: dict[int, dict[Cell, Decimal]] = {}
    for key, year, source, amount in rows:
        own = cells.setdefault(key, {})
        if year is not None and amount is not None:
            own[year, source] = own.get((year, source), ZERO) + amount
    return cells
