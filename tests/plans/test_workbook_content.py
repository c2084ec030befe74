"""What the workbook says: everything behind every line, the same on both databases, nothing out of scope."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from areas.models import Area, Cluster, Level
from plans import rollup, workbook
from plans import rules_rollup as rules
from plans.models import Need, NeedLink, Plan
from plans.workbook.canonical import canonical, digest
from tests.cast import CANARY
from tests.plans.bench import all_of
from tests.plans.papers import lead, make_item, make_need, make_plan, province, read, row_of, texts, written

pytestmark = pytest.mark.django_db

# Of `province()`; the same on SQLite and PostgreSQL. It changes when the canonical content or that stage changes.
GOLDEN = "1707a2af70b20b14ec613508ae96e041b6b81088c4289d3667c81893234dea1d"


@pytest.fixture
def plan(country):
    return province()


def trace(plan, user=None):
    """Return the rows of the trace as (code, plan, item, village, need, words, …)."""
    rows = texts(read(written(plan, user), values=True)["ที่มา"])
    head = next(n for n, row in enumerate(rows) if row[0] == "รหัส")
    body = rows[head + 2 :]
    end = next(n for n, row in enumerate(body) if row[1] == "รวมทั้งสิ้น")
    return [[row[0], row[2], row[3], *row[9:]] for row in body[:end]]


def test_each_need_stands_behind_its_line_in_its_own_words(plan):
    assert ["K1", "ต.ช่องสะเดา อ.เมืองกาญจนบุรี", "ประปาภูเขาระยะ 2", "ม.3 บ้านไร่ป้า", "น้ำเกษตรไม่พอ",
            "หน้าแล้งห้วยแห้ง", None, 5] in trace(plan)  # fmt: skip


def test_a_need_of_the_whole_tambon_says_so(plan):
    assert ["K1", "ต.ช่องสะเดา อ.เมืองกาญจนบุรี", "ฝายชะลอน้ำ", "ทั้งตำบลช่องสะเดา", "น้ำเกษตรไม่พอ ทั้งตำบล",
            "อยากมีน้ำ", None, 5] in trace(plan)  # fmt: skip


def test_a_village_without_a_need_is_still_behind_its_line(plan):
    row = next(row for row in trace(plan) if row[3] == "ม.3 บ้านไร่ป้า" and row[2] == "ฝายชะลอน้ำ")
    assert row[4:6] == ["ยังไม่ผูกกับความต้องการ", "รายการ: ทำฝาย ม.3"]


def test_an_original_without_a_need_is_still_behind_its_line(plan):
    assert [
        "K1",
        "ต.วังด้ง อ.เมืองกาญจนบุรี",
        "บ่อบาดาลโซลาร์",
        None,
        "ยังไม่ผูกกับความต้องการ",
        None,
        None,
        None,
    ] in trace(plan)


def test_a_line_without_origin_is_marked(plan):
    assert [row[1] for row in trace(plan) if row[0] == "K2"] == ["ไม่มีต้นทางตำบล"]


def test_a_need_tied_to_village_and_tambon_items_stands_there_once(plan):
    need = make_need("71010903", "ท่อแตก")
    for title in ("ต่อท่อ ม.3", "ประปาภูเขาระยะ 2"):
        item = next(item for p in Plan.objects.all() for item in p.items.filter(title=title))
        NeedLink.objects.create(need=need, item=item)
    assert [row[4] for row in trace(plan)].count("ท่อแตก") == 1


def test_a_need_tied_to_a_line_and_to_its_original_stands_there_once(plan):
    line = plan.items.get(number=1)
    NeedLink.objects.create(need=Need.objects.get(cause="หน้าแล้งห้วยแห้ง"), item=line)
    NeedLink.objects.create(need=make_need("710109", "เรื่องของจังหวัด"), item=line)
    assert [row[5] for row in trace(plan)].count("หน้าแล้งห้วยแห้ง") == 1
    assert [row[1] for row in trace(plan) if row[4] == "เรื่องของจังหวัด"] == ["ผูกกับโครงการโดยตรง"]


def test_a_tambon_is_named_with_its_district_and_province_in_the_titles(plan):
    cover = read(written(Plan.objects.get(area_id="710109")))["ปก"]
    assert cover["A2"].value == "ตำบลช่องสะเดา อำเภอเมืองกาญจนบุรี จังหวัดกาญจนบุรี"


def test_the_annex_says_what_was_left_out_and_why_and_what_still_waits(plan):
    sheet = read(written(plan), values=True)["ไม่ได้ยกขึ้นมา"]
    assert row_of(sheet, "ซ่อมบ้าน")[-1] == "เสนอผ่านช่องทางอื่น"
    assert row_of(sheet, "รวมที่ไม่ได้ยกขึ้นมา")[5:10] == [171_000, 0, 0, 0, 171_000]
    assert row_of(sheet, "รวมที่ยังไม่ได้จัดวาง")[5:10] == [0, 0, 0, 90_000, 90_000]
    assert row_of(sheet, "ไม่รวมกัน")[-1] == "คนละเรื่องกัน"


def test_the_cover_counts_each_thing_once(plan):
    cover = read(written(plan), values=True)["ปก"]
    said = {
        label: row_of(cover, label)[1]
        for label in ("สถานะ", "แผนระดับล่าง", "โครงการใน", "รายการต้นทาง", "ความต้องการ", "ตำบล")
    }
    assert said == {
        "สถานะ": "ฉบับร่าง",
        "แผนระดับล่าง": "2 แผน",
        "โครงการใน": "2 โครงการ",
        "รายการต้นทาง": "3 รายการ",
        "ความต้องการ": "2 เรื่อง",
        "ตำบล": "2 ตำบล · 1 หมู่บ้าน/ชุมชน",
    }
    assert row_of(cover, "รหัสตรวจเนื้อหา")[1] == digest(workbook.content_of(plan))


def test_equal_content_gives_equal_bytes_in_every_run(plan):
    assert written(plan) == written(plan)


def test_both_databases_give_the_same_canonical_content(plan):
    assert digest(workbook.content_of(plan)) == GOLDEN


def test_ids_do_not_reach_the_content(country):
    for number in range(3):  # ids of a database with a past
        Area.objects.create(
            code=f"72010{number + 5}", level=Level.TAMBON, parent_id="7201", name_th=f"ก{number}"
        )
        make_item(make_plan(f"72010{number + 5}"), need=make_need("720102"))
    assert digest(workbook.content_of(province())) == GOLDEN


def test_the_canonical_content_is_json_with_sorted_keys_and_amounts_as_text(plan):
    text = "".join(canonical(workbook.content_of(plan)))
    value = json.loads(text)
    assert json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == text
    assert value["lines"][0]["budget"]["อบจ.กาญจนบุรี"] == [[2567, "600000.25"], [2568, "400000.00"]]


def test_the_content_changes_with_a_single_word(plan):
    before = digest(workbook.content_of(plan))
    make_need("71010903").links.create(item=plan.items.get(number=1).origins.first().child)
    assert digest(workbook.content_of(plan)) != before


def test_queries_do_not_grow_with_rows(plan):
    counts = []
    for more in (0, 10, 10):
        lead(plan, more)
        with CaptureQueriesContext(connection) as queries:
            workbook.content_of(plan)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


# --- Scope


@pytest.fixture
def cluster_plan(country, plan):
    """A plan of the cluster with a line from both provinces; the other province's texts are canaries."""
    other = make_plan("72", endorsed=True)
    theirs = make_item(
        other, CANARY, (70_000, 0, 0, 0), source=None, need=make_need("720102", CANARY, cause=CANARY)
    )
    Plan.objects.filter(pk=plan.pk).update(status="endorsed", endorsed_at=other.endorsed_at)
    ours = plan.items.get(number=1)
    wide = make_plan(None, cluster=Cluster.objects.get())
    rules.make_line(wide, {"title": "น้ำสองจังหวัด"}, all_of(ours, theirs))
    make_item(other, CANARY, (9_000, 0, 0, 0), source=None)
    return wide


