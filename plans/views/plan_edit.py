"""Other years for a draft plan."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from areas.writing import Result, WriteView
from plans import rules_plans as rules
from plans.forms.plans import YearsForm
from plans.ledger import years_held
from plans.models import Plan
from plans.places import above
from plans.views.plans import closed


class PlanEdit(WriteView):
    """The first and last year of a draft plan are changed."""

    model = Plan
    form_class = YearsForm
    template_name = "plans/plan_edit.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the years, or why an endorsed plan keeps them."""
        if self.target.is_endorsed:
            return closed(request, self.target)
        return super().get(request, *args, **kwargs)

    def lock(self) -> Any:
        """Lock the plan's home before the plan: nobody starts a plan of the same years meanwhile."""
        rules.lock_home(self.target)
        return super().lock()

    def form_kwargs(self, target: Plan) -> dict[str, Any]:
        """Show the years as they are."""
        return {"plan": target}

    def context(self, form: Any) -> dict[str, Any]:
        """Show the years that hold money, and what ties the plan to other plans."""
        plan: Plan = self.target
        return {
            "plan": plan,
            "above": above(plan.area_id),
            "held": years_held(plan),
            "tied": rules.tied(plan),
        }

    def perform(self, form: Any, target: Plan) -> Result:
        """Change the years."""
        plan = rules.change_years(target, form.cleaned_data["first_year"], form.cleaned_data["last_year"])
        told = _("The years of the plan are changed: %(plan)s.") % {"plan": plan}
        return Result(reverse("plan_detail", args=[plan.pk]), told)
