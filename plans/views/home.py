"""Home: my areas, and what needs me."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from areas.mine import edits_something
from areas.people import person_of
from config.tools.thai import today
from plans.first_day import first_day
from plans.todo import todo


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person; where nobody assigned an area, whom to ask."""
    user = person_of(request)
    if not user.duties and not user.is_superuser:
        return render(request, "plans/home_empty.html")
    context = {
        "today": today(),
        "places": [duty.place for duty in user.duties],
        "todo": todo(user),
        "first_day": first_day(user),
        "edits": edits_something(user),
    }
    return render(request, "plans/home.html", context)
