"""A ring that meets itself is found wherever it does, as one finds it by laying each line beside each other."""

import math
from itertools import combinations, pairwise
from random import Random

import pytest

from areas import rings
from areas.rings import Meeting, TooWindingError, meeting, without_repeats

BOW = [(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)]


def coast(points, seed):
    """Return a ring like a coast, which does not cross itself."""
    chance, ring = Random(seed), []
    for n in range(points):
        turn, far = 2 * math.pi * n / points, 0.3 + chance.random() / points
        ring.append((100 + far * math.cos(turn), 14 + far * math.sin(turn)))
    return [*ring, ring[0]]


def turn(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def on(point, a, b):
    """Whether a point lies on a line."""
    return turn(a, b, point) == 0 and all(
        min(s, e) <= p <= max(s, e) for p, s, e in zip(point, a, b, strict=True)
    )


def crosses(a, b, c, d):
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def meets(ring):
    """Whether a ring passes a point twice: each line laid beside each, exactly where points are whole numbers."""
    lines = list(enumerate(pairwise(ring)))
    for (one, (a, b)), (other, (c, d)) in combinations(lines, 2):
        if other - one == 1:
            found = on(d, a, b) or on(a, c, d)
        elif other - one == len(lines) - 1:
            found = on(b, c, d) or on(c, a, b)
        else:
            found = on(a, c, d) or on(b, c, d) or on(c, a, b) or on(d, a, b) or crosses(a, b, c, d)
        if found:
            return True
    return False


def test_a_bow_crosses_and_a_square_does_not():
    assert meeting(BOW) == Meeting((0.5, 0.5), crosses=True)
    assert meeting([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]) is None


@pytest.mark.parametrize(
    ("ring", "where"),
    [
        ([(0, 0), (2, 0), (1, 1), (2, 2), (0, 2), (1, 1), (0, 0)], (1, 1)),  # a corner stands in it twice
        ([(1, 1), (0, 0), (2, 0), (1, 1), (2, 2), (0, 2), (1, 1)], (1, 1)),  # its start as well
        ([(0, 0), (1, 0), (2, 0), (1, 0), (1, 1), (0, 0)], (1, 0)),  # goes back on a line
        ([(2, 0), (1, 0), (1, 1), (0, 0), (1, 0), (2, 0)], (1, 0)),  # goes back at its end
        ([(0, 0), (1, 1), (0, 0)], (1, 1)),  # there and back
        ([(0.1, 0.1), (0.3, 0.3), (0.7, 0.1), (0.2, 0.2), (0.1, 0.4), (0.1, 0.1)], (0.2, 0.2)),  # on a line
        ([(0, 0), (4, 0), (4, 1), (3, 1), (3, 0), (2, 0), (2, 1), (0, 1), (0, 0)], (3, 0)),  # along a line
    ],
)
def test_a_ring_that_touches_itself_is_told_where(ring, where):
    found = meeting(ring)
    assert (found.point, found.crosses) == (where, False)


def test_a_point_that_follows_itself_is_no_fault():
    square = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    for at in range(5):
        ring = [*square[: at + 1], square[at], square[at], *square[at + 1 :]]
        assert without_repeats(ring) == square
    nearly = [(0, 0), (1, 0), (1, 1e-10), (1, 1), (0, 1), (1e-10, 0), (0, 0)]
    assert meeting(without_repeats(nearly)) is None
    assert without_repeats([(0, 0)] * 5) == [(0, 0), (0, 0)]
    assert meeting([(0, 0), (0, 0)]) is None


@pytest.mark.parametrize("seed", range(40))
def test_what_is_found_by_boxes_is_what_is_there(seed):
    chance = Random(seed)
    wild = [(chance.gauss(n * (seed % 3), 1), chance.gauss(0, 1)) for n in range(chance.randint(4, 60))]
    calm = coast(chance.randint(30, 200), seed)
    for ring in ([*wild, wild[0]], calm, _swapped(calm, chance)):
        assert (meeting(ring) is not None) == meets(ring)
    assert meeting(calm) is None


@pytest.mark.parametrize("seed", range(40))
def test_touches_on_a_grid_are_found_as_exactly_as_whole_numbers_tell_them(seed):
    """A border of stairs, now and then pulled to a point nearby: it touches itself more often than it crosses."""
    chance, found = Random(seed), set()
    for _round in range(30):
        size = chance.randint(3, 30)
        ring = [(n, (n % 2) * chance.randint(0, 2)) for n in range(size)]
        ring += [(n, 3 + chance.randint(0, 2)) for n in range(size - 1, -1, -1)]
        for _pull in range(chance.randint(0, 2)):
            ring[chance.randrange(len(ring))] = (chance.randint(0, size), chance.randint(0, 5))
        ring = without_repeats([*ring, ring[0]])
        told = meeting(ring)
        assert (told is not None) == meets(ring)
        found.add(told and told.crosses)
    assert found == {None, False, True}


def _swapped(ring, chance):
    """Return a ring with two of its points in each other's place."""
    one, other = chance.sample(range(1, len(ring) - 1), 2)
    ring = list(ring)
    ring[one], ring[other] = ring[other], ring[one]
    return ring


def test_a_ring_that_winds_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(rings, "MOST_STEPS", 100)
    assert meeting(BOW)
    with pytest.raises(TooWindingError):
        meeting(coast(2_000, 1))
