"""Forms of a follow-up visit: recorded, corrected (its history stays), its next step done."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from areas.writing import Result, WriteView
from config.tools.thai import show_date
from projects import rules_follow_up as rules
from projects.forms.visits import DoneForm, VisitForm
from projects.models import FollowUp, Project
from projects.views.back import back_to
from projects.views.projects import above, find_project


class VisitAdd(WriteView):
    """A visit to an area where a project works, by whom looks after that area, whoever looks after the project."""

    model = Project
    form_class = VisitForm
    template_name = "projects/visit_form.html"
    checks_version = False

    def find(self) -> Project:
        """Return a project that the person may see and whose places they look after."""
        project = find_project(self.user, self.kwargs["pk"])
        if not rules.places_to_visit(project, self.user).exists():
            raise PermissionDenied
        return project

    def lock(self) -> Project:
        """Return the project, locked and read anew; whether it may be visited is asked of the area."""
        seen = Project.objects.visible_to(self.user).select_for_update(of=("self",))
        project = seen.filter(pk=self.target.pk).first()
        if project is None:
            raise Http404
        return project

    def form_kwargs(self, target: Project) -> dict[str, Any]:
        """Offer the person's areas where the project works."""
        return {"project": target, "user": self.user}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the project."""
        heading, save = _("Record a visit"), _("Save the visit")
        named = {"project": self.target, "above": above(self.target), "visit": None}
        return {**named, "heading": heading, "save": save}

    def perform(self, form: Any, target: Project) -> Result:
        """Record it."""
        visit = rules.add_follow_up(target, form.cleaned_data, self.user)
        told = _("The visit to %(area)s on %(day)s is recorded.")
        words = {"area": visit.area, "day": show_date(visit.visited_on)}
        return Result(page_of(visit), told % words)


class VisitAct(WriteView):
    """A page about one visit."""

    model = FollowUp
    template_name = "projects/visit_form.html"

    def context(self, form: Any) -> dict[str, Any]:
        """Name the visit and its project."""
        project: Project = self.target.project
        return {"visit": self.target, "project": project, "above": above(project)}


class VisitEdit(VisitAct):
    """What was recorded of a visit is corrected."""

    form_class = VisitForm

    def form_kwargs(self, target: FollowUp) -> dict[str, Any]:
        """Show the visit as it was recorded."""
        return {"project": target.project, "user": self.user, "visit": target}

    def context(self, form: Any) -> dict[str, Any]:
        """Say what the form does."""
        return {**super().context(form), "heading": _("Correct the visit"), "save": _("Save the visit")}

    def perform(self, form: Any, target: FollowUp) -> Result:
        """Correct it."""
        visit = rules.change_follow_up(target.pk, form.cleaned_data, self.user)
        return Result(page_of(visit), _("The visit is saved. What it said before stays in its history."))


class VisitDone(VisitAct):
    """The next step of a visit is done."""

    form_class = DoneForm

    def form_kwargs(self, target: FollowUp) -> dict[str, Any]:
        """Show the day as it was recorded."""
        return {"visit": target}

    def context(self, form: Any) -> dict[str, Any]:
        """Say what the form does."""
        heading = _("Record that the next step is done")
        return {**super().context(form), "heading": heading, "save": _("Save")}

    def perform(self, form: Any, target: FollowUp) -> Result:
        """Record it."""
        visit = rules.finish(target.pk, form.cleaned_data["done_on"])
        told = _("“%(step)s” is recorded as done.") % {"step": visit.next_step}
        return Result(back_to(self.request, page_of(visit)), told)


def page_of(visit: FollowUp) -> str:
    """Return the address of a visit on its project's page."""
    return f"{reverse('project_detail', args=[visit.project_id])}#visit{visit.pk}"
