"""Projects and budget lines from a sheet: by the rules of the staff pages, all or nothing, undone whole."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from areas.models import ImportBatch
from projects import reconcile
from projects.imports import read_areas
from projects.models import Allocation, BudgetLine, Leg, Project, Tranche, WorkStream
from tests.areas.test_imports import confirm, faults, preview, undo
from tests.cast import person
from tests.projects.bench import CODI, codi, make_line, make_project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_this_process")]

PROJECT, LINE = "projects_project", "projects_budgetline"
PROJECT_HEADS = "เลขที่ในระบบ,รหัส,ชื่อโครงการ,พื้นที่,เนื้องาน,หน่วยงานหลัก,ปีงบประมาณแรก,ปีงบประมาณสุดท้าย,สถานะ"
LINE_HEADS = "เลขที่ในระบบ,โครงการ,แหล่งงบประมาณ,ปีงบประมาณ,ประเภทเงิน,ขา,เสนอ,อนุมัติ,พื้นที่และจำนวนเงิน"
SHARES = "๗๑๐๑๐๘ = 171000.-; 710109 : 228000"


@pytest.fixture
def office(client, country):
    """The coordinator of กาญจนบุรี, logged in, with an agency that gives money and a leg."""
    user = person("c71", "coordinator", "71", is_staff=True)
    client.force_login(user)
    codi()
    Leg.objects.create(code="DOWN", name="ขาลง")
    return client


def given(line):
    return {row.area_id: row.amount for row in Allocation.objects.filter(line=line)}


def imported(client, table, *lines):
    """Import a sheet whole; return its import."""
    batch = preview(client, table, *lines)
    assert faults(batch) == []
    confirm(client, table, batch)
    assert batch.state == "done"
    return batch


def test_projects_and_then_their_lines_come_from_sheets(office):
    imported(
        office,
        PROJECT,
        PROJECT_HEADS,
        f",P05,บ้านพอเพียง,71,WS08,{CODI},๒๕๖๖,2567,กำลังดำเนินการ",
        f",P09,ประปาภูเขา,710109 ต.ช่องสะเดา,,{CODI},2566,2566,",
    )
    project = Project.objects.get(code="P05")
    assert (project.name, project.area_id, project.work_stream.code) == ("บ้านพอเพียง", "71", "WS08")
    assert (project.period, project.status) == ("2566–2567", "running")
    assert project.created_by.username == "c71"
    imported(
        office,
        LINE,
        LINE_HEADS,
        f',P05,{CODI},2566,เงินให้เปล่า,DOWN,"570,000","๕๓๒,๐๐๐.-",{SHARES}',
        f",P05 บ้านพอเพียง,{CODI},2567,,,300000,,",
        f",ประปาภูเขา,{CODI},2566,สินเชื่อ,,,1200000,710109=1200000",
    )
    first, second = project.lines.order_by("fiscal_year")
    assert (first.proposed, first.approved, first.leg.code, first.kind) == (570_000, 532_000, "DOWN", "grant")
    assert given(first) == {"710108": Decimal(171_000), "710109": Decimal(228_000)}
    assert first.unallocated == Decimal(133_000)
    assert (second.approved, second.leg, given(second)) == (None, None, {})
    assert {row.work_stream.code for row in Allocation.objects.filter(line=first)} == {"WS08"}
    assert [*reconcile.breaches(None)] == []


def test_all_that_is_wrong_with_all_rows_is_told_at_once_and_nothing_is_written(office):
    far = make_project("720102", code="X1")
    make_project("710109", code="P01")
    batch = preview(
        office,
        PROJECT,
        PROJECT_HEADS,
        f",P01,ซ้ำ,710109,,{CODI},2566,2566,",
        f",P02,ปี ค.ศ.,710109,WS99,{CODI},2024,2566,",
        f",P03,ไม่มีพื้นที่,,,{CODI},2566,2565,",
        ",P04,จังหวัดอื่น,720102,,ไม่มีหน่วยงานนี้,2566,2566,",
        f"{far.pk},X1,ของคนอื่น,720102,,{CODI},2566,2566,",
        ",P05,,710109,,,2566,2566,ไม่รู้จัก",
    )
    found = {}
    for number, heading, _text in faults(batch):
        found.setdefault(number, set()).add(heading)
    assert found[2] == {"รหัส"}
    assert found[3] == {"เนื้องาน", "ปีงบประมาณแรก"}
    assert found[4] & {"พื้นที่", "ปีงบประมาณสุดท้าย", ""}
    assert found[5] == {"พื้นที่", "หน่วยงานหลัก"}
    assert found[6] == {"เลขที่ในระบบ"}
    assert {"ชื่อโครงการ", "หน่วยงานหลัก", "สถานะ"} <= found[7]
    assert Project.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "heading", "told"),
    [
        (f",P01,{CODI},2566,,,,100,710109=60; 710108=50", "พื้นที่และจำนวนเงิน", "เกิน"),
        (f",P01,{CODI},2566,,,,100,7101=50; 710109=50", "พื้นที่และจำนวนเงิน", "อยู่ใน"),
        (f",P01,{CODI},2566,,,,100,720102=50", "พื้นที่และจำนวนเงิน", "720102"),
        (f",P01,{CODI},2566,,,,100,999999=50", "พื้นที่และจำนวนเงิน", "999999"),
        (f",P01,{CODI},2566,,,,100,ช่องสะเดา 50; 710109=ห้าสิบ; 710108=-1", "พื้นที่และจำนวนเงิน", "ช่องสะเดา 50"),
        (f",P01,{CODI},2566,,,,100,710109=50; 710109=50", "พื้นที่และจำนวนเงิน", "ซ้ำ"),
        (f",P01,{CODI},2566,,,,,710109=50", "อนุมัติ", "อนุมัติ"),
        (f",P01,{CODI},2570,,,,100,", "ปีงบประมาณ", "2570"),
        (f",P01,{CODI},2024,,,,100,", "ปีงบประมาณ", ""),
        (f",P01,{CODI},2566,,,,หนึ่งร้อย,", "อนุมัติ", "หนึ่งร้อย"),
        (f",X1,{CODI},2566,,,,100,", "โครงการ", "X1"),
        (f",,{CODI},2566,,,,100,", "โครงการ", ""),
        (",P01,,2566,,,,100,", "แหล่งงบประมาณ", ""),
    ],
)
def test_a_wrong_line_is_told_at_its_column(office, row, heading, told):
    make_project("71", code="P01")
    make_project("720102", code="X1")
    batch = preview(office, LINE, LINE_HEADS, f",P01,{CODI},2566,,,,100,710109=100", row)
    assert any(one[:2] == (3, heading) and told in one[2] for one in faults(batch)), faults(batch)
    assert ImportBatch.objects.latest("pk").state == "preview"
    assert BudgetLine.objects.count() == 0


def test_every_part_of_a_cell_that_is_wrong_is_told():
    with pytest.raises(ValueError, match=r"ช่องสะเดา 50.*710109") as told:
        read_areas("ช่องสะเดา 50; 710109=ห้าสิบ; 710108=20")
    assert "710108" not in str(told.value)
    assert read_areas(" ") == {}


def test_an_import_of_new_lines_is_undone_whole(office):
    project = make_project("71", code="P01")
    batch = imported(
        office, LINE, LINE_HEADS, f",P01,{CODI},2566,,,,400000,{SHARES}", f",P01,{CODI},2566,,,,5,"
    )
    assert undo(office, LINE, batch).status_code == 302
    assert (batch.state, project.lines.count(), Allocation.objects.count()) == ("undone", 0, 0)
    assert Allocation.history.filter(history_type="-").count() == 2


def test_lines_that_are_paid_by_now_are_not_undone(office):
    make_project("71", code="P01")
    batch = imported(
        office, LINE, LINE_HEADS, f",P01,{CODI},2566,,,,100,", f",P01,{CODI},2566,,,,200,710109=50"
    )
    line = BudgetLine.objects.get(approved=100)
    Tranche.objects.create(line=line, number=1, due_on="2023-06-01", amount=Decimal(10))
    answer = undo(office, LINE, batch)
    assert answer.status_code == 422
    assert "งวด" in answer.content.decode()
    assert BudgetLine.objects.count() == 2
    assert batch.state == "done"


def test_changed_lines_get_all_back_with_their_areas_and_how_these_came_about(office):
    project = make_project("71", code="P01")
    line = make_line(project, 100, {"710109": 60, "710108": 40})
    Allocation.objects.filter(area="710109").update(basis="equal")
    outside = Allocation.objects.create(
        line=make_line(project, 50), area_id="720102", amount=0, project=project, fiscal_year=2566, kind="grant",
        source=codi(),
    )  # fmt: skip
    heads = "เลขที่ในระบบ,โครงการ,อนุมัติ,พื้นที่และจำนวนเงิน"
    batch = imported(office, LINE, heads, f"{line.pk},P01,80,710109=60; 711001=20")
    line.refresh_from_db()
    assert (line.approved, given(line)) == (80, {"710109": 60, "711001": 20})
    assert Allocation.objects.get(line=line, area="710109").basis == "equal"
    undo(office, LINE, batch)
    line.refresh_from_db()
    assert (batch.state, line.approved, given(line)) == ("undone", 100, {"710109": 60, "710108": 40})
    assert Allocation.objects.filter(pk=outside.pk).exists()
    assert [*reconcile.breaches(None)] == []


def test_an_area_that_was_given_more_since_keeps_the_import(office):
    line = make_line(make_project("71", code="P01"), 100)
    heads = "เลขที่ในระบบ,โครงการ,พื้นที่และจำนวนเงิน"
    batch = imported(office, LINE, heads, f"{line.pk},P01,710109=60")
    imported(office, LINE, heads, f"{line.pk},P01,710109=70")
    assert undo(office, LINE, batch).status_code == 422
    assert given(line) == {"710109": 70}


def test_a_sheet_without_the_areas_leaves_them(office):
    line = make_line(make_project("71", code="P01"), 100, {"710109": 60})
    imported(office, LINE, "เลขที่ในระบบ,โครงการ,อนุมัติ", f"{line.pk},P01,150")
    line.refresh_from_db()
    assert (line.approved, given(line)) == (150, {"710109": 60})
    batch = preview(office, LINE, "เลขที่ในระบบ,โครงการ,อนุมัติ", f"{line.pk},P01,50")
    assert "60" in faults(batch)[0][2]


def test_a_line_stays_with_its_project_and_a_project_in_its_province(office):
    line = make_line(make_project("71", code="P01"), 100)
    make_project("71", code="P02")
    batch = preview(office, LINE, "เลขที่ในระบบ,โครงการ,อนุมัติ", f"{line.pk},P02,100")
    assert [one[:2] for one in faults(batch)] == [(2, "โครงการ")]
    batch = preview(office, PROJECT, "เลขที่ในระบบ,รหัส,พื้นที่", f"{line.project_id},P01,")
    assert [one[:2] for one in faults(batch)] == [(2, "พื้นที่")]
    imported(office, PROJECT, "เลขที่ในระบบ,รหัส,พื้นที่", f"{line.project_id},P01,710109")


def test_a_project_that_is_given_back_takes_its_allocations_along(office):
    ws = WorkStream.objects.get(code="WS08")
    project = make_project("71", code="P01", work_stream=ws)
    line = make_line(project, 100, {"710109": 60})
    batch = imported(office, PROJECT, "เลขที่ในระบบ,เนื้องาน", f"{project.pk},WS90")
    assert line.allocations.get().work_stream.code == "WS90"
    undo(office, PROJECT, batch)
    assert line.allocations.get().work_stream == ws
    batch = imported(office, PROJECT, PROJECT_HEADS, f",P09,ใหม่,710109,,{CODI},2566,2566,")
    make_line(Project.objects.get(code="P09"), 5)
    assert undo(office, PROJECT, batch).status_code == 422  # money hangs on it by now
    assert Project.objects.filter(code="P09").exists()


def test_what_areas_elsewhere_have_is_neither_told_nor_taken(office):
    line = make_line(make_project("71", code="P01"), 100, {"710109": 60, "720102": 30})
    heads = "เลขที่ในระบบ,โครงการ,พื้นที่และจำนวนเงิน"
    batch = preview(office, LINE, heads, f"{line.pk},P01,710109=50")
    told = str(batch.preview)
    assert "710109 = 60" in told
    assert "720102" not in told
    confirm(office, LINE, batch)
    assert given(line) == {"710109": 50, "720102": 30}
    undo(office, LINE, batch)
    assert given(line) == {"710109": 60, "720102": 30}


def test_the_page_tells_how_the_areas_are_written(office):
    page = office.get("/admin/projects/budgetline/import/").content.decode()
    assert "พื้นที่และจำนวนเงิน: " in page
    assert "710108 = 171,000; 710109 = 228,000" in page


def test_the_list_of_lines_as_a_workbook_names_each_by_its_number(office):
    line = make_line(make_project("71", code="P01"), 100)
    content = office.get("/admin/projects/budgetline/export/").content
    rows = list(openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    assert (rows[0][0], rows[1][0]) == ("เลขที่ในระบบ", line.pk)
