"""The acts of the workbench. Each locks the plan above; the rules look at what is really left, so no version."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from areas.writing import Result, WriteView
from config.tools.money import ZERO
from plans import queue, rules_similarity
from plans import rules_rollup as rules
from plans.cells import total
from plans.forms.rollup import (
    MOST_ITEMS,
    ActForm,
    IntoLineForm,
    KeepApartForm,
    LeaveOutForm,
    LineForm,
    item_ids,
    items_sent,
)
from plans.merging import prefill
from plans.models import LeftOut, Lineage, Plan, PlanItem, SimilarityDecision
from plans.originals import items_below, originals
from plans.ways import Group, own_doors


class PlanAct(WriteView):
    """An act on a plan's roll-up; comes back to the workbench as the person left it."""

    model = Plan
    form_class: ClassVar[type[forms.Form]] = ActForm
    template_name = "plans/rollup_act.html"
    checks_version = False
    heading: ClassVar[str | Promise] = ""
    button: ClassVar[str | Promise] = ""
    takes_apart = False

    def title(self) -> str:
        """Return what the page is about."""
        return str(self.heading)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the act's form; an endorsed plan takes no more acts."""
        if self.target.is_endorsed:
            messages.warning(
                request, _("%(plan)s is endorsed and takes no more changes.") % {"plan": self.target}
            )
            return redirect("rollup", self.target.pk)
        return super().get(request, *args, **kwargs)

    def context(self, form: Any) -> dict[str, Any]:
        """Name the act and what it is about."""
        return {
            "plan": self.target,
            "at": urlencode(self.at),
            "heading": self.title(),
            "button": str(self.button),
            "takes_apart": self.takes_apart,
            "back_url": self.back(),
        }

    @property
    def at(self) -> dict[str, str]:
        """The filters and page of the workbench that the person came from."""
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return queue.kept(QueryDict(sent.get("at", "")[:500]))

    def back(self, changed: str = "") -> str:
        """Return the address of the workbench, with the row that has changed."""
        query = {**self.at, **({"changed": changed} if changed else {})}
        if changed.startswith("line-"):
            query.pop("lines", None)
        address = reverse("rollup", args=[self.target.pk])
        return f"{address}?{urlencode(query)}#{changed}" if query else address


class ItemsAct(PlanAct):
    """An act on items that are ticked in the queue. Sent with `open`, the form opens for them."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open the form for the ticked items, or carry it out."""
        if "open" not in request.POST:
            return super().post(request, *args, **kwargs)
        chosen = item_ids(request.POST.getlist("item"))
        if not chosen or len(chosen) > MOST_ITEMS:
            messages.warning(request, self.wrong_number())
            return redirect(self.back())
        query = [*(("item", str(pk)) for pk in chosen), ("at", urlencode(self.at))]
        return redirect(f"{request.path}?{urlencode(query)}")

    def wrong_number(self) -> str:
        """Say how many items to tick."""
        return _("Tick at least one item, at most %(most)d.") % {"most": MOST_ITEMS}

    def is_enough(self, count: int) -> bool:
        """Whether the act can be done on so many items."""
        return count > 0

    def chosen(self) -> list[int]:
        """Return the ids of the items that the address or the form names."""
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return item_ids(sent.getlist("item"))[:MOST_ITEMS]

    @property
    def items(self) -> list[PlanItem]:
        """The items, those that cannot go up into this plan left away."""
        return items_below(self.target, self.chosen())

    def context(self, form: Any) -> dict[str, Any]:
        """Show the items with what is left of them."""
        rows = [(one, total(one.most)) for one in originals(self.items)]
        return {
            **super().context(form),
            "items": rows,
            "items_total": sum((amount for _one, amount in rows), ZERO),
            "missing": "" if self.is_enough(len(rows)) else self.wrong_number(),
        }


def undo_split(plan: Plan, lineages: Iterable[int]) -> str:
    """Return the address that takes these originals out of their lines again."""
    ids = sorted(lineages)
    return reverse("rollup_split_many", args=[plan.pk, ids[0], ids[-1]])


