"""The labelled pairs of items, and how well likeness tells them: precision, recall, the choice of the threshold.

A pair is positive when its label is `same`: the work of both would be one line of the province's plan. `related`
pairs (repair and new building of a weir) count as mistakes, as `different` ones do.
"""

import csv
import itertools
from dataclasses import dataclass
from pathlib import Path

from plans.likeness import Described, Needs, compare, vocabulary

FILE = Path(__file__).parent / "fixtures" / "similar_pairs.csv"
PLACES = {  # what the column `area` says, as two codes
    "tambon": ("710109", "710109"),
    "district": ("710109", "710108"),
    "province": ("710109", "711001"),
}


@dataclass(frozen=True)
class Pair:
    """A labelled pair with the score it gets."""

    split: str
    topic: str
    label: str
    hard: bool
    a: str
    b: str
    score: float


def years(text):
    """Return the years of 2568 or 2567–2570."""
    first, _dash, last = text.partition("-")
    return frozenset(range(int(first), int(last or first) + 1))


def rows():
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(score=None):
    """Return all pairs with their scores; `score` replaces ours, for controls."""
    words = vocabulary()
    needs = Needs(words)
    pairs = []
    for row in rows():
        sides = [
            Described(
                words.describe(row[f"title_{side}"]),
                needs.of(row[f"needs_{side}"].split(";")),
                years(row[f"years_{side}"]),
                frozenset({place}),
            )
            for side, place in zip("ab", PLACES[row["area"]], strict=True)
        ]
        value = score(row, *sides) if score else compare(*sides, needs).score
        pairs.append(
            Pair(
                row["split"],
                row["topic"],
                row["label"],
                row["hard"] == "1",
                row["title_a"],
                row["title_b"],
                value,
            )
        )
    return pairs


@dataclass(frozen=True)
class Measure:
    """What a threshold finds."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self):
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self):
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self):
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def measure(pairs, threshold, positive=("same",)):
    """Return what a threshold finds among pairs."""
    found = [pair.label in positive for pair in pairs if pair.score >= threshold]
    there = sum(pair.label in positive for pair in pairs)
    return Measure(sum(found), len(found) - sum(found), there - sum(found))


def choose(pairs):
    """Return the threshold with the best F1, in the middle of the span where it is best, to two places."""
    steps = [step / 100 for step in range(20, 100)]
    best = max(measure(pairs, step).f1 for step in steps)
    equal = [step for step in steps if measure(pairs, step).f1 == best]
    end = next((a for a, b in itertools.pairwise(equal) if b - a > 0.011), equal[-1])
    return round((equal[0] + end) / 2, 2)


def part(pairs, split):
    return [pair for pair in pairs if pair.split == split]
