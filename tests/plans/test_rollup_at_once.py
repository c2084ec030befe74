"""Two people at the same workbench at the same moment: one act is done, the other person is told."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from plans.models import Lineage, PlanItem
from tests.plans.bench import budget, make_item, problems, source, stage
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def carrier(user, plan, item, amount, key=None):
    """Return the sending of a form that carries 2568 of an item up."""
    client = Client()
    client.force_login(user)
    data = {
        "key": key or str(uuid.uuid4()),
        "version": "0",
        "title": "ฝาย",
        "dimension": item.dimension_id,
        "door": "province",
        "doability": "support",
        "keep": [str(item.pk)],
        f"c_{item.pk}_2568_{source()}": amount,
    }
    return lambda: client.post(reverse("rollup_carry", args=[plan.pk]), data).status_code


def test_of_two_who_carry_the_same_item_one_does_and_the_other_is_told(secretariat, coordinator):
    plan, tambon, _other = stage()
    weir = make_item(tambon, amounts=(0, 350_000, 0, 0))
    told = at_once(carrier(secretariat, plan, weir, "350,000"), carrier(coordinator, plan, weir, "350,000"))
    assert sorted(told) == [302, 422]
    assert budget(PlanItem.objects.get(plan=plan)) == {2568: 350_000}
    assert problems(plan) == []


def test_two_who_carry_a_part_each_both_do(secretariat, coordinator):
    plan, tambon, _other = stage()
    weir = make_item(tambon, amounts=(0, 350_000, 0, 0))
    told = at_once(carrier(secretariat, plan, weir, "200,000"), carrier(coordinator, plan, weir, "150,000"))
    assert told == [302, 302]
    assert Lineage.objects.filter(child=weir).count() == 2
    assert problems(plan) == []


def test_the_same_form_sent_twice_at_once_makes_one_line(secretariat):
    plan, tambon, _other = stage()
    weir = make_item(tambon, amounts=(0, 350_000, 0, 0))
    key = str(uuid.uuid4())
    told = at_once(*(carrier(secretariat, plan, weir, "100,000", key) for _ in range(2)))
    assert told == [302, 302]
    assert budget(PlanItem.objects.get(plan=plan)) == {2568: 100_000}
