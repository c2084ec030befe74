"""Forms that add: sent twice they add once, changed and sent again they are not taken for the same."""

import pytest
from django.urls import reverse

from plans.models import Plan, PlanItem
from projects.models import Dimension
from tests.cast import make_plan
from tests.plans.pages import Tab, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(country):
    """What an item needs."""
    return {
        "title": "ฝายชะลอน้ำ",
        "target": "1 แห่ง",
        "door": "province",
        "doability": "support",
        "dimension": Dimension.objects.first().pk,
        "confirmed": ["no_need", "zero"],
    }


@pytest.fixture
def tab(client, worker):
    """The form of a new item of ช่องสะเดา."""
    client.force_login(worker)
    return Tab(client, reverse("item_add", args=[make_plan("710109").pk]))


def test_a_new_item_sent_twice_is_there_once(tab, filled):
    assert [tab.send(**filled).status_code for _ in range(2)] == [302, 302]
    assert PlanItem.objects.count() == 1


def test_what_was_changed_after_saving_is_kept_and_said(tab, filled):
    tab.send(**filled)
    again = tab.send(**{**filled, "title": "อีกแห่งหนึ่ง"})
    assert again.status_code == 422
    assert "อีกแห่งหนึ่ง" in again.content.decode()
    assert "มีการบันทึกแบบฟอร์มนี้แล้ว" in str(again.context["form"].errors)
    assert PlanItem.objects.count() == 1

    tab.send(**{**filled, "title": "อีกแห่งหนึ่ง", "key": again.context["write"]["key"]})
    assert sorted(PlanItem.objects.values_list("title", flat=True)) == ["ฝายชะลอน้ำ", "อีกแห่งหนึ่ง"]


def test_the_key_of_one_plan_saves_nothing_in_another_and_does_not_say_so(tab, filled, worker):
    tab.send(**filled)
    tab.url = reverse(
        "item_add", args=[Plan.objects.create(area_id="710109", first_year=2571, last_year=2575).pk]
    )
    assert tab.send(**filled).status_code == 403
    assert PlanItem.objects.count() == 1


@pytest.mark.parametrize("version", [None, "7", "มาก"])
def test_a_form_that_adds_needs_no_version(tab, filled, version):
    answer = tab.send(**filled, version=version)
    assert answer.status_code == 302
    assert "ฝายชะลอน้ำ" in told(answer)[0]


def test_the_period_of_another_province_is_not_proposed(client, worker):
    Plan.objects.create(area_id="720102", first_year=2690, last_year=2694)
    client.force_login(worker)
    assert b"2690" not in client.get(reverse("plan_add", args=["710109"])).content
