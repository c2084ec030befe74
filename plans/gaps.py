"""Gaps: open needs in three grades (domain.md §5), found from what is recorded by SQL, with where each case stands.

Answered by nobody: no item of a plan and no project. In a plan, no money: an item, or a project, and none that goes on
with approved money. Partly funded: a project that goes on with approved money. A project goes on while it is planned
or running; one that is over answered the need as an item does, and what is left of the need has no money.

The evidence of a gap is its grade, the need's severity, the rows that tie items and projects to it (their number and
the newest of them, which together change with any that comes or goes), which of the projects go on, which of those
have money, and how much was approved of each kind.
"""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from areas.models import User
from config.tools.thai import today
from plans.cases import WAITING, Joined, State
from plans.ledger import SEVERE
from plans.models import GapDecision, Grade, Need, NeedLink, ProjectNeed
from plans.models.needs import NeedQuerySet
from projects.models import BudgetLine, Kind, Project

GOING_ON = (Project.Status.PLANNED, Project.Status.RUNNING)
UNFUNDED = (Grade.NOBODY, Grade.IN_PLAN)
CHIPS = {Grade.NOBODY: "unanswered", Grade.IN_PLAN: "in_plan_no_money", Grade.FUNDED: "partly_funded"}


def graded(needs: NeedQuerySet) -> QuerySet[Any]:
    """Return needs, those put away left out, each with the `grade`, `evidence` and `state` of its case.

    To narrow or count by the state; where the decisions are read anyway, `evidenced` and `state_of` cost less.
    """
    latest = GapDecision.objects.filter(need=OuterRef("pk")).order_by("-pk")
    known, promised = (
        Subquery(latest.values(told=GapDecision.standing(name))[:1]) for name in ("evidence", "due_on")
    )
    state = _case(
        (Q(known__isnull=True), State.OPEN),
        (~Q(known=F("evidence")), State.CHANGED),
        (Q(promised__lt=today()), State.LATE),
        otherwise=State.DECIDED,
    )
    found: QuerySet[Any] = evidenced(needs).annotate(known=known, promised=promised).annotate(state=state)
    return found


def evidenced(needs: NeedQuerySet) -> QuerySet[Any]:
    """Return needs, those put away left out, each with the `grade` and `evidence` of its case."""
    items, ties, alive, funded = _answers()
    numbers = [_number(rows, what) for rows in (items, ties) for what in (Count("pk"), Max("pk"))]
    numbers += [_number(rows, Sum("pk")) for rows in (alive, funded)]
    parts: list[Any] = [F("grade"), Value(" "), F("severity")]
    for number in [*numbers, *(_approved(alive, kind) for kind in Kind)]:
        parts += [Value(" "), number]
    found: QuerySet[Any] = in_grades(needs).annotate(evidence=Joined(*parts))
    return found


def in_grades(needs: NeedQuerySet) -> QuerySet[Any]:
    """Return needs, those put away left out, each with the `grade` of its case."""
    items, ties, _alive, funded = _answers()
    grade = _case(
        (Exists(funded), Grade.FUNDED),
        (Exists(items), Grade.IN_PLAN),
        (Exists(ties), Grade.IN_PLAN),
        otherwise=Grade.NOBODY,
    )
    found: QuerySet[Any] = needs.current().annotate(grade=grade)
    return found


def _answers() -> tuple[QuerySet[Any], ...]:
    """Return the items and ties of a need; of the ties those to projects that go on, and of these those with money."""
    items = NeedLink.objects.filter(need=OuterRef("pk"))
    ties = ProjectNeed.objects.filter(need=OuterRef("pk"), project__archived_at__isnull=True)
    alive = ties.filter(project__status__in=GOING_ON)
    funded = alive.filter(Exists(BudgetLine.objects.filter(project=OuterRef("project"), approved__gt=0)))
    return items, ties, alive, funded


def _case(*conditions: tuple[Any, str], otherwise: str) -> Case:
    whens = [When(condition, then=Value(str(value))) for condition, value in conditions]
    return Case(*whens, default=Value(str(otherwise)), output_field=CharField())


def _number(rows: QuerySet[Any], what: Any) -> Coalesce:
    """Return a number of a need's rows, 0 where there are none."""
    told = rows.order_by().values("need").annotate(told=what).values("told")
    return Coalesce(Subquery(told), Value(0))


def _approved(ties: QuerySet[Any], kind: str) -> Coalesce:
    """Return what was approved of one kind for the projects of a need's ties, as text; '' where there is nothing."""
    lines = ties.filter(project__lines__kind=kind).order_by()
    told = lines.values("need").annotate(told=Sum("project__lines__approved")).values("told")
    return Coalesce(Joined(Value(""), Subquery(told)), Value(""))


def gaps(user: User, severity: int = SEVERE, area: str = "", *, own: bool = False) -> QuerySet[Any]:
    """Return the open needs from a severity on that the person may see, graded; `own`: that they may change.

    `area` is one, or several provinces as an address asks for them.
    """
    needs = Need.objects.editable_by(user) if own else Need.objects.visible_to(user)
    needs = needs.filter(status=Need.Status.OPEN, severity__gte=severity)
    return graded(needs.inside(*area.split(",")) if area else needs)


def waiting(user: User, *, own: bool = False) -> QuerySet[Any]:
    """Return the severe gaps without money on which nobody has decided, or no longer as they are now."""
    return gaps(user, own=own).filter(grade__in=UNFUNDED, state__in=WAITING)
