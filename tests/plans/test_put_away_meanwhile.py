"""Somebody puts a plan, an item or a project away while another types: what was typed is shown, none of it lost."""

import pytest
from django.urls import reverse

from plans import rules_items, rules_plans
from plans.models import PlanItem
from tests.cast import make_item, make_plan
from tests.plans.pages import Tab

pytestmark = pytest.mark.django_db
WHY = "เริ่มผิดช่วงปี"
TITLE = "ซ่อมฝายห้วยน้ำใส"


@pytest.fixture
def works(client, worker):
    client.force_login(worker)
    return client


@pytest.fixture
def plan(country):
    return make_plan()


@pytest.fixture
def adds(works, plan):
    """The form of a new item, opened before the plan is put away."""
    return Tab(works, reverse("item_add", args=[plan.pk]))


def test_an_item_for_a_plan_put_away_meanwhile_is_shown_as_typed(adds, plan, secretariat):
    rules_plans.archive(plan, secretariat, WHY)
    answer = adds.send(title=TITLE, y2567="๑,๕๐๐")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert all(word in text for word in (TITLE, "๑,๕๐๐", WHY, str(secretariat)))
    assert not PlanItem.every.exists()


def test_a_change_of_an_item_archived_meanwhile_is_shown_as_typed(works, worker, plan, secretariat):
    item = make_item(plan)
    form = Tab(works, reverse("item_edit", args=[item.pk]))
    rules_items.archive(item, secretariat, WHY)
    answer = form.send(title=TITLE)
    assert (answer.status_code, TITLE in answer.content.decode()) == (409, True)
    assert PlanItem.every.get().title != TITLE


def test_whoever_may_not_change_the_plan_is_told_nothing(adds, plan, secretariat, reader, stranger):
    rules_plans.archive(plan, secretariat, WHY)
    for person in (reader, stranger):
        adds.client.force_login(person)
        answer = adds.send(title=TITLE)
        assert answer.status_code == 404
        assert WHY not in answer.content.decode()


def test_a_plan_that_never_was_is_still_not_found(adds, plan):
    """Negative control: only what was put away is told."""
    plan.delete()
    assert adds.send(title=TITLE).status_code == 404
