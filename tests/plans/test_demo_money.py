"""The money of the demo is that of domain.md §6 to the baht, however it is grouped and whoever looks."""

from collections import defaultdict
from decimal import Decimal

import pytest
from django.db.models import Sum

from areas.models import Area, User
from areas.profiles import households
from plans import reconcile as of_plans
from plans.models import Need, ProjectNeed
from projects import board, leg_report, leverage_report, reconcile, sums
from projects.ledger import line_ledgers
from projects.models import Allocation, BudgetLine, Kind, Project, Tranche, WorkStream
from projects.sums import Asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(story):
    return User.objects.get(username="admin")


def test_grants_are_what_the_provinces_and_no_area_have(admin):
    table = sums.table(admin, Asked(), "province")
    assert table.total == 7_012_300
    assert table.rows == {"72": 3_035_000, "71": 2_837_000, "70": 1_030_300}
    assert (table.unallocated, table.outside, table.ties) == (110_000, 0, True)


def test_loans_and_work_are_summed_apart(admin):
    assert sums.table(admin, Asked(kind=Kind.LOAN), "province").rows == {"72": 5_000_000}
    in_kind = sums.table(admin, Asked(kind=Kind.IN_KIND), "province")
    assert (in_kind.total, in_kind.rows) == (280_000, {"72": 250_000, "70": 30_000})
    assert sums.table(admin, Asked(kind=Kind.CASH), "province").total == 0


def test_a_naive_join_counts_shared_lines_once_per_area(story):
    """Negative control: what everyone would write first is wrong by half."""
    joined = BudgetLine.objects.filter(kind=Kind.GRANT, allocations__isnull=False)
    assert joined.aggregate(sum=Sum("approved"))["sum"] == 10_500_600


def test_codi_and_others_make_the_whole(admin):
    ratio = sums.area_ratio(admin, Asked())
    assert (ratio.seed, ratio.others) == (4_679_150, 2_333_150)
    assert round(ratio.value, 2) == Decimal("0.50")


def test_the_board_of_a_tambon_and_of_a_province_come_to_the_same(admin):
    streams = list(WorkStream.objects.all())
    tambon = board.board_of(["710109"], admin, streams)
    assert (tambon.total, tambon.ties, tambon.year) == (2_173_000, True, 2566)
    province = board.board_of(["72"], admin, streams)
    assert (province.total, province.ties) == (3_035_000, True)
    assert province.kinds == {Kind.GRANT: 3_035_000, Kind.LOAN: 5_000_000, Kind.IN_KIND: 250_000}


@pytest.mark.parametrize(
    ("area", "seed", "others", "value"),
    [
        ("710109", 333_000, 1_840_000, "5.53"),
        ("700513", 158_150, 193_150, "1.22"),
        ("720102", 2_545_000, 0, "0.00"),
    ],
)
def test_each_area_has_its_own_ratio(admin, area, seed, others, value):
    ratio = sums.area_ratio(admin, Asked(area=area))
    assert (ratio.seed, ratio.others, str(round(ratio.value, 2))) == (seed, others, value)
    table = sums.table(admin, Asked(area=area), "source")
    assert (table.shown, table.ties) == (seed + others, True)


def test_an_area_without_seed_money_has_no_ratio_rather_than_a_fault(admin):
    assert sums.area_ratio(admin, Asked(area="710803")).value is None


def test_what_the_plan_money_and_the_welfare_money_won(admin):
    won = sums.leverage(admin, BudgetLine.objects.all())
    by_code = {BudgetLine.objects.get(pk=pk).project.code: ratio for pk, ratio in won.items()}
    assert {code: str(round(ratio.value, 2)) for code, ratio in by_code.items()} == {
        "P03": "26.67",
        "P06": "0.34",
    }


@pytest.mark.parametrize("by", sums.BY)
@pytest.mark.parametrize(
    ("who", "area"), [("admin", ""), ("admin", "71"), ("pimchanok", ""), ("boonlert", "710109")]
)
def test_every_table_ties_for_everyone(story, who, area, by):
    table = sums.table(User.objects.get(username=who), Asked(area=area), by)
    assert table.ties
    assert table.shown > 0


