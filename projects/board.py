"""The money of one area on one page: its streams of work beside the agencies that pay, of one year and kind.

Everything of the table comes from one range of the allocations' index; its rows, its columns and the whole are summed
apart and laid beside each other, and the whole stands beside the lines it is part of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from areas.models import Area, User
from config.tools.dates import fiscal_year
from config.tools.money import ZERO
from config.tools.thai import today
from projects.models import Agency, Allocation, Kind, WorkStream
from projects.sums import Asked, Ratio, Table, table

MOST_COLUMNS = 6  # agencies with a column of their own, those who pay the most
Sums = dict[tuple[Any, ...], Decimal]
"""Baht by stream, agency, fiscal year and kind."""
STEPS = (100_000, 300_000, 600_000, 1_000_000)
"""Baht from which a cell is one step darker: fixed, so that two pages can be compared (look.md)."""


@dataclass(frozen=True)
class Cell:
    """Baht of one stream from one agency (None: all the agencies without a column of their own)."""

    agency: Agency | None
    amount: Decimal

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
    """Grants of one fiscal year in an area by stream and agency; `proof` holds the same against the lines."""

    year: int
    years: list[int]
    """The fiscal years with money in the area, the newest first."""
    columns: list[Agency]
    others: int
    """How many agencies share the last column; 0 where each has its own."""
    rows: list[Row]
    totals: list[Cell]
    proof: Table
    kinds: dict[str, Decimal]
    """Baht of the year by kind of money, never added together."""
    ratio: Ratio
    total: Decimal = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", sum((row.total for row in self.rows), ZERO))

    @property
    def ties(self) -> bool:
        """Whether rows, columns and the lines themselves come to the same."""
        across = sum((cell.amount for cell in self.totals), ZERO)
        return self.total == across == self.proof.shown and self.proof.ties


def board_of(area: Area, user: User, year: int | None = None) -> Board:
    """Return the money of an area; the newest year with money up to this one where none is asked for; eight queries."""
    placed = Allocation.objects.visible_to(user).inside(area.code).order_by()
    sums: Sums = {}
    columns = ("work_stream_id", "source_id", "fiscal_year", "kind")
    for *key, amount in placed.values_list(*columns).annotate(sum=Sum("amount")):
        sums[(*key,)] = amount
    years = sorted({key[2] for key in sums}, reverse=True)
    this_year = fiscal_year(today())
    shown = year or next((one for one in years if one <= this_year), this_year)
    of_year = {key: amount for key, amount in sums.items() if key[2] == shown}
    grants = {key: amount for key, amount in of_year.items() if key[3] == Kind.GRANT}
    agencies = {one.pk: one for one in Agency.objects.filter(pk__in={key[1] for key in grants})}
    by_agency = _added(grants, 1)
    order = sorted(by_agency, key=lambda pk: (agencies[pk].kind != Agency.Kind.CODI, -by_agency[pk], pk))
    own = order if len(order) <= MOST_COLUMNS else order[: MOST_COLUMNS - 1]
    rest = set(order) - set(own)
    streams = {one.pk: one for one in WorkStream.objects.all()}
    by_stream = _added(grants, 0)
    rows = []
    for pk, stream in [*streams.items(), (None, None)]:
        if pk not in by_stream and (stream is None or not stream.is_active):
            continue
        of_stream = _added({key: amount for key, amount in grants.items() if key[0] == pk}, 1)
        rows.append(Row(stream, _cells(of_stream, own, rest, agencies), sum(of_stream.values(), ZERO)))
    codi = sum((by_agency[pk] for pk in order if agencies[pk].kind == Agency.Kind.CODI), ZERO)
    return Board(
        year=shown,
        years=years,
        columns=[agencies[pk] for pk in own],
        others=len(rest),
        rows=rows,
        totals=_cells(by_agency, own, rest, agencies),
        proof=table(user, Asked(area=area.code, fiscal_year=shown), "work_stream"),
        kinds=_added(of_year, 3),
        ratio=Ratio(codi, sum(by_agency.values(), ZERO) - codi),
    )


def _added(sums: Sums, place: int) -> dict[Any, Decimal]:
    """Return the sums by one part of their key."""
    found: dict[Any, Decimal] = {}
    for key, amount in sums.items():
        found[key[place]] = found.get(key[place], ZERO) + amount
    return found


def _cells(
    by_agency: dict[int, Decimal], own: list[int], rest: set[int], agencies: dict[int, Agency]
) -> list[Cell]:
    cells = [Cell(agencies[pk], by_agency.get(pk, ZERO)) for pk in own]
    if rest:
        cells.append(Cell(None, sum((by_agency.get(pk, ZERO) for pk in rest), ZERO)))
    return cells
