"""What is shown of gaps: each need with who answers it and what was decided, as frozen rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from areas.models import User
from config.tools.money import ZERO
from plans.cases import MOST, Decisions, State, Versioned, standing_of, state_of
from plans.gaps import CHIPS, GOING_ON, evidenced
from plans.ledger import amounts_of
from plans.models import GapDecision, Grade, Need, NeedLink, PlanItem, ProjectNeed
from projects.models import BudgetLine, Kind, Project


@dataclass(frozen=True)
class ItemSeen:
    """An item of a plan that answers the need, with the baht that it asks for in all years."""

    item: PlanItem
    total: Decimal


@dataclass(frozen=True)
class ProjectSeen:
    """A project that answers the need, with its approved grants in baht."""

    project: Project
    grants: Decimal

    @property
    def goes_on(self) -> bool:
        """Whether it is planned or running."""
        return self.project.status in GOING_ON


@dataclass(frozen=True)
class Gap(Versioned):
    """A need with the grade of its gap, who answers it, and what was decided.

    `items` and `projects` are those that the person may see; `more_items` and `more_projects` count the others.
    """

    need: Need
    grade: Grade
    decided: Decisions[GapDecision]
    items: list[ItemSeen]
    projects: list[ProjectSeen]
    more_items: int
    more_projects: int

    def __str__(self) -> str:
        return f"{self.need.title} {self.need.area}"

    @property
    def pk(self) -> int:
        """The number of the need."""
        return self.need.pk

    @property
    def chip(self) -> str:
        """The key of the chip of the grade."""
        return CHIPS[self.grade]

    @property
    def asked(self) -> Decimal:
        """The baht that the items ask for in all years."""
        return sum((one.total for one in self.items), ZERO)


def gaps_of(keys: Sequence[int], user: User) -> list[Gap]:
    """Return the gaps of needs in the order of their keys, those that the person may see; eight queries at most."""
    needs = evidenced(Need.objects.visible_to(user).filter(pk__in=[pk for pk in keys if pk < MOST]))
    found = {need.pk: need for need in needs.select_related("area__parent", "dimension")}
    decisions: dict[int, list[GapDecision]] = {pk: [] for pk in found}
    rows = GapDecision.objects.filter(need__in=list(found)).order_by("-pk")
    for row in rows.select_related("agency", "meeting", "created_by", "updated_by"):
        decisions[row.need_id].append(row)
    links = _ties(NeedLink.objects.filter(need__in=list(found)), "item_id")
    ties = _ties(ProjectNeed.objects.filter(need__in=list(found)), "project_id")
    items, projects = _items(links, user), _projects(ties, user)
    return [
        _gap(
            found[pk],
            decisions[pk],
            [items.get(one) for one in links.get(pk, ())],
            [projects.get(one) for one in ties.get(pk, ())],
        )
        for pk in keys
        if pk in found
    ]


def _ties(rows: QuerySet[Any], column: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for need, other in rows.order_by("pk").values_list("need_id", column):
        found.setdefault(need, []).append(other)
    return found


def _items(links: dict[int, list[int]], user: User) -> dict[int, ItemSeen]:
    """Return the items that the person may see with what each asks for; two queries."""
    rows = PlanItem.objects.visible_to(user).select_related("plan__area", "plan__cluster")
    keys = {pk for some in links.values() for pk in some}
    found = rows.prefetch_related("budgets").filter(pk__in=keys) if keys else []
    return {
        row.pk: ItemSeen(row, sum((baht for _year, baht in amounts_of(row, row.plan.years)), ZERO))
        for row in found
    }


def _projects(ties: dict[int, list[int]], user: User) -> dict[int, ProjectSeen]:
    """Return the projects that the person may see with their approved grants; two queries."""
    keys = {pk for some in ties.values() for pk in some}
    found = (
        list(Project.objects.visible_to(user).filter(pk__in=keys).select_related("lead_agency"))
        if keys
        else []
    )
    lines = BudgetLine.objects.filter(project__in=[row.pk for row in found], kind=Kind.GRANT)
    grants = dict(lines.order_by().values_list("project").annotate(Sum("approved"))) if found else {}
    return {row.pk: ProjectSeen(row, grants.get(row.pk) or ZERO) for row in found}


def _state(evidence: str, decisions: Sequence[GapDecision]) -> State:
    last = standing_of(decisions)
    if last is None:
        return State.OPEN
    return state_of(evidence, last.evidence, last.due_on.isoformat() if last.due_on else "")


def _gap(
    need: Any,
    decisions: list[GapDecision],
    items: list[ItemSeen | None],
    projects: list[ProjectSeen | None],
) -> Gap:
    seen, shown = [one for one in items if one], [one for one in projects if one]
    decided = Decisions(_state(need.evidence, decisions), need.evidence, decisions)
    more = (len(items) - len(seen), len(projects) - len(shown))
    return Gap(need, Grade(need.grade), decided, seen, shown, *more)
