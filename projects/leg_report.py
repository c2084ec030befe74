"""Reads the money of projects by leg and place: proposed, approved, received, spent, each column proved.

What was approved lies where it was allocated. What was proposed, received and spent is told of whole lines, so it
stands at a place only where the whole line lies in it; lines over several places, or not allocated to the last baht,
stand in one row for themselves, so that nothing is divided by guess: Σ places + shared + outside + no place = total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import chain
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from areas.codes import PROVINCE, TAMBON
from areas.models import Area, User
from config.tools.money import ZERO
from projects import sums
from projects.models import Agency, Allocation, BudgetLine, Leg, Tranche
from projects.sums import Asked, LegSum, Ratio

LEVELS = {"province": PROVINCE, "tambon": TAMBON}
NOWHERE, SHARED, OUTSIDE = "", "*", "-"  # what is no place, in the order in which the table ends
NOTHING = LegSum(ZERO, ZERO, ZERO, ZERO)

Placed = dict[int | None, dict[str, LegSum]]  # by leg and place


def named(area: Area) -> str:
    """Return an area's name, of a tambon with its district; fetch `parent` before."""
    above = f" {area.parent.full_name}" if area.parent and len(area.code) == TAMBON else ""
    return f"{area.full_name}{above}"


def rounded(ratio: Ratio) -> Decimal | None:
    """Return a ratio as it is told: to two places."""
    return None if ratio.value is None else ratio.value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def plus(some: Iterable[LegSum]) -> LegSum:
    """Return the sum, column by column."""
    found = list(some)
    return LegSum(
        sum((one.proposed for one in found), ZERO),
        sum((one.approved for one in found), ZERO),
        sum((one.received for one in found), ZERO),
        sum((one.spent for one in found), ZERO),
    )


@dataclass(frozen=True)
class PlaceRow:
    """What a place has of a leg; `wide` where the money lies above the tambons of the table."""

    area: Area
    sum: LegSum
    wide: bool

    @property
    def name(self) -> str:
        """The area as a sheet names it: a tambon with its district, since names repeat."""
        return named(self.area) + (f" {_('(no tambon stated)')}" if self.wide else "")


@dataclass(frozen=True)
class LegTable:
    """The money of one leg (None: of lines without one) by place, with what is no place, and the proof."""

    leg: Leg | None
    rows: list[PlaceRow]
    shared: LegSum
    outside: LegSum
    nowhere: LegSum
    total: LegSum

    @property
    def no_places(self) -> list[tuple[str, LegSum]]:
        """What is no place of the table, in words; what has nothing is left out."""
        told = [
            (_("Shared by several areas, or allocated in part"), self.shared),
            (_("Outside these areas"), self.outside),
            (_("Not allocated to an area"), self.nowhere),
        ]
        return [(name, one) for name, one in told if one != NOTHING]

    @cached_property
    def difference(self) -> Decimal:
        """The largest difference between a column's parts and its total; 0 where each holds."""
        parts = plus([*(row.sum for row in self.rows), self.shared, self.outside, self.nowhere])
        columns = ("proposed", "approved", "received", "spent")
        return max((abs(getattr(self.total, one) - getattr(parts, one)) for one in columns), default=ZERO)

    @property
    def ties(self) -> bool:
        """Whether each column's parts are its total."""
        return self.difference == ZERO


@dataclass(frozen=True)
class RatioRow:
    """สัดส่วนสมทบ of a place; without one, of what no place of the table has."""

    area: Area | None
    ratio: Ratio

    @property
    def value(self) -> Decimal | None:
        """Baht of others for each of CODI's, to two places; None where there is no seed to divide by."""
        return rounded(self.ratio)


@dataclass(frozen=True)
class WonRow:
    """เงินที่ชวนมาได้ of a line: its own baht beside those of the lines that it won."""

    line: BudgetLine
    ratio: Ratio

    @property
    def value(self) -> Decimal | None:
        """Baht that were won for each of the line's, to two places; None where it has no money."""
        return rounded(self.ratio)


