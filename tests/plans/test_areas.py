"""The page of an area: everyone may open it; what is recorded there is shown to those who look after it."""

import pytest
from django.urls import reverse

from tests.cast import CANARY, make_item, make_need, make_plan

pytestmark = pytest.mark.django_db


def page(client, user, code):
    client.force_login(user)
    return client.get(reverse("area_detail", args=[code]))


def test_the_page_shows_plan_needs_and_children(client, worker):
    plan = make_plan()
    make_item(plan)
    make_need(title="น้ำไม่พอ")
    found = page(client, worker, "710109")
    text = found.content.decode()
    assert [(row.plan, row.total) for row in found.context["plans"]] == [(plan, 700_000)]
    assert "น้ำไม่พอ" in text
    assert "บ้านไร่ป้า" in text
    assert "71010903" in text
    assert reverse("need_add", args=["710109"]) in text
    assert reverse("area_add", args=["710109"]) in text


def test_without_a_plan_one_can_be_started(client, worker):
    assert reverse("plan_add", args=["710109"]) in page(client, worker, "710109").content.decode()


def test_a_province_lists_the_plans_of_its_tambons(client, secretariat):
    make_plan()
    make_plan("71010903")
    found = page(client, secretariat, "71")
    assert [row.plan.home_name for row in found.context["below"]] == ["ต.ช่องสะเดา"]
    assert reverse("need_add", args=["71"]) not in found.content.decode()


def test_a_stranger_opens_the_page_and_reads_nothing_of_it(client, stranger):
    make_item(make_plan(), title=CANARY)
    make_need(title=CANARY)
    found = page(client, stranger, "710109")
    text = found.content.decode()
    assert found.status_code == 200
    assert CANARY not in text
    assert (found.context["plans"], found.context["needs"].count) == ([], 0)
    assert reverse("plan_add", args=["710109"]) not in text


def test_a_reader_gets_no_buttons(client, reader):
    text = page(client, reader, "710109").content.decode()
    for name in ("need_add", "plan_add", "area_add"):
        assert reverse(name, args=["710109"]) not in text


@pytest.mark.parametrize("code", ["99", "7101099", "ก", "710109'", "๗๑", "0" * 50])
def test_no_such_area_is_not_found(client, worker, code):
    assert page(client, worker, code).status_code == 404


def test_a_page_that_only_reads_takes_no_post(client, worker):
    client.force_login(worker)
    assert client.post(reverse("area_detail", args=["710109"])).status_code == 405
