"""How alike two short Thai texts are: words of a vocabulary first, letters in a row for all other words.

Thai has no spaces between words, so a text is read from left to right for the longest words of a vocabulary.
What one word of it calls by many names (ฝายชะลอน้ำ, ฝายกั้นน้ำ) is one feature; what is left over counts by its
letters, three in a row. Tone marks, numbers and signs do not count. How alike two texts are depends on them and
the vocabulary alone, never on what else is stored: a percentage that is shown stays true.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from typing import Literal, cast, get_args

Kind = Literal["thing", "act", "stop", "exact", "place", "home"]

GRAM = 3  # letters in a row
GRAM_WEIGHT = (
    0.3  # of three letters outside the vocabulary; about ten letters weigh as much as one word of it
)
LATER = 0.6  # of a thing that is not the first: Thai says the head of a phrase first (ถนนเข้าศาลา is a road)
GENERIC = 0.8  # a thing that weighs less (กลุ่ม, ศูนย์) is no head
OTHER_ACT = 0.4  # what is left of the likeness when one text repairs what the other builds
DEFAULT_ACT = "build"  # a title that names a thing alone (ฝายชะลอน้ำ) means to make it

_SARA_AM = re.compile("\u0e4d[\u0e48-\u0e4b]\u0e32")  # ํ + tone mark + า
_SILENT = re.compile("[\u0e01-\u0e2e][\u0e34\u0e38]?\u0e4c")  # a letter under ์
_TONES = dict.fromkeys([*range(0x0E47, 0x0E4F), 0x0E3A])  # ็ and tone marks; left away, and so are stray dots
_TIDY: dict[int, str | None] = {
    **dict.fromkeys([0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF]),  # invisible
    **{0x0E50 + digit: str(digit) for digit in range(10)},
}
_VILLAGE = re.compile(r"(?:หมู่ที่|หมู่บ้านที่|หมู่|ม\.)\s*(?:[0-9]+\s*[-–,]?\s*)+")
_SHORT_PLACE = re.compile(r"(?<![ก-๙.])(?:[ตอจ]\.|อบต\.|อบจ\.|ทต\.)\s*[^\s0-9]+")
_NAMED_HOME = re.compile(r"(?<![ก-๙])บ้าน[^\s0-9]+(?=\s+(?:หมู่|ม\.|[ตอจ]\.|\d|$))")
_SIGNS = re.compile("[^a-z\u0e01-\u0e3a\u0e40-\u0e45]+")  # all but Latin letters and Thai letters and vowels
_MARKS = "\u0e30\u0e31\u0e32\u0e33\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e45"  # no word begins with them
_PAIR = 2  # letters by which the words of a vocabulary are found


def tidy(text: str) -> str:
    """Return a text in small letters, digits 0–9, without what is invisible; much cheaper than `clean`."""
    return text.translate(_TIDY).lower()


def squeeze(text: str) -> str:
    """Return a text as it is compared: no tone marks, silent letters, numbers or signs; words at single spaces."""
    text = _SILENT.sub("", tidy(text)).replace("\u0e4d\u0e32", "\u0e33")
    text = _SARA_AM.sub("\u0e33", text).translate(_TONES).replace("\u0e40\u0e40", "\u0e41")
    return " ".join(_SIGNS.sub(" ", text).split())


@dataclass(frozen=True)
class Word:
    """A word of the vocabulary: what it stands for, and its weight from 0 to 1."""

    kind: Kind
    name: str
    weight: float
    names: bool = False  # names follow it, and names of villages are made with it: ห้วย, คลอง, หนอง


@dataclass(frozen=True)
class Likeness:
    """A text made comparable: features with weights (the square sum is 1), and what is done in it."""

    features: Mapping[str, float]
    acts: frozenset[str]


@dataclass(frozen=True)
class Vocabulary:
    """Words by their spelling, found by their first two letters, the longest first."""

    words: Mapping[str, Word]
    exact: tuple[str, ...]
    _by_pair: Mapping[str, tuple[str, ...]] = field(repr=False)

    @classmethod
    def of(cls, rows: Iterable[tuple[Kind, str, float, Iterable[str]]]) -> Vocabulary:
        """Return the vocabulary of rows (kind, name, weight, spellings); of equal spellings the first counts.

        A spelling that ends in … is one that names follow.
        """
        words: dict[str, Word] = {}
        exact: list[str] = []
        for kind, name, weight, spellings in rows:
            for spelling in spellings:
                if kind == "exact":
                    exact.append(tidy(spelling))
                    continue
                word = Word(kind, name, weight, names=spelling.endswith("…"))
                words.setdefault(squeeze(spelling).replace(" ", ""), word)
        words.pop("", None)
        by_pair: dict[str, list[str]] = {}
        for spelling in sorted(words, key=len, reverse=True):
            by_pair.setdefault(spelling[:_PAIR], []).append(spelling)
        return cls(words, tuple(exact), {pair: tuple(spellings) for pair, spellings in by_pair.items()})

    @classmethod
    def read(cls, path: Path) -> Vocabulary:
        """Return the vocabulary of a CSV file: kind, name, weight, words (separated by |)."""
        with path.open(encoding="utf-8", newline="") as file:
            return cls.of(
                (_kind(row["kind"]), row["name"], float(row["weight"]), row["words"].split("|"))
                for row in csv.DictReader(file)
            )

    def describe(self, text: str, places: Iterable[str] = ()) -> Likeness:
        """Return what is compared of a text; names of `places` (squeezed) in it do not count."""
        text = tidy(text)
        for pattern in (_VILLAGE, _NAMED_HOME, _SHORT_PLACE):
            text = pattern.sub(" ", text)
        for word in self.exact:
            text = text.replace(word, " ")
        text = squeeze(text)
        for place in places:
            text = text.replace(place, " ")
        things, acts, left = self._split(text)
        weights = {gram: GRAM_WEIGHT for piece in left for gram in grams(piece)} | things
        length = sqrt(sum(weight * weight for weight in weights.values()))
        most = max(acts.values(), default=0)
        telling = frozenset(name for name, weight in acts.items() if weight == most)
        return Likeness({name: weight / length for name, weight in weights.items()}, telling or _BUILDS)

    def _split(self, text: str) -> tuple[dict[str, float], dict[str, float], list[str]]:
        """Return the things and acts of a squeezed text with their weights, and the pieces that are left."""
        things: dict[str, float] = {}
        acts: dict[str, float] = {}
        left: list[str] = []
        start = at = 0
        share = 1.0  # of a thing's weight that counts
        while at < len(text):
            spelling = self._word_at(text, at)
            if spelling is None:
                at += 1
                continue
            word = self.words[spelling]
            left.append(text[start:at])
            at = start = at + len(spelling)
            if word.kind == "place" or (word.kind == "home" and self._begins_name(text, at)):
                at = start = _next_space(text, at)
            elif word.kind == "act":
                acts[word.name] = word.weight
            elif word.kind in ("thing", "home"):
                name = f"={word.name}"
                things[name] = max(word.weight * share, things.get(name, 0.0))
                if word.weight >= GENERIC:
                    share = LATER
                if word.names:
                    at = start = self._after_name(text, at)
        left.append(text[start:])
        return things, acts, left

    def _begins_name(self, text: str, at: int) -> bool:
        """Whether the letters after บ้าน are the name of a village: unknown ones, or a word such as ห้วย or หนอง."""
        if at >= len(text) or text[at] == " ":
            return False
        spelling = self._word_at(text, at)
        return spelling is None or self.words[spelling].names

    def _after_name(self, text: str, at: int) -> int:
        """Return where the name of a canal, a wood, a pond ends: at a space or at a word that makes no names."""
        while at < len(text) and text[at] != " ":
            spelling = self._word_at(text, at)
            if spelling is not None and not self.words[spelling].names:
                break
            at += len(spelling) if spelling else 1
        return at

    def _word_at(self, text: str, at: int) -> str | None:
        """Return the longest word that begins at a letter and does not end within a syllable."""
        for spelling in self._by_pair.get(text[at : at + _PAIR], ()):
            if text.startswith(spelling, at):
                end = at + len(spelling)
                if end == len(text) or text[end] not in _MARKS:
                    return spelling
        return None


_BUILDS = frozenset({DEFAULT_ACT})


def _kind(text: str) -> Kind:
    """Return the kind of a row of the table; raises ValueError for another word."""
    for kind in get_args(Kind):
        if kind == text:
            return cast(Kind, kind)
    raise ValueError(f"kind is one of {', '.join(get_args(Kind))}, not {text!r}")


def _next_space(text: str, at: int) -> int:
    """Return where the next space is, or the end."""
    space = text.find(" ", at)
    return len(text) if space < 0 else space


def grams(piece: str) -> Iterable[str]:
    """Return the letters of a piece three in a row; a word of one or two letters says too little."""
    for word in piece.split():
        for at in range(len(word) - GRAM + 1):
            yield word[at : at + GRAM]


def alike(one: Likeness, other: Likeness) -> float:
    """Return how alike two texts are, from 0 to 1."""
    few, many = one.features, other.features
    if len(few) > len(many):
        few, many = many, few
    cosine = 0.0
    for name, weight in few.items():
        if name in many:
            cosine += weight * many[name]
    if cosine and one.acts.isdisjoint(other.acts):
        cosine *= OTHER_ACT
    return min(cosine, 1.0)
