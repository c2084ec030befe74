"""The life of a plan: closed, reopened with a reason, a mistaken endorsement undone until something builds on it."""

import itertools

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from areas.models import Cluster
from plans import changes, reconcile, rollup, rules, rules_changes, rules_life, rules_rollup
from plans.models import LeftOut, Lineage, Plan
from tests.cast import endorse, make_item, make_plan
from tests.plans.bench import all_of, budget, problems, source, stage
from tests.plans.pages import Tab

pytestmark = pytest.mark.django_db
HOMES = ["71010903", "710109", "7101", "71", None]  # None: the cluster


def plan_of(home, **kwargs):
    cluster = Cluster.objects.get() if home is None else None
    plan = make_plan(home, cluster=cluster, **kwargs)
    make_item(plan, area_id=home or "71")
    endorse(plan) if home else Plan.objects.filter(pk=plan.pk).update(
        status="endorsed", endorsed_at=make_meeting(plan)
    )
    plan.refresh_from_db()
    return plan


def make_meeting(plan):
    return plan.cluster and type(plan)._meta.get_field("endorsed_at").related_model.objects.create(
        cluster=plan.cluster, kind="provincial", title="เวที", held_on="2023-07-05", headcount=9
    )


def kinds(plan):
    return list(plan.steps.values_list("kind", flat=True))


@pytest.mark.parametrize("home", HOMES)
def test_a_plan_of_each_level_is_closed_reopened_and_undone(country, home):
    plan = plan_of(home)
    rules_life.lock(plan)
    assert Plan.objects.endorsed().filter(pk=plan.pk).exists()
    rules_life.step_back(plan, "endorsed", "พิมพ์ผิด")
    rules_life.step_back(plan, "undo", "รับรองผิดแผน")
    assert (plan.status, plan.endorsed_at) == ("draft", None)
    assert kinds(plan) == ["locked", "unlocked", "undone"]


@pytest.mark.parametrize("home", HOMES)
def test_a_closed_plan_is_not_undone_at_once_and_a_draft_not_closed(country, home):
    plan = plan_of(home)
    rules_life.lock(plan)
    for refused in (lambda: rules_life.step_back(plan, "undo", "ผิด"), lambda: rules_life.lock(plan)):
        with pytest.raises(ValidationError):
            refused()
    rules_life.step_back(plan, "draft", "แก้ยอด")
    with pytest.raises(ValidationError):
        rules_life.lock(plan)
    with pytest.raises(ValidationError):
        rules_life.step_back(plan, "draft", "แก้ยอด")


def test_a_step_back_without_a_reason_is_refused(country):
    plan = plan_of("710109")
    with pytest.raises(ValidationError):
        rules_life.step_back(plan, "draft", "  ")
    plan.refresh_from_db()
    assert plan.is_endorsed


@pytest.mark.parametrize("build", ["carried", "left_out", "above_endorsed"])
def test_what_something_builds_on_is_not_undone_but_reopened(country, build):
    above, below, _there = stage()
    item = make_item(below)
    if build == "carried":
        rules_rollup.make_line(above, {}, all_of(item))
    elif build == "left_out":
        rules_rollup.leave_out(above, [item], LeftOut.Ground.ALONE)
    else:
        endorse(above)
    with pytest.raises(ValidationError):
        rules_life.step_back(below, "undo", "ผิด")
    rules_life.step_back(below, "draft", "แก้ยอด")
    assert below.status == "draft"
    assert Lineage.objects.count() == (build == "carried")


def test_without_the_guard_a_built_on_endorsement_would_be_undone(country, monkeypatch):
    """Negative control."""
    above, below, _there = stage()
    rules_rollup.make_line(above, {}, all_of(make_item(below)))
    monkeypatch.setattr(rules_life, "refuse_undo", lambda plan: None)
    rules_life.step_back(below, "undo", "ผิด")
    assert kinds(below) == ["undone"]


def test_the_items_of_a_closed_plan_wait_in_the_plan_above_as_endorsed_ones(country):
    above, below, _there = stage()
    make_item(below)
    rules_life.lock(below)
    assert rollup.read(above).balance.rest.count == 1


# --- What changed below


@pytest.fixture
def bench(country):
    """A line of one item of a reopened plan."""
    above, below, _there = stage()
    item = make_item(below)
    line = rules_rollup.make_line(above, {}, all_of(item))
    rules_life.step_back(below, "draft", "ช่างสำรวจใหม่")
    return {"above": above, "below": below, "item": item, "line": line, "lineage": line.origins.get()}


