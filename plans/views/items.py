"""Pages of plan items: one item with its way from the village up, the form to add and edit it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from areas.people import person_of
from areas.writing import Result, WriteView
from plans import rules
from plans.copies import copies
from plans.forms.items import ItemForm
from plans.ledger import amounts_of
from plans.models import Plan, PlanItem
from plans.places import above
from plans.reopened import state_of
from plans.trail import meetings_seen, trail
from plans.views.plans import closed, may_edit


@require_safe
def item_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an item: its budget, the village's words, what it is made from and where it went."""
    user = person_of(request)
    item = (
        PlanItem.objects.visible_to(user)
        .select_related(
            "plan__area__parent",
            "plan__cluster",
            "plan__endorsed_at",
            "area",
            "dimension",
            "work_stream",
            "main_agency",
        )
        .prefetch_related("budgets__wanted_source")
        .filter(pk=pk)
        .first()
    )
    if item is None:
        archived = PlanItem.every.visible_to(user).filter(pk=pk).first()
        if archived is None:
            raise Http404
        return redirect(f"{reverse('plan_detail', args=[archived.plan_id])}#archive")
    context = {
        "item": item,
        "plan": item.plan,
        "state": state_of(item.plan),
        "above": above(item.plan.area_id),
        "amounts": amounts_of(item, item.plan.years),
        "sources": sorted({str(row.wanted_source) for row in item.budgets.all() if row.wanted_source}),
        "trail": (found := trail(item, user)),
        "meetings_seen": meetings_seen(found.needs, user),
        "copies": copies(item, user),
        "may_edit": may_edit(user, item.plan),
        "meanings": [ItemForm.meanings[code] for code in item.confirmed.split() if code in ItemForm.meanings],
    }
    return render(request, "plans/item_detail.html", context)


class ItemAdd(WriteView):
    """A new item of a draft plan."""

    model = Plan
    form_class = ItemForm
    template_name = "plans/item_form.html"
    checks_version = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or why the plan takes no more items."""
        return (
            closed(request, self.target) if self.target.is_endorsed else super().get(request, *args, **kwargs)
        )

    def form_kwargs(self, target: Plan) -> dict[str, Any]:
        """A need named in the address is ticked."""
        return {"plan": target, "user": self.user, "first_need": self.request.GET.get("need", "")}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the plan."""
        return {"plan": self.target, "item": None, "above": above(self.target.area_id)}

    def perform(self, form: Any, target: Plan) -> Result:
        """Write the item."""
        item = rules.save_item(target, None, form.cleaned_data)
        told = _("“%(item)s” was added to %(plan)s.") % {"item": item, "plan": target}
        return Result(f"{reverse('plan_detail', args=[target.pk])}?changed={item.pk}#i{item.pk}", told)


class ItemEdit(WriteView):
    """An item of a draft plan. A line made from items below is edited in the roll-up."""

    model = PlanItem
    form_class = ItemForm
    template_name = "plans/item_form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or where or why not."""
        if self.target.plan.is_endorsed:
            return closed(request, self.target.plan)
        if self.target.origins.exists():
            return redirect("line_edit", self.target.pk)
        return super().get(request, *args, **kwargs)

    def lock(self) -> Any:
        """Lock the plan before the item, as every act on a plan does."""
        rules.lock_plan(self.target.plan)
        return super().lock()

    def form_kwargs(self, target: PlanItem) -> dict[str, Any]:
        """The form shows the item as it is."""
        return {"plan": target.plan, "item": target, "user": self.user}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the plan and the item."""
        item: PlanItem = self.target
        needs = item.needs.select_related("area__parent")
        return {"plan": item.plan, "item": item, "above": above(item.plan.area_id), "linked": needs}

    def perform(self, form: Any, target: PlanItem) -> Result:
        """Write the item."""
        item = rules.save_item(target.plan, target, form.cleaned_data)
        told = _("“%(item)s” is saved.") % {"item": item}
        return Result(f"{reverse('plan_detail', args=[item.plan_id])}?changed={item.pk}#i{item.pk}", told)
