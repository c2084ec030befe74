"""The money of some areas on one page: its streams of work beside the agencies that pay, of one year and kind.

Everything of the table comes from one range of the allocations' index; its rows, its columns and the whole are summed
apart, and laid beside the same read anew through the lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from areas.compiled import compiled
from areas.models import User
from config.tools.dates import fiscal_year
from config.tools.money import ZERO
from config.tools.thai import today
from projects.models import Agency, Allocation, Kind, Leg, WorkStream
from projects.sums import Ratio, Table, allocations_within, lines_within

MOST_COLUMNS = 5  # of agencies, those who pay the most: so many fit on paper beside the streams
Sums = dict[tuple[Any, ...], Decimal]
"""Baht by stream, agency, fiscal year, kind and leg."""
KEY = ("work_stream_id", "source_id", "fiscal_year", "kind", "leg_id")
STREAM, SOURCE, YEAR, KIND, LEG = range(len(KEY))  # the places in its key
STEPS = (100_000, 300_000, 600_000, 1_000_000)
"""Baht from which a cell is one step darker: fixed, so that two pages can be compared (look.md)."""


@dataclass(frozen=True)
class Cell:
    """Baht of one stream from one agency (None: all the agencies without a column of their own)."""

    agency: Agency | None
    amount: Decimal
    source: str
    """How the list of projects is asked for it (projects.forms.placed_filter)."""

    @property
    def heat(self) -> int:
        """How dark the cell is, 1–5; 0 without money."""
        return 1 + sum(self.amount >= step for step in STEPS) if self.amount else 0


@dataclass(frozen=True)
class Row:
    """A stream (None: projects without one) with its baht by column and in all."""

    stream: WorkStream | None
    cells: list[Cell]
    total: Decimal


@dataclass(frozen=True)
class Board:
    """Grants of one fiscal year in some areas by stream and agency; `proof` holds the same against the lines."""

    year: int
    years: list[int]
    """The fiscal years with money in the areas, the newest first."""
    columns: list[Agency]
    others: int
    """How many agencies share the last column; 0 where each has its own."""
    rows: list[Row]
    totals: list[Cell]
    proof: Table
    kinds: dict[str, Decimal]
    """Baht of the year by kind of money, never added together."""
    legs: list[tuple[Leg | None, Decimal]]
    """The grants by leg, those of which nobody told the leg (None) last."""
    ratio: Ratio
    codi: str
    """The agencies that are CODI's, as the list of projects is asked for them."""
    total: Decimal = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", sum((row.total for row in self.rows), ZERO))

    @property
    def ties(self) -> bool:
        """Whether rows, columns, legs and the lines themselves come to the same."""
        across = sum((cell.amount for cell in self.totals), ZERO)
        by_leg = sum((amount for _leg, amount in self.legs), ZERO)
        return self.total == across == by_leg == self.proof.shown and self.proof.ties

    @property
    def codi_percent(self) -> int:
        """What part of the grants is CODI's, in whole percent; 0 without any."""
        return int(100 * self.ratio.seed / self.total) if self.total else 0

    @property
    def others_percent(self) -> int:
        """What part of the grants is all others', in whole percent."""
        return 100 - self.codi_percent if self.total else 0

    @property
    def other_kinds(self) -> list[tuple[Kind, Decimal]]:
        """Baht of each kind that is no grant: never added to the grants, nor to each other."""
        return [(kind, self.kinds.get(kind, ZERO)) for kind in Kind if kind != Kind.GRANT]


@dataclass(frozen=True)
class Lines:
    """The lines of a year's grants as they prove the board: what they were given, what of it lies where."""

    approved: Decimal
    allocated: Decimal
    here: Decimal
    everywhere: Decimal
    agencies: dict[int, Agency]
    legs: list[Leg]


