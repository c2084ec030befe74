"""What is shown of overlaps: the two projects side by side, with what each has in the tambon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import Length, Substr

from areas.codes import TAMBON, is_code
from areas.models import Area, User
from plans.cases import MOST, Decisions, State, Versioned
from plans.models import Need, OverlapDecision, ProjectNeed
from plans.overlap_facts import Key
from plans.overlap_orders import recorded_on, since
from plans.overlaps import Found, overlaps
from projects.models import Allocation, BudgetLine, Kind, Project, WorkStream


@dataclass(frozen=True)
class Side:
    """One of the two: its baht of each kind in the tambon and year, who pays, and which needs there it answers."""

    project: Project
    kinds: list[tuple[str, Decimal]]
    sources: list[str]
    needs: list[Need]


@dataclass(frozen=True)
class Overlap(Versioned):
    """Two projects that may be double work, what they share, and what was decided."""

    key: Key
    area: Area
    sides: tuple[Side, Side]
    streams: list[WorkStream]
    needs: list[Need]
    since: date | None  # both were recorded with money of the year
    decided: Decisions[OverlapDecision]

    def __str__(self) -> str:
        return f"{self.area} {self.year}"

    @property
    def year(self) -> int:
        """The fiscal year, in the Buddhist era."""
        return self.key[1]

    @property
    def pair(self) -> tuple[int, int]:
        """The numbers of the two projects as an address names them."""
        return self.key[2], self.key[3]


def overlap_at(key: Key, user: User) -> Overlap | None:
    """Return the overlap of two projects in a tambon and year, or None where there is none that the person sees."""
    return next(iter(rows_of(overlaps(user, key=key), user)), None) if is_key(key) else None


def is_key(key: Key) -> bool:
    """Whether an address may name an overlap: a tambon, and numbers that rows can have."""
    code, *numbers = key
    return is_code(code) and len(code) == TAMBON and max(numbers) < MOST


def decided_on(key: Key, user: User) -> Decisions[OverlapDecision]:
    """Return what was decided on two projects, also where they overlap no more: what they had there is gone."""
    if not is_key(key):
        return Decisions(State.DECIDED, "", [])
    rows = OverlapDecision.objects.visible_to(user).filter(area=key[0], fiscal_year=key[1])
    rows = rows.filter(project_a=key[2], project_b=key[3])
    told = rows.select_related(
        "area", "project_a", "project_b", "agency", "meeting", "created_by", "updated_by"
    )
    return Decisions(State.DECIDED, "", list(told.order_by("-pk")))


def rows_of(found: Sequence[Found], user: User) -> list[Overlap]:
    """Return overlaps as they are shown, in their order; ten queries at most."""
    if not found:
        return []
    keys = {pk for one in found for pk in one.key[2:]}
    projects = (
        Project.objects.visible_to(user).select_related("lead_agency", "work_stream").in_bulk(list(keys))
    )
    areas = Area.objects.select_related("parent").in_bulk(list({one.key[0] for one in found}))
    streams = WorkStream.objects.in_bulk(list({one.stream for one in found if one.stream}))
    answers, sources, days, money, decided = (
        _answers(keys, user),
        _sources(keys),
        recorded_on(keys),
        _money(keys),
        _decided(found, user),
    )
    rows = []
    for one in found:
        tambon, year, a, b = one.key
        if a not in projects or b not in projects:
            continue
        sides = [
            Side(
                projects[pk],
                [
                    (str(kind.label), baht)
                    for kind in Kind
                    if (baht := money.get((tambon, year, pk, kind))) is not None
                ],
                sources.get((pk, year), []),
                [need for need in answers.get(pk, ()) if need.area_id.startswith(tambon)],
            )
            for pk in (a, b)
        ]
        named = [streams[one.stream]] if one.stream else []
        shared = [need for need in sides[0].needs if need.pk in {other.pk for other in sides[1].needs}]
        decisions = Decisions(one.state, one.evidence, decided.get(one.key, []))
        pair = (sides[0], sides[1])
        rows.append(Overlap(one.key, areas[tambon], pair, named, shared, since(one.key, days), decisions))
    return rows


def _decided(found: Sequence[Found], user: User) -> dict[Key, list[OverlapDecision]]:
    """Return the decisions by pair, the last first; one query."""
    rows = OverlapDecision.objects.visible_to(user).filter(project_a__in={one.key[2] for one in found})
    decided: dict[Key, list[OverlapDecision]] = {}
    for row in rows.select_related("agency", "meeting", "created_by", "updated_by").order_by("-pk"):
        key = (row.area_id, row.fiscal_year, row.project_a_id, row.project_b_id)
        decided.setdefault(key, []).append(row)
    return decided


def _money(projects: set[int]) -> dict[tuple[str, int, int, str], Decimal]:
    """Return the baht of projects by tambon, year, project and kind, as who sees the tambon sees it; one query."""
    rows = Allocation.objects.filter(project__in=projects).order_by()
    rows = rows.annotate(tambon=Substr("area_id", 1, TAMBON), deep=Length("area_id")).filter(deep__gte=TAMBON)
    columns = ("tambon", "fiscal_year", "project_id", "kind")
    sums = rows.values_list(*columns).annotate(Sum("amount"))
    return {(tambon, year, project, kind): baht for tambon, year, project, kind, baht in sums}


def _answers(projects: set[int], user: User) -> dict[int, list[Need]]:
    """Return the needs that projects answer, those that the person may see; two queries."""
    ties = list(ProjectNeed.objects.filter(project__in=projects).values_list("project_id", "need_id"))
    named = {need for _project, need in ties}
    needs = (
        Need.objects.visible_to(user).current().select_related("area").in_bulk(list(named)) if named else {}
    )
    found: dict[int, list[Need]] = {}
    for project, pk in sorted(ties):
        if pk in needs:
            found.setdefault(project, []).append(needs[pk])
    for some in found.values():
        some.sort(key=lambda need: (-need.severity, need.pk))
    return found


def _sources(projects: set[int]) -> dict[tuple[int, int], list[str]]:
    """Return the names of the agencies that pay, by project and fiscal year; one query."""
    lines = BudgetLine.objects.filter(project__in=projects).order_by("source__name")
    found: dict[tuple[int, int], list[str]] = {}
    for project, year, name in lines.values_list("project_id", "fiscal_year", "source__name").distinct():
        found.setdefault((project, year), []).append(name)
    return found
