"""Guards of an item's way up and down, of what forms offer and of what the search finds, asked directly."""

import pytest
from django.urls import reverse

from areas.models import Cluster
from meetings.models import Meeting
from plans import rules_rollup
from plans.completeness import periods
from plans.forms.items import needs_for
from plans.forms.needs import NeedForm
from plans.forms.quick import QuickForm
from plans.models import Need, NeedLink
from plans.trail import meetings_seen, origins_below, steps_up, trail, trail_of_need
from plans.views.completeness import plans_of
from tests.cast import make_item, make_need, make_plan, person
from tests.plans.bench import all_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(country):
    """A tambon's item with a need, and the line of its province that carries it."""
    item = make_item(make_plan(endorsed=True), need=make_need())
    return item, rules_rollup.make_line(make_plan("71"), {"title": "น้ำทั้งจังหวัด"}, all_of(item))


def test_a_line_above_is_named_to_who_may_open_it(way, worker, secretariat):
    item, _line = way
    seen = [[step.visible for step in steps_up({item.pk}, one)[item.pk]] for one in (worker, secretariat)]
    assert seen == [[False], [True]]


def test_what_a_line_is_made_from_is_a_sum_to_who_may_not_read_it(way, stranger, secretariat):
    item, line = way
    below = [[row.item for row in origins_below(line, one)] for one in (stranger, secretariat)]
    assert below == [[None], [item]]


def test_needs_behind_a_line_are_told_within_ones_areas(way, stranger, secretariat):
    item, line = way
    NeedLink.objects.create(need=make_need("71", title="ของจังหวัด"), item=line)
    told = [[need.area_id for need in trail(line, one).needs] for one in (stranger, secretariat)]
    assert told == [[], ["71", "710109"]]
    assert [len(trail(item, one).needs) for one in (stranger, secretariat)] == [0, 1]


def test_a_need_of_another_area_behind_ones_own_item_is_not_told(way, worker, secretariat):
    item, line = way
    NeedLink.objects.create(need=make_need("711001", title="ของตำบลอื่น"), item=item)
    told = [{need.area_id for need in trail(line, one).needs} for one in (worker, secretariat)]
    assert told == [{"710109"}, {"710109", "711001"}]


def test_an_item_that_answers_a_need_is_named_to_who_may_open_it(way, worker, stranger):
    need = Need.objects.get()
    assert [[row.visible for row in trail_of_need(need, one)] for one in (worker, stranger)] == [
        [True],
        [False],
    ]


def test_a_meeting_is_named_to_who_may_open_it(country, worker, secretariat):
    meeting = Meeting.objects.create(
        area_id="71", kind=Meeting.Kind.COUNCIL, title="เวที", held_on="2023-07-05"
    )
    needs = [make_need(meeting=meeting)]
    assert [meetings_seen(needs, one) for one in (worker, secretariat)] == [set(), {meeting.pk}]


def test_an_item_is_offered_needs_that_one_reads(way, stranger, secretariat):
    plan = way[0].plan
    assert [needs_for(plan, one, []).count() for one in (stranger, secretariat)] == [0, 1]


@pytest.mark.parametrize("form", [NeedForm, QuickForm])
def test_a_form_offers_places_and_meetings_of_ones_own(country, form, stranger, worker):
    Meeting.objects.create(area_id="710109", kind=Meeting.Kind.COUNCIL, title="เวที", held_on="2023-07-05")
    offered = []
    for one in (stranger, worker):
        fields = form(home="710109", user=one).fields
        offered.append([fields[name].queryset.exists() for name in ("area", "meeting")])
    assert offered == [[False, False], [True, True]]


def test_periods_and_a_clusters_plans_are_those_one_reads(way, worker, stranger, coordinator):
    cluster = Cluster.objects.get()
    make_plan(None, cluster=cluster)
    assert [len(periods(["71"], one)) for one in (stranger, worker)] == [0, 1]
    assert [len(plans_of(cluster, one)["cluster_plans"]) for one in (person("nobody"), coordinator)] == [0, 1]


def test_what_an_area_page_links_to_is_for_who_reads_there(client, country, worker, stranger):
    told = []
    for one in (stranger, worker):
        client.force_login(one)
        told.append(client.get(reverse("area_detail", args=["710109"])).context["may_see"])
    assert told == [False, True]


def test_the_history_of_a_number_that_no_database_holds_is_not_found(client, superuser):
    client.force_login(superuser)
    assert client.get(reverse("need_history", args=[10**30])).status_code == 404