class Carry(ItemsAct):
    """A new line of one item (carry up) or several (merge), all or part of each."""

    form_class = LineForm
    template_name = "plans/rollup_line.html"

    def chosen(self) -> list[int]:
        """The sent form names its items by its amounts and ticks."""
        if self.request.method == "POST" and "open" not in self.request.POST:
            return items_sent(self.request.POST)[:MOST_ITEMS]
        return super().chosen()

    def form_kwargs(self, target: Plan) -> dict[str, Any]:
        """Prefill the words from the originals, the amounts with all that is left."""
        items = items_below(target, self.chosen())
        values = prefill(target, items) if items else {}
        return {"plan": target, "values": values, "originals": originals(items)}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the new line."""
        missing = "" if form.originals else self.wrong_number()
        return {**PlanAct.context(self, form), "line": None, "count": len(form.originals), "missing": missing}

    def perform(self, form: Any, target: Plan) -> Result:
        """Make the line."""
        line = rules.make_line(target, form.words(), form.cleaned_data["carry"])
        lineages = list(line.origins.values_list("pk", flat=True))
        if len(lineages) == 1:
            told = _("“%(title)s” is carried up as %(code)s. The original stays as it is.")
        else:
            told = _("%(count)d items are merged into %(code)s. The originals stay as they are.")
        told %= {"title": line.title, "code": line.code, "count": len(lineages)}
        return Result(self.back(f"line-{line.pk}"), told, undo_split(target, lineages))


class IntoLine(ItemsAct):
    """All that is left of the ticked items goes into a line that is there."""

    form_class = IntoLineForm

    heading = gettext_lazy("Put into a line")
    button = gettext_lazy("Put into the line")

    def form_kwargs(self, target: Plan) -> dict[str, Any]:
        """Offer the plan's lines that have originals."""
        lines = target.items.filter(origins__isnull=False).distinct().order_by("number")
        return {"lines": [(line.pk, f"{target.prefix}{line.number} {line.title}") for line in lines]}

    def perform(self, form: Any, target: Plan) -> Result:
        """Add them."""
        chosen = self.chosen()
        line = PlanItem.objects.get(pk=form.cleaned_data["line"], plan=target)
        before = set(line.origins.values_list("child_id", flat=True))
        rules.add_to_line(line, chosen)
        told = ngettext(
            "%(count)d item is now in %(code)s.", "%(count)d items are now in %(code)s.", len(chosen)
        )
        undo = ""
        if not before & set(chosen):
            added = line.origins.filter(child__in=chosen).values_list("pk", flat=True)
            undo = undo_split(target, added)
        return Result(self.back(f"line-{line.pk}"), told % {"count": len(chosen), "code": line.code}, undo)


class LeaveOut(ItemsAct):
    """The ticked items are not carried up, with the reason."""

    form_class = LeaveOutForm

    heading = gettext_lazy("Do not carry up")
    button = gettext_lazy("Leave out, with this reason")

    def get_form(self, data: Any = None, target: Any = None) -> Any:
        """Propose the reason that fits all items."""
        form = super().get_form(data, target)
        items = self.items
        if items and all(item.doability == PlanItem.Doability.ALONE for item in items):
            form.initial["ground"] = LeftOut.Ground.ALONE
        elif items and not any(item.door in own_doors(self.target) for item in items):
            form.initial["ground"] = LeftOut.Ground.OTHER_DOOR
        else:
            form.initial["ground"] = LeftOut.Ground.OTHER
        return form

    def perform(self, form: Any, target: Plan) -> Result:
        """Leave them out."""
        chosen = self.chosen()
        known = set(LeftOut.objects.filter(plan=target, item__in=chosen).values_list("item_id", flat=True))
        ground = LeftOut.Ground(form.cleaned_data["ground"])
        rows = rules.leave_out(target, chosen, ground, form.cleaned_data["reason"])
        return left_out(self, target, rows, can_undo=not known)


def left_out(act: PlanAct, plan: Plan, rows: list[LeftOut], *, can_undo: bool = True) -> Result:
    """Return the result of leaving items out."""
    told = ngettext(
        "%(count)d item is left out. It stays in its own plan and can be brought back.",
        "%(count)d items are left out. They stay in their own plans and can be brought back.",
        len(rows),
    ) % {"count": len(rows)}
    ids = sorted(row.pk for row in rows)
    undo = reverse("rollup_bring_back_many", args=[plan.pk, ids[0], ids[-1]]) if can_undo else ""
    return Result(act.back(f"out-{rows[0].pk}"), told, undo)


