"""How much of everything the made-up country has, and how it is spread: heavy tails, and some provinces without."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from config.tools.money import allocate, to_baht, to_satang

SEED = "ผืนงาน 2566"
FIRST = "71"  # the province that the others grow around; it is never one of the empty ones
EMPTY = 7  # provinces without plans and projects
TAIL, LARGEST = 1.3, 40.0  # of the Pareto distribution of tambons, and where it is cut
MOST_VILLAGES = 99  # two digits of a village's code


@dataclass(frozen=True)
class Size:
    """How many rows the whole country has."""

    villages: int = 75_000
    projects: int = 100_000
    allocations: int = 300_000
    items: int = 600_000
    needs: int = 200_000
    surveys: int = 12_000
    people: int = 30_000


@dataclass(frozen=True)
class Share:
    """How many rows a tambon has of each kind."""

    villages: int
    projects: int
    allocations: int
    items: int
    needs: int
    surveys: int
    people: int


def rng(*of: str) -> Random:
    """Return the numbers of one thing, the same in every run and every machine."""
    return Random(":".join((SEED, *of)))  # noqa: S311  nothing secret


def in_order(provinces: Iterable[str]) -> list[str]:
    """Return the provinces in the order in which a smaller country takes them in."""
    return sorted(provinces, key=lambda code: (code != FIRST, rng("order", code).random()))


def empty(provinces: Iterable[str]) -> set[str]:
    """Return the provinces without plans and projects: at most a tenth of them."""
    rest = in_order(provinces)[1:]
    return set(rest[2 :: max(10, len(rest) // EMPTY)])


def shares(tambons: list[str], size: Size) -> dict[str, Share]:
    """Return what each tambon has, by its code; the whole country's tambons share exactly `size`.

    Of the rows that hang on a village none come to a tambon without one.
    """
    without = empty({code[:2] for code in tambons})
    even = [rng("villages", code).randint(5, 16) for code in tambons]
    villages = spread(size.villages, even)
    parts = [
        spread(
            total,
            [
                _heavy(kind, code, without) if many else 0
                for code, many in zip(tambons, villages, strict=True)
            ],
        )
        for kind, total in (
            ("projects", size.projects),
            ("projects", size.allocations),  # where there are more projects there are more places
            ("items", size.items),
            ("needs", size.needs),
            ("surveys", size.surveys),
            ("people", size.people),
        )
    ]
    rows = zip(tambons, villages, *parts, strict=True)
    return {code: Share(min(many, MOST_VILLAGES), *rest) for code, many, *rest in rows}


def _heavy(kind: str, code: str, without: set[str]) -> int:
    """Return a tambon's weight: a few have very much, most have little."""
    if code[:2] in without:
        return 0
    return int(1000 * min(rng(kind, code).paretovariate(TAIL), LARGEST))


def spread(total: int, weights: list[int]) -> list[int]:
    """Return whole shares of a number in proportion to weights, by largest remainder."""
    return [to_satang(share) for share in allocate(to_baht(total), weights)]