def rewrite(bench, amounts, again=True, **words):
    """Change the item as its people do, and endorse the plan again."""
    item = bench["item"]
    for name, value in words.items():
        setattr(item, name, value)
    budget_ = {
        (year, source()): amount for year, amount in zip(range(2567, 2571), amounts, strict=True) if amount
    }
    rules.save_item(bench["below"], item, {"budget": budget_, "needs": []})
    if again:
        endorse(bench["below"])
    bench["lineage"].refresh_from_db()


def test_while_the_plan_below_is_a_draft_the_plan_above_still_ties(bench):
    rewrite(bench, (0, 100_000, 0, 0), again=False)
    read = rollup.read(bench["above"])
    assert (read.ties, read.reopened, read.balance.rest.count) == (True, 1, 0)
    with pytest.raises(ValidationError):
        rules_changes.accept(bench["lineage"], [])


def test_what_changed_is_told_field_by_field(bench):
    rewrite(bench, (0, 350_000, 0, 200_000), title="ฝายคอนกรีต", door="district")
    change = changes.of_plan(bench["above"])[bench["lineage"].pk]
    assert [row.name for row in change.rows] == ["title", "door", "", ""]
    assert (change.rows[0].before, change.rows[0].after) == ("ฝายชะลอน้ำ", "ฝายคอนกรีต")
    assert [row.after for row in change.rows[2:]] == ["0", "200,000"]


def test_nothing_is_told_of_an_item_that_stayed_as_it_was(bench):
    rewrite(bench, (0, 350_000, 350_000, 0))
    assert changes.of_plan(bench["above"]) == {}


@pytest.mark.parametrize(
    "amounts", [(0, 100_000, 0, 0), (1, 350_000, 350_000, 0), (900_000, 0, 0, 0), (0, 0, 0, 0)]
)
def test_accepted_the_line_carries_what_the_item_asks_for_now(bench, amounts):
    rewrite(bench, amounts, title="ฝายคอนกรีต")
    rules_changes.accept(bench["lineage"], ["title"])
    bench["line"].refresh_from_db()
    assert budget(bench["line"]) == budget(bench["item"])
    assert bench["line"].title == "ฝายคอนกรีต"
    read = rollup.read(bench["above"])
    assert (read.ties, read.over.count, problems(bench["above"])) == (True, 0, [])
    assert changes.of_plan(bench["above"]) == {}


def test_less_than_what_is_carried_is_over_and_can_only_be_accepted(bench):
    rewrite(bench, (0, 100_000, 350_000, 0))
    assert rollup.read(bench["above"]).over.total == 250_000
    with pytest.raises(ValidationError):
        rules_changes.keep(bench["lineage"], "ตกลงกันแล้ว")
    with pytest.raises(ValidationError):
        rules.refuse_waiting(bench["above"])


def test_the_ledger_names_it_as_waiting_and_not_as_broken(bench):
    rewrite(bench, (0, 100_000, 350_000, 0), again=False)
    assert (len(reconcile.pendings("71")), reconcile.breaches("71")) == (2, [])
    bench["below"].steps.all().delete()  # negative control: nobody reopened it, so it is broken
    assert (reconcile.pendings("71"), len(reconcile.breaches("71"))) == ([], 2)


def test_more_than_what_is_carried_may_be_kept_and_the_rest_waits(bench):
    rewrite(bench, (0, 350_000, 350_000, 50_000))
    with pytest.raises(ValidationError):
        rules_changes.keep(bench["lineage"], "")
    rules_changes.keep(bench["lineage"], "ปีสุดท้ายขอแยก")
    bench["lineage"].refresh_from_db()
    assert bench["lineage"].kept == "ปีสุดท้ายขอแยก"
    read = rollup.read(bench["above"])
    assert (read.ties, read.balance.rest.total, changes.of_plan(bench["above"])) == (True, 50_000, {})


def test_a_plan_above_that_is_endorsed_takes_a_change_only_after_it_is_reopened(bench):
    rewrite(bench, (0, 100_000, 0, 0))
    endorse(bench["above"])
    with pytest.raises(ValidationError):
        rules_changes.accept(bench["lineage"], [])
    rules_life.step_back(bench["above"], "draft", "รับยอดใหม่")
    rules_changes.accept(bench["lineage"], [])
    assert problems(bench["above"]) == []


