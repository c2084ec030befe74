"""Pages of plans: one plan as a ledger, its endorsement."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from areas.models import User
from areas.people import person_of
from areas.scope import inside_any
from areas.writing import Result, WriteView
from plans import rules
from plans.forms.plans import EndorseForm, meetings_for
from plans.ledger import ledger, needs_of, plan_rows
from plans.models import Need, Plan, PlanItem
from plans.places import above, below_name, homes_of
from plans.reopened import state_of
from plans.ways import plans_below

MOST_NEEDS = 10  # beside a plan; the list of needs has them all


def find_plan(user: User, pk: int) -> Plan:
    """Return the plan as the person may see it, else 404."""
    plan = (
        Plan.objects.visible_to(user)
        .select_related("area__parent", "cluster", "endorsed_at", "updated_by")
        .filter(pk=pk)
        .first()
    )
    if plan is None:
        raise Http404
    return plan


def may_edit(user: User, plan: Plan) -> bool:
    """Whether the person looks after the plan."""
    return Plan.objects.editable_by(user).filter(pk=plan.pk).exists()


@require_safe
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one plan: its ledger, the needs behind it and what to do next."""
    user = person_of(request)
    plan = find_plan(user, pk)
    needs = Need.objects.visible_to(user)
    needs = needs.filter(inside_any("area_id", homes_of(plan)))
    context = {
        "plan": plan,
        "state": state_of(plan),
        "above": above(plan.area_id),
        "ledger": ledger(plan),
        "needs": needs_of(needs, user, most=MOST_NEEDS),
        "may_edit": may_edit(user, plan),
        "is_parent": plan.is_parent,
        "has_below": plans_below(plan).exists(),
        "below": below_name(plan),
        "steps": plan.steps.select_related("created_by", "meeting").order_by("-pk"),
        "changed": changed_row(request),
        "archived": PlanItem.every.archived_of(plan),
    }
    return render(request, "plans/plan_detail.html", context)


def changed_row(request: HttpRequest) -> int | None:
    """Return the id of the row that was just changed, as the address names it."""
    text = request.GET.get("changed", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class PlanEndorse(WriteView):
    """The endorsement of a plan at a meeting of its council."""

    model = Plan
    form_class = EndorseForm
    template_name = "plans/plan_endorse.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or the plan where it is endorsed already."""
        if self.target.is_endorsed:
            return redirect("plan_detail", self.target.pk)
        return super().get(request, *args, **kwargs)

    def version_of(self, target: Plan) -> int:
        """Return a number that changes with the plan and with each of its items: what is endorsed is what was shown."""
        items = target.items.order_by("pk").values_list("pk", "version", "number")
        return crc32(repr((target.version, list(items))).encode()) % 10**9

    def form_kwargs(self, target: Plan) -> dict[str, Any]:
        """The meetings offered are the plan's own."""
        return {"plan": target}

    def context(self, form: Any) -> dict[str, Any]:
        """Show what is endorsed: the items and their sum."""
        plan: Plan = self.target
        return {
            "plan": plan,
            "above": above(plan.area_id),
            "row": plan_rows([plan])[0],
            "is_parent": plan.is_parent,
            "has_meetings": meetings_for(plan).exists(),
        }

    def perform(self, form: Any, target: Plan) -> Result:
        """Endorse at the chosen meeting, or record the new one and endorse there."""
        meeting = form.cleaned_data.get("meeting")
        if meeting is None:
            meeting = form.new_meeting()
        elif not meeting.headcount:
            meeting.headcount = form.cleaned_data.get("headcount")
        count = rules.endorse(target, meeting)
        told = ngettext(
            "%(plan)s is endorsed. %(count)s item is ready for the plan above.",
            "%(plan)s is endorsed. %(count)s items are ready for the plan above.",
            count,
        )
        if target.is_parent:
            told = ngettext(
                "%(plan)s is endorsed with %(count)s line.",
                "%(plan)s is endorsed with %(count)s lines.",
                count,
            )
        return Result(reverse("plan_detail", args=[target.pk]), told % {"plan": target, "count": count})


def closed(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Explain that an endorsed plan's items are not changed."""
    context = {"plan": plan, "above": above(plan.area_id)}
    return render(request, "plans/plan_closed.html", context)