@dataclass(frozen=True)
class Report:
    """The tables by leg and their sum; สัดส่วนสมทบ by place (grants alone); what lines won, the most first."""

    tables: list[LegTable]
    total: LegSum
    ratios: list[RatioRow]
    whole_ratio: RatioRow | None
    won: list[WonRow]


def read(user: User, asked: Asked, by: str) -> Report:
    """Return the report of the money that is asked for, by one of `LEVELS`; seventeen queries at most."""
    length = LEVELS[by]
    lines = sums.lines_of(user, asked)
    whole = sums.by_leg(user, asked)
    allocated = _allocated(user, asked, length)
    placed = _placed(lines, length)
    ratios = _ratios(user, asked, length) if asked.source is None and asked.kind == "grant" else {}
    codes = {*ratios, *chain(*allocated.values(), *placed.values())}
    areas = Area.objects.select_related("parent").in_bulk(codes - {NOWHERE, SHARED})
    own = _own(user, asked, areas)
    free = dict(lines.values_list("leg_id").annotate(sum=Sum("allocated")))
    outside = dict(sums.outside_of(user, asked, lines).values_list("leg_id").annotate(sum=Sum("amount")))
    legs = Leg.objects.in_bulk()
    tables = []
    for leg in sorted(whole, key=lambda one: (one is None, *_position(legs[one] if one else None))):
        parts = _parts(allocated.get(leg, {}), placed.get(leg, {}), own)
        parts[OUTSIDE].append(LegSum(ZERO, outside.get(leg, ZERO), ZERO, ZERO))
        rest = whole[leg].approved - (free.get(leg) or ZERO)
        parts[NOWHERE].append(LegSum(ZERO, rest, ZERO, ZERO))
        rows = [
            PlaceRow(areas[code], plus(parts[code]), len(code) < length)
            for code in sorted(parts.keys() - {NOWHERE, SHARED, OUTSIDE})
        ]
        shared, out, nowhere = (plus(parts[one]) for one in (SHARED, OUTSIDE, NOWHERE))
        tables.append(LegTable(legs[leg] if leg else None, rows, shared, out, nowhere, whole[leg]))
    whole_ratio, rows_of_ratio = _ratio_rows(user, asked, ratios, areas)
    return Report(tables, plus(whole.values()), rows_of_ratio, whole_ratio, _won(user, lines))


def _position(leg: Leg | None) -> tuple[int, str]:
    return (leg.position, leg.code) if leg else (0, "")


def _own(user: User, asked: Asked, areas: Mapping[str, Area]) -> set[str]:
    """Return the codes of the places that are asked for and that the person sees; one query."""
    inside = Area.objects.readable_by(user).filter(code__in=list(areas))
    return {code for code in inside.values_list("code", flat=True) if code.startswith(asked.area)}


def _parts(
    allocated: Mapping[str, Decimal], placed: Mapping[str, LegSum], own: set[str]
) -> dict[str, list[LegSum]]:
    """Return what each place has; of whole lines what lies in a place outside goes to `OUTSIDE`."""
    parts: dict[str, list[LegSum]] = defaultdict(list)
    for code, amount in allocated.items():
        parts[code].append(LegSum(ZERO, amount, ZERO, ZERO))
    for code, one in placed.items():
        parts[code if code in own | {NOWHERE, SHARED} else OUTSIDE].append(one)
    return parts


def _allocated(user: User, asked: Asked, length: int) -> dict[int | None, dict[str, Decimal]]:
    """Return the baht that each place was allocated, by leg and place; one query."""
    rows = sums.allocations_of(user, asked).annotate(place=Substr("area_id", 1, length))
    found: dict[int | None, dict[str, Decimal]] = defaultdict(dict)
    for leg, place, amount in rows.values_list("leg_id", "place").annotate(Sum("amount")):
        found[leg][place] = amount
    return found


