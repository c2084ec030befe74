"""The demo tells domain.md §6 to the baht; it cannot exist where the work is real."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import RequestFactory
from django.utils import timezone

from areas.checks import no_demo_people
from areas.models import Level, User
from plans import rollup, similarity
from plans.demo.people import PASSWORD, PEOPLE
from plans.models import LineageYear, Need, Plan, PlanItem, PlanStep, SimilarityDecision

pytestmark = pytest.mark.django_db
YEARS = [2567, 2568, 2569, 2570]


def line(code):
    plan = Plan.objects.get(area="71")
    return next(row for row in rollup.read(plan).lines if row.code == code)


def baht(*amounts):
    return dict(zip(YEARS, map(Decimal, amounts), strict=True))


def test_k1_is_made_of_five_items_of_three_tambons(story):
    k1 = line("K1")
    assert k1.title == "พัฒนาระบบน้ำอุปโภคบริโภคและเกษตรขนาดเล็กโดยชุมชนบริหารจัดการ"
    assert k1.years == baht(1_950_000, 1_900_000, 600_000, 0)
    assert k1.total == 4_450_000
    assert {(one.area_code, one.title, one.total) for one in k1.origins} == {
        ("710109", "ประปาภูเขาระยะ 2", 1_000_000),
        ("710109", "ฝายชะลอน้ำ", 700_000),
        ("710108", "บ่อบาดาลโซลาร์", 450_000),
        ("711001", "สระแก้มลิงชุมชน", 1_800_000),
        ("711001", "บาดาลเกษตร", 500_000),
    }


def test_the_other_lines_have_their_figures(story):
    assert (line("K2").title, line("K2").years) == ("ที่ดินทำกินและป่าชุมชน", baht(330_000, 220_000, 100_000, 0))
    assert (line("K3").title, line("K3").years) == (
        "ผลักดันช้างป่า คนอยู่ร่วมกัน",
        baht(480_000, 570_000, 570_000, 200_000),
    )


def test_endorsed_is_carried_plus_left_out_plus_waiting(story):
    balance = rollup.read(Plan.objects.get(area="71")).balance
    assert (balance.endorsed.total, balance.endorsed.count) == (8_661_000, 18)
    assert (balance.carried.total, balance.carried.count) == (6_920_000, 9)
    assert (balance.out.total, balance.out.count) == (591_000, 3)
    assert (balance.rest.total, balance.rest.count) == (1_150_000, 6)
    assert balance.ties


def test_one_candidate_pair_is_kept_apart_with_its_reason(story):
    (pair,) = rollup.read(Plan.objects.get(area="71")).apart
    assert {pair.a.title, pair.b.title} == {"ซ่อมฝายห้วยน้ำใส ม.2", "ซ่อมฝายห้วยตะเคียน ม.5"}
    assert "คนละลำห้วย" in pair.reason


def test_the_pair_that_was_judged_is_suggested_only_without_the_decision(story):
    plan = Plan.objects.get(area="71")
    assert similarity.suggest(plan) == []
    SimilarityDecision.objects.all().delete()
    (pair,) = similarity.suggest(plan)
    assert {pair.a.title, pair.b.title} == {"ซ่อมฝายห้วยน้ำใส ม.2", "ซ่อมฝายห้วยตะเคียน ม.5"}


def test_the_plans_stand_where_the_story_leaves_them(story):
    states = {plan.area_id: plan.status for plan in Plan.objects.filter(area__level=Level.TAMBON)}
    assert states == {"710109": "endorsed", "710108": "endorsed", "711001": "endorsed", "710803": "draft"}
    assert Plan.objects.filter(area__level=Level.VILLAGE, status="endorsed").count() == 7
    assert Plan.objects.get(area="71").status == "draft"


def test_every_tambon_item_of_chong_sadao_shows_its_villages(story):
    tambon_plan = Plan.objects.get(area="710109")
    assert all(row.origins and row.ties for row in rollup.read(tambon_plan).lines)
    assert rollup.read(tambon_plan).balance.rest.total == 0


def test_the_needs_of_the_table_are_there(story):
    severest = set(Need.objects.filter(severity=5).values_list("area", "title"))
    assert severest >= {
        ("711001", "ภัยแล้งซ้ำซาก"),
        ("710108", "ช้างป่าทำลายพืชไร่"),
        ("710803", "เส้นทางขาดฤดูฝน"),
        ("71010903", "น้ำเกษตรไม่พอ"),
        ("71010906", "ไม่มีเอกสารสิทธิ์ที่ทำกิน"),
    }
    assert Need.objects.filter(area="71010903").get().words.startswith("หน้าแล้งห้วยแห้ง")


def test_the_demo_is_signed(story):
    assert all(item.created_by is not None for item in PlanItem.objects.all())


def test_a_changed_amount_breaks_the_figures(story):
    """Negative control: one baht more in one carried cell, and the line no longer ties."""
    carried = LineageYear.objects.filter(lineage__parent__plan__area="71").first()
    LineageYear.objects.filter(pk=carried.pk).update(amount=carried.amount + 1)
    assert not rollup.read(Plan.objects.get(area="71")).ties


def test_loading_again_changes_nothing(story, capsys):
    before = PlanItem.history.count(), User.objects.count()
    call_command("demo")
    assert (PlanItem.history.count(), User.objects.count()) == before


def test_every_role_of_the_demo_can_log_in(story):
    for one in PEOPLE:
        assert authenticate(RequestFactory().get("/"), username=one.username, password=PASSWORD) is not None


def test_demo_people_cannot_log_in_or_stay_on_a_real_server(story, settings, client):
    client.force_login(User.objects.get(username="pimchanok"), "areas.auth.PeopleBackend")
    settings.DEMO = False
    assert authenticate(RequestFactory().get("/"), username="pimchanok", password=PASSWORD) is None
    assert client.get("/").status_code == 302
    assert [error.id for error in no_demo_people(databases=["default"])] == ["areas.E001"]


def test_what_the_demo_writes_is_dated_in_its_story(story):
    """Rows, their histories and the steps of plans: none is younger than the day that the demo takes for today."""
    end = timezone.make_aware(datetime(2023, 9, 15))
    written = [Need.objects.all(), PlanItem.objects.all(), Plan.objects.all(), PlanStep.objects.all()]
    assert [rows.model for rows in written if not rows or rows.filter(updated_at__gt=end)] == []
    assert not PlanItem.history.filter(history_date__gt=end).exists()
    assert PlanStep.objects.count() == Plan.objects.endorsed().count()
    assert timezone.now() > end  # the clock goes on as before
