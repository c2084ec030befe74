"""Year rollover: open items go on into the next period's draft, tied to their origin; the old plan stays."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from plans import budgets, rules_rollover
from plans.copies import Copies, copies, later_copies
from plans.models import Lineage, Plan, PlanItem
from tests.cast import endorse, make_item, make_need, make_plan
from tests.plans.pages import Tab, errors, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(client, worker):
    client.force_login(worker)
    return client


@pytest.fixture
def old(country):
    """An endorsed plan of 2567–2570 with two items."""
    plan = make_plan()
    make_item(plan, amounts=(0, 350_000, 350_000, 50_000), need=make_need())
    make_item(plan, "บ่อบาดาล", amounts=(100_000, 0, 0, 0))
    endorse(plan)
    return plan


def page(client, plan):
    return Tab(client, reverse("plan_rollover", args=[plan.pk]))


def copied():
    return list(PlanItem.objects.filter(copied_from__isnull=False).order_by("number"))


def test_open_items_go_on_into_a_new_draft_of_the_next_round(works, old):
    answer = page(works, old).send()
    new = Plan.objects.get(first_year=2571)
    assert (new.period, new.status, new.area_id) == ("2571–2575", "draft", "710109")
    assert [(one.number, one.title, one.copied_from.plan) for one in new.items.all()] == [
        (1, "ฝายชะลอน้ำ", old),
        (2, "บ่อบาดาล", old),
    ]
    assert answer.url == reverse("plan_detail", args=[new.pk])


def test_amounts_start_blank_unless_they_are_moved_on(works, old):
    page(works, old).send()
    assert [budgets.cells(one) for one in copied()] == [{}, {}]


def test_amounts_move_on_by_the_order_of_the_years(works, old):
    page(works, old).send(amounts="shift")
    years = [{year: amount for (year, _source), amount in budgets.cells(one).items()} for one in copied()]
    assert years == [{2572: 350_000, 2573: 350_000, 2574: 50_000}, {2571: 100_000}]


def test_years_that_the_new_plan_lacks_get_nothing_and_that_is_told(works, old):
    answer = page(works, old).send(amounts="shift", first_year="2571", last_year="2572")
    assert [one.total for one in copied()] == [350_000, 100_000]
    assert "400,000" in told(answer)[0]


def test_only_ticked_items_go_on(works, old):
    page(works, old).send(items=[str(old.items.get(number=2).pk)])
    assert [one.title for one in copied()] == ["บ่อบาดาล"]


def test_needs_that_are_still_open_are_answered_by_the_copy(works, old):
    closed = make_need(title="ปิดแล้ว", status="closed")
    old.items.get(number=1).need_links.create(need=closed)
    page(works, old).send()
    assert [need.title for need in copied()[0].needs.all()] == ["น้ำเกษตรไม่พอ"]


def test_a_draft_of_the_period_is_used_again_and_numbers_go_on(works, old):
    draft = Plan.objects.create(area_id="710109", first_year=2571, last_year=2573)
    make_item(draft, "มีอยู่ก่อน", amounts=(1,))
    page(works, old).send()
    assert [one.number for one in copied()] == [2, 3]
    assert {one.plan for one in copied()} == {draft}


def test_sent_twice_has_one_effect(works, old):
    tab = page(works, old)
    tab.send()
    tab.send()
    assert len(copied()) == 2


def test_an_item_is_not_copied_twice_into_one_plan(works, old):
    page(works, old).send()
    again = page(works, old)
    assert again.values["items"] == []
    answer = again.send(items=[str(old.items.get(number=2).pk)])
    assert answer.status_code == 422
    assert "บ่อบาดาล" in errors(answer)["items"][0]
    assert len(copied()) == 2


def test_the_database_keeps_it_too(works, old):
    page(works, old).send()
    one = copied()[0]
    one.pk, one.number, one._state.adding = None, 9, True
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()


def test_without_the_guard_the_database_is_asked(works, old, monkeypatch):
    """Negative control: the sentence comes from the guard."""
    page(works, old).send()
    monkeypatch.setattr(rules_rollover, "refuse_copied", lambda target, items: None)
    answer = page(works, old).send(items=[str(old.items.get(number=2).pk)])
    assert "บ่อบาดาล" not in str(errors(answer))


def test_nothing_of_the_old_plan_changes(works, old):
    before = list(old.items.order_by("pk").values())
    page(works, old).send(amounts="shift")
    assert list(old.items.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"first_year": "2570", "last_year": "2574"}, "first_year"),
        ({"first_year": "2571", "last_year": "2576"}, "last_year"),
        ({"first_year": "2028"}, "first_year"),
        ({"first_year": ""}, "first_year"),
        ({"items": []}, "items"),
        ({"items": ["99999999"]}, "items"),
        ({"items": ["๑'"]}, "items"),
        ({"amounts": "x"}, "amounts"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(works, old, typed, field):
    answer = page(works, old).send(**typed)
    assert answer.status_code == 422
    assert list(errors(answer)) == [field]
    assert Plan.objects.count() == 1


def test_thai_digits_are_read(works, old):
    page(works, old).send(first_year="๒๕๗๑", last_year="๒๕๗๕")
    assert Plan.objects.filter(first_year=2571, last_year=2575).exists()


def test_an_endorsed_plan_of_the_period_takes_nothing(works, old):
    next_plan = Plan.objects.create(area_id="710109", first_year=2571, last_year=2575)
    endorse(next_plan)
    answer = page(works, old).send(first_year="2571", last_year="2575")
    assert "2571–2575" in errors(answer)["__all__"][0]
    assert copied() == []


def test_lines_made_from_items_below_are_not_offered(client, secretariat, old):
    client.force_login(secretariat)
    above = make_plan("71", prefix="K")
    line = make_item(above, "ข้อจากตำบล")
    Lineage.objects.create(parent=line, child=old.items.first())
    own = make_item(above, "ข้อของจังหวัด")
    tab = page(client, above)
    assert tab.values["items"] == [str(own.pk)]
    assert tab.send(items=[str(line.pk)]).status_code == 422
    tab.send()
    assert [(one.title, one.plan.prefix) for one in copied()] == [("ข้อของจังหวัด", "K")]


def test_a_period_is_asked_for_only_where_an_item_can_go_on(client, secretariat, old):
    client.force_login(secretariat)
    above = make_plan("71")
    Lineage.objects.create(parent=make_item(above, amounts=(0, 0, 0, 0)), child=old.items.first())
    address = reverse("plan_rollover", args=[above.pk])
    text = client.get(address).content.decode()
    assert ("first_year" in text, 'name="amounts"' in text) == (False, False)
    assert "1 ข้อ" in text
    make_item(above, "ของจังหวัดเอง")
    assert "first_year" in client.get(address).content.decode()


def test_an_item_tells_where_it_came_from_and_where_it_went_on(works, old):
    page(works, old).send()
    origin, copy = old.items.get(number=1), copied()[0]
    assert reverse("item_detail", args=[copy.pk]) in item_page(works, origin)
    assert reverse("item_detail", args=[origin.pk]) in item_page(works, copy)


def item_page(client, item):
    return client.get(reverse("item_detail", args=[item.pk])).content.decode()


def test_an_origin_outside_the_scope_is_not_told(works, old):
    foreign = make_item(make_plan("720102"), "ของที่อื่น")
    item = old.items.get(number=1)
    PlanItem.objects.filter(pk=item.pk).update(copied_from=foreign)
    assert "ของที่อื่น" not in item_page(works, item)


def test_a_reader_and_a_stranger_carry_nothing_on(client, reader, stranger, old):
    for user, status in ((reader, 403), (stranger, 404)):
        client.force_login(user)
        assert client.post(reverse("plan_rollover", args=[old.pk]), {}).status_code == status


def test_an_origin_or_a_copy_elsewhere_is_not_told(country, worker):
    """Copies stay in their area; where a row was tied across areas all the same, it tells nothing."""
    here, there = make_item(make_plan(), "ฝายของเรา"), make_item(make_plan("720102"), "ฝายของเขา")
    PlanItem.objects.filter(pk=there.pk).update(copied_from=here)
    there.refresh_from_db()
    assert copies(here, worker) == Copies(None, [])
    assert copies(there, worker).origin == here
    assert later_copies([here.pk], worker) == {}
