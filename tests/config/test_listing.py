"""Lists of any table: filters, orders, pages and the workbook, tried on dimensions and areas."""

import io

import openpyxl
import pytest
from django import forms

from areas.models import Area
from config.tools import list_book
from config.tools.list_book import Field, write
from config.tools.listing import Column, Filter, Listing
from tests.cast import set_country

pytestmark = pytest.mark.django_db

COLUMNS = (
    Column("name", "ชื่อ", ("name_sort",), up="ตามชื่อ", down="ย้อนชื่อ"),
    Column("moo", "หมู่", ("moo_no",), down="หมู่มากก่อน", down_first=True, blanks=True, number=True),
    Column("note", "หมายเหตุ"),
)


class Narrow(Filter):
    """A filter with a choice and a word."""

    level = forms.ChoiceField(label="ระดับ", required=False, choices=[("", "ทุกระดับ"), ("tambon", "ตำบล")])
    word = forms.CharField(label="คำ", required=False)
    number = forms.IntegerField(label="เลข", required=False)


@pytest.fixture
def places(db):
    """Villages that lie in no order: by name ก, แก, ข; by number 3, 1, and one without."""
    set_country()
    rows = [("11", "ข้าวหลาม", 3), ("12", "แก้ว", 1), ("13", "กล้วย", 2)]
    for code, name, moo in rows:
        Area.objects.create(
            code=f"710109{code}", level="village", parent_id="710109", name_th=name, moo_no=moo
        )
    Area.objects.create(code="710109A1", level="community", parent_id="710109", name_th="ฃวด")
    return Area.objects.filter(parent="710109", code__in=["71010911", "71010912", "71010913", "710109A1"])


def names(places, **asked):
    listing = Listing(places, asked, COLUMNS, first="name")
    return [row.name_th for row in listing.on(listing.page())]


def test_thai_names_sort_as_in_a_thai_dictionary(places):
    assert names(places)[:3] == ["กล้วย", "แก้ว", "ข้าวหลาม"]


def test_an_order_runs_down_with_a_minus(places):
    assert names(places, sort="-name")[-3:] == ["ข้าวหลาม", "แก้ว", "กล้วย"]


@pytest.mark.parametrize("sort", ["-moo", "moo"])
def test_what_is_empty_stands_last_in_both_orders(places, sort):
    assert names(places, sort=sort)[-1] == "ฃวด"


@pytest.mark.parametrize(
    "sort", ["note", "password", "-", "--name", "name_th", "parent__code", "ก' or 1=1", "\x00"]
)
def test_an_unknown_order_is_ignored(places, sort):
    assert names(places, sort=sort) == names(places)


@pytest.mark.parametrize("page", ["", "0", "-1", "99", "๒", "x", "9" * 5000])
def test_an_unreadable_page_is_a_page(places, page):
    assert names(places, page=page)


def test_pages_show_each_row_once(places):
    pages = [Listing(places, {"page": str(n)}, COLUMNS, first="-moo", size=2) for n in (1, 2)]
    shown = [row.pk for one in pages for row in one.on(one.page())]
    assert sorted(shown) == sorted(row.pk for row in places)


def test_a_page_is_three_queries_however_deep(places, django_assert_num_queries):
    """The count, the keys of the page, its rows."""
    listing = Listing(places, {"page": "2"}, COLUMNS, first="name", size=2)
    with django_assert_num_queries(3):
        rows = listing.on(listing.page(), "parent")
        assert {row.parent.name_th for row in rows} == {"ช่องสะเดา"}


def test_headings_say_the_order_and_the_next_one(places):
    heads = {
        head.heading: (head.sort, head.state) for head in Listing(places, {}, COLUMNS, first="name").heads()
    }
    assert heads == {"ชื่อ": ("-name", "ascending"), "หมู่": ("-moo", ""), "หมายเหตุ": ("", "")}


def test_only_orders_with_words_are_offered(places):
    orders = Listing(places, {}, COLUMNS, first="name").orders()
    assert orders == [("name", "ตามชื่อ"), ("-name", "ย้อนชื่อ"), ("-moo", "หมู่มากก่อน")]


def test_active_filters_are_told_in_words():
    assert Narrow({"level": "tambon", "word": "น้ำ", "number": "x"}).told() == ["ระดับ: ตำบล", "คำ: น้ำ"]
    assert Narrow({}).told() == []


# --- The workbook


def book(places, told=(), **asked):
    file = io.BytesIO()
    fields = [Field("ชื่อ", 20, ("name_th",)), Field("หมู่", 8, ("moo_no",))]
    write(file, Listing(places, asked, COLUMNS, first="name"), fields, title="หมู่บ้าน", told=told)
    sheet = openpyxl.load_workbook(file).active
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)], sheet


def test_the_workbook_is_the_list(places):
    cells, _sheet = book(places.filter(level="village"), sort="-moo")
    assert cells[-3:] == [["ข้าวหลาม", 3], ["กล้วย", 2], ["แก้ว", 1]]


def test_the_title_says_filters_order_and_day(places):
    cells, _sheet = book(places, told=["ระดับ: หมู่บ้าน"], sort="-moo")
    assert cells[:2] == [["หมู่บ้าน"], ["ระดับ: หมู่บ้าน"]]
    assert "4 แถว" in cells[2][0]
    assert "หมู่มากก่อน" in cells[2][0]


@pytest.mark.parametrize("text", ["=1+1", "+66", "-ก", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x.th"])
def test_text_that_looks_like_a_formula_stays_text(places, text):
    Area.objects.filter(code="71010911").update(name_th=text)
    _cells, sheet = book(places.filter(code="71010911"))
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert [(cell.data_type, cell.hyperlink) for cell in found] == [("s", None)]


def test_a_list_that_is_cut_says_so(places, monkeypatch):
    monkeypatch.setattr(list_book, "MOST", 2)
    cells, _sheet = book(places)
    assert "2 แถวแรกจาก 4 แถว" in cells[2][0]
    assert cells[-1] == cells[2]
    assert len(cells) == 1 + 2 + 1 + 2 + 1


def test_a_whole_list_says_nothing_of_a_cut(places):
    """Negative control."""
    cells, _sheet = book(places)
    assert not any("แถวแรก" in str(cell) for row in cells for cell in row)
