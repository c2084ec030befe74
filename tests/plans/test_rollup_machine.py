"""Invariants 2 and 3 of design.md §3 hold after any sequence of acts, refused ones among them.

Short in the suite (the same examples each time); `ROLLUP_EXAMPLES=500` searches longer and at random.
"""

import os
from collections import Counter
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from plans import budgets, placing, rules_similarity
from plans import rules_rollup as rules
from plans.models import LeftOut, Lineage, Plan, PlanItem
from tests.cast import endorse
from tests.plans.bench import make_item, make_plan, problems, source, stage

pytestmark = pytest.mark.django_db

LONG = int(os.environ.get("ROLLUP_EXAMPLES", "0"))
SETTINGS = settings(
    max_examples=LONG or 8,
    stateful_step_count=40 if LONG else 10,
    derandomize=not LONG,
    database=None,
    deadline=None,
    report_multiple_bugs=False,
    phases=[Phase.generate, Phase.shrink] if LONG else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)

SATANG = Decimal("0.01")
which = st.integers(0, 7)
some = st.lists(which, min_size=1, max_size=4, unique=True)
# Of each cell: nothing, half a satang's worth of trouble, a part, all of the item, a little too much.
shares = st.sampled_from(
    [Decimal(0), Decimal("0.01"), Decimal("0.5"), Decimal(1), Decimal(1), Decimal("1.01")]
)


class Workbench(RuleBasedStateMachine):
    """One province above two endorsed tambons and one in draft; each example starts anew."""

    plan: Plan
    done: Counter

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # --- What the acts are done to

    def items(self, picks):
        """Return items of the plans below, by place, those of the draft among them."""
        rows = list(PlanItem.objects.filter(plan__area__level="tambon").order_by("pk"))
        return list(dict.fromkeys(rows[pick % len(rows)] for pick in picks))

    def line(self, pick):
        rows = list(PlanItem.objects.filter(plan=self.plan).order_by("pk"))
        return rows[pick % len(rows)] if rows else None

    def amounts(self, item, share):
        return {
            cell: (amount * share).quantize(Decimal("0.01")) for cell, amount in budgets.cells(item).items()
        }

    def act(self, rule_, *args):
        """Do an act as the write path does: wholly, or refused and nothing changed."""
        before = self.everything()
        try:
            with transaction.atomic():
                rule_(*args)
            self.done[rule_.__name__] += 1
        except ValidationError as refused:
            sentences = refused.messages
        else:
            return
        assert all(sentences)
        assert self.everything() == before

    def everything(self):
        lines = {line.pk: budgets.cells(line) for line in PlanItem.objects.filter(plan=self.plan)}
        return (
            lines,
            set(Lineage.objects.values_list("pk", flat=True)),
            set(LeftOut.objects.values_list("pk")),
        )

    # --- The acts

    @rule(picks=some, share=shares)
    def carry_or_merge(self, picks, share):
        self.act(
            rules.make_line, self.plan, {}, {item.pk: self.amounts(item, share) for item in self.items(picks)}
        )

    @rule(pick=which)
    def carry_a_satang_too_much(self, pick):
        (item,) = self.items([pick])
        rest = placing.rests([item.pk])[item.pk]
        self.act(
            rules.make_line, self.plan, {}, {item.pk: {cell: baht + SATANG for cell, baht in rest.items()}}
        )

    @rule(pick=which, picks=some, share=shares)
    def edit(self, pick, picks, share):
        if line := self.line(pick):
            self.act(
                rules.set_carried, line, {item.pk: self.amounts(item, share) for item in self.items(picks)}
            )

    @rule(pick=which, picks=some)
    def add_to_line(self, pick, picks):
        if line := self.line(pick):
            self.act(rules.add_to_line, line, [item.pk for item in self.items(picks)])

    @rule(pick=which)
    def split(self, pick):
        if rows := list(Lineage.objects.order_by("pk")):
            self.act(rules.split, rows[pick % len(rows)])

    @rule(first=which, last=which)
    def undo_carrying(self, first, last):
        if rows := list(Lineage.objects.order_by("pk").values_list("pk", flat=True)):
            self.act(rules.split_many, self.plan, rows[0] + first, rows[0] + first + last)

    @rule(picks=some)
    def leave_out(self, picks):
        self.act(rules.leave_out, self.plan, self.items(picks), LeftOut.Ground.OTHER, "เกินกำลัง")

    @rule(group=st.sampled_from(["alone", "other_door"]))
    def leave_out_group(self, group):
        self.act(rules.leave_out_group, self.plan, group)

    @rule(pick=which)
    def bring_back(self, pick):
        if rows := list(LeftOut.objects.order_by("pk")):
            self.act(rules.bring_back, rows[pick % len(rows)])

    @rule(picks=st.lists(which, min_size=2, max_size=2))
    def keep_apart(self, picks):
        pair = self.items(picks)
        self.act(rules_similarity.decline, self.plan, pair[0], pair[-1], "คนละลำห้วย")

    @rule()
    def another_council_endorses(self):
        draft = Plan.objects.filter(area="711001", status=Plan.Status.DRAFT).first()
        if draft:
            endorse(draft)

    # --- What always holds

    @invariant()
    def the_ledger_ties(self):
        assert problems(self.plan) == []


