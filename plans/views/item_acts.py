"""Acts on the items of a draft plan: their order, the archive and back, copies."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.writing import Result, WriteView
from plans import rules, rules_items
from plans.forms.item_acts import ArchiveForm, CopyForm, NoWordsForm, OrderForm
from plans.models import Plan, PlanItem
from plans.places import above
from plans.views.plans import changed_row, closed


def at_item(plan_id: int, item: PlanItem) -> str:
    """Return the address of the plan's page at an item."""
    return f"{reverse('plan_detail', args=[plan_id])}?changed={item.pk}#i{item.pk}"


class OrderItems(WriteView):
    """The order of a draft plan's items."""

    model = Plan
    form_class = OrderForm
    template_name = "plans/plan_order.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the positions, or why they are not changed."""
        return (
            closed(request, self.target) if self.target.is_endorsed else super().get(request, *args, **kwargs)
        )

    def version_of(self, target: Plan) -> int:
        """Return a number that changes with the order: what is moved is what was shown."""
        items = target.items.order_by("number").values_list("pk", "number")
        return crc32(repr(list(items)).encode()) % 10**9

    def form_kwargs(self, target: Plan) -> dict[str, Any]:
        """The items as they stand."""
        return {"items": list(target.items.select_related("plan", "dimension").order_by("number"))}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the plan, and the item that was moved."""
        plan: Plan = self.target
        return {"plan": plan, "above": above(plan.area_id), "changed": changed_row(self.request)}

    def perform(self, form: OrderForm, target: Plan) -> Result:
        """Move what was typed, then the item whose button was pressed."""
        changed = (
            rules_items.reorder(target, form.cleaned_data["wanted"]) if form.cleaned_data["wanted"] else 0
        )
        url = reverse("plan_order", args=[target.pk])
        if form.pressed is not None:
            pk, step = form.pressed
            order = list(target.items.order_by("number").values_list("pk", flat=True))
            place = min(max(order.index(pk) + 1 + step, 1), len(order))
            changed += rules_items.reorder(target, {pk: place})
            return Result(f"{url}?changed={pk}#i{pk}")
        told = ngettext(
            "The order is saved: %(count)s number changed.",
            "The order is saved: %(count)s numbers changed.",
            changed,
        )
        return Result(reverse("plan_detail", args=[target.pk]), told % {"count": changed})


class ItemAct(WriteView):
    """An act on one item, on a page of its own that says what it leads to."""

    model = PlanItem
    template_name = "plans/item_act.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or why the plan's items are not changed."""
        plan = self.target.plan
        return closed(request, plan) if plan.is_endorsed else super().get(request, *args, **kwargs)

    def lock(self) -> Any:
        """Lock the plan before the item, as every act on a plan does."""
        rules.hold_plan(self.target.plan)
        return super().lock()

    def context(self, form: Any) -> dict[str, Any]:
        """Name the act, the item and its plan."""
        item: PlanItem = self.target
        return {"plan": item.plan, "item": item, "above": above(item.plan.area_id), **self.told()}

    def told(self) -> dict[str, Any]:
        """Return the heading, the button and what the act leads to."""
        raise NotImplementedError


class ItemArchive(ItemAct):
    """An item leaves its draft plan, with the reason."""

    form_class = ArchiveForm

    def told(self) -> dict[str, Any]:
        """Say that nothing is lost."""
        return {
            "heading": _("Archive the item"),
            "button": _("Archive the item"),
            "leads_to": _(
                "The item leaves the plan and all its sums. Its words, budget and needs are kept, and it can be "
                "put back while the plan is a draft."
            ),
            "takes_apart": True,
        }

    def perform(self, form: Any, target: PlanItem) -> Result:
        """Take the item out."""
        item = rules_items.archive(target, self.user, form.cleaned_data["why"])
        told = _("“%(item)s” is in the archive. It no longer counts in the plan.") % {"item": item}
        url = reverse("plan_detail", args=[item.plan_id])
        return Result(f"{url}#archive", told, undo_url=reverse("item_restore", args=[item.pk]))


class ItemRestore(ItemAct):
    """An archived item comes back into its draft plan."""

    form_class = NoWordsForm
    checks_version = False

    def rows(self) -> Any:
        """Return items of plans in use, archived or not."""
        return PlanItem.every.filter(plan__archived_at__isnull=True)

    def told(self) -> dict[str, Any]:
        """Say what comes back."""
        return {
            "heading": _("Put the item back into the plan"),
            "button": _("Put it back"),
            "leads_to": _("The item comes back with its budget and needs, and counts in the plan again."),
        }

    def perform(self, form: Any, target: PlanItem) -> Result:
        """Put the item back."""
        item = rules_items.restore(target)
        told = _("“%(item)s” is back in the plan as %(label)s.") % {"item": item, "label": item.label}
        return Result(at_item(item.plan_id, item), told)


class ItemCopy(ItemAct):
    """A copy of an item, in its own or another draft plan."""

    form_class = CopyForm
    checks_version = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; an item of an endorsed plan may be copied too."""
        return WriteView.get(self, request, *args, **kwargs)

    def lock(self) -> Any:
        """Lock the item alone; the rules lock the plan that the copy goes into."""
        return WriteView.lock(self)

    def form_kwargs(self, target: PlanItem) -> dict[str, Any]:
        """Offer the draft plans that the person may change."""
        return {"item": target, "user": self.user}

    def told(self) -> dict[str, Any]:
        """Say what is copied."""
        return {
            "heading": _("Copy the item"),
            "button": _("Copy the item"),
            "leads_to": _(
                "All words and the budget are copied, years outside the other plan left away. The copy becomes "
                "the last item and can be changed; this item stays as it is."
            ),
        }

    def perform(self, form: Any, target: PlanItem) -> Result:
        """Copy the item; years that were left away are named."""
        plan = form.cleaned_data["plan"]
        item, left = rules_items.copy(target, plan, form.cleaned_data["confirmed"])
        told = _("“%(item)s” was added to %(plan)s.") % {"item": item, "plan": plan}
        if left:
            more = _("Amounts of %(years)s were not copied: the plan does not have these years.")
            told = f"{told} {more % {'years': ', '.join(str(year) for year in left)}}"
        return Result(at_item(plan.pk, item), told)
