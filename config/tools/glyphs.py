"""How much room Thai text takes on paper, so that a row can be made tall enough before anyone opens the file.

Official papers are set in TH Sarabun New, which no package carries; its younger sister Sarabun does. Measured on
the texts of the demo, Sarabun is 1.49 times as wide per point (1.13 for spaces, 1.32 to 1.66 by letter); both
bolds are 1.03 to 1.05 times their regulars. Dividing Sarabun's advances by 1.45 therefore errs towards more room.
Held against LibreOffice's own line breaks in TH Sarabun New (456 texts in columns of 9 to 42 characters, regular
and bold), `lines` was never too few, the same in half of the cases, else mostly one too many.
"""

from __future__ import annotations

import math
import unicodedata
from functools import cache

import fontpkg
from fontTools.ttLib import TTFont

SARABUN_IS_WIDER = 1.45
SPACE = 0.22  # em; the one sign that is no wider in Sarabun
LINE = 1.32  # em from one line to the next; the font's own ascent and descent are 1.30
WORD, SHARE = 1.2, 0.2  # em, and share of its room, that a line loses since the next Thai word does not fit
_UNKNOWN = 0.6  # em of a sign that is neither Thai nor Latin
_REGULAR, _BOLD = 400, 700
_FINE = 250  # units of an em in the table: the widest sign stays below 256
_BYTES = "cp874"  # every Thai and Latin sign is one byte in it


@cache
def advances(bold: bool = False) -> bytes:
    """Return the advance width of each byte of cp874 in 1/250 em; the font is read once in a process.

    Nothing for marks above and below and for what is invisible, much for what the font lacks.
    """
    with TTFont(fontpkg.path("sarabun", _BOLD if bold else _REGULAR), lazy=True) as font:
        glyphs, metrics, em = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
        widths = [_UNKNOWN] * 256
        for byte in range(256):
            sign = bytes([byte]).decode(_BYTES, "replace")
            if unicodedata.category(sign) in ("Mn", "Cf", "Cc"):
                widths[byte] = 0
            elif ord(sign) in glyphs:
                widths[byte] = metrics[glyphs[ord(sign)]][0] / em / SARABUN_IS_WIDER
    widths[ord(" ")], widths[ord("?")] = SPACE, _UNKNOWN  # a sign outside cp874 is read as ?
    return bytes(min(255, math.ceil(width * _FINE)) for width in widths)


def width(text: str, *, bold: bool = False) -> float:
    """Width of a text on one line, in em."""
    return sum(text.encode(_BYTES, "replace").translate(advances(bold))) / _FINE


def lines(text: str, room: float, *, bold: bool = False) -> int:
    """Return how many lines a text may need in a room of so many em, rather one too many than one too few.

    Where a Thai line breaks only a dictionary knows; so each line is taken to lose most of a word at its end.
    """
    if len(text) * _UNKNOWN <= room and "\n" not in text:
        return 1
    count = 0
    for paragraph in text.split("\n"):
        whole = width(paragraph, bold=bold)
        if whole <= room:
            count += 1
        else:
            count += max(2, math.ceil(whole / (room - min(WORD, room * SHARE))))
    return count


def pieces(text: str, room: float, most: int) -> list[str]:
    """Cut a text into pieces of at most `most` lines each, at the end of a line or word where there is one."""
    left, cut = text, []
    while lines(left, room) > most:
        low, high = 1, len(left)
        while low < high:  # the longest beginning that fits
            middle = (low + high + 1) // 2
            low, high = (middle, high) if lines(left[:middle], room) <= most else (low, middle - 1)
        at = max(left.rfind("\n", 1, low), left.rfind(" ", low // 2, low)) + 1 or low
        while at < len(left) and at > 1 and unicodedata.category(left[at]) == "Mn":
            at -= 1  # a mark stays with its consonant
        cut.append(left[:at].rstrip())
        left = left[at:].lstrip()
    return [*cut, left]