def test_a_change_goes_up_level_by_level(country):
    """Village, tambon, district, province, cluster: each plan takes over what changed in the one below it."""
    homes = ["71010903", "710109", "7101", "71", None]
    plans = [make_plan(home, cluster=None if home else Cluster.objects.get()) for home in homes]
    item = make_item(plans[0])
    made, lineages = [item], []
    for below, above in itertools.pairwise(plans):
        endorse(below)
        made.append(rules_rollup.make_line(above, {}, all_of(made[-1])))
        lineages.append(made[-1].origins.get())
    for plan in plans[:-1]:
        rules_life.step_back(plan, "draft", "แก้ยอดจากหมู่บ้าน")
    rules.save_item(plans[0], item, {"budget": {(2568, source()): 90_000}, "needs": []})
    for below, lineage in zip(plans, lineages, strict=False):
        endorse(below)
        lineage.refresh_from_db()
        rules_changes.accept(lineage, [])
    assert [budget(row) for row in made] == [{2568: 90_000}] * 5
    assert all(rollup.read(plan).ties for plan in plans[1:])


# --- Pages


def test_the_plan_page_tells_who_reopened_it_and_why(client, worker):
    client.force_login(worker)
    plan = plan_of("710109")
    Tab(client, reverse("plan_reopen", args=[plan.pk])).send(way="draft", reason="ช่างสำรวจใหม่")
    page = client.get(reverse("plan_detail", args=[plan.pk])).content.decode()
    assert "ช่างสำรวจใหม่" in page
    assert "Worker" in page


def test_a_form_to_undo_that_is_overtaken_is_refused(client, worker):
    client.force_login(worker)
    above, below, _there = stage()
    item = make_item(below)
    tab = Tab(client, reverse("plan_reopen", args=[below.pk]))
    rules_rollup.make_line(above, {}, all_of(item))
    assert tab.send(way="undo", reason="รับรองผิด").status_code == 422
    below.refresh_from_db()
    assert below.is_endorsed


def test_the_workbench_marks_the_original_and_its_page_takes_the_change(client, secretariat, bench):
    client.force_login(secretariat)
    rewrite(bench, (0, 100_000, 0, 0), title="ฝายคอนกรีต")
    address = reverse("rollup_changed", args=[bench["above"].pk, bench["lineage"].pk])
    assert address in client.get(reverse("rollup", args=[bench["above"].pk])).content.decode()
    assert Tab(client, address).send(decision="accept", words=["title"]).status_code == 302
    assert budget(bench["line"]) == {2568: 100_000}
    assert address not in client.get(reverse("rollup", args=[bench["above"].pk])).content.decode()


def test_a_decision_on_a_difference_that_somebody_decided_meanwhile_is_a_409_that_keeps_what_was_typed(
    client, secretariat, bench
):
    client.force_login(secretariat)
    rewrite(bench, (0, 350_000, 350_000, 50_000))
    address = reverse("rollup_changed", args=[bench["above"].pk, bench["lineage"].pk])
    mine, other = Tab(client, address), Tab(client, address)
    assert other.send(decision="keep", reason="คนแรก").status_code == 302
    answer = mine.send(decision="keep", reason="คนที่สอง")
    assert (answer.status_code, answer.context["overtaken"].who) == (409, secretariat)
    bench["lineage"].refresh_from_db()
    assert bench["lineage"].kept == "คนแรก"


def test_a_decision_on_an_original_that_changed_again_is_a_409_with_the_new_difference(
    client, secretariat, bench
):
    client.force_login(secretariat)
    rewrite(bench, (0, 350_000, 350_000, 50_000))
    tab = Tab(client, reverse("rollup_changed", args=[bench["above"].pk, bench["lineage"].pk]))
    rules_life.step_back(bench["below"], "draft", "แก้อีก")
    rewrite(bench, (0, 350_000, 350_000, 70_000))
    answer = tab.send(decision="keep", reason="ขอแยก")
    text = answer.content.decode()
    assert (answer.status_code, "70,000" in text, "ขอแยก" in text) == (409, True, True)
    again = {name: str(value) for name, value in answer.context["write"].items()}
    assert tab.send(**again, decision="keep", reason="ขอแยก").status_code == 302


def test_a_decision_that_is_over_meanwhile_keeps_what_was_typed(client, secretariat, bench):
    client.force_login(secretariat)
    rewrite(bench, (0, 350_000, 350_000, 50_000))
    address = reverse("rollup_changed", args=[bench["above"].pk, bench["lineage"].pk])
    mine, other = Tab(client, address), Tab(client, address)
    assert other.send(decision="accept").status_code == 302
    answer = mine.send(decision="keep", reason="คนที่สอง")
    assert (answer.status_code, answer.context["change"]) == (409, None)
    assert "คนที่สอง" in answer.content.decode()


def test_without_the_stamp_a_difference_that_nobody_saw_would_be_decided(
    client, secretariat, bench, monkeypatch
):
    """Negative control."""
    client.force_login(secretariat)
    rewrite(bench, (0, 350_000, 350_000, 50_000))
    monkeypatch.setattr(changes, "stamp", lambda lineage, change: 1)
    tab = Tab(client, reverse("rollup_changed", args=[bench["above"].pk, bench["lineage"].pk]))
    rules_life.step_back(bench["below"], "draft", "แก้อีก")
    rewrite(bench, (0, 350_000, 350_000, 70_000))
    assert tab.send(decision="keep", reason="ขอแยก").status_code == 302


