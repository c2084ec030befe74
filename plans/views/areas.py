"""The page of one area, its board: what waits for a decision, money, needs, plan, meetings, people trained.

Anyone may open it: what is recorded is scoped, the tree itself is everyone's.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, Window
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from areas import around, profile_table
from areas.codes import TAMBON, province_of
from areas.compiled import compiled
from areas.mine import own_clusters
from areas.models import Area, Level, User
from areas.people import person_of
from areas.tree import above, fetch_successors, with_below
from config.tools.thai import today
from meetings import trained
from plans.decisions import decisions_of
from plans.forms.board import YearForm
from plans.heaviest import heaviest
from plans.ledger import NeedRow, PlanRow, need_rows, rows_of, with_sums
from plans.models import Need, Plan
from plans.need_counts import NeedCounts, count_needs
from projects.board import board_of
from projects.forms.placed_filter import INSIDE
from projects.models import Kind, WorkStream
from projects.presence import standing_of

MOST_MEETINGS = 3  # the newest
MOST_NEEDS = 5  # the most severe; with them the board of a tambon is one A4 page
MOST_PLANS = 40  # of the area and below it; the whole list has pages


@require_safe
def area_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show an area with what lies in it, its plans, needs and latest meetings; as a board to who may read it."""
    user = person_of(request)
    area, children = with_below(code)
    if area is None:
        raise Http404
    may_see, may_edit = user.reads_all_of(code), user.edits_all_of(code)
    fetch_successors(area)
    own_rows, below_rows, below_count = plans_of(area, user)
    needs = count_needs([code], user)
    talked = trained.read(code, user, MOST_MEETINGS)
    context = {
        "area": area,
        "ancestors": above(area),
        "children": children,
        "plans": own_rows,
        "below": below_rows,
        "below_count": below_count,
        "province": province_of(code),
        "needs": needs,
        "need_rows": heaviest_needs(area, user) if needs.open else [],
        "around": around.read(area, user),
        "clusters": own_clusters(user).filter(provinces=area) if area.level == Level.PROVINCE else [],
        "profile": profile_table.own(area, user),
        "meetings": talked.meetings,
        "talked": talked,
        "may_edit": may_edit,
        "may_move": bool(area.abolished_on) and Area.objects.coordinated_by(user).filter(code=code).exists(),
        "may_add_need": may_edit and len(code) >= TAMBON,
        "may_see": may_see,
    }
    if may_see and len(code) <= TAMBON:
        context |= board_context(area, user, request.GET, own_rows, needs)
    return render(request, "plans/area_detail.html", context)


def plans_of(area: Area, user: User) -> tuple[list[PlanRow], list[PlanRow], int]:
    """Return the plans of an area, the newest first, those below it, and how many those are; one query.

    Below a province or district stand its tambons' plans, below a tambon those of its villages.
    """
    rows = rows_of(_plans(user, area.code))
    held = vars(rows[0].plan)["held"] if rows else 0
    own = [row for row in rows if row.plan.area_id == area.code]
    return own, rows[len(own) :], held - len(own)


@compiled
def _plans(user: User, code: str) -> QuerySet[Plan]:
    """Return the plans of an area and those below it with their sums, and how many they are in all."""
    inside = Plan.objects.visible_to(user).inside(code)
    shown = inside.filter(Q(area=code) | Q(area__level=Level.TAMBON)) if len(code) < TAMBON else inside
    told = shown.select_related("area__parent", "endorsed_at").order_by("area_id", "-first_year")
    return with_sums(told.annotate(held=Window(Count("*"))))[:MOST_PLANS]


def heaviest_needs(area: Area, user: User) -> list[NeedRow]:
    """Return the open needs of an area that are the most severe; two queries."""
    return need_rows(_most_severe(user, area.code), user)


@compiled
def _most_severe(user: User, code: str) -> QuerySet[Need]:
    needs = Need.objects.visible_to(user).inside(code).current().filter(status=Need.Status.OPEN)
    ordered = needs.select_related("area", "dimension").order_by("-severity", "area_id", "pk")
    return ordered[:MOST_NEEDS]


def board_context(
    area: Area, user: User, asked: Any, plans: list[PlanRow], needs: NeedCounts
) -> dict[str, Any]:
    """Return the money, the streams and what waits for a decision of an area that the person may read."""
    streams = list(WorkStream.objects.all())
    board = board_of([area.code], user, streams, YearForm(asked).chosen)
    presence = standing_of(area, user, streams) if area.level == Level.TAMBON else None
    seen = {row.stream: row for row in presence.rows} if presence else {}
    plan = plans[0].plan if plans else None
    grants = {"area": area.code, "level": INSIDE, "year": board.year, "kind": Kind.GRANT}
    return {
        "board": board,
        "board_rows": [(row, seen.get(row.stream) if row.stream else None) for row in board.rows],
        "rows_url": f"{reverse('project_list')}?{urlencode(grants)}",
        "presence": presence,
        "today": today(),
        "severe": needs.severe,
        "decisions": decisions_of(area, user, needs.severe, plan, presence),
        "heaviest": heaviest(plans[0], user) if plans else None,
    }
