"""The life of a plan: endorsed, closed, reopened with a reason; a mistaken endorsement undone.

Called from the write path, with the plan locked. Reopening keeps every line that was made from the plan's items, and
keeps beside each the state it was made from, so that the plan above sees what changed.
"""

from __future__ import annotations

from typing import Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from plans import changes
from plans.models import LeftOut, Lineage, Plan, PlanItem, PlanStep
from plans.ways import plans_above

Way = Literal["undo", "draft", "endorsed"]  # where a step back leads to
Kind, Status = PlanStep.Kind, Plan.Status


def lock(plan: Plan, reason: str = "") -> PlanStep:
    """Close an endorsed plan: nothing of it moves until it is reopened."""
    if plan.is_locked:
        raise ValidationError(_("%(plan)s is closed already.") % {"plan": plan})
    if not plan.is_endorsed:
        raise ValidationError(_("%(plan)s is a draft. Endorse it before it is closed.") % {"plan": plan})
    plan.status = Status.LOCKED
    plan.save()
    return PlanStep.objects.create(plan=plan, kind=Kind.LOCKED, meeting=plan.endorsed_at, reason=reason)


def step_back(plan: Plan, way: Way, reason: str) -> PlanStep:
    """Reopen a plan, or undo its endorsement where nothing is built on it; the reason stays in its history."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, so that others understand the change.")})
    if not plan.is_endorsed:
        raise ValidationError(_("%(plan)s is a draft already; its items can be changed.") % {"plan": plan})
    if way == "endorsed":
        return unlock(plan, reason)
    if way == "undo":
        refuse_undo(plan)
    kind = Kind.UNDONE if way == "undo" else Kind.REOPENED
    step = PlanStep.objects.create(plan=plan, kind=kind, meeting=plan.endorsed_at, reason=reason)
    keep_states(plan)
    plan.status, plan.endorsed_at = Status.DRAFT, None
    plan.save()
    return step


def unlock(plan: Plan, reason: str) -> PlanStep:
    """Reopen a closed plan that stays endorsed."""
    if not plan.is_locked:
        raise ValidationError(_("%(plan)s is not closed.") % {"plan": plan})
    plan.status = Status.ENDORSED
    plan.save()
    return PlanStep.objects.create(plan=plan, kind=Kind.UNLOCKED, meeting=plan.endorsed_at, reason=reason)


def builds_on(plan: Plan) -> str:
    """Return what is built on an endorsed plan, as a sentence; '' while its endorsement can be undone."""
    if Lineage.objects.filter(child__plan=plan).exists() or LeftOut.objects.filter(item__plan=plan).exists():
        return _("Items of this plan are already placed in the plan above.")
    above = plans_above(plan).endorsed().select_related("area", "cluster").first()
    if above is not None:
        return _("%(above)s is endorsed already.") % {"above": above}
    return ""


def refuse_undo(plan: Plan) -> None:
    """Refuse to undo the endorsement of a closed plan, or of one that something is built on."""
    if plan.is_locked:
        raise ValidationError(_("%(plan)s is closed. Reopen it with a reason.") % {"plan": plan})
    if told := builds_on(plan):
        raise ValidationError(
            _("%(why)s The endorsement cannot be undone; reopen the plan with a reason.") % {"why": told},
            code="built_on",
        )


def keep_states(plan: Plan) -> None:
    """Keep, beside each line made from the plan's items, the item as it is now; an older state stays."""
    rows = list(Lineage.objects.filter(child__plan=plan, seen__isnull=True).select_related("child"))
    budgets = changes.budgets_of(row.child_id for row in rows)
    for row in rows:
        child: PlanItem = row.child
        row.seen = changes.snapshot(child, budgets.get(row.child_id, {}))
        row.save()
