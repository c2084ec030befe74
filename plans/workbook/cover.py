"""The cover: whose plan it is, where it stands, how much is in it, and the fingerprint of what it says."""

from __future__ import annotations

from datetime import date

from config.tools.money import ZERO
from config.tools.sheets import Align, Cell, Column, Formula, Look, Sheet, address
from config.tools.thai import show_date
from plans.models import Plan
from plans.workbook.annex import Annex
from plans.workbook.canonical import digest
from plans.workbook.paper import ALL_YEARS, ANCHOR, COVER, Paper
from plans.workbook.projects import ProjectList
from plans.workbook.wording import DOES_NOT_TIE, OUTSIDE, STATES, TIES

LABEL = "ยอดรวมของแผน (บาท)"


def start(paper: Paper) -> Sheet:
    """Add the cover, which has no headings to repeat."""
    columns = [Column("", 48)]
    columns += [Column("", max(14.0, paper.money), Align.RIGHT) for _year in paper.years]
    columns.append(Column("", max(16.0, paper.money), Align.RIGHT))
    titles = [paper.plan_name, paper.home, paper.period]
    return paper.book.sheet(COVER, columns, titles=titles)


def write(paper: Paper, sheet: Sheet, projects: ProjectList, annex: Annex) -> None:
    """Write the cover; the row that the other sheets check themselves against stands at ANCHOR."""
    content, counts = paper.content, paper.content.counts
    sheet.line("")
    facts: list[tuple[str, str | int]] = [
        ("สถานะ", _state(paper)),
        ("แผนระดับล่างที่รับรองแล้ว", f"{counts.plans:,} แผน"),
        ("โครงการในแผนนี้", f"{counts.lines:,} โครงการ"),
        ("รายการต้นทางที่ยกขึ้นมา", f"{counts.items:,} รายการ"),
        ("ความต้องการที่อยู่เบื้องหลัง", f"{counts.needs:,} เรื่อง"),
        ("ตำบล · หมู่บ้าน/ชุมชน", f"{counts.tambons:,} ตำบล · {counts.villages:,} หมู่บ้าน/ชุมชน"),
        ("ขอบเขต", f"มีส่วนที่อยู่{OUTSIDE} แสดงเป็นยอดรวม" if content.partial else "ครบทุกพื้นที่ของแผน"),
    ]
    for label, value in facts:
        sheet.pair(label, str(value))
    sheet.line("")
    sheet.put([LABEL, *(f"ปี {year}" for year in paper.years), "รวมทุกปี"], Look.HEAD)
    totals: list[Cell] = [content.totals.get(year, ZERO) for year in paper.years]
    if sheet.at != ANCHOR:
        raise AssertionError(f"the cover's totals stand in row {sheet.at}, the other sheets look in {ANCHOR}")
    total = sheet.put(["ยอดของแผนตามข้อมูลในระบบ", *totals, content.total])
    there = projects.sheet.name
    refs = [
        Formula(
            f"={there}!{address(projects.total_row, projects.year_column[year])}",
            content.totals.get(year, ZERO),
        )
        for year in paper.years
    ]
    listed = sheet.put(["ยอดของแผนตามแบบ ผ.02", *refs, paper.across(sheet.at, 1, content.total)])
    _check(paper, sheet, total, listed)
    _aside(paper, sheet, annex)
    sheet.line("")
    sheet.pair("รหัสตรวจเนื้อหา (SHA-256)", digest(content))
    sheet.line("เนื้อหาเดียวกันได้รหัสเดียวกันเสมอ หากรหัสต่างกัน แสดงว่าเนื้อหาของแผนเปลี่ยนไปแล้ว")


def _state(paper: Paper) -> str:
    head = paper.content.head
    state = STATES[Plan.Status(head.status)]
    if not head.endorsed_at:
        return state
    return f"{state} โดย{head.endorsed_at} เมื่อ {show_date(date.fromisoformat(head.endorsed_on), 'long')}"


def _check(paper: Paper, sheet: Sheet, total: int, listed: int) -> None:
    differences: list[Cell] = []
    checks = []
    for n in range(len(paper.years) + 1):
        differences.append(Formula(f"=ROUND({address(listed, 1 + n)}-{address(total, 1 + n)},2)", ZERO))
        checks.append(f"{address(sheet.at, 1 + n)}=0")
    label = "ตรวจยอด: ผลต่างของสองยอดข้างบน"
    verdict = Formula(
        f'=IF(AND({",".join(checks)}),"{label} {TIES}","{label} {DOES_NOT_TIE}")', f"{label} {TIES}"
    )
    sheet.put([verdict, *differences], Look.TOTAL)


def _aside(paper: Paper, sheet: Sheet, annex: Annex) -> None:
    """Say on the first page what is not in the plan."""
    there, content = annex.sheet.name, paper.content
    for label, where, rows in (
        ("ไม่ได้ยกขึ้นมา (ภาคผนวก 1)", annex.left_out, content.left_out),
        ("ยังไม่ได้จัดวาง (ภาคผนวก 2)", annex.waiting, content.waiting),
    ):
        cells: list[Cell] = [label]
        for year in (*paper.years, ALL_YEARS):
            amounts = (row.total if year == ALL_YEARS else row.years.get(year, ZERO) for row in rows)
            cells.append(Formula(f"={there}!{address(*where[year])}", sum(amounts, ZERO)))
        sheet.put(cells)
