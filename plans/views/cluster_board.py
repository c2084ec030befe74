"""The board of a cluster: its provinces side by side, its own plans and the latest meetings."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from areas.mine import kept_clusters, own_clusters
from areas.models import Area, Level
from areas.people import person_of
from config.tools.thai import today
from meetings import trained
from meetings.forms.homes import home_value
from meetings.models import Meeting
from plans import cluster_board
from plans.forms.board import YearForm
from plans.ledger import rows_of, with_sums
from plans.models import Plan
from projects.board import board_of
from projects.models import WorkStream

MOST_MEETINGS = 5  # the newest


@require_safe
def cluster_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the board of a cluster whose records the person may read, else 404; provinces that they may read."""
    user = person_of(request)
    cluster = own_clusters(user).filter(pk=pk).first() if pk < 2**31 else None
    if cluster is None:
        raise Http404
    provinces = list(Area.objects.readable_by(user).filter(clusters=cluster, level=Level.PROVINCE))
    streams = list(WorkStream.objects.all())
    board = board_of([one.code for one in provinces], user, streams, YearForm(request.GET).chosen)
    plans = Plan.objects.visible_to(user).filter(cluster=cluster).select_related("cluster", "endorsed_at")
    meetings = Meeting.objects.visible_to(user).filter(cluster=cluster)
    context = {
        "cluster": cluster,
        "board": board,
        "today": today(),
        "told": cluster_board.read(provinces, user, streams, board.year),
        "plans": rows_of(with_sums(plans.order_by("-first_year"))),
        "own_trained": trained.of_cluster(cluster, user),
        "own_home": home_value(cluster),
        "may_edit": kept_clusters(user).filter(pk=pk).exists(),
        "meetings": list(meetings.select_related("area")[:MOST_MEETINGS]),
    }
    return render(request, "plans/cluster_detail.html", context)
