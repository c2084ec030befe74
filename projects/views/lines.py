"""Forms of a budget line: added, edited, its money allocated to areas, taken out."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from areas.write_forms import WriteForm
from areas.writing import Result, WriteView
from config.tools.thai import show_amount
from projects import rules_money as rules
from projects.forms.allocations import AllocationsForm, Basis
from projects.forms.lines import LineForm
from projects.models import BudgetLine, Project
from projects.rules_projects import lock_project
from projects.views.projects import above


class LineAdd(WriteView):
    """A new budget line of a project."""

    model = Project
    form_class = LineForm
    template_name = "projects/line_form.html"
    checks_version = False

    def form_kwargs(self, target: Project) -> dict[str, Any]:
        """Offer the sources around the project's home."""
        return {"project": target}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the project."""
        return {"project": self.target, "above": above(self.target), "line": None}

    def perform(self, form: Any, target: Project) -> Result:
        """Write the line; the next page is where its money goes."""
        line = rules.add_line(target, form.cleaned_data)
        told = _("The budget line is saved. Say which areas its money goes to.")
        return Result(reverse("allocations_edit", args=[line.pk]), told)


def page_of(line: BudgetLine) -> str:
    """Return the address of a line on its project's page."""
    return f"{reverse('project_detail', args=[line.project_id])}#line{line.pk}"


class LineAct(WriteView):
    """A page about one budget line."""

    model = BudgetLine

    def lock(self) -> Any:
        """Lock the project before its line, as its own forms do."""
        lock_project(self.target.project_id)
        return super().lock()

    def context(self, form: Any) -> dict[str, Any]:
        """Name the line and its project."""
        line: BudgetLine = self.target
        return {"line": line, "project": line.project, "above": above(line.project)}


class LineEdit(LineAct):
    """What a budget line is; its allocations follow."""

    form_class = LineForm
    template_name = "projects/line_form.html"

    def form_kwargs(self, target: BudgetLine) -> dict[str, Any]:
        """Show the line as it is."""
        return {"project": target.project, "line": target}

    def perform(self, form: Any, target: BudgetLine) -> Result:
        """Change the line."""
        line = rules.change_line(target.pk, form.cleaned_data)
        return Result(page_of(line), _("The budget line is saved."))


class LineRemove(LineAct):
    """A budget line is taken out with its allocations; their history stays."""

    form_class = WriteForm
    template_name = "projects/line_remove.html"

    def perform(self, form: Any, target: BudgetLine) -> Result:
        """Take it out."""
        rules.remove_line(target.pk)
        told = _("The budget line is taken out. Its history stays.")
        return Result(reverse("project_detail", args=[target.project_id]), told)


class Allocations(LineAct):
    """Where a line's money goes, all areas at once."""

    form_class = AllocationsForm
    template_name = "projects/allocations.html"

    def form_kwargs(self, target: BudgetLine) -> dict[str, Any]:
        """Offer the person's areas below the project's home."""
        return {"line": target, "user": self.user}

    def perform(self, form: Any, target: BudgetLine) -> Result:
        """Write the amounts, or split what there is over the areas that are ticked."""
        how, ticked = form.cleaned_data["how"], form.cleaned_data["areas"]
        if how == Basis.EQUAL:
            line = rules.split_equally(target, ticked, self.user)
        elif how == Basis.HOUSEHOLDS:
            line = rules.split_by_households(target, ticked, self.user)
        else:
            line = rules.set_allocations(target, form.wanted(), self.user)
        told = _("Saved: %(allocated)s baht go to areas, %(rest)s are not allocated yet.")
        words = {"allocated": show_amount(line.allocated), "rest": show_amount(line.unallocated)}
        return Result(page_of(line), told % words)
