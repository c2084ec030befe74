"""What the tests of the roll-up put on the stage: one province, tambons with items, and the ledger to check."""

from collections import Counter

from django.db.models import Sum

from plans import rollup, ways
from plans.models import ItemBudget, LeftOutYear, LineageYear
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
    below = [child.pk for child in ways.child_plans(plan)]
    wanted, placed, parents = Counter(), Counter(), {}
    for row in ItemBudget.objects.filter(item__plan__in=below):
        wanted[row.item_id, row.year, row.wanted_source_id] += row.amount
    carried, asked = Counter(), Counter()
    for row in LineageYear.objects.filter(lineage__child__plan__in=below).select_related("lineage__parent"):
        placed[row.lineage.child_id, row.year, row.wanted_source_id] += row.amount
        parents.setdefault(row.lineage.child_id, set()).add(row.lineage.parent.plan_id)
    for row in LeftOutYear.objects.filter(left_out__item__plan__in=below).select_related("left_out"):
        placed[row.left_out.item_id, row.year, row.wanted_source_id] += row.amount
        parents.setdefault(row.left_out.item_id, set()).add(row.left_out.plan_id)
    for row in LineageYear.objects.filter(lineage__parent__plan=plan).select_related("lineage"):
        carried[row.lineage.parent_id, row.year, row.wanted_source_id] += row.amount
    for row in ItemBudget.objects.filter(plan=plan, item__origins__isnull=False).distinct():
        asked[row.item_id, row.year, row.wanted_source_id] += row.amount
    found = [
        f"{cell}: {amount} placed of {wanted[cell]}"
        for cell, amount in placed.items()
        if amount > wanted[cell]
    ]
    found += [f"{item} goes up two ways" for item, plans in parents.items() if len(plans) > 1]
    if carried != asked:
        found.append(f"lines ask {asked}, carry {carried}")
    read = rollup.read(plan)
    if not read.ties:
        found.append("the page says that sums differ")
    waits = {(row.item_id, *cell): amount for row in read.waiting for cell, amount in row.cells.items()}
    if waits != {cell: wanted[cell] - placed[cell] for cell in wanted if wanted[cell] > placed[cell]}:
        found.append("what waits is not the items less what is placed")
    return found


__all__ = ["all_of", "budget", "make_item", "make_plan", "problems", "source", "stage"]