class LeaveOutGroup(PlanAct):
    """All items of a group are left out in one act, with the standard reason."""

    heading = gettext_lazy("Do not carry up")
    button = gettext_lazy("Leave out, with the standard reason")

    @property
    def group(self) -> Group:
        """The group that the address or the form names."""
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return "alone" if sent.get("group") == "alone" else "other_door"

    def context(self, form: Any) -> dict[str, Any]:
        """Show the items of the group, the first of many."""
        ids = rules.group_of(self.target, self.group)
        rows = [(one, total(one.most)) for one in originals(items_below(self.target, ids[:MOST_ITEMS]))]
        return {
            **super().context(form),
            "items": rows,
            "items_more": len(ids) - len(rows),
            "group": self.group,
        }

    def perform(self, form: Any, target: Plan) -> Result:
        """Leave them out; the undo is offered where none was left out in part before."""
        waiting = rules.group_of(target, self.group)
        known = LeftOut.objects.filter(plan=target, item__in=waiting).exists()
        return left_out(self, target, rules.leave_out_group(target, self.group), can_undo=not known)


class KeepApart(ItemsAct):
    """Two that look alike, items or an item and a line, stay two: not the same, or related, with the reason."""

    form_class = KeepApartForm

    heading = gettext_lazy("Compare, keep apart")
    button = gettext_lazy("Keep apart")

    def wrong_number(self) -> str:
        """Say how many items to tick."""
        return _("Tick exactly two items to keep them apart.")

    def is_enough(self, count: int) -> bool:
        """Whether there are two."""
        return count + (self.line is not None) == 2

    def lines_named(self) -> list[int]:
        """Return the id of the line that the address or the form names beside the item, where it does."""
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return item_ids(sent.getlist("line"))[:1]

    @cached_property
    def line(self) -> PlanItem | None:
        """The line of the plan that stands beside the item."""
        plan: Plan = self.target
        lines = plan.items.select_related("plan__area", "plan__cluster")
        return lines.filter(pk__in=self.lines_named(), origins__isnull=False).first()

    def get_form(self, data: Any = None, target: Any = None) -> Any:
        """Propose the verdict that the person came with."""
        form = super().get_form(data, target)
        form.initial["verdict"] = self.request.GET.get("verdict") or SimilarityDecision.Verdict.KEEP_APART
        return form

    def context(self, form: Any) -> dict[str, Any]:
        """Show the two side by side with their words."""
        context = super().context(form)
        compared = [(item, amount) for item, (_one, amount) in zip(self.items, context["items"], strict=True)]
        if self.line:
            compared.append((self.line, sum_of_line(self.line)))
        return {**context, "compared": compared if len(compared) == 2 else [], "line": self.line}

    def perform(self, form: Any, target: Plan) -> Result:
        """Record it."""
        pair = [*self.chosen(), *self.lines_named()]
        if len(pair) != 2:
            raise ValidationError(self.wrong_number())
        related = form.cleaned_data["verdict"] == SimilarityDecision.Verdict.RELATED
        judge = rules_similarity.relate if related else rules_similarity.decline
        ids = [decision.pk for decision in judge(target, pair[0], pair[1], form.cleaned_data["reason"])]
        undo = reverse("rollup_forget_apart_many", args=[target.pk, min(ids), max(ids)])
        return Result(self.back(f"apart-{ids[0]}"), _("The two are kept apart."), undo)


def sum_of_line(line: PlanItem) -> Decimal:
    """Return what a line asks for in all years."""
    return line.budgets.aggregate(sum=Sum("amount"))["sum"] or ZERO


class OneAct(PlanAct):
    """An act on one row of the workbench, named in the address; gone meanwhile is said, not a fault."""

    takes_apart = True

    def row(self) -> Any:
        """Return the row, or None where it is gone."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask before the act, for those who come without its button."""
        if self.row() is None:
            raise Http404
        return super().get(request, *args, **kwargs)

    def gone(self) -> Result:
        """Return the result where someone else was first."""
        return Result(self.back(), _("This was already done by someone else. The page shows how it is now."))


