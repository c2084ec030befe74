"""Names of areas, read once for all provinces that a workbook speaks of."""

from __future__ import annotations

from collections.abc import Iterable

from areas.codes import ancestors, province_of
from areas.models import Area
from areas.scope import inside_any
from plans.workbook.content import Place


def read_places(codes: Iterable[str], home: str) -> dict[str, Place]:
    """Return the areas, and the areas around them, by code; `home` is the plan's own area, '' for a cluster's.

    What is around an area is named up to, not with, the plan's own area; around that, all.
    """
    wanted = {code for code in codes if code}
    wanted |= {above for code in wanted for above in ancestors(code)}
    provinces = sorted({province_of(code) for code in wanted})
    rows = Area.objects.filter(inside_any("code", provinces)).order_by()
    names = {area.code: area.full_name for area in rows if area.code in wanted}
    return {code: Place(code, names.get(code, code), _within(code, names, home)) for code in sorted(wanted)}


def _within(code: str, names: dict[str, str], home: str) -> str:
    """Return the areas around one, from the nearest out: ต.ช่องสะเดา อ.เมืองกาญจนบุรี."""
    around = [above for above in reversed(ancestors(code)) if len(above) > len(home) or code == home]
    return " ".join(names.get(above, above) for above in around)
