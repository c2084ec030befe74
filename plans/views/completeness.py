"""Pages of completeness: which tambons of an area or cluster have handed in their plan, on screen and as a workbook."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from areas.codes import TAMBON
from areas.mine import kept_clusters, own_clusters
from areas.models import Area, Cluster, User
from areas.people import person_of
from config.tools.downloads import workbook_response
from plans import completeness
from plans.completeness import Completeness
from plans.forms.completeness import CompletenessFilter
from plans.ledger import plan_rows
from plans.models import Plan
from plans.places import above
from plans.workbook import handed_in


@dataclass(frozen=True)
class Scene:
    """What a page is about: an area or cluster, its filter and what was found."""

    name: str
    code: str  # of the area; '' for a cluster
    cluster: Cluster | None
    form: CompletenessFilter
    found: Completeness
    page: str
    workbook: str


def of_area(request: HttpRequest, code: str) -> Scene:
    """Return the scene of an area that the person may read, else 404."""
    user = person_of(request)
    area = Area.objects.readable_by(user).filter(code=code).first()
    if area is None or len(code) > TAMBON:
        raise Http404
    names = ("completeness", "completeness_workbook")
    pages = (reverse(name, args=[code]) for name in names)
    return _scene(request, user, area, [code], *pages)


def of_cluster(request: HttpRequest, pk: int) -> Scene:
    """Return the scene of a cluster whose records the person may read, else 404."""
    user = person_of(request)
    cluster = own_clusters(user).filter(pk=pk).first() if pk < 2**31 else None
    if cluster is None:
        raise Http404
    codes = list(cluster.provinces.values_list("code", flat=True))
    names = ("cluster_completeness", "cluster_completeness_workbook")
    pages = (reverse(name, args=[pk]) for name in names)
    return _scene(request, user, cluster, codes, *pages)


def _scene(
    request: HttpRequest, user: User, home: Area | Cluster, codes: list[str], page: str, workbook: str
) -> Scene:
    form = CompletenessFilter(request.GET, completeness.periods(codes, user))
    found = completeness.read(codes, user, form.asked_period, form.asked_state)
    code = home.code if isinstance(home, Area) else ""
    cluster = home if isinstance(home, Cluster) else None
    return Scene(str(home), code, cluster, form, found, page, workbook)


@require_safe
def area_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the tambons of an area."""
    return _page(request, of_area(request, code))


@require_safe
def cluster_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the tambons of a cluster's provinces."""
    return _page(request, of_cluster(request, pk))


@require_safe
def area_book(request: HttpRequest, code: str) -> FileResponse:
    """Send the same list of an area as a workbook."""
    return _book(of_area(request, code), f"completeness-{code}.xlsx")


@require_safe
def cluster_book(request: HttpRequest, pk: int) -> FileResponse:
    """Send the same list of a cluster as a workbook."""
    return _book(of_cluster(request, pk), "completeness-cluster.xlsx")


def _page(request: HttpRequest, scene: Scene) -> HttpResponse:
    asked = request.GET.urlencode()
    context: dict[str, Any] = {
        "scene": scene,
        "found": scene.found,
        "form": scene.form,
        "above": above(scene.code),
        **plans_of(scene.cluster, person_of(request)),
        "workbook": f"{scene.workbook}?{asked}" if asked else scene.workbook,
    }
    return render(request, "plans/completeness.html", context)


def plans_of(cluster: Cluster | None, user: User) -> dict[str, Any]:
    """Return the cluster's own plans and whether the person may start one; nothing for an area."""
    if cluster is None:
        return {}
    plans = Plan.objects.visible_to(user).filter(cluster=cluster).select_related("cluster")
    may_start = cluster.is_active and kept_clusters(user).filter(pk=cluster.pk).exists()
    return {"cluster_plans": plan_rows(list(plans)), "may_start": may_start}


def _book(scene: Scene, plain: str) -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    handed_in.write(scene.found, scene.name, file)
    return workbook_response(file, plain=plain, named=handed_in.file_name(scene.name))
