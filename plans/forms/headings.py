"""How offices head the columns of their plan tables, as in the local plan forms (ผ.02), and how they mark sums."""

from __future__ import annotations

import re

from areas.searchkey import normalise
from config.tools.thai import arabic

Key = str | int | None  # what a column holds: a name below, a year BE, or None where it is not known

TITLE, NUMBER, TOTAL, DIMENSION, GROUP, NEED = "title", "number", "total", "dimension", "group", "need"
WORDS = ("objective", "target", "indicator", "expected_result")
_HEADINGS = {
    TITLE: "โครงการ ชื่อโครงการ รายการ ชื่อรายการ กิจกรรม โครงการ/กิจกรรม ชื่อโครงการ/กิจกรรม ข้อเสนอ",
    NUMBER: "ที่ ลำดับ ลำดับที่ เลขที่ ข้อ รหัส",
    TOTAL: "รวม รวมเงิน รวมทั้งสิ้น งบรวม",
    DIMENSION: "มิติ ด้าน",
    NEED: "ความต้องการ ปัญหา ปัญหา/ความต้องการ ปัญหาและความต้องการ ปัญหาความต้องการ ตอบความต้องการ",
    GROUP: "งบประมาณ งบประมาณและที่มา งบประมาณที่ขอ",  # stands over the years
    "objective": "วัตถุประสงค์",
    "target": "เป้าหมาย เป้าหมายผลผลิต",
    "indicator": "ตัวชี้วัด",
    "expected_result": "ผลที่คาดว่าจะได้รับ ผลลัพธ์ที่คาดว่าจะได้รับ",
}
_NAMED = {word: name for name, words in _HEADINGS.items() for word in words.split()}
_YEAR = re.compile(r"(?:ปี)?(?:งบประมาณ)?(?:พ\.ศ\.)?(2[56][0-9]{2})")
_COUNTED = re.compile(r"[0-9]{0,3}[.)]?")
_SUM = re.compile(r"รวม(?:ทั้งสิ้น|ทั้งหมด|เงิน|งบประมาณ)?(?:[0-9]*(?:โครงการ|รายการ))?")


def key_of(heading: str) -> Key:
    """Return what a heading names, its remarks in brackets left away."""
    plain = re.sub(r"\(.*?\)|\s", "", arabic(heading))
    year = _YEAR.fullmatch(plain)
    return int(year[1]) if year else _NAMED.get(plain)


def is_counted(cell: str) -> bool:
    """Whether a cell is blank or a running number: 1, ๒., 3)."""
    return bool(_COUNTED.fullmatch(arabic(cell)))


def is_sum(cell: str) -> bool:
    """Whether a cell marks a row of sums: รวม, รวม 12 โครงการ."""
    return bool(_SUM.fullmatch(re.sub(r"\s", "", arabic(cell))))


def plain_dimension(text: str) -> str:
    """Return the normalised name of a dimension without the word in front: ด้านสังคม gives สังคม."""
    return normalise(text).removeprefix("ด้าน").removeprefix("มิติ")
