"""How alike two items of plans are: by title, by the needs they answer, by years and by place.

The labelled pairs of tests/plans/fixtures/similar_pairs.csv are judged by the very same functions; docs/similarity.md
says how well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

from areas.codes import district_of, province_of, tambon_of
from config.tools.similar import Likeness, Vocabulary, alike

TERMS = Path(__file__).with_name("similar_terms.csv")

# What each sign counts; where nothing is known of a sign (no need linked, no budget yet) the others stand for it.
TEXT, NEED, YEARS, AREA = 0.80, 0.12, 0.04, 0.04
THRESHOLD = 0.62  # chosen on the dev half of the labelled pairs alone (bench/similarity.py prints the choice)
ALIKE_NEED = 0.6  # needs whose titles are so alike are called similar


class Near(IntEnum):
    """How near two places are, as far as codes tell; which tambons touch each other no data says."""

    FAR = 0  # of different provinces
    PROVINCE = 1
    DISTRICT = 2
    TAMBON = 3


def vocabulary() -> Vocabulary:
    """Return the words of similar_terms.csv; an edited file is read anew."""
    return _read(TERMS, TERMS.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _read(path: Path, changed: int) -> Vocabulary:
    return Vocabulary.read(path)


@dataclass(frozen=True, eq=False)
class NeedText:
    """The title of a need, made comparable; one object per title, so that pairs can be remembered."""

    title: str
    text: Likeness


@dataclass(frozen=True)
class Described:
    """What is compared of an item or line: needs, years with money, codes of the places."""

    text: Likeness
    needs: frozenset[NeedText]
    years: frozenset[int]
    areas: frozenset[str]


@dataclass(frozen=True)
class Comparison:
    """How alike two are, sign by sign (0–1); None where one of the two says nothing of it."""

    text: float
    need: float | None
    years: frozenset[int] | None
    near: Near

    @property
    def score(self) -> float:
        """How likely the two are the same, from 0 to 1."""
        reached, possible = TEXT * self.text + AREA * self.near / Near.TAMBON, TEXT + AREA
        if self.need is not None:
            reached, possible = reached + NEED * self.need, possible + NEED
        if self.years is not None:
            reached, possible = reached + YEARS * bool(self.years), possible + YEARS
        return reached / possible


def most(text: float) -> float:
    """Return the highest score that two titles so alike can reach."""
    return TEXT * text + NEED + YEARS + AREA


TEXT_FLOOR = (THRESHOLD - most(0)) / TEXT  # with titles less alike no pair reaches the threshold


class Needs:
    """The needs' titles, each made comparable once, and how alike any two of them are."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.known: dict[str, NeedText] = {}
        self.pairs: dict[tuple[NeedText, NeedText], float] = {}

    def of(self, titles: Iterable[str]) -> frozenset[NeedText]:
        """Return the needs of these titles."""
        return frozenset(self._one(title) for title in titles)

    def _one(self, title: str) -> NeedText:
        need = self.known.get(title)
        if need is None:
            need = self.known[title] = NeedText(title, self.words.describe(title))
        return need

    def alike(self, ones: frozenset[NeedText], others: frozenset[NeedText]) -> float | None:
        """Return how alike the two most alike needs are; None where one side has none."""
        if not ones or not others:
            return None
        if not ones.isdisjoint(others):
            return 1.0
        return max(self._pair(one, other) for one in ones for other in others)

    def _pair(self, one: NeedText, other: NeedText) -> float:
        likeness = self.pairs.get((one, other))
        if likeness is None:
            likeness = alike(one.text, other.text)
            self.pairs[one, other] = self.pairs[other, one] = likeness
        return likeness


def near(ones: Iterable[str], others: Iterable[str]) -> Near:
    """Return how near the nearest two of the places are; '' is no place and far from all."""
    others = tuple(others)
    return max((_near(one, other) for one in ones for other in others), default=Near.FAR)


def _near(one: str, other: str) -> Near:
    if tambon_of(one) and tambon_of(one) == tambon_of(other):
        return Near.TAMBON
    if district_of(one) and district_of(one) == district_of(other):
        return Near.DISTRICT
    if one and province_of(one) == province_of(other):
        return Near.PROVINCE
    return Near.FAR


def compare(one: Described, other: Described, needs: Needs, text: float | None = None) -> Comparison:
    """Return how alike two are; `text` is the likeness of the titles where it is known already."""
    return Comparison(
        text=alike(one.text, other.text) if text is None else text,
        need=needs.alike(one.needs, other.needs),
        years=one.years & other.years if one.years and other.years else None,
        near=near(one.areas, other.areas),
    )
