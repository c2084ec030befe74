"""Many items at once, from a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext

from areas.writing import Result, WriteView
from config.tools.thai import show_amount
from plans import rules_items
from plans.forms.items_many import ManyItemsForm
from plans.models import Plan
from plans.places import above
from plans.views.plans import closed


class ItemsAdd(WriteView):
    """Rows of a spreadsheet become items of a draft plan, all or none."""

    model = Plan
    form_class = ManyItemsForm
    template_name = "plans/items_many.html"
    checks_version = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or why the plan takes no more items."""
        return (
            closed(request, self.target) if self.target.is_endorsed else super().get(request, *args, **kwargs)
        )

    def form_kwargs(self, target: Plan) -> dict[str, Any]:
        """The years of the plan are the columns."""
        return {"plan": target, "user": self.user}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the plan."""
        return {"plan": self.target, "above": above(self.target.area_id)}

    def perform(self, form: ManyItemsForm, target: Plan) -> Result:
        """Write the items."""
        rows = [(row.number, cleaned) for row, cleaned in form.cleaned_data["rows"]]
        items = rules_items.add_many(target, rows)
        told = ngettext(
            "%(count)s item of %(total)s baht was added to %(plan)s.",
            "%(count)s items of %(total)s baht were added to %(plan)s.",
            len(items),
        ) % {"count": len(items), "total": show_amount(form.read.total), "plan": target}
        first = items[0].pk
        return Result(f"{reverse('plan_detail', args=[target.pk])}?changed={first}#i{first}", told)
