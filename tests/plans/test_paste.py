"""Amounts pasted from a spreadsheet: what is read, what finds no year, and that it is shown before it is saved."""

from decimal import Decimal

import pytest
from django.urls import reverse

from plans.forms.pasted import lay, read_block
from plans.models import PlanItem
from tests.cast import make_item, make_need, make_plan
from tests.plans.pages import Tab, errors
from tests.plans.test_items import add

GRID = [[(2567, "a"), (2568, "b"), (2569, "c")]]


def test_a_row_of_cells_is_laid_over_the_years():
    laid = lay(read_block("1,200,000.-\t๓๕๐,๐๐๐\t-\r\n"), GRID)
    assert laid.cells == {"a": "1,200,000.-", "b": "๓๕๐,๐๐๐", "c": "-"}
    assert laid.told == "2567 = 1,200,000 · 2568 = 350,000 · 2569 = –"


def test_a_column_runs_along_the_years_and_what_is_too_much_is_named():
    laid = lay(read_block("1\n2\n\n4"), GRID)
    assert (laid.cells, laid.beyond) == ({"a": "1", "b": "2", "c": ""}, ["4"])


def test_rows_fill_the_rows_of_the_grid():
    laid = lay(read_block("1\t2\n3\t4\n5"), [[(2567, "a"), (2568, "b")], [(2567, "c"), (2568, "d")]])
    assert (laid.cells, laid.beyond) == ({"a": "1", "b": "2", "c": "3", "d": "4"}, ["5"])


@pytest.fixture
def plan(country):
    return make_plan()


@pytest.fixture
def works(client, worker):
    client.force_login(worker)
    return client


@pytest.mark.django_db
def test_a_pasted_row_is_shown_first_and_saved_when_sent_again(works, plan):
    need = make_need()
    tab = Tab(works, reverse("item_add", args=[plan.pk]))
    values = {
        "title": "ฝาย",
        "target": "1 แห่ง",
        "dimension": need.dimension_id,
        "door": "province",
        "doability": "support",
    }
    shown = tab.send(**values, needs=[need.pk], pasted="1,200,000.-\t๓๕๐,๐๐๐\t-\t")
    assert shown.status_code == 422
    assert not PlanItem.objects.exists()
    assert "2567 = 1,200,000 · 2568 = 350,000 · 2569 = – · 2570 = –" in str(errors(shown)["pasted"])
    form = shown.context["form"]
    again = {name: form[name].value() for name in ("y2567", "y2568", "y2569", "y2570", "pasted")}
    tab.send(**values, needs=[need.pk], **again)
    amounts = PlanItem.objects.get().budgets.values_list("year", "amount")
    assert list(amounts) == [(2567, Decimal(1_200_000)), (2568, Decimal(350_000))]


@pytest.mark.django_db
def test_what_cannot_be_read_names_its_year_and_what_is_too_much_is_told(works, plan):
    shown = add(works, plan, pasted="100\tมาก\t1\t2\t9,999")
    assert "“มาก”" in str(errors(shown)["y2568"])
    assert "“9,999”" in str(errors(shown)["pasted"])


# --- Warnings beside the other items of the plan


@pytest.mark.django_db
def test_a_title_that_is_there_already_asks_for_a_tick(works, plan):
    make_item(plan, title="ก่อสร้างฝายชะลอน้ำห้วยสะด่อง")
    need = make_need()
    asked = add(works, plan, title="สร้างฝายชะลอน้ำ ห้วยสะด่อง", needs=[need.pk])
    assert asked.status_code == 422
    add(works, plan, title="สร้างฝายชะลอน้ำ ห้วยสะด่อง", needs=[need.pk], confirmed=["like"])
    assert PlanItem.objects.get(number=2).history.get().confirmed == "like"


@pytest.mark.django_db
def test_another_title_asks_nothing(works, plan):
    make_item(plan, title="ก่อสร้างฝายชะลอน้ำห้วยสะด่อง")
    assert add(works, plan, title="ตลาดชุมชน", needs=[make_need().pk]).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "status"), [("49,000,000", 302), ("50 ล้าน", 422)])
def test_an_unusually_large_budget_asks_for_a_tick(works, plan, typed, status):
    asked = add(works, plan, needs=[make_need().pk], y2567=typed, y2568="")
    assert asked.status_code == status


# --- Incomplete, but true


@pytest.mark.django_db
def test_an_item_without_a_word_beside_its_title_asks_for_a_tick(works, plan):
    need = make_need()
    assert list(errors(add(works, plan, needs=[need.pk], target=""))) == ["confirmed"]
    assert add(works, plan, needs=[need.pk], target="", confirmed=["bare"]).status_code == 302
    item = PlanItem.objects.get()
    assert item.confirmed == "bare"
    edit = Tab(works, reverse("item_edit", args=[item.pk]))
    assert edit.send(title="ฝายใหญ่").status_code == 302
    item.refresh_from_db()
    assert item.confirmed == "bare"


@pytest.mark.django_db
def test_an_item_that_never_had_a_word_is_edited_in_peace(works, plan):
    item = make_item(plan, need=make_need())
    assert Tab(works, reverse("item_edit", args=[item.pk])).send(title="ตลาดชุมชน").status_code == 302
