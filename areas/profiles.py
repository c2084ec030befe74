"""How many households areas have: by their own newest profile, or as the sum of their villages'. Never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from areas.codes import TAMBON
from areas.models import Area, AreaProfile


@dataclass(frozen=True)
class Households:
    """Households by the code of the area, and the areas for which nobody has told them."""

    counts: dict[str, int]
    unknown: list[Area]


def households(codes: Collection[str]) -> Households:
    """Return the households of areas; of a tambon without a count of its own, the sum of its villages' counts.

    `unknown` names what is missing: the villages of such a tambon that have no count, else the area itself.
    """
    counts = newest(codes)
    without = [code for code in codes if code not in counts]
    below: dict[str, list[Area]] = defaultdict(list)
    tambons = [code for code in without if len(code) == TAMBON]
    for place in Area.objects.current().filter(parent__in=tambons).order_by("code"):
        below[str(place.parent_id)].append(place)
    of_places = newest({place.code for places in below.values() for place in places})
    unknown: list[Area] = []
    missing: set[str] = set()
    for code in without:
        lacking = [place for place in below[code] if place.code not in of_places]
        if below[code] and not lacking:
            counts[code] = sum(of_places[place.code] for place in below[code])
        elif lacking:
            unknown += lacking
        else:
            missing.add(code)
    unknown += Area.objects.filter(code__in=missing)
    return Households(counts, sorted(unknown, key=lambda area: area.code))


def newest(codes: Collection[str]) -> dict[str, int]:
    """Return the households of each area by its newest profile that tells them."""
    rows = AreaProfile.objects.filter(area__in=codes, households__isnull=False).order_by("year")
    return {code: count for code, count in rows.values_list("area_id", "households") if count is not None}
