"""Form ผ.01: how many projects and how much money, by dimension and year."""

from __future__ import annotations

from decimal import Decimal

from config.tools.money import ZERO
from config.tools.sheets import Align, Cell, Column, Formula, Look, Sheet, address, total_of
from plans.workbook.forms import SUMMARY_CODE, SUMMARY_TITLE
from plans.workbook.paper import ALL_YEARS, Paper, summed
from plans.workbook.projects import Group, ProjectList

SHEET = "ผ.01 สรุป"
COUNT = "จำนวนโครงการ"
BAHT = "งบประมาณ (บาท)"


def start(paper: Paper) -> Sheet:
    """Add the sheet with its headings."""
    columns = [Column("มิติการพัฒนา / แผนงาน", 34)]
    for year in paper.years:
        above = f"ปี {year}"
        columns += [Column(COUNT, 9, Align.RIGHT, above), Column(BAHT, paper.money, Align.RIGHT, above)]
    above = f"รวม {len(paper.years)} ปี"
    columns += [
        Column("จำนวนโครงการ (ไม่นับซ้ำ)", 12, Align.RIGHT, above),
        Column(BAHT, paper.money + 1, Align.RIGHT, above),
    ]
    return paper.sheet(SHEET, SUMMARY_TITLE, columns, SUMMARY_CODE)


def write(paper: Paper, sheet: Sheet, projects: ProjectList) -> None:
    """Write the form; each cell is taken from ผ.02 by a formula."""
    first = sheet.at
    for group in projects.groups:
        _dimension(paper, sheet, group, projects)
    last = sheet.at - 1
    groups = projects.groups
    cells: list[Cell] = ["รวมทั้งสิ้น"]
    for n, year in enumerate(paper.years):
        count, baht = 1 + 2 * n, 2 + 2 * n
        cells.append(Formula(total_of(first, last, count), sum(group.count(year) for group in groups)))
        cells.append(Formula(total_of(first, last, baht), sum((group.total(year) for group in groups), ZERO)))
    count, baht = 1 + 2 * len(paper.years), 2 + 2 * len(paper.years)
    cells.append(Formula(total_of(first, last, count), sum(len(group.lines) for group in groups)))
    cells.append(Formula(total_of(first, last, baht), sum((_all(group, paper) for group in groups), ZERO)))
    row = sheet.put(cells, Look.TOTAL)
    places = {year: (row, 2 + 2 * n) for n, year in enumerate(paper.years)} | {ALL_YEARS: (row, baht)}
    paper.check(sheet, 0, places, summed([line.years for line in paper.content.lines], paper.years))


def _all(group: Group, paper: Paper) -> Decimal:
    return sum((group.total(year) for year in paper.years), ZERO)


def _dimension(paper: Paper, sheet: Sheet, group: Group, projects: ProjectList) -> None:
    cells: list[Cell] = [group.dimension.name]
    there = projects.sheet.name
    for year in paper.years:
        if group.lines:
            col = projects.year_column[year]
            column = f"{there}!{address(group.first, col)}:{address(group.last, col)}"
            cells.append(Formula(f'=COUNTIF({column},">0")', group.count(year)))
            cells.append(Formula(f"={there}!{address(group.sum_row, col)}", group.total(year)))
        else:
            cells += [None, None]
    if not group.lines:
        sheet.put([*cells, None, None])
        return
    numbers = f"{there}!{address(group.first, 0)}:{address(group.last, 0)}"
    cells.append(Formula(f"=COUNT({numbers})", len(group.lines)))
    baht = "+".join(address(sheet.at, 2 + 2 * n) for n in range(len(paper.years)))
    cells.append(Formula(f"={baht}", _all(group, paper)))
    sheet.put(cells)
