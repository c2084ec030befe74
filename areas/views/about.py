"""What the software is, where its data comes from, and under which licences."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from geothai import DATA_VERSION


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show the sources and licences."""
    return render(request, "areas/about.html", {"data_version": DATA_VERSION})
