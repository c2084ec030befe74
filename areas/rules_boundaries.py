"""The only writer of maps: an area has one, which the next upload replaces; its history tells who, when and whose."""

from __future__ import annotations

from areas.boundaries import Drawing
from areas.models import Area, BoundaryMap


def keep(area: Area, drawing: Drawing | None, *, licence: str, source: str) -> BoundaryMap:
    """Save what is said about the map of an area and, where there is one, a drawing in place of the last."""
    kept = BoundaryMap.objects.filter(area=area).first() or BoundaryMap(area=area)
    kept.licence, kept.source = licence, source
    if drawing is not None:
        kept.width, kept.height, kept.shapes = drawing.width, drawing.height, drawing.shapes
    kept.save()
    return kept


def remove(area: Area) -> bool:
    """Take the map of an area away; return whether there was one."""
    kept = BoundaryMap.objects.filter(area=area).first()
    if kept is None:
        return False
    kept.delete()
    return True
