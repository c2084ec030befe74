"""What the tests of the roll-up put on the stage: one province, tambons with items, and the ledger to check."""

from decimal import Decimal

from django.db.models import Sum

from plans import rollup
from plans.models import ItemBudget, LeftOutYear, LineageYear, PlanItem
from projects.models import Agency
from tests.cast import make_item, make_plan


def stage():
    """Return the plan of กาญจนบุรี with the endorsed plans of ช่องสะเดา and วังด้ง below it."""
    return make_plan("71", prefix="K"), make_plan("710109", endorsed=True), make_plan("710108", endorsed=True)


def source(name="อบจ.กาญจนบุรี"):
    return Agency.objects.get(name=name).pk


def all_of(*items):
    """Return what carries all of the items, as a page sends it."""
    return {
        item.pk: {(row.year, row.wanted_source_id): row.amount for row in item.budgets.all()}
        for item in items
    }


def budget(item):
    """Return an item's baht by year, years of nothing left away."""
    rows = ItemBudget.objects.filter(item=item).values_list("year").annotate(sum=Sum("amount"))
    return {year: int(amount) for year, amount in rows.order_by("year")}


def problems(plan):
    """Return what breaks invariants 2 and 3 in a plan, straight from the tables, by other means than the reader's."""
    found = []
    for child in rollup.child_plans(plan):
        for item in child.items.all():
            wanted = {(b.year, b.wanted_source_id): b.amount for b in item.budgets.all()}
            placed = {}
            for rows in (
                LineageYear.objects.filter(lineage__child=item),
                LeftOutYear.objects.filter(left_out__item=item),
            ):
                for row in rows:
                    cell = (row.year, row.wanted_source_id)
                    placed[cell] = placed.get(cell, Decimal(0)) + row.amount
            found += [
                f"{item}: {cell} {amount} placed of {wanted.get(cell, 0)}"
                for cell, amount in placed.items()
                if amount > wanted.get(cell, Decimal(0))
            ]
            parents = {line.parent.plan_id for line in item.destinations.all()}
            parents |= {row.plan_id for row in item.left_out.all()}
            if len(parents) > 1:
                found.append(f"{item}: goes up two ways")
    for line in PlanItem.objects.filter(plan=plan):
        if not line.origins.exists():
            continue
        carried = {}
        for row in LineageYear.objects.filter(lineage__parent=line):
            cell = (row.year, row.wanted_source_id)
            carried[cell] = carried.get(cell, Decimal(0)) + row.amount
        asked = {(b.year, b.wanted_source_id): b.amount for b in line.budgets.all()}
        if carried != asked:
            found.append(f"{line}: asks {asked}, carries {carried}")
    if not rollup.read(plan).ties:
        found.append("the page says that sums differ")
    return found


__all__ = ["all_of", "budget", "make_item", "make_plan", "problems", "source", "stage"]
