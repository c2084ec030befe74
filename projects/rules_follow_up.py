"""What may be done to follow-up visits: recorded for an area where the project works, their next step done.

Called inside the write path.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from areas.codes import is_inside
from areas.models import Area, Level, User
from config.tools.thai import show_date, today
from projects.models import Allocation, FollowUp, Project
from projects.rules_projects import lock_project


def add_follow_up(project: Project, values: Mapping[str, Any], by: User) -> FollowUp:
    """Record a visit; raises ValidationError where its area is not the person's or the project does not work there."""
    project = lock_project(project.pk)
    visit = FollowUp(project=project, **values)
    refuse_visit(visit, by)
    visit.save()
    return visit


def change_follow_up(pk: int, values: Mapping[str, Any], by: User) -> FollowUp:
    """Change what was recorded of a visit, or say when its next step was done."""
    visit = FollowUp.objects.select_for_update(of=("self",)).get(pk=pk)
    for name, value in values.items():
        setattr(visit, name, value)
    refuse_visit(visit, by)
    visit.save()
    return visit


def finish(pk: int, done_on: date) -> FollowUp:
    """Record that the next step was done."""
    visit = FollowUp.objects.select_for_update(of=("self",)).get(pk=pk)
    if not visit.next_step:
        raise ValidationError(
            _("The visit names no next step, so there is nothing to be done."), code="no_step"
        )
    visit.done_on = done_on
    refuse_days(visit)
    visit.save()
    return visit


def refuse_visit(visit: FollowUp, by: User) -> None:
    """Raise ValidationError where a visit cannot be."""
    area = visit.area
    if not Area.objects.editable_by(by).filter(pk=area.pk).exists():
        raise ValidationError({"area": _("%(area)s lies outside the areas you look after.") % {"area": area}})
    if not works_in(visit.project, area.code):
        told = _("The project has no money for %(area)s, nor its home there. Choose an area where it works.")
        raise ValidationError({"area": told % {"area": area}})
    refuse_days(visit)
    if (visit.due_on or visit.done_on) and not visit.next_step:
        raise ValidationError({"next_step": _("Say what the next step is that the day belongs to.")})
    visit.full_clean(exclude=["project", "area"], validate_constraints=False)


def refuse_days(visit: FollowUp) -> None:
    """Raise ValidationError where a visit or its next step was done on a day that has not come, or out of order."""
    for name in ("visited_on", "done_on"):
        day = getattr(visit, name)
        if day is not None and day > today():
            raise ValidationError(
                {name: _("%(day)s has not come yet. Type today or an earlier day.") % {"day": show_date(day)}}
            )
    for name in ("due_on", "done_on"):
        day = getattr(visit, name)
        if day is not None and day < visit.visited_on:
            told = _("The visit was on %(day)s. Its next step comes after that.")
            raise ValidationError({name: told % {"day": show_date(visit.visited_on)}})


def works_in(project: Project, code: str) -> bool:
    """Whether a project works in an area: its home or an area with its money is, holds, or lies in that area."""
    return is_near(places_of(project), code)


def places_of(project: Project) -> set[str]:
    """Return the codes of the areas where a project works: its home, a cluster's provinces, areas with its money."""
    return money_places(project) | homes(project)


def is_near(places: Collection[str], code: str) -> bool:
    """Whether an area is one of these, lies in one, or holds one."""
    return any(is_inside(code, place) or is_inside(place, code) for place in places)


def places_to_visit(project: Project, by: User) -> QuerySet[Area]:
    """Return the areas that a visit is offered for, among those the person looks after.

    Where the project has money: each of those areas and what lies right below it, of a province its tambons too; its
    home as a whole. Without money: its home and what lies below it in the same way.
    """
    money = money_places(project) or homes(project)
    found = Q(pk__in=money | homes(project)) | Q(parent__in=money)
    found |= Q(parent__parent__in=money, level=Level.TAMBON)
    return Area.objects.editable_by(by).current().filter(found).select_related("parent").order_by("code")


def money_places(project: Project) -> set[str]:
    """Return the codes of the areas that have money of the project."""
    return set(Allocation.objects.filter(project=project).values_list("area_id", flat=True))


def homes(project: Project) -> set[str]:
    """Return the code of the project's home, or of each province of its cluster."""
    if project.cluster is not None:
        return set(project.cluster.provinces.values_list("code", flat=True))
    return {str(project.area_id)}
