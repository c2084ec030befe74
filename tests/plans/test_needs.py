"""Needs: the list with its filters, the form in the village's words, the way of a need."""

import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting
from plans.models import Need
from projects.models import Dimension
from tests.cast import CANARY, endorse, make_item, make_need, make_plan
from tests.plans.pages import Tab, errors, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(client, worker):
    client.force_login(worker)
    return client


def add(client, code="710109", **changes):
    values = {
        "title": "น้ำเกษตรไม่พอ",
        "dimension": Dimension.objects.get(code="ENV").pk,
        "severity": "5",
        "cause": "หน้าแล้งห้วยแห้ง",
        **changes,
    }
    return Tab(client, reverse("need_add", args=[code])).send(**values)


def titles(client, **asked):
    page = client.get(reverse("need_list"), asked)
    assert page.status_code == 200
    return [row.need.title for row in page.context["rows"]]


# --- The form


def test_a_need_is_written_with_its_words(works):
    response = add(works, cause="ห้วยแห้ง", wish="อยากมีน้ำ", households="๖๔ ครัวเรือน", area="71010903")
    need = Need.objects.get()
    assert response.url == reverse("need_detail", args=[need.pk])
    assert (need.area_id, need.words, need.households, need.status) == (
        "71010903",
        "ห้วยแห้ง อยากมีน้ำ",
        64,
        "open",
    )
    assert need.created_by.username == "worker"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "ก" * 201),
        ("severity", ""),
        ("severity", "6"),
        ("severity", "๕"),
        ("households", "มาก"),
        ("households", "-1"),
        ("households", "1.5"),
        ("households", "9" * 30),
        ("households", "200000"),
        ("dimension", "9" * 30),
        ("area", ""),
        ("area", "710108"),
        ("area", "720102"),
        ("area", "' or 1=1"),
        ("meeting", "9" * 30),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(works, field, value):
    response = add(works, **{"cause": "ห้วยแห้ง", field: value})
    assert response.status_code == 422
    assert list(errors(response)) == [field]
    assert response.context["form"]["cause"].value() == "ห้วยแห้ง"
    assert not Need.objects.exists()


def test_a_meeting_of_another_area_cannot_be_chosen(works):
    other = Meeting.objects.create(area_id="720102", kind="council", title=CANARY, held_on="2023-07-05")
    assert CANARY not in works.get(reverse("need_add", args=["710109"])).content.decode()
    assert "meeting" in errors(add(works, meeting=other.pk))


def test_a_meeting_of_the_tambon_can_be_chosen(works):
    """Negative control."""
    own = Meeting.objects.create(
        area_id="71010903", kind="village_forum", title="ประชาคม", held_on="2023-06-24"
    )
    add(works, meeting=own.pk)
    assert Need.objects.get().meeting == own


def test_on_the_page_of_a_province_a_tambon_is_chosen(client, secretariat):
    client.force_login(secretariat)
    tab = Tab(client, reverse("need_add", args=["71"]))
    offered = {one.code for one in client.get(tab.url).context["form"].fields["area"].queryset}
    assert offered == {"710108", "710109", "711001"}


def test_the_same_form_twice_writes_one_need(works):
    tab = Tab(works, reverse("need_add", args=["710109"]))
    typed = {"title": "น้ำ", "dimension": Dimension.objects.get(code="ENV").pk, "severity": "3"}
    assert [tab.send(**typed).status_code for _ in range(2)] == [302, 302]
    assert Need.objects.count() == 1


def test_two_people_on_one_need_see_each_others_words(works, worker):
    need = make_need(cause="ห้วยแห้ง")
    tab = Tab(works, reverse("need_edit", args=[need.pk]))
    other = Client()
    other.force_login(worker)
    Tab(other, reverse("need_edit", args=[need.pk])).send(severity="4")

    response = tab.send(severity="3", households="๑๒")
    rows = {row.name: (row.opened[0], row.latest[0], row.mine[0]) for row in response.context["rows"]}
    assert response.status_code == 409
    assert rows["severity"] == ("5", "4", "3")
    need.refresh_from_db()
    assert need.severity == 4


def test_a_need_can_be_closed(works):
    need = make_need()
    response = Tab(works, reverse("need_edit", args=[need.pk])).send(status="closed")
    need.refresh_from_db()
    assert (need.status, need.version) == ("closed", 2)
    assert need.title in told(response)[0]


# --- Who may


def test_a_stranger_finds_no_need_and_may_not_add_one(client, stranger):
    need = make_need()
    client.force_login(stranger)
    assert client.get(reverse("need_detail", args=[need.pk])).status_code == 404
    assert client.get(reverse("need_edit", args=[need.pk])).status_code == 404
    assert client.post(reverse("need_add", args=["710109"]), {"title": "x"}).status_code == 403
    assert titles(client) == []


def test_a_reader_reads_and_writes_nothing(client, reader):
    need = make_need()
    client.force_login(reader)
    page = client.get(reverse("need_detail", args=[need.pk])).content.decode()
    assert reverse("need_edit", args=[need.pk]) not in page
    assert client.post(reverse("need_edit", args=[need.pk]), {"title": "x"}).status_code == 403
    assert reverse("need_add", args=["71"]) not in client.get(reverse("need_list")).content.decode()


def test_who_writes_sees_the_button(works):
    """Negative control of the hidden buttons."""
    need = make_need()
    page = works.get(reverse("need_detail", args=[need.pk])).content.decode()
    assert reverse("need_edit", args=[need.pk]) in page
    assert reverse("need_add", args=["710109"]) in works.get(reverse("need_list")).content.decode()


