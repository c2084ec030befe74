"""The report of projects' money by leg and place as a workbook: a sheet of the legs, a sheet of สัดส่วนสมทบ."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import BinaryIO

from django.utils.translation import gettext as _

from config.tools.sheets import Align, Book, Cell, Column, Formula, Look, Sheet, total_of
from projects.leg_report import LegTable, RatioRow, Report, named
from projects.sums import LegSum

COLUMNS = ("proposed", "approved", "received", "spent")
NO_RATE = "–"  # where there is no seed to divide by
FIRST = 3  # the first column of money


def title() -> str:
    """Return the report's name."""
    return str(_("Money by leg and place"))


def write(report: Report, target: BinaryIO, told: Sequence[str]) -> None:
    """Write the report below its title and what was asked for. Called with Thai active."""
    book = Book(target, title=title())
    columns = [
        Column(_("Leg"), 16),
        Column(_("Area"), 34),
        Column(_("Code of the area"), 12, Align.CENTRE),
        *(Column(heading, 18, Align.RIGHT) for heading in headings()),
    ]
    sheet = book.sheet(title(), columns, titles=[title(), *told])
    for table in report.tables:
        _leg(sheet, table)
    if len(report.tables) > 1:
        sheet.put([_("All legs"), None, None, *_amounts(report.total)], Look.TOTAL)
    if not report.tables:
        sheet.line(_("There is no budget line that fits."))
    if report.whole_ratio is not None:
        _ratios(book, report, report.whole_ratio, told)
    if report.won:
        _won(book, report, told)
    book.close()


def headings() -> tuple[str, ...]:
    """Return the words above the columns of money."""
    return (_("Proposed"), _("Approved"), _("Received"), _("Spent"))


def _amounts(one: LegSum) -> list[Cell]:
    return [getattr(one, name) for name in COLUMNS]


def _leg(sheet: Sheet, table: LegTable) -> None:
    """Write the places of a leg, what is no place, and the sum, which the sheet reckons itself."""
    leg = str(table.leg) if table.leg else str(_("no leg stated"))
    rows: list[int] = []
    for row in table.rows:
        rows.append(sheet.put([leg, row.name, row.area.code, *_amounts(row.sum)]))
    for name, one in table.no_places:
        rows.append(sheet.put([leg, name, None, *_amounts(one)]))
    sums = _amounts(table.total)
    if rows:
        sums = [
            Formula(total_of(rows[0], rows[-1], FIRST + at), getattr(table.total, name))
            for at, name in enumerate(COLUMNS)
        ]
    sheet.put([leg, _("The whole leg"), None, *sums], Look.TOTAL)


def _ratios(book: Book, report: Report, whole: RatioRow, told: Sequence[str]) -> None:
    """Write a sheet of สัดส่วนสมทบ by place."""
    name = _("Grants of others beside CODI's")
    columns = [
        Column(_("Area"), 34),
        Column(_("Code of the area"), 12, Align.CENTRE),
        Column(_("CODI's grants"), 18, Align.RIGHT),
        Column(_("Grants of others"), 18, Align.RIGHT),
        Column(_("Baht of others for each of CODI's"), 18, Align.RIGHT),
    ]
    sheet = book.sheet(name, columns, titles=[name, *told])
    for row in report.ratios:
        place = named(row.area) if row.area else _("Outside these areas, or not allocated")
        code = row.area.code if row.area else None
        sheet.put([place, code, row.ratio.seed, row.ratio.others, rate(row.value)])
    sheet.put([_("All areas"), None, whole.ratio.seed, whole.ratio.others, rate(whole.value)], Look.TOTAL)


def _won(book: Book, report: Report, told: Sequence[str]) -> None:
    """Write a sheet of เงินที่ชวนมาได้ by seed."""
    name = _("Money that was won")
    columns = [
        Column(_("Seed money"), 50),
        Column(_("Source agency"), 26),
        Column(_("Its own baht"), 18, Align.RIGHT),
        Column(_("Baht that were won"), 18, Align.RIGHT),
        Column(_("Baht won for each of its own"), 18, Align.RIGHT),
    ]
    sheet = book.sheet(name, columns, titles=[name, *told])
    for row in report.won:
        names = [str(row.line.project), str(row.line.source)]
        sheet.put([*names, row.ratio.seed, row.ratio.others, rate(row.value)])


def rate(value: Decimal | None) -> Cell:
    """Return the cell of a rate; a dash where there is no seed to divide by."""
    return NO_RATE if value is None else value
