"""Provinces of a cluster side by side: each as on its own page, those of others only named."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from areas.models import Area, Cluster
from config.tools.pictures import bars
from plans import compare
from plans.models import Need
from projects.models import BudgetLine, Presence, Survey, WorkStream
from projects.sums import Asked
from tests.cast import make_need, make_plan
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def land(country):
    return WorkStream.objects.get(code="WS08")


@pytest.fixture
def both(land):
    """Money of two provinces from one line, a loan, needs and a plan of one tambon."""
    codi()
    made = make_project("71", work_stream=land)
    make_line(made, 4_000_000, {"710109": 2_000_000, "720102": 1_000_000})
    make_line(made, 7, {"710109": 7}, kind="loan")
    make_need("710109")
    make_need("720102")
    make_need("710109", title="ข", status=Need.Status.CLOSED)
    make_plan("710109", endorsed=True)
    survey = Survey.objects.create(area_id="720102", surveyed_on="2023-07-05", surveyed_by="ก")
    Presence.objects.create(survey=survey, area_id="720102", work_stream=land, state="none", is_latest=True)


@pytest.fixture
def sits(client, coordinator):
    client.force_login(coordinator)
    return client


def found(client, **asked):
    return client.get(reverse("cluster_compare", args=[Cluster.objects.get().pk]), asked).context["found"]


def numbers(section):
    return {line.key: [cell.number for cell in line.cells] for line in section.lines if line.total.number}


def test_provinces_stand_side_by_side(sits, both, land):
    one = found(sits)
    assert [area.code for area in one.provinces] == ["71", "72"]
    assert numbers(one.money) == {land.pk: [2_000_000, 1_000_000]}
    assert [(cell.heat, cell.number) for cell in one.money.sums.cells] == [(2, 2_000_000), (2, 1_000_000)]
    assert list(numbers(one.needs).values()) == [[1, 1]]
    assert [fact.counts for fact in one.facts] == [[3, 1], [0, 1], [1, 0]]
    assert one.ties


def test_two_provinces_cost_no_more_questions_than_one(
    both, secretariat, coordinator, django_assert_num_queries
):
    cluster, asked = Cluster.objects.get(), Asked(fiscal_year=2566)
    for user, provinces in ((secretariat, 1), (coordinator, 2)):
        assert user.duties
        with django_assert_num_queries(12):
            assert len(compare.read(user, cluster, asked).provinces) == provinces


def test_only_the_money_that_is_asked_for_counts(sits, both):
    assert found(sits, kind="loan").money.sums.total.number == 7
    assert found(sits, year="all").money.sums.total.number == 3_000_000
    assert found(sits, year="x", kind="x", leg="x").money.sums.total.number == 3_000_000


def test_a_province_of_others_is_named_and_not_told(client, both, secretariat):
    client.force_login(secretariat)
    one = found(client)
    assert ([area.code for area in one.provinces], [area.code for area in one.closed]) == (["71"], ["72"])
    assert one.money.sums.total.number == 2_000_000


def test_who_reads_no_whole_province_is_told_so(client, both, coordinator):
    Cluster.objects.get().provinces.clear()
    coordinator.is_superuser = True
    coordinator.save()
    client.force_login(coordinator)
    answer = client.get(reverse("cluster_compare", args=[Cluster.objects.get().pk]))
    assert (answer.context["found"].provinces, 'class="empty"' in answer.content.decode()) == ([], True)


def test_a_line_that_lies_is_not_called_equal(sits, both):
    """Negative control."""
    BudgetLine.objects.filter(approved=4_000_000).update(allocated=1)
    assert not found(sits).ties


def test_the_workbook_has_the_same_numbers(sits, both, land):
    answer = sits.get(reverse("cluster_compare_workbook", args=[Cluster.objects.get().pk]))
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)), data_only=True)
    rows = {row[0]: row[1:] for row in book["เงินตามเนื้องาน"].iter_rows(values_only=True)}
    assert rows[land.name] == (2_000_000, 1_000_000, 3_000_000)
    assert book.sheetnames == ["ตำบลและแผน", "เงินตามเนื้องาน", "ความต้องการที่ยังเปิดตามมิติ"]


def test_a_cluster_that_is_not_there_is_not_found(sits, country):
    for pk in (999_999, 2**40):
        assert sits.get(reverse("cluster_compare", args=[pk])).status_code == 404


def test_bars_are_as_long_as_their_numbers():
    told = [(bar.name, bar.percent) for bar in bars([("ก", 200, "", ""), ("ข", 1, "", ""), ("ค", 0, "", "")])]
    assert told == [("ก", 100), ("ข", 1), ("ค", 0)]
    assert [bar.percent for bar in bars([("ก", 0, "", "")])] == [0]


def test_an_abolished_tambon_is_not_counted(sits, both):
    Area.objects.filter(code="711001").update(abolished_on="2020-01-01")
    assert found(sits).facts[0].counts == [2, 1]
