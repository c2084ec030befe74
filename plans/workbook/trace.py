"""The trace: behind every line its originals, their villages, and each need in the village's own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from areas.codes import PLACE
from config.tools.money import ZERO
from config.tools.sheets import Align, Cell, Column, Formula, Look, Sheet, address, total_of
from plans.workbook.content import Line, Origin, Said, Years
from plans.workbook.paper import ALL_YEARS, Paper, Where, summed
from plans.workbook.wording import NO_NEED, OUTSIDE, WITHOUT_ORIGIN, long_name

SHEET = "ที่มา"
FIRST_YEAR = 4  # the column of the first year
WHERE = 2  # the column that names the plan an original comes from
ADDED = "ส่วนที่ไม่มีต้นทาง"


@dataclass(frozen=True)
class Trace:
    """The sheet as written: its total row, the row of what has no origin, and what that row holds."""

    sheet: Sheet
    total: Where
    without: Where
    without_sums: Years


@dataclass(frozen=True)
class Part:
    """A part of a line's money: an original with what was said behind it, or what has no origin."""

    where: str
    title: str
    years: Years
    said: tuple[Said, ...]


def start(paper: Paper) -> Sheet:
    """Add the sheet with its headings."""
    columns = [
        Column("รหัส", 7, Align.CENTRE),
        Column("โครงการในแผนนี้", 24),
        Column("มาจากแผนของ", 17),
        Column("รายการในแผนนั้น", 20),
        *paper.year_columns("ยกมา (บาท)"),
        paper.sum_column("ยกมา (บาท)"),
        Column("หมู่บ้าน/ชุมชน", 15),
        Column("ความต้องการ", 17),
        Column("ถ้อยคำของชาวบ้าน", 29),
        Column("ครัวเรือน", 8, Align.CENTRE),
        Column("รุนแรง (1–5)", 7, Align.CENTRE),
    ]
    return paper.sheet(SHEET, "ที่มาของโครงการ: ตำบล หมู่บ้าน และความต้องการ", columns)


def rest_of(line: Line) -> Years:
    """Return what of a line's money comes from no original: all of it where there is none."""
    years = {*line.years, *(year for origin in line.origins for year in origin.years)}
    carried = {year: sum((origin.years.get(year, ZERO) for origin in line.origins), ZERO) for year in years}
    rest = {year: line.years.get(year, ZERO) - carried[year] for year in sorted(years)}
    return {year: amount for year, amount in rest.items() if amount}


def parts_of(line: Line, level: int) -> Iterator[Part]:
    """Yield the parts of a line; together they are its whole money."""
    label = WITHOUT_ORIGIN[level]
    if not line.origins:
        yield Part(label, line.place.full if line.place else "", line.years, line.said)
        return
    for origin in line.origins:
        yield Part(*_name(origin), origin.years, origin.said)
    if rest := rest_of(line):
        yield Part(label, ADDED, rest, ())
    if line.said:
        yield Part("ผูกกับโครงการโดยตรง", "", {}, line.said)


def _name(origin: Origin) -> tuple[str, str]:
    if origin.outside:
        return OUTSIDE, f"{origin.number} รายการ"
    return origin.place.full, origin.title


def write(paper: Paper, sheet: Sheet) -> Trace:
    """Write one row for each need; the money of an original stands on its first row alone."""
    first, level = sheet.at, paper.level
    without: list[Years] = []
    parts: list[Years] = []
    for line in paper.content.lines:
        lead = [line.code, line.title]
        for part in parts_of(line, level):
            parts.append(part.years)
            if part.where == WITHOUT_ORIGIN[level]:
                without.append(part.years)
            _part(paper, sheet, [*lead, part.where, part.title], part)
            lead = [line.code, ""]
    return _totals(paper, sheet, first, summed(parts, paper.years), summed(without, paper.years))


def _part(paper: Paper, sheet: Sheet, lead: list[Cell], part: Part) -> None:
    """Write an original with the needs behind it."""
    years = paper.amounts(part.years)
    money: list[Cell] = [*years, paper.across(sheet.at, FIRST_YEAR, sum(part.years.values(), ZERO))]
    if not part.years:
        money = [None] * (len(years) + 1)
    empty: list[Cell] = [None] * len(money)
    if not part.said:
        sheet.put([*lead, *money, None, None if part.where == OUTSIDE else NO_NEED, None, None, None])
    for number, said in enumerate(part.said):
        code, where, title = lead[0], lead[2], lead[3]
        start_of_row = [*lead, *money] if number == 0 else [code, None, where, title, *empty]
        sheet.put([*start_of_row, *_said(said)])


def _said(said: Said) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    place = said.place.name if len(said.place.code) == PLACE else f"ทั้ง{long_name(said.place.name)}"
    if said.no_need:
        return place, NO_NEED, f"รายการ: {said.through}", None, None
    return place, said.title, said.words, said.households, said.severity


def _totals(
    paper: Paper, sheet: Sheet, first: int, sums: dict[int, Decimal], without: dict[int, Decimal]
) -> Trace:
    last = sheet.at - 1
    columns = {year: FIRST_YEAR + n for n, year in enumerate(paper.years)} | {
        ALL_YEARS: FIRST_YEAR + len(paper.years)
    }
    blank: list[Cell] = [None] * len(sheet.columns)
    total, none = list(blank), list(blank)
    total[1], none[1] = "รวมทั้งสิ้น", f"ในจำนวนนี้ {WITHOUT_ORIGIN[paper.level]}"
    label = WITHOUT_ORIGIN[paper.level]
    for year, col in columns.items():
        total[col] = Formula(total_of(first, last, col), sums[year])
        end = max(first, last)
        names = f"{address(first, WHERE)}:{address(end, WHERE)}"
        none[col] = Formula(
            f'=SUMIF({names},"{label}",{address(first, col)}:{address(end, col)})', without[year]
        )
    row = sheet.put(total, Look.TOTAL)
    none_row = sheet.put(none, Look.GROUP)
    at = {year: (row, col) for year, col in columns.items()}
    paper.check(sheet, 1, at, sums)
    return Trace(sheet, at, {year: (none_row, col) for year, col in columns.items()}, without)
