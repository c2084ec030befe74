"""A new plan: of an area, or of a cluster of provinces."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from areas.codes import province_of
from areas.models import Area, Cluster
from areas.of_cluster import OfCluster
from areas.writing import Result, WriteView
from plans import rules
from plans.forms.plans import PlanForm
from plans.ledger import plan_rows
from plans.models import Plan
from plans.places import above, below_name


class PlanAdd(WriteView):
    """A new plan for an area."""

    model: ClassVar[type[Model]] = Area
    pk_kwarg = "code"
    form_class = PlanForm
    template_name = "plans/plan_form.html"
    checks_version = False

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """The period alone is asked for; the usual one of the province is filled in."""
        return {"provinces": [province_of(target.code)]}

    def context(self, form: Any) -> dict[str, Any]:
        """Show the plans that the area has."""
        plans = Plan.objects.visible_to(self.user).filter(area=self.target)
        return {
            "home": self.target,
            "back_url": reverse("area_detail", args=[self.target.code]),
            "above": above(self.target.code),
            "plans": plan_rows(list(plans)),
        }

    def perform(self, form: Any, target: Area | Cluster) -> Result:
        """Create the plan."""
        values = form.cleaned_data
        plan = rules.create_plan(target, values["first_year"], values["last_year"])
        told = _("%(plan)s is started. Add its first item.")
        if plan.is_parent:
            told = _("%(plan)s is started. Open the roll-up to bring up items of the endorsed %(below)s.")
        return Result(
            reverse("plan_detail", args=[plan.pk]), told % {"plan": plan, "below": below_name(plan)}
        )


class ClusterPlanAdd(OfCluster, PlanAdd):
    """A new plan for a cluster: by its head or coordinator; lines of its provinces' plans go up into it."""

    def form_kwargs(self, target: Cluster) -> dict[str, Any]:
        """Fill in the period that most plans of the provinces have."""
        return {"provinces": list(target.provinces.values_list("code", flat=True))}

    def context(self, form: Any) -> dict[str, Any]:
        """Show the plans that the cluster has, and those of its provinces, which go up when the years are the same."""
        seen = Plan.objects.visible_to(self.user).select_related("area")
        below = seen.filter(area__in=self.target.provinces.all()).order_by("area__name_sort", "first_year")
        return {
            "home": self.target,
            "back_url": reverse("cluster_completeness", args=[self.target.pk]),
            "plans": plan_rows(list(seen.filter(cluster=self.target))),
            "below": plan_rows(list(below)),
            "is_cluster": True,
        }
