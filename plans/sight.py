"""What of a roll-up a person may read: rows outside their areas are one sum (design.md §3, invariant 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from areas.models import User
from config.tools.money import ZERO
from plans.cells import Cell, add, by_year, total
from plans.rollup_rows import Line, Origin, Out, RollUp, Sum, Waiting

Sees = Callable[[str], bool]


def sees_all(code: str) -> bool:
    """See every area."""
    return True


def sight_of(user: User | None) -> Sees:
    """Return whether a person may read what is recorded about an area; nobody given sees all."""
    if user is None or user.is_superuser:
        return sees_all
    codes = tuple(user.readable_codes)
    return lambda code: code.startswith(codes)


@dataclass(frozen=True)
class Outside:
    """What a workbench does not list for a person: items outside their areas, as sums."""

    waiting: Sum
    out: Sum


def seen_by(read: RollUp, user: User) -> tuple[RollUp, Outside]:
    """Return the roll-up with the rows that the person may read, and the sums of the others."""
    sees = sight_of(user)
    narrowed = replace(
        read,
        lines=tuple(_line(line, sees, read.years) for line in read.lines),
        waiting=tuple(row for row in read.waiting if sees(row.area_code)),
        left_out=tuple(row for row in read.left_out if sees(row.area_code)),
        apart=tuple(pair for pair in read.apart if sees(pair.a.area_code) and sees(pair.b.area_code)),
    )
    hidden = Outside(_hidden(read.waiting, sees, read.years), _hidden(read.left_out, sees, read.years))
    return narrowed, hidden


def _hidden(rows: Iterable[Waiting | Out], sees: Sees, years: Sequence[int]) -> Sum:
    """Return the sum of the rows that are not seen."""
    cells = [row.cells for row in rows if not sees(row.area_code)]
    together: dict[Cell, Decimal] = {}
    for one in cells:
        add(together, one)
    return Sum(len(cells), by_year(together, years), total(together))


def _line(line: Line, sees: Sees, years: Sequence[int]) -> Line:
    """Return a line whose originals out of sight are one."""
    hidden = [origin for origin in line.origins if not sees(origin.area_code)]
    if not hidden:
        return line
    together: dict[Cell, Decimal] = {}
    for origin in hidden:
        add(together, origin.cells)
    outside = Origin(
        lineage_id=0,
        item_id=0,
        title=_("outside your area"),
        area_code="",
        area_name="",
        plan_id=0,
        years=by_year(together, years),
        total=sum((origin.total for origin in hidden), ZERO),
        cells=together,
        stands_for=len(hidden),
    )
    return replace(line, origins=(*(one for one in line.origins if one not in hidden), outside))
