"""The search box: a page of all kinds or of one, and for htmx the few suggestions under the box."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from areas.people import person_of
from areas.search import SUGGESTIONS
from plans.search import FIRST, KINDS, MOST, find

SUGGESTED = 2  # rows of each kind under the box, beside the areas


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer `?q=`, with `kind` one kind alone: htmx gets a few suggestions, everyone else the page."""
    suggests = request.headers.get("HX-Request") == "true"
    asked = request.GET.get("kind", "")
    kind = asked if asked in {"area", *KINDS} and not suggests else ""
    limit = SUGGESTED if suggests else MOST if kind else FIRST
    found = find(request.GET.get("q", ""), person_of(request), kind, limit, SUGGESTIONS if suggests else MOST)
    template = "plans/_suggestions.html" if suggests else "plans/search.html"
    response = render(request, template, {"found": found.areas, "all": found, "q": found.typed, "kind": kind})
    patch_vary_headers(response, ["HX-Request"])
    return response
