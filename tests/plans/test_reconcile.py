"""`manage.py reconcile` finds each broken rule, once it is broken past the rules of the software."""

import io
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from areas.models import Area, Cluster
from config.tools.breaches import MOST_NAMED
from plans import reconcile, rules_items, rules_plans
from plans import rules_rollup as rules
from plans.models import ItemBudget, LeftOut, LeftOutYear, Lineage, LineageYear, Plan, PlanItem
from projects.models import Dimension, WorkStream
from tests.cast import endorse, make_need, person
from tests.plans.bench import all_of, make_item, make_plan, source, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(country):
    """A province that has carried one item up in part, left another out, and lets a third wait."""
    plan, chong_sadao, wang_dong = stage()
    weir = make_item(chong_sadao, "ฝายชะลอน้ำ", (0, 350_000, 350_000, 0))
    well = make_item(wang_dong, "บ่อบาดาลโซลาร์", (450_000, 0, 0, 0))
    make_item(wang_dong, "ขุดลอกคลอง", (10, 0, 0, 0))
    line = rules.make_line(plan, {}, {weir.pk: {(2568, source()): Decimal(300_000)}})
    (out,) = rules.leave_out(plan, [well], LeftOut.Ground.OTHER, "เกินกำลัง")
    return {"plan": plan, "weir": weir, "well": well, "line": line, "out": out}


def run(*args):
    """Return the exit code, what was printed and what was complained of."""
    told, complained = io.StringIO(), io.StringIO()
    try:
        call_command("reconcile", *args, stdout=told, stderr=complained, no_color=True)
    except SystemExit as exit_:
        return exit_.code, told.getvalue(), complained.getvalue()
    return 0, told.getvalue(), complained.getvalue()


def test_books_in_order_are_printed_by_year(books):
    code, told, complained = run("--area", "71")
    assert (code, complained) == (0, "")
    assert "จ.กาญจนบุรี 2567–2570" in told
    for amount in ("450,010", "300,000", "50,000"):
        assert amount in told


def test_an_office_without_a_roll_up_is_in_order(country):
    assert run()[0] == 0


def test_an_area_that_is_not_there_is_refused(country):
    with pytest.raises(CommandError):
        run("--area", "99")
    with pytest.raises(CommandError):
        run("--area", "x")


def more_is_placed_than_asked(books):
    LineageYear.objects.update(amount=Decimal(400_000))
    ItemBudget.objects.filter(item=books["line"]).update(amount=Decimal(400_000))


def more_is_left_out_than_asked(books):
    LeftOutYear.objects.update(amount=Decimal("450000.01"))


def a_line_is_not_the_sum(books):
    ItemBudget.objects.filter(item=books["line"]).update(amount=Decimal("299999.99"))


def a_line_lost_its_budget(books):
    ItemBudget.objects.filter(item=books["line"]).delete()


def an_item_goes_up_two_ways(books):
    other = make_plan(None, cluster=Cluster.objects.get())
    LeftOut.objects.create(plan=other, item=books["weir"], ground="alone")


def a_plan_below_is_not_endorsed(books):
    Plan.objects.filter(area="710109").update(status="draft")


def a_plan_below_is_of_another_period(books):
    Plan.objects.filter(area="710109").update(first_year=2566)


def a_district_was_skipped(books):
    make_plan("7101")


def a_line_carries_from_another_province(books):
    other = make_item(make_plan("720102", endorsed=True), amounts=(0, 0, 0, 0))
    Lineage.objects.create(parent=books["line"], child=other)


def a_budget_has_another_dimension(books):
    ItemBudget.objects.filter(item=books["weir"], year=2568).update(
        dimension=Dimension.objects.get(code="ECON")
    )


def a_budget_has_another_stream(books):
    ItemBudget.objects.filter(item=books["weir"], year=2568).update(work_stream=WorkStream.objects.first())


def a_budget_has_lost_its_stream(books):
    PlanItem.objects.filter(pk=books["weir"].pk).update(work_stream=WorkStream.objects.first())


def a_budget_has_another_place(books):
    ItemBudget.objects.filter(item=books["weir"], year=2568).update(area="710108")


def a_budget_has_no_place(books):
    ItemBudget.objects.filter(item=books["weir"], year=2568).update(area=None)


def a_budget_has_another_plan(books):
    ItemBudget.objects.filter(item=books["weir"], year=2568).update(plan=books["plan"])


def a_budget_is_outside_its_plan(books):
    ItemBudget.objects.filter(item=books["weir"], year=2569).update(year=2575)


def an_entry_of_the_annex_holds_nothing(books):
    LeftOutYear.objects.all().delete()


AWAY = {"archived_at": now(), "archived_why": "ตั้งซ้ำ"}


def a_plan_put_away_holds_an_item(books):
    plan = Plan.objects.create(area_id="710109", first_year=2571, last_year=2575)
    make_item(plan, "ลานตากข้าว", (0,))
    Plan.objects.filter(pk=plan.pk).update(archived_by=person("who"), **AWAY)


def an_archived_item_holds_baht(books):
    item = make_item(make_plan("71010903"), "ลานตากข้าว", (5, 0, 0, 0))
    PlanItem.objects.filter(pk=item.pk).update(archived_by=person("who"), **AWAY)


