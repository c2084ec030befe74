"""Gaps: the list on the page and as a workbook, the page of one, and the form that decides on it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from areas.models import Area, User
from areas.people import person_of
from areas.writing import Result
from config.tools.downloads import workbook_response
from config.tools.list_book import CHUNK, MOST, Field, write_rows
from config.tools.listing import Column, Listing
from config.tools.sheets import Align, Cell
from config.tools.thai import show_date, today
from plans import rules_cases as rules
from plans.cases import MOST as MOST_KEY
from plans.cases import Decisions, State
from plans.forms.case_filter import GapFilter
from plans.forms.cases import GapDecisionForm
from plans.gap_rows import Gap, gaps_of
from plans.models import GapDecision, Grade, Need
from plans.views.case_act import CaseAct, Decide, Withdraw, page_of
from projects.views.back import back_to

COLUMNS = (
    Column("title", _("Need"), ("title_sort",), up=_("by title")),
    Column("area", _("Area"), ("area__name_sort",), up=_("area, by name")),
    Column(
        "severity",
        _("Severity"),
        ("severity", "grade"),
        up=_("the least severe first"),
        down=_("the most severe first"),
        down_first=True,
    ),
    Column("grade", _("Gap"), ("grade", "severity"), down=_("the widest gap first"), down_first=True),
    Column("households", _("Households"), ("households",), down_first=True, blanks=True, number=True),
    Column("answers", _("Items and projects")),
    Column("due", _("Decision"), ("promised",), up=_("the earliest day first"), blanks=True),
)


def listing_of(request: HttpRequest, user: User) -> tuple[GapFilter, Listing[Need]]:
    """Return the filter of the list and the gaps that it lets through, in the order asked for."""
    form = GapFilter(request.GET, user)
    return form, Listing(form.narrow(user), request.GET, COLUMNS, first="-severity", ties=("area_id", "pk"))


@require_safe
def gap_list(request: HttpRequest) -> HttpResponse:
    """Show the gaps of the person's scope, the most severe first."""
    user = person_of(request)
    form, listing = listing_of(request, user)
    page = listing.page()
    context = {
        "form": form,
        "page": page,
        "listing": listing,
        "rows": gaps_of(list(page.object_list), user),
        "filtered": bool(form.chosen()),
        "told": form.told(),
    }
    return render(request, "plans/gap_list.html", context)


@require_safe
def gap_workbook(request: HttpRequest) -> FileResponse:
    """Send the same list as a workbook: same filter, same order."""
    user = person_of(request)
    form, listing = listing_of(request, user)
    keys = list(listing.ordered.values_list("pk", flat=True)[: MOST + 1])
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with translation.override("th"):  # whoever asks, as every workbook
        title = gettext("Gaps")
        told = [user.role_label, " · ".join(form.told()) or gettext("all, without a filter")]
        cells = cells_of(keys[:MOST], user)
        write_rows(file, FIELDS, cells, count=len(keys), order=listing.order_told, title=title, told=told)
    return workbook_response(file, plain="gaps.xlsx", named=f"{title} {show_date(today())}.xlsx")


def cells_of(keys: list[int], user: User) -> Iterator[list[Cell]]:
    """Yield the cells of each row, some thousand rows at a time."""
    rest = iter(keys)
    while part := list(islice(rest, CHUNK)):
        for gap in gaps_of(part, user):
            yield [field.show(gap) for field in FIELDS]


def _above(gap: Gap) -> Cell:
    parent = gap.need.area.parent
    return parent.full_name if parent else None


def _latest(gap: Gap, name: str) -> Any:
    return getattr(gap.decided.latest, name, None)


def _due(gap: Gap) -> Cell:
    due = _latest(gap, "due_on")
    return show_date(due) if due else None


