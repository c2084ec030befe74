"""Plans: the list, the ledger that ties, need-fit, a new plan."""

from decimal import Decimal

import pytest
from django.urls import reverse

from plans import ledger
from plans.models import ItemBudget, LeftOut, Lineage, LineageYear, Plan
from projects.models import Agency
from tests.cast import endorse, make_item, make_need, make_plan
from tests.plans.pages import Tab, errors, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def sits(client, secretariat):
    client.force_login(secretariat)
    return client


@pytest.fixture
def works(client, worker):
    client.force_login(worker)
    return client


def start(client, code="710109", **years):
    return Tab(client, reverse("plan_add", args=[code])).send(**years)


# --- A new plan


def test_a_plan_is_started_for_the_usual_period(works):
    make_plan("710108")
    response = start(works)
    plan = Plan.objects.get(area="710109")
    assert (plan.period, plan.status, plan.prefix) == ("2567–2570", "draft", "")
    assert response.url == reverse("plan_detail", args=[plan.pk])


def test_the_first_plan_ends_with_the_states_round(works, settings):
    assert Tab(works, reverse("plan_add", args=["710109"])).values["last_year"][0].endswith(("0", "5"))


def test_a_provinces_lines_have_the_first_letter_of_its_name(sits):
    start(sits, "71", first_year="2567", last_year="2570")
    assert Plan.objects.get(area="71").prefix == "K"


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2024", "2570", "first_year"),
        ("2567", "2573", "last_year"),
        ("2570", "2567", "last_year"),
        ("", "2570", "first_year"),
        ("ปีหน้า", "2570", "first_year"),
        ("9" * 40, "2570", "first_year"),
        ("2567.5", "2570", "first_year"),
    ],
)
def test_years_that_cannot_be_are_refused(works, first, last, field):
    response = start(works, first_year=first, last_year=last)
    assert response.status_code == 422
    assert list(errors(response)) == [field]
    assert response.context["form"]["first_year"].value() == first


def test_a_common_era_year_is_answered_with_what_to_type(works):
    assert "2567" in errors(start(works, first_year="2024", last_year="2570"))["first_year"][0]


def test_thai_digits_are_read(works):
    start(works, first_year="๒๕๖๗", last_year="๒๕๗๐")
    assert Plan.objects.get().period == "2567–2570"


@pytest.mark.parametrize(("first", "last"), [("2567", "2570"), ("2570", "2571"), ("2566", "2567")])
def test_years_that_overlap_with_a_plan_are_refused(works, first, last):
    make_plan()
    response = start(works, first_year=first, last_year=last)
    assert response.status_code == 422
    assert "ต.ช่องสะเดา 2567–2570" in errors(response)["__all__"][0]
    assert Plan.objects.count() == 1


def test_the_next_period_is_no_overlap(works):
    """Negative control."""
    make_plan()
    assert start(works, first_year="2571", last_year="2575").status_code == 302


def test_a_reader_and_a_stranger_start_no_plan(client, reader, stranger):
    for user in (reader, stranger):
        client.force_login(user)
        assert client.post(reverse("plan_add", args=["710109"]), {}).status_code == 403


# --- The ledger


def test_rows_and_columns_tie(sits):
    plan = make_plan()
    make_item(plan)
    make_item(plan, "บ่อบาดาล", (450_000, 0, 0, "0.50"))
    found = sits.get(reverse("plan_detail", args=[plan.pk])).context["ledger"]
    assert [row.total for row in found.rows] == [700_000, Decimal("450000.50")]
    assert dict(found.sums) == {2567: 450_000, 2568: 350_000, 2569: 350_000, 2570: Decimal("0.50")}
    assert (found.total, found.ties) == (Decimal("1150000.50"), True)


def test_money_outside_the_period_breaks_the_tick(country):
    """Negative control: the tick is computed."""
    plan = make_plan()
    item = make_item(plan)
    ItemBudget.objects.create(
        item=item, year=2575, amount=5, plan=plan, area_id="710109", dimension=item.dimension
    )
    assert not ledger.ledger(plan).ties


def test_sources_of_one_year_are_one_amount(country):
    plan = make_plan()
    item = make_item(plan)
    two = Agency.objects.get(name="ทสจ.กาญจนบุรี")
    ItemBudget.objects.create(
        item=item,
        year=2568,
        amount=50_000,
        wanted_source=two,
        plan=plan,
        area_id="710109",
        dimension=item.dimension,
    )
    (row,) = ledger.ledger(plan).rows
    assert dict(row.amounts)[2568] == 400_000


def test_need_fit_counts_items_that_answer_a_need(sits):
    plan = make_plan()
    make_item(plan, need=make_need())
    make_item(plan, "ไม่ตอบอะไร")
    page = sits.get(reverse("plan_detail", args=[plan.pk]))
    found = page.context["ledger"]
    assert (found.answering, found.share, [row.answers for row in found.rows]) == (1, 50, [True, False])


