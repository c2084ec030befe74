"""Search over everything: needs, items, lines, plans and meetings by word, code or amount, within one's scope."""

import random

import pytest
from django.utils import timezone

from areas.models import Assignment, Role
from areas.models.people import UserQuerySet
from areas.searchkey import normalise
from meetings.models import Meeting
from plans import search
from plans.models import Need, PlanItem
from plans.models.needs import NeedQuerySet
from plans.search import find
from tests.cast import make_item, make_need, make_plan, person
from tests.meetings.stage import make_person as make_trained
from tests.projects.bench import make_project

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
    make_project("710109", name="สะพานแขวน", code="P77")


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
        ("สะพาน ช่องสะเดา", {"project": ["สะพานแขวน"]}),
        ("p๗๗", {"project": ["สะพานแขวน"]}),
        ("ประปา ช่องสะเดา", {"item": ["ประปาภูเขา ระยะ 2"]}),
        ("ประปา รั้วใหญ่", {}),
        ("ไม่มีคำนี้", {}),
    ],
)
def test_what_people_type_is_found(rows, secretariat, typed, found):
    assert titles(typed, secretariat) == found


def test_a_place_leads_to_its_plans(rows, secretariat):
    assert titles("ช่องสะเดา", secretariat)["plan"] == ["ต.ช่องสะเดา 2567–2570"]


@pytest.mark.parametrize("typed", ["ประปา", "น้ำ", "K1", "600,000", "ช่องสะเดา", "ประชาคม", "สะพาน"])
def test_a_stranger_finds_nothing_of_it(rows, stranger, typed):
    assert titles(typed, stranger) == {}