FIELDS = (
    Field(_("Need"), 34, (), lambda gap: gap.need.title),
    Field(_("Area"), 22, (), lambda gap: gap.need.area.full_name),
    Field(_("within"), 18, (), _above),
    Field(_("Code"), 11, (), lambda gap: gap.need.area_id, Align.CENTRE),
    Field(_("Severity"), 9, (), lambda gap: gap.need.severity, Align.CENTRE),
    Field(_("Gap"), 20, (), lambda gap: str(gap.grade.label)),
    Field(_("Households"), 10, (), lambda gap: gap.need.households, Align.RIGHT),
    Field(_("Items in plans"), 40, (), lambda gap: " · ".join(one.item.title for one in gap.items)),
    Field(_("They ask for (baht)"), 14, (), lambda gap: gap.asked if gap.items else None, Align.RIGHT),
    Field(_("Projects"), 40, (), lambda gap: " · ".join(str(one.project) for one in gap.projects)),
    Field(_("State"), 24, (), lambda gap: str(gap.decided.state.label)),
    Field(_("Who acts"), 30, (), lambda gap: _latest(gap, "who")),
    Field(_("To be done by"), 14, (), _due, Align.CENTRE),
    Field(_("Reason"), 40, (), lambda gap: _latest(gap, "reason")),
)


@require_safe
def gap_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a need with who answers it and what was decided."""
    user = person_of(request)
    case = next(iter(gaps_of([pk], user)), None)
    if case is None:
        raise Http404
    may_edit = Area.objects.editable_by(user).filter(code=case.need.area_id).exists()
    return render(request, "plans/gap_detail.html", page_of(case, user) | {"may_edit": may_edit})


class OfGap(CaseAct):
    """A form about the gap of the need that the address names."""

    model = GapDecision

    def case(self) -> Gap | None:
        """Return the gap."""
        return next(iter(gaps_of([self.kwargs["pk"]], self.user)), None)

    def away_row(self) -> Need | None:
        """Return the need, where it was put away meanwhile and the person looks after it."""
        pk = self.kwargs["pk"]
        rows = Need.objects.editable_by(self.user).filter(archived_at__isnull=False)
        return rows.select_related("area", "updated_by").filter(pk=pk).first() if pk < MOST_KEY else None

    def get_form(self, data: Any = None, target: Any = None) -> Any:
        """Return the form; of a need that was put away as of one on which nothing was decided."""
        if isinstance(target, Need):
            target = Gap(target, Grade.NOBODY, Decisions(State.OPEN, "", []), [], [], 0, 0)
        return super().get_form(data, target)

    def area_of(self, case: Gap) -> str:
        """Return the area of the need."""
        return case.need.area_id

    def hold(self) -> None:
        """Lock the need."""
        Need.objects.select_for_update(of=("self",)).filter(pk=self.kwargs["pk"]).first()

    def page_at(self, case: Gap) -> str:
        """Return the address of the gap."""
        return reverse("gap_detail", args=[case.pk])

    def words(self, case: Gap) -> dict[str, Any]:
        """Return what the form's page says of the gap."""
        need = case.need
        return {
            "evidence": "plans/_gap_evidence.html",
            "list_url": reverse("gap_list"),
            "list_word": _("Gaps"),
            "case_word": need.title,
            "case_told": f"{need.title} · {need.area} · {case.grade.label}",
            "back_word": _("Back to the gap"),
        }


class GapDecide(OfGap, Decide):
    """Who will act on a need, and by when."""

    form_class = GapDecisionForm
    template_name = "plans/gap_decide.html"
    act = _("Decide who acts")

    def perform(self, form: Any, target: Gap) -> Result:
        """Record it."""
        decision = rules.decide_gap(target, form.cleaned_data, self.seen)
        told = _("It is decided who acts on “%(need)s”: %(who)s, by %(day)s.")
        words = {"need": target.need, "who": decision.who, "day": show_date(form.cleaned_data["due_on"])}
        return Result(back_to(self.request, self.page_at(target)), told % words)


class GapWithdraw(OfGap, Withdraw):
    """Withdrawing who acts on a need."""
