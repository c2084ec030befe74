"""Search over everything: needs, items, lines, plans and meetings by word, code or amount, within one's scope."""

import pytest

from meetings.models import Meeting
from plans.models.needs import NeedQuerySet
from plans.search import find
from tests.cast import make_item, make_need, make_plan

pytestmark = pytest.mark.django_db


def titles(typed, user, kind=""):
    """Return the titles of what is found, by kind."""
    return {group.kind: [hit.title for hit in group.hits] for group in find(typed, user, kind).groups}


@pytest.fixture
def rows(country):
    """A province's line K1, an item and a need of ช่องสะเดา, and a meeting."""
    make_item(make_plan("71", prefix="K"), "พัฒนาระบบน้ำ", (1_950_000, 1_900_000, 600_000, 0))
    make_item(make_plan("710109"), "ประปาภูเขา ระยะ 2", (600_000, 400_000, 0, 0))
    make_need("710109", "น้ำเกษตรไม่พอ", cause="ฝายเดิมพัง")
    Meeting.objects.create(area_id="710109", kind="council", title="ประชาคมแก่งหลวง", held_on="2023-06-18")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ประปาภูเขา", {"item": ["ประปาภูเขา ระยะ 2"]}),
        ("ประปาภูเขาระยะ ๒", {"item": ["ประปาภูเขา ระยะ 2"]}),
        ("ฝายเดิม", {"need": ["น้ำเกษตรไม่พอ"]}),
        ("K1", {"line": ["พัฒนาระบบน้ำ"]}),
        ("k๑", {"line": ["พัฒนาระบบน้ำ"]}),
        ("4,450,000", {"line": ["พัฒนาระบบน้ำ"]}),
        ("๖๐๐,๐๐๐.-", {"line": ["พัฒนาระบบน้ำ"], "item": ["ประปาภูเขา ระยะ 2"]}),
        ("แก่งหลวง", {"meeting": ["ประชาคมแก่งหลวง"]}),
        ("ประปา ช่องสะเดา", {"item": ["ประปาภูเขา ระยะ 2"]}),
        ("ประปา รั้วใหญ่", {}),
        ("ไม่มีคำนี้", {}),
    ],
)
def test_what_people_type_is_found(rows, secretariat, typed, found):
    assert titles(typed, secretariat) == found


def test_a_place_leads_to_its_plans(rows, secretariat):
    assert titles("ช่องสะเดา", secretariat)["plan"] == ["ต.ช่องสะเดา 2567–2570"]


@pytest.mark.parametrize("typed", ["ประปา", "น้ำ", "K1", "600,000", "ช่องสะเดา", "ประชาคม"])
def test_a_stranger_finds_nothing_of_it(rows, stranger, typed):
    assert titles(typed, stranger) == {}


def test_without_scope_the_stranger_would_find_it(rows, stranger, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(NeedQuerySet, "visible_to", lambda self, user: self)
    assert titles("น้ำ", stranger) == {"need": ["น้ำเกษตรไม่พอ"]}


def test_one_kind_alone_is_searched(rows, secretariat):
    assert set(titles("น้ำ", secretariat)) == {"line", "need"}
    assert set(titles("น้ำ", secretariat, "need")) == {"need"}


def test_more_than_is_shown_is_said(country, secretariat):
    for number in range(7):
        make_need("710109", f"น้ำไม่พอ {number}")
    (group,) = find("น้ำไม่พอ", secretariat).groups
    assert len(group.hits) == 5
    assert group.more


def test_a_misspelled_place_gets_the_nearest_only_where_nothing_is_found(rows, secretariat):
    assert [hit.area.code for hit in find("รั้วไหญ่", secretariat).areas.nearest] == ["720102"]
    assert find("ประปาภูเขา", secretariat).areas.nearest == []


@pytest.mark.parametrize(
    "typed", ["", " ", "ก", "%", "_", "'", "\\", "(", "\u0e4d", "9" * 500, "x" * 5000, "-1", "1e999"]
)
def test_nothing_typed_breaks_it(rows, secretariat, client, typed):
    client.force_login(secretariat)
    answer = client.get("/search/", {"q": typed, "kind": "nonsense"})
    assert answer.status_code == 200
    assert "ประปาภูเขา ระยะ 2" not in answer.content.decode()


def test_the_page_names_the_line_and_its_amount(rows, secretariat, client):
    client.force_login(secretariat)
    page = client.get("/search/", {"q": "K1"}).content.decode()
    assert "4,450,000 บาท" in page
    assert "2567–2570" in page
