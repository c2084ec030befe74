"""The Thai order of names, as a text that sorts alike on every database.

Same order as ICU's collation for Thai (CLDR th): a leading vowel counts after its consonant, tone marks count
only between names that are otherwise equal, spaces and punctuation do not count at all. The key is lower-case
hex, because text keys are reordered by the databases' own collations.
"""

import re
import unicodedata

from config.tools.text import TONES, arabic

LONGEST = 160  # characters of a key; the longest name of an area needs 122
_CONSONANTS = "".join(map(chr, range(0x0E01, 0x0E2F)))  # ก–ฮ, with ฤ and ฦ at their places
_VOWELS = "\u0e4dะัาิีึืุูเแโใไ\u0e3a"
_LEADING_VOWEL = re.compile(f"([เแโใไ])([{_CONSONANTS}])")
_SARA_AM = re.compile(f"\u0e4d([{TONES}]*)\u0e32")
_MARKS = {
    mark: str(weight) for weight, mark in enumerate("\u0e4e\u0e4c\u0e47\u0e48\u0e49\u0e4a\u0e4b", start=2)
}
_OTHER_MARK = "9"

# First level, two hex digits: symbols, digits, Thai, Latin, other letters (the ends with code point).
_SYMBOL, _OTHER = "10", "f0"
_WEIGHTS = {
    **{digit: f"{0x20 + n:02x}" for n, digit in enumerate("0123456789")},
    **{letter: f"{0x30 + n:02x}" for n, letter in enumerate(_CONSONANTS + _VOWELS)},
    **{letter: f"{0xC0 + n:02x}" for n, letter in enumerate("abcdefghijklmnopqrstuvwxyz")},
    "ๅ": f"{0x30 + len(_CONSONANTS) + _VOWELS.index('า'):02x}",
}


def sort_key(name: str) -> str:
    """The key of a cleaned name: sorting by it as plain text gives the Thai order."""
    text = unicodedata.normalize("NFKD", arabic(name).casefold())
    text = _LEADING_VOWEL.sub(r"\2\1", _SARA_AM.sub("\\1\u0e32\u0e4d", text))
    letters: list[str] = []
    marks: list[str] = []
    for character in text:
        weight = _weight(character)
        if weight:
            letters.append(weight)
            marks.append("1")
        elif unicodedata.category(character) == "Mn":
            marks.append(_MARKS.get(character, _OTHER_MARK))
    tones = "".join(marks).rstrip("1")
    return ("".join(letters) + (f"00{tones}" if tones else ""))[:LONGEST]


def _weight(character: str) -> str:
    """First-level weight; "" for what does not count there (marks, spaces, punctuation, ๆ and ฯ)."""
    if character in _WEIGHTS:
        return _WEIGHTS[character]
    kind = unicodedata.category(character)
    if kind == "Mn" or kind[0] in "PZC" or character in "ๆฯ":
        return ""
    return f"{_SYMBOL if kind[0] == 'S' else _OTHER}{ord(character):06x}"
