"""Which needs a project answers: set all at once, within what the person may see. Called inside the write path."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from areas.models import User
from plans.models import Need, ProjectNeed
from projects.models import Project
from projects.rules_follow_up import is_near, places_of
from projects.rules_projects import lock_project


def set_needs(project: Project, needs: Collection[Need], by: User) -> None:
    """Make the needs that a project answers exactly these, of those that the person may see; others stay.

    Raises ValidationError, and nothing is written, where the project does not work where a new one of them is.
    """
    project = lock_project(project.pk)
    seen = Need.objects.visible_to(by).current()
    wanted = seen.filter(pk__in=[need.pk for need in needs]).select_related("area").in_bulk()
    there = {row.need_id: row for row in ProjectNeed.objects.filter(project=project, need__in=seen)}
    added = sorted(wanted.keys() - there.keys())
    refuse_elsewhere(project, [wanted[pk] for pk in added])
    for pk in sorted(there.keys() - wanted.keys()):
        there[pk].delete()
    for pk in added:
        ProjectNeed.objects.create(project=project, need_id=pk)
    if wanted.keys() != there.keys():
        project.save()


def refuse_elsewhere(project: Project, needs: Collection[Need]) -> None:
    """Raise ValidationError where a need is of an area in which the project does not work."""
    places = places_of(project) if needs else set()
    for need in needs:
        if not is_near(places, need.area_id):
            told = _(
                "“%(need)s” is a need of %(area)s, where the project has no money, nor its home. "
                "Choose needs of where it works, or say first that its money goes there."
            )
            words = {"need": need.title, "area": need.area}
            raise ValidationError({"needs": told % words}, code="elsewhere")


def let_go(project: Project, **kwargs: Any) -> None:
    """Take the needs off a project that is put away, so that none counts as answered; hears `put_away_now`."""
    for row in ProjectNeed.objects.filter(project=project):
        row.delete()