class Split(OneAct):
    """An original is taken out of its line and waits again."""

    def title(self) -> str:
        """Name the row."""
        lineage = self.row()
        words = (
            {"item": lineage.child.title, "line": lineage.parent.code}
            if lineage
            else {"item": "", "line": ""}
        )
        return _("Take “%(item)s” out of %(line)s") % words

    button = gettext_lazy("Take out")

    def row(self) -> Lineage | None:
        """Return the tie between the original and the line."""
        found = Lineage.objects.select_related("parent__plan", "child")
        return found.filter(pk=self.kwargs["lineage"], parent__plan=self.target).first()

    def perform(self, form: Any, target: Plan) -> Result:
        """Take it out."""
        lineage = self.row()
        if lineage is None:
            return self.gone()
        title, code, item = lineage.child.title, lineage.parent.code, lineage.child_id
        if rules.split(lineage) is None:
            told = _("“%(item)s” waits again. %(line)s had no other original and is removed.")
        else:
            told = _("“%(item)s” is taken out of %(line)s and waits again.")
        return Result(self.back(f"item-{item}"), told % {"item": title, "line": code})


class SplitMany(PlanAct):
    """The undo of carrying up: the originals of one act wait again."""

    takes_apart = True

    heading = gettext_lazy("Undo: the originals wait again")
    button = gettext_lazy("Undo")

    def perform(self, form: Any, target: Plan) -> Result:
        """Take them out."""
        count = rules.split_many(target, self.kwargs["first"], self.kwargs["last"])
        told = ngettext("Undone. %(count)d item waits again.", "Undone. %(count)d items wait again.", count)
        return Result(self.back(), told % {"count": count})


class BringBack(OneAct):
    """An item comes back out of the annex and waits again."""

    def title(self) -> str:
        """Name the row."""
        row = self.row()
        return _("Bring “%(item)s” back") % {"item": row.item.title if row else ""}

    button = gettext_lazy("Bring back")

    def row(self) -> LeftOut | None:
        """Return the entry of the annex."""
        found = LeftOut.objects.select_related("item")
        return found.filter(pk=self.kwargs["left_out"], plan=self.target).first()

    def perform(self, form: Any, target: Plan) -> Result:
        """Bring it back."""
        row = self.row()
        if row is None:
            return self.gone()
        rules.bring_back(row)
        told = _("“%(item)s” is brought back and waits again.") % {"item": row.item.title}
        return Result(self.back(f"item-{row.item_id}"), told)


class BringBackMany(PlanAct):
    """The undo of leaving out: the items of one act wait again."""

    takes_apart = True

    heading = gettext_lazy("Undo: the items wait again")
    button = gettext_lazy("Undo")

    def perform(self, form: Any, target: Plan) -> Result:
        """Bring them back."""
        count = rules.bring_back_many(target, self.kwargs["first"], self.kwargs["last"])
        told = ngettext("Undone. %(count)d item waits again.", "Undone. %(count)d items wait again.", count)
        return Result(self.back(), told % {"count": count})


class ForgetApart(OneAct):
    """Two items are no longer kept apart."""

    heading = gettext_lazy("No longer keep the two items apart")
    button = gettext_lazy("No longer keep apart")

    def row(self) -> SimilarityDecision | None:
        """Return the decision."""
        return SimilarityDecision.objects.filter(pk=self.kwargs["decision"], plan=self.target).first()

    def perform(self, form: Any, target: Plan) -> Result:
        """Forget it."""
        row = self.row()
        if row is None:
            return self.gone()
        rules_similarity.forget(target, row.pk, row.pk)
        return Result(self.back(), _("The two items are no longer kept apart."))


class ForgetApartMany(PlanAct):
    """The undo of keeping apart: the pairs of one act may be suggested again."""

    takes_apart = True

    heading = gettext_lazy("No longer keep the two items apart")
    button = gettext_lazy("Undo")

    def perform(self, form: Any, target: Plan) -> Result:
        """Forget them."""
        rules_similarity.forget(target, self.kwargs["first"], self.kwargs["last"])
        return Result(self.back(), _("The two items are no longer kept apart."))
