"""Reading an uploaded sheet: what it holds, and that no file does harm."""

import io
import os
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from config.tools import sheet_child, sheet_reading
from config.tools.sheet_reading import UnreadableSheetError, read_sheet


def book(*rows, change=lambda sheet: None):
    """Return the bytes of a workbook with the rows."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    change(made.active)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def parts(content, **changed):
    """Return a workbook with parts of it replaced; a name ends with the key."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, next((to for end, to in changed.items() if end in name), old.read(name)))
    return target.getvalue()


def refused(name, content):
    with pytest.raises(UnreadableSheetError) as error:
        read_sheet(name, content)
    return str(error.value)


def test_a_workbook_gives_its_cells_with_the_row_numbers_of_excel():
    content = book([], ["รหัส", "ชื่อ"], [], ["WS01", 7, 1.5, True, None, date(2023, 7, 5)])
    assert read_sheet("ก.XLSX", content) == [
        (2, ["รหัส", "ชื่อ"]),
        (4, ["WS01", 7, 1.5, True, "", date(2023, 7, 5)]),
    ]


@pytest.mark.parametrize(("coding", "between"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp874", "\t")])
def test_a_csv_file_is_read_in_the_codings_of_thai_excel(coding, between):
    text = f'รหัส{between}ชื่อ\r\nWS01{between}"ก\nข"\r\n'
    assert read_sheet("ก.csv", text.encode(coding)) == [(1, ["รหัส", "ชื่อ"]), (2, ["WS01", "ก\nข"])]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("ก.csv", b"", "ว่าง"),
        ("ก.xls", b"\xd0\xcf\x11\xe0 old", "รุ่นเก่า"),
        ("ก.pdf", b"%PDF", "เฉพาะ .xlsx และ .csv"),
        ("ก.xlsx", b"code,name", "ไม่ตรงกับนามสกุล"),
        ("ก.csv", book(["code"]), "ไม่ตรงกับนามสกุล"),
        ("ก.xlsx", b"PK\x03\x04 no zip", "อ่านไฟล์นี้เป็นตารางไม่ได้"),
        ("ก.csv", b"\x00\x01\x02", "อ่านตัวหนังสือ"),
        ("ก.csv", b"a\n" * 1002, "1,000 แถว"),
        ("ก.csv", b"a" * 4_001, "4,000"),
        ("ก.csv", b"a" * 2_097_153, "2 MB"),
    ],
)
def test_what_is_no_sheet_is_refused_with_what_to_do(name, content, told):
    assert told in refused(name, content)


def test_a_formula_is_refused_with_its_cell():
    assert "B2" in refused("ก.xlsx", book(["code", "name"], ["WS01", '="ก"&"ข"']))


def test_a_formula_on_another_sheet_does_not_matter():
    """Negative control."""
    content = book(["code"], ["WS01"], change=lambda sheet: sheet.parent.create_sheet("x").append(["=1+1"]))
    assert len(read_sheet("ก.xlsx", content)) == 2


def test_merged_cells_are_refused_with_their_place():
    assert "A2" in refused(
        "ก.xlsx", book(["code"], ["WS01"], change=lambda sheet: sheet.merge_cells("A2:A3"))
    )


def test_a_sheet_with_one_cell_in_the_farthest_corner_ends_the_child_alone():
    content = parts(book(["code"], ["x"]), sheet1=far_corner())
    assert len(content) < 10_000
    assert "หน่วยความจำ" in refused("ก.xlsx", content)


def far_corner():
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )


def test_a_workbook_that_unpacks_to_much_more_than_it_is_is_refused(monkeypatch):
    content = parts(book(["code"], ["x"]), sheet1=far_corner().replace("<row", " " * 100_000 + "<row", 1))
    monkeypatch.setattr(sheet_child, "MOST_UNPACKED", 100_000)
    with pytest.raises(sheet_child.RefusedError, match="big"):
        sheet_child.of_workbook(content)


def test_a_child_that_does_not_end_is_ended(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(sheet_reading, "CHILD", slow)
    monkeypatch.setattr(sheet_reading, "SECONDS", 0.3)
    assert "เวลา" in refused("ก.csv", b"code")


def test_the_child_is_told_no_secret(monkeypatch, tmp_path):
    teller = tmp_path / "teller.py"
    teller.write_text("import json, os; print(json.dumps([[1, sorted(os.environ)]]))")
    monkeypatch.setattr(sheet_reading, "CHILD", teller)
    monkeypatch.setitem(os.environ, "SECRET_KEY", "x")
    assert "SECRET_KEY" not in read_sheet("ก.csv", b"code")[0].cells
