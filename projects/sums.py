"""Sums of the projects' money: exact, of one kind, and with what is missing told, so that each table proves itself.

Allocations are summed by the columns they carry, in one range of area codes, never through a join: a line counted
once for each of its areas would be wrong by half on the demo (domain.md §6). What is shown + what lies outside + what
no area has is laid beside the total of the lines themselves, which is read from another table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum

from areas.codes import DISTRICT, PROVINCE, TAMBON
from areas.models import User
from areas.scope import readable_inside, sql_inside
from config.tools.among import among
from config.tools.money import ZERO, to_baht
from projects.models import Agency, Allocation, BudgetLine, Kind, Leverage, Tranche

EVERYWHERE = ""  # the code that every other lies in

Key = Any  # of a row: an area's code, an id (None: the line has none), a fiscal year


@dataclass(frozen=True)
class Asked:
    """Which money: of one kind, in an area ('' is everywhere) or several, narrowed by what the tables group by."""

    kind: str = Kind.GRANT
    area: str = ""
    areas: tuple[str, ...] = ()
    project: int | None = None
    work_stream: int | None = None
    fiscal_year: int | None = None
    leg: int | None = None
    source: int | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The areas; none is everywhere."""
        return self.areas or ((self.area,) if self.area else ())

    def columns(self, **paths: str) -> dict[str, Any]:
        """Return the conditions on a table's columns; `paths` says where one lies elsewhere."""
        wanted = {
            "kind": self.kind,
            "project_id": self.project,
            "work_stream_id": self.work_stream,
            "fiscal_year": self.fiscal_year,
            "leg_id": self.leg,
            "source_id": self.source,
        }
        return {paths.get(name, name): value for name, value in wanted.items() if value is not None}


@dataclass(frozen=True)
class Table:
    """Baht by key, and what makes them the whole: Σ shown + outside + not allocated = total."""

    rows: dict[Key, Decimal]
    outside: Decimal
    unallocated: Decimal
    total: Decimal
    shown: Decimal = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shown", sum(self.rows.values(), ZERO))

    @property
    def difference(self) -> Decimal:
        """What the parts lack to the total; 0 where the sum holds."""
        return self.total - self.shown - self.outside - self.unallocated

    @property
    def ties(self) -> bool:
        """Whether the sum holds."""
        return self.difference == ZERO


# How a table groups: the column of an allocation behind each key. An area above the level keeps its own code.
BY = {
    "area": "area_id",
    "tambon": f"substr(area_id, 1, {TAMBON})",
    "district": f"substr(area_id, 1, {DISTRICT})",
    "province": f"substr(area_id, 1, {PROVINCE})",
    "work_stream": "work_stream_id",
    "fiscal_year": "fiscal_year",
    "leg": "leg_id",
    "source": "source_id",
    "project": "project_id",
}


def lines_of(user: User, asked: Asked) -> QuerySet[BudgetLine]:
    """Return the lines that are asked for: those with money for the area, and those of projects at home in it."""
    lines = lines_within(user, asked.codes).filter(**asked.columns(work_stream_id="project__work_stream_id"))
    return lines.order_by()


def lines_within(user: User, codes: Sequence[str]) -> QuerySet[BudgetLine]:
    """Return the lines that touch areas (none is everywhere); who reads all of an area sees each that touches it."""
    if codes and all(map(user.reads_all_of, codes)):
        return BudgetLine.objects.touching(*codes)
    lines = BudgetLine.objects.visible_to(user)
    return lines.touching(*codes) if codes else lines


def allocations_of(user: User, asked: Asked) -> QuerySet[Allocation]:
    """Return the allocations that are asked for, to areas that the person sees; by their own columns alone."""
    return allocations_within(user, asked.codes).filter(**asked.columns()).order_by()


def allocations_within(user: User, codes: Sequence[str]) -> QuerySet[Allocation]:
    """Return all allocations to areas (none is everywhere) that the person sees."""
    if codes and all(map(user.reads_all_of, codes)):
        return Allocation.objects.inside(*codes)
    rows = Allocation.objects.visible_to(user)
    return rows.inside(*codes) if codes else rows


def table(user: User, asked: Asked, by: str) -> Table:
    """Return the money that is asked for by one of `BY`, proved against the lines; four queries at most."""
    return proved(user, asked, allocated(user, asked, by))


