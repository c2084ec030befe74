"""How the needs of some areas stand: how many of each severity wait, and who answers them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, OuterRef

from areas.models import User
from plans.cases import WAITING
from plans.gaps import graded
from plans.ledger import SEVERE
from plans.models import Grade, Need, NeedLink, ProjectNeed

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
    """Count the needs of areas that the person may see, those not put away; one query."""
    needs = graded(Need.objects.visible_to(user).inside(*codes)).order_by()
    in_plan = Exists(NeedLink.objects.filter(need=OuterRef("pk")))
    in_project = Exists(ProjectNeed.objects.filter(need=OuterRef("pk")))
    told = needs.annotate(planned=in_plan, funded=in_project)
    rows = {severity: Severity(severity) for severity in range(MOST_SEVERE, 0, -1)}
    settled = 0
    columns = ("severity", "status", "planned", "funded", "grade", "state")
    for severity, status, planned, funded, grade, state, count in told.values_list(*columns).annotate(
        n=Count("*")
    ):
        if status != Need.Status.OPEN:
            settled += count
            continue
        one = Severity(
            severity,
            count,
            in_project=count if funded else 0,
            in_plan=count if planned and not funded else 0,
            nobody=0 if planned or funded else count,
            nobody_waits=count if grade == Grade.NOBODY and state in WAITING else 0,
            in_plan_waits=count if grade == Grade.IN_PLAN and state in WAITING else 0,
        )
        rows[severity] = _sum([rows[severity], one])
    return NeedCounts(list(rows.values()), settled)


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
