"""Forms about a whole project: added, edited, put away as a mistake, taken back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from areas.models import Area
from areas.tree import breadcrumb
from areas.write_forms import WriteForm
from areas.writing import Result, WriteView
from projects import rules_money, rules_projects
from projects.forms.acts import PutAwayForm
from projects.forms.project_filter import ARCHIVED
from projects.forms.projects import NewProjectForm, ProjectForm
from projects.models import Project
from projects.views.projects import above


class ProjectAdd(WriteView):
    """A new project at home in an area or below it, with its first budget line where one is given."""

    model = Area
    pk_kwarg = "code"
    form_class = NewProjectForm
    template_name = "projects/project_form.html"
    checks_version = False

    def form_kwargs(self, target: Area) -> dict[str, Any]:
        """Offer the area and what lies in it."""
        return {"home": target.code, "user": self.user}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the area."""
        return {
            "project": None,
            "above": [*breadcrumb(self.target.code), self.target],
            "back_url": reverse("project_list"),
        }

    def perform(self, form: Any, target: Area) -> Result:
        """Write the project and its line; with money to divide, the next page is where it goes."""
        project = rules_projects.add_project(form.values)
        told = _("The project “%(project)s” is saved.") % {"project": project}
        if form.line is None:
            return Result(reverse("project_detail", args=[project.pk]), told)
        line = rules_money.add_line(project, form.line)
        told = _("The project “%(project)s” is saved. Say which areas its money goes to.")
        return Result(reverse("allocations_edit", args=[line.pk]), told % {"project": project})


class ProjectAct(WriteView):
    """A page about one project."""

    model = Project

    def context(self, form: Any) -> dict[str, Any]:
        """Name the project."""
        return {
            "project": self.target,
            "above": above(self.target),
            "back_url": reverse("project_detail", args=[self.target.pk]),
        }


class ProjectEdit(ProjectAct):
    """What a project is, whose, when; its allocations follow its stream."""

    form_class = ProjectForm
    template_name = "projects/project_form.html"

    def form_kwargs(self, target: Project) -> dict[str, Any]:
        """Show the project as it is."""
        return {"user": self.user, "project": target}

    def perform(self, form: Any, target: Project) -> Result:
        """Change the project."""
        project = rules_projects.change_project(target.pk, form.values)
        told = _("The project “%(project)s” is saved.") % {"project": project}
        return Result(reverse("project_detail", args=[project.pk]), told)


class ProjectArchive(ProjectAct):
    """A project that is a mistake is put away, with the reason."""

    form_class = PutAwayForm
    template_name = "projects/project_act.html"

    def context(self, form: Any) -> dict[str, Any]:
        """Say what the act leads to."""
        return {
            **super().context(form),
            "heading": _("Put the project away"),
            "leads_to": _(
                "For projects that were written down by mistake. It then stands in no list, count or search, keeps its "
                "history, and can be taken back. A project with budget lines or visits is not put away."
            ),
        }

    def perform(self, form: Any, target: Project) -> Result:
        """Put it away; the toast offers to take it back."""
        project = rules_projects.put_away(target.pk, self.user, form.cleaned_data["archived_why"])
        told = _("%(project)s is put away. It stands in the list under “put away”.") % {"project": project}
        return Result(away_url(), told, undo_url=reverse("project_restore", args=[project.pk]))


class ProjectRestore(ProjectAct):
    """A project that was put away comes back."""

    form_class = WriteForm
    template_name = "projects/project_act.html"
    checks_version = False

    def rows(self) -> Any:
        """Return projects put away or not."""
        return Project.every

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or the project where it is back already."""
        if self.target.archived_at is None:
            return redirect("project_detail", self.target.pk)
        return super().get(request, *args, **kwargs)

    def context(self, form: Any) -> dict[str, Any]:
        """Say what comes back."""
        return {
            **super().context(form),
            "heading": _("Take the project back"),
            "leads_to": _("The project comes back into the list as it was."),
            "back_url": away_url(),
        }

    def perform(self, form: Any, target: Project) -> Result:
        """Take it back."""
        project = rules_projects.take_back(target.pk)
        told = _("%(project)s is back in the list of projects.") % {"project": project}
        return Result(reverse("project_detail", args=[project.pk]), told)


def away_url() -> str:
    """Return the address of the list of projects that were put away."""
    return f"{reverse('project_list')}?status={ARCHIVED}"
