"""Overlaps (domain.md §5): two projects of different agencies with money in one tambon, stream and fiscal year.

Outside CODI's streams, and where a project has no stream, the same need of the tambon stands for the stream. A pair
that a leverage link joins is none: the one won the other. Money of a project's villages counts for their tambon, a
project's agency is the one that leads it. Only who may see the whole tambon is told of its overlaps, so that the
evidence is the same for everyone: who leads the two, what they share, and what of each kind each has there.

One query finds them all with where each stands; `plans.overlap_rows` reads what is shown of them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Length, Substr

from areas.codes import TAMBON
from areas.models import Area, Level, User
from plans.cases import WAITING, Joined, State, state_of
from plans.models import Need, OverlapDecision
from projects.models import Allocation, Leverage

Key = tuple[str, int, int, int]  # tambon, fiscal year, the two projects in order
STREAM, NEED, WON, DECIDED = "stream", "need", "won", "decided"
COLUMNS = ("what", "tambon", "fiscal_year", "of", "project_id", "lead", "kind")


@dataclass(frozen=True)
class Found:
    """An overlap: `streams` and `needs` are what the two share, `evidence` is the fingerprint of what is known."""

    key: Key
    streams: frozenset[int]
    needs: frozenset[int]
    evidence: str
    state: State

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide."""
        return self.state in WAITING


@dataclass
class _Known:
    """What the query tells of a tambon and year.

    `leads`: the agency that leads each project; `kinds`: its baht by kind; `shared`: the projects of each stream or
    need; `decided`: the number, evidence and day of the last decision on each pair.
    """

    leads: dict[int, int] = field(default_factory=dict)
    kinds: dict[int, dict[str, Decimal]] = field(default_factory=lambda: defaultdict(dict))
    shared: dict[tuple[str, int], set[int]] = field(default_factory=lambda: defaultdict(set))
    decided: dict[tuple[int, int], tuple[int, str, str]] = field(default_factory=dict)


def overlaps(user: User, area: str = "", key: Key | None = None) -> list[Found]:
    """Return the overlaps in an area, what needs a decision first; one query.

    `area` is a tambon or wider; `key` asks for one pair alone.
    """
    known: dict[tuple[str, int], _Known] = defaultdict(_Known)
    joined: set[frozenset[int]] = set()
    for what, tambon, year, of, a, b, told, due, baht in _rows(user, area, key):
        place = known[tambon, year]
        if what == WON:
            joined.add(frozenset((a, b)))
        elif what == DECIDED:
            place.decided[a, b] = max(place.decided.get((a, b), (0, "", "")), (of, told, due))
        else:
            place.leads[a] = b
            place.kinds[a][told] = baht
            place.shared[what, of].add(a)
    found = [
        one
        for (tambon, year), place in known.items()
        for one in _pairs(tambon, year, place)
        if frozenset(one.key[2:]) not in joined and key in (None, one.key)
    ]
    return sorted(found, key=lambda one: (not one.waits, one.key[0], -one.key[1], one.key))


def _pairs(tambon: str, year: int, place: _Known) -> Iterator[Found]:
    common: dict[tuple[int, int], set[tuple[str, int]]] = defaultdict(set)
    for what, projects in place.shared.items():
        for a, b in combinations(sorted(projects), 2):
            if place.leads[a] != place.leads[b]:
                common[a, b].add(what)
    for (a, b), some in common.items():
        parts = [sorted(some), *([place.leads[one], *_told(place.kinds[one])] for one in (a, b))]
        evidence = hashlib.sha256(repr(parts).encode()).hexdigest()
        _pk, told, due = place.decided.get((a, b), (0, None, ""))
        streams, needs = (frozenset(of for what, of in some if what == wanted) for wanted in (STREAM, NEED))
        yield Found((tambon, year, a, b), streams, needs, evidence, state_of(evidence, told, due))


def _told(kinds: dict[str, Decimal]) -> list[str]:
    return [f"{kind} {baht:.2f}" for kind, baht in sorted(kinds.items())]


def _rows(user: User, area: str, key: Key | None) -> QuerySet[Any, Any]:
    """Return rows of `COLUMNS`, '' and baht: what projects of several agencies share in a tambon, with their money.

    Beside them, in the same columns, which project won which, and what was decided: its number, the two projects,
    its evidence and its day. Money stands first, so that all rows are read as the first query's.
    """
    tambons = Area.objects.readable_by(user).filter(level=Level.TAMBON).order_by().values("pk")
    there = Allocation.objects.visible_to(user).order_by()
    decided = OverlapDecision.objects.filter(area__in=tambons).order_by()
    if key is not None:
        there = there.inside(key[0]).filter(fiscal_year=key[1], project__in=key[2:])
        decided = decided.filter(area=key[0], fiscal_year=key[1], project_a=key[2], project_b=key[3])
    elif area:
        there, decided = there.inside(area), decided.inside(area)
    money = there.annotate(
        tambon=Substr("area_id", 1, TAMBON), deep=Length("area_id"), lead=F("project__lead_agency")
    )
    money = money.filter(deep__gte=TAMBON, tambon__in=tambons)
    codi = Q(work_stream__is_codi=True)
    streams = money.filter(codi).annotate(what=Value(STREAM), of=F("work_stream_id"))
    needs = money.exclude(codi).annotate(
        what=Value(NEED),
        of=F("project__need_links__need_id"),
        home=Substr("project__need_links__need__area_id", 1, TAMBON),
    )
    kept = Need.objects.current().order_by().values("pk")
    shared = _several(streams).union(_several(needs.filter(home=F("tambon"), of__in=kept)), all=True)
    return shared.union(_won(there), _decided(decided), all=True)


def _several(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Return the rows of groups with more than one lead agency, with the baht of each kind."""
    rows = rows.annotate(place=Joined("tambon", Value("/"), "fiscal_year", Value("/"), "of"))
    several = rows.values("place").annotate(leads=Count("lead", distinct=True)).filter(leads__gt=1)
    met = rows.filter(place__in=several.values("place"))
    sums: QuerySet[Any, Any] = met.values_list(*COLUMNS, Value("")).annotate(baht=Sum("amount"))
    return sums


def _won(there: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Return the pairs of projects of which the money of one won money of the other."""
    projects = there.values("project_id")
    links = Leverage.objects.filter(seed__project__in=projects, won__project__in=projects).order_by()
    pair = (F("seed__project"), F("won__project"))
    return links.values_list(Value(WON), Value(""), Value(0), Value(0), *pair, Value(""), Value(""), Value(0))


def _decided(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Return the number, the pair, the evidence and the day ('' for none) of decisions."""
    due = Coalesce(Joined(Value(""), "due_on"), Value(""))
    pair = ("project_a_id", "project_b_id")
    return rows.values_list(Value(DECIDED), "area_id", "fiscal_year", "pk", *pair, "evidence", due, Value(0))