# --- The list


@pytest.fixture
def needs(country):
    make_need("710109", "น้ำเกษตรไม่พอ", severity=5, cause="ห้วยแห้ง")
    make_need("710108", "ช้างป่า", severity=4, dimension=Dimension.objects.get(code="ECON"))
    make_need("711001", "ภัยแล้ง", severity=3, status="closed")
    make_need("720102", CANARY)


def test_the_most_severe_stand_first(client, secretariat, needs):
    client.force_login(secretariat)
    assert titles(client) == ["น้ำเกษตรไม่พอ", "ช้างป่า", "ภัยแล้ง"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"area": "710109"}, ["น้ำเกษตรไม่พอ"]),
        ({"area": "7101"}, ["น้ำเกษตรไม่พอ", "ช้างป่า"]),
        ({"area": "72"}, []),
        ({"severity": "4"}, ["น้ำเกษตรไม่พอ", "ช้างป่า"]),
        ({"status": "closed"}, ["ภัยแล้ง"]),
        ({"q": "ห้วยแห้ง"}, ["น้ำเกษตรไม่พอ"]),
        ({"q": "ไม่มีคำนี้"}, []),
        ({"answered": "yes"}, []),
        ({"severity": "มาก", "status": "x", "area": "ก'", "dimension": "9" * 30, "page": "๙๙"}, None),
    ],
)
def test_filters_narrow_the_list(client, secretariat, needs, asked, found):
    client.force_login(secretariat)
    everything = ["น้ำเกษตรไม่พอ", "ช้างป่า", "ภัยแล้ง"]
    assert titles(client, **asked) == (everything if found is None else found)


def test_long_lists_have_pages(client, secretariat, country):
    for number in range(55):
        make_need(title=f"เรื่องที่ {number}")
    client.force_login(secretariat)
    assert (len(titles(client)), len(titles(client, page=2))) == (50, 5)


def test_the_order_of_the_address_is_the_order_of_the_list(client, secretariat, needs):
    client.force_login(secretariat)
    assert titles(client, sort="severity") == ["ภัยแล้ง", "ช้างป่า", "น้ำเกษตรไม่พอ"]
    assert titles(client, sort="title") == ["ช้างป่า", "น้ำเกษตรไม่พอ", "ภัยแล้ง"]
    assert titles(client, sort="age") == ["น้ำเกษตรไม่พอ", "ช้างป่า", "ภัยแล้ง"]


def test_a_need_without_urgency_stands_after_those_with_one(client, secretariat, needs):
    Need.objects.filter(title="ภัยแล้ง").update(urgency=1)
    client.force_login(secretariat)
    assert titles(client, sort="-urgency")[0] == "ภัยแล้ง"


def test_a_heading_keeps_the_filter_and_begins_at_the_first_page(client, secretariat, needs):
    client.force_login(secretariat)
    page = client.get(reverse("need_list"), {"severity": "4", "page": "1"}).content.decode()
    assert 'href="?severity=4&amp;sort=-urgency"' in page
    assert 'aria-sort="descending"' in page


def workbook(client, **asked):
    response = client.get(reverse("need_workbook"), asked)
    sheet = openpyxl.load_workbook(io.BytesIO(response.getvalue())).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("asked", [{}, {"severity": "4"}, {"sort": "severity"}, {"q": "ไม่มีคำนี้"}])
def test_the_workbook_is_the_list_of_the_page(client, secretariat, needs, asked):
    client.force_login(secretariat)
    rows = workbook(client, **asked)
    head = next(at for at, row in enumerate(rows) if row[0] == "ความต้องการ" and row[1])
    assert [row[0] for row in rows[head + 1 :]] == titles(client, **asked)


def test_the_workbook_says_filter_scope_order_and_keeps_numbers(client, secretariat, needs):
    client.force_login(secretariat)
    rows = workbook(client, severity="4", status="open")
    above = " ".join(str(row[0]) for row in rows[:4])
    assert "สถานะ: ยังเปิดอยู่" in above or "สถานะ" in above
    assert "กองเลขาจังหวัดกาญจนบุรี" in above
    assert (rows[-1][2], rows[-1][4], rows[-1][8]) == ("อ.เมืองกาญจนบุรี", 4, None)


# --- The way of a need


def test_the_page_tells_the_words_the_item_and_where_it_went(works):
    meeting = Meeting.objects.create(
        area_id="71010903", kind="village_forum", title="ประชาคม ม.3", held_on="2023-06-24", headcount=38
    )
    need = make_need("71010903", cause="หน้าแล้งห้วยแห้ง", meeting=meeting)
    plan = make_plan()
    item = make_item(plan, need=need)
    endorse(plan)
    page = works.get(reverse("need_detail", args=[need.pk]))
    (answer,) = page.context["trail"]
    assert (answer.item, answer.visible, answer.total) == (item, True, 700_000)
    assert "หน้าแล้งห้วยแห้ง" in page.content.decode()
    assert "24 มิ.ย. 2566" in page.content.decode()


def test_a_need_without_an_item_offers_the_draft_plan(works):
    need, plan = make_need(), make_plan()
    page = works.get(reverse("need_detail", args=[need.pk])).content.decode()
    assert f"{reverse('item_add', args=[plan.pk])}?need={need.pk}" in page


def test_words_of_the_filter_are_compared_without_spaces_and_in_any_order(client, secretariat, needs):
    client.force_login(secretariat)
    assert titles(client, q="ไม่ พอ น้ำ") == ["น้ำเกษตรไม่พอ"]
    assert titles(client, q="ไม่พอ ช้าง") == []