def test_a_line_answers_through_the_items_it_is_made_from(country):
    plan = make_plan("71", prefix="K")
    line, child = make_item(plan), make_item(make_plan(), need=make_need())
    Lineage.objects.create(parent=line, child=child)
    assert [row.answers for row in ledger.ledger(plan).rows] == [True]


def test_a_severe_open_need_without_an_item_is_counted(sits):
    plan = make_plan()
    make_need(severity=4)
    make_need(severity=3)
    make_need(severity=5, status="closed")
    make_item(plan, need=make_need(severity=5))
    needs = sits.get(reverse("plan_detail", args=[plan.pk])).context["needs"]
    assert (needs.count, needs.waiting) == (4, 1)


def test_an_endorsed_item_tells_where_it_went(works):
    plan = make_plan()
    up, out, waits = (make_item(plan, title) for title in ("ขึ้น", "ออก", "รอ"))
    endorse(plan)
    above = make_plan("71", prefix="K")
    lineage = Lineage.objects.create(parent=make_item(above, "ข้อ"), child=up)
    for budget in up.budgets.all():
        LineageYear.objects.create(
            lineage=lineage, year=budget.year, wanted_source=budget.wanted_source, amount=budget.amount
        )
    LeftOut.objects.create(plan=above, item=out, ground="alone")
    page = works.get(reverse("plan_detail", args=[plan.pk]))
    rows = {row.item.title: row for row in page.context["ledger"].rows}
    assert [one.line.code for one in rows["ขึ้น"].went.carried] == ["K1"]
    assert not rows["ขึ้น"].is_unplaced
    assert rows["รอ"].is_unplaced
    assert "K1" in page.content.decode()
    assert waits.pk in [row.item.pk for row in page.context["ledger"].unplaced]


def test_an_empty_plan_says_where_to_start(works):
    plan = make_plan()
    make_need()
    make_need(title="ช้าง")
    page = works.get(reverse("plan_detail", args=[plan.pk])).content.decode()
    assert reverse("item_add", args=[plan.pk]) in page
    assert reverse("plan_endorse", args=[plan.pk]) not in page


def test_a_provincial_plan_leads_to_the_roll_up_and_the_workbook(sits):
    plan = make_plan("71", prefix="K")
    page = sits.get(reverse("plan_detail", args=[plan.pk])).content.decode()
    assert reverse("rollup", args=[plan.pk]) in page
    assert reverse("plan_workbook", args=[plan.pk]) in page


def test_a_stranger_finds_no_plan(client, stranger):
    plan = make_plan()
    client.force_login(stranger)
    assert client.get(reverse("plan_detail", args=[plan.pk])).status_code == 404


def test_a_reader_gets_no_buttons(client, reader):
    plan = make_plan()
    make_item(plan)
    client.force_login(reader)
    page = client.get(reverse("plan_detail", args=[plan.pk])).content.decode()
    assert reverse("item_add", args=[plan.pk]) not in page
    assert reverse("plan_endorse", args=[plan.pk]) not in page


def test_the_changed_row_is_marked(works):
    plan = make_plan()
    item = make_item(plan)
    page = works.get(reverse("plan_detail", args=[plan.pk]), {"changed": item.pk}).content.decode()
    assert 'class="changed"' in page
    assert works.get(reverse("plan_detail", args=[plan.pk]), {"changed": "๑'"}).status_code == 200


# --- The list


def listed(client, **asked):
    return [row.plan.home_name for row in client.get(reverse("plan_list"), asked).context["rows"]]


def test_the_list_holds_the_plans_of_the_scope_with_their_sums(sits):
    plan = make_plan()
    make_item(plan)
    make_plan("720102")
    page = sits.get(reverse("plan_list"))
    (row,) = page.context["rows"]
    assert (row.plan, row.items, row.total) == (plan, 1, 700_000)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"level": "tambon"}, ["ต.วังด้ง", "ต.ช่องสะเดา"]),
        ({"level": "province"}, ["จ.กาญจนบุรี"]),
        ({"level": "cluster"}, []),
        ({"status": "endorsed"}, ["ต.วังด้ง"]),
        ({"province": "71", "level": "tambon", "status": "draft"}, ["ต.ช่องสะเดา"]),
        ({"province": "72"}, ["จ.กาญจนบุรี", "ต.วังด้ง", "ต.ช่องสะเดา"]),
        ({"level": "x", "status": "๑", "page": "x"}, ["จ.กาญจนบุรี", "ต.วังด้ง", "ต.ช่องสะเดา"]),
    ],
)
def test_filters_narrow_the_list(sits, asked, found):
    make_plan("710108", endorsed=True)
    make_plan("710109")
    make_plan("71")
    assert listed(sits, **asked) == found


def test_starting_a_plan_is_told(works):
    assert "ต.ช่องสะเดา" in told(start(works, first_year="2567", last_year="2570"))[0]