def an_archived_item_answers_a_need(books):
    item = make_item(make_plan("71010903"), "ลานตากข้าว", (), need=make_need("71010903"))
    PlanItem.objects.filter(pk=item.pk).update(archived_by=person("who"), **AWAY)


def a_plan_put_away_leaves_an_item_out(books):
    plan = Plan.objects.create(
        area_id="7101", first_year=2567, last_year=2570, archived_by=person("who"), **AWAY
    )
    LeftOut.objects.filter(pk=books["out"].pk).update(plan=plan)


@pytest.mark.parametrize(
    ("breaks", "names"),
    [
        (more_is_placed_than_asked, "ฝายชะลอน้ำ"),
        (more_is_left_out_than_asked, "บ่อบาดาลโซลาร์"),
        (a_line_is_not_the_sum, "ฝายชะลอน้ำ"),
        (a_line_lost_its_budget, "ฝายชะลอน้ำ"),
        (an_item_goes_up_two_ways, "ฝายชะลอน้ำ"),
        (a_plan_below_is_not_endorsed, "ฝายชะลอน้ำ"),
        (a_plan_below_is_of_another_period, "ต.ช่องสะเดา"),
        (a_district_was_skipped, "ต.ช่องสะเดา"),
        (a_line_carries_from_another_province, "ต.รั้วใหญ่"),
        (a_budget_has_another_dimension, "ฝายชะลอน้ำ"),
        (a_budget_has_another_stream, "ฝายชะลอน้ำ"),
        (a_budget_has_lost_its_stream, "ฝายชะลอน้ำ"),
        (a_budget_has_another_place, "ฝายชะลอน้ำ"),
        (a_budget_has_no_place, "ฝายชะลอน้ำ"),
        (a_budget_has_another_plan, "ฝายชะลอน้ำ"),
        (a_budget_is_outside_its_plan, "ฝายชะลอน้ำ"),
        (an_entry_of_the_annex_holds_nothing, "บ่อบาดาลโซลาร์"),
        (a_plan_put_away_holds_an_item, "ลานตากข้าว"),
        (an_archived_item_holds_baht, "ลานตากข้าว"),
        (an_archived_item_answers_a_need, "ลานตากข้าว"),
        (a_plan_put_away_leaves_an_item_out, "อ.เมืองกาญจนบุรี"),
    ],
)
def test_each_broken_rule_is_named_with_its_rows_and_fails(books, breaks, names):
    assert run()[0] == 0
    breaks(books)
    code, _told, complained = run()
    assert code == 1
    assert names in complained


def test_what_was_put_away_by_the_rules_counts_nowhere(books, superuser):
    """Negative control: neither an archived item nor a plan put away with one is a breach."""
    plan = make_plan("71010903")
    rules_items.archive(make_item(plan, need=make_need("71010903")), superuser, "ซ้ำ")
    rules_plans.archive(plan, superuser, "ตั้งซ้ำ")
    assert run()[0] == 0


def test_a_breach_outside_the_asked_area_is_not_told(books):
    make_plan("72")
    a_line_is_not_the_sum(books)
    assert run("--area", "72")[0] == 0
    assert run("--area", "71")[0] == 1


def test_many_broken_rows_are_counted_not_listed(books):
    for number in range(30):
        make_item(books["weir"].plan, f"รายการ {number}", (1, 0, 0, 0))
    ItemBudget.objects.filter(year=2567).update(dimension=Dimension.objects.get(code="ECON"))
    assert max(len(breach.rows) + breach.more for breach in reconcile.breaches(None)) > MOST_NAMED
    assert max(len(breach.rows) for breach in reconcile.breaches(None)) == MOST_NAMED


def test_a_village_goes_up_to_its_tambon_and_a_province_to_its_cluster(country):
    cluster = make_plan(None, cluster=Cluster.objects.get())
    province, tambon, village = make_plan("71"), make_plan("710109"), make_plan("71010903", endorsed=True)
    line = rules.make_line(tambon, {}, all_of(make_item(village)))
    endorse(tambon)
    line = rules.make_line(province, {}, all_of(line))
    endorse(province)
    rules.make_line(cluster, {}, all_of(line))
    assert run()[0] == 0
    assert [account.plan.pk for account in reconcile.accounts(None)].count(cluster.pk) == 1


def test_reconciling_costs_the_same_queries_for_more_rows(books, django_assert_num_queries):
    counts = []
    for number in (10, 20):
        while PlanItem.objects.filter(plan=books["weir"].plan).count() < number:
            rules.make_line(books["plan"], {}, all_of(make_item(books["weir"].plan)))
        with django_assert_num_queries(60, exact=False) as queries:
            run()
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_needs_and_plans_of_an_abolished_area_are_named_and_break_nothing(books):
    make_need("710108", title="บ้านทรุดโทรม")
    assert "710108" not in run()[1]
    Area.objects.filter(pk="710108").update(abolished_on="2023-01-01")
    code, told, _complained = run("--area", "71")
    assert code == 0
    assert "บ้านทรุดโทรม (710108)" in told
    assert "2567–2570 (710108)" in told
