"""The form of the agencies of a project and what each does in it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from areas.writing import Result
from projects import rules_projects
from projects.forms.agencies import AgenciesForm
from projects.models import Project
from projects.views.project_forms import ProjectAct


class ProjectAgencies(ProjectAct):
    """The agencies of a project, all at once."""

    form_class = AgenciesForm
    template_name = "projects/agencies.html"

    def form_kwargs(self, target: Project) -> dict[str, Any]:
        """Show the agencies as they are."""
        return {"project": target}

    def perform(self, form: Any, target: Project) -> Result:
        """Make them what was ticked."""
        rules_projects.set_agencies(target, form.wanted)
        return Result(
            reverse("project_detail", args=[target.pk]), _("The agencies of the project are saved.")
        )
