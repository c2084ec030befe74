"""The form of an item and its page: budget as typed, warnings, two people, scope, the way from the village up."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from areas.models import Cluster
from meetings.models import Meeting
from plans import budgets, rules
from plans.models import ItemBudget, LeftOut, LeftOutYear, Lineage, LineageYear, NeedLink, PlanItem
from projects.models import Agency, Dimension, WorkStream
from tests.cast import CANARY, endorse, make_item, make_need, make_plan
from tests.plans.pages import Tab, errors, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(country):
    return make_plan()


@pytest.fixture
def need(country):
    return make_need("71010903", cause="หน้าแล้งห้วยแห้ง", wish="อยากมีน้ำใช้ให้ถึงต้นฝน")


@pytest.fixture
def item(plan, need):
    return make_item(plan, need=need)


@pytest.fixture
def works(client, worker):
    client.force_login(worker)
    return client


def add(client, plan, **changes):
    """Fill in the form of a new item as the worker would and send it."""
    values = {
        "title": "ประปาภูเขา",
        "target": "1 แห่ง",
        "dimension": Dimension.objects.get(code="ENV").pk,
        "door": "province",
        "doability": "support",
        "wanted_source": Agency.objects.get(name="อบจ.กาญจนบุรี").pk,
        "y2567": "600,000",
        "y2568": "400,000.-",
        **changes,
    }
    return Tab(client, reverse("item_add", args=[plan.pk])).send(**values)


def cells(item):
    return {(row.year, str(row.wanted_source or "")): row.amount for row in item.budgets.all()}


# --- What is typed


def test_an_item_is_added_with_its_budget_and_need(works, plan, need):
    response = add(works, plan, needs=[need.pk])

    item = PlanItem.objects.get()
    assert response.status_code == 302
    assert (item.number, item.area_id, item.created_by.username) == (1, "710109", "worker")
    assert cells(item) == {(2567, "อบจ.กาญจนบุรี"): Decimal(600_000), (2568, "อบจ.กาญจนบุรี"): Decimal(400_000)}
    assert list(item.needs.all()) == [need]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("๓๕๐,๐๐๐", 350_000),
        ("1.2 ล้าน", 1_200_000),
        ("350000.50 บาท", Decimal("350000.50")),
        ("-", 0),
        ("", 0),
    ],
)
def test_amounts_are_read_as_people_type_them(works, plan, need, typed, amount):
    add(works, plan, needs=[need.pk], y2567=typed)
    assert cells(PlanItem.objects.get()).get((2567, "อบจ.กาญจนบุรี"), 0) == amount


@pytest.mark.parametrize(
    "typed", ["350,00", "มาก", "-5", "9" * 40, "1e9", "NaN", "350.000", "<b>1</b>", "๓๕๐,๐๐"]
)
def test_an_amount_that_cannot_be_read_is_refused_and_everything_typed_stays(works, plan, need, typed):
    response = add(works, plan, needs=[need.pk], y2569=typed, objective="เก็บน้ำ")

    assert response.status_code == 422
    assert list(errors(response)) == ["y2569"]
    form = response.context["form"]
    assert (form["y2569"].value(), form["y2567"].value(), form["objective"].value()) == (
        typed,
        "600,000",
        "เก็บน้ำ",
    )
    assert not PlanItem.objects.exists()
    assert form.grid[0].wrong_year == 2569


def test_the_error_of_an_amount_names_both_readings(works, plan, need):
    response = add(works, plan, needs=[need.pk], y2569="350,00")
    assert "350,000" in errors(response)["y2569"][0]
    assert "350.00" in errors(response)["y2569"][0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "ก" * 301),
        ("objective", "ก" * 4001),
        ("door", "window"),
        ("doability", ""),
        ("dimension", ""),
        ("dimension", "999999"),
        ("work_stream", "99999999999.999999"),
        ("needs", ["99999999999.999999"]),
        ("needs", ["๑"]),
        ("needs", ["x"]),
    ],
)
def test_what_is_wrong_is_told_at_its_field(works, plan, need, field, value):
    response = add(works, plan, **{"needs": [need.pk], field: value})
    assert response.status_code == 422
    assert field in errors(response)


def foreign(field):
    """Return the id of a row that the worker of ช่องสะเดา must not choose."""
    if field == "area":
        return "710108"
    if field == "needs":
        return [make_need("710108", title=CANARY).pk]
    return Agency.objects.create(name=CANARY, kind="local", area_id="72").pk


@pytest.mark.parametrize("field", ["area", "needs", "wanted_source", "main_agency"])
def test_rows_of_another_area_cannot_be_chosen(works, plan, need, field):
    value = foreign(field)
    page = works.get(reverse("item_add", args=[plan.pk]))
    assert CANARY not in page.content.decode()
    response = add(works, plan, **{"needs": [need.pk], field: value})
    assert response.status_code == 422
    assert field in errors(response)


def test_a_village_below_can_be_the_place(works, plan, need):
    add(works, plan, needs=[need.pk], area="71010903")
    assert PlanItem.objects.get().area_id == "71010903"


def test_the_same_form_twice_adds_one_item(works, plan, need):
    tab = Tab(works, reverse("item_add", args=[plan.pk]))
    typed = {
        "title": "ประปา",
        "target": "1 แห่ง",
        "dimension": Dimension.objects.get(code="ENV").pk,
        "door": "local",
        "doability": "together",
        "needs": [need.pk],
        "y2567": "5",
    }
    first, second = tab.send(**typed), tab.send(**typed)
    assert (first.status_code, second.status_code) == (302, 302)
    assert PlanItem.objects.count() == 1
    assert first.url == second.url


def test_numbers_go_on_after_the_last(works, plan, need):
    make_item(plan, number=7)
    add(works, plan, needs=[need.pk])
    assert sorted(plan.items.values_list("number", flat=True)) == [7, 8]


def test_lines_of_text_are_cleaned_and_kept_apart(works, plan, need):
    add(works, plan, needs=[need.pk], target="  ฝาย  14 แห่ง \r\n\r\n น้\u0e4d\u0e32 ")
    assert PlanItem.objects.get().target == "ฝาย 14 แห่ง\n\nน้ำ"


# --- Warnings


def test_doing_it_alone_with_money_of_others_asks_once(works, plan, need):
    response = add(works, plan, needs=[need.pk], doability="alone")
    assert response.status_code == 422
    assert [one.code for one in response.context["form"].warnings] == ["alone"]

    response = add(works, plan, needs=[need.pk], doability="alone", confirmed=["alone"])
    assert response.status_code == 302
    item = PlanItem.objects.get()
    assert (item.confirmed, item.history.latest().confirmed) == ("alone", "alone")


def test_doing_it_alone_with_the_community_asks_nothing(works, plan, need):
    """Negative control of the warning."""
    own = Agency.objects.create(name="ชุมชนสมทบ", kind=Agency.Kind.COMMUNITY)
    assert add(works, plan, needs=[need.pk], doability="alone", wanted_source=own.pk).status_code == 302


def test_no_need_and_no_money_are_asked_about(works, plan):
    response = add(works, plan, y2567="", y2568="")
    assert [one.code for one in response.context["form"].warnings] == ["no_need", "zero"]
    assert response.context["form"].asks == 2
    assert add(works, plan, y2567="", y2568="", confirmed=["no_need", "zero"]).status_code == 302


def test_a_tick_for_a_warning_that_is_not_given_is_not_kept(works, plan, need):
    add(works, plan, needs=[need.pk], confirmed=["zero", "alone"])
    assert PlanItem.objects.get().confirmed == ""


def test_the_warning_is_counted_apart_from_the_errors(works, plan, need):
    response = add(works, plan, needs=[need.pk], doability="alone", y2569="350,00")
    form = response.context["form"]
    assert (form.corrections, form.asks) == (1, 1)


def test_an_unknown_warning_is_refused(works, plan, need):
    assert add(works, plan, needs=[need.pk], confirmed=["everything"]).status_code == 422


# --- Changes


def test_an_unchanged_form_changes_nothing_but_the_version(works, item):
    before = cells(item)
    response = Tab(works, reverse("item_edit", args=[item.pk])).send()
    item.refresh_from_db()
    assert response.status_code == 302
    assert (cells(item), item.version, list(item.needs.values_list("pk", flat=True))) == (
        before,
        2,
        [need.pk for need in item.needs.all()],
    )


def test_the_source_moves_with_the_budget(works, item):
    other = Agency.objects.get(name="ทสจ.กาญจนบุรี")
    Tab(works, reverse("item_edit", args=[item.pk])).send(wanted_source=other.pk)
    assert set(cells(item)) == {(2568, other.name), (2569, other.name)}


def test_an_item_with_two_sources_has_a_row_for_each(works, item):
    two = Agency.objects.get(name="ทสจ.กาญจนบุรี")
    held = budgets.cells(item)
    budgets.write(item, {**held, (2567, two.pk): Decimal(90_000)})
    tab = Tab(works, reverse("item_edit", args=[item.pk]))
    assert "wanted_source" not in tab.values

    tab.send(**{f"y2570_{two.pk}": "10,000"})
    assert budgets.cells(item) == {**held, (2567, two.pk): Decimal(90_000), (2570, two.pk): Decimal(10_000)}


def test_budget_rows_carry_the_new_place_and_dimension(works, item):
    econ = Dimension.objects.get(code="ECON")
    Tab(works, reverse("item_edit", args=[item.pk])).send(area="71010903", dimension=econ.pk)
    row = ItemBudget.objects.first()
    assert (row.area_id, row.dimension_id) == ("71010903", econ.pk)


# --- Two people


def stale(works, worker, item, **mine):
    """Open the form, save a new amount and target in another window, then send mine."""
    tab = Tab(works, reverse("item_edit", args=[item.pk]))
    other = Client()
    other.force_login(worker)
    Tab(other, reverse("item_edit", args=[item.pk])).send(y2569="380,000", target="ฝาย 16 แห่ง")
    return tab, tab.send(**mine)


def test_a_stale_form_gets_both_values_with_their_names(works, worker, item):
    _, response = stale(works, worker, item, y2569="๓๐๐,๐๐๐", door="pao")
    rows = {row.name: (row.opened, row.latest, row.mine) for row in response.context["rows"]}
    assert response.status_code == 409
    assert rows["y2569"] == ("350,000", "380,000", "๓๐๐,๐๐๐")
    assert rows["door"] == tuple(str(PlanItem.Door(one).label) for one in ("province", "province", "pao"))
    assert set(rows) == {"y2569", "door", "target"}
    assert "730,000" in response.context["consequence_latest"]
    assert "650,000" in response.context["consequence_mine"]
    assert any(row.label and "2569" in row.label for row in response.context["rows"])


def test_the_other_spelling_of_an_amount_is_no_difference(works, worker, item):
    _, response = stale(works, worker, item, y2568="๓๕๐๐๐๐.-")
    rows = {row.name: row for row in response.context["rows"]}
    assert set(rows) == {"y2569", "target"}
    assert (rows["y2569"].latest, rows["y2569"].mine) == ("380,000", "380,000")


def test_a_line_end_and_the_order_of_ticks_are_no_difference(works, worker, plan, item):
    more = [make_need("710109", title=f"เรื่องที่ {number}") for number in range(12)]
    item.objective = "บรรทัดหนึ่ง\nบรรทัดสอง"
    item.save()
    for need in more:
        NeedLink.objects.create(need=need, item=item)
    _, response = stale(
        works,
        worker,
        item,
        objective="บรรทัดหนึ่ง\r\nบรรทัดสอง",
        needs=[str(pk) for pk in sorted((need.pk for need in item.needs.all()), reverse=True)],
    )
    assert {row.name for row in response.context["rows"]} == {"y2569", "target"}


def test_saving_mine_keeps_what_i_did_not_touch(works, worker, item):
    _, response = stale(works, worker, item, y2568="1,000")
    hidden = {}
    for name, value in response.context["hidden"]:
        hidden.setdefault(name, []).append(value)
    again = works.post(reverse("item_edit", args=[item.pk]), hidden)
    assert again.status_code == 302
    item.refresh_from_db()
    assert item.target == "ฝาย 16 แห่ง"
    assert {year: amount for (year, _source), amount in cells(item).items()} == {2568: 1_000, 2569: 380_000}


# --- Who may


def test_an_endorsed_plan_takes_no_change(works, plan, item, need):
    tab = Tab(works, reverse("item_edit", args=[item.pk]))
    adding = Tab(works, reverse("item_add", args=[plan.pk]))
    endorse(plan)

    assert "form" not in works.get(reverse("item_edit", args=[item.pk])).context
    assert "form" not in works.get(reverse("item_add", args=[plan.pk])).context
    refused = [
        tab.send(title="อื่น"),
        adding.send(title="ใหม่", dimension=item.dimension_id, door="local", needs=[need.pk]),
    ]
    assert [one.status_code for one in refused] == [422, 422]
    item.refresh_from_db()
    assert (item.title, plan.items.count()) == ("ฝายชะลอน้ำ", 1)


def test_a_draft_does_take_changes(works, plan, item):
    """Negative control: the same form, the plan not endorsed."""
    assert Tab(works, reverse("item_edit", args=[item.pk])).send(title="อื่น").status_code == 302


def test_a_line_made_from_items_is_edited_in_the_roll_up(client, secretariat, plan, item):
    client.force_login(secretariat)
    line = make_item(make_plan("71", prefix="K"))
    Lineage.objects.create(parent=line, child=item)
    response = client.get(reverse("item_edit", args=[line.pk]))
    assert response.url == reverse("line_edit", args=[line.pk])
    with pytest.raises(rules.ValidationError):
        rules.save_item(line.plan, line, {"budget": {}, "needs": []})


@pytest.mark.parametrize("name", ["item_detail", "item_edit"])
def test_a_stranger_finds_no_item(client, stranger, item, name):
    client.force_login(stranger)
    assert client.get(reverse(name, args=[item.pk])).status_code == 404


def test_a_reader_sees_no_button_and_may_not_send(client, reader, plan, item):
    client.force_login(reader)
    page = client.get(reverse("item_detail", args=[item.pk]))
    assert reverse("item_edit", args=[item.pk]) not in page.content.decode()
    assert client.post(reverse("item_edit", args=[item.pk]), {"title": "x"}).status_code == 403
    assert client.post(reverse("item_add", args=[plan.pk]), {"title": "x"}).status_code == 403


def test_who_may_edit_sees_the_button(works, item):
    """Negative control of the hidden button."""
    assert (
        reverse("item_edit", args=[item.pk])
        in works.get(reverse("item_detail", args=[item.pk])).content.decode()
    )


# --- The way of an item


def carry(line, child, amount=350_000, year=2568):
    lineage = Lineage.objects.create(parent=line, child=child)
    source = child.budgets.get(year=year).wanted_source
    LineageYear.objects.create(lineage=lineage, year=year, wanted_source=source, amount=amount)
    return lineage


def test_the_page_shows_the_villages_words_and_what_is_not_yet_placed(works, item, plan):
    endorse(plan)
    carry(make_item(make_plan("71", prefix="K"), title="ระบบน้ำ"), item)
    page = works.get(reverse("item_detail", args=[item.pk]))
    trail = page.context["trail"]
    assert "หน้าแล้งห้วยแห้ง อยากมีน้ำใช้ให้ถึงต้นฝน" in page.content.decode()
    assert (trail.asked, trail.went.carried_total, trail.unplaced) == (700_000, 350_000, 350_000)


def test_the_line_above_is_told_by_code_and_title_without_a_link(works, item):
    line = make_item(make_plan("71", prefix="K"), title="ระบบน้ำ")
    carry(line, item)
    page = works.get(reverse("item_detail", args=[item.pk])).content.decode()
    assert "K1 ระบบน้ำ" in page
    assert reverse("item_detail", args=[line.pk]) not in page


def test_items_outside_the_scope_are_one_sum(client, secretariat, item, coordinator):
    cluster = Cluster.objects.get()
    line = make_item(make_plan(None, cluster=cluster), area_id=None)
    elsewhere = make_item(make_plan("72"), title=CANARY)
    carry(line, item)
    carry(line, elsewhere, 123_000)
    client.force_login(secretariat)
    page = client.get(reverse("item_detail", args=[line.pk]))
    origins = page.context["trail"].origins
    assert [(one.item and one.item.title, one.total) for one in origins] == [
        ("ฝายชะลอน้ำ", 350_000),
        (None, 123_000),
    ]
    assert CANARY not in page.content.decode()

    client.force_login(coordinator)
    assert CANARY in client.get(reverse("item_detail", args=[line.pk])).content.decode()


def test_origins_go_down_to_the_village(client, secretariat, item, country):
    below = make_item(make_plan("71010903"), title="ฝาย ม.3")
    line = make_item(make_plan("71", prefix="K"), title="ระบบน้ำ")
    carry(line, item)
    carry(item, below)
    client.force_login(secretariat)
    origins = client.get(reverse("item_detail", args=[line.pk])).context["trail"].origins
    assert [(one.depth, one.item.title) for one in origins] == [(1, "ฝายชะลอน้ำ"), (2, "ฝาย ม.3")]


def test_what_was_left_out_is_told_with_its_reason(works, item, plan):
    endorse(plan)
    out = LeftOut.objects.create(plan=make_plan("71"), item=item, ground="other", reason="ซ้ำกับโครงการเดิม")
    source = item.budgets.first().wanted_source
    LeftOutYear.objects.create(left_out=out, year=2568, wanted_source=source, amount=350_000)
    page = works.get(reverse("item_detail", args=[item.pk]))
    assert "ซ้ำกับโครงการเดิม" in page.content.decode()
    assert page.context["trail"].unplaced == 350_000


def test_out_of_codis_streams_is_a_choice_like_any_other(works, plan, need):
    outside = WorkStream.objects.get(code="WS90")
    add(works, plan, needs=[need.pk], work_stream=outside.pk)
    assert PlanItem.objects.get().work_stream == outside


def test_the_person_is_told_what_was_saved(works, plan, need):
    assert "ประปาภูเขา" in told(add(works, plan, needs=[need.pk]))[0]


def test_a_need_named_in_the_address_is_ticked(works, plan, need):
    tab = Tab(works, f"{reverse('item_add', args=[plan.pk])}?need={need.pk}")
    assert tab.values["needs"] == [str(need.pk)]
    assert Tab(works, f"{reverse('item_add', args=[plan.pk])}?need=๑'x").values["needs"] == []
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(("prefix", "label"), [("K", "K1"), ("", "No. 1")])
def test_an_item_of_a_plan_without_a_letter_is_never_a_bare_number(client, secretariat, prefix, label):
    item = make_item(make_plan("71", prefix=prefix))
    assert item.code == f"{prefix}1"
    with translation.override("en"):
        assert item.label == label
