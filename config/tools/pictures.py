"""Numbers made ready to be drawn as SVG by a template: lengths in whole percent of the largest, words beside them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Bar:
    """A bar: its name, its number in words, its length in percent of the longest, and where it leads."""

    name: str
    told: str
    percent: int
    url: str = ""


def bars(rows: Iterable[tuple[str, Decimal | int, str, str]]) -> list[Bar]:
    """Return bars of (name, number, number in words, address); the longest is 100, what is not nothing at least 1."""
    found = list(rows)
    most = max((number for _name, number, _told, _url in found), default=0)
    return [Bar(name, told, percent(number, most), url) for name, number, told, url in found]


def percent(part: Decimal | int, whole: Decimal | int) -> int:
    """Return the percent that a part is of a whole, rounded down, but at least 1 of what is not nothing."""
    return max(int(100 * part / whole), int(part > 0)) if whole else 0


def letters(text: str) -> int:
    """Return how many letters stand beside each other; vowels and tones above and below a letter take no room."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text)