def board_of(
    codes: Sequence[str], user: User, streams: Sequence[WorkStream], year: int | None = None
) -> Board:
    """Return the money of areas; the newest year with money up to this one where none is asked for; two queries."""
    sums: Sums = {(*key,): amount for *key, amount in _placed(user, *codes)}
    years = sorted({key[YEAR] for key in sums}, reverse=True)
    this_year = fiscal_year(today())
    shown = year or next((one for one in years if one <= this_year), this_year)
    of_year = {key: amount for key, amount in sums.items() if key[YEAR] == shown}
    grants = {key: amount for key, amount in of_year.items() if key[KIND] == Kind.GRANT}
    lines = _lines(_of_lines(user, shown, *codes))
    agencies = lines.agencies
    by_agency = _added(grants, SOURCE)
    order = sorted(by_agency, key=lambda pk: (agencies[pk].kind != Agency.Kind.CODI, -by_agency[pk], pk))
    own = order if len(order) <= MOST_COLUMNS else order[: MOST_COLUMNS - 1]
    rest = set(order) - set(own)
    by_stream = _added(grants, STREAM)
    rows = []
    for stream in [*streams, None]:
        pk = stream.pk if stream else None
        if pk not in by_stream and (stream is None or not stream.is_active):
            continue
        of_stream = _added({key: amount for key, amount in grants.items() if key[STREAM] == pk}, SOURCE)
        rows.append(Row(stream, _cells(of_stream, own, rest, agencies), sum(of_stream.values(), ZERO)))
    of_codi = [pk for pk in order if agencies[pk].kind == Agency.Kind.CODI]
    codi = sum((by_agency[pk] for pk in of_codi), ZERO)
    by_leg = _added(grants, LEG)
    return Board(
        year=shown,
        years=years,
        columns=[agencies[pk] for pk in own],
        others=len(rest),
        rows=rows,
        totals=_cells(by_agency, own, rest, agencies),
        proof=Table(
            rows=by_stream,
            outside=lines.everywhere - lines.here,
            unallocated=lines.approved - lines.allocated,
            total=lines.approved,
        ),
        kinds=_added(of_year, KIND),
        legs=[(leg, by_leg.get(leg.pk, ZERO)) for leg in lines.legs]
        + [(None, by_leg[None]) for _nobody in by_leg.keys() & {None}],
        ratio=Ratio(codi, sum(by_agency.values(), ZERO) - codi),
        codi=",".join(map(str, of_codi)),
    )


@compiled
def _placed(user: User, *codes: str) -> QuerySet[Any, Any]:
    """Return the baht of the areas by the parts of a key of `Sums`."""
    by = allocations_within(user, codes).order_by().values_list(*KEY)
    sums: QuerySet[Any, Any] = by.annotate(sum=Sum("amount"))
    return sums


@compiled
def _of_lines(user: User, year: int, *codes: str) -> QuerySet[Any, Any]:
    """Return what the year's grants of the areas were given and what of it lies where, by source and leg."""
    lines = lines_within(user, codes).filter(kind=Kind.GRANT, fiscal_year=year).order_by()
    placed = allocations_within(user, codes).order_by()
    told = lines.annotate(here=_of_line(placed), everywhere=_of_line(Allocation.objects.order_by()))
    names = ("source_id", "source__name", "source__kind", "leg_id", "leg__name", "leg__position")
    sums: QuerySet[Any, Any] = told.values_list(*names).annotate(
        Sum("approved"), Sum("allocated"), Sum("here"), Sum("everywhere")
    )
    return sums


def _lines(rows: Iterable[tuple[Any, ...]]) -> Lines:
    """Return the lines of the rows of `_of_lines` in all."""
    agencies, legs = {}, {}
    approved = allocated = here = everywhere = ZERO
    for source, name, kind, leg, leg_name, position, *of_lines in rows:
        agencies[source] = Agency(pk=source, name=name, kind=kind)
        if leg is not None:
            legs[leg] = Leg(pk=leg, name=leg_name, position=position)
        amounts = [amount or ZERO for amount in of_lines]
        approved, allocated = approved + amounts[0], allocated + amounts[1]
        here, everywhere = here + amounts[2], everywhere + amounts[3]
    in_order = sorted(legs.values(), key=lambda one: (one.position, one.pk))
    return Lines(approved, allocated, here, everywhere, agencies, in_order)


def _of_line(rows: QuerySet[Allocation]) -> Subquery:
    """Return what a line gives by those allocations, in baht."""
    return Subquery(rows.filter(line=OuterRef("pk")).values("line").annotate(sum=Sum("amount")).values("sum"))


def _added(sums: Sums, place: int) -> dict[Any, Decimal]:
    """Return the sums by one part of their key."""
    found: dict[Any, Decimal] = {}
    for key, amount in sums.items():
        found[key[place]] = found.get(key[place], ZERO) + amount
    return found


def _cells(
    by_agency: dict[int, Decimal], own: list[int], rest: set[int], agencies: dict[int, Agency]
) -> list[Cell]:
    cells = [Cell(agencies[pk], by_agency.get(pk, ZERO), str(pk)) for pk in own]
    if rest:
        others = "-" + ",".join(map(str, own))
        cells.append(Cell(None, sum((by_agency.get(pk, ZERO) for pk in rest), ZERO), others))
    return cells