def test_a_cluster_s_plan_shows_a_province_its_own_part_and_one_sum_for_the_rest(cluster_plan, secretariat):
    data = written(cluster_plan, secretariat)
    book = read(data, values=True)
    assert all(CANARY not in str(cell) for sheet in book for row in texts(sheet) for cell in row)
    assert row_of(book["ที่มา"], "นอกพื้นที่ของท่าน")[4] == 70_000
    assert "ตรงกันทุกปี" in row_of(book["ที่มา"], "ตรวจยอด")[1]
    assert row_of(book["ไม่ได้ยกขึ้นมา"], "นอกพื้นที่ของท่าน")[5] == 9_000


def test_the_cluster_s_own_people_see_all_of_it(cluster_plan, coordinator):
    book = read(written(cluster_plan, coordinator), values=True)
    assert any(CANARY in str(cell) for row in texts(book["ที่มา"]) for cell in row)


def test_a_cluster_s_money_is_told_by_tambon_through_the_provinces(cluster_plan):
    sheet = read(written(cluster_plan), values=True)["รายอำเภอ-ตำบล"]
    assert row_of(sheet, "710108")[4:9] == [450_000, None, None, None, 450_000]
    assert "ตรงกันทุกปี" in row_of(sheet, "ตรวจยอด")[1]


# --- Other levels and periods


def test_a_tambon_s_plan_has_its_workbook_by_village(plan):
    tambon = Plan.objects.get(area_id="710109")
    book = read(written(tambon), values=True)
    assert row_of(book["ผ.02 โครงการ"], "รวมทั้งสิ้น")[4:8] == [600_000.25, 750_000, 350_000, 0]
    assert "รายหมู่บ้าน" in book.sheetnames


def test_a_plan_of_one_year_and_one_of_five_print_their_years(country):
    for first, last in ((2567, 2567), (2566, 2570)):
        plan = Plan.objects.create(area_id="71", first_year=first, last_year=last)
        book = read(written(plan), values=True)
        years = [cell for row in texts(book["ผ.02 โครงการ"]) for cell in row if str(cell).startswith("ปี 25")]
        assert years == [f"ปี {year}" for year in range(first, last + 1)]


def test_an_empty_plan_has_a_workbook_whose_sums_are_nothing(country):
    plan = make_plan("71")
    book = read(written(plan), values=True)
    assert row_of(book["ผ.01 สรุป"], "รวมทั้งสิ้น")[1:] == [0] * 10
    assert rollup.read(plan).own.total == 0


def test_the_round_of_2571_has_no_column_for_the_indicator(country):
    for first, there in ((2567, True), (2571, False)):
        plan = Plan.objects.create(area_id="72", first_year=first, last_year=first + 3)
        headings = {cell for row in texts(read(written(plan))["ผ.02 โครงการ"]) for cell in row}
        assert ("ตัวชี้วัด (KPI)" in headings) is there
