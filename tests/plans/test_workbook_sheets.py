"""How the workbook stands on its sheets: real numbers, sums that are formulas, text that stays text, paper."""

import re
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest

from areas.models import Cluster
from plans import rollup, workbook
from plans.models import PlanItem
from projects.models import Dimension
from tests.plans.papers import (
    NASTY,
    amounts,
    make_item,
    make_need,
    make_plan,
    province,
    read,
    row_of,
    texts,
    written,
)

pytestmark = pytest.mark.django_db

SUMS = {  # sheet → (the row with its grand total, columns of the years' baht)
    "ผ.01 สรุป": ("รวมทั้งสิ้น", [2, 4, 6, 8]),
    "ผ.02 โครงการ": ("รวมทั้งสิ้น", [4, 5, 6, 7]),
    "ที่มา": ("รวมทั้งสิ้น", [4, 5, 6, 7]),
    "รายอำเภอ-ตำบล": ("รวมทั้งสิ้น", [4, 5, 6, 7]),
    "แหล่งงบ": ("รวมทั้งสิ้น", [2, 3, 4, 5]),
}


@pytest.fixture
def plan(country):
    return province()


@pytest.mark.parametrize("name", SUMS)
def test_every_sheet_s_grand_total_is_the_roll_up_s_and_says_so(plan, name):
    sheet = read(written(plan), values=True)[name]
    label, columns = SUMS[name]
    total = row_of(sheet, label)
    assert [Decimal(str(total[col])) for col in columns] == list(rollup.read(plan).own.years.values())
    assert any("ตรงกันทุกปี" in str(cell) for cell in row_of(sheet, "ตรวจยอด"))


def test_the_annex_ties_what_was_asked_with_what_became_of_it(plan):
    sheet = read(written(plan), values=True)["ไม่ได้ยกขึ้นมา"]
    asked, up, out, rest = (
        amounts(row_of(sheet, start, column=3))
        for start in ("แผนระดับล่างที่รับรองแล้วขอไว้", "ยกขึ้นมาในแผนนี้", "ไม่ได้ยกขึ้นมา", "ยังไม่ได้จัดวาง")
    )
    assert asked == [a + b + c for a, b, c in zip(up, out, rest, strict=True)]
    assert "ตรงกันทุกปี" in row_of(sheet, "ตรวจยอด")[2]


def test_a_sheet_that_does_not_tie_says_so(plan):
    """The control of the check lines: with one baht lost on the way they must speak."""
    content = workbook.content_of(plan)
    line = content.lines[1]
    object.__setattr__(line, "years", {**line.years, 2567: line.years[2567] - 1})
    file = BytesIO()
    workbook.write(content, file)
    sheet = read(file.getvalue(), values=True)["ผ.02 โครงการ"]
    assert "ไม่ตรงกัน" in row_of(sheet, "ตรวจยอด")[1]


def test_money_stands_as_numbers_with_satang_only_where_there_are_any(plan):
    sheet = read(written(plan))["ผ.02 โครงการ"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value in (600_000.25, 400_000, 10_000)]
    values = read(written(plan), values=True)["ผ.02 โครงการ"]
    first = next(cell for row in values.iter_rows() for cell in row if cell.value == 1_050_000.25)
    assert first.data_type == "n"
    assert first.number_format == "#,##0.00"
    assert all(cell.data_type == "n" and cell.number_format == "#,##0" for cell in cells)


def test_every_sum_is_a_formula(plan):
    book = read(written(plan))
    for name, (label, columns) in SUMS.items():
        rows = [
            row for row in texts(book[name]) if any(str(cell).lstrip('="').startswith(label) for cell in row)
        ]
        assert len(rows) == 1, name
        assert all(str(rows[0][col]).startswith("=") for col in columns), name


@pytest.mark.parametrize("text", NASTY)
def test_text_stays_text(country, text):
    plan = make_plan("71", prefix="K")
    make_item(plan, text, objective=text, target=text, need=make_need("710109", text, cause=text))
    book = read(written(plan))
    for name in ("ผ.02 โครงการ", "ที่มา"):
        found = [cell for row in book[name].iter_rows() for cell in row if cell.value == text]
        assert found, name
        assert all(cell.data_type == "s" for cell in found)


def test_text_stays_text_on_the_cover_and_in_titles_too(country):
    cluster = Cluster.objects.create(name="=1+1")
    book = read(written(make_plan(None, cluster=cluster)))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert len(found) == len(book.sheetnames)
    assert all(cell.data_type == "s" for cell in found)


