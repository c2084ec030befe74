"""Whether a ring crosses itself: found by boxes around ever shorter pieces of it, so that a long one is soon read.

Plain code: libraries that answer this (shapely) bring a compiled one along. A ring that only touches itself, within
`NEAR`, is drawn as well as any other and is no fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
Line = tuple[Point, Point]
Box = tuple[float, float, float, float]
"""West, south, east, north."""
PIECE = 12  # lines in the shortest piece
NEAR = 1e-9  # degrees, a tenth of a millimetre: so far a point may miss a line that it lies on
MOST_STEPS = 2_000_000  # pairs of pieces: a coast takes a few for each of its own


class TooWindingError(Exception):
    """The pieces of a ring lie over one another so often that it is not looked through."""


def crossing(ring: Sequence[Point]) -> Point | None:
    """Return where two lines of a closed ring cross, None where none do; raises `TooWindingError`."""
    pieces = [ring[at : at + PIECE + 1] for at in range(0, len(ring) - 1, PIECE)]
    levels = [[_around(piece) for piece in pieces]]
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
            piece = pieces[one]
            found = (
                _inside(piece) if one == other else _between(piece, pieces[other], boxes[one], boxes[other])
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


def _around(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _joined(boxes: Sequence[Box]) -> Box:
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _apart(one: Box, other: Box) -> bool:
    return one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def _inside(piece: Sequence[Point]) -> Point | None:
    """Return where two lines of a piece cross; one that runs east, west, north or south all along has none."""
    for along in ([x for x, _y in piece], [y for _x, y in piece]):
        if along in (sorted(along), sorted(along, reverse=True)):
            return None
    return _first(_lines(piece), _lines(piece))


def _between(one: Sequence[Point], other: Sequence[Point], of_one: Box, of_other: Box) -> Point | None:
    """Return where a line of a piece crosses one of another piece."""
    lines = [line for line in _lines(one) if not _apart(_around(line), of_other)]
    return _first(lines, [line for line in _lines(other) if not _apart(_around(line), of_one)])


def _lines(piece: Sequence[Point]) -> list[Line]:
    return list(pairwise(piece))


def _first(lines: Sequence[Line], others: Sequence[Line]) -> Point | None:
    for a, b in lines:
        for c, d in others:
            if a is d or b is c or a is c:  # they follow each other, or are one
                continue
            if _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0:
                return (a[0] + b[0] + c[0] + d[0]) / 4, (a[1] + b[1] + c[1] + d[1]) / 4
    return None


def _side(start: Point, end: Point, point: Point) -> int:
    """Return on which side of a line a point lies, as 1 or -1; 0 where it lies on it."""
    x, y = end[0] - start[0], end[1] - start[1]
    turn = x * (point[1] - start[1]) - y * (point[0] - start[0])
    return 0 if abs(turn) <= NEAR * (abs(x) + abs(y)) else 1 if turn > 0 else -1
