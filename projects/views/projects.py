"""The page of one project: who carries it out, its money by line and area, and that it all ties."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import Http404
from django.utils.functional import Promise

from areas.models import Area, User
from areas.tree import breadcrumb
from projects.ledger import CHIPS, kind_sums, line_ledgers, visits_of
from projects.models import FollowUp, Project, ProjectAgency
from projects.rules_follow_up import places_to_visit


def find_project(user: User, pk: int) -> Project:
    """Return the project as the person may see it, else 404."""
    seen = Project.objects.visible_to(user)
    related = ("area__parent", "cluster", "work_stream", "lead_agency", "updated_by")
    project = seen.select_related(*related).filter(pk=pk).first()
    if project is None:
        raise Http404
    return project


def above(project: Project) -> list[Area]:
    """Return the home of a project and the areas above it, from the province down; none for a cluster."""
    return [*breadcrumb(project.area.code), project.area] if project.area else []


def roles_of(project: Project) -> list[tuple[str | Promise, str]]:
    """Return what other agencies do in a project: (role, their names)."""
    rows = ProjectAgency.objects.filter(project=project).select_related("agency").order_by("role", "agency")
    return [
        (ProjectAgency.Role(role).label, " · ".join(str(row.agency) for row in group))
        for role, group in groupby(rows, key=lambda row: row.role)
    ]


def project_page(user: User, pk: int) -> dict[str, Any]:
    """Return what the page of a project shows; the needs that it answers are added by the app that knows them."""
    project = find_project(user, pk)
    lines = line_ledgers(project, user)
    return {
        "project": project,
        "chip": CHIPS[Project.Status(project.status)],
        "above": above(project),
        "roles": roles_of(project),
        "lines": lines,
        "sums": kind_sums(lines),
        "visits": visits_of(project, user),
        "may_visit": places_to_visit(project, user).exists(),
        "my_visits": set(FollowUp.objects.editable_by(user).filter(project=pk).values_list("pk", flat=True)),
        "may_edit": Project.objects.editable_by(user).filter(pk=pk).exists(),
    }
