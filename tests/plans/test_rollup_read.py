"""What a plan is made from, as it is read."""

from decimal import Decimal

import pytest

from areas.models import Area, Cluster
from plans import rollup, rules_rollup
from plans.models import LeftOut, Lineage, PlanItem
from plans.waiting import waiting_for
from plans.ways import child_plans
from tests.cast import make_item, make_plan
from tests.plans.bench import all_of, source

pytestmark = pytest.mark.django_db


def codes(plan):
    return [child.area_id for child in child_plans(plan)]


def test_a_province_plan_is_made_from_its_endorsed_tambon_plans(country):
    province = make_plan("71")
    make_plan("710109", endorsed=True)
    make_plan("710108")
    make_plan("720102", endorsed=True)
    assert codes(province) == ["710109"]


def test_a_tambon_goes_up_through_its_district_where_the_district_has_a_plan(country):
    province = make_plan("71")
    make_plan("710109", endorsed=True)
    make_plan("711001", endorsed=True)
    district = make_plan("7101")
    assert codes(province) == ["711001"]
    assert codes(district) == ["710109"]


def test_an_endorsed_district_plan_goes_up_in_the_place_of_its_tambons(country):
    province = make_plan("71")
    make_plan("710109", endorsed=True)
    make_plan("7101", endorsed=True)
    assert codes(province) == ["7101"]


def test_a_tambon_plan_is_made_from_its_villages(country):
    tambon = make_plan("710109")
    make_plan("71010903", endorsed=True)
    assert codes(tambon) == ["71010903"]
    assert codes(make_plan("710108")) == []


def test_a_village_plan_is_made_from_nothing(country):
    assert codes(make_plan("71010903")) == []


def test_a_cluster_plan_is_made_from_its_provinces(country):
    make_plan("71", endorsed=True)
    make_plan("72")
    assert codes(make_plan(None, cluster=Cluster.objects.get())) == ["71"]


def test_a_plan_of_another_period_does_not_go_up(country):
    province = make_plan("71")
    other = make_plan("710109", endorsed=True)
    other.first_year = 2566
    other.save()
    assert codes(province) == []


def test_items_of_endorsed_plans_wait_until_they_are_placed(country):
    province, tambon = make_plan("71"), make_plan("710109", endorsed=True)
    make_item(tambon, "ฝายชะลอน้ำ", (0, 350_000, 350_000, 0))
    make_item(make_plan("710108"), "ยังไม่รับรอง")
    read = rollup.read(province)
    assert [row.title for row in read.waiting] == ["ฝายชะลอน้ำ"]
    assert read.balance.rest.years == {2567: 0, 2568: 350_000, 2569: 350_000, 2570: 0}
    assert read.balance.endorsed.total == Decimal("700000.00")
    assert read.ties


def test_an_empty_plan_ties(country):
    read = rollup.read(make_plan("71"))
    assert read.ties
    assert (read.lines, read.waiting, read.plan_count) == ((), (), 0)


def test_a_tambon_whose_name_its_province_has_twice_carries_its_district(country):
    for code, name, parent in [("710202", "ท่าเสา", "7101"), ("710516", "ท่าเสา", "7110")]:
        Area.objects.create(code=code, level="tambon", parent_id=parent, name_th=name)
    for code, name in [("7102", "ไทรโยค"), ("7105", "ท่ามะกา")]:
        Area.objects.create(code=code, level="district", parent_id="71", name_th=name)
    for code in ("710202", "710516", "710109"):
        make_item(make_plan(code, endorsed=True))
    names = {row.area_name for row in rollup.read(make_plan("71")).waiting}
    assert names == {"ต.ท่าเสา อ.ไทรโยค", "ต.ท่าเสา อ.ท่ามะกา", "ต.ช่องสะเดา"}


@pytest.mark.parametrize("plan_at", ["71", "7101", "710109"])
def test_reading_a_roll_up_costs_the_same_queries_for_more_rows(country, plan_at, django_assert_num_queries):
    below = {"71": "710108", "7101": "710108", "710109": "71010903"}[plan_at]
    plan, child = make_plan(plan_at), make_plan(below, endorsed=True)
    counts = []
    for number in (10, 20):
        while PlanItem.objects.filter(plan=child).count() < number:
            make_item(child)
        with django_assert_num_queries(13, exact=False) as queries:
            rollup.read(plan)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_waits_is_told_alike_with_and_without_the_lines(country):
    """Placed in part, wholly, left out, without money, gone up elsewhere: home counts as the workbench does."""
    plan, below = make_plan("71"), make_plan("710109", endorsed=True)
    part, whole, out, away, _untouched = (make_item(below) for _ in range(5))
    make_item(below, amounts=(0, 0, 0, 0))
    rules_rollup.make_line(plan, {}, {part.pk: {(2568, source()): Decimal(50_000)}, **all_of(whole)})
    rules_rollup.leave_out(plan, [out], LeftOut.Ground.ALONE)
    Lineage.objects.create(parent=make_item(make_plan("72")), child=away)
    rest = rollup.read(plan).balance.rest
    assert waiting_for(plan) == (rest.count, rest.total) == (3, 1_350_000)
