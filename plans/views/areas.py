"""The page of one area: what lies in it, its plan, its needs. Anyone may open it; what is recorded is scoped."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from areas import around, profile_table
from areas.codes import TAMBON
from areas.models import Area, Level, User
from areas.people import person_of
from areas.tree import below as tree_below
from areas.tree import breadcrumb, with_context
from config.tools.fields import BEYearFormField
from meetings.models import Meeting
from plans.decisions import decisions_of, severe_needs
from plans.ledger import PlanRow, needs_of, plan_rows
from plans.models import Need, Plan
from projects.board import board_of
from projects.presence import picture_of


class YearForm(forms.Form):
    """The fiscal year whose money is shown."""

    year = BEYearFormField(required=False)


MOST_MEETINGS = 5  # the newest
MOST_BELOW = 120  # plans below shown on the page of a province; the whole list has pages


@require_safe
def area_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show an area with its children, plans, needs and latest meetings."""
    user = person_of(request)
    area = with_context(Area.objects.filter(code=code)).first()
    if area is None:
        raise Http404
    plans = Plan.objects.visible_to(user)
    own = plans.filter(area=area).select_related("area", "endorsed_at").order_by("-first_year")
    below = plans.inside(area.code).exclude(area=area).select_related("area__parent").order_by("area_id")
    below = below.filter(area__level=Level.TAMBON) if len(code) < TAMBON else below
    needs = Need.objects.visible_to(user).inside(area.code)
    meetings = Meeting.objects.visible_to(user).inside(area.code).select_related("area")
    may_edit = Area.objects.editable_by(user).filter(code=code).exists()
    may_see = Area.objects.readable_by(user).filter(code=code).exists()
    shown = list(below[:MOST_BELOW])
    rows = plan_rows([*own, *shown])
    own_rows, below_rows = rows[: len(rows) - len(shown)], rows[len(rows) - len(shown) :]
    context = {
        "area": area,
        "ancestors": breadcrumb(area.code),
        "children": tree_below(area),
        "plans": own_rows,
        "below": below_rows,
        "below_count": len(shown) if len(shown) < MOST_BELOW else below.count(),
        "needs": needs_of(needs, user, most=10),
        "around": around.read(area, user),
        "profile": profile_table.own(area, user),
        "meetings": list(meetings[:MOST_MEETINGS]),
        "may_edit": may_edit,
        "may_move": bool(area.abolished_on) and Area.objects.coordinated_by(user).filter(code=code).exists(),
        "may_add_need": may_edit and len(code) >= TAMBON,
        "may_see": may_see,
    }
    if may_see and len(code) <= TAMBON:
        context |= board_context(area, user, request.GET, own_rows)
    return render(request, "plans/area_detail.html", context)


def board_context(area: Area, user: User, asked: Any, plans: list[PlanRow]) -> dict[str, Any]:
    """Return the money, the streams and what waits for a decision of an area that the person may read."""
    year = YearForm(asked)
    board = board_of(area, user, year.cleaned_data["year"] if year.is_valid() else None)
    presence = picture_of(area, user) if area.level == Level.TAMBON else None
    seen = {row.stream: row for row in presence.rows} if presence else {}
    severe = severe_needs(area, user)
    plan = plans[0].plan if plans else None
    return {
        "board": board,
        "board_rows": [(row, seen.get(row.stream) if row.stream else None) for row in board.rows],
        "presence": presence,
        "severe": severe,
        "decisions": decisions_of(area, user, severe, plan, presence),
    }
