"""The page of one project with the needs that it answers, and the form that chooses them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from areas.models import User
from areas.people import person_of
from areas.writing import Result
from plans import rules_project_needs as rules
from plans.forms.project_needs import ProjectNeedsForm
from plans.models import Need
from projects.models import Project
from projects.views.finding import FindingView
from projects.views.project_forms import ProjectAct
from projects.views.projects import project_page


def answered_by(project: Project, user: User) -> list[Need]:
    """Return the needs that a project answers, of those that the person may see; the most severe first."""
    seen = Need.objects.visible_to(user).current().filter(project_links__project=project)
    return list(seen.select_related("area").order_by("-severity", "area_id", "pk"))


@require_safe
def project_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one project."""
    user = person_of(request)
    page = project_page(user, pk)
    page["needs"] = answered_by(page["project"], user)
    return render(request, "projects/project_detail.html", page)


class ProjectNeeds(FindingView, ProjectAct):
    """The needs that a project answers, all at once."""

    form_class = ProjectNeedsForm
    template_name = "plans/project_needs.html"

    def form_kwargs(self, target: Project) -> dict[str, Any]:
        """Offer the needs of where the project works."""
        return {"project": target, "user": self.user, "words": self.words.typed}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the project, and the words that narrow the list."""
        return {**super().context(form), "words": self.words}

    def perform(self, form: Any, target: Project) -> Result:
        """Make them what was ticked."""
        rules.set_needs(target, form.cleaned_data["needs"], self.user)
        told = _("The needs that the project answers are saved.")
        return Result(reverse("project_detail", args=[target.pk]), told)
