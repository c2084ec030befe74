"""The endorsement of a plan: at a recorded meeting or a new one, once, and never before its time."""

from datetime import date

import pytest
from django.urls import reverse

from config.tools import dates
from meetings.models import Meeting
from plans import rollup, rules, rules_rollup
from plans.models import LeftOut, Plan
from tests.cast import CANARY, make_item, make_plan
from tests.plans.pages import Tab, errors, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fifteenth_of_september(settings):
    settings.DEMO_TODAY = date(2023, 9, 15)
    assert dates.today() == date(2023, 9, 15)


@pytest.fixture
def works(client, worker):
    client.force_login(worker)
    return client


@pytest.fixture
def plan(country):
    plan = make_plan()
    make_item(plan)
    return plan


def meeting(code="710109", **kwargs):
    values = {"kind": "council", "title": "สภา", "held_on": date(2023, 7, 5), "headcount": 41, **kwargs}
    return Meeting.objects.create(area_id=code, **values)


def endorse(client, plan, **typed):
    return Tab(client, reverse("plan_endorse", args=[plan.pk])).send(**typed)


def test_a_new_meeting_endorses_the_plan(works, plan):
    response = endorse(works, plan, held_on="๕ ก.ค. ๖๖", headcount="๔๑ คน", place="ศาลา ม.3")
    plan.refresh_from_db()
    assert plan.is_endorsed
    held = plan.endorsed_at
    assert (held.held_on, held.headcount, held.place, held.kind, held.area_id) == (
        date(2023, 7, 5),
        41,
        "ศาลา ม.3",
        "council",
        "710109",
    )
    assert "1" in told(response)[0]
    assert "ต.ช่องสะเดา" in told(response)[0]


def test_a_recorded_meeting_endorses_the_plan(works, plan):
    endorse(works, plan, meeting=meeting().pk)
    plan.refresh_from_db()
    assert (plan.status, Meeting.objects.count()) == ("endorsed", 1)


