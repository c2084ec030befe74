"""Reads what a person types into the search box: the name asked for, and the places it lies in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from areas.models import Level
from areas.searchkey import normalise
from config.tools.thai import arabic, clean

LONGEST = 100  # letters that are read; the rest of a longer text is left out
MOST_WORDS = 8

MARKERS = {
    "จังหวัด": Level.PROVINCE,
    "จ.": Level.PROVINCE,
    "กิ่งอำเภอ": Level.DISTRICT,
    "อำเภอ": Level.DISTRICT,
    "อ.": Level.DISTRICT,
    "เขต": Level.DISTRICT,
    "ตำบล": Level.TAMBON,
    "ต.": Level.TAMBON,
    "แขวง": Level.TAMBON,
    "หมู่บ้านที่": Level.VILLAGE,
    "หมู่ที่": Level.VILLAGE,
    "หมู่": Level.VILLAGE,
    "ม.": Level.VILLAGE,
    "ชุมชน": Level.COMMUNITY,
}
_LEVEL_ORDER = {Level.VILLAGE: 0, Level.COMMUNITY: 0, Level.TAMBON: 1, Level.DISTRICT: 2, Level.PROVINCE: 3}
_ENGLISH = {
    "tambon": Level.TAMBON,
    "subdistrict": Level.TAMBON,
    "khwaeng": Level.TAMBON,
    "amphoe": Level.DISTRICT,
    "district": Level.DISTRICT,
    "khet": Level.DISTRICT,
    "changwat": Level.PROVINCE,
    "province": Level.PROVINCE,
}
# A short form stands anywhere (ต.รั้วใหญ่อ.เมือง), a long one where a word begins or after another name.
_MARKED = re.compile(
    r"(?:^|(?<=[\s,]))(?:หมู่บ้านที่|หมู่ที่|หมู่(?=\s*[0-9])|เขต|แขวง|ชุมชน)|[จอตม]\.|กิ่งอำเภอ|จังหวัด|อำเภอ|ตำบล"
)
_OTHER_WORDS = [
    (re.compile(r"กทม\.?"), "กรุงเทพมหานคร"),
    (re.compile(r"(?:องค์การบริหารส่วนตำบล|เทศบาลตำบล|อบต\.?|ทต\.)"), "ต."),
    (re.compile(r"(?:องค์การบริหารส่วนจังหวัด|อบจ\.?)"), "จ."),
    (re.compile(r"(?:เทศบาลเมือง|เทศบาลนคร|ทม\.|ทน\.)"), " "),
    (re.compile(r"โคราช"), "นครราชสีมา"),
]


@dataclass(frozen=True)
class Part:
    """A name as it is searched by (`text`), and the level that the word before it told, if any."""

    text: str
    level: Level | None = None
    marker: str = ""  # the word without a dot, since a name may begin with it: ชุมชน…, เขต…
    moo: int | None = None


@dataclass(frozen=True)
class Asked:
    """What was typed, as read: words in order, and numbers that are codes (`code`) or postal codes."""

    typed: str
    parts: tuple[Part, ...]
    code: str = ""  # digits, or a community's code: the start of an area code
    postal_code: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed that could be searched by."""
        return not (self.parts or self.code or self.postal_code)


def read(typed: str) -> Asked:
    """Return what a text asks for; never raises, whatever the text."""
    typed = clean(arabic(typed[: 4 * LONGEST]))[:LONGEST].strip()
    squeezed = normalise(typed).upper()
    if re.fullmatch(r"[0-9]{1,8}|[0-9]{6}[A-Z][0-9A-Z]?", squeezed):
        return Asked(typed, (), squeezed, squeezed if re.fullmatch(r"[0-9]{5}", squeezed) else "")
    parts, postal_code, code = [], "", ""
    for part in _parts(typed.lower()):
        if part.level is None and re.fullmatch(r"[0-9]{5}", part.text):
            postal_code = part.text
        elif part.level is None and re.fullmatch(r"[0-9]{4}|[0-9]{6}|[0-9]{8}", part.text):
            code = part.text
        else:
            parts.append(part)
    if any(part.level for part in parts[1:]) and all(part.level for part in parts):
        parts.sort(key=lambda part: _LEVEL_ORDER[part.level or Level.PROVINCE])
    return Asked(typed, tuple(parts[:MOST_WORDS]), code, postal_code)


def _parts(text: str) -> list[Part]:
    """Split a text at spaces, commas and the words for a level."""
    for pattern, word in _OTHER_WORDS:
        text = pattern.sub(word, text)
    parts: list[Part] = []
    marker, at = "", 0
    for found in [*_MARKED.finditer(text), None]:
        piece = text[at : found.start() if found else len(text)]
        parts += _words(piece, marker)
        if found:
            marker, at = found.group(), found.end()
    return [part for part in parts if part.text or part.moo is not None]


def _words(piece: str, marker: str) -> list[Part]:
    """Return the words of a piece of text; the first one is what the marker before it speaks of."""
    words = [word for word in re.split(r"[\s,]+", piece) if normalise(word)]
    parts: list[Part] = []
    level = MARKERS.get(marker)
    for word in words:
        if word in _ENGLISH:
            continue
        text = normalise(word)
        if level == Level.VILLAGE:
            number = re.match(r"[0-9]{1,2}(?![0-9])", text)
            moo = int(number.group()) if number else None
            parts.append(Part(text[number.end() :] if number else text, level, moo=moo))
        else:
            parts.append(Part(text, level, "" if marker.endswith(".") else marker))
        level, marker = None, ""
    return parts
