"""What a new line says at first: the words and kinds of its originals, for a person to edit."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any, TypeVar

from plans.models import Plan, PlanItem
from plans.ways import own_doors

T = TypeVar("T")
SHORTEST_COMMON = 8  # letters; a shorter beginning that titles share says too little to be a title
LEADING_VOWELS = "เแโใไ"  # they sound after the consonant that follows them
TEXTS = ("objective", "target", "indicator", "expected_result")


def prefill(plan: Plan, items: Sequence[PlanItem]) -> dict[str, Any]:
    """Return a line's fields as its originals suggest them: shared or longest words, kinds of the majority."""
    door = most(item.door for item in items)
    doors = own_doors(plan)
    return {
        "title": common_title([item.title for item in items]),
        **{name: longest(getattr(item, name) for item in items) for name in TEXTS},
        "target": "\n".join(dict.fromkeys(item.target for item in items if item.target)),
        "dimension": most(item.dimension for item in items),
        "work_stream": most(item.work_stream for item in items),
        "main_agency": most(item.main_agency for item in items),
        "doability": most(item.doability for item in items),
        "door": door if door in doors else PlanItem.Door.PROVINCE,
    }


def most(values: Iterable[T]) -> T:
    """Return the value that occurs most often; of equals the first."""
    return Counter(values).most_common(1)[0][0]


def longest(texts: Iterable[str]) -> str:
    """Return the text that says most."""
    return max(texts, key=len, default="")


def common_title(titles: Sequence[str]) -> str:
    """Return what the titles begin with if it says enough, else the longest of them.

    A beginning never ends between a letter and the vowel or tone mark that belongs to it.
    """
    shared = beginning(titles)
    if any(
        unicodedata.combining(rest[0]) or unicodedata.category(rest[0]) == "Mn"
        for rest in ends(titles, shared)
    ):
        shared = shared[:-1]
    shared = shared.strip(" .:-–(/" + LEADING_VOWELS)
    return shared if len(shared) >= SHORTEST_COMMON else longest(titles)


def beginning(titles: Sequence[str]) -> str:
    """Return the letters that all titles begin with."""
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*titles, strict=False))
    return "".join(letters[0] for letters in same)


def ends(titles: Iterable[str], shared: str) -> list[str]:
    """Return what follows the shared beginning in each title, where anything does."""
    return [title[len(shared) :] for title in titles if len(title) > len(shared)]
