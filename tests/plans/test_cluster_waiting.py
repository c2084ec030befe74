"""What waits for a decision in the provinces of a cluster: each number is what the province's list shows."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from areas.models import Cluster, Role
from config.tools.thai import today
from meetings.models import CapacityTopic, Person, TrainingRecord
from plans import cluster_waiting
from plans.forms import case_filter
from plans.models import NeedLink, Verdict
from projects.models import Tranche
from tests.cast import make_item, make_need, make_plan, person
from tests.plans.test_gaps import decide as decide_gap
from tests.plans.test_overlaps import decide as decide_overlap
from tests.plans.test_overlaps import one, other
from tests.projects.bench import make_line, make_project

pytestmark = pytest.mark.django_db
PROVINCES = ["71", "72"]
LATE, NOBODY, IN_PLAN, PAIRS = range(4)  # the rows


@pytest.fixture
def head(country):
    return person("head", Role.CLUSTER_HEAD, cluster=Cluster.objects.get())


@pytest.fixture
def stage(country):
    """A pair in two tambons of one province, one in the other; two gaps of one grade, one of the other."""
    both = ("710109", "710108")
    pair = one(areas=both), other(areas=both)
    one(name="ค", areas=("720102",)), other(name="ง", areas=("720102",))
    needs = [
        make_need("710109", severity=5),
        make_need("720102", severity=4),
        make_need("710108", severity=4),
    ]
    make_need("710109", severity=3)
    NeedLink.objects.create(need=needs[2], item=make_item(make_plan("710108")))
    return pair, needs


def told(user, codes=PROVINCES):
    return [[cell.amount for cell in row.cells] for row in cluster_waiting.rows_of(codes, user)]


def test_gaps_and_overlaps_stand_by_province(stage, head):
    assert told(head) == [[0, 0], [1, 1], [1, 0], [2, 1]]


def test_each_number_is_how_many_rows_the_list_shows_that_it_leads_to(stage, head, client):
    client.force_login(head)
    page = client.get(reverse("cluster_detail", args=[Cluster.objects.get().pk]))
    cells = [cell for row in page.context["told"].waiting for cell in row.cells if cell.amount]
    assert [client.get(cell.url).context["page"].paginator.count for cell in cells] == [1, 1, 1, 2, 1]
    assert all(f'href="{cell.url}"' in unescape(page.content.decode()) for cell in cells)


def test_each_sum_is_how_many_rows_the_list_of_all_provinces_shows(
    stage, head, superuser, client, monkeypatch
):
    """The superuser sees overlaps of one province at a time, and those of several where they are asked for."""
    monkeypatch.setattr(case_filter, "MOST_PROVINCES", 1)
    line = make_line(make_project("71"), 10, {"710109": 10})
    Tranche.objects.create(line=line, number=1, due_on=today() - timedelta(days=3), amount=10)
    topic = CapacityTopic.objects.create(code="T", name="ทักษะ")
    for home in ("710109", "720102"):
        who = Person.objects.create(area_id=home, name=f"คนของ {home}")
        TrainingRecord.objects.create(person=who, topic=topic, trained_on=today(), trained_by="ก", source="ข")
    for user in (head, superuser):
        client.force_login(user)
        board = client.get(reverse("cluster_detail", args=[Cluster.objects.get().pk])).context["told"]
        rows = [row for row in [*board.waiting, *board.trained, *board.plans] if row.total]
        assert [row.total for row in rows] == [1, 2, 1, 3, 2, 2, 1]
        pages = [client.get(row.whole).context["page"] for row in rows]
        assert [page.paginator.count for page in pages] == [row.total for row in rows]


def test_what_is_decided_waits_no_more_until_its_day(stage, head):
    pair, [need, *_others] = stage
    decide_overlap(pair, head)
    decide_gap(need, head)
    assert told(head) == [[0, 0], [0, 1], [1, 0], [1, 1]]
    decide_overlap(pair, head, verdict=Verdict.TALK, due_on=today() - timedelta(days=1))
    decide_gap(need, head, due_on=today() - timedelta(days=1))
    assert told(head) == [[0, 0], [1, 1], [1, 0], [2, 1]]


def test_what_is_elsewhere_is_not_told_though_its_province_is_asked_for(stage, worker, stranger):
    assert told(worker) == [[0, 0], [1, 0], [0, 0], [1, 0]]
    assert told(stranger)[IN_PLAN] == [0, 0]


def test_nothing_is_told_where_no_province_is_asked_for(stage, superuser):
    assert told(superuser, []) == [[], [], [], []]


def test_overlaps_and_gaps_of_many_provinces_are_as_many_queries(stage, head, django_assert_num_queries):
    head.readable_codes  # noqa: B018  read before
    for codes in (["71"], PROVINCES):
        with django_assert_num_queries(3 + len(codes)):  # what is overdue is asked of each
            told(head, codes)
