"""The list of a plan's items: filters, orders, years as columns, the same list as a workbook."""

from io import BytesIO

import pytest
from django.core.paginator import Paginator
from django.urls import reverse
from openpyxl import load_workbook

from plans.models import PlanItem
from projects.models import Dimension
from tests.cast import make_item, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(country):
    plan = make_plan()
    make_item(plan, title="ฝาย", amounts=(0, 350_000, 0, 0))
    make_item(plan, title="ตลาด", amounts=(900_000, 0, 0, 0), dimension=Dimension.objects.get(code="ECON"))
    make_item(plan, title="ถนน", amounts=(0, 0, 0, 0), doability="alone", door="local")
    return plan


@pytest.fixture
def works(client, worker):
    client.force_login(worker)
    return client


def titles(client, plan, **asked):
    page = client.get(reverse("item_list", args=[plan.pk]), asked)
    return [item.title for item, _amounts, _total in page.context["rows"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["ฝาย", "ตลาด", "ถนน"]),
        ({"q": "ตลา"}, ["ตลาด"]),
        ({"q": "ต ลาด"}, ["ตลาด"]),
        ({"q": "๒"}, ["ตลาด"]),
        ({"q": "K3"}, ["ถนน"]),
        ({"q": "ฝาย ตลาด"}, []),
        ({"q": "..."}, ["ฝาย", "ตลาด", "ถนน"]),
        ({"doability": "alone"}, ["ถนน"]),
        ({"door": "local"}, ["ถนน"]),
        ({"door": "‮"}, ["ฝาย", "ตลาด", "ถนน"]),
        ({"sort": "-total"}, ["ตลาด", "ฝาย", "ถนน"]),
        ({"sort": "-y2568"}, ["ฝาย", "ตลาด", "ถนน"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(works, plan, asked, found):
    assert titles(works, plan, **asked) == found


def test_the_list_is_narrowed_by_dimension(works, plan):
    assert titles(works, plan, dimension=Dimension.objects.get(code="ECON").pk) == ["ตลาด"]


def test_the_workbook_holds_the_same_list_with_amounts_as_numbers(works, plan):
    response = works.get(reverse("item_workbook", args=[plan.pk]), {"sort": "-total", "door": "province"})
    cells = list(load_workbook(BytesIO(b"".join(response.streaming_content))).active.values)
    rows = [row for row in cells if row[1] in {"ฝาย", "ตลาด", "ถนน"}]
    assert [row[1] for row in rows] == ["ตลาด", "ฝาย"]
    assert rows[0][6] == 900_000
    assert rows[0][10] == 900_000


def test_what_is_archived_is_not_in_the_list(works, plan):
    PlanItem.objects.filter(title="ถนน").update(archived_at="2023-09-15T00:00:00Z")
    assert titles(works, plan) == ["ฝาย", "ตลาด"]


def test_the_sums_are_of_the_whole_filtered_list(works, plan, monkeypatch):
    monkeypatch.setattr(
        "plans.views.item_list.Listing.page",
        lambda self: Paginator(self.ordered.values_list("pk", flat=True), 1).page(1),
    )
    page = works.get(reverse("item_list", args=[plan.pk]), {"door": "province"})
    assert len(page.context["rows"]) == 1
    assert [int(amount) for _year, amount in page.context["sums"]] == [900_000, 350_000, 0, 0]
    assert "1,250,000" in page.content.decode()
