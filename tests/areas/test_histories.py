"""The history of a row: who, when, from what to what, in Thai words; with its parts; within the person's scope."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from areas import histories
from areas.histories import history_of
from areas.models import Area
from areas.models.recorded import acting_as
from meetings.models import Meeting
from plans import budgets
from plans.models import ItemBudget, Need, NeedLink, Plan, PlanItem, ProjectNeed
from plans.views.history import SHOWN
from projects.models import Agency, Dimension
from tests.cast import endorse, make_item, make_need, make_plan
from tests.projects.bench import make_line, make_project
from tests.rewriting import lifted

pytestmark = pytest.mark.django_db


def told(kind, row, user):
    return history_of(SHOWN[kind].told, row, user).changes


def lines(change):
    return [(line.label, line.before, line.after) for line in change.lines]


def later(minutes=5):
    """Move all that was written so far into the past, as if time had gone by."""
    with lifted():
        for one in histories_of_plans():
            rows = list(one.objects.all())
            for row in rows:
                row.history_date -= timedelta(minutes=minutes)
            one.objects.bulk_update(rows, ["history_date"])


def histories_of_plans():
    return [one.history.model for one in (Plan, PlanItem, ItemBudget, Need, NeedLink, Meeting)]


@pytest.fixture
def need(secretariat):
    with acting_as(secretariat):
        return make_need()


@pytest.fixture
def item(secretariat):
    with acting_as(secretariat):
        return make_item(make_plan(), amounts=(600_000, 0, 0, 0))


def test_a_change_says_who_when_and_from_what_to_what(need, worker, secretariat):
    later()
    with acting_as(worker):
        need.severity, need.households = 4, 64
        need.status = "answered"
        need.dimension = Dimension.objects.get(code="ECON")
        need.save()
    latest, first = told("need", need, secretariat)
    assert (latest.who, latest.kind) == ("Worker", "changed")
    assert timezone.now() - latest.at < timedelta(minutes=1)
    assert lines(latest) == [
        ("มิติ", "สิ่งแวดล้อม", "เศรษฐกิจ"),
        ("ครัวเรือนที่เดือดร้อน", "–", "64"),
        ("ความรุนแรง (1–5)", "5", "4"),
        ("สถานะ", "ยังเปิดอยู่", "มีผู้ตอบแล้ว"),
    ]
    assert (first.who, first.kind) == ("Secretariat", "added")
    assert ("ความต้องการ", "–", "น้ำเกษตรไม่พอ") in lines(first)


def test_a_save_that_changes_nothing_is_not_told(need, secretariat):
    later()
    need.save()
    assert [change.kind for change in told("need", need, secretariat)] == ["added"]


def test_a_reason_is_told_even_without_a_change(need, secretariat):
    later()
    need._change_reason = "ประชุมใหม่"
    need.save()
    assert told("need", need, secretariat)[0].reason == "ประชุมใหม่"


def test_an_item_is_told_with_its_budget_and_needs_as_one_act(item, need, worker, secretariat):
    later()
    source = Agency.objects.get(name="อบจ.กาญจนบุรี")
    with acting_as(worker):
        item.title = "ประปาภูเขา"
        item.save()
        budgets.write(item, {(2567, source.pk): Decimal("650000.50"), (2568, None): Decimal(400_000)})
        NeedLink.objects.create(item=item, need=need)
    latest, first = told("item", item, secretariat)
    assert latest.who == "Worker"
    assert lines(latest)[0] == ("ชื่อรายการ", "ฝายชะลอน้ำ", "ประปาภูเขา")
    assert set(lines(latest)[1:]) == {
        ("งบประมาณ · 2567 · อบจ.กาญจนบุรี", "600,000 บาท", "650,000.50 บาท"),
        ("งบประมาณ · 2568", "–", "400,000 บาท"),
        ("ตอบความต้องการ", "–", "น้ำเกษตรไม่พอ"),
    }
    assert first.kind == "added"
    assert ("งบประมาณ · 2567 · อบจ.กาญจนบุรี", "–", "600,000 บาท") in lines(first)


def test_a_part_that_is_taken_away_is_told(item, secretariat):
    later()
    budgets.write(item, {})
    latest = told("item", item, secretariat)[0]
    assert latest.kind == "changed"
    assert lines(latest) == [("งบประมาณ · 2567 · อบจ.กาญจนบุรี", "600,000 บาท", "–")]
    assert latest.who == "ระบบ"


def test_two_people_or_two_moments_are_two_changes(need, worker, secretariat):
    later()
    for person, title in ((worker, "หนึ่ง"), (secretariat, "สอง")):
        with acting_as(person):
            need.title = title
            need.save()
    later()
    need.title = "สาม"
    need.save()
    assert [(one.who, lines(one)[0][1:]) for one in told("need", need, secretariat)[:3]] == [
        ("ระบบ", ("สอง", "สาม")),
        ("Secretariat", ("หนึ่ง", "สอง")),
        ("Worker", ("น้ำเกษตรไม่พอ", "หนึ่ง")),
    ]


def test_ticked_warnings_are_told_in_words(item, secretariat):
    later()
    item.confirmed = "alone no_need"
    item.save()
    ((_label, before, after),) = lines(told("item", item, secretariat)[0])
    assert before == "–"
    assert after.count("·") == 1
    assert "no_need" not in after


def test_a_plan_is_told_with_the_meeting_that_endorsed_it(secretariat):
    plan = make_plan()
    later()
    with acting_as(secretariat):
        endorse(plan)
    latest = told("plan", plan, secretariat)[0]
    assert ("รับรองในการประชุม", "–", "สภาองค์กรชุมชน 5 ก.ค. 2566") in lines(latest)
    later()
    plan.endorsed_at.headcount = 45
    plan.endorsed_at.save()
    ((label, *values),) = lines(told("plan", plan, secretariat)[0])
    assert label.startswith("การประชุมที่รับรองแผน · ")
    assert values == ["41", "45"]


def test_names_outside_the_persons_areas_are_not_told(item, worker, secretariat, superuser):
    beyond = make_need("720102", title="ของสุพรรณบุรี")
    NeedLink.objects.create(item=item, need=beyond)
    there = [line.after for change in told("item", item, superuser) for line in change.lines]
    assert "ของสุพรรณบุรี" in there
    for user in (worker, secretariat):
        seen = str(told("item", item, user))
        assert "ของสุพรรณบุรี" not in seen
        assert "นอกพื้นที่ของท่าน" in seen


def test_a_meeting_outside_the_persons_areas_is_not_told(worker, superuser):
    plan = make_plan()
    plan.endorsed_at = Meeting.objects.create(
        area_id="71", kind="provincial", title="ประชุมจังหวัด", held_on="2023-07-12", place="ศาลากลาง"
    )
    plan.status = "endorsed"
    plan.save()
    assert "ศาลากลาง" in str(told("plan", plan, superuser))
    assert "ศาลากลาง" not in str(told("plan", plan, worker))
    assert "ประชุมจังหวัด" not in str(told("plan", plan, worker))


def test_the_first_known_state_of_a_row_without_a_beginning_is_told_as_such(superuser, country):
    area = Area.objects.get(code="71010903")
    with lifted():
        Area.history.filter(code=area.code).delete()
    area.name_th = "บ้านใหม่"
    area.save()
    assert [change.kind for change in told("area", area, superuser)] == ["kept"]


def test_the_number_of_queries_does_not_grow(item, secretariat):
    def queries(count):
        for number in range(count):
            item.title = f"ชื่อ {number}"
            item.main_agency = Agency.objects.all()[number % 2]
            item.save()
            linked = make_need(title=f"เรื่อง {number}")
            NeedLink.objects.create(item=item, need=linked)
            budgets.write(item, {(2567, None): Decimal(number + 1)})
        with CaptureQueriesContext(connection) as asked:
            told("item", item, secretariat)
        return len(asked)

    queries(2)  # the person's scope is known from now on
    assert queries(10) == queries(20) <= 12


def test_a_project_and_a_need_tell_of_each_other_within_the_person_s_sight(need, secretariat, stranger):
    project = make_project("710109", name="ฝายชุมชน")
    make_line(project, 9, {"720102": 9})
    with acting_as(secretariat):
        ProjectNeed.objects.create(project=project, need=need)
    assert ("ตอบความต้องการ", "–", need.title) in lines(told("project", project, secretariat)[0])
    assert ("โครงการที่ตอบ", "–", "ฝายชุมชน") in lines(told("need", need, secretariat)[0])
    assert all(
        need.title not in line for change in told("project", project, stranger) for line in lines(change)
    )


def test_a_very_long_history_is_cut_and_says_so(need, secretariat, monkeypatch):
    monkeypatch.setattr(histories, "MOST", 5)
    for number in range(7):
        need.title = f"ชื่อ {number}"
        need.save()
    found = history_of(SHOWN["need"].told, need, secretariat)
    assert found.is_cut
    assert [lines(change)[0][1:] for change in found.changes] == [
        (f"ชื่อ {number - 1}", f"ชื่อ {number}") for number in (6, 5, 4, 3, 2)
    ]
    monkeypatch.setattr(histories, "MOST", 1000)
    assert not history_of(SHOWN["need"].told, need, secretariat).is_cut


def test_every_kind_can_be_told(country):
    for shown in SHOWN.values():
        for model in [shown.told.model, *(part.model for part in shown.told.parts)]:
            assert histories.told_fields(model, shown.told)
        for part in shown.told.parts:
            names = {one.name for one in part.model._meta.concrete_fields}
            assert {*part.named, *part.values, *filter(None, [part.owner])} <= names


# --- The page


def test_the_page_shows_the_change_and_the_way_back(client, need, secretariat):
    later()
    need.title = "น้ำกินไม่พอ <b>"
    need.save()
    client.force_login(secretariat)
    body = client.get(f"/history/need/{need.pk}/").content.decode()
    assert "น้ำกินไม่พอ &lt;b&gt;" in body
    assert f'href="/needs/{need.pk}/"' in body
    assert "ใครแก้อะไร" in body


@pytest.mark.parametrize(
    "path", ["needs/1", "need/x", "need/99999999999999999999999", "user/1", "need/-1", "area/%00"]
)
def test_what_has_no_history_is_not_found(client, secretariat, path):
    client.force_login(secretariat)
    assert client.get(f"/history/{path}/").status_code == 404


def test_long_histories_come_in_pages(client, need, secretariat):
    for number in range(25):
        later(1)
        need.title = f"ชื่อ {number}"
        need.save()
    client.force_login(secretariat)
    page = client.get(f"/history/need/{need.pk}/?page=2")
    assert len(page.context["changes"]) == 6
    assert "แถว" in page.content.decode()
