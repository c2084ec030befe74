"""How the needs of some areas stand: how many of each severity wait, and who answers them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from areas.compiled import compiled
from areas.models import User
from plans.cases import State
from plans.gaps import UNFUNDED, graded, in_grades
from plans.ledger import SEVERE
from plans.models import GapDecision, Grade, Need, NeedLink, ProjectNeed

MOST_SEVERE = 5
NOBODY, IN_PLAN, IN_PROJECT = "nobody", "plan", "project"  # who answers a need, as lists are asked for it


@dataclass(frozen=True)
class Severity:
    """The open needs of one severity: how many, how many a project answers, a plan alone, nobody.

    `nobody_waits` and `in_plan_waits` are the gaps of the first two grades on which a decision is due (plans.gaps).
    """

    severity: int
    count: int = 0
    in_project: int = 0
    in_plan: int = 0
    nobody: int = 0
    nobody_waits: int = 0
    in_plan_waits: int = 0

    @property
    def cells(self) -> Sequence[tuple[str, int]]:
        """All and those answered by each, with what a list is asked for."""
        return (
            ("", self.count),
            (IN_PROJECT, self.in_project),
            (IN_PLAN, self.in_plan),
            (NOBODY, self.nobody),
        )


@dataclass(frozen=True)
class NeedCounts:
    """The open needs by severity, the most severe first, and how many needs are no longer open."""

    rows: Sequence[Severity]
    settled: int

    @property
    def open(self) -> int:
        """How many wait."""
        return sum(row.count for row in self.rows)

    @property
    def count(self) -> int:
        """How many there are in all."""
        return self.open + self.settled

    @property
    def severe(self) -> Severity:
        """Those of severity 4–5 together."""
        return _sum(row for row in self.rows if row.severity >= SEVERE)


def count_needs(codes: Sequence[str], user: User) -> NeedCounts:
    """Count the needs of areas that the person may see, those not put away; one query, two where gaps were decided."""
    rows = {severity: Severity(severity) for severity in range(MOST_SEVERE, 0, -1)}
    settled, any_decided = 0, False
    for severity, status, planned, funded, grade, is_decided, count in _counts(user, *codes):
        if status != Need.Status.OPEN:
            settled += count
            continue
        any_decided |= is_decided
        one = Severity(
            severity,
            count,
            in_project=count if funded else 0,
            in_plan=count if planned and not funded else 0,
            nobody=0 if planned or funded else count,
            nobody_waits=count if grade == Grade.NOBODY else 0,
            in_plan_waits=count if grade == Grade.IN_PLAN else 0,
        )
        rows[severity] = _sum([rows[severity], one])
    for severity, grade, count in _settled_gaps(user, *codes) if any_decided else ():
        gone = {"nobody_waits": -count} if grade == Grade.NOBODY else {"in_plan_waits": -count}
        rows[severity] = _sum([rows[severity], Severity(severity, **gone)])
    return NeedCounts(list(rows.values()), settled)


@compiled
def _counts(user: User, *codes: str) -> QuerySet[Any, Any]:
    """Return how many needs there are by severity, status, who answers them, grade and whether they were decided."""
    told = in_grades(Need.objects.visible_to(user).inside(*codes)).order_by()
    for name, rows in {"planned": NeedLink, "funded": ProjectNeed, "is_decided": GapDecision}.items():
        told = told.annotate(**{name: Exists(rows._default_manager.filter(need=OuterRef("pk")))})
    columns = ("severity", "status", "planned", "funded", "grade", "is_decided")
    counts: QuerySet[Any, Any] = told.values_list(*columns).annotate(n=Count("*"))
    return counts


@compiled
def _settled_gaps(user: User, *codes: str) -> QuerySet[Any, Any]:
    """Return how many open gaps without money need no decision now, by severity and grade."""
    decided = Exists(GapDecision.objects.filter(need=OuterRef("pk")))
    needs = Need.objects.visible_to(user).inside(*codes).filter(decided, status=Need.Status.OPEN)
    settled = graded(needs).filter(state=State.DECIDED, grade__in=UNFUNDED).order_by()
    counts: QuerySet[Any, Any] = settled.values_list("severity", "grade").annotate(n=Count("*"))
    return counts


def _sum(rows: Iterable[Severity]) -> Severity:
    """Return rows added up, under the severity of the first."""
    total: Severity | None = None
    for row in rows:
        total = (
            row
            if total is None
            else replace(
                total,
                count=total.count + row.count,
                in_project=total.in_project + row.in_project,
                in_plan=total.in_plan + row.in_plan,
                nobody=total.nobody + row.nobody,
                nobody_waits=total.nobody_waits + row.nobody_waits,
                in_plan_waits=total.in_plan_waits + row.in_plan_waits,
            )
        )
    return total or Severity(MOST_SEVERE)
