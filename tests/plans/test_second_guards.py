"""Guards of plans that stand behind another one, asked directly: each holds alone."""

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse

from areas.models import Area, Role
from plans import rules, rules_items
from plans.copies import copies, later_copies
from plans.first_day import first_day
from plans.ledger import need_rows
from plans.models import Plan, PlanItem
from plans.same_needs import known_at
from tests.cast import make_item, make_need, make_plan, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(country):
    """An item of ช่องสะเดา that answers a need."""
    return make_item(make_plan(), need=make_need())


@pytest.fixture
def there(country):
    """An item of the other province."""
    return make_item(make_plan("720102"))


@pytest.mark.parametrize("model", [Plan, PlanItem])
def test_the_admin_lists_rows_of_the_own_scope(here, there, rf, keeper, model):
    request = rf.get("/")
    request.user = keeper
    own = {Plan: here.plan, PlanItem: here}[model]
    assert list(admin.site._registry[model].get_queryset(request)) == [own]


def test_copies_elsewhere_are_not_told(here, there, worker, stranger):
    PlanItem.objects.filter(pk=there.pk).update(copied_from=here)
    assert (copies(here, worker).made, later_copies([here.pk], worker)) == ([], {})
    assert (copies(here, stranger).made, later_copies([here.pk], stranger)) == ([there], {here.pk: there})


def steps(user):
    return {step.key: step for step in first_day(user).steps}


def test_plans_and_items_of_elsewhere_are_no_step_of_ones_own(there, worker, stranger):
    own = steps(worker)
    assert not own["plan"].is_done
    assert not own["item"].is_done
    assert own["item"].url == ""
    others = steps(stranger)
    assert others["plan"].is_done
    assert others["item"].is_done
    assert others["item"].url == reverse("item_add", args=[there.plan_id])


def test_a_worker_of_a_village_is_not_sent_to_start_the_tambons_plan(worker):
    village = person("village", Role.TAMBON_WORKER, "71010903")
    make_need("71010903")
    start = reverse("plan_add", args=["710109"])
    assert [steps(one)["plan"].url == start for one in (worker, village)] == [True, False]


def test_a_need_does_not_tell_which_item_elsewhere_answers_it(country, worker, secretariat):
    need = make_need()
    item = make_item(make_plan("71"), need=need)
    assert [[*need_rows([need], one)[0].items] for one in (worker, secretariat)] == [[], [item]]


def test_a_place_outside_the_plan_is_refused(here):
    rules.refuse_elsewhere(here.plan, "71010903")
    with pytest.raises(ValidationError):
        rules.refuse_elsewhere(here.plan, "711001")


def test_a_need_outside_the_plan_is_refused(here):
    rules.link_needs(here, [make_need("71010903")])
    with pytest.raises(ValidationError):
        rules.link_needs(here, [make_need("711001")])


def test_a_copy_for_a_neighbour_takes_neither_place_nor_need_along(here):
    copy, _years = rules_items.copy(here, make_plan("711001"))
    assert (copy.area_id, [*copy.needs.all()]) == ("711001", [])
    second, _years = rules_items.copy(here, here.plan)
    assert (second.area_id, second.needs.count()) == ("710109", 1)


def test_needs_that_one_does_not_see_are_not_told_as_the_same(here, worker, stranger):
    area = Area.objects.get(code="710109")
    assert [len(known_at(area, one).needs) for one in (worker, stranger)] == [1, 0]
