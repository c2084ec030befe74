"""What the workbench suggests as likely the same, and what a person decides on it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from areas.models import Cluster
from plans import rollup, rules_rollup, similarity, similarity_rows
from plans import rules_similarity as rules
from plans.models import NeedLink, Plan, PlanItem, SimilarityDecision
from projects.models import Dimension
from tests.cast import endorse, make_need
from tests.plans.bench import all_of, make_item, make_plan, stage

pytestmark = pytest.mark.django_db

KEEP_APART, RELATED = SimilarityDecision.Verdict.KEEP_APART, SimilarityDecision.Verdict.RELATED


@pytest.fixture
def bench(country):
    """A province with two tambons: two weirs under two names, and a road."""
    province, chong_sadao, wang_dong = stage()
    return {
        "plan": province,
        "weir": make_item(chong_sadao, "ฝายมีชีวิตห้วยน้ำใส ม.2", (0, 350_000, 0, 0)),
        "road": make_item(chong_sadao, "ก่อสร้างถนน คสล. ม.2", (0, 500_000, 0, 0)),
        "dam": make_item(wang_dong, "ก่อสร้างฝายกั้นน้ำ ต.วังด้ง", (0, 250_000, 0, 0)),
    }


def pairs(plan):
    """Return the suggestions as sets of ids."""
    return [{found.a.item_id, found.b.item_id} for found in similarity.suggest(plan)]


def ids(*items):
    return {item.pk for item in items}


def refusal(act, *args):
    with override("en"), pytest.raises(ValidationError) as caught:
        act(*args)
    return " ".join(caught.value.messages)


# --- What is suggested


def test_two_names_of_one_thing_are_suggested_and_other_things_are_not(bench):
    assert pairs(bench["plan"]) == [ids(bench["weir"], bench["dam"])]


def test_a_suggestion_says_who_where_and_why(bench):
    for key, area in (("weir", "71010903"), ("dam", "710108")):
        NeedLink.objects.create(need=make_need(area), item=bench[key])
    with override("en"):
        (found,) = similarity.suggest(bench["plan"])
    assert (found.a.area_code, found.a.item_id) == ("710108", bench["dam"].pk)
    assert (found.b.title, found.b.area_name) == ("ฝายมีชีวิตห้วยน้ำใส ม.2", "ต.ช่องสะเดา")
    assert not found.b.is_line
    assert 0.62 <= found.score <= 1
    text, *others = found.reasons
    assert text.startswith("titles 9")
    assert others == [
        "answer the same need",
        "in the same year",
        "different tambons of one district",
    ]


def test_a_shared_need_and_a_near_place_raise_the_score(bench):
    (before,) = similarity.suggest(bench["plan"])
    need = make_need()
    NeedLink.objects.create(need=need, item=bench["weir"])
    NeedLink.objects.create(need=make_need("710108", "ถูกหลอกขายของ"), item=bench["dam"])
    (other_needs,) = similarity.suggest(bench["plan"])
    NeedLink.objects.create(need=need, item=bench["dam"])
    (shared,) = similarity.suggest(bench["plan"])
    assert other_needs.score < before.score < shared.score


def test_items_of_two_dimensions_are_not_compared(bench):
    bench["dam"].dimension = Dimension.objects.get(code="ECON")
    bench["dam"].save()
    assert pairs(bench["plan"]) == []


def test_items_of_a_plan_that_is_not_endorsed_or_of_another_province_are_not_suggested(bench):
    make_item(make_plan("711001"), "ฝายชะลอน้ำ")
    make_item(make_plan("720102", endorsed=True), "ฝายชะลอน้ำ")
    assert pairs(bench["plan"]) == [ids(bench["weir"], bench["dam"])]


def test_what_is_placed_or_left_out_is_not_suggested(bench):
    rules_rollup.leave_out(bench["plan"], [bench["dam"]], "alone")
    assert pairs(bench["plan"]) == []


def test_names_of_the_own_villages_do_not_make_titles_alike(country):
    plan, tambon, _other = stage()
    make_item(tambon, "ระเบียงไร่ป้า")
    make_item(tambon, "เทียนพรรษาไร่ป้า")
    assert pairs(plan) == []


def test_an_item_that_waits_is_suggested_for_a_line_by_its_originals(bench):
    line = rules_rollup.make_line(bench["plan"], {"title": "ระบบน้ำขนาดเล็ก"}, all_of(bench["weir"]))
    (found,) = similarity.suggest(bench["plan"])
    assert (found.a.item_id, found.b.item_id, found.b.code) == (bench["dam"].pk, line.pk, "K1")
    assert found.b.is_line


def test_a_line_of_its_own_takes_no_items_and_is_not_suggested(bench):
    make_item(bench["plan"], "ฝายชะลอน้ำทั้งจังหวัด")
    assert pairs(bench["plan"]) == [ids(bench["weir"], bench["dam"])]


def test_two_that_are_in_one_line_in_part_are_not_suggested_again(bench):
    source = next(iter(all_of(bench["weir"])[bench["weir"].pk]))
    carry = {bench[key].pk: {source: Decimal(1000)} for key in ("weir", "dam")}
    rules_rollup.make_line(bench["plan"], {}, carry)
    assert len(rollup.read(bench["plan"]).waiting) == 3
    assert pairs(bench["plan"]) == []


def test_lines_of_provinces_are_suggested_to_a_cluster(country):
    cluster = make_plan(None, cluster=Cluster.objects.get())
    for code in ("71", "72"):
        province = make_plan(code)
        make_item(province, "รับมือน้ำท่วม")
        endorse(province)
    with override("en"):
        (found,) = similarity.suggest(cluster)
    assert "different provinces" in found.reasons


def test_an_item_stands_in_few_suggestions_and_a_plan_has_a_limit(country):
    plan, tambon, _other = stage()
    for _number in range(12):
        make_item(tambon, "ฝายชะลอน้ำ")
    found = pairs(plan)
    assert 12 <= len(found) <= 18
    assert max(sum(item in pair for pair in found) for item in set().union(*found)) == similarity.PER_ITEM
    assert len(similarity.suggest(plan, limit=5)) == 5


def test_among_some_items_only_their_pairs_are_suggested(bench):
    make_item(bench["road"].plan, "ซ่อมถนน คสล. หมู่ 3")
    make_item(bench["dam"].plan, "ซ่อมถนน คสล. หมู่ 5")
    assert len(pairs(bench["plan"])) > 1
    (found,) = similarity.suggest(bench["plan"], among={bench["dam"].pk})
    assert {found.a.item_id, found.b.item_id} == ids(bench["weir"], bench["dam"])


def test_an_empty_plan_suggests_nothing(country):
    assert similarity.suggest(make_plan("71")) == []


def test_only_what_is_wholly_alike_is_called_100_percent():
    assert [similarity_rows.percent(part) for part in (0.784, 0.999, 1.0)] == [78, 99, 100]


def test_suggesting_costs_the_same_queries_for_more_rows(bench, django_assert_num_queries):
    counts = []
    for number in (10, 20):
        while PlanItem.objects.filter(plan=bench["dam"].plan).count() < number:
            make_item(bench["dam"].plan, "ฝายชะลอน้ำ", need=make_need())
            rules_rollup.make_line(bench["plan"], {}, all_of(make_item(bench["dam"].plan, "ฝายแม้ว")))
        plan = Plan.objects.get(pk=bench["plan"].pk)
        with django_assert_num_queries(20, exact=False) as queries:
            similarity.suggest(plan)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- What is decided


@pytest.mark.parametrize(("act", "verdict"), [(rules.decline, KEEP_APART), (rules.relate, RELATED)])
def test_a_pair_that_was_judged_is_not_suggested_again(bench, act, verdict):
    act(bench["plan"], bench["dam"], bench["weir"], "คนละลำห้วย")
    decision = SimilarityDecision.objects.get()
    assert (decision.verdict, decision.reason) == (verdict, "คนละลำห้วย")
    assert decision.item_a_id < decision.item_b_id
    assert pairs(bench["plan"]) == []
    assert [row.reason for row in rollup.read(bench["plan"]).apart] == ["คนละลำห้วย"]


def test_without_the_decision_the_pair_is_suggested(bench):
    """Negative control."""
    rules.decline(bench["plan"], bench["weir"], bench["dam"], "คนละลำห้วย")
    decision = SimilarityDecision.objects.get().pk
    assert rules.forget(bench["plan"], decision, decision) == 1
    assert pairs(bench["plan"]) == [ids(bench["weir"], bench["dam"])]


def test_a_pair_judged_anew_keeps_its_history(bench):
    rules.relate(bench["plan"], bench["weir"], bench["dam"], "ลุ่มน้ำเดียวกัน")
    rules.decline(bench["plan"], bench["weir"], bench["dam"], "คนละลำห้วย")
    decision = SimilarityDecision.objects.get()
    assert list(decision.history.values_list("verdict", flat=True)) == [KEEP_APART, RELATED]


@pytest.mark.parametrize("act", [rules.decline, rules.relate])
def test_to_keep_two_apart_needs_a_reason(bench, act):
    for reason in ("", "  "):
        assert "Say why" in refusal(act, bench["plan"], bench["weir"], bench["dam"], reason)
    assert not SimilarityDecision.objects.exists()


@pytest.mark.parametrize("verdict", [KEEP_APART, RELATED])
def test_the_database_refuses_two_kept_apart_without_a_reason(bench, verdict):
    a, b = sorted(ids(bench["weir"], bench["dam"]))
    with pytest.raises(IntegrityError), transaction.atomic():
        SimilarityDecision.objects.create(plan=bench["plan"], item_a_id=a, item_b_id=b, verdict=verdict)


@pytest.mark.parametrize("act", [rules.decline, rules.relate])
def test_items_of_another_province_are_not_judged_here(bench, act):
    other = make_item(make_plan("720102", endorsed=True), "ฝายคูเมือง")
    told = refusal(act, bench["plan"], bench["weir"], other, "เหตุผล")
    assert "no longer there" in told
    assert "ฝายคูเมือง" not in told
    assert not SimilarityDecision.objects.exists()


def test_an_endorsed_plan_takes_no_decision(bench):
    endorse(bench["plan"])
    for act in (rules.decline, rules.relate):
        assert "endorsed" in refusal(act, bench["plan"], bench["weir"], bench["dam"], "เหตุผล")


def test_a_pair_is_two_different_ones(bench):
    assert "two" in refusal(rules.decline, bench["plan"], bench["weir"], bench["weir"], "เหตุผล")
    first, second = (rules_rollup.make_line(bench["plan"], {}, all_of(bench[key])) for key in ("weir", "dam"))
    assert "waits" in refusal(rules.relate, bench["plan"], first, second, "เหตุผล")


def test_two_that_are_merged_and_taken_apart_again_are_open_again(bench):
    """That two are the same is said by the line alone; no decision has to be taken back."""
    line = rules_rollup.make_line(bench["plan"], {}, all_of(bench["weir"], bench["dam"]))
    assert pairs(bench["plan"]) == []
    for lineage in line.origins.all():
        rules_rollup.split(lineage)
    assert pairs(bench["plan"]) == [ids(bench["weir"], bench["dam"])]


def test_an_item_declined_for_a_line_is_declined_with_each_original(bench):
    other = make_item(bench["dam"].plan, "ฝายแม้วในลำห้วย")
    line = rules_rollup.make_line(bench["plan"], {}, all_of(bench["weir"], other))
    assert pairs(bench["plan"]) == [ids(bench["dam"], line)]
    written = rules.decline(bench["plan"], line, bench["dam"], "คนละลำห้วย")
    assert len(written) == 2
    assert pairs(bench["plan"]) == []
    assert "before" in refusal(rules.decline, bench["plan"], line, bench["dam"], "อีกครั้ง")


def test_a_decision_on_a_line_outlives_it(bench):
    """A line may be taken apart freely, and what was said of its originals still holds."""
    line = rules_rollup.make_line(bench["plan"], {}, all_of(bench["weir"]))
    rules.relate(bench["plan"], bench["dam"], line, "ลุ่มน้ำเดียวกัน")
    for lineage in line.origins.all():
        rules_rollup.split(lineage)
    assert not PlanItem.objects.filter(plan=bench["plan"]).exists()
    assert pairs(bench["plan"]) == []


def test_a_line_that_takes_a_new_original_is_suggested_again(bench):
    line = rules_rollup.make_line(bench["plan"], {"title": "ระบบน้ำ"}, all_of(bench["weir"]))
    rules.decline(bench["plan"], bench["dam"], line, "คนละลำห้วย")
    rules_rollup.add_to_line(line, [make_item(bench["dam"].plan, "ทำนบกั้นน้ำ")])
    assert pairs(bench["plan"]) == [ids(bench["dam"], line)]


def test_a_line_of_its_own_is_not_judged(bench):
    own = make_item(bench["plan"], "ฝายชะลอน้ำทั้งจังหวัด")
    assert "no origin" in refusal(rules.decline, bench["plan"], bench["weir"], own, "เหตุผล")
