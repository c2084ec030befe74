"""The list of people: its filters ask for one training that fits all of them, and its workbook tells each training."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from areas.models import Cluster
from tests.meetings.stage import HERE, NEXT, OTHER, make_person, topic, train

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(country):
    """พิกุล trained in data 2566 and in communication 2565, เรณู in communication 2566, สำรวย in nothing; others."""
    found = {name: make_person(name) for name in ("พิกุล", "เรณู", "สำรวย")}
    train(found["พิกุล"])
    train(found["พิกุล"], topic("การสื่อสาร"), day="2022-09-30")
    train(found["เรณู"], topic("การสื่อสาร"), day="2022-10-01")
    train(make_person("มาลัย", NEXT))
    train(make_person("กัลยา", OTHER))
    make_person("สุเทพ", cluster=Cluster.objects.get())
    train(make_person("เก็บ", archived_at="2023-07-01T00:00:00Z", archive_reason="ซ้ำ"))
    return found


@pytest.fixture
def listed(client, secretariat, people):
    client.force_login(secretariat)

    def ask(**asked):
        page = client.get(reverse("capacity_list"), asked)
        return [row.person.name for row in page.context["rows"]]

    return ask


def test_those_of_ones_scope_stand_in_thai_order(listed):
    assert listed() == ["พิกุล", "มาลัย", "เรณู", "สำรวย", "สุเทพ"]


def test_a_reader_of_a_tambon_sees_its_people_alone(client, worker, people):
    client.force_login(worker)
    page = client.get(reverse("capacity_list"))
    assert [row.person.name for row in page.context["rows"]] == ["พิกุล", "เรณู", "สำรวย"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"area": NEXT}, ["มาลัย"]),
        ({"area": HERE, "trained": "yes"}, ["พิกุล", "เรณู"]),
        ({"area": HERE, "trained": "no"}, ["สำรวย"]),
        ({"year": "2565"}, ["พิกุล"]),
        ({"trained": "archived"}, ["เก็บ"]),
        ({"q": "เรณ"}, ["เรณู"]),
        ({"year": "ไม่ใช่ปี", "area": "9"}, ["พิกุล", "มาลัย", "เรณู", "สำรวย", "สุเทพ"]),
    ],
)
def test_filters_narrow_the_list(listed, asked, names):
    assert listed(**asked) == names


def test_topic_and_year_ask_for_one_training_that_is_both(listed):
    talk = topic("การสื่อสาร").pk
    assert listed(topic=talk) == ["พิกุล", "เรณู"]
    assert listed(topic=talk, year=2566) == ["เรณู"]  # พิกุล was trained in it the year before
    assert listed(topic=talk, year=2566, trained="no") == ["พิกุล", "มาลัย", "สำรวย", "สุเทพ"]


def test_the_latest_trained_stand_first_those_of_nothing_last(listed):
    assert listed(area=HERE, sort="-last") == ["พิกุล", "เรณู", "สำรวย"]
    assert listed(area=HERE, sort="last") == ["เรณู", "พิกุล", "สำรวย"]


def test_a_row_names_topics_once_and_the_newest_day(client, secretariat, people):
    train(people["พิกุล"], day="2023-08-01")
    client.force_login(secretariat)
    row = client.get(reverse("capacity_list"), {"q": "พิกุล"}).context["rows"][0]
    assert (sorted(row.topics), row.last.trained_on.month) == (["การสื่อสาร", "ระบบข้อมูล"], 8)


def sheet(client, **asked):
    answer = client.get(reverse("capacity_workbook"), asked)
    rows = load_workbook(BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True)
    cells = [row for row in rows if row[1] is not None or row[4] is not None]
    return [(row[0], row[5], row[6], row[7]) for row in cells[1:]]


def test_the_workbook_tells_each_training_of_the_same_people(client, secretariat, people):
    client.force_login(secretariat)
    assert sheet(client, area=HERE) == [
        ("พิกุล", "การสื่อสาร", "30 ก.ย. 2565", 2565),
        ("พิกุล", "ระบบข้อมูล", "22 ก.ค. 2566", 2566),
        ("เรณู", "การสื่อสาร", "1 ต.ค. 2565", 2566),
        ("สำรวย", None, None, None),
    ]
    talk = topic("การสื่อสาร").pk
    assert sheet(client, area=HERE, topic=talk) == [
        ("พิกุล", "การสื่อสาร", "30 ก.ย. 2565", 2565),
        ("เรณู", "การสื่อสาร", "1 ต.ค. 2565", 2566),
    ]
    assert sheet(client, topic=talk, year=2566) == [("เรณู", "การสื่อสาร", "1 ต.ค. 2565", 2566)]
    assert sheet(client, area=HERE, topic=talk, trained="no") == [("สำรวย", None, None, None)]


def test_an_empty_list_says_what_to_do(client, worker):
    client.force_login(worker)
    page = client.get(reverse("capacity_list")).content.decode()
    assert reverse("training_add", args=[HERE]) in page
    assert reverse("capacity_list") in client.get(reverse("capacity_list"), {"q": "ไม่มีใคร"}).content.decode()
