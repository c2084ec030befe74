"""The search box: a page of results, and for htmx the few suggestions under the box."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from areas.people import person_of
from areas.search import RESULTS, SUGGESTIONS, find


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer `?q=` with areas: htmx gets at most eight suggestions, everyone else the page."""
    suggests = request.headers.get("HX-Request") == "true"
    found = find(request.GET.get("q", ""), person_of(request), SUGGESTIONS if suggests else RESULTS)
    template = "areas/_suggestions.html" if suggests else "areas/search.html"
    response = render(request, template, {"found": found, "q": found.typed})
    patch_vary_headers(response, ["HX-Request"])
    return response
