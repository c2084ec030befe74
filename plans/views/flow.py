"""The flow of an area's money, from sources through projects to the areas below."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from areas.codes import PLACE, TAMBON
from areas.models import Area
from areas.people import person_of
from plans import flow
from plans.forms.compare import CompareFilter
from plans.places import above

MOST_ROWS = 200  # of the table; all of them are in the picture


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the picture and its rows."""
    user = person_of(request)
    area = Area.objects.readable_by(user).filter(code=code).first()
    if area is None or len(code) > TAMBON:
        raise Http404
    form = CompareFilter(request.GET, user, [code])
    found = flow.read(user, area, form.asked, PLACE if len(code) == TAMBON else TAMBON)
    context = {
        "area": area,
        "above": above(code),
        "form": form,
        "flow": found,
        "ways": found.ways[:MOST_ROWS],
        "more": found.ways[MOST_ROWS:],
        "told": form.told(),
    }
    return render(request, "plans/flow.html", context)
