"""The page of a meeting: its facts, the plans and needs of the person's areas alone, its history, the ways to it."""

import pytest
from django.urls import reverse

from areas.models import Cluster
from areas.models.recorded import acting_as
from meetings.models import Meeting
from plans.models import Plan, PlanStep
from tests.cast import CANARY, endorse, make_item, make_need, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(country, secretariat):
    with acting_as(secretariat):
        plan = make_plan()
        make_item(plan)
        endorse(plan)
    return plan


@pytest.fixture
def meeting(plan):
    return plan.endorsed_at


def page(client, user, meeting):
    client.force_login(user)
    return client.get(reverse("meeting_detail", args=[meeting.pk]))


def test_it_tells_what_when_where_how_many_and_who_changed_what(client, worker, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(place="ศาลาวัดใหม่")
    text = page(client, worker, meeting).content.decode()
    for word in ("สภาองค์กรชุมชน", "5 กรกฎาคม 2566", "ศาลาวัดใหม่", "41 คน", "ช่องสะเดา", "Secretariat"):
        assert word in text


def test_it_lists_the_plans_it_endorsed_and_the_needs_voiced_at_it(client, worker, plan, meeting):
    need = make_need(meeting=meeting)
    make_need(title="เก็บแล้ว", meeting=meeting, archived_at="2023-07-01T00:00:00Z", archive_reason="ซ้ำ")
    make_need(title="เวทีอื่น")
    told = page(client, worker, meeting).context
    assert [row.plan for row in told["plans"]] == [plan]
    assert [row.need for row in told["needs"]] == [need]
    assert (told["plans_outside"], told["needs_outside"]) == (0, 0)


def test_a_plan_that_was_reopened_still_stands_at_its_meeting(client, worker, plan, meeting):
    PlanStep.objects.create(plan=plan, kind="endorsed", meeting=meeting)
    Plan.objects.filter(pk=plan.pk).update(status="draft", endorsed_at=None)
    assert [row.plan for row in page(client, worker, meeting).context["plans"]] == [plan]


def test_of_a_meeting_of_the_cluster_each_province_reads_its_own_and_a_count(client, secretariat, country):
    meeting = Meeting.objects.create(
        cluster=Cluster.objects.get(), kind="other", title="เวทีกลุ่ม", held_on="2023-06-01"
    )
    own = make_need(meeting=meeting)
    make_need("720102", title=CANARY, meeting=meeting)
    for code in ("71", "72"):
        make_plan(code, endorsed_at=meeting, status="endorsed")
    answer = page(client, secretariat, meeting)
    assert [row.need for row in answer.context["needs"]] == [own]
    assert [row.plan.area_id for row in answer.context["plans"]] == ["71"]
    assert (answer.context["needs_outside"], answer.context["plans_outside"]) == (1, 1)
    assert CANARY not in answer.content.decode()


def test_a_meeting_of_another_area_is_not_there(client, stranger, meeting):
    assert page(client, stranger, meeting).status_code == 404


@pytest.mark.parametrize("name", ["plan_detail", "area_detail", "need_detail", "meeting_history"])
def test_pages_lead_to_it(client, worker, plan, meeting, name):
    need = make_need(meeting=meeting)
    keys = {
        "area_detail": "710109",
        "need_detail": need.pk,
        "plan_detail": plan.pk,
        "meeting_history": meeting.pk,
    }
    client.force_login(worker)
    assert (
        reverse("meeting_detail", args=[meeting.pk])
        in client.get(reverse(name, args=[keys[name]])).content.decode()
    )


def test_a_search_leads_to_it(client, worker, meeting):
    client.force_login(worker)
    text = client.get("/search/?q=สภาองค์กรชุมชน").content.decode()
    assert reverse("meeting_detail", args=[meeting.pk]) in text


def test_a_need_voiced_at_a_meeting_above_ones_areas_has_no_link_to_it(client, worker, country):
    above = Meeting.objects.create(area_id="71", kind="provincial", title="เวทีจังหวัด", held_on="2023-06-01")
    need = make_need(meeting=above)
    client.force_login(worker)
    text = client.get(reverse("need_detail", args=[need.pk])).content.decode()
    assert "เวทีจังหวัด" in text
    assert reverse("meeting_detail", args=[above.pk]) not in text
