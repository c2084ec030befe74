"""Many items from a spreadsheet: what is read of the rows, that it is shown first, that all or none are saved."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans import rules_items
from plans.forms.item_block import MOST_ITEMS, read_items
from plans.models import PlanItem
from projects.models import Agency, Dimension
from tests.cast import endorse, make_item, make_need, make_plan
from tests.plans.pages import Tab, errors, told

YEARS = [2567, 2568, 2569, 2570]


def read(text):
    block = read_items(text, YEARS)
    return [(row.title, [int(amount) for amount in row.amounts.values()]) for row in block.rows]


def wrong(text):
    return read_items(text, YEARS).wrong


# --- What is read


def test_without_headings_a_row_is_a_title_and_its_years():
    assert read("ฝาย\t1,200,000.-\t๓๕๐,๐๐๐\t-\r\n\nตลาด\t\t\t5 แสน") == [
        ("ฝาย", [1_200_000, 350_000, 0, 0]),
        ("ตลาด", [0, 0, 500_000, 0]),
    ]


def test_running_numbers_in_front_and_a_sum_behind_are_known():
    assert read("1\tฝาย\t1\t2\t3\t4\t10\n๒.\tตลาด\t5\t\t\t\t5") == [
        ("ฝาย", [1, 2, 3, 4]),
        ("ตลาด", [5, 0, 0, 0]),
    ]


HEADED = (
    "ที่\tโครงการ\tวัตถุประสงค์\tเป้าหมาย (ผลผลิตของโครงการ)\tงบประมาณ\t\tตัวชี้วัด (KPI)\tมิติ\tหน่วยงาน\n"
    "\t\t\t\tปี 2568 (บาท)\tพ.ศ. ๒๕๖๗\t\t\t\n"
    '1\tฝาย\t"มีน้ำใช้\nถึงต้นฝน"\t1 แห่ง\t20\t10\tครัวเรือน\tเศรษฐ\tอบต.\n'
    "รวม 1 โครงการ\t\t\t\t20\t10\t\t\t"
)


def test_headings_of_two_lines_name_the_columns_in_any_order():
    block = read_items(HEADED, YEARS)
    (row,) = block.rows
    assert row.texts == {
        "title": "ฝาย",
        "objective": "มีน้ำใช้\nถึงต้นฝน",
        "target": "1 แห่ง",
        "indicator": "ครัวเรือน",
        "expected_result": "",
    }
    assert (row.dimension, row.amounts[2567], row.amounts[2568]) == ("เศรษฐ", 10, 20)
    assert len(block.left) == 2  # the column of agencies, and the sum
    assert "หน่วยงาน" in block.left[0]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ฝาย\tมาก", "“มาก”"),
        ("ฝาย\t1\t2\t3\t4\t11", "10"),
        ("ฝาย\t1\t2\t3\t4\t10\tอะไร", "“อะไร”"),
        ("\t100", "1"),
        ("1\t100", "1"),
        ("โครงการ\t2571\nฝาย\t100", "2571"),
        ("เป้าหมาย\t2567\n1 แห่ง\t100", "โครงการ"),
        ("ก" * 301 + "\t1", "300"),
        ("\n".join(f"รายการ {n}\t1" for n in range(MOST_ITEMS + 1)), str(MOST_ITEMS)),
    ],
)
def test_what_cannot_be_read_is_told_and_never_dropped(text, word):
    assert word in " ".join(wrong(text))


def test_an_amount_that_looks_like_a_year_is_an_amount():
    assert read("ฝาย\t2567") == [("ฝาย", [2567, 0, 0, 0])]


@pytest.mark.parametrize("text", ["", "\t\t\n", '"', "ฝาย\x00", '"ก\t"ข"\n"', "2567\t2568"])
def test_odd_texts_are_no_fault(text):
    read_items(text, YEARS)


# --- The form


@pytest.fixture
def plan(country):
    return make_plan()


@pytest.fixture
def works(client, worker):
    client.force_login(worker)
    return client


OTHER = "รายการ\tวัตถุประสงค์\t2567\nอื่น\tได้ใช้\t9"
BLOCK = "โครงการ\tเป้าหมาย\t2567\t2568\nฝายชะลอน้ำ\t1 แห่ง\t600,000\nตลาดชุมชน\t1 แห่ง\t\t50,000"


def shown(client, plan, block=BLOCK, **changes):
    """Open the form, paste and press once; return the tab and what came back."""
    tab = Tab(client, reverse("items_add", args=[plan.pk]))
    values = {"dimension": Dimension.objects.get(code="ENV").pk, "door": "province", "doability": "support"}
    tab.values |= {"block": block, **values, **changes}
    return tab, tab.send()


def again(tab, response, **changes):
    """Send what the form shows now, with some fields changed."""
    form = response.context["form"]
    return tab.send(**{"seen": form["seen"].value(), "confirmed": ["read", "no_need"], **changes})


@pytest.mark.django_db
def test_the_rows_are_shown_first_and_saved_when_ticked(works, plan):
    make_item(plan, title="เดิม")
    agency = Agency.objects.get(name="อบจ.กาญจนบุรี")
    tab, first = shown(works, plan, wanted_source=agency.pk)
    assert (first.status_code, list(errors(first)), PlanItem.objects.count()) == (422, ["confirmed"], 1)
    assert "650,000" in first.content.decode()
    saved = again(tab, first)
    items = PlanItem.objects.filter(number__gt=1).order_by("number")
    assert [(one.title, one.number, one.confirmed) for one in items] == [
        ("ฝายชะลอน้ำ", 2, "no_need"),
        ("ตลาดชุมชน", 3, "no_need"),
    ]
    assert [row.amount for one in items for row in one.budgets.filter(wanted_source=agency)] == [
        Decimal(600_000),
        Decimal(50_000),
    ]
    assert "650,000" in told(saved)[0]


@pytest.mark.django_db
def test_a_tick_counts_for_the_block_that_was_shown_alone(works, plan):
    tab, first = shown(works, plan)
    changed = again(tab, first, block=OTHER)
    assert (list(errors(changed)), PlanItem.objects.exists()) == (["confirmed"], False)
    assert again(tab, changed, block=OTHER).status_code == 302


@pytest.mark.django_db
def test_one_wrong_row_keeps_all_from_being_saved(works, plan):
    tab, first = shown(works, plan, BLOCK + "\nถนน\t1 สาย\tหลายบาท")
    assert list(errors(first)) == ["block"]
    assert again(tab, first).status_code == 422
    assert not PlanItem.objects.exists()


@pytest.mark.django_db
def test_a_column_names_the_dimension_of_each_row(works, plan):
    block = "โครงการ\tมิติ\tเป้าหมาย\t2567\nฝาย\tด้านสิ่งแวดล้อม\t1 แห่ง\t1\nตลาด\tเศรษฐกิจ\t1 แห่ง\t2"
    tab, first = shown(works, plan, block, dimension="")
    again(tab, first)
    assert [one.dimension.code for one in PlanItem.objects.order_by("number")] == ["ENV", "ECON"]
    _tab, refused = shown(works, plan, block.replace("เศรษฐกิจ", "ดวงดาว"), dimension="")
    assert "ดวงดาว" in errors(refused)["block"][0]


# --- Needs


@pytest.mark.django_db
def test_the_block_s_own_column_ties_a_row_to_the_need_that_it_names(works, plan):
    need, other = make_need(title="น้ำเกษตรไม่พอ"), make_need("71010903", title="ตลาดเงียบ")
    block = "โครงการ\tเป้าหมาย\tความต้องการ\t2567\nฝาย\t1 แห่ง\tน้ำเกษตร\t1\nตลาด\t1 แห่ง\t\t2"
    tab, first = shown(works, plan, block)
    assert errors(first)["confirmed"][1].endswith("“ตลาด”")
    assert again(tab, first, need_2=need.pk, need_3=other.pk, confirmed=["read"]).status_code == 302
    tied = [(one.title, one.confirmed, *one.needs.all()) for one in PlanItem.objects.order_by("number")]
    assert tied == [("ฝาย", "", need), ("ตลาด", "", other)]


@pytest.mark.django_db
def test_a_cell_that_names_several_needs_ties_the_row_to_each(works, plan):
    water, road = make_need(title="น้ำเกษตรไม่พอ"), make_need(title="ถนนพัง")
    block = "โครงการ\tเป้าหมาย\tความต้องการ\t2567\nฝาย\t1 แห่ง\tน้ำเกษตร; ถนนพัง; อื่น; น้ำเกษตรไม่พอ\t1"
    tab, first = shown(works, plan, block)
    (row,) = first.context["form"].read_rows
    assert [one.value() for one in row.needs] == [str(water.pk), str(road.pk), ""]
    assert "“น้ำเกษตร; ถนนพัง; อื่น" in errors(first)["confirmed"][0]  # what was not found is told
    named = {"need_2": water.pk, "need_2_1": road.pk, "need_2_2": road.pk}
    assert again(tab, first, **named).status_code == 302
    assert set(PlanItem.objects.get().needs.all()) == {water, road}


@pytest.mark.django_db
def test_what_the_column_says_is_chosen_before_it_is_saved(works, plan):
    need = make_need("71010903", title="น้ำเกษตรไม่พอ")
    make_need(title="ถนนพัง"), make_need("71010903", title="ถนนพัง")
    block = "โครงการ\tปัญหา\t2567\nฝาย\tน้ำเกษตรไม่พอ (ม.3 บ้านไร่ป้า)\t1\nถนน\tถนนพัง\t1\nวัด\tอื่น\t1"
    _tab, first = shown(works, plan, block)
    form = first.context["form"]
    assert [form[f"need_{row}"].value() for row in (2, 3, 4)] == [str(need.pk), "", ""]
    assert "“ถนนพัง”" in errors(first)["confirmed"][0]  # two are named so: said, not guessed
    assert "“อื่น”" in errors(first)["confirmed"][0]


@pytest.mark.django_db
def test_a_need_of_elsewhere_or_put_away_is_neither_offered_nor_taken(works, plan):
    make_need()
    beyond = make_need("710108", title="ของตำบลอื่น")
    away = make_need(title="เก็บแล้ว", archived_at="2023-07-01T00:00:00Z", archive_reason="ซ้ำ")
    tab, first = shown(works, plan)
    assert not {str(beyond.pk), str(away.pk)} & {
        value for value, _label in first.context["form"]["need_2"].field.choices
    }
    for need in (beyond.pk, away.pk, "9" * 30):
        assert list(errors(again(tab, first, need_2=need))) == ["need_2"]
    assert not PlanItem.objects.exists()


@pytest.mark.django_db
def test_the_choices_ask_the_database_once_for_all_rows(works, plan):
    make_need()

    def made(rows):
        with CaptureQueriesContext(connection) as queries:
            _tab, first = shown(works, plan, "\n".join(f"รายการ {one}\t1" for one in range(rows)))
        assert len(first.context["form"].read_rows) == rows
        return len(queries)

    made(1)  # the visit is written down first
    assert made(40) == made(3)


@pytest.mark.django_db
def test_a_block_without_a_dimension_asks_for_one(works, plan):
    assert list(errors(shown(works, plan, dimension="")[1])) == ["dimension"]


@pytest.mark.django_db
def test_rows_like_others_without_money_or_with_very_much_are_asked_about(works, plan):
    make_item(plan, title="ก่อสร้างฝายชะลอน้ำห้วยสะด่อง")
    block = "สร้างฝายชะลอน้ำ ห้วยสะด่อง\t50 ล้าน\nตลาด\nตลาด\t1"
    tab, first = shown(works, plan, block)
    assert [one.code for one in first.context["form"].warnings] == [
        "read",
        "no_need",
        "zero",
        "bare",
        "large",
        "like",
    ]
    assert again(tab, first).status_code == 422
    assert (
        again(tab, first, confirmed=["read", "no_need", "zero", "bare", "large", "like"]).status_code == 302
    )
    confirmed = list(PlanItem.objects.order_by("number").values_list("confirmed", flat=True))
    assert confirmed[1:] == ["no_need bare large like", "no_need zero bare", "no_need bare like"]


@pytest.mark.django_db
def test_an_agency_of_elsewhere_is_refused(works, plan):
    other = Agency.objects.create(name="อบจ.สุพรรณบุรี", kind="local", area_id="72")
    assert list(errors(shown(works, plan, wanted_source=other.pk)[1])) == ["wanted_source"]


@pytest.mark.django_db
def test_a_plan_endorsed_meanwhile_takes_no_rows(works, plan):
    make_item(plan)
    tab, first = shown(works, plan)
    endorse(plan)
    assert again(tab, first).status_code == 422
    assert PlanItem.objects.count() == 1
    assert works.get(reverse("items_add", args=[plan.pk])).context.get("form") is None


@pytest.mark.django_db
def test_nothing_is_saved_when_the_rules_refuse_one_row(works, plan, monkeypatch):
    tab, first = shown(works, plan)
    save = rules_items.save_item
    rows = iter([{}, {"title": ""}])
    monkeypatch.setattr(rules_items, "save_item", lambda p, i, cleaned: save(p, i, {**cleaned, **next(rows)}))
    assert "แถว 3" in errors(again(tab, first))["block"][0]
    assert not PlanItem.objects.exists()
