"""Where an area lies: what every page of a place, plan or need shows at its top."""

from __future__ import annotations

from areas.codes import ancestors
from areas.models import Area


def above(code: str | None) -> list[Area]:
    """Return the area and those above it, from the province down; one query."""
    if not code:
        return []
    return list(Area.objects.filter(code__in=[*ancestors(code), code]).order_by("code"))
