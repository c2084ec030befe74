"""Guards of reports and lists of plans that stand behind the page's own, asked directly: each holds alone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from areas.models import Cluster, Role
from plans import completeness, plan_money, todo
from plans.models import Plan
from plans.search import find
from plans.views.plan_list import editable_of
from tests.cast import make_item, make_need, make_plan, person
from tests.plans.test_second_guards_of_pages import page

pytestmark = pytest.mark.django_db
PERIOD = (2567, 2570)


def test_who_has_handed_in_is_not_told_of_elsewhere(country, secretariat, stranger):
    """The page lists tambons that one reads; what it knows of their plans is asked for apart."""
    plan = make_plan()
    told = [completeness._plans(["71"], one, PERIOD) for one in (secretariat, stranger)]
    assert told == [({"710109": plan}, {}), ({}, {})]


def test_what_plans_elsewhere_ask_for_is_neither_offered_nor_added_up(country, secretariat, stranger):
    plan = make_item(make_plan()).plan
    choices = [plan_money.choices(one, "71") for one in (secretariat, stranger)]
    assert [len(one) for one in choices] == [1, 0]
    asked = choices[0][0]
    rows = [list(plan_money.plans_of(one, asked)) for one in (secretariat, stranger)]
    assert rows == [[{"pk": plan.pk}], []]


def test_progress_counts_tambons_and_plans_that_one_reads(country, secretariat, worker, stranger):
    for code in ("710108", "710109"):
        make_plan(code)
    told = [todo.progress(one, [country["71"]])[0] for one in (secretariat, worker, stranger)]
    assert [(one.tambons, one.draft) for one in told] == [(3, 2), (1, 1), (0, 0)]


def test_who_is_found_is_not_told_with_what_they_are_elsewhere(country, secretariat):
    one = person("somying", Role.READER, "720102")  # of two places the first is told
    one.assignments.create(role=Role.TAMBON_WORKER, area=country["710109"])
    hits = [hit for group in find("somying", secretariat, "person").groups for hit in group.hits]
    assert [hit.title for hit in hits] == [str(one)]
    assert "ช่องสะเดา" in hits[0].where


def test_a_plan_put_away_is_given_back_by_who_looks_after_it(country, worker, reader):
    plan = make_plan()
    Plan.every.filter(pk=plan.pk).update(archived_at=timezone.now(), archived_why="ซ้ำ")
    assert [editable_of(one, [plan.pk]) for one in (worker, reader)] == [{plan.pk}, set()]


def test_a_clusters_plan_shows_a_province_its_own_needs_alone(client, country, secretariat, coordinator):
    plan = make_plan(None, cluster=Cluster.objects.get())
    for code in ("710109", "720102"):
        make_need(code)
    told = [page(client, one, "plan_detail", plan.pk)["needs"] for one in (secretariat, coordinator)]
    assert [len(one.rows) for one in told] == [1, 2]


def test_who_only_reads_a_plan_is_not_taken_for_one_who_looks_after_it(client, country, secretariat, reader):
    plan = make_plan("71")
    told = [page(client, one, "rollup", plan.pk)["looks_after"] for one in (secretariat, reader)]
    assert told == [True, False]


@pytest.mark.parametrize("name", ["rollup_split", "rollup_changed"])
def test_a_line_made_from_nothing_like_it_is_not_found(client, country, secretariat, name):
    plan = make_plan("71")
    client.force_login(secretariat)
    assert client.get(reverse(name, args=[plan.pk, 12345])).status_code == 404
