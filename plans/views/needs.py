"""Pages of one need: the way it went, the form to add and edit it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from areas.codes import TAMBON, tambon_of
from areas.models import Area, User
from areas.people import person_of
from areas.writing import Result, WriteView
from plans import rules
from plans.forms.needs import NeedForm
from plans.models import Need, Plan
from plans.places import above
from plans.trail import meetings_seen, trail_of_need
from projects.models import Project


@require_safe
def need_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a need in its own words, the items that answer it and where they went."""
    user = person_of(request)
    found = Need.objects.visible_to(user).select_related("area__parent", "dimension", "meeting", "updated_by")
    need = found.filter(pk=pk).first()
    if need is None:
        raise Http404
    may = Need.objects.editable_by(user).filter(pk=pk).exists()
    homes = [code for code in (need.area_id, tambon_of(need.area_id)) if code]
    drafts = Plan.objects.editable_by(user).filter(area__in=homes, status=Plan.Status.DRAFT)
    context = {
        "need": need,
        "above": above(need.area_id),
        "trail": trail_of_need(need, user),
        "meetings_seen": meetings_seen([need], user),
        "may_edit": may,
        "projects": answering(need, user),
        "drafts": list(drafts.select_related("area")),
    }
    return render(request, "plans/need_detail.html", context)


def answering(need: Need, user: User) -> list[Project]:
    """Return the projects that answer a need, of those that the person may see; the latest first."""
    seen = Project.objects.visible_to(user).filter(need_links__need=need)
    return list(seen.select_related("lead_agency").order_by("-first_year", "pk"))


class NeedAdd(WriteView):
    """A new need of an area."""

    model = Area
    pk_kwarg = "code"
    form_class = NeedForm
    template_name = "plans/need_form.html"
    checks_version = False

    def form_kwargs(self, target: Area) -> dict[str, Any]:
        """The area and those below it are offered."""
        return {"home": target.code, "user": self.user}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the area."""
        return {"area": self.target, "need": None, "above": above(self.target.code)}

    def perform(self, form: Any, target: Area) -> Result:
        """Write the need."""
        need = rules.save_need(None, form.cleaned_data)
        return Result(
            reverse("need_detail", args=[need.pk]), _("The need “%(need)s” is saved.") % {"need": need}
        )


class NeedEdit(WriteView):
    """A need; it can move within its tambon."""

    model = Need
    form_class = NeedForm
    template_name = "plans/need_form.html"

    def form_kwargs(self, target: Need) -> dict[str, Any]:
        """The form shows the need as it is."""
        home = target.area_id[:TAMBON]
        return {"home": home, "user": self.user, "need": target}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the need."""
        return {"area": self.target.area, "need": self.target, "above": above(self.target.area_id)}

    def perform(self, form: Any, target: Need) -> Result:
        """Write the need."""
        need = rules.save_need(target, form.cleaned_data)
        return Result(
            reverse("need_detail", args=[need.pk]), _("The need “%(need)s” is saved.") % {"need": need}
        )
