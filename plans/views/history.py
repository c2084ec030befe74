"""The page "history" of a need, plan, item, project, meeting, person or area: who changed what, when, and from what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from areas import histories
from areas.histories import Part, Told
from areas.models import Area
from areas.people import person_of
from meetings.histories import PERSON
from meetings.models import Meeting, Person
from plans.forms.items import ItemForm
from plans.forms.needs import NeedForm
from plans.models import ItemBudget, LeftOut, Lineage, Need, NeedLink, Plan, PlanItem, ProjectNeed
from projects import histories as project_histories
from projects.models import FollowUp, Leverage, Presence, Project, Survey, SurveyAgency, Tranche

PAGE = 20  # changes


def warnings_in_words(codes: str) -> str:
    """Return the warnings that a person ticked away, which are kept as codes."""
    meanings = {**ItemForm.meanings, **NeedForm.meanings}
    return " · ".join(str(meanings[code]) for code in codes.split() if code in meanings)


@dataclass(frozen=True)
class Shown:
    """A kind of row whose history has a page, and the page that it stands on: its name and the key that it is of."""

    told: Told
    page: str
    key: str = "pk"

    def url_of(self, row: Any) -> str:
        """Return the address of the page that the row stands on."""
        return reverse(self.page, args=[attrgetter(self.key)(row)])


SHOWN = {
    "need": Shown(
        Told(
            Need,
            parts=(
                Part(NeedLink, _("answered by"), owner="need", values=("item",)),
                Part(ProjectNeed, _("answered by the project"), owner="need", values=("project",)),
            ),
            words={"confirmed": warnings_in_words},
        ),
        "need_detail",
    ),
    "item": Shown(
        Told(
            PlanItem,
            parts=(
                Part(ItemBudget, _("Budget"), "item", named=("year", "wanted_source"), values=("amount",)),
                Part(NeedLink, _("answers the need"), owner="item", values=("need",)),
                Part(Lineage, _("made from"), owner="parent", values=("child", "kept")),
            ),
            words={"confirmed": warnings_in_words},
        ),
        "item_detail",
    ),
    "plan": Shown(
        Told(
            Plan,
            parts=(
                Part(Meeting, _("Meeting that endorsed the plan"), of="endorsed_at"),
                Part(
                    LeftOut, _("not carried up"), owner="plan", named=("item",), values=("ground", "reason")
                ),
            ),
        ),
        "plan_detail",
    ),
    "project": Shown(
        replace(
            project_histories.PROJECT,
            parts=(
                *project_histories.PROJECT.parts,
                Part(ProjectNeed, _("answers the need"), owner="project", values=("need",)),
            ),
        ),
        "project_detail",
    ),
    "tranche": Shown(Told(Tranche), "project_detail", "line.project_id"),
    "leverage": Shown(Told(Leverage), "project_detail", "seed.project_id"),
    "visit": Shown(Told(FollowUp), "project_detail", "project_id"),
    "survey": Shown(
        Told(
            Survey,
            parts=(
                Part(Presence, _("how it stands"), "survey", named=("work_stream",), values=("state",)),
                Part(SurveyAgency, _("agency"), "survey", named=("work_stream",), values=("agency",)),
            ),
        ),
        "surveys",
        "area_id",
    ),
    "meeting": Shown(Told(Meeting), "meeting_detail"),
    "capacity": Shown(PERSON, "capacity_person"),
    "area": Shown(Told(Area), "area_detail"),
}


@require_safe
def history(request: HttpRequest, kind: str, pk: int | None = None, code: str = "") -> HttpResponse:
    """Show what became of a row, found by its number or, a place, by its code."""
    user, shown = person_of(request), SHOWN[kind]
    row = find(shown.told, pk or code, user)
    found = histories.history_of(shown.told, row, user)
    page = Paginator(found.changes, PAGE).get_page(request.GET.get("page"))
    context = {
        "row": row,
        "kind": shown.told.model._meta.verbose_name,
        "url": "" if is_gone(row) else shown.url_of(row),
        "page": page,
        "changes": page.object_list,
        "cut": found.is_cut,
        "most": histories.MOST,
    }
    return render(request, "plans/history.html", context)


def is_gone(row: Any) -> bool:
    """Whether the row is archived and has no page of its own until it is taken back."""
    return isinstance(row, Plan | PlanItem | Project) and row.archived_at is not None


def find(told: Told, pk: int | str, user: Any) -> Any:
    """Return the row, if the person may see it; else 404."""
    manager: Any = getattr(told.model, "every", told.model._default_manager)
    rows = manager.visible_to(user)
    if told.model in {Plan, Meeting, Person, Project}:
        rows = rows.select_related("area", "cluster")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