def test_a_recorded_meeting_without_headcount_gets_the_typed_one(works, plan):
    held = meeting(headcount=None)
    assert "headcount" in errors(endorse(works, plan, meeting=held.pk))
    endorse(works, plan, meeting=held.pk, headcount="38")
    held.refresh_from_db()
    assert held.headcount == 38
    assert Plan.objects.endorsed().exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "held_on"),
        ({"held_on": "5 ก.ค. 66"}, "headcount"),
        ({"held_on": "5 ก.ค. 66", "headcount": "0"}, "headcount"),
        ({"held_on": "5 ก.ค. 66", "headcount": "-3"}, "headcount"),
        ({"held_on": "5 ก.ค. 66", "headcount": "9" * 30}, "headcount"),
        ({"held_on": "5 ก.ค. 66", "headcount": "หลายคน"}, "headcount"),
        ({"held_on": "31 เม.ย. 66", "headcount": "5"}, "held_on"),
        ({"held_on": "16 ก.ย. 2566", "headcount": "5"}, "held_on"),
        ({"held_on": "พรุ่งนี้", "headcount": "5"}, "held_on"),
        ({"held_on": "5 ก.ค. 66", "headcount": "5", "place": "ก" * 201}, "place"),
        ({"meeting": "9" * 30}, "meeting"),
        ({"meeting": "x"}, "meeting"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_written(works, plan, typed, field):
    response = endorse(works, plan, **typed)
    assert response.status_code == 422
    assert field in errors(response)
    plan.refresh_from_db()
    assert (plan.status, Meeting.objects.count()) == ("draft", 0)


def test_a_meeting_of_today_is_not_too_early(works, plan):
    """Negative control of the date."""
    assert endorse(works, plan, held_on="15/9/2566", headcount="5").status_code == 302


@pytest.mark.parametrize("code", ["710108", "720102", "71"])
def test_a_meeting_of_another_area_does_not_endorse(works, plan, code):
    other = meeting(code, title=CANARY)
    page = works.get(reverse("plan_endorse", args=[plan.pk])).content.decode()
    assert CANARY not in page
    assert "meeting" in errors(endorse(works, plan, meeting=other.pk))
    with pytest.raises(rules.ValidationError):
        rules.endorse(plan, other)


def test_a_chosen_meeting_and_another_date_contradict(works, plan):
    assert "held_on" in errors(endorse(works, plan, meeting=meeting().pk, held_on="6 ก.ค. 66"))


def test_a_plan_without_items_is_not_endorsed(works, plan):
    plan.items.all()[0].budgets.all().delete()
    plan.items.all().delete()
    response = endorse(works, plan, held_on="5 ก.ค. 66", headcount="41")
    assert response.status_code == 422
    assert "__all__" in errors(response)
    assert not Meeting.objects.exists()


def test_the_same_form_twice_endorses_once(works, plan):
    tab = Tab(works, reverse("plan_endorse", args=[plan.pk]))
    typed = {"held_on": "5 ก.ค. 66", "headcount": "41"}
    assert [tab.send(**typed).status_code for _ in range(2)] == [302, 302]
    assert Meeting.objects.count() == 1


def test_an_endorsed_plan_is_not_endorsed_again(works, plan):
    first, second = (Tab(works, reverse("plan_endorse", args=[plan.pk])) for _ in range(2))
    typed = {"held_on": "5 ก.ค. 66", "headcount": "41"}
    assert first.send(**typed).status_code == 302
    assert second.send(**typed).status_code == 409
    assert Meeting.objects.count() == 1
    assert works.get(reverse("plan_endorse", args=[plan.pk])).status_code == 302


def test_a_village_plan_is_endorsed_by_its_forum(works, country):
    plan = make_plan("71010903")
    make_item(plan)
    endorse(works, plan, held_on="24 มิ.ย. 66", headcount="38")
    assert Meeting.objects.get().kind == Meeting.Kind.VILLAGE_FORUM


def test_who_may_not_edit_may_not_endorse(client, reader, stranger, plan):
    for user, status in ((reader, 403), (stranger, 404)):
        client.force_login(user)
        assert client.post(reverse("plan_endorse", args=[plan.pk]), {"headcount": "5"}).status_code == status
    plan.refresh_from_db()
    assert not plan.is_endorsed


def test_a_plan_with_items_below_still_waiting_is_not_endorsed(works, plan):
    below = make_plan("71010903", endorsed=True)
    waiting = make_item(below, "ประปาหมู่บ้าน", (120_000, 0, 0, 0))
    response = endorse(works, plan, held_on="5 ก.ค. 66", headcount="41")
    plan.refresh_from_db()
    assert not plan.is_endorsed
    assert any("1 รายการ รวม 120,000 บาท" in sentence for sentence in errors(response)["__all__"])

    rules_rollup.leave_out(plan, [waiting], LeftOut.Ground.ALONE, "")
    endorse(works, plan, held_on="5 ก.ค. 66", headcount="41")
    plan.refresh_from_db()
    assert plan.is_endorsed


def test_without_the_look_below_waiting_items_would_be_locked_out(works, plan, monkeypatch):
    """Negative control: with the rule off, the plan closes over an item that nobody can place any more."""
    make_item(make_plan("71010903", endorsed=True), "ประปาหมู่บ้าน", (120_000, 0, 0, 0))
    monkeypatch.setattr(rules, "refuse_waiting", lambda plan: None)
    endorse(works, plan, held_on="5 ก.ค. 66", headcount="41")
    plan.refresh_from_db()
    assert plan.is_endorsed
    assert rollup.read(plan).balance.rest.count == 1


def test_what_was_added_after_the_page_was_opened_is_not_endorsed_unseen(client, worker):
    client.force_login(worker)
    plan = make_plan("710109")
    make_item(plan)
    tab = Tab(client, reverse("plan_endorse", args=[plan.pk]))
    make_item(plan, title="ใส่เพิ่มหลังจากนั้น")
    answer = tab.send(held_on="5/7/2566", headcount="41")
    plan.refresh_from_db()
    assert (answer.status_code, plan.is_endorsed) == (409, False)
    assert "1,400,000" in answer.content.decode()
    carried = dict(answer.context["hidden"])
    assert client.post(tab.url, carried).status_code == 302
