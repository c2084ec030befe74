"""Many needs of one meeting: all or nothing, told at their rows, likely duplicates ticked, once."""

import pytest
from django.urls import reverse

from meetings.models import Meeting
from plans.models import Need
from projects.models import Dimension
from tests.cast import CANARY, make_need
from tests.plans.pages import Tab, errors, told

pytestmark = pytest.mark.django_db
URL = "/areas/710109/needs/quick/"


@pytest.fixture
def works(client, worker):
    client.force_login(worker)
    return client


def row(number, title, severity="3", **more):
    env = Dimension.objects.get(code="ENV").pk
    values = {"title": title, "severity": severity, "dimension": env, **more}
    return {f"{name}_{number}": value for name, value in values.items()}


def send(client, *rows, **more):
    typed = {name: value for one in rows for name, value in one.items()}
    return Tab(client, URL).send(**typed, **more)


def saved():
    return list(Need.objects.order_by("pk").values_list("area_id", "title", "severity", "households"))


def test_the_rows_are_saved_together_and_empty_ones_left_out(works):
    response = send(works, row(1, "น้ำเกษตรไม่พอ", "5", households="๖๔"), row(3, "ถนนพัง", "3"), area="71010903")
    assert response.status_code == 302
    assert saved() == [("71010903", "น้ำเกษตรไม่พอ", 5, 64), ("71010903", "ถนนพัง", 3, None)]
    assert "2" in told(response)[0]


def test_a_new_meeting_is_written_once_for_all_rows(works):
    send(works, row(1, "น้ำ"), row(2, "ถนน"), area="71010903", held_on="24/6/2566", headcount="๓๘")
    meeting = Meeting.objects.get()
    assert (meeting.area_id, meeting.kind, str(meeting.held_on), meeting.headcount) == (
        "71010903",
        "village_forum",
        "2023-06-24",
        38,
    )
    assert {need.meeting for need in Need.objects.all()} == {meeting}


def test_a_meeting_that_is_recorded_can_be_chosen(works):
    own = Meeting.objects.create(area_id="71010903", kind="council", title="เวที", held_on="2023-06-24")
    send(works, row(1, "น้ำ"), meeting=own.pk)
    assert (Need.objects.get().meeting, Meeting.objects.count()) == (own, 1)


def test_needs_without_a_meeting_are_saved_too(works):
    send(works, row(1, "น้ำ"))
    assert Need.objects.get().meeting is None


