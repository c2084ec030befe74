"""The page of one meeting: what, when, where, how many came, who was trained, the plans and needs of it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from areas import histories
from areas.models import User
from areas.people import person_of
from config.tools.thai import today
from meetings.at_meeting import trained_at
from meetings.models import Meeting
from plans.ledger import need_rows, plan_rows
from plans.models import Need, Plan, PlanStep
from plans.places import above
from plans.views.history import SHOWN

PAGE = 50  # needs
CHANGES = 5


@require_safe
def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meeting; of plans and needs outside the person's areas only how many there are."""
    user = person_of(request)
    rows = Meeting.objects.visible_to(user).select_related("area", "cluster", "updated_by")
    meeting = rows.filter(pk=pk).first()
    if meeting is None:
        raise Http404
    steps = PlanStep.objects.filter(meeting=meeting, kind=PlanStep.Kind.ENDORSED)
    endorsed = Plan.objects.filter(Q(endorsed_at=meeting) | Q(pk__in=steps.values("plan")))
    plans = endorsed.visible_to(user).select_related("area__parent", "cluster").order_by("area_id", "pk")
    voiced = Need.objects.current().filter(meeting=meeting)
    needs = voiced.visible_to(user).select_related("area", "dimension").order_by("-severity", "area_id", "pk")
    page = Paginator(needs, PAGE).get_page(request.GET.get("page"))
    found = histories.history_of(SHOWN["meeting"].told, meeting, user)
    context = {
        "meeting": meeting,
        "trained": trained_at(meeting, user),
        "record_url": record_url(meeting, user),
        "above": above(meeting.area_id),
        "plans": plan_rows(list(plans)),
        "plans_outside": endorsed.count() - len(plans),
        "page": page,
        "needs": need_rows(list(page.object_list), user),
        "needs_outside": voiced.count() - page.paginator.count,
        "changes": found.changes[:CHANGES],
    }
    return render(request, "plans/meeting_detail.html", context)


def record_url(meeting: Meeting, user: User) -> str:
    """Return where trainings of the meeting are recorded; '' for who may not, or where it is no training held."""
    held = meeting.kind == Meeting.Kind.TRAINING and meeting.held_on <= today()
    if not held or not Meeting.objects.editable_by(user).filter(pk=meeting.pk).exists():
        return ""
    if meeting.area is None:
        return f"{reverse('cluster_training_add', args=[meeting.cluster_id])}?meeting={meeting.pk}"
    if meeting.area.abolished_on:
        return ""
    return f"{reverse('training_add', args=[meeting.area_id])}?meeting={meeting.pk}"
