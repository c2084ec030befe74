"""Totals by district and tambon, and by wanted source."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from areas.codes import DISTRICT, PLACE, TAMBON
from config.tools.money import ZERO
from config.tools.sheets import Align, Cell, Column, Formula, Look, Sheet, address, total_of
from plans.workbook.content import Years
from plans.workbook.paper import ALL_YEARS, Paper, summed
from plans.workbook.trace import rest_of
from plans.workbook.wording import NO_SOURCE, OUTSIDE, OWN_LEVEL

AREAS, SOURCES = "รายอำเภอ-ตำบล", "แหล่งงบ"


class Tally:
    """Baht by year and number of items, by key."""

    def __init__(self) -> None:
        self.sums: dict[str, dict[int, Decimal]] = defaultdict(dict)
        self.counts: dict[str, int] = defaultdict(int)

    def add(self, key: str, years: Years, count: int = 1) -> None:
        """Count a number of items and their money to a key."""
        self.counts[key] += count
        sums = self.sums[key]
        for year, amount in years.items():
            sums[year] = sums.get(year, ZERO) + amount


def by_area(paper: Paper) -> Tally:
    """Return the plan's money by area: '' for what stays at the plan's own level, OUTSIDE for what is not seen."""
    tally = Tally()
    for line in paper.content.lines:
        for origin in line.origins:
            if origin.outside:
                tally.add(OUTSIDE, origin.years, origin.number)
            for code, years in ({} if origin.outside else origin.spread).items():
                tally.add(_placed(code, paper), years)
        rest = rest_of(line)
        if rest or not line.origins:
            own = line.place.code if line.place and not line.origins else ""
            tally.add(_placed(own, paper), rest, 0 if line.origins else 1)
    return tally


def _placed(code: str, paper: Paper) -> str:
    """Return the tambon (in a tambon's plan the village) that an area counts to; '' at the plan's own level."""
    shown = code[: TAMBON if paper.level < TAMBON else PLACE]
    return shown if len(shown) > paper.level else ""


def start_areas(paper: Paper) -> Sheet:
    """Add the sheet of areas with its headings."""
    columns = [
        Column("รหัส", 11, Align.CENTRE),
        Column("อำเภอ" if paper.level < TAMBON else "ตำบล", 34),
        Column("ตำบล" if paper.level < TAMBON else "หมู่บ้าน/ชุมชน", 34),
        Column("จำนวนรายการ", 12, Align.RIGHT),
        *paper.year_columns("งบประมาณ (บาท)"),
        paper.sum_column("งบประมาณ (บาท)"),
    ]
    title = "งบประมาณรายอำเภอและตำบล" if paper.level < TAMBON else "งบประมาณรายหมู่บ้าน"
    return paper.sheet(AREAS if paper.level < TAMBON else "รายหมู่บ้าน", title, columns)


def write_areas(paper: Paper, sheet: Sheet) -> None:
    """Write the tambons under their districts, each district with its sum, then what is not placed further down."""
    tally, sum_rows = by_area(paper), []
    groups: dict[str, list[str]] = defaultdict(list)
    for code in sorted(tally.sums.keys() - {"", OUTSIDE}):
        groups[code[: DISTRICT if paper.level < TAMBON else TAMBON]].append(code)
    for group, codes in groups.items():
        first = sheet.at
        for code in codes:
            _area(paper, sheet, group, code, tally)
        together = [tally.sums[code] for code in codes]
        count = sum(tally.counts[code] for code in codes)
        name = paper.content.places[group].full
        sum_rows.append(_sum(paper, sheet, f"รวม {name}", list(range(first, sheet.at)), together, count))
    for key, label in (("", OWN_LEVEL[paper.level]), (OUTSIDE, OUTSIDE)):
        if key in tally.sums or not key:
            cells: list[Cell] = [None, label, None, tally.counts.get(key, 0)]
            sum_rows.append(_amounts(paper, sheet, cells, tally.sums.get(key, {})))
    every = list(tally.sums.values())
    row = _sum(paper, sheet, "รวมทั้งสิ้น", sum_rows, every, sum(tally.counts.values()), Look.TOTAL)
    _check(paper, sheet, row, 1, 4, every)


def _area(paper: Paper, sheet: Sheet, group: str, code: str, tally: Tally) -> None:
    places = paper.content.places
    above = places[group].full if group != code else places[code].full
    below = places[code].name if group != code else OWN_LEVEL[len(code)]
    _amounts(paper, sheet, [code, above, below, tally.counts[code]], tally.sums[code])


def start_sources(paper: Paper) -> Sheet:
    """Add the sheet of wanted sources with its headings."""
    columns = [
        Column("แหล่งงบที่เสนอขอ", 52),
        Column("จำนวนโครงการ", 12, Align.RIGHT),
        *paper.year_columns("งบประมาณ (บาท)"),
        paper.sum_column("งบประมาณ (บาท)"),
    ]
    return paper.sheet(SOURCES, "งบประมาณตามแหล่งงบที่เสนอขอ", columns)


def write_sources(paper: Paper, sheet: Sheet) -> None:
    """Write the sources in the order of their names, what has none yet last."""
    tally = Tally()
    for line in paper.content.lines:
        for name, years in line.sources.items():
            tally.add(name, years)
    rows = []
    for name in [*sorted(tally.sums.keys() - {""}), ""]:
        cells: list[Cell] = [name or NO_SOURCE, tally.counts.get(name, 0)]
        rows.append(_amounts(paper, sheet, cells, tally.sums.get(name, {})))
    every = list(tally.sums.values())
    row = _sum(paper, sheet, "รวมทั้งสิ้น", rows, every, None, Look.TOTAL, label=0, first_year=2)
    _check(paper, sheet, row, 0, 2, every)


def _amounts(paper: Paper, sheet: Sheet, lead: list[Cell], years: Years) -> int:
    total = sum(years.values(), ZERO)
    return sheet.put([*lead, *paper.amounts(years), paper.across(sheet.at, len(lead), total)])


def _sum(
    paper: Paper,
    sheet: Sheet,
    name: str,
    rows: list[int],
    parts: list[dict[int, Decimal]],
    count: int | None,
    look: Look = Look.GROUP,
    *,
    label: int = 1,
    first_year: int = 4,
) -> int:
    """Write the row that sums others: a range where they follow each other, else one by one."""
    sums = summed(parts, paper.years)
    cells: list[Cell] = [None] * len(sheet.columns)
    cells[label] = name
    if count is not None:
        cells[first_year - 1] = Formula(_formula(rows, first_year - 1), count)
    for n, year in enumerate(paper.years):
        cells[first_year + n] = Formula(_formula(rows, first_year + n), sums[year])
    cells[first_year + len(paper.years)] = paper.across(sheet.at, first_year, sums[ALL_YEARS])
    return sheet.put(cells, look)


def _formula(rows: list[int], col: int) -> str:
    if rows and rows == list(range(rows[0], rows[-1] + 1)):
        return total_of(rows[0], rows[-1], col)
    return "=" + ("+".join(address(row, col) for row in rows) or "0")


def _check(
    paper: Paper, sheet: Sheet, row: int, label: int, first_year: int, parts: list[dict[int, Decimal]]
) -> None:
    places = {year: (row, first_year + n) for n, year in enumerate(paper.years)}
    places[ALL_YEARS] = (row, first_year + len(paper.years))
    paper.check(sheet, label, places, summed(parts, paper.years))
