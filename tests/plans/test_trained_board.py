"""People trained on the boards: people are counted, not trainings; each number is the list that it leads to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from areas.models import Area, Cluster
from meetings import trained
from meetings.models import CapacityTopic, Meeting
from plans import cluster_board
from projects.models import WorkStream
from tests.meetings.stage import HERE, NEXT, OTHER, make_person, topic, train, training_at

pytestmark = pytest.mark.django_db
TALK = "การสื่อสาร"


@pytest.fixture
def people(country):
    """At ช่องสะเดา พิกุล twice in data and once in communication, เรณู in data; others elsewhere, one put away."""
    village = Area.objects.create(
        code=f"{HERE}01", level="village", parent_id=HERE, name_th="ท่าสะเดา", moo_no=1
    )
    one, two = make_person("พิกุล"), make_person("เรณู", village.code)
    train(one, day="2023-07-01")
    train(one, day="2023-08-01", trained_by="มรภ.กาญจนบุรี", source="ใบประกาศ")
    train(one, topic(TALK))
    train(two, day="2023-07-15")
    train(make_person("มาลัย", NEXT))
    train(make_person("กัลยา", OTHER))
    train(make_person("วิภา", "71"), topic(TALK))
    train(make_person("เก็บ", archived_at="2023-07-01T00:00:00Z", archive_reason="ซ้ำ"), day="2023-09-01")
    train(make_person("สุเทพ", cluster=Cluster.objects.get()))
    CapacityTopic.objects.create(code="KM", name="การจัดการความรู้", position=3)
    CapacityTopic.objects.create(code="OLD", name="เลิกใช้", is_active=False)


def counts(code, user):
    told = trained.read(code, user, 3)
    return {row.name: row.people for row in told.topics}, told.people


def test_people_are_counted_not_trainings(people, secretariat):
    assert counts(HERE, secretariat) == ({"ระบบข้อมูล": 2, TALK: 1}, 2)


def test_a_province_counts_each_of_its_people_once(people, secretariat):
    assert counts("7101", secretariat) == ({"ระบบข้อมูล": 3, TALK: 1}, 3)
    assert counts("71", secretariat) == ({"ระบบข้อมูล": 3, TALK: 2}, 4)


def test_people_of_elsewhere_are_not_counted(people, worker, stranger):
    assert counts("71", worker) == ({"ระบบข้อมูล": 2, TALK: 1}, 2)
    assert counts("71", stranger) == ({}, 0)


def test_each_number_says_the_newest_day_by_whom_and_how_it_is_known(people, secretariat):
    [data] = [row for row in trained.read(HERE, secretariat, 3).topics if row.name == "ระบบข้อมูล"]
    assert (data.last.isoformat(), data.trained_by, data.source) == ("2023-08-01", "มรภ.กาญจนบุรี", "ใบประกาศ")


def test_topics_of_nobody_are_named_while_they_are_in_use(people, secretariat):
    assert [row.name for row in trained.read(HERE, secretariat, 3).missing] == ["การจัดการความรู้"]
    CapacityTopic.objects.filter(name=TALK).update(is_active=False)
    assert TALK in counts(HERE, secretariat)[0]  # people were trained in it all the same


def test_a_headcount_is_a_meetings_and_not_added(people, secretariat):
    training_at(HERE, headcount=45)
    assert counts(HERE, secretariat)[1] == 2


def test_the_newest_meetings_are_told_as_they_are(people, secretariat):
    made = [
        training_at(code, title=f"ครั้งที่ {n}", day=f"2023-07-0{n}")
        for n, code in ((1, HERE), (2, NEXT), (3, "71"))
    ]
    made[1].headcount = 41
    made[1].save()
    training_at(OTHER, day="2023-08-01")
    told = trained.read("71", secretariat, 2).meetings
    assert [(one, str(one.area), one.headcount, str(one)) for one in told] == [
        (one, str(Area.objects.get(pk=one.area_id)), one.headcount, str(one))
        for one in Meeting.objects.filter(pk__in=[made[1].pk, made[2].pk])
    ]


def test_one_query_asks_for_meetings_and_people(people, secretariat):
    secretariat.duties  # noqa: B018  who asks is known
    with CaptureQueriesContext(connection) as captured:
        trained.read("71", secretariat, 3)
    assert len(captured) == 1


@pytest.mark.parametrize("code", [HERE, "7101", "71"])
def test_each_number_of_the_board_is_the_list_that_it_leads_to(client, secretariat, people, code):
    client.force_login(secretariat)
    page = client.get(reverse("area_detail", args=[code]))
    told, text = page.context["talked"], page.content.decode()
    shown = [(row.people, f"area={code}&topic={row.pk}") for row in told.topics]
    for number, asked in [*shown, (told.people, f"area={code}&trained=yes")]:
        assert f"?{asked.replace('&', '&amp;')}" in text
        rows = client.get(f"{reverse('capacity_list')}?{asked}").context["page"].paginator.count
        assert rows == number


def test_a_board_without_people_says_what_to_do(client, worker):
    client.force_login(worker)
    text = client.get(reverse("area_detail", args=[HERE])).content.decode()
    assert reverse("training_add", args=[HERE]) in text


def test_a_reader_is_not_asked_to_record_a_training(client, reader, people):
    client.force_login(reader)
    text = client.get(reverse("area_detail", args=[HERE])).content.decode()
    assert reverse("training_add", args=[HERE]) not in text


def test_the_board_of_a_cluster_counts_people_by_province(client, coordinator, people):
    provinces = list(Area.objects.filter(code__in=("71", "72")).order_by("code"))
    board = cluster_board.read(provinces, coordinator, list(WorkStream.objects.all()), 2566)
    rows = [(row.label, [cell.amount for cell in row.cells]) for row in board.trained]
    assert [numbers for _label, numbers in rows] == [[2, 0], [3, 1], [4, 1]]
    client.force_login(coordinator)
    for row in board.trained:
        for cell in row.cells:
            assert bool(cell.url) == bool(cell.amount)
            if cell.url:
                assert client.get(cell.url).context["page"].paginator.count == cell.amount
