"""The list of plans: filters, orders, years as columns; its workbook has the same rows."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse

from plans.models import Plan, PlanItem
from plans.plan_table import MOST_YEARS
from plans.rules_items import archive
from tests.cast import make_item, make_plan
from tests.grow import queries

pytestmark = pytest.mark.django_db
ALL = ["ต.วังด้ง", "ต.ช่องสะเดา", "ต.เลาขวัญ"]


@pytest.fixture
def plans(country, client, secretariat):
    """Three plans of the province and one of another, seen by the secretariat."""
    client.force_login(secretariat)
    make_item(make_plan("710108", endorsed=True), amounts=(0, 100, 0, 0))
    make_item(make_plan("710109"), "บ่อบาดาล", amounts=(0, 0, 5_000, "0.50"))
    Plan.objects.create(area_id="711001", first_year=2571, last_year=2575)
    make_item(make_plan("720102"), "บ่อบาดาล")


def page_of(client, **asked):
    return client.get(reverse("plan_list"), asked).context


def listed(client, **asked):
    return [row.plan.home_name for row in page_of(client, **asked)["rows"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ALL),
        ({"district": "7110"}, ["ต.เลาขวัญ"]),
        ({"province": "71", "district": "7101"}, ["ต.วังด้ง", "ต.ช่องสะเดา"]),
        ({"period": "2571-2575"}, ["ต.เลาขวัญ"]),
        ({"status": "endorsed"}, ["ต.วังด้ง"]),
        ({"q": "ช่องสะ"}, ["ต.ช่องสะเดา"]),
        ({"q": "Wang Dong"}, ["ต.วังด้ง"]),
        ({"q": "๗๑๐๑๐๙"}, ["ต.ช่องสะเดา"]),
        ({"q": "บาดาล บ่อ"}, ["ต.ช่องสะเดา"]),
        ({"q": "บาดาล ถนน"}, []),
        ({"q": "ไม่มีคำนี้"}, []),
        ({"q": "%"}, []),
        ({"district": "7201", "period": "2567", "level": "ก", "status": "'", "sort": "-pk; drop"}, ALL),
        ({"sort": "area"}, ["ต.ช่องสะเดา", "ต.เลาขวัญ", "ต.วังด้ง"]),
        ({"sort": "-place"}, ["ต.เลาขวัญ", "ต.ช่องสะเดา", "ต.วังด้ง"]),
        ({"sort": "-total"}, ["ต.ช่องสะเดา", "ต.วังด้ง", "ต.เลาขวัญ"]),
        ({"sort": "total"}, ["ต.วังด้ง", "ต.ช่องสะเดา", "ต.เลาขวัญ"]),
        ({"sort": "-y2568"}, ["ต.วังด้ง", "ต.ช่องสะเดา", "ต.เลาขวัญ"]),
        ({"sort": "-period"}, ["ต.เลาขวัญ", "ต.วังด้ง", "ต.ช่องสะเดา"]),
        ({"sort": "status"}, ["ต.ช่องสะเดา", "ต.เลาขวัญ", "ต.วังด้ง"]),
        ({"sort": "-items"}, ["ต.วังด้ง", "ต.ช่องสะเดา", "ต.เลาขวัญ"]),
    ],
)
def test_filters_and_orders_of_the_address(client, plans, asked, found):
    assert listed(client, **asked) == found


def test_districts_are_offered_within_one_province(client, plans, superuser):
    client.force_login(superuser)
    districts = [
        [code for code, _name in page_of(client, province=province)["form"].fields["district"].choices]
        for province in ("", "71", "72")
    ]
    assert districts == [[""], ["", "7101", "7110"], ["", "7201"]]


def test_periods_of_elsewhere_are_not_offered(client, plans):
    Plan.objects.create(area_id="720102", first_year=2580, last_year=2581)
    periods = [value for value, _words in page_of(client)["form"].fields["period"].choices]
    assert periods == ["", "2571-2575", "2567-2570"]


def test_years_are_columns_and_a_year_that_the_plan_lacks_is_empty(client, plans):
    page = page_of(client, q="ช่องสะ")
    assert [head.heading for head in page["listing"].heads()][5:-1] == ["2567", "2568", "2569", "2570"]
    assert [*dict(page["rows"][0].amounts).values()] == [0, 0, 5_000, Decimal("0.50")]
    assert dict(page_of(client)["rows"][2].amounts) == dict.fromkeys(range(2567, 2571)) | dict.fromkeys(
        range(2571, 2576), 0
    )


def test_years_beyond_the_columns_are_one_sum(client, plans):
    make_item(Plan.objects.create(area_id="711001", first_year=2577, last_year=2580), amounts=(7, 0, 0, 0))
    first, *_others, last = page_of(client)["rows"]
    assert len(first.amounts) == MOST_YEARS
    assert (first.before, last.before, first.total) == (100, None, 100)


def test_what_is_archived_counts_neither_as_item_nor_as_money(client, plans, secretariat):
    item = PlanItem.objects.get(plan__area="710109")
    archive(item, secretariat, "ซ้ำ")
    (row,) = page_of(client, q="ช่องสะ")["rows"]
    assert (row.items, row.total) == (0, 0)
    assert listed(client, q="บาดาล") == []
    assert book(client, q="ช่องสะ")[1][0][6:] == [0, None, None, None, None, None]


def test_the_table_asks_as_much_however_it_is_sorted(client, plans):
    page_of(client)  # the visit is written down first
    counts = {
        queries(connection, lambda order=order: page_of(client, sort=order))[0]
        for order in ("place", "-total", "-y2568", "-items", "area")
    }
    assert len(counts) == 1


def test_sums_are_reckoned_only_where_the_list_is_sorted_by_them(client, plans):
    """The keys of a page are read without the sums that no order needs."""
    assert "SUM" not in str(page_of(client)["page"].object_list.query)
    assert "SUM" in str(page_of(client, sort="-total")["page"].object_list.query)


# --- The workbook


def book(client, **asked):
    response = client.get(reverse("plan_list_workbook"), asked)
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = next(at for at, row in enumerate(rows) if row[0] == "พื้นที่" and row[1])
    return rows[head], [row for row in rows[head + 1 :] if row[0]]


@pytest.mark.parametrize("asked", [{}, {"status": "draft"}, {"sort": "-total"}, {"q": "บาดาล"}])
def test_the_workbook_is_the_list(client, plans, asked):
    assert [row[0] for row in book(client, **asked)[1]] == listed(client, **asked)


def test_the_workbook_has_a_column_for_each_year_and_numbers(client, plans):
    head, rows = book(client, q="ช่องสะ")
    assert head[7:] == ["2567", "2568", "2569", "2570", "รวม (บาท)"]
    assert rows[0][6:] == [1, None, None, 5000, 0.5, 5000.5]


def test_a_cluster_stands_in_both_lists_by_its_name(client, plans, coordinator):
    client.force_login(coordinator)
    make_plan(None, cluster=coordinator.assignments.get().cluster)
    assert listed(client, level="cluster") == [row[0] for row in book(client, level="cluster")[1]]
    assert listed(client, q="ภาคกลางตอนล่าง") == ["ภาคกลางตอนล่าง 1 (พอช.)"]


def test_without_any_plan_the_workbook_opens_and_the_page_says_so(client, secretariat):
    client.force_login(secretariat)
    assert client.get(reverse("plan_list_workbook")).status_code == 200
    assert "ยังไม่มีแผน" in client.get(reverse("plan_list")).content.decode()
