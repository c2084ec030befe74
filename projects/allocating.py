"""The one module that writes where a line's money goes, with the columns that tables group by.

Call it inside the write path. The line's lock comes first, the rows after it: whoever changes the line, its project
or its areas waits for whoever holds it, so the sum of the rows and what the line carries never part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from config.tools.money import ZERO
from projects.models import Allocation, BudgetLine, Project

CARRIED = ("project_id", "work_stream_id", "fiscal_year", "kind", "leg_id", "source_id")
"""Columns of an allocation that are its line's or its project's."""


@dataclass(frozen=True)
class Share:
    """What an area gets of a line, in baht, and how that came about."""

    amount: Decimal
    basis: str = Allocation.Basis.TYPED


def lock_line(pk: int) -> BudgetLine:
    """Return the line as it is now, locked until the act is done; its project is read after the lock."""
    return BudgetLine.objects.select_for_update(of=("self",)).get(pk=pk)


def carried(line: BudgetLine) -> dict[str, Any]:
    """Return what each allocation of a line carries."""
    return {
        "project_id": line.project_id,
        "work_stream_id": line.project.work_stream_id,
        "fiscal_year": line.fiscal_year,
        "kind": line.kind,
        "leg_id": line.leg_id,
        "source_id": line.source_id,
    }


def shares_of(line: BudgetLine) -> dict[str, Share]:
    """Return what each area has of a line, by the area's code."""
    rows = Allocation.objects.filter(line=line).order_by("area_id")
    return {row.area_id: Share(row.amount, row.basis) for row in rows}


def write(line: BudgetLine, wanted: Mapping[str, Share]) -> None:
    """Make the allocations of a locked line exactly `wanted`, by the code of the area, and save the line.

    Rows that stay are updated, so that each area keeps one history; the caller has checked the rules.
    """
    rows = {row.area_id: row for row in Allocation.objects.filter(line=line)}
    for code in sorted(rows.keys() - wanted.keys()):
        rows[code].delete()
    columns, new, changed = carried(line), [], []
    for code, share in sorted(wanted.items()):
        row = rows.get(code)
        values = {"amount": share.amount, "basis": share.basis, **columns}
        if row is None:
            new.append(Allocation(line=line, area_id=code, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    line.allocated = sum((share.amount for share in wanted.values()), ZERO)
    line.save()
    if new:
        bulk_create_with_history(new, Allocation)
    if changed:
        bulk_update_with_history(changed, Allocation, ["amount", "basis", *CARRIED])


def carry(lines: Iterable[BudgetLine]) -> None:
    """Give the allocations of locked lines the columns that their lines and projects have now."""
    for line in lines:
        columns = carried(line)
        changed = []
        for row in Allocation.objects.filter(line=line):
            if any(getattr(row, name) != value for name, value in columns.items()):
                for name, value in columns.items():
                    setattr(row, name, value)
                changed.append(row)
        if changed:
            bulk_update_with_history(changed, Allocation, list(CARRIED))


def move(old: str, new: str) -> int:
    """Give what an area has of each line to another; return of how many lines. The caller checked the rules."""
    lines = Allocation.objects.filter(area=old).values("line")
    list(BudgetLine.objects.select_for_update(of=("self",)).filter(pk__in=lines).order_by("pk"))
    rows = list(Allocation.objects.filter(area=old).order_by("pk"))
    for row in rows:
        row.area_id = new
        row.save(update_fields=["area"])
    return len(rows)


def lock_lines(project: Project) -> list[BudgetLine]:
    """Return the lines of a project, locked in the order of their numbers."""
    return list(BudgetLine.objects.select_for_update(of=("self",)).filter(project=project).order_by("pk"))
