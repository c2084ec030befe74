"""The steps of a plan's life: closing it, reopening it with a reason, undoing a mistaken endorsement."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from areas.writing import Result, WriteView
from plans import rules_life as rules
from plans.forms.life import LockForm, StepBackForm
from plans.models import Plan
from plans.places import above


class PlanLock(WriteView):
    """The closing of an endorsed plan."""

    model = Plan
    form_class = LockForm
    template_name = "plans/plan_step.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or the plan where there is nothing to close."""
        if self.target.is_locked or not self.target.is_endorsed:
            return redirect("plan_detail", self.target.pk)
        return super().get(request, *args, **kwargs)

    def context(self, form: Any) -> dict[str, Any]:
        """Say what closing means."""
        return {
            "plan": self.target,
            "above": above(self.target.area_id),
            "heading": _("Close the plan"),
            "told": _("Nothing of a closed plan moves until somebody reopens it with a reason."),
        }

    def perform(self, form: Any, target: Plan) -> Result:
        """Close it."""
        rules.lock(target, form.cleaned_data["reason"])
        return Result(reverse("plan_detail", args=[target.pk]), _("%(plan)s is closed.") % {"plan": target})


class PlanReopen(WriteView):
    """A step back: a closed or endorsed plan is reopened, a mistaken endorsement undone."""

    model = Plan
    form_class = StepBackForm
    template_name = "plans/plan_step.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or the plan where it is a draft already."""
        if not self.target.is_endorsed:
            return redirect("plan_detail", self.target.pk)
        return super().get(request, *args, **kwargs)

    def form_kwargs(self, target: Plan) -> dict[str, Any]:
        """Offer the ways that are open; what was sent is judged by the rules."""
        if target.is_locked:
            return {"ways": ["endorsed", "draft"]}
        if self.request.method == "POST":
            return {"ways": ["draft", "undo"]}
        return {"ways": ["draft"] if rules.builds_on(target) else ["draft", "undo"]}

    def context(self, form: Any) -> dict[str, Any]:
        """Say what stays."""
        built = rules.builds_on(self.target)
        kept = _("The lines made from its items stay, and show what changed once the plan is endorsed again.")
        return {
            "plan": self.target,
            "above": above(self.target.area_id),
            "heading": _("Reopen the plan"),
            "told": f"{built} {kept}" if built else _("Nothing is built on this endorsement yet."),
        }

    def perform(self, form: Any, target: Plan) -> Result:
        """Take the step back."""
        step = rules.step_back(target, form.cleaned_data["way"], form.cleaned_data["reason"])
        told = {
            step.Kind.UNDONE: _("The endorsement of %(plan)s is undone. It is a draft again."),
            step.Kind.REOPENED: _("%(plan)s is reopened. Change its items, then endorse it again."),
            step.Kind.UNLOCKED: _("%(plan)s is reopened and still endorsed."),
        }[step.Kind(step.kind)]
        return Result(reverse("plan_detail", args=[target.pk]), told % {"plan": target})
