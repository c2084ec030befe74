"""The form of a line that is there: its words, and what it carries of each original."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from areas.writing import Result, WriteView
from plans import rollup
from plans import rules_rollup as rules
from plans.forms.rollup import LineForm, item_ids, items_sent
from plans.models import PlanItem
from plans.originals import items_below, originals
from plans.placing import rests
from plans.rollup_rows import Waiting
from plans.rules import hold_plan

MOST_OFFERED = 30  # waiting items that are offered on the form; all of them stand on the workbench


class LineEdit(WriteView):
    """A line made from items of plans below; one without origin is edited as any item."""

    model = PlanItem
    form_class = LineForm
    template_name = "plans/rollup_line.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or the page where this line is changed."""
        line: PlanItem = self.target
        if not line.origins.exists():
            return redirect("item_edit", line.pk)
        if line.plan.is_endorsed:
            messages.warning(
                request, _("%(plan)s is endorsed and takes no more changes.") % {"plan": line.plan}
            )
            return redirect("rollup", line.plan_id)
        return super().get(request, *args, **kwargs)

    def lock(self) -> Any:
        """Lock the plan before its line, as every act of the roll-up does."""
        hold_plan(self.target.plan)
        return super().lock()

    def form_kwargs(self, target: PlanItem) -> dict[str, Any]:
        """Show the line as it is, with its originals and those that the sent form had on it."""
        ids = list(target.origins.order_by("pk").values_list("child_id", flat=True))
        ids += [pk for pk in items_sent(self.request.POST) if pk not in ids]
        items = items_below(target.plan, ids)
        values = {name: getattr(target, name) for name in LineForm.FIELDS}
        return {
            "plan": target.plan,
            "values": values,
            "originals": originals(items, target),
            "more": self.offered(target),
        }

    def offered(self, line: PlanItem) -> list[tuple[int, str]]:
        """Return waiting items to add, those of the line's dimension first; a sent form is held to what it named."""
        if self.request.method == "POST":
            return [(item.pk, item.title) for item in items_below(line.plan, self.added())]
        waiting = [row for row in rollup.read(line.plan).waiting if not row.part]
        waiting.sort(key=lambda row: row.dimension.code != line.dimension.code)
        return [(row.item_id, offered_label(row)) for row in waiting[:MOST_OFFERED]]

    def added(self) -> list[int]:
        """Return the ids of the items that the sent form adds."""
        return item_ids(self.request.POST.getlist("add"))

    def context(self, form: Any) -> dict[str, Any]:
        """Name the line."""
        line: PlanItem = self.target
        back = f"{reverse('rollup', args=[line.plan_id])}?changed=line-{line.pk}#line-{line.pk}"
        return {"plan": line.plan, "line": line, "back_url": back, "count": len(form.originals)}

    def perform(self, form: Any, target: PlanItem) -> Result:
        """Write the line; what is added comes with all that is left of it."""
        values = form.cleaned_data
        for name, value in form.words().items():
            setattr(target, name, value)
        rest = rests(values["added"])
        line = rules.set_carried(target, {**values["carry"], **rest})
        told = _("%(line)s is saved.") % {"line": line.label}
        return Result(f"{reverse('rollup', args=[line.plan_id])}?changed=line-{line.pk}#line-{line.pk}", told)


def offered_label(row: Waiting) -> str:
    """Return a waiting item with its place."""
    return f"{row.title} · {row.area_name}"
