"""A draft plan that is a mistake is put away with a reason, and taken back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from areas.writing import Result, WriteView
from plans import rules_plans as rules
from plans.forms.item_acts import ArchiveForm, NoWordsForm
from plans.models import Plan
from plans.places import above
from plans.reopened import ARCHIVED
from plans.views.plans import closed


class PlanArchive(WriteView):
    """A draft plan without items is put away, with the reason."""

    model = Plan
    form_class = ArchiveForm
    template_name = "plans/plan_archive.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or why an endorsed plan stays."""
        if self.target.is_endorsed:
            return closed(request, self.target)
        return super().get(request, *args, **kwargs)

    def context(self, form: Any) -> dict[str, Any]:
        """Say what the act leads to, and what is in its way."""
        plan: Plan = self.target
        return {
            "plan": plan,
            "above": above(plan.area_id),
            "heading": _("Put the plan away"),
            "button": _("Put the plan away"),
            "leads_to": _(
                "The plan then stands in no list, count or search. It keeps its history, and can be taken back from "
                "the list of plans under “put away”."
            ),
            "keeps": rules.keeps(plan),
            "back_url": reverse("plan_detail", args=[plan.pk]),
        }

    def perform(self, form: Any, target: Plan) -> Result:
        """Put it away; the toast offers to take it back."""
        plan = rules.archive(target, self.user, form.cleaned_data["why"])
        told = _("%(plan)s is put away. It stands in the list under “put away”.") % {"plan": plan}
        return Result(away_url(), told, undo_url=reverse("plan_restore", args=[plan.pk]))


class PlanRestore(WriteView):
    """A plan that was put away comes back."""

    model = Plan
    form_class = NoWordsForm
    template_name = "plans/plan_archive.html"
    checks_version = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or the plan where it is back already."""
        if self.target.archived_at is None:
            return redirect("plan_detail", self.target.pk)
        return super().get(request, *args, **kwargs)

    def rows(self) -> Any:
        """Return plans put away or not."""
        return Plan.every

    def lock(self) -> Any:
        """Lock the plan's home, then the plan: nobody starts a plan of the same years meanwhile."""
        rules.lock_home(self.target)
        return super().lock()

    def context(self, form: Any) -> dict[str, Any]:
        """Say what comes back."""
        plan: Plan = self.target
        return {
            "plan": plan,
            "above": above(plan.area_id),
            "heading": _("Take the plan back"),
            "button": _("Take the plan back"),
            "leads_to": _("The plan comes back as a draft, with the items that were archived in it."),
            "back_url": away_url(),
        }

    def perform(self, form: Any, target: Plan) -> Result:
        """Take it back."""
        plan = rules.restore(target)
        told = _("%(plan)s is back as a draft.") % {"plan": plan}
        return Result(reverse("plan_detail", args=[plan.pk]), told)


def away_url() -> str:
    """Return the address of the list of plans that were put away."""
    return f"{reverse('plan_list')}?status={ARCHIVED}"
