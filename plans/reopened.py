"""Which drafts were endorsed once and reopened: lists and pages say so, since their council has to meet again."""

from __future__ import annotations

from collections.abc import Iterable

from plans.models import Plan, PlanStep

REOPENED, ARCHIVED = "reopened", "archived"  # the states' names among the chips


def reopened(plans: Iterable[int]) -> set[int]:
    """Return the ids of those plans that are drafts again after they were endorsed; one query."""
    steps = PlanStep.objects.filter(plan__in=list(plans), plan__status=Plan.Status.DRAFT)
    return set(steps.filter(kind=PlanStep.Kind.REOPENED).order_by().values_list("plan_id", flat=True))


def state_of(plan: Plan, among: Iterable[int] | None = None) -> str:
    """Return the state that a plan's chip shows; `among` are the ids of reopened drafts, asked for where not given."""
    if plan.archived_at is not None:
        return ARCHIVED
    if plan.is_endorsed:
        return plan.status
    found = reopened([plan.pk]) if among is None else among
    return REOPENED if plan.pk in found else plan.status
