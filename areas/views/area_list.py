"""The list of provinces, where the walk down the area tree begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from areas import tree
from areas.people import person_of


@require_safe
def area_list(request: HttpRequest) -> HttpResponse:
    """Show all provinces in Thai order, the person's own ones first."""
    mine, others = tree.provinces(person_of(request))
    return render(request, "areas/area_list.html", {"mine": mine, "others": others})
