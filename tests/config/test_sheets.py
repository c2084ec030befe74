"""Sheets: names, texts and row heights that Excel takes; the quick page writes what XlsxWriter itself would."""

import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from config.tools import glyphs, sheets
from config.tools.sheets import Book, Column, Formula, Look

THAI = "พัฒนาระบบน้ำอุปโภคบริโภคและเกษตรขนาดเล็กโดยชุมชนบริหารจัดการ"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ผ.02", "ผ.02"),
        ("a/b:c*d?e[f]g\\h", "a b c d e f g h"),
        ("'ก'", "ก"),
        ("", "-"),
        ("x" * 40, "x" * 31),
        ("TAKEN", "TAKEN (2)"),
    ],
)
def test_a_sheet_s_name_is_one_that_excel_allows(typed, name):
    assert sheets.sheet_name(typed, ["taken"]) == name


@pytest.mark.parametrize(
    ("text", "held"),
    [("ก\x00ข", "กข"), ("a\x1fb\x7f", "ab"), ("a\r\nb", "a\nb"), ("\ud800x\uffff", "x"), ("\t", "\t")],
)
def test_a_cell_s_text_loses_what_xml_forbids(text, held):
    assert sheets.legal(text) == held


@pytest.mark.parametrize("text", ["ก" * 32_767, "😀" * 16_383])
def test_a_text_that_just_fits_is_kept(text):
    assert sheets.legal(text) == text


@pytest.mark.parametrize("text", ["ก" * 32_768, "😀" * 16_384])
def test_a_longer_text_is_cut_with_a_mark(text):
    cut = sheets.legal(text)
    assert cut.endswith("…(ตัดที่ 32,767 อักษร)")
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767


def test_marks_above_and_below_take_no_room():
    assert glyphs.width("กี่ กู้") == glyphs.width("ก ก")


def test_a_text_needs_more_lines_in_less_room():
    wide, narrow = glyphs.lines(THAI, 40), glyphs.lines(THAI, 5)
    assert (wide, narrow >= 4) == (1, True)


def test_each_line_break_begins_a_line():
    assert glyphs.lines("ก\nข\n\nค", 40) == 4


def test_the_pieces_of_a_text_are_the_text_and_fit():
    text = " ".join([THAI] * 20)
    parts = glyphs.pieces(text, 8, 6)
    assert " ".join(parts).replace(" ", "") == text.replace(" ", "")
    assert all(glyphs.lines(part, 8) <= 6 for part in parts)


def test_a_piece_never_begins_with_a_mark():
    parts = glyphs.pieces("กี้" * 400, 8, 6)
    assert all(part[0] == "ก" for part in parts)


class Stock(Worksheet):
    """XlsxWriter's own page, fed through its public methods."""

    def put_cells(self, row, cells):
        for col, cell in enumerate(cells):
            if type(cell).__name__ == "Formula":
                self.write_formula(row, col, f"={cell.formula}", cell.format, cell.value)
            elif type(cell).__name__ == "Blank":
                self.write_blank(row, col, None, cell.format)
            elif type(cell).__name__ == "Number":
                self.write_number(row, col, *cell)
            else:
                self.write_string(row, col, *cell)


def book():
    """Return the bytes of a small workbook."""
    file = BytesIO()
    made = Book(file, title="ทดสอบ")
    sheet = made.sheet(
        "ก", [Column("ที่", 5), Column("ข้อความ", 20, above="รวม"), Column("บาท", 12, above="รวม")], form="ผ.02"
    )
    for text in ("ธรรมดา", "a & b <c>", " หน้า", "หลัง\n", "_x0041_", '"อ้าง"', "=1+1", "", "x\ty"):
        sheet.put([1, text, Decimal("1234567.89")])
        sheet.put(
            [None, Formula('="รวม "&1&" <ก>"', f"รวม {text} <ก>"), Formula("=SUM(C3:C9)", Decimal("0.1"))],
            Look.TOTAL,
        )
    sheet.put([2, Formula("=COUNT(A1:A9)", 9), Decimal("99999999999.99")])
    sheet.put([2, Formula("=1/0", "#DIV/0!"), 10**12])
    made.close()
    return file.getvalue()


def test_the_quick_page_writes_the_bytes_of_xlsxwriter_s_own(monkeypatch):
    quick = book()
    monkeypatch.setattr(sheets, "QuickPage", Stock)
    assert quick == book()


def test_the_quick_page_keeps_text_that_looks_like_ready_made_xml_a_text(tmp_path):
    target = tmp_path / "x.xlsx"
    made = Book(target, title="x")
    made.sheet("ก", [Column("h", 20)]).put(["<r><t>1</t></r>"])
    made.close()
    stock = xlsxwriter.Workbook(tmp_path / "stock.xlsx", {"constant_memory": True})
    page = stock.add_worksheet()
    page.write_string(0, 0, "<r><t>1</t></r>")
    stock.close()
    ours = zipfile.ZipFile(target).read("xl/worksheets/sheet1.xml")
    theirs = zipfile.ZipFile(tmp_path / "stock.xlsx").read("xl/worksheets/sheet1.xml")
    assert b"&lt;r&gt;" in ours
    assert b"&lt;r&gt;" not in theirs  # the control: XlsxWriter's own page writes it as XML