def test_what_a_cell_cannot_hold_is_taken_out_or_cut_with_a_mark(country):
    plan = make_plan("71")
    make_item(plan, "ก\x01ข\x0bค", objective="ย" * 40_000)
    book = read(written(plan))
    held = [str(cell.value) for row in book["ผ.02 โครงการ"].iter_rows() for cell in row if cell.value]
    assert "กขค" in held
    assert all(len(text) <= 32_767 for text in held)


def test_a_text_taller_than_a_row_goes_on_below_and_nothing_of_it_is_lost(country):
    plan = make_plan("71")
    text = " ".join(f"ข้อความที่ {number}" for number in range(200))
    make_item(plan, "ยาว", objective=text)
    sheet = read(written(plan))["ผ.02 โครงการ"]
    parts = [row[2] for row in texts(sheet) if row[2] and "ข้อความที่" in str(row[2])]
    assert len(parts) > 1
    assert " ".join(parts) == text
    assert max(row.height or 0 for row in sheet.row_dimensions.values()) <= 409
    assert any(
        "ตรงกันทุกปี" in str(cell) for row in texts(read(written(plan), values=True)["ผ.01 สรุป"]) for cell in row
    )


def test_every_sheet_is_a_landscape_a4_one_page_wide_in_th_sarabun_new_16(plan):
    for sheet in read(written(plan)):
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == "9"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1) == 1
        assert sheet.page_setup.fitToHeight == (None if sheet.title == "ปก" else 0)  # the cover is one page
        fonts = {(cell.font.name, cell.font.sz) for row in sheet.iter_rows() for cell in row if cell.value}
        assert fonts == {("TH Sarabun New", 16)}


def test_title_and_heading_rows_are_repeated_on_every_page(plan):
    for sheet in read(written(plan)).worksheets[1:]:
        last = next(
            row[0].row
            for row in sheet.iter_rows()
            if row[0].value in ("ที่", "รหัส", "มิติการพัฒนา / แผนงาน", "แหล่งงบที่เสนอขอ")
        )
        assert sheet.print_title_rows == f"$1:${last + 1}"


def test_the_names_of_repeated_rows_are_quoted_so_that_libreoffice_reads_them(plan):
    names = zipfile.ZipFile(BytesIO(written(plan))).read("xl/workbook.xml").decode()
    told = re.findall(r"Print_Titles[^>]*>([^<]+)<", names)
    assert len(told) == 6
    assert all(re.fullmatch(r"'[^']+'!\$1:\$[0-9]+", name) for name in told)


def test_the_form_s_code_stands_top_right_over_three_centred_titles(plan):
    sheet = read(written(plan))["ผ.02 โครงการ"]
    assert (sheet["A1"].value, sheet["A1"].alignment.horizontal) == ("แบบ ผ.02", "right")
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == [
        "รายละเอียดโครงการพัฒนา",
        "แผนพัฒนาระดับจังหวัดของภาคประชาชน (พ.ศ. 2567–2570)",
        "จังหวัดกาญจนบุรี",
    ]
    assert {str(area) for area in sheet.merged_cells.ranges} >= {"A1:K1", "A2:K2", "A5:A6", "E5:H5"}


def test_a_row_is_tall_enough_for_its_wrapped_text(country):
    plan = make_plan("71")
    make_item(plan, "สั้น")
    make_item(plan, "โครงการพัฒนาระบบน้ำอุปโภคบริโภคและเกษตรขนาดเล็กโดยชุมชนบริหารจัดการ")
    sheet = read(written(plan))["ผ.02 โครงการ"]
    short, tall = (
        sheet.row_dimensions[row[0].row].height for row in sheet.iter_rows() if row[0].value in (1, 2)
    )
    assert tall > 2.9 * 20.9 > 20.9 <= short


def test_groups_say_how_many_projects_and_lines_stand_under_their_dimension(plan):
    PlanItem.objects.filter(title="ศูนย์ข้อมูลจังหวัด").update(dimension=Dimension.objects.get(code="ECON"))
    rows = [
        row[1] or row[0]
        for row in texts(read(written(plan), values=True)["ผ.02 โครงการ"])
        if row[0] or row[1]
    ]
    told = [text for text in rows if re.match("มิติ|รวม", str(text))]
    assert told == ["มิติสิ่งแวดล้อม", "รวม 1 โครงการ", "มิติเศรษฐกิจ", "รวม 1 โครงการ", "รวมทั้งสิ้น 2 โครงการ"]
