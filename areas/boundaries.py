"""Reads boundaries of areas from GeoJSON into shapes that a template draws: checked, and no finer than a screen.

Each point is set on a grid of `GRID` steps. Neighbours that share a point still share it afterwards, so that a map
that is made coarser has no gaps; a library that simplifies each shape for itself would leave them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from areas.rings import Point, TooWindingError, meeting, without_repeats

MOST_BYTES = 8_000_000
MOST_FEATURES = 2_000
MOST_POINTS = 600_000
GRID = 1_000  # steps of the longer side
WEST, EAST, SOUTH, NORTH = 97.0, 106.0, 5.0, 21.0  # degrees: Thailand and what lies around it
FEWEST_POINTS = 4  # of a ring, the first again as the last (RFC 7946, 3.1.6)

Ring = list[Point]


@dataclass(frozen=True)
class Drawing:
    """Shapes by area code on a sheet of `width` × `height`: each as the path of an SVG, and where its words go."""

    width: int
    height: int
    shapes: dict[str, tuple[str, int, int]]


def read(content: bytes, codes: AbstractSet[str]) -> Drawing:
    """Return the shapes of a GeoJSON file whose features name areas by their codes; refuses with a ValidationError."""
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 8 MB. Simplify it before."))
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise ValidationError(
            _(
                "This is no GeoJSON file: it cannot be read as JSON. Save the map as GeoJSON and choose that file."
            )
        ) from None
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list) or told.get("type") != "FeatureCollection" or not features:
        raise ValidationError(
            _(
                "No shape was found: a FeatureCollection of all areas is wanted. Save the map so and choose that file."
            )
        )
    if len(features) > MOST_FEATURES:
        raise ValidationError(_("The file has more than %(most)s features.") % {"most": f"{MOST_FEATURES:,}"})
    named = _codes(features, codes)
    rings: dict[str, list[Ring]] = {}
    left = MOST_POINTS
    for number, (feature, code) in enumerate(zip(features, named, strict=True), 1):
        for ring in _rings(feature.get("geometry"), number):
            left -= len(ring)
            if left < 0:
                raise ValidationError(
                    _("The file has more than %(most)s points.") % {"most": f"{MOST_POINTS:,}"}
                )
            points = without_repeats([_point(one, number) for one in ring])
            _refuse_meeting(points, number)
            rings.setdefault(code, []).append(points)
    return _drawn(rings)


def _codes(features: Sequence[Any], codes: AbstractSet[str]) -> list[str]:
    """Return the code of each feature, from the one property in which all of them have one."""
    if not all(isinstance(one, dict) and isinstance(one.get("properties"), dict) for one in features):
        raise ValidationError(_("A feature without properties cannot be told apart."))
    best: list[str | None] = []
    for name in features[0]["properties"]:
        found = [_code(one["properties"].get(name)) for one in features]
        own = [code if code in codes else None for code in found]
        if sum(one is not None for one in own) > sum(one is not None for one in best):
            best = own
    missing = [number for number, one in enumerate(best or [None] * len(features), 1) if one is None]
    if missing:
        told = _(
            "No property holds the code of an area in here for each feature; it is missing in feature %(number)s."
        )
        raise ValidationError(told % {"number": missing[0]})
    return [one for one in best if one is not None]


def _code(value: Any) -> str:
    """Return a value as a code: 710109, "TH710109" and 710109.0 are one."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip().upper().removeprefix("TH")


