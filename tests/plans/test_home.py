"""Home: what waits for whom, at most five rows of each, nothing of other areas."""

import pytest
from django.urls import reverse

from plans.models import LeftOut
from tests.cast import CANARY, endorse, make_item, make_need, make_plan, person

pytestmark = pytest.mark.django_db


def home(client, user):
    client.force_login(user)
    return client.get(reverse("home"))


def test_the_secretariat_sees_what_waits_in_the_roll_up(client, secretariat):
    below, above = make_plan(), make_plan("71", prefix="K")
    make_item(below)
    LeftOut.objects.create(plan=above, item=make_item(below, "ออก", (0, 0, 0, 0)), ground="alone")
    below = endorsed(below)
    page = home(client, secretariat)
    (bench,) = page.context["todo"].benches
    assert (bench.plan, bench.items, bench.amount) == (above, 1, 700_000)
    assert reverse("rollup", args=[above.pk]) in page.content.decode()


def endorsed(plan):
    endorse(plan)
    return plan


def test_a_draft_waits_for_nobody_in_the_roll_up(client, secretariat):
    """Negative control: the tambon's plan is not endorsed."""
    make_plan("71")
    make_item(make_plan())
    assert home(client, secretariat).context["todo"].benches == []


def test_severe_needs_without_an_item_are_listed_five_at_most(client, secretariat):
    for number in range(7):
        make_need(title=f"เรื่องที่ {number}", severity=4 + number % 2)
    make_need(title="มีรายการ", severity=5).links.create(item=make_item(make_plan()))
    make_need(title="ไม่รุนแรง", severity=3)
    make_need("720102", CANARY)
    page = home(client, secretariat)
    needs = page.context["todo"].needs
    assert (len(needs.rows), needs.count) == (5, 7)
    assert [row.need.severity for row in needs.rows] == [5, 5, 5, 4, 4]
    text = page.content.decode()
    assert "มีรายการ" not in [row.need.title for row in needs.rows]
    assert CANARY not in text


def test_drafts_and_tambons_without_a_plan_are_counted(client, secretariat):
    make_plan()
    make_plan("710108", endorsed=True)
    make_plan("720102")
    todo = home(client, secretariat).context["todo"]
    (progress,) = todo.progress
    assert [one.plan.home_name for one in todo.drafts.rows] == ["ต.ช่องสะเดา"]
    assert (progress.tambons, progress.endorsed, progress.draft, progress.missing) == (3, 1, 1, 1)


def test_the_tambon_worker_sees_the_own_plan(client, worker):
    plan = make_plan()
    make_item(plan)
    make_plan("710108")
    page = home(client, worker)
    todo = page.context["todo"]
    assert [one.plan for one in todo.own] == [plan]
    assert [one.plan for one in todo.drafts.rows] == [plan]
    assert reverse("plan_endorse", args=[plan.pk]) in page.content.decode()


def test_a_tambon_without_a_plan_is_offered_to_start_one(client, worker):
    page = home(client, worker)
    assert [area.code for area in page.context["todo"].bare] == ["710109"]
    assert reverse("plan_add", args=["710109"]) in page.content.decode()


def test_a_reader_gets_no_buttons_that_write(client, reader):
    plan = make_plan()
    make_item(plan)
    above = make_plan("71")
    other = make_plan("710108")
    make_item(other)
    endorsed(other)
    page = home(client, reader)
    text = page.content.decode()
    assert reverse("plan_endorse", args=[plan.pk]) not in text
    assert page.context["todo"].benches == []
    assert reverse("plan_detail", args=[plan.pk]) in text
    assert reverse("rollup", args=[above.pk]) not in text


def test_nothing_to_do_is_one_line(client, worker):
    plan = make_plan()
    make_item(plan)
    endorsed(plan)
    page = home(client, worker)
    assert page.context["todo"].count == 0
    assert "note-bad" not in page.content.decode()


def test_who_has_no_area_is_told_whom_to_ask(client, country):
    page = home(client, person("new"))
    assert page.status_code == 200
    assert next(one.name for one in page.templates) == "plans/home_empty.html"


def test_a_province_without_a_plan_is_offered_to_start_one(client, secretariat):
    page = home(client, secretariat)
    assert [area.code for area in page.context["todo"].bare] == ["71"]
    assert reverse("plan_add", args=["71"]) in page.content.decode()


def test_a_province_with_a_plan_stands_among_the_own_plans(client, secretariat):
    """Negative control: with a plan nothing is offered; lines are counted as lines."""
    plan = make_plan("71", prefix="K")
    todo = home(client, secretariat).context["todo"]
    assert todo.bare == []
    assert [(one.plan, one.plan.is_parent) for one in todo.own] == [(plan, True)]


def test_tambons_that_nobody_began_wait_too(client, secretariat):
    """Nobody reads “nothing waits” above a list of tambons without a plan."""
    make_plan("71", prefix="K")
    page = home(client, secretariat)
    todo = page.context["todo"]
    assert todo.count == len(todo.missing) == 1
    assert todo.unendorsed == todo.progress[0].missing


@pytest.mark.parametrize("role", ["coordinator", "superuser", "stranger"])
def test_everyone_has_a_home(client, request, role, country):
    user = request.getfixturevalue(role)
    make_plan("720102")
    assert home(client, user).status_code == 200


def test_anonymous_goes_to_the_login(client, country):
    assert client.get(reverse("home")).url.startswith("/login/")
