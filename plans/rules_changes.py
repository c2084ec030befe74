"""What the plan above does with a change below: takes it into the line, or keeps the line with a reason.

Called from the write path. Invariants 2 and 3 (design.md §3) hold after each act: a line never takes more than an
item asks for, and stays the sum of what it carries.
"""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from config.tools.money import ZERO
from plans import changes
from plans.models import Lineage, LineageYear, Plan, PlanItem
from plans.placing import lock_plan, rests
from plans.rules_rollup import carried_by, write_budget, write_cells


def accept(lineage: Lineage, words: Collection[str]) -> PlanItem:
    """Take the item's new amounts into the line, and those of its new words that are named; return the line."""
    line = lineage.parent
    plan = lock_plan(line.plan_id)
    change = changed(lineage)
    if not change.is_ready:
        raise ValidationError(
            _("%(plan)s is a draft again. Wait until its council has endorsed it.")
            % {"plan": change.lineage.child.plan}
        )
    child = change.lineage.child
    seen, now = (
        changes.cells_of(lineage.seen or {"budget": []}),
        changes.budgets_of([child.pk]).get(child.pk, {}),
    )
    carried = carried_by(line).get(child.pk, {})
    most = rests([child.pk], without_line=line.pk)[child.pk]
    wanted = {}
    for cell in {*carried, *now}:
        moved = carried.get(cell, ZERO) + now.get(cell, ZERO) - seen.get(cell, ZERO)
        amount = min(max(moved, ZERO), most.get(cell, ZERO))
        if amount:
            wanted[cell] = amount
    write_cells(LineageYear, "lineage_id", {lineage.pk: wanted})
    for row in change.words:
        if row.name in words:
            setattr(line, row.name, getattr(child, row.name))
    line.plan = plan
    write_budget(line)
    line.save()
    lineage.seen, lineage.kept = None, ""
    lineage.save()
    return line


def keep(lineage: Lineage, reason: str) -> PlanItem:
    """Leave the line as it is and mark the change as seen, with the reason; return the line."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=lineage.parent.plan_id)
    change = changed(lineage)
    if plan.is_locked:
        raise ValidationError(_("%(plan)s is closed. Reopen it with a reason.") % {"plan": plan})
    if not change.is_ready:
        raise ValidationError(
            _("%(plan)s is a draft again. Wait until its council has endorsed it.")
            % {"plan": change.lineage.child.plan}
        )
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the line stays as it is.")})
    if change.over:
        raise ValidationError(
            _("More is placed of “%(item)s” than it asks for now. Take the new amounts into the line.")
            % {"item": change.lineage.child.title},
            code="over",
        )
    lineage.seen, lineage.kept = None, reason
    lineage.save()
    return lineage.parent


def lock_below(lineage: Lineage) -> None:
    """Lock the plan of an original, so that its item stands still until the decision is written."""
    list(Plan.objects.select_for_update(of=("self",)).filter(pk=lineage.child.plan_id).values_list("pk"))


def changed(lineage: Lineage) -> changes.Change:
    """Return what changed behind an original, its plan locked; refuse where nothing did (any more)."""
    lock_below(lineage)
    found = changes.of_lineage(lineage)
    if found is None:
        raise ValidationError(_("Nothing differs from what the line was made from any more."), code="same")
    return found
