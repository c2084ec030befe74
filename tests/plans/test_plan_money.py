"""What plans ask for by dimension, stream and source: exact, of one level alone, and proved by the items."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from plans.models import ItemBudget
from projects.models import Dimension, WorkStream
from tests.cast import make_item, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def sits(client, secretariat):
    """The secretariat's browser, with two tambon plans and the province's own, which adds to none of them."""
    stream = WorkStream.objects.get(code="WS08")
    make_item(make_plan("710109"), amounts=(100, 0, 20, 0), source=None, work_stream=stream)
    other = Dimension.objects.get(code="ECON")
    make_item(make_plan("710108"), amounts=(7, 0, 0, 1), dimension=other)
    make_item(make_plan("71"), amounts=(900, 0, 0, 0))
    client.force_login(secretariat)
    return client


def told(report):
    return [
        [(row.name, [int(baht) for _year, baht in row.by_year]) for row in table.rows]
        for table in report.tables
    ]


def read(sits, code="71", **asked):
    return sits.get(reverse("plan_money", args=[code]), asked).context["report"]


def test_tambon_plans_are_summed_by_dimension_stream_and_source(sits):
    stream, (own, other) = (
        WorkStream.objects.get(code="WS08"),
        Dimension.objects.filter(code__in=["ECON", "ENV"]),
    )
    rows = {"ENV": [100, 0, 20, 0], "ECON": [7, 0, 0, 1]}
    assert told(read(sits)) == [
        [(str(one), rows[one.code]) for one in (own, other)],
        [(str(stream), rows["ENV"]), ("ยังไม่ระบุเนื้องาน", rows["ECON"])],
        [("อบจ.กาญจนบุรี", rows["ECON"]), ("ไม่ระบุแหล่งงบ", rows["ENV"])],
    ]


def test_plans_of_another_level_are_never_added(sits):
    assert [int(read(sits, **asked).total) for asked in ({}, {"plans": "province-2567-2570"})] == [128, 900]
    assert int(read(sits, plans="all-of-them").total) == 128


def test_only_what_lies_in_the_area_counts(sits):
    assert int(read(sits, "710108").total) == 8


def test_a_column_that_lies_is_told_in_baht(sits):
    assert read(sits).ties
    row = ItemBudget.objects.get(amount=20)
    ItemBudget.objects.filter(pk=row.pk).update(dimension=Dimension.objects.get(code="ECON"))
    found = read(sits)
    assert (found.ties, found.difference, found.total) == (False, Decimal("20.00"), Decimal("128.00"))


def test_an_area_without_plans_says_so(sits):
    answer = sits.get(reverse("plan_money", args=["711001"]))
    assert (answer.status_code, answer.context["report"]) == (200, None)
    assert sits.get(reverse("plan_money_workbook", args=["711001"])).status_code == 404


def test_the_workbook_has_a_sheet_for_each_table_with_the_same_baht(sits):
    answer = sits.get(reverse("plan_money_workbook", args=["71"]))
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)), data_only=True)
    rows = list(book["ตามแหล่งงบที่ขอ"].iter_rows(values_only=True))
    assert book.sheetnames == ["ตามมิติ", "ตามเนื้องาน", "ตามแหล่งงบที่ขอ"]
    assert rows[-3:] == [
        ("อบจ.กาญจนบุรี", 7, 0, 0, 1, 8),
        ("ไม่ระบุแหล่งงบ", 100, 0, 20, 0, 120),
        ("ผลรวม", 107, 0, 20, 1, 128),
    ]
