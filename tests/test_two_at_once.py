"""Two people decide about one thing at the same moment: one does it, the other is told; nothing is done by half.

Each is given time between looking and writing: where they did not wait for each other, both would write (seen with
`select_for_update` doing nothing on PostgreSQL).
"""

import time
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from areas.imports import rules as imports
from areas.models import ImportBatch, Role
from plans import budgets, changes, rules_life, rules_plans, rules_rollup
from plans.models import Lineage, Need, Plan, PlanItem
from projects import rules_leverage
from projects.models import Dimension, Leverage
from tests.cast import endorse, make_item, make_plan, person
from tests.plans.bench import all_of, budget, problems, source, stage
from tests.plans.pages import Tab
from tests.projects.bench import CODI, codi, make_line, make_project
from tests.together import at_once, slowly

pytestmark = pytest.mark.django_db(transaction=True)


def tab(user, name, *args):
    """Return a person's browser tab with a form open."""
    client = Client()
    client.force_login(user)
    return Tab(client, reverse(name, args=args))


def test_an_import_confirmed_twice_at_once_is_written_once(country, monkeypatch):
    keeper = person("c71", Role.COORDINATOR, "71", is_staff=True)
    client = Client()
    client.force_login(keeper)
    lines = ["พื้นที่,มิติ,ความต้องการ,ความรุนแรง (1–5),เลขที่ในระบบ", "710109,สิ่งแวดล้อม,น้ำแล้ง,4,"]
    file = SimpleUploadedFile("ก.csv", "\r\n".join(lines).encode())
    client.post(reverse("admin:plans_need_import"), {"file": file})
    batch = ImportBatch.objects.get()
    address = reverse("admin:plans_need_import_batch", args=[batch.pk])
    slowly(monkeypatch, imports, "_laid")
    told = at_once(*[lambda: client.post(address, {"seen": batch.digest}).status_code] * 2)
    assert sorted(told) == [302, 422]
    assert (Need.objects.count(), batch.rows.count()) == (1, 1)


@pytest.fixture
def changed(country):
    """A tie between a line and its original, which asks for more than the line carries."""
    with transaction.atomic():
        above, below, _other = stage()
        item = make_item(below, amounts=(0, 350_000, 0, 0))
        rules_rollup.make_line(above, {}, all_of(item))
        rules_life.step_back(below, "draft", "ช่างสำรวจใหม่")
        budgets.write(item, {(2568, source()): Decimal(400_000)})
        endorse(below)
    return Lineage.objects.get()


def test_of_two_decisions_on_one_changed_line_one_is_done_and_the_other_gets_the_page(
    changed, secretariat, coordinator, monkeypatch
):
    above = changed.parent.plan
    keeper, taker = (tab(one, "rollup_changed", above.pk, changed.pk) for one in (secretariat, coordinator))
    slowly(monkeypatch, changes, "stamp")
    answers = at_once(
        lambda: keeper.send(decision="keep", reason="ปีหน้าค่อยว่ากัน"), lambda: taker.send(decision="accept")
    )
    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses) == [302, 409]
    assert answers[statuses.index(409)].context["overtaken"] is not None
    changed.refresh_from_db()
    kept = statuses[0] == 302
    assert (bool(changed.kept), budget(changed.parent)) == (kept, {2568: 350_000 if kept else 400_000})
    assert problems(above) == []


def archiver(user, plan):
    """Return the sending of the form that puts a plan away."""
    form = tab(user, "plan_archive", plan.pk)
    return lambda: form.send(why="ตั้งซ้ำ").status_code


def begun(user, name, plan, **values):
    """Return the sending of a form with which something is written into a plan, a moment after the others."""
    form = tab(user, name, plan.pk)

    def send():
        time.sleep(0.1)
        return form.send(**values).status_code

    return send


ITEM = {"title": "ฝาย", "door": "province", "doability": "support", "y2567": "1000", "objective": "มีน้ำใช้"}


def test_a_plan_is_not_put_away_while_an_item_is_written_into_it(country, secretariat, worker, monkeypatch):
    plan = make_plan()
    values = {**ITEM, "dimension": Dimension.objects.get(code="ENV").pk, "confirmed": ["no_need"]}
    away, item = archiver(secretariat, plan), begun(worker, "item_add", plan, **values)
    slowly(monkeypatch, rules_plans, "keeps")
    told = at_once(away, item)
    assert told in ([302, 409], [422, 302])  # 409: what was typed is shown, see areas/put_away.py
    assert bool(Plan.every.get(pk=plan.pk).archived_at) != PlanItem.objects.filter(plan=plan).exists()


def test_a_plan_is_not_put_away_while_the_plan_before_it_goes_on_in_it(
    country, secretariat, worker, monkeypatch
):
    before = make_plan()
    make_item(before)
    plan = Plan.objects.create(area_id="710109", first_year=2571, last_year=2575)
    away, rollover = archiver(secretariat, plan), begun(worker, "plan_rollover", before)
    slowly(monkeypatch, rules_plans, "keeps")
    told = at_once(away, rollover)
    assert told in ([302, 302], [422, 302])  # where it was put away first, a new draft was started
    assert not PlanItem.every.filter(plan__archived_at__isnull=False).exists()
    assert PlanItem.objects.filter(plan__first_year=2571).count() == 1


def test_two_people_do_not_close_a_ring_of_money_together(country, monkeypatch):
    """Neither link alone closes it, and no line is in both: only their trees are."""
    codi()
    project = make_project("71")
    one, two, three, four = (make_line(project, 10, source=name) for name in (CODI, "อบจ.กาญจนบุรี") * 2)

    def link(seed, won):
        with transaction.atomic():
            return rules_leverage.link(seed, won)

    link(one, two)
    link(three, four)
    slowly(monkeypatch, rules_leverage, "refuse")
    told = at_once(lambda: link(two, three), lambda: link(four, one))
    assert sorted(type(one).__name__ for one in told) == ["Leverage", "ValidationError"], told
    assert Leverage.objects.count() == 3
