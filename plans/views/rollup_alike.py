"""The workbench's suggestions of what is likely the same; fetched on their own, since comparing takes its time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from areas.people import person_of
from plans import queue, rollup, similarity
from plans.models import Plan
from plans.sight import seen_by

MOST_SHOWN = 3  # at a time; the next come up as these are decided


@require_safe
@never_cache  # the buttons' one-time keys must not come back out of the browser's memory
def alike(request: HttpRequest, pk: int) -> HttpResponse:
    """Suggest pairs of the queue as it is filtered: htmx gets a fragment, everyone else a page."""
    user = person_of(request)
    plans = Plan.objects.select_related("area__parent", "cluster", "endorsed_at")
    plan = get_object_or_404(plans.visible_to(user), pk=pk)
    read, _outside = seen_by(rollup.read(plan), user)
    at = queue.kept(request.GET)
    waiting = queue.narrow(read.waiting, at)
    among = None if len(waiting) == len(read.waiting) else {row.item_id for row in waiting}
    context = {
        "plan": plan,
        "suggestions": similarity.suggest(plan, read, limit=MOST_SHOWN, among=among),
        "at": urlencode(at),
        "may_edit": not plan.is_endorsed and Plan.objects.editable_by(user).filter(pk=pk).exists(),
    }
    is_fragment = request.headers.get("HX-Request") == "true"
    response = render(
        request, "plans/_rollup_alike.html" if is_fragment else "plans/rollup_alike.html", context
    )
    patch_vary_headers(response, ["HX-Request"])
    return response