def test_home_asks_for_each_change_that_can_be_decided(client, secretariat, bench):
    client.force_login(secretariat)
    address = reverse("rollup_changed", args=[bench["above"].pk, bench["lineage"].pk])
    rewrite(bench, (0, 100_000, 350_000, 0), again=False)
    assert address not in client.get("/").content.decode()  # its council has not met again
    endorse(bench["below"])
    page = client.get("/").content.decode()
    assert (address in page, "เกินต้นทาง" in page) == (True, True)
    rules_changes.accept(bench["lineage"], [])
    assert address not in client.get("/").content.decode()


def test_a_reopened_draft_says_so_wherever_its_state_is_shown(client, secretariat, bench):
    client.force_login(secretariat)
    pk, above = bench["below"].pk, bench["above"].pk
    pages = [reverse("plan_list"), reverse("plan_detail", args=[pk]), reverse("rollup", args=[above])]
    pages += [reverse("completeness", args=["71"]), reverse("item_detail", args=[bench["item"].pk]), "/"]
    chip = "<span>เปิดแก้ไขอีกครั้ง</span>"
    assert [page for page in pages if chip not in client.get(page).content.decode()] == []
    endorse(bench["below"])
    assert [page for page in pages if chip in client.get(page).content.decode()] == []


def test_why_a_line_was_kept_is_said_on_the_workbench(client, secretariat, bench):
    client.force_login(secretariat)
    rewrite(bench, (0, 350_000, 350_000, 50_000))
    rules_changes.keep(bench["lineage"], "ปีสุดท้ายขอแยก")
    assert "ปีสุดท้ายขอแยก" in client.get(reverse("rollup", args=[bench["above"].pk])).content.decode()


@pytest.fixture
def middle(country):
    """A tambon's line of a village's item, carried up into the province, its plan reopened."""
    plans = [make_plan(home) for home in ("71010903", "710109", "71")]
    item = make_item(plans[0])
    endorse(plans[0])
    line = rules_rollup.make_line(plans[1], {}, all_of(item))
    endorse(plans[1])
    above = rules_rollup.make_line(plans[2], {}, all_of(line))
    rules_life.step_back(plans[1], "draft", "แก้ยอด")
    return line, above


def test_a_reopened_plan_s_lines_change_though_the_plan_above_carries_them(middle):
    line, above = middle
    item = line.origins.get().child
    rules_rollup.set_carried(line, {item.pk: {(2568, source()): 100_000}})
    assert (budget(line), budget(above)) == ({2568: 100_000}, {2568: 350_000, 2569: 350_000})
    endorse(line.plan)
    rules_changes.accept(above.origins.get(), [])
    assert budget(above) == {2568: 100_000}


def test_a_line_that_the_plan_above_carries_is_not_split_away_wholly(middle):
    with pytest.raises(ValidationError) as refused:
        rules_rollup.split(middle[0].origins.get())
    assert refused.value.code == "placed_above"


def test_a_line_of_a_plan_that_nobody_reopened_stays(middle):
    """Negative control."""
    line, _above = middle
    line.plan.steps.all().delete()
    with pytest.raises(ValidationError):
        rules_rollup.set_carried(line, {line.origins.get().child_id: {(2568, source()): 100_000}})


def test_an_item_left_out_for_more_than_it_asks_now_is_marked_in_the_annex(client, secretariat, country):
    client.force_login(secretariat)
    above, below, _there = stage()
    item = make_item(below)
    rules_rollup.leave_out(above, [item], LeftOut.Ground.ALONE)
    page = reverse("rollup", args=[above.pk])
    assert "เกินต้นทาง</span>" not in client.get(page).content.decode()
    rules_life.step_back(below, "draft", "ยอดลด")
    rules.save_item(below, item, {"budget": {(2568, source()): 1_000}, "needs": []})
    endorse(below)
    assert "เกินต้นทาง</span>" in client.get(page).content.decode()


def test_home_asks_nobody_about_lines_that_others_look_after(client, worker, bench):
    client.force_login(worker)  # of the tambon below: reads the change, decides nothing above
    rewrite(bench, (0, 100_000, 350_000, 0))
    page = client.get("/")
    assert page.context["todo"].changed.count == 0
    assert (
        reverse("rollup_changed", args=[bench["above"].pk, bench["lineage"].pk]) not in page.content.decode()
    )
