"""An item goes up one way, also when a district gets its plan at the moment an item is carried past it."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from areas.models import Area
from plans import placing, rules
from plans import rules_rollup as rollup_rules
from plans.models import Lineage, Plan
from tests.plans.bench import all_of, make_item, stage

SECONDS = 15


def carried_past(above, item):
    """Whether an item of the district's tambons lies in the province's plan though the district has one."""
    district = Plan.objects.filter(area_id=item.plan.area_id[:4]).exists()
    return district and Lineage.objects.filter(parent__plan=above, child=item).exists()


def both_at_once(above, item, monkeypatch):
    """Open the district's plan; while its transaction is open, carry the item up. Return who was refused."""
    refused, checked, ready = [], threading.Event(), threading.Event()
    full_clean = Plan.full_clean

    def slow(plan, *args, **kwargs):
        checked.set()
        ready.wait(1)  # the other act gets as far as the locks let it
        return full_clean(plan, *args, **kwargs)

    monkeypatch.setattr(Plan, "full_clean", slow)

    def run(name, act):
        try:
            with transaction.atomic():
                act()
        except ValidationError:
            refused.append(name)
        finally:
            connection.close()

    def carry():
        checked.wait(SECONDS)
        run("carry", lambda: rollup_rules.make_line(above, {}, all_of(item)))
        ready.set()

    area = Area.objects.get(code="7101")
    opens = threading.Thread(target=run, args=("open", lambda: rules.create_plan(area, 2567, 2570)))
    carries = threading.Thread(target=carry)
    opens.start()
    carries.start()
    opens.join(SECONDS)
    carries.join(SECONDS)
    assert not opens.is_alive()
    assert not carries.is_alive()
    return refused


@pytest.mark.django_db(transaction=True)
def test_a_district_opens_its_plan_while_an_item_is_carried_past_it(country, monkeypatch):
    above, here, _there = stage()
    item = make_item(here)
    assert both_at_once(above, item, monkeypatch) == ["carry"]
    assert not carried_past(above, item)


@pytest.mark.django_db(transaction=True)
def test_without_asking_again_after_the_lock_the_item_goes_up_two_ways(country, monkeypatch):
    """Negative control: the answer from before the lock was waited for is taken for good."""
    above, here, _there = stage()
    item = make_item(here)
    monkeypatch.setattr(placing, "child_plans", lambda plan: Plan.objects.filter(area_id__gte="7101"))
    both_at_once(above, item, monkeypatch)
    assert carried_past(above, item)
