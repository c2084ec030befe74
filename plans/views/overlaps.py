"""Overlaps: the list on the page and as a workbook, the page of one, and the form that decides on it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from areas.models import Area
from areas.people import person_of
from areas.writing import Result
from config.tools.downloads import workbook_response
from config.tools.list_book import CHUNK, MOST, Field, write_rows
from config.tools.listing import PAGE
from config.tools.sheets import Align, Cell
from config.tools.thai import show_date, today
from plans import rules_cases as rules
from plans.cases import Decisions
from plans.forms.case_filter import OverlapFilter
from plans.forms.cases import OverlapDecisionForm
from plans.models import OverlapDecision
from plans.overlap_facts import Key
from plans.overlap_orders import OverlapOrders
from plans.overlap_rows import Overlap, Side, decided_on, overlap_at, rows_of
from plans.views.case_act import CaseAct, Decide, Withdraw, page_of
from projects.views.back import back_to


@require_safe
def overlap_list(request: HttpRequest) -> HttpResponse:
    """Show the overlaps of the person's scope, the undecided first."""
    user = person_of(request)
    form = OverlapFilter(request.GET, user)
    listing = OverlapOrders(request.GET)
    found = listing.ordered(form.narrow())
    page = Paginator(found, PAGE).get_page(listing.number)
    context = {
        "form": form,
        "page": page,
        "listing": listing,
        "rows": rows_of(list(page.object_list), user),
        "filtered": bool(form.chosen()),
        "told": form.told(),
    }
    return render(request, "plans/overlap_list.html", context)


@require_safe
def overlap_workbook(request: HttpRequest) -> FileResponse:
    """Send the same list as a workbook: same filter, same order."""
    user = person_of(request)
    form = OverlapFilter(request.GET, user)
    listing = OverlapOrders(request.GET)
    found = listing.ordered(form.narrow())
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with translation.override("th"):  # whoever asks, as every workbook
        title = gettext("Overlaps")
        told = [user.role_label, " · ".join(form.told()) or gettext("all, without a filter")]
        parts = (found[at : at + CHUNK] for at in range(0, min(len(found), MOST), CHUNK))
        cells = ([field.show(one) for field in FIELDS] for part in parts for one in rows_of(part, user))
        write_rows(file, FIELDS, cells, count=len(found), order=listing.order_told, title=title, told=told)
    return workbook_response(file, plain="overlaps.xlsx", named=f"{title} {show_date(today())}.xlsx")


def _above(one: Overlap) -> Cell:
    return one.area.parent.full_name if one.area.parent else None


def _money(side: Side) -> Cell:
    return " · ".join(f"{label} {amount:,.2f}" for label, amount in side.kinds)


def _verdict(one: Overlap) -> Cell:
    return str(one.decided.latest.get_verdict_display()) if one.decided.latest else None


def _due(one: Overlap) -> Cell:
    latest = one.decided.latest
    return show_date(latest.due_on) if latest and latest.due_on else None


FIELDS = (
    Field(_("Tambon"), 20, (), lambda one: one.area.full_name),
    Field(_("within"), 18, (), _above),
    Field(_("Code"), 11, (), lambda one: one.area.code, Align.CENTRE),
    Field(_("Fiscal year"), 10, (), lambda one: one.year, Align.CENTRE),
    Field(_("Shared stream or need"), 30, (), lambda one: " · ".join(map(str, [*one.streams, *one.needs]))),
    Field(_("First project"), 36, (), lambda one: str(one.sides[0].project)),
    Field(_("Its agency"), 26, (), lambda one: str(one.sides[0].project.lead_agency)),
    Field(_("Its money there (baht)"), 30, (), lambda one: _money(one.sides[0])),
    Field(_("Second project"), 36, (), lambda one: str(one.sides[1].project)),
    Field(_("Its agency"), 26, (), lambda one: str(one.sides[1].project.lead_agency)),
    Field(_("Its money there (baht)"), 30, (), lambda one: _money(one.sides[1])),
    Field(_("State"), 24, (), lambda one: str(one.decided.state.label)),
    Field(_("Decision"), 18, (), _verdict),
    Field(_("Who acts"), 26, (), lambda one: one.decided.latest.who if one.decided.latest else None),
    Field(_("To be done by"), 14, (), _due, Align.CENTRE),
    Field(_("Reason"), 40, (), lambda one: one.decided.latest.reason if one.decided.latest else None),
)


@dataclass(frozen=True)
class Past:
    """Two projects that overlap no more, with what was decided on them."""

    decided: Decisions[OverlapDecision]


@require_safe
def overlap_detail(request: HttpRequest, code: str, year: int, first: int, second: int) -> HttpResponse:
    """Show two projects side by side, what they share and what was decided; of those that were, the decisions."""
    user, key = person_of(request), (code, year, first, second)
    case = overlap_at(key, user)
    if case is None:
        past = Past(decided_on(key, user))
        if past.decided.latest is None:
            raise Http404
        return render(request, "plans/overlap_past.html", page_of(past, user))
    may_edit = Area.objects.editable_by(user).filter(code=code).exists()
    return render(request, "plans/overlap_detail.html", page_of(case, user) | {"may_edit": may_edit})


class OfOverlap(CaseAct):
    """A form about the overlap that the address names."""

    model = OverlapDecision

    def case(self) -> Overlap | None:
        """Return the overlap."""
        found = self.kwargs
        key: Key = (found["code"], found["year"], found["first"], found["second"])
        return overlap_at(key, self.user)

    def area_of(self, case: Overlap) -> str:
        """Return the tambon."""
        return case.area.code

    def hold(self) -> None:
        """Lock the tambon."""
        Area.objects.select_for_update(of=("self",)).filter(pk=self.kwargs["code"]).first()

    def page_at(self, case: Overlap) -> str:
        """Return the address of the overlap."""
        return reverse("overlap_detail", args=[*case.key[:2], *case.pair])

    def words(self, case: Overlap) -> dict[str, Any]:
        """Return what the form's page says of the overlap."""
        return {
            "evidence": "plans/_overlap_evidence.html",
            "list_url": reverse("overlap_list"),
            "list_word": _("Overlaps"),
            "case_word": str(case),
            "case_told": " · ".join([*(str(side.project) for side in case.sides), str(case)]),
            "back_word": _("Back to the overlap"),
        }


class OverlapDecide(OfOverlap, Decide):
    """What two projects are to each other in a tambon."""

    form_class = OverlapDecisionForm
    template_name = "plans/overlap_decide.html"
    act = _("Decide on the overlap")

    def perform(self, form: Any, target: Overlap) -> Result:
        """Record it."""
        decision = rules.decide_overlap(target, form.cleaned_data, self.seen)
        told = _("It is decided: %(verdict)s.") % {"verdict": decision.get_verdict_display()}
        return Result(back_to(self.request, self.page_at(target)), told)


class OverlapWithdraw(OfOverlap, Withdraw):
    """Withdrawing what two projects are to each other."""
