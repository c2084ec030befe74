"""How much still waits for a plan, without reading its lines: what the home page asks of several plans at once."""

from __future__ import annotations

from decimal import Decimal

from plans.cells import Cell, add, gather, rest_of, total
from plans.models import ItemBudget, LeftOut, Lineage, Plan, PlanItem
from plans.ways import child_plans

CELL = ("years__year", "years__wanted_source_id", "years__amount")


def waiting_for(plan: Plan) -> tuple[int, Decimal]:
    """Return how many items of the plans below are not (wholly) placed, and their baht; five queries.

    The same as the rest of `rollup.read`: an item that went up into another plan does not wait here.
    """
    below = list(child_plans(plan).values_list("pk", flat=True))
    items = PlanItem.objects.filter(plan__in=below).order_by().values_list("pk", flat=True)
    budgets = ItemBudget.objects.filter(plan__in=below).order_by()
    wanted = gather(budgets.values_list("item_id", "year", "wanted_source_id", "amount"))
    up = Lineage.objects.filter(child__plan__in=below).values_list("child_id", "parent__plan_id", *CELL)
    out = LeftOut.objects.filter(item__plan__in=below).values_list("item_id", "plan_id", *CELL)
    placed: dict[int, dict[Cell, Decimal]] = {}
    elsewhere = set()
    for item, home, year, source, amount in (*up.order_by(), *out.order_by()):
        if home != plan.pk:
            elsewhere.add(item)
        cells = placed.setdefault(item, {})
        if amount is not None:
            add(cells, {(year, source): amount})
    count, baht = 0, Decimal(0)
    for item in items:
        if item in elsewhere:
            continue
        rest = rest_of(wanted.get(item, {}), placed.get(item, {}))
        left = {cell: amount for cell, amount in rest.items() if amount > 0}
        if left or item not in placed:
            count, baht = count + 1, baht + total(left)
    return count, baht