COLUMNS = {name: f"{name}_id" for name in ("area", "work_stream", "leg", "source", "project")}
LENGTHS = {"tambon": 6, "district": 4, "province": 2}


@pytest.mark.parametrize("who", ["admin", "pimchanok", "boonlert", "chalida", "arun"])
def test_a_sum_of_allocations_is_what_the_rows_of_the_same_person_add_up_to(story, who):
    user = User.objects.get(username=who)
    questions = [
        {},
        {"area": "71"},
        {"area": "710109"},
        {"area": "72", "fiscal_year": 2566},
        {"kind": Kind.LOAN},
    ]
    for asked in [Asked(**question) for question in questions]:
        rows = list(sums.allocations_of(user, asked))
        for by in sums.BY:
            wanted = defaultdict(Decimal)
            for row in rows:
                key = row.area_id[: LENGTHS[by]] if by in LENGTHS else getattr(row, COLUMNS.get(by, by))
                wanted[key] += row.amount
            assert sums.allocated(user, asked, by) == wanted, (asked, by)


def test_of_a_project_over_two_provinces_each_sees_its_own_part_and_the_rest_as_one_sum(story):
    project = Project.objects.get(code="P16")
    for who, own in (("pimchanok", 50_000), ("prasert", 70_000)):
        user = User.objects.get(username=who)
        table = sums.table(user, Asked(project=project.pk), "area")
        assert (table.shown, table.outside, table.total, table.ties) == (own, 120_000 - own, 120_000, True)
        balance = line_ledgers(project, user)[0].balance
        assert (balance.shown, balance.outside, balance.ties) == (own, 120_000 - own, True)


def test_a_table_narrows_by_what_it_groups_by(admin):
    agency = BudgetLine.objects.get(project__code="P13").source
    assert sums.table(admin, Asked(source=agency.pk), "tambon").rows == {"710109": 320_000}
    stream = Project.objects.get(code="P05").work_stream
    assert sums.table(admin, Asked(area="71", work_stream=stream.pk), "tambon").shown == 532_000 + 320_000


def test_money_of_a_whole_province_stands_beside_the_tambons(admin):
    assert sums.table(admin, Asked(area="71"), "tambon").rows["71"] == 180_000


def test_legs_tell_what_was_proposed_approved_received_and_spent(admin):
    names = {
        leg.pk if leg else None: str(leg)
        for leg in (one.leg for one in BudgetLine.objects.select_related("leg"))
    }
    legs = {names[pk]: row for pk, row in sums.by_leg(admin, Asked()).items()}
    moving = legs["ขาเคลื่อน"]
    assert (moving.approved, moving.received, moving.spent) == (540_000, 270_000, 253_500)
    assert legs["ขาลง"].approved == 45_000 * 3 + 400_000 + 532_000
    assert sum(row.approved for row in legs.values()) == 7_012_300


def test_what_codi_s_money_brought_is_that_of_the_story(admin):
    report = leverage_report.read(admin, Asked(), "tambon")
    rows = {group.area.code: group for group in report.groups if group.area}
    rates = {code: str(rows[code].rate) for code in ("710109", "700513", "720102")}
    assert rates == {"710109": "5.53", "700513": "1.22", "720102": "0.00"}
    assert (str(report.whole.rate), report.ties) == ("0.50", True)
    assert str(rows["710109"].won_rate) == "26.67"
    assert (report.rest.won.seed, report.rest.won.others) == (332_150, 113_150)  # P06 lies in three tambons
    stories = [(seed.line.project.code, str(seed.value), seed.links[0].note[:9]) for seed in report.seeds]
    assert stories == [("P03", "26.67", "นำแผนชุมช"), ("P06", "0.34", "กองทุนสวั")]


@pytest.mark.parametrize("by", ["province", "tambon", "work_stream", "fiscal_year"])
@pytest.mark.parametrize(("who", "area"), [("admin", "71"), ("pimchanok", ""), ("boonlert", "710109")])
def test_what_codi_s_money_brought_ties_for_everyone(story, who, area, by):
    assert leverage_report.read(User.objects.get(username=who), Asked(area=area), by).ties


