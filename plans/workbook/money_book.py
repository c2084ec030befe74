"""What plans ask for as a workbook: a sheet for each way to group, its sums as formulas."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import BinaryIO

from django.utils.translation import gettext as _

from config.tools.sheets import Align, Book, Column, Formula, Look, total_of
from plans.plan_money import Report, Row, Table


def write(report: Report, target: BinaryIO, title: str, told: Sequence[str]) -> None:
    """Write the tables below their title and what was asked for. Called with Thai active."""
    book = Book(target, title=title)
    for table in report.tables:
        _sheet(book, report, table, [title, *told])
    book.close()


def _sheet(book: Book, report: Report, table: Table, titles: list[str]) -> None:
    columns = [
        Column(table.column, 40),
        *(Column(str(year), 16, Align.RIGHT) for year in report.years),
        Column(_("Total (baht)"), 18, Align.RIGHT),
    ]
    sheet = book.sheet(table.heading, columns, titles=titles)
    rows = [sheet.put([row.name, *_baht(row)]) for row in table.rows]
    first, last = (rows[0], rows[-1]) if rows else (1, 0)
    sums = [Formula(total_of(first, last, 1 + at), amount) for at, amount in enumerate(_baht(table.sums))]
    sheet.put([table.sums.name, *sums], Look.TOTAL)


def _baht(row: Row) -> list[Decimal]:
    return [*(amount for _year, amount in row.by_year), row.total]
