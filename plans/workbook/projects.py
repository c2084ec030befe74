"""Form ผ.02: the list of projects by dimension, with the years as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from config.tools.money import ZERO
from config.tools.sheets import Cell, Column, Formula, Look, Sheet, address, total_of
from plans.workbook.content import Dimension, Line
from plans.workbook.forms import Form, FormColumn, project_list
from plans.workbook.paper import Paper, summed

SHEET = "ผ.02 โครงการ"


@dataclass
class Group:
    """Where a dimension's projects stand on the sheet (rows from zero) and what they add up to."""

    dimension: Dimension
    first: int = 0
    last: int = -1
    sum_row: int = 0
    lines: list[Line] = field(default_factory=list)

    def total(self, year: int) -> Decimal:
        """Return the group's baht in a year."""
        return sum((line.years.get(year, ZERO) for line in self.lines), ZERO)

    def count(self, year: int) -> int:
        """Return how many of the group's projects ask for money in a year."""
        return sum(1 for line in self.lines if line.years.get(year))


@dataclass
class ProjectList:
    """The sheet as written: its groups, its total row and the columns of the years."""

    sheet: Sheet
    groups: list[Group]
    year_column: dict[int, int]
    total_row: int


def grouped(paper: Paper) -> list[Group]:
    """Return the lines by dimension, in the office's order; a dimension without lines is there too."""
    groups = {dimension.code: Group(dimension) for dimension in paper.content.dimensions}
    for line in paper.content.lines:
        groups[line.dimension].lines.append(line)
    return list(groups.values())


def columns_of(paper: Paper, form: Form) -> list[Column]:
    """Return the form's columns with its years."""
    columns: list[Column] = []
    for column in form.columns:
        if isinstance(column, FormColumn):
            columns.append(Column(column.heading, column.width, column.align))
        else:
            columns += paper.year_columns(column.above)
    return columns


def start(paper: Paper) -> Sheet:
    """Add the sheet with its headings."""
    form = project_list(paper.content.head.first_year)
    return paper.sheet(SHEET, form.title, columns_of(paper, form), form.code)


def write(paper: Paper, sheet: Sheet) -> ProjectList:
    """Write the form and return where its groups and totals stand."""
    form = project_list(paper.content.head.first_year)
    first_year = next(n for n, column in enumerate(form.columns) if not isinstance(column, FormColumn))
    year_column = {year: first_year + n for n, year in enumerate(paper.years)}
    groups = grouped(paper)
    for group in groups:
        if group.lines:
            _group(paper, sheet, form, group, year_column)
    return ProjectList(sheet, groups, year_column, _total(paper, sheet, groups, year_column))


def _group(paper: Paper, sheet: Sheet, form: Form, group: Group, year_column: dict[int, int]) -> None:
    sheet.line(f"{form.group}{group.dimension.name}", look=Look.GROUP)
    group.first = sheet.at
    for line in group.lines:
        cells: list[Cell] = []
        for column in form.columns:
            if isinstance(column, FormColumn):
                cells.append(column.value(line))
            else:
                cells += paper.amounts(line.years)
        sheet.put(cells)
    group.last = sheet.at - 1
    count = f"COUNT({address(group.first, 0)}:{address(group.last, 0)})"
    sums = {
        year: Formula(total_of(group.first, group.last, col), group.total(year))
        for year, col in year_column.items()
    }
    label = Formula(f'="รวม "&{count}&" โครงการ"', f"รวม {len(group.lines)} โครงการ")
    group.sum_row = sheet.put(_sum_cells(sheet, label, sums, year_column), Look.GROUP)


def _total(paper: Paper, sheet: Sheet, groups: Sequence[Group], year_column: dict[int, int]) -> int:
    """Write the grand total and the line that checks it."""
    written = [group for group in groups if group.lines]
    sums = {}
    for year, col in year_column.items():
        parts = "+".join(address(group.sum_row, col) for group in written) or "0"
        sums[year] = Formula(f"={parts}", sum((group.total(year) for group in written), ZERO))
    counts = (
        "+".join(f"COUNT({address(group.first, 0)}:{address(group.last, 0)})" for group in written) or "0"
    )
    number = sum(len(group.lines) for group in written)
    label = Formula(f'="รวมทั้งสิ้น "&({counts})&" โครงการ"', f"รวมทั้งสิ้น {number} โครงการ")
    row = sheet.put(_sum_cells(sheet, label, sums, year_column), Look.TOTAL)
    places = {year: (row, col) for year, col in year_column.items()}
    paper.check(sheet, 1, places, summed([line.years for line in paper.content.lines], paper.years))
    return row


def _sum_cells(
    sheet: Sheet, label: Cell, sums: dict[int, Formula], year_column: dict[int, int]
) -> list[Cell]:
    cells: list[Cell] = [None] * len(sheet.columns)
    cells[1] = label
    for year, col in year_column.items():
        cells[col] = sums[year]
    return cells
