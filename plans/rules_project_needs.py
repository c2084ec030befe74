"""Which needs a project answers: set all at once, within what the person may see. Called inside the write path."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from areas.models import User
from plans.models import Need, ProjectNeed
from projects.models import Project
from projects.rules_projects import lock_project


def set_needs(project: Project, needs: Collection[Need], by: User) -> None:
    """Make the needs that a project answers exactly these, of those that the person may see; others stay."""
    project = lock_project(project.pk)
    seen = Need.objects.visible_to(by)
    wanted = set(seen.filter(pk__in=[need.pk for need in needs]).values_list("pk", flat=True))
    there = {row.need_id: row for row in ProjectNeed.objects.filter(project=project, need__in=seen)}
    for need in sorted(there.keys() - wanted):
        there[need].delete()
    for need in sorted(wanted - there.keys()):
        ProjectNeed.objects.create(project=project, need_id=need)


def let_go(project: Project, **kwargs: Any) -> None:
    """Take the needs off a project that is put away, so that none counts as answered; hears `put_away_now`."""
    for row in ProjectNeed.objects.filter(project=project):
        row.delete()