def test_all_errors_stand_at_their_rows_and_nothing_is_saved(works):
    response = send(
        works, row(1, "น้ำ"), row(2, "", "5"), row(3, "ถนน", "", households="มาก"), held_on="31/2/2566"
    )
    assert response.status_code == 422
    assert set(errors(response)) == {"title_2", "severity_3", "households_3", "held_on"}
    assert response.context["form"]["title_3"].value() == "ถนน"
    assert (saved(), Meeting.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, "title_1"),
        ({"title_1": "ก" * 201, "severity_1": "4"}, "title_1"),
        ({"title_1": "น้ำ", "severity_1": "9"}, "severity_1"),
        ({"title_1": "น้ำ", "severity_1": "4", "dimension_1": "9" * 30}, "dimension_1"),
        ({"title_1": "น้ำ", "severity_1": "4", "dimension_1": ""}, "dimension_1"),
        ({"title_1": "น้ำ", "area": "720102"}, "area"),
        ({"title_1": "น้ำ", "meeting": "9" * 30}, "meeting"),
        ({"title_1": "น้ำ", "headcount": "38"}, "held_on"),
        ({"title_1": "น้ำ", "held_on": "1/1/2599"}, "held_on"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(works, typed, wrong):
    response = Tab(works, URL).send(**{**row(1, ""), **typed})
    assert response.status_code == 422
    assert wrong in errors(response)
    assert not Need.objects.exists()


def test_a_future_meeting_is_refused_and_nothing_is_saved(works):
    response = send(works, row(1, "น้ำ"), held_on="1/1/2599")
    assert list(errors(response)) == ["held_on"]
    assert (saved(), Meeting.objects.count()) == ([], 0)


def test_a_meeting_both_chosen_and_typed_is_refused(works):
    own = Meeting.objects.create(area_id="710109", kind="council", title="เวที", held_on="2023-06-24")
    assert list(errors(send(works, row(1, "น้ำ"), meeting=own.pk, held_on="5/7/2566"))) == ["held_on"]


def test_a_meeting_of_another_province_is_neither_shown_nor_taken(works):
    other = Meeting.objects.create(area_id="720102", kind="council", title=CANARY, held_on="2023-06-24")
    assert CANARY not in works.get(URL).content.decode()
    assert list(errors(send(works, row(1, "น้ำ"), meeting=other.pk))) == ["meeting"]


# --- Twice


def test_the_same_form_twice_writes_each_need_once(works):
    tab = Tab(works, URL)
    typed = {**row(1, "น้ำ"), **row(2, "ถนน"), "held_on": "24/6/2566"}
    assert [tab.send(**typed).status_code for _ in range(2)] == [302, 302]
    assert (Need.objects.count(), Meeting.objects.count()) == (2, 1)


# --- One more row


def test_one_more_row_keeps_what_was_typed_and_saves_nothing(works):
    response = send(works, row(1, "น้ำ", households="มาก"), row(3, "ถนน"), more="1", held_on="24/6/2566")
    form = response.context["form"]
    assert (response.status_code, len(form.rows)) == (200, 4)
    assert (form["title_1"].value(), form["households_1"].value(), form["held_on"].value()) == (
        "น้ำ",
        "มาก",
        "24/6/2566",
    )
    assert form["dimension_4"].value() == form["dimension_3"].value() != ""
    assert not form.errors
    assert not Need.objects.exists()


def test_one_more_row_keeps_the_key_of_the_form(works):
    tab = Tab(works, URL)
    key = works.get(URL).context["write"]["key"]
    response = works.post(URL, {"key": key, "rows": "3", "more": "1"})
    assert response.context["write"]["key"] == key
    assert tab.url == URL


@pytest.mark.parametrize(
    ("sent", "rows"), [("39", 40), ("40", 40), ("999", 40), ("ก", 4), ("-5", 4), ("", 4)]
)
def test_rows_have_a_limit(works, sent, rows):
    response = works.post(URL, {"rows": sent, "more": "1"})
    assert len(response.context["form"].rows) == rows


# --- Likely the same


def test_a_need_that_is_written_down_already_asks_for_a_tick(works):
    make_need("71010903", "น้ำเกษตรไม่พอ")
    typed = {**row(1, "น้ำเกษตรไม่พอ"), "area": "71010903"}
    response = send(works, typed)
    assert list(errors(response)) == ["same_1"]
    assert "ม.3 บ้านไร่ป้า" in errors(response)["same_1"][0]
    assert send(works, typed, same_1="on").status_code == 302
    assert Need.objects.count() == 2


def test_a_severe_need_without_a_word_asks_for_a_tick_and_keeps_what_was_typed(works):
    typed = {
        **row(1, "น้ำไม่พอ", "5"),
        **row(2, "ถนนพัง", "4", cause="รถติดหล่ม"),
        **row(3, "ไฟดับ", "4", households="๙"),
    }
    response = send(works, typed)
    form = response.context["form"]
    assert (list(errors(response)), form.asks, form.corrections) == (["bare_1"], 1, 0)
    assert (form["title_1"].value(), form["cause_2"].value(), saved()) == ("น้ำไม่พอ", "รถติดหล่ม", [])
    assert send(works, typed, bare_1="on").status_code == 302
    assert list(Need.objects.order_by("pk").values_list("confirmed", "cause")) == [
        ("bare", ""),
        ("", "รถติดหล่ม"),
        ("", ""),
    ]


def test_a_mild_need_without_a_word_is_not_asked_about(works):
    """Negative control; a tick that nothing asked for is not kept."""
    assert send(works, row(1, "น้ำ", "3"), bare_1="on").status_code == 302
    assert Need.objects.get().confirmed == ""


def test_two_rows_alike_ask_for_a_tick(works):
    assert list(errors(send(works, row(1, "ซ่อมถนนเข้าหมู่บ้าน"), row(2, "ซ่อมถนนเข้าหมู่บ้าน")))) == ["same_2"]


@pytest.mark.parametrize(("code", "archived"), [("710108", False), ("720102", False), ("710109", True)])
def test_needs_of_elsewhere_and_those_put_away_are_no_duplicates(works, code, archived):
    """Negative control of the warning."""
    need = make_need(code, "น้ำเกษตรไม่พอ")
    if archived:
        Need.objects.filter(pk=need.pk).update(archived_at="2023-07-01T00:00:00Z", archive_reason="ซ้ำ")
    assert send(works, row(1, "น้ำเกษตรไม่พอ")).status_code == 302


# --- Who may


def test_a_reader_and_a_stranger_write_nothing(client, reader, stranger):
    for one in (reader, stranger):
        client.force_login(one)
        assert client.get(URL).status_code == 403
        assert client.post(URL, row(1, "น้ำ")).status_code == 403
        assert client.post(URL, {"more": "1"}).status_code == 403
    assert not Need.objects.exists()


def test_the_way_to_the_form_stands_on_the_page_of_the_area(works):
    assert URL in works.get(reverse("area_detail", args=["710109"])).content.decode()