def test_without_scope_the_stranger_would_find_it(rows, stranger, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(NeedQuerySet, "visible_to", lambda self, user: self)
    assert titles("น้ำ", stranger) == {"need": ["น้ำเกษตรไม่พอ"]}


@pytest.mark.parametrize(("who", "told"), [("secretariat", True), ("stranger", False)])
def test_no_page_and_no_suggestion_tells_a_stranger_of_it(rows, client, request, who, told):
    """The secretariat shows that the words are there to be found."""
    client.force_login(request.getfixturevalue(who))
    suggestions = client.get("/search/", {"q": "น้ำ"}, headers={"HX-Request": "true"})
    for answer in (
        client.get("/search/", {"q": "น้ำ"}),
        client.get("/search/", {"q": "น้ำ", "kind": "need"}),
        suggestions,
    ):
        assert ("เกษตร" in answer.content.decode()) == told


def test_a_zero_byte_breaks_nothing(rows, secretariat):
    """The page refuses it before; whoever else asks gets an answer."""
    assert titles("ประปา\x00ภูเขา", secretariat) in ({}, {"item": ["ประปาภูเขา ระยะ 2"]})


def test_one_kind_alone_is_searched(rows, secretariat):
    assert set(titles("น้ำ", secretariat)) == {"line", "need"}
    assert set(titles("น้ำ", secretariat, "need")) == {"need"}


def test_areas_leave_room_for_what_else_is_found(rows, secretariat, monkeypatch):
    """Alone, and where they are asked for, all are told."""
    monkeypatch.setattr(search, "SOME_AREAS", 1)
    for kind, most in (("", 1), ("area", 2)):
        areas = find("กาญจนบุรี", secretariat, kind, most_areas=50).areas
        assert (min(len(areas.hits), 2), areas.more) == (most, kind == "")


def test_more_than_is_shown_is_said(country, secretariat):
    for number in range(7):
        make_need("710109", f"น้ำไม่พอ {number}")
    (group,) = find("น้ำไม่พอ", secretariat).groups
    assert len(group.hits) == 5
    assert group.more


def test_a_misspelled_place_gets_the_nearest_only_where_nothing_is_found(rows, secretariat):
    assert [hit.area.code for hit in find("รั้วไหญ่", secretariat).areas.nearest] == ["720102"]
    assert find("ประปาภูเขา", secretariat).areas.nearest == []


HOSTILE = [
    '"',
    '""',
    "ข* OR ค",
    'ฝ" OR "น',
    "NEAR(ข ค)",
    "ข AND NOT ค",
    "{ข}",
    "ก%_' OR *",
    "ก" * 10_000,
]


@pytest.mark.parametrize(
    "typed",
    ["", " ", "ก", "%", "_", "'", "\\", "(", "\u0e4d", "9" * 500, "x" * 5000, "-1", "1e999", *HOSTILE],
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


# --- The same as a look at each row


WORDS = [
    "ประปา",
    "ภูเขา",
    "ฝาย",
    "น้ำ",
    "น้ํา",
    "ปา",
    "ก",
    "100%",
    "_ท่อ",
    "“ดี”",
    "ระยะ ๒",
    "ระยะ\u200b2",
    "O'Tops",
    "น้ำ\u200dใช้",
]
PLACES = ["710109", "71010903", "711001", "720102"]


def naive(rows, typed, place):
    """Return the ids of the rows whose words, or the name of whose place, hold each word that was typed."""
    asked = [word for word in map(normalise, typed.split()) if word]
    return {
        row.pk
        for row in rows
        if all(
            word in row.search_key or (len(asked) > 1 and word in getattr(place(row), "search_key", ""))
            for word in asked
        )
    }


def hits(typed, user):
    """Return the ids of all that is found, by kind."""
    found = {"need": set(), "item": set(), "line": set(), "meeting": set()}
    for group in find(typed, user, limit=10_000).groups:
        found[group.kind] = {hit.pk for hit in group.hits}
    return {kind: pks for kind, pks in found.items() if kind != "plan"}


@pytest.fixture
def many(country):
    """Twenty rows of each kind over two provinces, of a few words put together by chance."""
    rng = random.Random(2566)
    some = lambda: " ".join(rng.choices(WORDS, k=rng.randint(1, 4)))  # noqa: E731
    plans = [make_plan(code) for code in [*PLACES, "71", "72"]]
    for number in range(20):
        archived = {"archived_at": timezone.now(), "archive_reason": "ซ้ำ"} if number % 7 == 0 else {}
        make_need(rng.choice(PLACES), some(), cause=some(), **archived)
        item = make_item(rng.choice(plans), some(), target=some())
        if number % 9 == 0:
            PlanItem.objects.filter(pk=item.pk).update(archived_at=timezone.now(), archived_why="ซ้ำ")
        code = rng.choice(PLACES)
        Meeting.objects.create(area_id=code, kind="council", title=some(), held_on="2023-07-05", headcount=9)
    return rng


def test_what_is_found_is_what_a_look_at_each_row_within_sight_finds(many, secretariat, worker, stranger):
    above = {"71", "72"}
    for user in (secretariat, worker, stranger, person("root", is_superuser=True)):
        needs = Need.objects.visible_to(user).current().select_related("area")
        items = PlanItem.objects.visible_to(user).select_related("area", "plan__area")
        meetings = Meeting.objects.visible_to(user).select_related("area")
        for _number in range(4):
            typed = " ".join(many.sample([*WORDS, "ช่องสะเดา", "ไร่ป้า", "เลาขวัญ"], many.randint(1, 3)))
            if sum(map(len, map(normalise, typed.split()))) < 2:
                continue
            assert hits(typed, user) == {
                "need": naive(needs, typed, lambda row: row.area),
                "item": naive(
                    [row for row in items if row.plan.area_id not in above], typed, lambda row: row.area
                ),
                "line": naive(
                    [row for row in items if row.plan.area_id in above], typed, lambda row: row.plan.area
                ),
                "meeting": naive(meetings, typed, lambda row: row.area),
            }, (typed, user)


def test_one_spelling_finds_the_other(country, secretariat):
    need = make_need(title="น้ำ\u200bประปา")
    for typed in ("น้ําประปา", "น้ำประปา", "น้ำ\ufeffประปา", "น้ํ\u200bาประปา"):
        assert titles(typed, secretariat) == {"need": [need.title]}, typed


# --- People


def test_people_of_places_are_found_by_name_and_by_what_they_do_within_ones_scope(country, worker, stranger):
    make_trained("พิกุล ไพรวัลย์", role="เลขานุการสภา")
    make_trained("พิกุล คูเมือง", "720102")
    make_trained("พิกุล เก็บ", archived_at=timezone.now(), archive_reason="ซ้ำ")
    for typed in ("พิกุล", "พิกุล ช่องสะเดา", "เลขานุการ"):
        assert titles(typed, worker) == {"trained": ["พิกุล ไพรวัลย์"]}
    assert titles("พิกุล", stranger) == {"trained": ["พิกุล คูเมือง"]}


@pytest.fixture
def people(country):
    """A worker of each province, one who is closed, and a coordinator."""
    one = person("somying.t", Role.TAMBON_WORKER, "710109", last_name="ทองดี")
    one.first_name = "สมหญิง"
    one.save()
    Assignment.objects.create(user=one, role=Role.READER, area_id="72")
    person("other", Role.TAMBON_WORKER, "720102", last_name="ทองดีมาก")
    person("gone", Role.READER, "71", last_name="ทองดีเดิม", is_active=False)
    return one


def found_people(typed, user):
    return {
        hit.title: (hit.where, hit.note) for group in find(typed, user, "person").groups for hit in group.hits
    }


def test_people_are_found_by_name_and_user_name_within_the_areas_one_looks_after(people, secretariat):
    worker = {"สมหญิง ทองดี": ("คนทำงานตำบล ต.ช่องสะเดา", "")}
    closed = {"Gone ทองดีเดิม": ("ผู้อ่าน จ.กาญจนบุรี", "ปิดบัญชีแล้ว")}
    assert found_people("ทองดี", secretariat) == worker | closed
    assert found_people("ทองดี สมหญิง", secretariat) == found_people("SOMYING.T", secretariat) == worker


def test_who_looks_after_nobody_finds_nobody(people, worker, reader):
    """The page of people refuses them too, and so they do not find themselves."""
    assert (
        found_people("ทองดี", worker) == found_people("worker", worker) == found_people("ทองดี", reader) == {}
    )


def test_without_scope_the_stranger_would_find_them(people, stranger, monkeypatch):
    """Negative control: a reader of the own province is found there, with the role there alone."""
    assert found_people("ทองดี", stranger) == {
        "สมหญิง ทองดี": ("ผู้อ่าน จ.สุพรรณบุรี", ""),
        "Other ทองดีมาก": ("คนทำงานตำบล ต.รั้วใหญ่", ""),
    }
    monkeypatch.setattr(UserQuerySet, "visible_to", lambda self, user: self)
    assert "Gone ทองดีเดิม" in found_people("ทองดี", stranger)


def test_addresses_neither_find_people_nor_are_shown(people, secretariat, client):
    people.email = "canary@example.org"
    people.save()
    assert found_people("canary", secretariat) == found_people("canary@example.org", secretariat) == {}
    client.force_login(secretariat)
    page = client.get("/search/", {"q": "ทองดี"}).content.decode()
    assert ("สมหญิง" in page, "canary" in page) == (True, False)


def test_a_new_name_is_found_and_the_old_one_is_not(people, coordinator):
    people.last_name = "แก้วใส"
    people.save()
    assert (found_people("แก้วใส", coordinator) != {}, "สมหญิง ทองดี" in found_people("ทองดี", coordinator)) == (
        True,
        False,
    )


def test_more_than_is_shown_counts_only_what_one_may_see(country, secretariat, stranger):
    for number in range(6):
        make_need("720102", f"น้ำไม่พอ {number}")
    make_need("710109", "น้ำไม่พอ")
    (mine,), (theirs,) = find("น้ำไม่พอ", secretariat).groups, find("น้ำไม่พอ", stranger).groups
    assert (len(mine.hits), mine.more, len(theirs.hits), theirs.more) == (1, False, 5, True)
