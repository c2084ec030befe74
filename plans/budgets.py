"""The one function that writes what an item asks for by year, with the columns that tables group by."""

from __future__ import annotations

from decimal import Decimal

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from plans.cells import Cell, Cells
from plans.models import ItemBudget, PlanItem


def cells(item: PlanItem) -> dict[Cell, Decimal]:
    """Return an item's budget in baht, keyed by (year, id of the wanted source)."""
    return {(row.year, row.wanted_source_id): row.amount for row in item.budgets.all()}


def write(item: PlanItem, wanted: Cells) -> None:
    """Make the item's budget exactly `wanted` (baht by year and wanted source); cells of zero are not kept.

    Rows that stay are updated, so that each cell keeps one history. Call it inside the write path.
    """
    rows = {(row.year, row.wanted_source_id): row for row in ItemBudget.objects.filter(item=item)}
    kept = {cell: amount for cell, amount in wanted.items() if amount}
    for cell in rows.keys() - kept.keys():
        rows[cell].delete()
    new, changed = [], []
    carried = {
        "plan_id": item.plan_id,
        "area_id": item.area_id or item.plan.area_id,
        "dimension_id": item.dimension_id,
        "work_stream_id": item.work_stream_id,
    }
    for (year, source), amount in kept.items():
        row = rows.get((year, source))
        if row is None:
            new.append(ItemBudget(item=item, year=year, wanted_source_id=source, amount=amount, **carried))
        elif row.amount != amount or any(getattr(row, name) != value for name, value in carried.items()):
            row.amount = amount
            for name, value in carried.items():
                setattr(row, name, value)
            changed.append(row)
    if new:
        bulk_create_with_history(new, ItemBudget)
    if changed:
        bulk_update_with_history(changed, ItemBudget, ["amount", *carried])
