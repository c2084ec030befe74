"""The page of the year rollover: items of a plan that are not finished go on in the plan of the next period."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.writing import Result, WriteView
from config.tools.thai import show_amount
from plans.forms.rollover import SHIFT, RolloverForm
from plans.models import Plan
from plans.places import above
from plans.rules_rollover import RolledOver, roll_over


class Rollover(WriteView):
    """The items that go on, the period they go to and how their amounts do."""

    model = Plan
    form_class = RolloverForm
    template_name = "plans/rollover.html"
    checks_version = False

    def form_kwargs(self, target: Plan) -> dict[str, Any]:
        """The items offered are the plan's own."""
        return {"plan": target, "user": self.user}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the plan; say how many lines come from below and are not offered."""
        plan: Plan = self.target
        from_below = plan.items.filter(origins__isnull=False).distinct().count()
        return {"plan": plan, "above": above(plan.area_id), "from_below": from_below}

    def perform(self, form: Any, target: Plan) -> Result:
        """Copy the items."""
        values = form.cleaned_data
        done = roll_over(
            target,
            values["first_year"],
            values["last_year"],
            form.chosen(),
            shift=values["amounts"] == SHIFT,
        )
        return Result(reverse("plan_detail", args=[done.plan.pk]), told(done))


def told(done: RolledOver) -> str:
    """Return what the person is told: how many items, into which plan, and what did not come along."""
    text = ngettext(
        "%(count)s item went on into %(plan)s.",
        "%(count)s items went on into %(plan)s.",
        len(done.items),
    ) % {"count": len(done.items), "plan": done.plan}
    if done.is_new:
        text += " " + _("This plan is a new draft.")
    if done.dropped:
        lost = _("%(baht)s baht of years that it does not have did not come along.")
        text += " " + lost % {"baht": show_amount(done.dropped)}
    return text
