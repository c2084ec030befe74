"""How a ledger tells of a rule that does not hold: its name, the first rows that break it, how many more there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_NAMED = 20  # rows named for each broken rule; the rest is counted


@dataclass(frozen=True)
class Breach:
    """A rule that does not hold: its name and the rows that break it, in words; `more` are not named."""

    rule: str
    rows: tuple[str, ...]
    more: int


def named(rule: str, rows: Iterable[str]) -> Breach | None:
    """Return a breach with the first rows named and the others counted; None where the rule holds."""
    first: list[str] = []
    more = 0
    for row in rows:
        if len(first) < MOST_NAMED:
            first.append(row)
        else:
            more += 1
    return Breach(rule, tuple(first), more) if first else None


def all_named(rules: Iterable[tuple[str, Iterable[str]]]) -> list[Breach]:
    """Return the rules that do not hold."""
    return [breach for breach in (named(rule, rows) for rule, rows in rules) if breach is not None]
