"""The mapping of an area as a workbook: a row for each area, numbers as numbers, sums of money as formulas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _

from config.tools.sheets import Align, Book, Column, Formula, Look, Sheet, total_of
from config.tools.sheets import Cell as BookCell
from plans.mapping import NEEDS, UNSEEN, Cell, Grid, Row
from plans.mapping_words import Words
from projects.mapping import BAHT, OTHERS
from projects.models import Presence

FIRST = 3  # the first column of numbers


def write(grid: Grid, words: Words, target: BinaryIO, titles: Sequence[str]) -> None:
    """Write the table below its titles. Called with Thai active."""
    book = Book(target, title=titles[0])
    columns = [
        Column(_("District"), 20),
        Column(_("Area"), 26),
        Column(_("Code of the area"), 11, Align.CENTRE),
        *(Column(heading(column.name, column.key), 16, Align.RIGHT) for column in grid.found.columns),
        Column(f"{_('Sum')} ({words.unit})", 16, Align.RIGHT),
    ]
    sheet = book.sheet(words.title, columns, titles=titles)
    rows = [
        _row(sheet, group.area.full_name if group.area else "", row)
        for group in grid.groups
        for row in group.rows
    ]
    if grid.own:
        rows.append(_row(sheet, "", grid.own))
    cells = [*grid.totals, grid.total]
    sums = [_number(cell) for cell in cells]
    if rows and grid.found.measure in (BAHT, NEEDS):  # a project of two areas is counted once below them
        sums = [
            Formula(total_of(rows[0], rows[-1], FIRST + at), cell.number or 0)
            for at, cell in enumerate(cells)
        ]
    sheet.put([_("All together"), None, None, *sums], Look.TOTAL)
    book.close()


def heading(name: str, key: object) -> str:
    """Return the words above a column."""
    return name or (_("Others") if key == OTHERS else _("Without a stream"))


def _row(sheet: Sheet, district: str, row: Row) -> int:
    name = row.area.full_name + (f" {_('(at this level)')}" if row.wide else "")
    return sheet.put([district, name, row.area.code, *map(_number, row.cells), _number(row.total)])


def _number(cell: Cell) -> BookCell:
    """Return a cell's number, else how the stream stands there in words."""
    if cell.number is not None or not cell.state:
        number: BookCell = cell.number
        return number
    return _("Not surveyed yet") if cell.state == UNSEEN else str(Presence.State(cell.state).label)
