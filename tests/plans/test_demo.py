"""The demo tells domain.md §6 to the baht; it cannot exist where the work is real."""

import random
from datetime import datetime
from decimal import Decimal
from itertools import product

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
from plans.reopened import reopened
from tests.plans.cells import behind, linked

pytestmark = pytest.mark.django_db
YEARS = [2567, 2568, 2569, 2570]


def line(code, area="71"):
    plan = Plan.objects.get(area=area)
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
    assert {area for area, status in states.items() if status == "draft"} == {"720304", "710803"}
    assert {area for area, status in states.items() if status == "endorsed"} == {
        *("710109", "710108", "711001"),
        *("720102", "720404", "720903"),
        *("700513", "700120", "700307"),
    }
    assert len(states) == 11
    assert Plan.objects.filter(area__level=Level.VILLAGE, status="endorsed").count() == 7
    above = {
        plan.area_id or "cluster": plan
        for plan in Plan.objects.exclude(area__level__in=["tambon", "village"])
    }
    assert {home: plan.status for home, plan in above.items()} == {
        "71": "draft",
        "72": "endorsed",
        "70": "draft",
        "cluster": "draft",
    }
    assert reopened([plan.pk for plan in above.values()]) == {above["71"].pk}


@pytest.mark.parametrize(
    ("code", "area", "title", "years", "tambons"),
    [
        ("S1", "72", "รับมือน้ำท่วมลุ่มท่าจีน", (1_150_000, 850_000, 0, 0), {"720404", "720903"}),
        ("S2", "72", "ที่อยู่อาศัยมั่นคง", (740_000, 540_000, 0, 0), {"720102", "720404"}),
        ("R1", "70", "สถานะบุคคลและสิทธิ", (180_000, 180_000, 60_000, 0), {"700307"}),
        ("R2", "70", "ขยะต้นทาง", (150_000, 300_000, 0, 0), {"700513"}),
        ("R3", "70", "เศรษฐกิจวัฒนธรรม", (180_000, 240_000, 0, 0), {"700120", "700513"}),
    ],
)
def test_the_lines_of_the_other_provinces_stand_over_their_tambons(story, code, area, title, years, tambons):
    row = line(code, area)
    assert (row.title, row.years, row.ties) == (title, baht(*years), True)
    assert {one.area_code for one in row.origins} == tambons


def test_the_other_provinces_tie_and_only_one_item_waits_in_ratchaburi(story):
    read = {code: rollup.read(Plan.objects.get(area=code)) for code in ("72", "70")}
    assert all(one.ties for one in read.values())
    assert read["72"].balance.rest.count == 0
    assert [row.title for row in read["70"].waiting] == ["แนวเขตที่ทำกินร่วมกับอุทยาน"]


def test_the_cluster_s_line_carries_only_what_its_two_tambons_asked_for(story):
    plan = Plan.objects.get(cluster__isnull=False)
    read = rollup.read(plan)
    (c1,) = read.lines
    assert (c1.code, c1.title) == ("C1", "จัดการน้ำเลาขวัญ–จรเข้สามพัน")
    assert c1.years == baht(1_650_000, 1_800_000, 250_000, 0)
    assert {(one.area_code, one.total) for one in c1.origins} == {("71", 2_300_000), ("72", 1_400_000)}
    on_the_river = PlanItem.objects.filter(plan__area__in=["711001", "720903"], destinations__isnull=False)
    assert c1.total == sum(item.total for item in on_the_river)


def test_nothing_of_the_two_provinces_is_counted_twice(story):
    """What the cluster carries and what it leaves are the provinces' lines; all lines added up count it twice."""
    plan = Plan.objects.get(cluster__isnull=False)
    balance = rollup.read(plan).balance
    k1, s1 = line("K1"), line("S1", "72")
    assert balance.ties
    assert balance.carried.total + balance.out.total == k1.total + s1.total == 6_450_000
    every_line = PlanItem.objects.filter(plan__area__in=["71", "72"], title__in=[k1.title, s1.title])
    naive = sum(item.total for item in every_line) + sum(item.total for item in plan.items.all())
    assert naive - balance.carried.total == 6_450_000
    carried = LineageYear.objects.filter(lineage__parent__plan=plan).first()
    LineageYear.objects.filter(pk=carried.pk).update(amount=carried.amount + 1)
    assert not rollup.read(plan).ties  # negative control


@pytest.mark.parametrize(
    ("who", "homes", "tambons"),
    [
        ("pimchanok", {"71", None}, 4),
        ("prasert", {"72", None}, 4),
        ("boonlert", set(), 1),
        ("arun", set(), 0),
        ("somying", {"71", None}, 4),
        ("chalida", {"70", "71", "72", None}, 11),
        ("kanokwan", {"70", "71", "72", None}, 11),
    ],
)
def test_each_sees_the_plans_of_their_own_areas(story, who, homes, tambons):
    seen = Plan.objects.visible_to(User.objects.get(username=who)).select_related("area")
    above = {plan.area_id for plan in seen if plan.area is None or plan.area.level == Level.PROVINCE}
    assert above == homes
    assert sum(plan.area is not None and plan.area.level == Level.TAMBON for plan in seen) == tambons


