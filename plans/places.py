"""Where an area lies: what every page of a place, plan or need shows at its top; what lies below a plan."""

from __future__ import annotations

from django.utils.translation import gettext as _

from areas.codes import TAMBON, ancestors
from areas.models import Area
from plans.models import Plan


def above(code: str | None) -> list[Area]:
    """Return the area and those above it, from the province down; one query."""
    if not code:
        return []
    return list(Area.objects.filter(code__in=[*ancestors(code), code]).order_by("code"))


def homes_of(plan: Plan) -> list[str]:
    """Return the codes of the areas that a plan is for: its own, or the provinces of its cluster."""
    if plan.area_id is not None:
        return [plan.area_id]
    return list(Area.objects.filter(clusters=plan.cluster_id).values_list("code", flat=True))


def below_name(plan: Plan) -> str:
    """Return what the plans below are called: tambon plans for a province."""
    if plan.cluster_id is not None:
        return _("provincial plans")
    return _("village plans") if len(plan.area_id or "") == TAMBON else _("tambon plans")
