"""Thai text as people type it: clean-up, digits, and the error for what cannot be read."""

import re
import unicodedata
from collections.abc import Iterator

TONES = "\u0e48-\u0e4b"
_SPLIT_SARA_AM = re.compile(f"\u0e4d([{TONES}]*)\u0e32")  # ํ + า, with or without a tone mark between
_LATE_TONE = re.compile(f"\u0e33([{TONES}]+)")  # the tone mark typed after ำ
_TWICE_SARA_E = re.compile("\u0e40\u0e40")  # เ + เ looks like แ
_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_QUOTED = 40
_LONGEST_KEY = 18  # digits
_MOST_MARKS = 30  # marks on one letter; Thai has three, and the time NFC takes grows with their square


class Unreadable(ValueError):  # noqa: N818  it is no fault of the program
    """What a person typed cannot be read; str() is the translated sentence that says why and what to type."""


def clean(text: str) -> str:
    """One line of text in one spelling: NFC, ำ and แ as one character, nothing invisible, single spaces."""
    text = unicodedata.normalize("NFC", " ".join("".join(_visible(text)).split()))
    text = _SPLIT_SARA_AM.sub("\\1\u0e33", text)
    text = _LATE_TONE.sub("\\1\u0e33", text)
    text = _TWICE_SARA_E.sub("\u0e41", text)
    return unicodedata.normalize("NFC", text)


def _visible(text: str) -> Iterator[str]:
    """Yield what a person can see: no controls, no noncharacters, marks on a letter within reason."""
    if text.isascii() and text.isprintable():  # a long one should not be looked at letter by letter
        yield text
        return
    marks = 0
    for ch in text:
        kind = unicodedata.category(ch)
        if not ch.isspace() and (kind in ("Cc", "Cf", "Cs") or _is_no_character(ord(ch))):
            continue
        marks = marks + 1 if kind.startswith("M") else 0
        if marks <= _MOST_MARKS:
            yield ch


def _is_no_character(point: int) -> bool:
    """Whether Unicode keeps a code point out of all text: XML, and so Excel, breaks on U+FFFE and U+FFFF."""
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def arabic(text: str) -> str:
    """The text with Thai digits written as 0–9; everything else as it was."""
    return text.translate(_ARABIC)


def quoted(text: str) -> str:
    """What was typed, short enough to stand in a sentence."""
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"


def is_key(text: str) -> bool:
    """Whether a text may be the key of a row; SQLite cannot hold a longer number."""
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_KEY