def test_every_tambon_item_of_chong_sadao_shows_its_villages(story):
    tambon_plan = Plan.objects.get(area="710109")
    assert all(row.origins and row.ties for row in rollup.read(tambon_plan).lines)
    assert rollup.read(tambon_plan).balance.rest.total == 0


NEEDS = {
    "720102": {
        "ชุมชนริมคูเมืองเก่าที่อยู่ไม่มั่นคง": 5,
        "น้ำท่วมขังซ้ำ": 4,
        "ผู้สูงอายุอยู่ลำพัง": 3,
        "ท่องเที่ยวชุมชนรายได้ไม่ถึงชาวบ้าน": 2,
    },
    "720404": {"น้ำท่วมทั้งตำบลทุกปี ม.5 ม.7": 5, "รายได้ช่วงน้ำหลาก": 4},
    "720903": {"น้ำหลากจากเลาขวัญ": 5, "คลองตื้นเขิน": 4},
    "720304": {"ที่ทำกินทับซ้อนป่า": 4, "น้ำแล้ง": 4},
    "720604": {"หนี้เกษตรกร": 4, "ขาดน้ำนอกเขตชลประทาน": 3},
    "710109": {"ไม่มีเอกสารสิทธิ์ที่ทำกิน": 5, "น้ำเกษตรไม่พอ": 5, "บ้านทรุดโทรม": 4, "ผู้สูงอายุเป็นส่วนใหญ่": 4},
    "710108": {"ช้างป่าทำลายพืชไร่": 5, "น้ำ": 4, "บ้านทรุดโทรม": 3},
    "711001": {"ภัยแล้งซ้ำซาก": 5, "น้ำหลากลงจรเข้สามพัน": 3},
    "710803": {"เส้นทางขาดฤดูฝน": 5, "สถานะบุคคล": 4},
    "700513": {"ขยะและน้ำเสียชุมชน": 4, "กองทุนสวัสดิการโตช้า": 3, "คนรุ่นใหม่ไม่อยู่": 3},
    "700120": {"ผ้าทอไท-ยวนขาดตลาดและทายาท": 3, "หนี้ครัวเรือน": 3},
    "700307": {"สถานะบุคคล": 5, "ที่ทำกิน": 4},
}


def test_the_needs_of_the_table_are_there(story):
    """Those of ช่องสะเดา stand at its villages, of which the severest counts."""
    found = {}
    for area, title, severity in Need.objects.order_by("severity").values_list("area", "title", "severity"):
        found.setdefault(area[:6], {})[title] = severity
    assert {area: needs.items() <= found[area].items() for area, needs in NEEDS.items()} == dict.fromkeys(
        NEEDS, True
    )
    assert found.keys() == NEEDS.keys()
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
    steps = PlanStep.objects.exclude(plan__area="71")
    assert steps.count() == Plan.objects.endorsed().count()
    of_71 = PlanStep.objects.filter(plan__area="71").order_by("pk")
    assert [row.kind for row in of_71] == ["endorsed", "reopened"]
    assert timezone.now() > end  # the clock goes on as before


TABLES = [
    *product(("71", "72", "70"), ("baht", "projects"), ("stream", "agency"), ("tambon", "district")),
    *product(("71", "72", "70"), ("needs",), ("dimension",), ("tambon", "district")),
]


def cells_of_today(client, tables, of_each):
    """Return (address, number, measure) of some cells of some tables, other ones each day; the day is told."""
    day = datetime.now(tz=timezone.get_current_timezone()).date().isoformat()
    chance = random.Random(day)
    chosen = chance.sample(TABLES, tables)
    for code, value, columns, by in chosen:
        cells = linked(client, code, value=value, columns=columns, by=by, year="all")
        own = [cell for cell in cells if "level=own" in cell[0]]
        for href, number in {*own, *chance.sample(cells, min(of_each, len(cells)))}:
            yield href, number, value


def test_each_cell_of_the_mapping_opens_exactly_what_it_counts(story, client):
    """A third of the tables each day, some of their cells, and all that stand above the tambons."""
    head = User.objects.get(username="chalida")
    client.force_login(head)
    cells = list(cells_of_today(client, 10, 4))
    wrong = [(*cell, got) for cell in cells if (got := behind(cell[0], head, cell[2])) != cell[1]]
    assert (len(cells) > 30, wrong) == (True, [])


def test_a_list_without_the_level_of_its_cell_is_told_apart(story, client):
    """Negative control: what the comparison would say of links that lead to a wider list."""
    head = User.objects.get(username="chalida")
    client.force_login(head)
    cells = [one for one in linked(client, "71", year="all", value="projects") if "level=own" in one[0]]
    assert cells
    assert any(behind(href.replace("level=own", "level=inside"), head, "projects") != n for href, n in cells)
