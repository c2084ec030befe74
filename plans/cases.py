"""What gaps and overlaps have in common: where a case stands, by its evidence and by what was decided on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import CharField, Func, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from areas.models import User
from config.tools.thai import days_past, today
from plans.models import GapDecision, OverlapDecision

D = TypeVar("D", GapDecision, OverlapDecision)


class State(TextChoices):
    """Where a case stands."""

    OPEN = "open", pgettext_lazy("case", "not decided")
    CHANGED = "changed", _("decided, then its evidence changed")
    LATE = "late", _("decided, its day has passed")
    DECIDED = "decided", pgettext_lazy("case", "decided")


MOST = 10**18  # no row has so high a number, and SQLite cannot hold much higher ones
ANY_WAIT = "waiting"  # as lists are asked for what needs a decision
WAITING = (State.OPEN, State.CHANGED, State.LATE)
CHIPS = {
    State.OPEN: "undecided",
    State.CHANGED: "evidence_changed",
    State.LATE: "overdue",
    State.DECIDED: "decided",
}


class Joined(Func):
    """Texts and numbers one after the other as one text, flat: `Concat` nests them, deeper than SQLite reads."""

    template, arg_joiner = "(%(expressions)s)", " || "
    output_field = CharField()


def state_of(evidence: str, known: str, due: str) -> State:
    """Return where a case stands by its evidence, and by what the last decision that stands was made on ('': none).

    `due` is its day (ISO, or '').
    """
    if not known:
        return State.OPEN
    if known != evidence:
        return State.CHANGED
    return State.LATE if due and due < today().isoformat() else State.DECIDED


def standing_of(rows: Sequence[D]) -> D | None:
    """Return the last of a case's decisions, given the last first, unless it was withdrawn."""
    return rows[0] if rows and not rows[0].withdrawn_why else None


@dataclass(frozen=True)
class Decisions(Generic[D]):
    """Where a case stands, its evidence as a fingerprint, and its decisions, the last first."""

    state: State
    evidence: str
    rows: list[D]

    @property
    def chip(self) -> str:
        """The key of the chip of the state."""
        return CHIPS[self.state]

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide."""
        return self.state in WAITING

    @property
    def latest(self) -> D | None:
        """The last decision."""
        return self.rows[0] if self.rows else None

    @property
    def holding(self) -> D | None:
        """The last decision where it was made on what is known today."""
        return self.latest if self.state in (State.LATE, State.DECIDED) else None

    @property
    def days_over(self) -> int:
        """How many days what was promised is overdue."""
        due: date | None = self.holding.due_on if self.holding else None
        return days_past(due) if due else 0

    @property
    def standing(self) -> D | None:
        """The last decision, on what is known today or not, unless it was withdrawn."""
        return standing_of(self.rows)


class Versioned:
    """A case as a form knows it: by all that was ever done on its decisions."""

    decided: Decisions[Any]

    @property
    def version(self) -> int:
        """What a stale form is known by: how often it was decided or withdrawn."""
        return sum(row.version for row in self.decided.rows)

    @property
    def updated_by(self) -> User | None:
        """Who decided last, or withdrew that."""
        return getattr(self.decided.latest, "updated_by", None)

    @property
    def updated_at(self) -> datetime | None:
        """When that was."""
        return getattr(self.decided.latest, "updated_at", None)
