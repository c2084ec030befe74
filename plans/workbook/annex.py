"""The annex: what was left out and why, what still waits, what is kept apart, and that nothing was lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from config.tools.money import ZERO
from config.tools.sheets import Align, Cell, Column, Formula, Look, Sheet, address, total_of
from plans.models import LeftOut
from plans.workbook.content import Aside, Years
from plans.workbook.paper import ALL_YEARS, Paper, Where, summed
from plans.workbook.trace import Trace
from plans.workbook.wording import DOES_NOT_TIE, DOORS, GROUNDS, OUTSIDE, TIES

SHEET = "ไม่ได้ยกขึ้นมา"
FIRST_YEAR = 5
NONE = "ไม่มี"


@dataclass(frozen=True)
class Annex:
    """Where the sums of what was left out and of what waits stand."""

    sheet: Sheet
    left_out: Where
    waiting: Where


def start(paper: Paper) -> Sheet:
    """Add the sheet with its headings."""
    columns = [
        Column("ที่", 5, Align.CENTRE),
        Column("แผนของ", 27),
        Column("รายการ", 36),
        Column("มิติ", 16),
        Column("ช่องทาง", 16),
        *paper.year_columns("งบประมาณ (บาท)"),
        paper.sum_column("งบประมาณ (บาท)"),
        Column("เหตุผล", 42),
    ]
    return paper.sheet(SHEET, "ภาคผนวก: รายการของแผนระดับล่างที่ไม่อยู่ในแผนนี้", columns)


def write(paper: Paper, sheet: Sheet, trace: Trace) -> Annex:
    """Write the three lists and the balance of the plans below."""
    content = paper.content
    sheet.line("1. ไม่ได้ยกขึ้นมา และเหตุผล", look=Look.GROUP)
    left_out = _rows(paper, sheet, content.left_out, "รวมที่ไม่ได้ยกขึ้นมา")
    sheet.line("2. ยังไม่ได้จัดวาง (รอพิจารณา)", look=Look.GROUP)
    waiting = _rows(paper, sheet, content.waiting, "รวมที่ยังไม่ได้จัดวาง")
    sheet.line("3. รายการที่คล้ายกันแต่ไม่รวมกัน และเหตุผล", look=Look.GROUP)
    for number, pair in enumerate(content.apart, start=1):
        words = f"{pair.first_title} ({pair.first.full}) กับ {pair.second_title} ({pair.second.full})"
        gap: list[Cell] = [None] * (len(sheet.columns) - 4)
        sheet.put([number, "ไม่รวมกัน", words, *gap, pair.reason])
    if not content.apart:
        _nothing(sheet)
    sheet.line("4. ตรวจยอดกับแผนระดับล่างที่รับรองแล้ว", look=Look.GROUP)
    _balance(paper, sheet, trace, left_out, waiting)
    return Annex(sheet, left_out, waiting)


def _rows(paper: Paper, sheet: Sheet, rows: Sequence[Aside], label: str) -> Where:
    first = sheet.at
    for number, row in enumerate(rows, start=1):
        sheet.put(_cells(paper, sheet, number, row))
    if not rows:
        _nothing(sheet)
    sums = summed([row.years for row in rows], paper.years)
    return _sums(paper, sheet, label, dict.fromkeys(sums, (first, sheet.at - 1)), sums)


def _sums(paper: Paper, sheet: Sheet, label: str, ranges: dict[int, tuple[int, int]], sums: Years) -> Where:
    cells: list[Cell] = [None] * len(sheet.columns)
    cells[2] = label
    where = {}
    for n, year in enumerate(paper.years):
        cells[FIRST_YEAR + n] = Formula(total_of(*ranges[year], FIRST_YEAR + n), sums[year])
        where[year] = (sheet.at, FIRST_YEAR + n)
    cells[FIRST_YEAR + len(paper.years)] = paper.across(sheet.at, FIRST_YEAR, sums[ALL_YEARS])
    where[ALL_YEARS] = (sheet.at, FIRST_YEAR + len(paper.years))
    sheet.put(cells, Look.TOTAL)
    return where


def _cells(paper: Paper, sheet: Sheet, number: int, row: Aside) -> list[Cell]:
    names = {dimension.code: dimension.name for dimension in paper.content.dimensions}
    where, title = (OUTSIDE, "รวมทุกรายการ") if row.outside else (row.place.full, row.title)
    reason = row.reason or (GROUNDS[LeftOut.Ground(row.ground)] if row.ground else "")
    if row.part:
        reason = "ยกขึ้นไปแล้วบางส่วน เหลือเท่านี้"
    return [
        number,
        where,
        title,
        names.get(row.dimension, ""),
        {str(door): name for door, name in DOORS.items()}.get(row.door, ""),
        *paper.amounts(row.years),
        paper.across(sheet.at, FIRST_YEAR, row.total),
        reason,
    ]


def _nothing(sheet: Sheet) -> None:
    cells: list[Cell] = [None] * len(sheet.columns)
    cells[2] = NONE
    sheet.put(cells)


def _balance(paper: Paper, sheet: Sheet, trace: Trace, left_out: Where, waiting: Where) -> None:
    """Write: what the endorsed plans below ask for = carried up + left out + not yet placed (invariant 2)."""
    content, years = paper.content, paper.years
    carried = {year: content.totals.get(year, ZERO) - trace.without_sums.get(year, ZERO) for year in years}
    parts: list[tuple[str, Years, dict[int, str]]] = [
        ("แผนระดับล่างที่รับรองแล้วขอไว้", content.endorsed, {}),
        ("ยกขึ้นมาในแผนนี้", carried, {year: _minus(trace, year) for year in years}),
        ("ไม่ได้ยกขึ้นมา", summed([row.years for row in content.left_out], years), _refs(left_out, years)),
        ("ยังไม่ได้จัดวาง", summed([row.years for row in content.waiting], years), _refs(waiting, years)),
    ]
    rows = []
    for label, amounts, formulas in parts:
        cells: list[Cell] = [None] * len(sheet.columns)
        cells[2] = label
        for n, year in enumerate(years):
            amount = amounts.get(year, ZERO)
            cells[FIRST_YEAR + n] = Formula(formulas[year], amount) if formulas else amount
        total = sum((amounts.get(year, ZERO) for year in years), ZERO)
        cells[FIRST_YEAR + len(years)] = paper.across(sheet.at, FIRST_YEAR, total)
        rows.append(sheet.put(cells))
    _verdict(paper, sheet, rows, [amounts for _label, amounts, _formulas in parts])


def _minus(trace: Trace, year: int) -> str:
    there = trace.sheet.name
    return f"={there}!{address(*trace.total[year])}-{there}!{address(*trace.without[year])}"


def _refs(where: Where, years: Sequence[int]) -> dict[int, str]:
    return {year: f"={address(*where[year])}" for year in years}


def _verdict(paper: Paper, sheet: Sheet, rows: Sequence[int], amounts: Sequence[Years]) -> None:
    cells: list[Cell] = [None] * len(sheet.columns)
    checks, ties = [], True
    asked, up, out, rest = rows
    for n, year in enumerate(paper.years):
        col = FIRST_YEAR + n
        gap = amounts[0].get(year, ZERO) - sum((part.get(year, ZERO) for part in amounts[1:]), ZERO)
        ties = ties and not gap
        parts = f"{address(asked, col)}-{address(up, col)}-{address(out, col)}-{address(rest, col)}"
        cells[col] = Formula(f"=ROUND({parts},2)", gap)
        checks.append(f"{address(sheet.at, col)}=0")
    label = "ตรวจยอด: ขอไว้ − ยกขึ้นมา − ไม่ได้ยก − ยังไม่ได้จัดวาง"
    cells[2] = Formula(
        f'=IF(AND({",".join(checks)}),"{label} {TIES}","{label} {DOES_NOT_TIE}")',
        f"{label} {TIES if ties else DOES_NOT_TIE}",
    )
    sheet.put(cells, Look.TOTAL)
