"""Which plans go up into which, through which doors, and which items go another way."""

from __future__ import annotations

from typing import Literal

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Substr

from areas.codes import DISTRICT, PLACE, PROVINCE, TAMBON
from areas.models import Cluster
from plans.models import Plan, PlanItem
from plans.models.plans import PlanQuerySet

Door = PlanItem.Door
Group = Literal["alone", "other_door"]  # what waits and may be left out in one act
OWN_DOORS = {  # the doors that a plan of each level answers for; an item with another door goes elsewhere
    PROVINCE: frozenset({Door.PROVINCE}),
    DISTRICT: frozenset({Door.DISTRICT, Door.PROVINCE}),
}


def plans_below(plan: Plan) -> PlanQuerySet:
    """Return the plans of the same period whose items go up into this one, endorsed or not.

    An item goes up one way: where a district has a plan for the period, its tambons go up through it.
    """
    same = Plan.objects.filter(first_year=plan.first_year, last_year=plan.last_year).order_by("area_id")
    if plan.cluster_id is not None:
        return same.filter(area__in=plan.cluster.provinces.all()) if plan.cluster else same.none()
    code = plan.area_id or ""
    inside = same.inside(code).alias(depth=Length("area_id"))
    if len(code) == PROVINCE:
        district = Plan.objects.filter(
            first_year=plan.first_year,
            last_year=plan.last_year,
            area_id=Substr(OuterRef("area_id"), 1, DISTRICT),
        )
        return inside.filter(Q(depth=DISTRICT) | Q(depth=TAMBON) & ~Exists(district))
    below = {DISTRICT: TAMBON, TAMBON: PLACE}.get(len(code))
    return inside.filter(depth=below) if below else same.none()


def child_plans(plan: Plan) -> PlanQuerySet:
    """Return the endorsed plans whose items go up into this one."""
    return plans_below(plan).endorsed()


def plans_above(plan: Plan) -> PlanQuerySet:
    """Return the plans of the same period that this one's items go up into, whatever their state."""
    same = Plan.objects.filter(first_year=plan.first_year, last_year=plan.last_year)
    if plan.area_id is None:
        return same.none()
    code = plan.area_id
    if len(code) == PROVINCE:
        return same.filter(cluster__in=Cluster.objects.filter(provinces=code))
    if len(code) > TAMBON:
        return same.filter(area=code[:TAMBON])
    district = same.filter(area=code[:DISTRICT]) if len(code) == TAMBON else same.none()
    return district if district.exists() else same.filter(area=code[:PROVINCE])


def own_doors(plan: Plan) -> frozenset[PlanItem.Door]:
    """Return the doors that this plan answers for; a cluster answers for the province's."""
    return OWN_DOORS.get(len(plan.area_id or "") or PROVINCE, frozenset(Door))
