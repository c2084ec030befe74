"""Reads what is overdue in the follow-up of projects: payments, reports, next steps of visits; the longest first.

A tranche that is not paid by its day; a paid one whose report is not there by its day; a visit whose next step is not
done by its day. What has no day is never overdue. A tranche is its project's, a visit its area's. The keys of all
three come by one query that the database sorts and cuts; their rows by one query for each table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Model, QuerySet, TextChoices, Value
from django.utils.translation import gettext_lazy as _

from areas.compiled import compiled
from areas.models import Area, User
from config.tools.among import among
from projects.models import BudgetLine, FollowUp, Leg, Project, Tranche
from projects.sums import lines_within

Key = tuple[str, int, date]


class What(TextChoices):
    """What is overdue."""

    PAYMENT = "payment", _("a payment")
    REPORT = "report", _("a report")
    STEP = "step", _("the next step of a visit")


@dataclass(frozen=True)
class Asked:
    """What part of it is asked for: of one kind, of an area and what lies in it, of money of one leg.

    The area may be several provinces as an address asks for them (70,71).
    """

    what: str = ""
    area: str = ""
    leg: Leg | None = None


EVERYTHING = Asked()


@dataclass(frozen=True)
class Late:
    """One thing that is overdue, with what it is about."""

    what: What
    row: Any  # a Tranche, or the FollowUp of a next step
    due: date
    may_act: bool

    @property
    def days(self) -> int:
        """How many days it is overdue."""
        return int(self.row.days_over)

    @property
    def line(self) -> BudgetLine | None:
        """The budget line of a tranche."""
        return None if self.what == What.STEP else self.row.line

    @property
    def project(self) -> Project:
        """The project."""
        found: Project = self.row.project if self.what == What.STEP else self.row.line.project
        return found

    @property
    def area(self) -> Area | None:
        """The area of a visit, the home of a tranche's project; None where that is a cluster."""
        found: Area | None = self.row.area if self.what == What.STEP else self.project.area
        return found

    @property
    def place(self) -> str:
        """The name of that area or cluster."""
        return self.area.full_name if self.area else self.project.home_name

    @property
    def title(self) -> str:
        """The tranche, or the next step in its own words."""
        return str(self.row.next_step if self.what == What.STEP else self.row)

    @property
    def amount(self) -> Decimal | None:
        """The baht that are to be paid, or that the report is to tell of; None for a next step."""
        if self.what == What.STEP:
            return None
        found: Decimal = self.row.amount if self.what == What.PAYMENT else self.row.paid
        return found


def keys(user: User, asked: Asked = EVERYTHING, *, own: bool = False) -> QuerySet[Any, Key]:
    """Return (what, number of the row, day) of what is overdue and the person may see, `own`: may change."""
    rows = _rows(user, asked.area.split(",") if asked.area else [], own=own, leg=asked.leg)
    first, *others = [_keys(late, what) for what, late in rows.items() if asked.what in ("", what)]
    return first.union(*others, all=True).order_by("due", "what", "of")


def longest(user: User, most: int, *, own: bool) -> tuple[list[Key], int]:
    """Return what is overdue the longest, and how much there is; two queries at most."""
    first = _first(user, most=most, own=own)
    return first, len(first) if len(first) < most else count(user, own=own)


@compiled
def _first(user: User, *, most: int, own: bool) -> QuerySet[Any, Key]:
    return keys(user, own=own)[:most]


def count(user: User, area: str = "", *, own: bool = False) -> int:
    """Return how much is overdue in an area of what the person may see, `own`: may change; one query."""
    return sum(number for _one, number in _counts(user, *([area] if area else []), own=own))


@compiled
def _counts(user: User, *codes: str, own: bool) -> QuerySet[Any, Any]:
    """Return 0 and how many payments, reports and next steps are overdue, a row of each."""
    late = _rows(user, codes, own=own).values()
    first, *others = [rows.order_by().values_list(Value(0)).annotate(n=Count("*")) for rows in late]
    counts: QuerySet[Any, Any] = first.union(*others, all=True)
    return counts


def _rows(
    user: User, codes: Sequence[str], *, own: bool = False, leg: Leg | None = None
) -> dict[What, QuerySet[Any]]:
    """Return what is overdue by kind: tranches, tranches again, visits."""
    tranches = Tranche.objects.filter(among(lines_within(user, codes).values("pk"), "line"))
    visits = FollowUp.objects.visible_to(user).inside(*codes) if codes else FollowUp.objects.visible_to(user)
    if own:
        tranches, visits = tranches.editable_by(user), visits.editable_by(user)
    if leg:
        tranches = tranches.filter(line__leg=leg)
        visits = visits.filter(project__in=BudgetLine.objects.filter(leg=leg).values("project"))
    return {
        What.PAYMENT: tranches.late_payments(),
        What.REPORT: tranches.late_reports(),
        What.STEP: visits.late_steps(),
    }


def _keys(rows: QuerySet[Any], what: What) -> QuerySet[Any, Key]:
    due = "report_due_on" if what == What.REPORT else "due_on"
    named = {"what": Value(what.value), "of": F("pk"), "due": F(due)}
    found: QuerySet[Any, Key] = rows.order_by().annotate(**named).values_list("what", "of", "due")
    return found


def late_rows(found: Iterable[Key], user: User) -> list[Late]:
    """Return what keys name, in their order; at most four queries."""
    wanted = list(found)
    steps = [number for what, number, _due in wanted if what == What.STEP]
    others = [number for what, number, _due in wanted if what != What.STEP]
    tranches = _by_number(
        Tranche.objects.visible_to(user),
        others,
        "line__source",
        "line__leg",
        "line__project__area__parent",
        "line__project__cluster",
    )
    visits = _by_number(FollowUp.objects.visible_to(user), steps, "area__parent", "project")
    mine: dict[type[Model], set[int]] = {
        Tranche: _editable(Tranche.objects.editable_by(user), others),
        FollowUp: _editable(FollowUp.objects.editable_by(user), steps),
    }
    rows = []
    for what, number, due in wanted:
        row = (visits if what == What.STEP else tranches).get(number)
        if row is not None:
            rows.append(Late(What(what), row, due, number in mine[type(row)]))
    return rows


def _by_number(rows: QuerySet[Any], numbers: Sequence[int], *related: str) -> dict[int, Any]:
    return rows.select_related(*related).in_bulk(numbers) if numbers else {}


def _editable(rows: QuerySet[Any], numbers: Sequence[int]) -> set[int]:
    return set(rows.filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()