@pytest.mark.parametrize("by", leg_report.LEVELS)
@pytest.mark.parametrize(
    ("who", "area"), [("admin", ""), ("admin", "71"), ("pimchanok", ""), ("boonlert", "710109")]
)
def test_the_report_by_leg_and_place_holds_for_everyone(story, who, area, by):
    report = leg_report.read(User.objects.get(username=who), Asked(area=area), by)
    assert [table.leg and str(table.leg) for table in report.tables] == ["ขาเคลื่อน", "ขาลง", None][
        -len(report.tables) :
    ]
    assert all(table.ties for table in report.tables)
    assert report.total == leg_report.plus(table.total for table in report.tables)


def test_the_report_by_province_comes_to_the_totals_of_the_story(admin):
    report = leg_report.read(admin, Asked(), "province")
    provinces = {}
    for row in (row for table in report.tables for row in table.rows):
        provinces[row.area.code] = provinces.get(row.area.code, 0) + row.sum.approved
    assert provinces == {"72": 3_035_000, "71": 2_837_000, "70": 1_030_300}
    assert sum(table.nowhere.approved for table in report.tables) == 110_000
    assert report.total.approved == 7_012_300


def test_the_report_by_tambon_has_the_rates_of_the_story(admin):
    report = leg_report.read(admin, Asked(), "tambon")
    rates = {row.area and row.area.code: row.value for row in report.ratios}
    asked = {"710109": "5.53", "700513": "1.22", "720102": "0.00"}
    assert {code: str(rates[code]) for code in asked} == asked
    assert str(report.whole_ratio.value) == "0.50"
    assert {row.line.project.code: str(row.value) for row in report.won} == {"P03": "26.67", "P06": "0.34"}


def test_the_report_costs_the_same_queries_for_more_rows(story, django_assert_max_num_queries):
    user = User.objects.get(username="pimchanok")
    assert user.readable_codes  # asked once for each request
    with django_assert_max_num_queries(17):
        leg_report.read(user, Asked(), "tambon")


def test_a_changed_satang_is_seen(admin):
    """Negative control: one satang more in one allocation, past the rules, and its table no longer ties."""
    row = Allocation.objects.filter(area="710109", kind="grant").first()
    Allocation.objects.filter(pk=row.pk).update(amount=row.amount + Decimal("0.01"))
    table = sums.table(admin, Asked(area="71"), "tambon")
    assert (table.ties, table.difference) == (False, Decimal("-0.01"))


def test_a_table_costs_the_same_queries_for_more_rows(story, django_assert_max_num_queries):
    user = User.objects.get(username="pimchanok")
    assert user.readable_codes  # asked once for each request
    with django_assert_max_num_queries(5):
        sums.table(user, Asked(area="71"), "tambon")


def test_two_tranches_are_overdue_and_the_demo_is_signed(story):
    late = Tranche.objects.filter(due_on__lte="2023-09-15", paid_on__isnull=True)
    assert [row.line.project.code for row in late] == ["P02", "P05"]
    assert all(project.created_by.username == "kanokwan" for project in Project.objects.all())
    assert not Area.objects.filter(allocations__isnull=False, abolished_on__isnull=False).exists()


def test_projects_answer_needs_across_the_two_provinces(story):
    answered = ProjectNeed.objects.filter(project__code="P16").values_list("need__area", "need__title")
    assert set(answered) == {("720903", "น้ำหลากจากเลาขวัญ"), ("711001", "น้ำหลากลงจรเข้สามพัน")}
    drought = Need.objects.get(area="711001", title="ภัยแล้งซ้ำซาก")
    assert drought.links.exists()
    assert not drought.project_links.exists()


def test_the_village_that_nobody_counted_is_known(story):
    found = households(["710109"])
    assert [area.code for area in found.unknown] == ["71010907"]


def test_the_ledger_of_the_demo_is_in_order(story):
    assert [*reconcile.breaches(None), *of_plans.breaches(None)] == []
