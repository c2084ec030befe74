"""The list of who handed in a plan as a workbook: the rows of the page, numbers as numbers."""

from __future__ import annotations

from typing import BinaryIO

from config.tools.sheets import Align, Book, Cell, Column, Look
from config.tools.thai import show_date, today
from plans.completeness import DRAFT, NONE, SENT, Completeness, Row

SHEET = "การส่งแผน ตำบล"
STATES = {SENT: "ส่งแล้ว", DRAFT: "ร่าง", NONE: "ยังไม่เริ่ม"}
COLUMNS = (
    Column("ที่", 6, Align.CENTRE),
    Column("จังหวัด", 16),
    Column("อำเภอ", 18),
    Column("ตำบล", 18),
    Column("รหัส", 10),
    Column("สถานะ", 12),
    Column("ช่วงปีของแผน", 14),
    Column("วันที่รับรองหรือแก้ล่าสุด", 20),
    Column("อายุ (วัน)", 10, Align.RIGHT),
    Column("หมู่บ้านและชุมชน", 12, Align.RIGHT),
    Column("ที่ส่งแล้ว", 10, Align.RIGHT),
    Column("ที่เป็นร่าง", 10, Align.RIGHT),
)

PROVINCES = "การส่งแผน จังหวัด"
PROVINCE_COLUMNS = (
    Column("ที่", 6, Align.CENTRE),
    Column("จังหวัด", 18),
    Column("รหัส", 10),
    Column("สถานะของแผนจังหวัด", 16),
    Column("ช่วงปีของแผน", 14),
    Column("วันที่รับรองหรือแก้ล่าสุด", 20),
    Column("อายุ (วัน)", 10, Align.RIGHT),
    Column("ตำบล", 10, Align.RIGHT),
    Column("ตำบลที่ส่งแล้ว", 14, Align.RIGHT),
)


def write(found: Completeness, home: str, target: BinaryIO) -> None:
    """Write the list to an open binary file."""
    book = Book(target, title=f"การส่งแผนของตำบล {home}")
    period = f"แผน พ.ศ. {found.years} · " if found.years else ""
    titles = [
        f"การส่งแผนของตำบล {home}",
        f"{period}ส่งแล้ว {found.sent} จาก {found.count} ตำบล · ณ {show_date(today())}",
    ]
    sheet = book.sheet(SHEET, COLUMNS, titles=titles)
    number = places = sent = draft = 0
    for group in found.groups:
        for row in group.rows:
            number += 1
            places, sent, draft = places + row.places, sent + row.places_sent, draft + row.places_draft
            names = [group.province.name_th, group.district.name_th, row.area.name_th, row.area.code]
            sheet.put([number, *names, *_told(row), row.places_draft])
    sheet.put(["รวม", None, None, f"{number} ตำบล", *[None] * 5, places, sent, draft], Look.TOTAL)
    if found.provinces:
        _write_provinces(book, found, [f"แผนระดับจังหวัด {home}", titles[1]])
    book.close()


def _write_provinces(book: Book, found: Completeness, titles: list[str]) -> None:
    """Write the plan of each province, with how many of its tambons handed in."""
    sheet = book.sheet(PROVINCES, PROVINCE_COLUMNS, titles=titles)
    for number, row in enumerate(found.provinces, 1):
        sheet.put([number, row.area.name_th, row.area.code, *_told(row)])
    tambons = sum(row.places for row in found.provinces)
    handed_in = sum(row.places_sent for row in found.provinces)
    sheet.put(["รวม", *[None] * 6, tambons, handed_in], Look.TOTAL)


def _told(row: Row) -> list[Cell]:
    """Return what is told of a row's plan: state, period, day, its age in days, places, those that handed in."""
    period = row.plan.period if row.plan else None
    day = show_date(row.day) if row.day else None
    return [STATES[row.state], period, day, row.days, row.places, row.places_sent]


def file_name(home: str) -> str:
    """Return the name under which the list is saved: การส่งแผน-จ.กาญจนบุรี.xlsx."""
    return f"การส่งแผน-{home}.xlsx"
