"""Home: what waits for whom, at most five rows of each, nothing of other areas."""

from datetime import timedelta

import pytest
from django.urls import reverse

from areas.models import Assignment, Role
from config.tools.thai import today
from plans.gap_rows import gaps_of
from plans.models import GapDecision, LeftOut
from plans.rules_cases import decide_gap
from projects.models import Survey
from tests.cast import CANARY, endorse, make_item, make_need, make_plan, person
from tests.plans.test_overlaps import one, other

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


def test_severe_needs_that_nobody_acts_on_are_listed_five_at_most(client, secretariat):
    for number in range(7):
        make_need(title=f"เรื่องที่ {number}", severity=4 + number % 2)
    make_need(title="มีรายการ", severity=5).links.create(item=make_item(make_plan()))
    make_need(title="ไม่รุนแรง", severity=3)
    make_need("720102", CANARY)
    page = home(client, secretariat)
    cases = page.context["todo"].cases
    assert (len(cases.gaps), cases.gap_count) == (5, 8)
    told = [(gap.need.severity, str(gap.grade)) for gap in cases.gaps]
    assert told == [*[(5, "nobody")] * 3, (5, "in_plan"), (4, "nobody")]
    assert CANARY not in page.content.decode()
    assert reverse("gap_decide", args=[cases.gaps[0].pk]) in page.content.decode()


def test_a_gap_that_is_decided_no_longer_waits(client, secretariat):
    need = make_need()
    known = gaps_of([need.pk], secretariat)[0]
    values = {"reason": "ก", "agency": None, "actor": "คณะทำงาน", "due_on": today(), "meeting": None}
    made = decide_gap(known, values)
    assert home(client, secretariat).context["todo"].cases.gap_count == 0
    GapDecision.objects.filter(pk=made.pk).update(due_on=today() - timedelta(days=1))
    assert home(client, secretariat).context["todo"].cases.gap_count == 1


def test_overlaps_wait_for_those_who_keep_the_tambon(client, secretariat, worker, reader, country):
    one(name="ซ่อมบ้าน ก")
    other(name="ซ่อมบ้าน ข")
    neighbour = person("n", Role.TAMBON_WORKER, "710108")
    for user, count in ((secretariat, 1), (worker, 1), (reader, 1), (neighbour, 0)):
        assert home(client, user).context["todo"].cases.overlap_count == count
    Assignment.objects.create(user=neighbour, role=Role.READER, area_id="71")
    neighbour = type(neighbour).objects.get(pk=neighbour.pk)
    assert home(client, neighbour).context["todo"].cases.overlap_count == 0


def survey(area, days):
    Survey.objects.create(area_id=area, surveyed_on=today() - timedelta(days=days), surveyed_by="ก")


def test_surveys_older_than_a_year_wait_the_oldest_first(client, secretariat, country):
    survey("710109", 366)
    survey("710108", 500)
    survey("711001", 400)
    survey("711001", 365)
    survey("720102", 900)
    cases = home(client, secretariat).context["todo"].cases
    assert [(old.area.code, old.days) for old in cases.old] == [("710108", 500), ("710109", 366)]
    assert (cases.old_count, cases.never) == (2, [])


def test_the_own_tambon_that_nobody_surveyed_waits(client, worker, reader):
    page = home(client, worker)
    assert [area.code for area in page.context["todo"].cases.never] == ["710109"]
    assert reverse("survey_fill", args=["710109"]) in page.content.decode()
    assert home(client, reader).context["todo"].cases.never == []


def test_the_first_row_alone_is_filled(client, secretariat):
    make_plan("71")
    make_plan("710108", endorsed=True)
    make_need()
    survey("710108", 500)
    page = home(client, secretariat)
    assert page.context["todo"].leads == "gaps"
    assert page.content.decode().count("btn-small btn-fill") == 1


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
    survey("710109", 0)
    page = home(client, worker)
    assert (page.context["todo"].count, page.context["todo"].leads) == (0, "")
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
