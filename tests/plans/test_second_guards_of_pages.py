"""Guards of what a page offers beside its rows, and of the pages that start a plan, asked directly."""

import pytest
from django.http import Http404
from django.urls import reverse

from areas.models import Area, Cluster
from plans.views.plan_add import ClusterPlanAdd, PlanAdd
from tests.cast import make_need, make_plan, person

pytestmark = pytest.mark.django_db


def page(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(name, args=args)).context


def adding(view, user, target, rf):
    """Return the view as it is before it shows or saves its form."""
    one = view()
    one.setup(rf.get("/"))
    one.request.user, one.target = user, target
    return one


def test_who_only_reads_is_offered_no_draft_for_a_need(client, worker, reader):
    need, draft = make_need(), make_plan()
    told = [page(client, one, "need_detail", need.pk)["drafts"] for one in (reader, worker)]
    assert told == [[], [draft]]


def test_who_only_reads_is_offered_no_place_to_add_a_need(client, worker, reader):
    told = [[area.code for area in page(client, one, "need_list")["add_to"]] for one in (reader, worker)]
    assert told == [[], ["710109"]]


def test_who_starts_a_plan_is_told_of_those_that_one_reads(country, rf, worker, stranger):
    make_plan()
    views = [adding(PlanAdd, one, Area.objects.get(code="710109"), rf) for one in (stranger, worker)]
    assert [len(view.context(None)["plans"]) for view in views] == [0, 1]


def test_who_starts_a_clusters_plan_is_told_of_those_that_one_reads(country, rf, stranger, coordinator):
    cluster = Cluster.objects.get()
    make_plan("71", endorsed=True)
    make_plan(None, cluster=cluster)
    told = [adding(ClusterPlanAdd, one, cluster, rf).context(None) for one in (person("nobody"), coordinator)]
    assert [(len(one["plans"]), len(one["below"])) for one in told] == [(0, 0), (1, 1)]


def test_a_cluster_that_one_no_longer_looks_after_is_not_locked(country, rf, stranger, coordinator):
    cluster = Cluster.objects.get()
    assert adding(ClusterPlanAdd, coordinator, cluster, rf).lock() == cluster
    with pytest.raises(Http404):
        adding(ClusterPlanAdd, stranger, cluster, rf).lock()
