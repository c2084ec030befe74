"""What is recorded on an area that was abolished, and on the villages below it: what a move to a successor takes along.

`KINDS` names every column of ours that points at one area; tests/plans/test_moving.py finds one that is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from areas.codes import TAMBON
from areas.models import (
    Area,
    AreaAlias,
    AreaProfile,
    Assignment,
    CommunityOrganization,
    Designation,
    LocalAuthorityArea,
    User,
)
from meetings.models import Meeting, Person
from plans.models import Need, OverlapDecision, Plan, PlanItem
from projects.models import Agency, Allocation, FollowUp, Presence, Project, Survey, SurveyAgency

MOST_NAMED = 10  # rows of a kind that the page names


@dataclass(frozen=True)
class Kind:
    """Rows of one table that point at an area: what they are called, which there are, what is read with them."""

    label: str | Promise
    every: Callable[[], QuerySet[Any]]
    joins: tuple[str, ...] = ()

    def on(self, codes: Sequence[str]) -> QuerySet[Any]:
        """Return the rows on areas, those put away too."""
        return self.every().filter(area__in=codes).order_by("pk")


KINDS = (
    Kind(_("people assigned"), lambda: Assignment.objects.all(), ("user", "area", "cluster")),
    Kind(_("agencies"), lambda: Agency.objects.all()),
    Kind(_("figures of the area"), lambda: AreaProfile.objects.all(), ("area",)),
    Kind(_("other names"), lambda: AreaAlias.objects.all(), ("area",)),
    Kind(_("designations"), lambda: Designation.objects.all(), ("area",)),
    Kind(_("local authorities"), lambda: LocalAuthorityArea.objects.all(), ("area", "authority")),
    Kind(_("community organisations"), lambda: CommunityOrganization.objects.all()),
    Kind(_("meetings"), lambda: Meeting.objects.all()),
    Kind(_("people of the place"), lambda: Person.objects.all()),
    Kind(_("needs"), lambda: Need.objects.all()),
    Kind(_("projects at home here"), lambda: Project.every.all()),
    Kind(_("money of projects"), lambda: Allocation.objects.all(), ("area", "line__source")),
    Kind(_("follow-up visits"), lambda: FollowUp.objects.all(), ("area", "project")),
    Kind(_("surveys of work streams"), lambda: Survey.objects.all(), ("area",)),
    Kind(_("states of work streams"), lambda: Presence.objects.all(), ("work_stream",)),
    Kind(_("agencies in work streams"), lambda: SurveyAgency.objects.all(), ("work_stream", "agency")),
    Kind(
        _("decisions on overlaps"),
        lambda: OverlapDecision.objects.all(),
        ("area", "project_a", "project_b"),
    ),
    Kind(_("plans"), lambda: Plan.every.all(), ("area", "cluster")),
    Kind(_("items of plans"), lambda: PlanItem.every.all()),
)


@dataclass(frozen=True)
class Held:
    """The rows of one kind: how many, and the first by name."""

    label: str
    count: int
    names: Sequence[str]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.names)


def held(area: Area) -> list[Held]:
    """Return what is recorded on an area and the villages below it, kind by kind; two queries for each kind."""
    codes = [area.code, *(village.code for village in villages(area))]
    found = []
    for kind in KINDS:
        rows = kind.on(codes)
        if count := rows.count():
            names = [str(row) for row in rows.select_related(*kind.joins)[:MOST_NAMED]]
            found.append(Held(str(kind.label), count, names))
    return found


def villages(area: Area) -> list[Area]:
    """Return the villages and communities below an abolished tambon that are still in force."""
    if len(area.code) != TAMBON:
        return []
    return list(Area.objects.current().filter(parent=area).order_by("code"))


def successors(area: Area, user: User) -> list[Area]:
    """Return the areas in force that replaced an abolished one, of its level, which the person coordinates.

    One that was abolished itself is followed to its own successors.
    """
    seen, waiting = {area.code}, [area.code]
    while waiting:
        found = set(Area.objects.filter(predecessors__in=waiting).values_list("code", flat=True)) - seen
        seen |= found
        waiting = sorted(found)
    rows = Area.objects.coordinated_by(user).current().filter(code__in=seen, level=area.level)
    return list(rows.exclude(code=area.code).select_related("parent__parent").order_by("code"))
