"""The order of items, the archive and back, copies: numbers stay unique, no sum counts what is archived."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from areas.models.recorded import acting_as
from plans import rules, rules_items, rules_rollup, todo
from plans.ledger import ledger, need_rows, plan_rows
from plans.models import ItemBudget, LeftOut, NeedLink, PlanItem
from plans.need_counts import count_needs
from plans.rollup import read
from plans.workbook.reading import content_of
from tests.cast import endorse, make_item, make_need, make_plan
from tests.plans.pages import Tab, errors, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(country):
    return make_plan()


@pytest.fixture
def works(client, worker):
    client.force_login(worker)
    return client


@pytest.fixture
def four(plan):
    return [make_item(plan, title=title) for title in ("ฝาย", "ตลาด", "ถนน", "ศาลา")]


def titles(plan):
    return list(plan.items.order_by("number").values_list("number", "title"))


# --- Order


@pytest.mark.parametrize(
    ("moves", "order"),
    [
        ({0: 4}, "ตลาด ถนน ศาลา ฝาย"),
        ({3: 1}, "ศาลา ฝาย ตลาด ถนน"),
        ({1: 3}, "ฝาย ถนน ตลาด ศาลา"),
        ({0: 4, 3: 1}, "ศาลา ตลาด ถนน ฝาย"),
    ],
)
def test_items_move_to_positions_and_numbers_follow(plan, four, moves, order):
    rules_items.reorder(plan, {four[at].pk: place for at, place in moves.items()})
    assert titles(plan) == list(enumerate(order.split(), start=1))


def test_each_changed_number_is_kept_in_the_history(plan, four, worker):
    with acting_as(worker):
        assert rules_items.reorder(plan, {four[0].pk: 2}) == 2
    numbers = [(row.number, row.history_user_id) for row in four[0].history.order_by("history_id")]
    assert numbers == [(1, None), (2, worker.pk)]


@pytest.mark.parametrize("moves", [{0: 5}, {0: 0}, {0: 3, 1: 3}])
def test_a_position_that_is_not_there_or_asked_for_twice_is_refused(plan, four, moves):
    before = titles(plan)
    with pytest.raises(ValidationError):
        rules_items.reorder(plan, {four[at].pk: place for at, place in moves.items()})
    assert titles(plan) == before


def test_a_button_moves_an_item_by_one_without_javascript(works, plan, four):
    tab = Tab(works, reverse("plan_order", args=[plan.pk]))
    answer = tab.send(down=four[0].pk)
    assert answer.status_code == 302
    assert answer.url.endswith(f"?changed={four[0].pk}#i{four[0].pk}")
    assert [title for _number, title in titles(plan)] == ["ตลาด", "ฝาย", "ถนน", "ศาลา"]


def test_thai_digits_are_positions_too(works, plan, four):
    Tab(works, reverse("plan_order", args=[plan.pk])).send(**{f"p{four[3].pk}": "๑"})
    assert titles(plan)[0] == (1, "ศาลา")


def test_an_order_that_someone_changed_meanwhile_is_not_overwritten(works, plan, four):
    tab = Tab(works, reverse("plan_order", args=[plan.pk]))
    rules_items.reorder(plan, {four[0].pk: 4})
    assert tab.send(up=four[3].pk).status_code == 409
    assert titles(plan)[3] == (4, "ฝาย")


def test_an_endorsed_plan_keeps_its_order(plan, four):
    endorse(plan)
    with pytest.raises(ValidationError):
        rules_items.reorder(plan, {four[0].pk: 2})


# --- Archive


def shelve(item, worker):
    with acting_as(worker):
        return rules_items.archive(item, worker, "ซ้ำกับรายการอื่น")


def readers(plan, user, need):
    """Return what each reader tells of a plan, as numbers and titles."""
    one = ledger(plan)
    return {
        "ledger": ([row.item.title for row in one.rows], one.total, one.ties),
        "plans": [(row.items, row.total) for row in plan_rows([plan])],
        "budgets": sum(row.amount for row in ItemBudget.objects.filter(plan=plan)),
        "needs": [(row.linked, len(row.items)) for row in need_rows([need], user)],
        "todo": [(row.items, row.total) for row in todo.todo(user).drafts.rows],
        "waits": count_needs(["71"], user).severe.nobody,
    }


def test_what_is_archived_counts_for_no_reader_and_comes_back_whole(plan, worker):
    need = make_need()
    kept = make_item(plan, title="ตลาด", amounts=(1, 0, 0, 0))
    before = readers(plan, worker, need)
    item = make_item(plan, title="ฝาย", need=need)
    with_item = readers(plan, worker, need)
    assert all(with_item[name] != before[name] for name in before)  # each reader would count it
    shelve(item, worker)
    assert readers(plan, worker, need) == before
    rules_items.restore(PlanItem.every.get(pk=item.pk))
    assert readers(plan, worker, need) == with_item
    assert (kept.number, PlanItem.objects.get(pk=item.pk).number) == (1, 2)
    call_command("reconcile")


def test_what_is_archived_goes_up_into_no_plan(plan, worker, secretariat):
    make_item(plan, title="ตลาด", amounts=(1, 0, 0, 0))
    item = make_item(plan, title="ฝาย")
    twin = make_plan("710108")
    make_item(twin, title="ฝาย")
    above = make_plan("71")
    shelve(item, worker)
    endorse(plan)
    endorse(twin)
    one = read(above)
    assert sorted(row.title for row in one.waiting) == ["ตลาด", "ฝาย"]
    assert one.balance.rest.total == Decimal(700_001)
    assert content_of(above) is not None


def test_an_item_that_is_placed_above_says_what_to_do_first(plan, worker):
    item = make_item(plan)
    above = make_plan("71")
    endorse(plan)
    rules_rollup.leave_out(above, [item], LeftOut.Ground.ALONE, "")
    type(plan).objects.filter(pk=plan.pk).update(status="draft")
    with pytest.raises(ValidationError, match="กาญจนบุรี 2567"):
        shelve(PlanItem.objects.get(pk=item.pk), worker)
    assert ItemBudget.objects.filter(item=item).exists()


def test_archive_and_back_on_the_pages(works, plan, worker):
    need = make_need()
    item = make_item(plan, need=need)
    refused = Tab(works, reverse("item_archive", args=[item.pk])).send(why=" ")
    assert refused.status_code == 422
    Tab(works, reverse("item_archive", args=[item.pk])).send(why="ชุมชนทำเองแล้ว")
    page = works.get(reverse("plan_detail", args=[plan.pk]))
    assert [row.archived_why for row in page.context["archived"]] == ["ชุมชนทำเองแล้ว"]
    assert works.get(reverse("item_detail", args=[item.pk])).status_code == 302
    assert works.get(reverse("item_history", args=[item.pk])).status_code == 200
    Tab(works, reverse("item_restore", args=[item.pk])).send()
    assert PlanItem.objects.get(pk=item.pk).needs.get() == need


def test_a_number_given_away_meanwhile_is_not_taken_back(plan, worker):
    item = make_item(plan)
    shelve(item, worker)
    make_item(plan, title="ใหม่")
    assert rules_items.restore(PlanItem.every.get(pk=item.pk)).number == 2


# --- Copies


def test_a_copy_has_the_words_budget_and_needs_and_knows_its_origin(works, plan):
    need = make_need()
    item = make_item(plan, need=need)
    Tab(works, reverse("item_copy", args=[item.pk])).send()
    new = PlanItem.objects.get(number=2)
    assert (new.copied_from, new.total, new.needs.get()) == (item, Decimal(700_000), need)
    assert ItemBudget.objects.filter(item=new, plan=plan).count() == 2


def test_a_copy_into_another_plan_names_the_years_it_does_not_have(client, secretariat, plan):
    client.force_login(secretariat)
    item = make_item(plan, need=make_need())
    other = rules.create_plan(type(item.area).objects.get(code="710108"), 2569, 2572)
    answer = Tab(client, reverse("item_copy", args=[item.pk])).send(plan=other.pk)
    new = other.items.get()
    assert (new.area_id, new.total, NeedLink.objects.filter(item=new).exists()) == (
        "710108",
        Decimal(350_000),
        False,
    )
    assert "2568" in told(answer)[0]


def test_a_plan_outside_the_scope_takes_no_copy(works, plan):
    item, other = make_item(plan), make_plan("710108")
    assert Tab(works, reverse("item_copy", args=[item.pk])).send(plan=other.pk).status_code == 422
    assert not other.items.exists()


def test_a_copy_beside_an_alike_item_asks_once_and_keeps_the_tick(works, plan):
    item = make_item(plan, confirmed="zero")
    address = reverse("item_copy", args=[item.pk])
    assert Tab(works, address).send().status_code == 302  # negative control: only the item itself is alike
    asked = Tab(works, address).send()
    assert list(errors(asked)) == ["confirmed"]
    assert 'value="like"' in asked.content.decode()
    assert plan.items.count() == 2
    assert Tab(works, address).send(confirmed="like").status_code == 302
    assert list(plan.items.order_by("number").values_list("confirmed", flat=True)) == [
        "zero",
        "zero",
        "zero like",
    ]


def test_a_copy_into_a_plan_that_has_such_an_item_names_it(client, secretariat, plan):
    client.force_login(secretariat)
    item, other = make_item(plan), make_plan("710108")
    make_item(other, title="สร้างฝายชะลอน้ำ")
    asked = Tab(client, reverse("item_copy", args=[item.pk])).send(plan=other.pk)
    assert "สร้างฝายชะลอน้ำ" in errors(asked)["confirmed"][0]
    assert other.items.count() == 1
