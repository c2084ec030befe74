"""A ring that crosses itself is found wherever it does, as one finds it by laying each line beside each other."""

import math
from itertools import combinations, pairwise
from random import Random

import pytest

from areas import rings
from areas.rings import TooWindingError, crossing

BOW = [(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)]


def coast(points, seed):
    """Return a ring like a coast, which does not cross itself."""
    chance, ring = Random(seed), []
    for n in range(points):
        turn, far = 2 * math.pi * n / points, 0.3 + chance.random() / points
        ring.append((100 + far * math.cos(turn), 14 + far * math.sin(turn)))
    return [*ring, ring[0]]


def crosses(ring):
    """Whether two lines cross, each laid beside each."""
    return any(rings._first([one], [other]) for one, other in combinations(pairwise(ring), 2))


def test_a_bow_crosses_and_a_square_does_not():
    assert crossing(BOW) == (0.5, 0.5)
    assert crossing([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]) is None


def test_a_ring_that_touches_itself_or_goes_back_on_a_line_does_not_cross():
    assert crossing([(0, 0), (2, 0), (1, 1), (2, 2), (0, 2), (1, 1), (0, 0)]) is None
    assert crossing([(0, 0), (1, 0), (2, 0), (1, 0), (1, 1), (0, 0)]) is None
    assert crossing([(0.1, 0.1), (0.3, 0.3), (0.7, 0.1), (0.2, 0.2), (0.1, 0.4), (0.1, 0.1)]) is None


@pytest.mark.parametrize("seed", range(40))
def test_what_is_found_by_boxes_is_what_is_there(seed):
    chance = Random(seed)
    wild = [(chance.gauss(n * (seed % 3), 1), chance.gauss(0, 1)) for n in range(chance.randint(4, 60))]
    calm = coast(chance.randint(30, 200), seed)
    for ring in ([*wild, wild[0]], calm, _swapped(calm, chance)):
        assert (crossing(ring) is not None) == crosses(ring)
    assert crossing(calm) is None


def _swapped(ring, chance):
    """Return a ring with two of its points in each other's place."""
    one, other = chance.sample(range(1, len(ring) - 1), 2)
    ring = list(ring)
    ring[one], ring[other] = ring[other], ring[one]
    return ring


def test_a_ring_that_winds_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(rings, "MOST_STEPS", 100)
    assert crossing(BOW)
    with pytest.raises(TooWindingError):
        crossing(coast(2_000, 1))
