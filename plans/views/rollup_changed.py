"""What changed below a line, field by field, and the choice between taking it over and keeping the line."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from areas.writing import Result, WriteView
from plans import changes
from plans import rules_changes as rules
from plans.forms.life import ChangeForm
from plans.models import Lineage, Plan


class Changed(WriteView):
    """A change behind one original of a line, with accept and keep."""

    model = Plan
    form_class = ChangeForm
    template_name = "plans/rollup_changed.html"
    overtaken: changes.Act | None = None  # who acted since the form was opened

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the change; an original of another plan is not there."""
        self.lineage  # noqa: B018  # asked for, so that it is 404 before anything is shown
        return super().get(request, *args, **kwargs)

    @cached_property
    def lineage(self) -> Lineage:
        """The original that the address names."""
        rows = Lineage.objects.select_related("parent__plan", "child__plan__area", "child__plan__cluster")
        found = rows.filter(pk=self.kwargs["lineage"], parent__plan=self.target).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def change(self) -> changes.Change | None:
        """What changed, as it stood when the page was asked for."""
        return changes.of_lineage(self.lineage)

    def lock(self) -> Plan:
        """Lock the plan and the one below, then look again: what is decided on is what the form showed."""
        plan: Plan = super().lock()
        rules.lock_below(self.lineage)
        self.__dict__.pop("lineage")
        self.__dict__.pop("change", None)
        return plan

    def version_of(self, target: Plan) -> int:
        """Return a number that changes with the difference, with the line and with what was decided before."""
        return changes.stamp(self.lineage, self.change)

    def conflict(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show the difference as it is now with what was typed: somebody decided, or the original changed again."""
        self.overtaken = changes.last_act(self.lineage)
        opened = request.POST.get("opened", "")
        version = self.version_of(self.target)
        form = self.get_form(request.POST)
        return self.page(form, key=key, version=version, opened=opened, status=409)

    def form_kwargs(self, target: Plan) -> dict[str, Any]:
        """Offer the fields that changed; a line of one item takes them all unless a person says otherwise."""
        alone = self.lineage.parent.origins.count() == 1
        words = self.change.words if self.change else ()
        return {"ways": self.ways(target), "words": words, "ticked": alone}

    def ways(self, target: Plan) -> list[str]:
        """Return the decisions that are open; of what was sent, the rules are the judge."""
        if self.request.method == "POST":
            return ["accept", "keep"]
        can_keep = ["keep"] if not (self.change and self.change.over) else []
        return [*(["accept"] if not target.is_endorsed else []), *can_keep] or ["accept"]

    def context(self, form: Any) -> dict[str, Any]:
        """Show the difference, and why it cannot be decided yet."""
        line = self.lineage.parent
        return {
            "plan": self.target,
            "line": line,
            "child": self.lineage.child,
            "change": self.change,
            "overtaken": self.overtaken,
            "blocked": self.blocked(),
            "reopens": bool(self.change and self.change.is_ready and self.target.is_endorsed),
            "back_url": self.back(),
        }

    def blocked(self) -> str:
        """Return why nothing can be decided now; '' where it can."""
        if self.change is None:
            return _("Nothing differs from what the line was made from any more.")
        if not self.change.is_ready:
            return _("The plan below is a draft again. Decide when its council has endorsed it.")
        if self.target.is_locked:
            return _("This plan is closed. Reopen it with a reason first.")
        if self.target.is_endorsed and self.change.over:
            return _(
                "This plan is endorsed and carries more than its origin asks for. Reopen it with a reason first."
            )
        return ""

    def back(self) -> str:
        """Return the address of the line on the workbench."""
        pk = self.lineage.parent_id
        return f"{reverse('rollup', args=[self.target.pk])}?changed=line-{pk}#line-{pk}"

    def perform(self, form: Any, target: Plan) -> Result:
        """Take the change over, or keep the line with the reason."""
        values = form.cleaned_data
        if values["decision"] == "keep":
            line = rules.keep(self.lineage, values["reason"])
            return Result(self.back(), _("%(line)s stays as it is.") % {"line": line.label})
        if target.is_endorsed:
            raise ValidationError(
                _("%(plan)s is endorsed. Reopen it with a reason, then take the change into the line.")
                % {"plan": target},
                code="not_draft",
            )
        line = rules.accept(self.lineage, values.get("words", []))
        return Result(self.back(), _("%(line)s now says what its original says.") % {"line": line.label})
