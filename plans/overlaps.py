"""Overlaps (domain.md §5): two projects of different agencies with money in one tambon, stream and fiscal year.

Outside CODI's streams, and where a project has no stream, the same need of the tambon stands for the stream. A pair
that a leverage link joins is none: the one won the other. Money of a project's villages counts for their tambon, a
project's agency is the one that leads it. Only who may see the whole tambon is told of its overlaps, so that the
evidence is the same for everyone: who leads the two, what they share, and what of each kind each has there.

One query tells the money of an area's projects by tambon and year; they are paired here, which is quicker than the
database's join of the table with itself, and the evidence is put together for those alone on which somebody decided.
What that costs grows with the area, so of more than `MOST_PROVINCES` lists show one at a time.
`plans.overlap_rows` reads what is shown of them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from operator import attrgetter

from django.db.models import Exists, OuterRef, Value

from areas.codes import province_of
from areas.models import Area, Level, User
from config.tools.money import ZERO
from plans.cases import WAITING, Joined, State, state_of
from plans.overlap_facts import NOTHING, Facts, Key, Place, facts
from projects.models import Allocation, Kind

MOST_PROVINCES = 4  # of more, a page takes over 300 ms (docs/bench.md)


@dataclass(eq=False)
class Found:
    """An overlap: the stream or the needs that the two share, and what is known of the place."""

    key: Key
    stream: int | None
    needs: frozenset[int]
    place: Place

    @cached_property
    def evidence(self) -> str:
        """The fingerprint of who leads the two, what they share and what each has there."""
        shared = [("need", pk) for pk in self.needs] or [("stream", self.stream or 0)]
        sides = ([self.place.leads[one], *_told(self.place.kinds[one])] for one in self.key[2:])
        return hashlib.sha256(repr([sorted(shared), *sides]).encode()).hexdigest()

    @cached_property
    def state(self) -> State:
        """Where it stands."""
        _pk, told, due = self.place.decided.get(self.key[2:], NOTHING)
        return state_of(self.evidence, told, due) if told else State.OPEN

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide."""
        return self.key[2:] not in self.place.decided or self.state in WAITING

    @property
    def settled(self) -> bool:
        """Whether nobody has to decide."""
        return not self.waits

    @property
    def grants(self) -> Decimal:
        """The grants in baht that the two have there."""
        return sum((self.place.kinds[one].get(Kind.GRANT, ZERO) for one in self.key[2:]), ZERO)


def overlaps(user: User, *areas: str, key: Key | None = None) -> list[Found]:
    """Return the overlaps in areas, what needs a decision first; one query.

    `areas` are tambons or wider, none (or '') is everywhere; `key` asks for one pair alone.
    """
    known = facts(user, [one for one in areas if one], key)
    found = [
        one
        for (tambon, year), place in sorted(known.places.items(), key=_in_order)
        for one in sorted(_pairs(tambon, year, place, known), key=attrgetter("key"))
        if one.key[2:] not in known.won and key in (None, one.key)
    ]
    return sorted(found, key=attrgetter("settled"))


def _in_order(one: tuple[tuple[str, int], Place]) -> tuple[str, int]:
    (tambon, year), _place = one
    return tambon, -year


def provinces_of(user: User) -> list[str]:
    """Return the codes of the provinces whose overlaps the person is told of; a superuser's are those with money."""
    if not user.is_superuser:
        return sorted({province_of(code) for code in user.readable_codes})
    # Codes go on with a digit, which sorts before letters everywhere.
    after = Joined(OuterRef("code"), Value("Z"))
    there = Allocation.objects.filter(area_id__gte=OuterRef("code"), area_id__lt=after)
    provinces = Area.objects.filter(Exists(there), level=Level.PROVINCE)
    return list(provinces.order_by("code").values_list("code", flat=True))


def _pairs(tambon: str, year: int, place: Place, known: Facts) -> Iterator[Found]:
    outside: set[int] = set()
    for stream, projects in place.streams.items():
        if stream in known.codi:
            for pair in _of_several(projects, place):
                yield Found((tambon, year, *pair), stream, frozenset(), place)
        else:
            outside |= projects
    common: dict[tuple[int, int], set[int]] = defaultdict(set)
    for need, answers in known.answered.get(tambon, {}).items():
        for pair in _of_several(answers & outside, place):
            common[pair].add(need)
    for pair, needs in common.items():
        yield Found((tambon, year, *pair), None, frozenset(needs), place)


def _of_several(projects: set[int], place: Place) -> Iterator[tuple[int, int]]:
    """Yield the pairs of projects that different agencies lead."""
    leads = place.leads
    for a, b in combinations(sorted(projects), 2):
        if leads[a] != leads[b]:
            yield a, b


def _told(kinds: dict[str, Decimal]) -> list[str]:
    return [f"{kind} {baht:.2f}" for kind, baht in sorted(kinds.items())]
