"""Whether a ring meets itself: found by boxes around ever shorter pieces of it, so that a long one is soon read.

The rule is that of OGC's simple features (06-103r4, 6.1.6, 6.1.7, 6.1.11), whose types GeoJSON takes over: a ring
passes no point twice but its start, which is its end. So it neither crosses itself nor touches itself, at a corner or
along a line; rings of one polygon may touch each other at a point, and are not laid beside each other here. A point
that follows itself is no fault and is taken out before (`without_repeats`). Plain code: libraries that answer this
(shapely) bring a compiled one along.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

Point = tuple[float, float]
Line = tuple[int, Point, Point]  # with its place in the ring
Box = tuple[float, float, float, float]
"""West, south, east, north."""
PIECE = 12  # lines in the shortest piece
NEAR = 1e-9  # degrees, a tenth of a millimetre: so far a point may miss a line that it lies on
MOST_STEPS = 2_000_000  # pairs of pieces: a coast takes a few for each of its own


class TooWindingError(Exception):
    """The pieces of a ring lie over one another so often that it is not looked through."""


class Meeting(NamedTuple):
    """Where a ring meets itself, and whether it crosses itself there or only touches itself."""

    point: Point
    crosses: bool


def without_repeats(ring: Sequence[Point]) -> list[Point]:
    """Return a closed ring without the points that lie within `NEAR` of the one before them; its end stays."""
    kept = [ring[0]]
    for point in ring[1:-1]:
        if not _same(point, kept[-1]):
            kept.append(point)
    while len(kept) > 1 and _same(kept[-1], ring[-1]):
        kept.pop()
    return [*kept, ring[-1]]


def meeting(ring: Sequence[Point]) -> Meeting | None:
    """Return where a closed ring without repeats meets itself, None where it does not; raises `TooWindingError`."""
    last_line = len(ring) - 2
    lines = [(at, *ends) for at, ends in enumerate(pairwise(ring))]
    pieces = [lines[at : at + PIECE] for at in range(0, len(lines), PIECE)]
    levels = [[_joined([_around(line) for line in piece]) for piece in pieces]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([_joined(below[at : at + 2]) for at in range(0, len(below), 2)])
    waiting, steps = [(len(levels) - 1, 0, 0)], 0
    while waiting:
        steps += 1
        if steps > MOST_STEPS:
            raise TooWindingError
        level, one, other = waiting.pop()
        boxes = levels[level]
        if one != other and _apart(boxes[one], boxes[other]):
            continue
        if level == 0:
            found = (
                _inside(pieces[one], last_line)
                if one == other
                else _between(pieces[one], pieces[other], boxes[one], boxes[other], last_line)
            )
            if found:
                return found
            continue
        last = len(levels[level - 1])
        for left in (2 * one, 2 * one + 1):
            for right in (2 * other, 2 * other + 1):
                if left <= right < last:
                    waiting.append((level - 1, left, right))
    return None


def _same(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) <= NEAR and abs(one[1] - other[1]) <= NEAR


def _around(line: Line) -> Box:
    _at, (x0, y0), (x1, y1) = line
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _joined(boxes: Sequence[Box]) -> Box:
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _apart(one: Box, other: Box) -> bool:
    return (
        one[2] + NEAR < other[0]
        or other[2] + NEAR < one[0]
        or one[3] + NEAR < other[1]
        or other[3] + NEAR < one[1]
    )


def _inside(piece: Sequence[Line], last_line: int) -> Meeting | None:
    """Return where two lines of a piece meet; one that runs east, west, north or south all along has none."""
    easts = [b[0] - a[0] for _at, a, b in piece]
    norths = [b[1] - a[1] for _at, a, b in piece]
    if _runs_on(easts, norths) or _runs_on(norths, easts):
        return None
    for at, line in enumerate(piece):
        if found := _first([line], piece[at + 1 :], last_line):
            return found
    return None


def _runs_on(along: Sequence[float], across: Sequence[float]) -> bool:
    """Return whether all steps go one way along; those that stand still must go one way across."""
    low, high = min(along), max(along)
    if low < 0 < high:
        return False
    still = [step for going, step in zip(along, across, strict=True) if not going]
    return not still or min(still) > 0 or max(still) < 0


def _between(
    one: Sequence[Line], other: Sequence[Line], of_one: Box, of_other: Box, last_line: int
) -> Meeting | None:
    """Return where a line of a piece meets one of another piece."""
    lines = [line for line in one if not _apart(_around(line), of_other)]
    return _first(lines, [line for line in other if not _apart(_around(line), of_one)], last_line)


def _first(lines: Sequence[Line], others: Sequence[Line], last_line: int) -> Meeting | None:
    for at, a, b in lines:
        for other, c, d in others:
            if other - at == 1:
                found = _folded(a, b, d)
            elif other - at == last_line:
                found = _folded(c, d, b)
            else:
                found = _met(a, b, c, d)
            if found:
                return found
    return None


def _folded(before: Point, corner: Point, after: Point) -> Meeting | None:
    """Return the corner where a line goes back on the one before it."""
    back = (before[0] - corner[0]) * (after[0] - corner[0]) + (before[1] - corner[1]) * (after[1] - corner[1])
    longer, shorter = (before, after) if _far(before, corner) >= _far(after, corner) else (after, before)
    return Meeting(corner, False) if back > 0 and not _side(longer, corner, shorter) else None


def _far(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _met(a: Point, b: Point, c: Point, d: Point) -> Meeting | None:
    """Return where the line a–b meets c–d, which does not follow it."""
    of_a, of_b, of_c, of_d = _side(c, d, a), _side(c, d, b), _side(a, b, c), _side(a, b, d)
    if of_a * of_b < 0 and of_c * of_d < 0:
        return Meeting(((a[0] + b[0] + c[0] + d[0]) / 4, (a[1] + b[1] + c[1] + d[1]) / 4), True)
    for side, point, start, end in ((of_a, a, c, d), (of_b, b, c, d), (of_c, c, a, b), (of_d, d, a, b)):
        if not side and not _apart((*point, *point), _around((0, start, end))):
            return Meeting(point, False)
    return None


def _side(start: Point, end: Point, point: Point) -> int:
    """Return on which side of a line a point lies, as 1 or -1; 0 where it lies on it."""
    x, y = end[0] - start[0], end[1] - start[1]
    turn = x * (point[1] - start[1]) - y * (point[0] - start[0])
    return 0 if abs(turn) <= NEAR * (abs(x) + abs(y)) else 1 if turn > 0 else -1