@pytest.fixture
def workbench(country):
    """Put the province and its tambons on the stage; return the machine that plays on it."""
    plan, chong_sadao, wang_dong = stage()
    draft = make_plan("711001")
    pao, office = source(), source("ทสจ.กาญจนบุรี")
    for tambon, title, kinds in [
        (chong_sadao, "ฝายชะลอน้ำ", {}),
        (chong_sadao, "เวรอาสา", {"doability": "alone", "door": "local"}),
        (chong_sadao, "เวรยามช้าง", {}),
        (wang_dong, "ตลาดชุมชน", {"door": "district"}),
        (wang_dong, "บ่อบาดาล", {}),
        (draft, "สระแก้มลิง", {}),
        (draft, "ธนาคารเมล็ดพันธุ์", {"doability": "alone"}),
    ]:
        item = make_item(tambon, title, (0, 0, 0, 0), **kinds)
        if title != "เวรยามช้าง":  # one item asks for no money
            number = Decimal(item.pk % 7 + 1)
            cells = {
                (2567, pao): 1000 * number,
                (2568, pao): Decimal("333.33"),
                (2568, office): number,
                (2570, None): Decimal("0.01"),
            }
            budgets.write(item, cells)
    make_item(plan, "ข้อที่ไม่มีต้นทาง", (5, 0, 0, 0))
    return type("WorkbenchHere", (Workbench,), {"plan": plan, "done": Counter()})


def test_invariants_hold_after_any_sequence_of_acts(workbench):
    run_state_machine_as_test(workbench, settings=SETTINGS)
    assert len(workbench.done) >= 6, "hardly any act was carried out, so hardly anything was tried"


@pytest.mark.parametrize(
    ("module", "guard", "act"),
    [
        # never more than what is left
        (placing, "refuse_more_than_rest", lambda machine: machine.carry_a_satang_too_much(0)),
        # a line is the sum of what it carries
        (rules, "write_budget", lambda machine: machine.edit(1, [0, 1], Decimal(1))),
    ],
    ids=["refuse_more_than_rest", "write_budget"],
)
def test_without_a_guard_the_machine_sees_what_breaks(workbench, monkeypatch, module, guard, act):
    """Negative controls: an act that the guard keeps sound breaks the ledger without it, and the invariant says so."""
    machine = workbench()
    try:
        machine.carry_or_merge([0, 1], Decimal("0.5"))
        with transaction.atomic():
            act(machine)
            machine.the_ledger_ties()
            transaction.set_rollback(True)
        monkeypatch.setattr(module, guard, lambda *args, **kwargs: None)
        act(machine)
        with pytest.raises(AssertionError):
            machine.the_ledger_ties()
    finally:
        machine.teardown()
