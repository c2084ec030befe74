"""Which tambons should be surveyed again: their newest survey is more than a year ago, or nobody ever looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, QuerySet, Window

from areas.compiled import compiled
from areas.models import Area, User
from config.tools.thai import days_past, today
from projects.models import Survey
from projects.presence import FRESH


@dataclass(frozen=True)
class Old:
    """A tambon with the day of its newest survey."""

    area: Area
    surveyed_on: date

    @property
    def days(self) -> int:
        """How many days ago that was."""
        return days_past(self.surveyed_on)


def old_surveys(user: User, *, own: bool, most: int) -> tuple[list[Old], int]:
    """Return the tambons whose newest survey is too long ago, the oldest first, and how many there are in all.

    `own`: those that the person may change. Two queries at most.
    """
    found = _old(user, own=own, most=most)
    codes = [code for code, _last, _held in found]
    areas = Area.objects.select_related("parent").in_bulk(codes) if found else {}
    return [Old(areas[code], last) for code, last, _held in found], found[0][2] if found else 0


@compiled
def _old(user: User, *, own: bool, most: int) -> QuerySet[Any, Any]:
    """Return the first of those tambons with the day of their newest survey, each with how many there are."""
    surveys = Survey.objects.editable_by(user) if own else Survey.objects.visible_to(user)
    each = surveys.filter(area__abolished_on__isnull=True).order_by().values("area")
    past = each.annotate(last=Max("surveyed_on")).filter(last__lt=today() - timedelta(days=FRESH))
    found: QuerySet[Any, Any] = past.values_list("area", "last", Window(Count("*")))
    return found.order_by("last", "area")[:most]


def never_surveyed(tambons: Sequence[Area]) -> list[Area]:
    """Return those of a person's own tambons that nobody has surveyed; one query where there are any."""
    if not tambons:
        return []
    codes = [area.code for area in tambons]
    seen = Survey.objects.filter(area__in=codes).order_by().values_list("area", flat=True)
    known = set(seen)
    return [area for area in tambons if area.code not in known]
