"""Forms of the acts on items: their order, the archive, a copy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.codes import PROVINCE
from areas.models import User
from areas.write_forms import WriteForm
from config.tools.fields import CleanCharField, CountField
from plans.forms.unusual import same_title
from plans.forms.warned import WarnedForm
from plans.models import Plan, PlanItem


class OrderForm(WriteForm):
    """The positions of a plan's items; a button beside an item moves it by one."""

    def __init__(self, data: Any = None, *, items: list[PlanItem]) -> None:
        super().__init__(data)
        self.items = items
        for place, item in enumerate(items, start=1):
            self.fields[f"p{item.pk}"] = CountField(
                label=gettext("Position of %(item)s") % {"item": item.title}, required=False, most=len(items)
            )
            self.initial[f"p{item.pk}"] = place

    @property
    def rows(self) -> list[tuple[PlanItem, BoundField]]:
        """Items in order, each with the field of its position."""
        return [(item, self[f"p{item.pk}"]) for item in self.items]

    def clean(self) -> dict[str, Any]:
        """Put together which items move, by typing or by a button, and where to."""
        typed = {item.pk: self.cleaned_data.get(f"p{item.pk}") for item in self.items}
        wanted = {
            item.pk: typed[item.pk]
            for place, item in enumerate(self.items, start=1)
            if typed[item.pk] not in (None, place)
        }
        self.pressed = self._pressed()
        if self.pressed is None and not wanted:
            raise ValidationError(gettext("No position was changed. Type the new position of an item."))
        return {**self.cleaned_data, "wanted": wanted}

    def _pressed(self) -> tuple[int, int] | None:
        """Return (id of the item, −1 or +1) where a button was pressed."""
        for name, step in (("up", -1), ("down", 1)):
            pressed = str(self.data.get(name, ""))
            for item in self.items:
                if pressed == str(item.pk):
                    return item.pk, step
        return None


class ArchiveForm(WriteForm):
    """Why an item leaves its plan."""

    why = CleanCharField(label=_("reason in words"), max_length=300)


class NoWordsForm(WriteForm):
    """An act that needs no words."""


class CopyForm(WarnedForm):
    """Which draft plan the copy goes into; where that plan has such an item already, it asks."""

    meanings = {"like": _("is named much like another item")}

    plan = forms.ModelChoiceField(label=_("plan of the copy"), queryset=Plan.objects.none(), empty_label=None)

    def __init__(self, data: Any = None, *, item: PlanItem, user: User) -> None:
        super().__init__(data)
        self.item = item
        field: Any = self.fields["plan"]
        field.queryset = plans_for(item, user)
        self.initial = {"plan": item.plan_id}

    def warnings_of(self, values: dict[str, Any]) -> dict[str, str]:
        """Ask where the plan has an item named much alike; in the own plan, one beside the item itself."""
        plan = values.get("plan")
        twin = plan and (same_title(plan, self.item.title, self.item) or self._earlier(plan))
        if not twin:
            return {}
        told = gettext(
            "%(plan)s already has “%(title)s” (%(label)s), named much alike. Copy it all the same?"
        )
        return {"like": told % {"plan": plan, "title": twin.title, "label": twin.label}}

    def _earlier(self, plan: Plan) -> PlanItem | None:
        """Return the copy that the plan has of the item already; its title says that it is one."""
        return plan.items.filter(copied_from=self.item).select_related("plan").order_by("number").first()


def plans_for(item: PlanItem, user: User) -> QuerySet[Plan]:
    """Return the draft plans of the item's own province (or cluster) that the person may change."""
    plans = Plan.objects.editable_by(user).filter(status=Plan.Status.DRAFT)
    home = item.plan.area_id
    plans = plans.inside(home[:PROVINCE]) if home else plans.filter(pk=item.plan_id)
    return plans.select_related("area", "cluster").order_by("area_id", "first_year")
