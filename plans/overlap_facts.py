"""What overlaps are found from: the money of an area's projects by tambon and year, told by one query.

With it come which streams are CODI's, which needs the projects answer, whose money won whose, and what was decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Length, Substr

from areas.codes import TAMBON
from areas.compiled import compiled
from areas.models import User
from plans.cases import Joined
from plans.models import OverlapDecision, ProjectNeed
from projects.models import Leverage, WorkStream
from projects.sums import allocations_within

Key = tuple[str, int, int, int]  # tambon, fiscal year, the two projects in order
MONEY, CODI, NEED, WON, DECIDED = "money", "codi", "need", "won", "decided"
COLUMNS = ("what", "tambon", "fiscal_year", "of", "project_id", "kind")
NOTHING = (0, "", "")  # decided


@dataclass
class Place:
    """A tambon in a fiscal year.

    `leads`: the agency that leads each project; `kinds`: its baht by kind; `streams`: the projects of each stream, None
    for those without one; `decided`: the number, evidence and day of the last decision on each pair.
    """

    leads: dict[int, int] = field(default_factory=dict)
    kinds: dict[int, dict[str, Decimal]] = field(default_factory=dict)
    streams: dict[int | None, set[int]] = field(default_factory=dict)
    decided: dict[tuple[int, ...], tuple[int, str, str]] = field(default_factory=dict)

    def add(self, stream: int | None, project: int, lead: int, kind: str, baht: Decimal) -> None:
        """Take in what a project has there of one kind."""
        self.leads[project] = lead
        self.kinds.setdefault(project, {})[kind] = baht
        self.streams.setdefault(stream, set()).add(project)


@dataclass
class Facts:
    """What is known of an area.

    `places` by tambon and fiscal year; `codi`: CODI's streams; `answered`: the projects that answer each need, by
    tambon; `won`: the pairs of projects of which the money of one won the other's, in order.
    """

    places: dict[tuple[str, int], Place] = field(default_factory=lambda: defaultdict(Place))
    codi: set[int] = field(default_factory=set)
    answered: dict[str, dict[int, set[int]]] = field(default_factory=dict)
    won: set[tuple[int, ...]] = field(default_factory=set)


def facts(user: User, areas: Sequence[str], key: Key | None) -> Facts:
    """Return what is known of areas (none is everywhere) or of one pair, in the tambons that the person sees whole."""
    known = Facts()
    rows = _rows_of_areas(user, *areas) if key is None else _rows_of_pair(user, *key)
    for what, tambon, year, of, a, told, b, due, baht in rows:
        if what == MONEY:
            known.places[tambon, year].add(of, a, b, told, baht)
        elif what == CODI:
            known.codi.add(of)
        elif what == NEED:
            known.answered.setdefault(tambon, {}).setdefault(of, set()).add(a)
        elif what == WON:
            known.won.add((min(a, b), max(a, b)))
        else:
            decided = known.places[tambon, year].decided
            decided[a, b] = max(decided.get((a, b), NOTHING), (of, told, due))
    return known


@compiled
def _rows_of_areas(user: User, *codes: str) -> QuerySet[Any, Any]:
    return _rows(*_known(user, codes))


@compiled
def _rows_of_pair(user: User, area: str, year: int, a: int, b: int) -> QuerySet[Any, Any]:
    there, decided = _known(user, [area])
    there = there.filter(Q(project=a) | Q(project=b), fiscal_year=year)
    return _rows(there, decided.filter(area=area, fiscal_year=year, project_a=a, project_b=b))


def _known(user: User, codes: Sequence[str]) -> tuple[Any, Any]:
    """Return the allocations and the decisions in areas (none is everywhere), in tambons that the person sees whole."""
    there, decided = allocations_within(user, codes).order_by(), OverlapDecision.objects.in_areas_of(user)
    decided = decided.inside(*codes).order_by() if codes else decided.order_by()
    if codes and all(len(one) <= TAMBON and user.reads_all_of(one) for one in codes):
        return there, decided
    return _whole(there, user), _whole(decided, user)


def _rows(there: Any, decided: Any) -> QuerySet[Any, Any]:
    """Return rows of `COLUMNS`, '' and baht: the money that projects have in tambons, by kind.

    Beside them, in the same columns, which streams are CODI's, which projects answer which need of a tambon, which
    project won which, and what was decided: its number, the two projects, its evidence ('' where it was withdrawn)
    and its day. Money stands first, so that all rows are read as the first query's.
    """
    money = there.annotate(
        what=Value(MONEY), tambon=Substr("area_id", 1, TAMBON), deep=Length("area_id"), of=F("work_stream_id")
    )
    sums: QuerySet[Any, Any] = money.filter(deep__gte=TAMBON).values_list(*COLUMNS)
    sums = sums.annotate(lead=Max("project__lead_agency"), day=Value(""), baht=Sum("amount"))
    return sums.union(_streams(), _answers(there), _won(there), _decided(decided), all=True)


def _whole(rows: Any, user: User) -> Any:
    """Return those of a person's rows that lie in tambons that the person sees whole, without an order."""
    codes = user.readable_codes
    if user.is_superuser or all(len(code) <= TAMBON for code in codes):
        return rows.order_by()
    return rows.inside(*(code for code in codes if len(code) <= TAMBON)).order_by()


def _streams() -> QuerySet[Any, Any]:
    """Return the streams that are CODI's."""
    rows = WorkStream.objects.filter(is_codi=True).order_by()
    rest = (Value(0), Value(""), Value(0), Value(""), Value(0))
    return rows.values_list(Value(CODI), Value(""), Value(0), "pk", *rest)


def _answers(there: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Return which needs, those put away left out, the projects answer, with the tambon of each need."""
    ties = ProjectNeed.objects.filter(project__in=there.values("project_id"), need__archived_at__isnull=True)
    tambon = Substr("need__area_id", 1, TAMBON)
    told = (Value(NEED), tambon, Value(0), "need_id", "project_id", Value(""), Value(0), Value(""), Value(0))
    return ties.order_by().values_list(*told)


def _won(there: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Return the pairs of projects of which the money of one won money of the other."""
    links = Leverage.objects.filter(seed__project__in=there.values("project_id")).order_by()
    pair = (F("seed__project"), Value(""), F("won__project"))
    return links.values_list(Value(WON), Value(""), Value(0), Value(0), *pair, Value(""), Value(0))


def _decided(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Return the number, the pair, the evidence ('' where withdrawn) and the day ('' for none) of decisions."""
    due = Coalesce(Joined(Value(""), "due_on"), Value(""))
    known = Coalesce(OverlapDecision.standing("evidence"), Value(""))
    pair = ("project_a_id", known, "project_b_id")
    return rows.values_list(Value(DECIDED), "area_id", "fiscal_year", "pk", *pair, due, Value(0))