def _where(length: int, line: str) -> tuple[dict[str, Any], Case]:
    """Return what to annotate a row of a line with (`line` names its key), and the place that follows from it."""
    of_line = Allocation.objects.filter(line=OuterRef(line)).annotate(place=Substr("area_id", 1, length))
    ends = {
        "first": Subquery(of_line.order_by("area_id").values("place")[:1]),
        "last": Subquery(of_line.order_by("-area_id").values("place")[:1]),
    }
    prefix = "" if line == "pk" else "line__"
    alone = Q(first=F("last")) & Q(**{f"{prefix}allocated": F(f"{prefix}approved")})
    place = Case(
        When(first__isnull=True, then=Value(NOWHERE)), When(alone, then=F("first")), default=Value(SHARED)
    )
    return ends, place


def whole_place(lines: QuerySet[BudgetLine], length: int) -> QuerySet[Any]:
    """Annotate lines with the place that the whole line lies in: `NOWHERE`, or `SHARED`, where it lies in no one."""
    ends, place = _where(length, "pk")
    return lines.annotate(**ends).annotate(place=place)


def _placed(lines: QuerySet[BudgetLine], length: int) -> Placed:
    """Return what was proposed, received and spent, by leg and the one place of the whole line; two queries."""
    found: dict[int | None, dict[str, list[LegSum]]] = defaultdict(lambda: defaultdict(list))
    rows = whole_place(lines, length).values_list("leg_id", "place")
    for leg, code, proposed in rows.annotate(Sum("proposed")):
        found[leg][code].append(LegSum(proposed or ZERO, ZERO, ZERO, ZERO))
    ends, place = _where(length, "line_id")
    tranches = Tranche.objects.filter(line__in=lines.values("pk")).order_by()
    paid = tranches.annotate(**ends).annotate(place=place).values_list("line__leg_id", "place")
    for leg, code, received, spent in paid.annotate(Sum("paid"), Sum("spent")):
        found[leg][code].append(LegSum(ZERO, ZERO, received or ZERO, spent or ZERO))
    return {leg: {code: plus(parts) for code, parts in one.items()} for leg, one in found.items()}


def _ratios(user: User, asked: Asked, length: int) -> dict[str, Ratio]:
    """Return CODI's and the others' allocated grants by place; two queries."""
    codi = set(Agency.objects.filter(kind=Agency.Kind.CODI).values_list("pk", flat=True))
    rows = sums.allocations_of(user, asked).annotate(place=Substr("area_id", 1, length))
    found: dict[str, Ratio] = {}
    for place, source, amount in rows.values_list("place", "source_id").annotate(Sum("amount")):
        before = found.get(place, Ratio(ZERO, ZERO))
        seed, others = (amount, ZERO) if source in codi else (ZERO, amount)
        found[place] = Ratio(before.seed + seed, before.others + others)
    return found


def _ratio_rows(
    user: User, asked: Asked, ratios: Mapping[str, Ratio], areas: Mapping[str, Area]
) -> tuple[RatioRow | None, list[RatioRow]]:
    """Return สัดส่วนสมทบ of all and by place, what no place has last; two queries, none where there are no places."""
    if not ratios:
        return None, []
    whole = sums.area_ratio(user, asked)
    rows = [RatioRow(areas[code], ratios[code]) for code in sorted(ratios)]
    rest = Ratio(
        whole.seed - sum((one.seed for one in ratios.values()), ZERO),
        whole.others - sum((one.others for one in ratios.values()), ZERO),
    )
    if rest.seed or rest.others:
        rows.append(RatioRow(None, rest))
    return RatioRow(None, whole), rows


def _won(user: User, lines: QuerySet[BudgetLine]) -> list[WonRow]:
    """Return เงินที่ชวนมาได้ of each line that won others, the most first; two queries."""
    ratios = sums.leverage(user, lines)
    seeds = BudgetLine.objects.select_related("project", "source").in_bulk(list(ratios))
    rows = [WonRow(seeds[pk], ratio) for pk, ratio in ratios.items()]
    return sorted(rows, key=lambda row: (-row.ratio.others, row.line.pk))
