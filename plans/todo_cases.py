"""What waits for a person in gaps, overlaps and surveys, for the home page: at most `most` rows of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Window

from areas.compiled import compiled
from areas.mine import edits_something
from areas.models import Area, Level, User
from plans.gap_rows import Gap, gaps_of
from plans.gaps import waiting
from plans.overlap_rows import Overlap, rows_of
from plans.overlaps import MOST_PROVINCES, overlaps, provinces_of
from projects.surveyed import Old, never_surveyed, old_surveys


@dataclass(frozen=True)
class Cases:
    """The first rows of each, and how many there are."""

    gaps: list[Gap]
    gap_count: int
    overlaps: list[Overlap]
    overlap_count: int
    one_at_a_time: bool  # overlaps are looked at by province, there are too many to tell of all
    old: list[Old]
    old_count: int
    never: list[Area]  # tambons assigned to the person that nobody has surveyed

    @property
    def survey_count(self) -> int:
        """How many tambons should be surveyed."""
        return self.old_count + len(self.never)

    @property
    def count(self) -> int:
        """How many matters wait."""
        return self.gap_count + self.overlap_count + self.survey_count


def cases_of(user: User, places: Sequence[Area], most: int) -> Cases:
    """Return what waits in the areas that the person keeps; who keeps none sees what they may see.

    `places` are the areas assigned to the person. Who looks after more provinces than are paired at once, such as the
    superuser of the whole country, is told where to look instead. Twenty-two queries at most, whatever the rows.
    """
    own = edits_something(user)
    gaps = _gaps(user, own=own, most=most)
    many = len(provinces_of(user)) > MOST_PROVINCES
    pairs = [] if many else [one for one in overlaps(user) if one.waits]
    if own and pairs:
        codes = {one.key[0] for one in pairs}
        kept = set(Area.objects.editable_by(user).filter(code__in=codes).values_list("code", flat=True))
        pairs = [one for one in pairs if one.key[0] in kept]
    old, count = old_surveys(user, own=own, most=most)
    return Cases(
        gaps=gaps_of([key for key, _held in gaps], user) if gaps else [],
        gap_count=gaps[0][1] if gaps else 0,
        overlaps=rows_of(pairs[:most], user),
        overlap_count=len(pairs),
        one_at_a_time=many,
        old=old,
        old_count=count,
        never=never_surveyed([area for area in places if area.level == Level.TAMBON]),
    )


@compiled
def _gaps(user: User, *, own: bool, most: int) -> QuerySet[Any, Any]:
    """Return the keys of the first gaps that wait, each with how many there are."""
    order = ("-severity", "-grade", F("households").desc(nulls_last=True), "area_id", "pk")
    keys: QuerySet[Any, Any] = waiting(user, own=own).values_list("pk", Window(Count("*")))
    return keys.order_by(*order)[:most]