def allocated(user: User, asked: Asked, by: str) -> dict[Key, Decimal]:
    """Return the baht of `allocations_of` by one of `BY`; one query.

    Written in SQL, unlike other sums: a province's answer is so quick that to build the query would take as long.
    """
    conditions = [f"{column} = %s" for column in asked.columns()]
    values = list(asked.columns().values())
    codes = [code for area in asked.codes or (EVERYWHERE,) for code in readable_inside(user, area)]
    if codes != [EVERYWHERE]:
        inside, ends = sql_inside("area_id", codes)
        conditions.append(inside)
        values += ends
    where = " AND ".join(conditions)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {BY[by]}, SUM(amount) FROM projects_allocation WHERE {where} GROUP BY 1",  # noqa: S608  own names
            values,
        )
        return {key: to_baht(satang) for key, satang in cursor.fetchall()}


def proved(user: User, asked: Asked, rows: dict[Key, Decimal]) -> Table:
    """Return the table of what was read of the money that is asked for, by whatever key; three queries at most."""
    lines = lines_of(user, asked)
    whole = lines.aggregate(total=Sum("approved"), allocated=Sum("allocated"))
    total, allocated = whole["total"] or ZERO, whole["allocated"] or ZERO
    return Table(
        rows=rows,
        outside=_outside(user, asked, lines),
        unallocated=total - allocated,
        total=total,
    )


def _outside(user: User, asked: Asked, lines: QuerySet[BudgetLine]) -> Decimal:
    """Return what the lines give to areas that are not asked for, or that the person does not see."""
    return outside_of(user, asked, lines).aggregate(sum=Sum("amount"))["sum"] or ZERO


def outside_of(user: User, asked: Asked, lines: QuerySet[BudgetLine]) -> QuerySet[Allocation]:
    """Return the allocations of lines to areas that are not asked for, or that the person does not see."""
    rows = Allocation.objects.filter(among(lines.values("pk"), "line")).order_by()
    return rows.beyond(user, *asked.codes)


# --- What CODI's money brought


@dataclass(frozen=True)
class Ratio:
    """Baht of others beside baht of a seed; never of two kinds of money."""

    seed: Decimal
    others: Decimal

    @property
    def value(self) -> Decimal | None:
        """Baht of others for each baht of the seed; None where there is no seed to divide by."""
        return self.others / self.seed if self.seed else None


def area_ratio(user: User, asked: Asked) -> Ratio:
    """Return สัดส่วนสมทบ: the grants of all others beside CODI's (domain.md §5).

    In an area by what it was allocated; without one by the lines themselves, what no area has among them.
    """
    codi = set(Agency.objects.filter(kind=Agency.Kind.CODI).values_list("pk", flat=True))
    by_source: dict[int, Decimal]
    if asked.area:
        by_source = dict(allocations_of(user, asked).values_list("source_id").annotate(sum=Sum("amount")))
    else:
        lines = lines_of(user, asked).filter(approved__isnull=False)
        by_source = dict(lines.values_list("source_id").annotate(sum=Sum("approved")))
    seed = sum((amount for source, amount in by_source.items() if source in codi), ZERO)
    return Ratio(seed, sum(by_source.values(), ZERO) - seed)


def leverage(user: User, lines: QuerySet[BudgetLine]) -> dict[int, Ratio]:
    """Return เงินที่ชวนมาได้ of each of the lines that won others, by the id of the seed: the approved baht of both."""
    found: dict[int, Ratio] = {}
    links = Leverage.objects.visible_to(user).filter(seed__in=lines.values("pk"))
    for link in links.select_related("seed", "won").order_by("pk"):
        others = found[link.seed_id].others if link.seed_id in found else ZERO
        found[link.seed_id] = Ratio(link.seed.amount, others + link.won.amount)
    return found


# --- By leg


@dataclass(frozen=True)
class LegSum:
    """What the lines of one leg proposed, got approved, received and spent, in baht."""

    proposed: Decimal
    approved: Decimal
    received: Decimal
    spent: Decimal


def by_leg(user: User, asked: Asked) -> dict[int | None, LegSum]:
    """Return the sums of lines by leg (None: the lines without one); received and spent are those of the tranches."""
    lines = lines_of(user, asked)
    planned = {
        leg: (proposed or ZERO, approved or ZERO)
        for leg, proposed, approved in lines.values_list("leg_id").annotate(Sum("proposed"), Sum("approved"))
    }
    tranches = Tranche.objects.filter(line__in=lines.values("pk")).order_by()
    paid = {
        leg: (received or ZERO, spent or ZERO)
        for leg, received, spent in tranches.values_list("line__leg_id").annotate(Sum("paid"), Sum("spent"))
    }
    nothing = (ZERO, ZERO)
    return {leg: LegSum(*amounts, *paid.get(leg, nothing)) for leg, amounts in planned.items()}
