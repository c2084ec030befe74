"""What may be done to a project: written down, changed, put away as a mistake and taken back, its agencies set.

Called inside the write path. A project is locked before its lines.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, Min
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.models import User
from config.tools.thai import show_years
from projects import allocating
from projects.models import Agency, Project, ProjectAgency

# Sent with `project` when it is put away; what lies above this app takes its own ties to it away.
put_away_now = Signal()

Role = ProjectAgency.Role


def lock_project(pk: int) -> Project:
    """Return the project as it is now, locked until the act is done."""
    return Project.objects.select_for_update(of=("self",)).get(pk=pk)


def add_project(values: Mapping[str, Any]) -> Project:
    """Write a project down; raises ValidationError where its years or its code cannot be."""
    project = Project(**values)
    refuse_code_taken(project)
    project.full_clean(exclude=["lead_agency", "work_stream", "area", "cluster"])
    project.save()
    return project


def change_project(pk: int, values: Mapping[str, Any]) -> Project:
    """Change a project; its allocations follow its stream. Raises ValidationError where lines lie outside its years."""
    project = lock_project(pk)
    for name, value in values.items():
        setattr(project, name, value)
    refuse_code_taken(project)
    refuse_years_of_lines(project)
    project.full_clean(exclude=["lead_agency", "work_stream", "area", "cluster"])
    project.save()
    lines = allocating.lock_lines(project)
    for line in lines:
        line.project = project
    allocating.carry(lines)
    return project


def refuse_code_taken(project: Project) -> None:
    """Raise ValidationError where another project of the home, one put away among them, has the code."""
    if not project.code:
        return
    home = {"area_id": project.area_id, "cluster_id": project.cluster_id}
    other = Project.every.filter(code=project.code, **home).exclude(pk=project.pk).first()
    if other is not None:
        told = _("“%(code)s” is there already: %(name)s. Type another code.")
        raise ValidationError({"code": told % {"code": project.code, "name": other.name}})


def refuse_years_of_lines(project: Project) -> None:
    """Raise ValidationError where a budget line lies outside the project's years."""
    span = project.lines.aggregate(first=Min("fiscal_year"), last=Max("fiscal_year"))
    if span["first"] is None:
        return
    if project.first_year > span["first"] or project.last_year < span["last"]:
        told = _("The budget lines are of %(lines)s. The project's years must hold them.")
        raise ValidationError(told % {"lines": show_years(span["first"], span["last"])}, code="years")


def set_agencies(project: Project, wanted: Mapping[str, Collection[Agency]]) -> None:
    """Make the agencies of a project exactly these, by role; the project counts it as a change of its own."""
    project = lock_project(project.pk)
    asked = {(agency.pk, role) for role, agencies in wanted.items() for agency in agencies}
    there = {(row.agency_id, row.role): row for row in ProjectAgency.objects.filter(project=project)}
    for key in sorted(there.keys() - asked):
        there[key].delete()
    for agency_id, role in sorted(asked - there.keys()):
        ProjectAgency.objects.create(project=project, agency_id=agency_id, role=Role(role))
    if asked != there.keys():
        project.save()


def put_away(pk: int, by: User, why: str) -> Project:
    """Put a project away as a mistake, with a reason; raises ValidationError while money or visits hang on it."""
    project = lock_project(pk)
    why = why.strip()
    if not why:
        raise ValidationError({"archived_why": _("Say why the project is put away.")})
    if count := project.lines.count():
        told = _("%(project)s has %(count)d budget lines. Take them out first, so that no sum counts them.")
        raise ValidationError(told % {"project": project, "count": count}, code="has_lines")
    if project.follow_ups.exists():
        told = _("%(project)s was visited, so it is no mistake. Set its state to “%(stopped)s” instead.")
        words = {"project": project, "stopped": Project.Status.STOPPED.label}
        raise ValidationError(told % words, code="was_visited")
    project.archived_at, project.archived_by, project.archived_why = timezone.now(), by, why
    project.save()
    put_away_now.send(sender=Project, project=project)
    return project


def take_back(pk: int) -> Project:
    """Take back a project that was put away."""
    project = Project.every.select_for_update(of=("self",)).get(pk=pk)
    project.archived_at, project.archived_by, project.archived_why = None, None, ""
    project.save()
    return project