def _rings(geometry: Any, number: int) -> Iterator[list[Any]]:
    """Yield the rings of a polygon or of several."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    held = geometry.get("coordinates") if isinstance(geometry, dict) else None
    polygons = [held] if kind == "Polygon" else held if kind == "MultiPolygon" else None
    if not isinstance(polygons, list) or not polygons:
        raise ValidationError(_("Feature %(number)s is no polygon.") % {"number": number})
    for polygon in polygons:
        for ring in polygon if isinstance(polygon, list) else [None]:
            if not isinstance(ring, list) or len(ring) < FEWEST_POINTS or ring[0] != ring[-1]:
                raise ValidationError(
                    _("Feature %(number)s has a ring that is not closed.") % {"number": number}
                )
            yield ring


def _point(one: Any, number: int) -> Point:
    """Return a point as (longitude, latitude) in degrees, within Thailand and what lies around it."""
    try:
        east, north = float(one[0]), float(one[1])
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        told = _("Feature %(number)s has a point that is no pair of numbers.")
        raise ValidationError(told % {"number": number}) from None
    if WEST <= east <= EAST and SOUTH <= north <= NORTH:
        return east, north
    told = _(
        "Feature %(number)s lies outside Thailand: longitude and latitude in degrees (WGS 84) are wanted."
    )
    if WEST <= north <= EAST and SOUTH <= east <= NORTH:
        told = _("Feature %(number)s has latitude before longitude.")
    raise ValidationError(told % {"number": number})


def _refuse_meeting(ring: Ring, number: int) -> None:
    """Refuse a ring that crosses or touches itself: what it encloses could be told two ways."""
    try:
        found = meeting(ring)
    except TooWindingError:
        told = _("Feature %(number)s winds too much to be read. Simplify it before.")
        raise ValidationError(told % {"number": number}) from None
    if found:
        told = _(
            "Feature %(number)s has a ring that touches itself near longitude %(east)s, latitude %(north)s. "
            "Part it into two rings there, or take out what goes back, and upload the file again."
        )
        if found.crosses:
            told = _(
                "Feature %(number)s has a ring that crosses itself near longitude %(east)s, latitude %(north)s. "
                "Mend it there and upload the file again."
            )
        east, north = (f"{one:.4f}" for one in found.point)
        raise ValidationError(told % {"number": number, "east": east, "north": north})


def _drawn(rings: Mapping[str, list[Ring]]) -> Drawing:
    """Return the rings on a grid, the north above; one degree of longitude is as wide as in the middle of the sheet."""
    every = [point for some in rings.values() for ring in some for point in ring]
    west, east = min(point[0] for point in every), max(point[0] for point in every)
    south, north = min(point[1] for point in every), max(point[1] for point in every)
    narrow = math.cos(math.radians((south + north) / 2))
    step = max((east - west) * narrow, north - south) / GRID
    if not step:
        raise ValidationError(_("The shapes have no area."))

    def at(point: Point) -> tuple[int, int]:
        return round((point[0] - west) * narrow / step), round((north - point[1]) / step)

    shapes = {}
    for code, some in sorted(rings.items()):
        kept = [thin for ring in some if len(thin := _thin([at(point) for point in ring])) > 2]
        if kept:
            widest = max(kept, key=_area)
            shapes[code] = ("".join(map(_path, kept)), *_middle(widest))
    if not shapes:
        raise ValidationError(_("The shapes have no area."))
    width, height = at((east, south))
    return Drawing(max(width, 1), max(height, 1), shapes)


def _thin(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a ring without its last point, points that follow themselves, and points in the middle of a line."""
    kept: list[tuple[int, int]] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and _turn(kept[-2], kept[-1], point) == 0:
            kept.pop()
        kept.append(point)
    if len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


def _turn(one: tuple[int, int], two: tuple[int, int], three: tuple[int, int]) -> int:
    return (two[0] - one[0]) * (three[1] - two[1]) - (two[1] - one[1]) * (three[0] - two[0])


def _area(ring: Sequence[tuple[int, int]]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def _middle(ring: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the centre of gravity of a ring; of one without an area the middle of its points."""
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    twice = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)
    if not twice:
        return sum(x for x, _y in ring) // len(ring), sum(y for _x, y in ring) // len(ring)
    x = sum((x0 + x1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairs) / (3 * twice)
    y = sum((y0 + y1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairs) / (3 * twice)
    return round(x), round(y)


def _path(ring: Sequence[tuple[int, int]]) -> str:
    (x, y), *rest = ring
    told = [f"M{x} {y}"]
    for one, other in rest:
        told.append(f"l{one - x} {other - y}")
        x, y = one, other
    return "".join(told) + "z"
