"""Names of areas as a list shows them: one that is not unique carries its district."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from areas.codes import DISTRICT, PROVINCE, TAMBON, subtree
from areas.models import Area, Level

ABOVE_PLACES = [Level.PROVINCE, Level.DISTRICT, Level.TAMBON]


@dataclass(frozen=True)
class AreaName:
    """A name that is not mistaken for another, and its place in Thai order."""

    name: str
    sort: str


def read_names(codes: set[str]) -> dict[str, AreaName]:
    """Return the names of areas by code; a tambon's name that its province has twice carries its district."""
    tambons = any(len(code) == TAMBON for code in codes)
    condition = Q(code__in=codes)
    if tambons:
        for province in sorted({code[:PROVINCE] for code in codes}):
            low, high = subtree(province)
            condition |= Q(code__gte=low, code__lt=high, level__in=ABOVE_PLACES)
    areas = {area.code: area for area in Area.objects.filter(condition).order_by()}
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for area in areas.values():
        if area.level == Level.TAMBON and area.abolished_on is None:
            seen[area.code[:PROVINCE], area.name_th] += 1
    names = {}
    for code in codes:
        area = areas[code]
        twice = area.level == Level.TAMBON and seen[code[:PROVINCE], area.name_th] > 1
        name = f"{area.full_name} {areas[code[:DISTRICT]].full_name}" if twice else area.full_name
        names[code] = AreaName(name, area.name_sort)
    return names
