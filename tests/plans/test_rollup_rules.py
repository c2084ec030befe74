"""The acts of the roll-up, one rule at a time."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from areas.models import Area, Cluster
from areas.models.recorded import acting_as
from plans import placing, rollup
from plans import rules_rollup as rules
from plans.models import LeftOut, Lineage, LineageYear, PlanItem
from plans.rules import create_plan
from projects.models import Dimension, WorkStream
from tests.cast import endorse
from tests.plans.bench import all_of, budget, make_item, make_plan, problems, source, stage

pytestmark = pytest.mark.django_db

OTHER, ALONE, OTHER_DOOR = LeftOut.Ground.OTHER, LeftOut.Ground.ALONE, LeftOut.Ground.OTHER_DOOR


@pytest.fixture
def bench(country):
    """A province with two tambons of two items each."""
    province, chong_sadao, wang_dong = stage()
    return {
        "plan": province,
        "weir": make_item(chong_sadao, "ฝายชะลอน้ำ", (0, 350_000, 350_000, 0)),
        "pipes": make_item(chong_sadao, "ประปาภูเขาระยะ 2", (600_000, 400_000, 0, 0)),
        "well": make_item(wang_dong, "บ่อบาดาลโซลาร์", (450_000, 0, 0, 0)),
        "idea": make_item(wang_dong, "เวรยามช้าง", (0, 0, 0, 0)),
    }


def refusal(act, *args, **kwargs):
    """Return the sentences with which an act is refused, and their codes."""
    with pytest.raises(ValidationError) as caught:
        act(*args, **kwargs)
    assert all(caught.value.messages)
    return " ".join([*caught.value.messages, *(str(error.code) for error in errors(caught.value))])


def errors(refused):
    """Return the single errors of a refusal."""
    groups = refused.error_dict.values() if hasattr(refused, "error_dict") else [refused.error_list]
    return [one for group in groups for one in group]


def waiting(plan):
    return {row.title: int(row.total) for row in rollup.read(plan).waiting}


def test_one_item_is_carried_up_as_it_is(bench):
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"]))
    assert (line.code, line.title, line.area_id) == ("K1", "ฝายชะลอน้ำ", "71")
    assert budget(line) == {2568: 350_000, 2569: 350_000}
    assert problems(bench["plan"]) == []


def test_several_items_become_one_line_and_stay_as_they_are(bench):
    before = (
        PlanItem.objects.filter(plan__area__level="tambon")
        .values_list("pk", "title", "version")
        .order_by("pk")
    )
    kept = list(before)
    fields = {"title": "ระบบน้ำขนาดเล็ก", "objective": "มีน้ำตลอดปี"}
    line = rules.make_line(bench["plan"], fields, all_of(bench["weir"], bench["pipes"], bench["well"]))
    assert budget(line) == {2567: 1_050_000, 2568: 750_000, 2569: 350_000}
    assert (line.title, line.objective) == ("ระบบน้ำขนาดเล็ก", "มีน้ำตลอดปี")
    assert list(before.all()) == kept
    assert waiting(bench["plan"]) == {"เวรยามช้าง": 0}


def test_part_of_an_item_is_carried_and_the_rest_waits(bench):
    part = {bench["weir"].pk: {(2568, source()): Decimal("200000.50")}}
    line = rules.make_line(bench["plan"], {}, part)
    assert LineageYear.objects.get(lineage__parent=line).amount == Decimal("200000.50")
    (row,) = [row for row in rollup.read(bench["plan"]).waiting if row.part]
    assert row.years == {2567: 0, 2568: Decimal("149999.50"), 2569: 350_000, 2570: 0}
    assert problems(bench["plan"]) == []


def test_two_lines_share_one_item(bench):
    weir = bench["weir"].pk
    rules.make_line(bench["plan"], {}, {weir: {(2568, source()): Decimal(350_000)}})
    rules.make_line(bench["plan"], {}, {weir: {(2569, source()): Decimal(350_000)}})
    assert "ฝายชะลอน้ำ" not in waiting(bench["plan"])
    assert problems(bench["plan"]) == []


def test_each_source_of_an_item_is_carried_on_its_own(bench):
    weir, other = bench["weir"], source("ทสจ.กาญจนบุรี")
    cells = {(2567, source()): Decimal(100), (2567, other): Decimal(70), (2568, None): Decimal(30)}
    rules.budgets.write(weir, cells)
    line = rules.make_line(
        bench["plan"], {}, {weir.pk: {(2567, other): Decimal(50), (2568, None): Decimal(30)}}
    )
    assert rules.budgets.cells(line) == {(2567, other): Decimal(50), (2568, None): Decimal(30)}
    rest = next(row for row in rollup.read(bench["plan"]).waiting if row.item_id == weir.pk)
    assert rest.cells == {(2567, source()): Decimal(100), (2567, other): Decimal(20)}


def test_the_money_of_one_source_does_not_stand_for_another(bench):
    sentence = refusal(
        rules.make_line, bench["plan"], {}, {bench["weir"].pk: {(2568, source("ทสจ.กาญจนบุรี")): Decimal(1)}}
    )
    assert "ฝายชะลอน้ำ" in sentence
    assert not Lineage.objects.exists()


def test_more_than_what_is_left_is_refused_with_item_year_and_amount(bench):
    carry = {bench["weir"].pk: {(2568, source()): Decimal(350_001)}}
    sentence = refusal(rules.make_line, bench["plan"], {}, carry)
    for said in ("ฝายชะลอน้ำ", "2568", "350,001", "350,000"):
        assert said in sentence
    assert not PlanItem.objects.filter(plan=bench["plan"]).exists()


def test_without_the_guard_more_than_what_is_left_would_pass(bench, monkeypatch):
    monkeypatch.setattr(placing, "refuse_more_than_rest", lambda *args: None)
    rules.make_line(bench["plan"], {}, {bench["weir"].pk: {(2568, source()): Decimal(350_001)}})
    assert problems(bench["plan"])


def test_an_item_of_a_draft_plan_does_not_go_up(bench):
    draft = make_item(make_plan("711001"), "สระแก้มลิง")
    assert "สระแก้มลิง" in refusal(rules.make_line, bench["plan"], {}, all_of(draft))
    assert "สระแก้มลิง" in refusal(rules.leave_out, bench["plan"], [draft], ALONE)


def test_an_item_of_another_province_does_not_go_up_and_its_title_is_not_told(bench):
    other = make_item(make_plan("720102", endorsed=True), "คูเมือง")
    told = refusal(rules.make_line, bench["plan"], {}, all_of(other))
    assert "gone" in told
    assert "คูเมือง" not in told


def test_an_endorsed_plan_takes_no_more_lines(bench):
    endorse(bench["plan"])
    assert "not_draft" in refusal(rules.make_line, bench["plan"], {}, all_of(bench["weir"]))
    assert "not_draft" in refusal(rules.leave_out, bench["plan"], [bench["weir"]], ALONE)


def test_an_item_goes_up_one_way(bench):
    """A province that lies in two clusters goes up into one of them."""
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"]))
    endorse(bench["plan"])
    state = Cluster.objects.create(name="กลุ่มจังหวัดภาคกลางตอนล่าง 1")
    state.provinces.set(["71"])
    codi = make_plan(None, cluster=Cluster.objects.get(scheme="พอช."), prefix="C")
    states = make_plan(None, cluster=state)
    assert rules.make_line(codi, {}, all_of(line)).area_id is None
    assert "second_way" in refusal(rules.make_line, states, {}, all_of(line))
    assert "second_way" in refusal(rules.leave_out, states, [line], ALONE)
    read = rollup.read(states)
    assert (read.waiting, read.elsewhere, read.ties) == ((), 1, True)


def test_an_item_without_money_is_carried_or_left_out_too(bench):
    line = rules.make_line(bench["plan"], {}, {bench["idea"].pk: {}})
    assert (budget(line), line.origins.count()) == ({}, 1)
    assert "already_placed" in refusal(rules.leave_out, bench["plan"], [bench["idea"]], ALONE)
    rules.split(line.origins.get())
    rules.leave_out(bench["plan"], [bench["idea"]], ALONE)
    assert "เวรยามช้าง" not in waiting(bench["plan"])


def test_an_item_with_money_is_not_carried_with_nothing(bench):
    assert "no_amount" in refusal(
        rules.make_line, bench["plan"], {}, {bench["weir"].pk: {(2568, source()): 0}}
    )


def test_less_than_nothing_is_not_carried(bench):
    carry = {bench["weir"].pk: {(2568, source()): Decimal(-1)}}
    assert "negative" in refusal(rules.make_line, bench["plan"], {}, carry)


def test_the_rest_of_items_is_added_to_a_line(bench):
    line = rules.make_line(bench["plan"], {}, {bench["weir"].pk: {(2568, source()): Decimal(50_000)}})
    version = line.version
    rules.add_to_line(line, [bench["weir"].pk, bench["well"].pk])
    assert budget(line) == {2567: 450_000, 2568: 350_000, 2569: 350_000}
    assert line.version > version
    assert problems(bench["plan"]) == []


def test_a_line_without_origin_takes_no_items(bench):
    own = make_item(bench["plan"], "ศูนย์ข้อมูลจังหวัด", (10, 0, 0, 0))
    assert "no_origin" in refusal(rules.add_to_line, own, [bench["weir"].pk])
    assert budget(own) == {2567: 10}
    read = rollup.read(bench["plan"])
    assert (read.own.total, read.balance.carried.total, read.ties) == (10, 0, True)


def test_an_edited_line_carries_exactly_what_was_typed(bench):
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"], bench["pipes"]))
    rules.set_carried(
        line,
        {
            bench["weir"].pk: {(2569, source()): Decimal(10)},
            bench["well"].pk: {(2567, source()): Decimal(20)},
        },
    )
    assert budget(line) == {2567: 20, 2569: 10}
    assert set(line.origins.values_list("child_id", flat=True)) == {bench["weir"].pk, bench["well"].pk}
    assert waiting(bench["plan"])["ประปาภูเขาระยะ 2"] == 1_000_000
    assert problems(bench["plan"]) == []


def test_a_line_is_not_edited_to_carry_nothing(bench):
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"]))
    assert refusal(rules.set_carried, line, {})
    assert line.origins.count() == 1


def test_an_edited_line_may_keep_its_own_and_no_more(bench):
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"]))
    rules.set_carried(line, all_of(bench["weir"]))
    carry = {bench["weir"].pk: {(2568, source()): Decimal(350_001)}}
    assert "350,000" in refusal(rules.set_carried, line, carry)


def test_the_carried_columns_follow_the_line(bench):
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"]))
    line.dimension, line.work_stream = Dimension.objects.get(code="ECON"), WorkStream.objects.get(code="WS08")
    rules.set_carried(line, all_of(bench["weir"]))
    assert set(line.budgets.values_list("dimension__code", "work_stream__code", "area", "plan")) == {
        ("ECON", "WS08", "71", bench["plan"].pk)
    }


def test_what_is_split_from_a_line_waits_again(bench):
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"], bench["well"]))
    assert rules.split(line.origins.get(child=bench["weir"])) == line
    assert budget(line) == {2567: 450_000}
    assert waiting(bench["plan"])["ฝายชะลอน้ำ"] == 700_000
    assert problems(bench["plan"]) == []


def test_a_line_whose_last_original_is_gone_is_removed_and_its_history_stays(bench):
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"]))
    pk = line.pk
    assert rules.split(line.origins.get()) is None
    assert not PlanItem.objects.filter(pk=pk).exists()
    assert list(PlanItem.history.filter(id=pk).values_list("history_type", flat=True)) == ["-", "+"]
    assert PlanItem.objects.filter(pk=bench["weir"].pk).exists()


def test_a_line_that_the_cluster_carries_is_not_changed(bench):
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"]))
    endorse(bench["plan"])
    rules.make_line(make_plan(None, cluster=Cluster.objects.get()), {}, all_of(line))
    bench["plan"].status = "draft"
    bench["plan"].save()
    for act, args in (
        (rules.split, (line.origins.get(),)),
        (rules.set_carried, (line, all_of(bench["weir"]))),
    ):
        assert "placed_above" in refusal(act, *args)


def test_what_is_left_out_is_the_whole_rest_with_its_reason(bench):
    rules.make_line(bench["plan"], {}, {bench["weir"].pk: {(2568, source()): Decimal(50_000)}})
    rules.leave_out(bench["plan"], [bench["weir"]], OTHER, "เกินกำลังของจังหวัด")
    (out,) = rollup.read(bench["plan"]).left_out
    assert (out.reason, out.years[2568], out.years[2569]) == ("เกินกำลังของจังหวัด", 300_000, 350_000)
    assert problems(bench["plan"]) == []


def test_another_reason_needs_words(bench):
    assert refusal(rules.leave_out, bench["plan"], [bench["weir"]], OTHER, "")
    assert not LeftOut.objects.exists()


def test_what_was_left_out_before_takes_up_what_came_back_since(bench):
    line = rules.make_line(bench["plan"], {}, {bench["weir"].pk: {(2568, source()): Decimal(50_000)}})
    rules.leave_out(bench["plan"], [bench["weir"]], ALONE)
    rules.split(line.origins.get())
    assert waiting(bench["plan"])["ฝายชะลอน้ำ"] == 50_000
    rules.leave_out(bench["plan"], [bench["weir"]], OTHER, "ยังไม่พร้อม")
    (out,) = rollup.read(bench["plan"]).left_out
    assert (out.total, out.reason) == (700_000, "ยังไม่พร้อม")
    assert problems(bench["plan"]) == []


def test_what_is_brought_back_waits_again(bench):
    (out,) = rules.leave_out(bench["plan"], [bench["weir"]], ALONE)
    assert "ฝายชะลอน้ำ" not in waiting(bench["plan"])
    rules.bring_back(out)
    assert waiting(bench["plan"])["ฝายชะลอน้ำ"] == 700_000


def test_nothing_is_left_out_twice(bench):
    rules.leave_out(bench["plan"], [bench["weir"]], ALONE)
    assert "already_placed" in refusal(rules.leave_out, bench["plan"], [bench["weir"]], ALONE)
    assert "more_than_rest" in refusal(rules.make_line, bench["plan"], {}, all_of(bench["weir"]))


def test_all_that_is_done_alone_is_left_out_in_one_act(bench):
    tambon = bench["weir"].plan
    make_item(tambon, "เวรอาสา", doability="alone", door="local")
    make_item(tambon, "ปลูกต้นไม้", doability="alone")
    rules.leave_out_group(bench["plan"], "alone")
    out = rollup.read(bench["plan"]).left_out
    assert {row.title for row in out} == {"เวรอาสา", "ปลูกต้นไม้"}
    assert {row.ground for row in out} == {ALONE}
    assert problems(bench["plan"]) == []


def test_all_with_another_door_are_left_out_in_one_act(bench):
    make_item(bench["weir"].plan, "เวรอาสา", doability="alone", door="local")
    market = make_item(bench["weir"].plan, "ตลาดชุมชน", door="district")
    (out,) = rules.leave_out_group(bench["plan"], "other_door")
    assert (out.item, out.ground) == (market, OTHER_DOOR)
    assert "nothing_left" in refusal(rules.leave_out_group, bench["plan"], "other_door")


def test_a_group_takes_only_what_waits(bench):
    tree = make_item(bench["weir"].plan, "ปลูกต้นไม้", doability="alone")
    rules.make_line(bench["plan"], {}, all_of(tree))
    assert rules.group_of(bench["plan"], "alone") == []


def test_every_row_of_an_act_is_signed_in_history(bench, secretariat):
    with acting_as(secretariat):
        rules.make_line(bench["plan"], {}, all_of(bench["weir"]))
        rules.leave_out(bench["plan"], [bench["well"]], ALONE)
    for model in (PlanItem, Lineage, LineageYear, LeftOut):
        assert model.history.latest().history_user == secretariat, model
    assert LeftOut.objects.get().created_by == secretariat


def test_a_district_gets_no_plan_over_items_that_went_past_it(bench):
    """Else the items of its tambons would go up two ways."""
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"]))
    district = Area.objects.get(code="7101")
    assert refusal(create_plan, district, 2567, 2570)
    rules.split(line.origins.get())
    assert create_plan(district, 2567, 2570).pk
