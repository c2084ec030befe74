"""The list of provinces, where the walk down the area tree begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from areas import tree
from areas.mine import own_clusters
from areas.people import person_of


@require_safe
def area_list(request: HttpRequest) -> HttpResponse:
    """Show all provinces in Thai order, the person's own ones first, and the clusters whose records they read."""
    user = person_of(request)
    mine, others = tree.provinces(user)
    context = {"mine": mine, "others": others, "clusters": own_clusters(user)}
    return render(request, "areas/area_list.html", context)
