"""What the tests of the workbook put on the stage, and how they read a workbook back."""

from decimal import Decimal
from io import BytesIO

import openpyxl

from plans import rules_rollup as rules
from plans import rules_similarity, workbook
from plans.models import LeftOut, NeedLink, Plan
from tests.cast import endorse, make_item, make_need
from tests.plans.bench import all_of, make_plan, stage

NASTY = ["=1+1", "+66 2 123", "-5", "@x", "<r>&</r>", " ว่างหน้าหลัง "]


def province():
    """Return กาญจนบุรี with a merged line, a line of its own, an item left out, one that waits and a pair apart."""
    plan, chong_sadao, wang_dong = stage()
    village = make_plan("71010903", endorsed=True)
    need = make_need("71010903", cause="หน้าแล้งห้วยแห้ง")
    pipe = make_item(village, "ต่อท่อ ม.3", (350_000, 200_000, 0, 0), need=need)
    silent = make_item(village, "ทำฝาย ม.3", (0, 100_000, 0, 0))
    water = make_item(chong_sadao, "ประปาภูเขาระยะ 2", ("600000.25", 400_000, 0, 0))
    rules_below(chong_sadao, water, pipe)
    weir = make_item(chong_sadao, "ฝายชะลอน้ำ", (0, 350_000, 350_000, 0), source=None)
    rules_below(chong_sadao, weir, silent)
    NeedLink.objects.create(need=make_need("710109", "น้ำเกษตรไม่พอ ทั้งตำบล", wish="อยากมีน้ำ"), item=weir)
    well = make_item(wang_dong, "บ่อบาดาลโซลาร์", (450_000, 0, 0, 0), source="ทสจ.กาญจนบุรี")
    house = make_item(wang_dong, "ซ่อมบ้าน", (171_000, 0, 0, 0))
    market = make_item(wang_dong, "ตลาด", (0, 0, 0, 90_000))
    rules.make_line(plan, {"title": "ระบบน้ำขนาดเล็ก", "objective": "=1+1"}, all_of(water, weir, well))
    make_item(plan, "ศูนย์ข้อมูลจังหวัด", (10_000, 0, 0, 5_000), source=None)
    rules.leave_out(plan, [house], LeftOut.Ground.OTHER_DOOR)
    rules_similarity.decline(plan, market, house, "คนละเรื่องกัน")
    return plan


def rules_below(plan, item, below):
    """Tie an item of a tambon to the item of a village that it is made from."""
    item.origins.create(child=below)


def lead(plan, count):
    """Make more lines, each from an original of ช่องสะเดา with its need."""
    below = Plan.objects.get(area_id="710109")
    for number in range(count):
        need = make_need("710109", f"เรื่องที่ {number}")
        item = make_item(below, f"รายการ {number}", (1_000 * (number + 1), 0, 0, 0), need=need)
        rules.make_line(plan, {"title": f"โครงการ {number}"}, all_of(item))


def written(plan, user=None):
    """Return the bytes of a plan's workbook."""
    file = BytesIO()
    workbook.write(workbook.content_of(plan, user), file)
    return file.getvalue()


def read(data, values=False):
    """Return a workbook read back, formulas as text or as their cached values."""
    return openpyxl.load_workbook(BytesIO(data), data_only=values)


def texts(sheet):
    """Return all cells of a sheet, row by row."""
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def row_of(sheet, start, column=None):
    """Return the cells of the first row with a text that begins so."""
    for row in sheet.iter_rows():
        for cell in row:
            if str(cell.value or "").startswith(start) and column in (None, cell.column):
                return [one.value for one in row]
    raise AssertionError(f"no row begins with {start}")


def amounts(row):
    """Return the numbers of a row, exact."""
    return [Decimal(str(value)) for value in row if isinstance(value, int | float)]


__all__ = [
    "NASTY", "amounts", "endorse", "lead", "make_item", "make_need", "make_plan", "province", "read", "row_of", "texts",
    "written",
]  # fmt: skip
