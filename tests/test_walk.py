"""The whole path in a real browser, on the demo: from the log-in to the workbook, at a desk and on a phone."""

import json
from decimal import Decimal

import openpyxl
import pytest

from areas import boundaries, rules_boundaries
from areas.models import Area, Cluster
from plans import rollup
from plans.models import LeftOut, Lineage, Plan, PlanItem
from tests.browser import DESK, PHONE
from tests.programs import needs
from tests.walker import COLOURS, SIZES, barriers

pytestmark = [needs("chromium"), pytest.mark.django_db(transaction=True)]
OPEN = "button[name=open]"


def province():
    return rollup.read(Plan.objects.get(area_id="71"))


def tick(person, *titles):
    """Tick items of the queue by their titles."""
    for title in titles:
        person.page.locator("label.queue-row", has_text=title).locator("input[name=item]").check()


def button(person, act):
    """Press the button of the queue that leads to an act."""
    own = f"{OPEN}[formaction$='/{act}/']" if act != "carry" else f"{OPEN}:not([formaction])"
    person.press(own)


SEEDS, WEIRS = "ธนาคารเมล็ดพันธุ์ทนแล้ง", ("ซ่อมฝายห้วยน้ำใส", "ซ่อมฝายห้วยตะเคียน")


@SIZES
def test_the_secretariat_rolls_the_plans_up_and_takes_the_workbook_home(walker, size, tmp_path):
    person = walker("pimchanok", size).log_in()
    person.press("a[href$='/rollup/']")
    bench = person.path
    before = province()
    assert before.balance.rest.count == 6

    tick(person, *WEIRS)
    button(person, "carry")
    person.page.fill("[name=title]", "ซ่อมฝายเดิมสองแห่ง")
    person.press(".form-foot [type=submit]")
    line = PlanItem.objects.get(title="ซ่อมฝายเดิมสองแห่ง")
    assert person.path == bench
    assert (line.origins.count(), line.total) == (2, Decimal(260_000))

    person.press(f"a[href='/lines/{line.pk}/edit/']")
    amount = person.page.locator("input[name^=c_]").first
    amount.fill("๑,๐๐๐.-")
    person.press(".form-foot [type=submit]")
    now = province()
    assert now.balance.ties
    assert PlanItem.objects.get(pk=line.pk).total < Decimal(260_000)

    tick(person, SEEDS)
    button(person, "leave-out")
    person.page.check("[name=ground][value=other]")
    person.refused(".form-foot [type=submit]", 422)
    person.page.fill("[name=reason]", "ทำร่วมกับเกษตรจังหวัดแล้ว")
    person.press(".form-foot [type=submit]")
    assert LeftOut.objects.get(item__title=SEEDS).reason == "ทำร่วมกับเกษตรจังหวัดแล้ว"

    person.press("form[action$='leave-out-group/'] [type=submit]")
    assert LeftOut.objects.count() > 4
    count = LeftOut.objects.count()
    person.press("button[formaction*='bring-back']")
    assert LeftOut.objects.count() == count - 1

    ties = Lineage.objects.filter(parent=line).count()
    person.press(f"tbody:has([id=line-{line.pk}]) button[formaction*='/split/']")
    assert Lineage.objects.filter(parent=line).count() == ties - 1
    assert province().balance.ties

    with person.page.expect_download() as download:
        person.page.click("a[href$='workbook.xlsx']")
    download.value.save_as(tmp_path / "plan.xlsx")
    assert province().own.total in numbers(tmp_path / "plan.xlsx")
    person.log_out()


def numbers(path):
    """Return every number of a workbook, as it would show before anything is recalculated."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        Decimal(str(cell))
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, (int, float)) and not isinstance(cell, bool)
    }


@SIZES
def test_a_tambon_worker_writes_an_item_and_the_plan_is_endorsed(walker, size):
    plan = Plan.objects.get(area_id="710803")
    person = walker("wandee", size).log_in()
    person.open(f"/plans/{plan.pk}/").press(f"a[href='/plans/{plan.pk}/items/new/']")
    page = person.page
    page.fill("[name=title]", "ซ่อมสะพานแขวนข้ามห้วย")
    page.fill("[name=target]", "1 แห่ง")
    page.locator("input[name=needs]").first.check()
    page.select_option("[name=dimension]", index=1)
    page.select_option("[name=door]", "province")
    page.check("[name=doability][value=support]")
    page.select_option("[name=wanted_source]", index=1)
    page.fill("[name=y2567]", "สามแสน")
    person.refused(".form-foot [type=submit]", 422)
    assert page.input_value("[name=title]") == "ซ่อมสะพานแขวนข้ามห้วย"
    assert page.input_value("[name=y2567]") == "สามแสน"
    page.fill("[name=y2567]", "๓๕๐,๐๐๐.-")
    page.fill("[name=y2568]", "350000")
    person.press(".form-foot [type=submit]")
    item = PlanItem.objects.get(title="ซ่อมสะพานแขวนข้ามห้วย")
    assert [budget.amount for budget in item.budgets.all()] == [Decimal(350_000)] * 2

    person.press(f"a[href='/plans/{plan.pk}/endorse/']")
    page.fill("[name=held_on]", "๓๑ ก.พ. ๖๖")
    page.fill("[name=headcount]", "0")
    person.refused(".form-foot [type=submit]", 422)
    assert not Plan.objects.get(pk=plan.pk).is_endorsed
    page.fill("[name=held_on]", "๑๐ ก.ย. ๖๖")
    page.fill("[name=headcount]", "๓๗")
    person.press(".form-foot [type=submit]")
    plan.refresh_from_db()
    assert plan.is_endorsed
    assert (str(plan.endorsed_at.held_on), plan.endorsed_at.headcount) == ("2023-09-10", 37)
    assert page.locator(f"a[href='/plans/{plan.pk}/items/new/']").count() == 0


@pytest.mark.parametrize(("way", "size"), [("mine", DESK), ("latest", PHONE)], ids=["mine", "latest"])
def test_two_people_at_one_item_are_shown_both_values(walker, way, size):
    item = PlanItem.objects.filter(plan__area_id="710803").first()
    person = walker("wandee", size).sign_in()
    person.open(f"/items/{item.pk}/edit/")
    person.page.fill("[name=title]", "ชื่อของวันดี")
    other = PlanItem.objects.get(pk=item.pk)
    other.target = "เป้าหมายของพิมพ์ชนก"
    other.title = "ชื่อของพิมพ์ชนก"
    other.save()
    person.refused(".form-foot [type=submit]", 409)
    assert "ชื่อของวันดี" in person.text
    assert "ชื่อของพิมพ์ชนก" in person.text
    person.press("main form [type=submit]" if way == "mine" else "main tfoot a.btn")
    item.refresh_from_db()
    assert item.title == ("ชื่อของวันดี" if way == "mine" else "ชื่อของพิมพ์ชนก")
    assert item.target == "เป้าหมายของพิมพ์ชนก"


def test_a_reader_sees_no_way_to_write(walker):
    plans = {plan.area_id: plan for plan in Plan.objects.all()}
    item, need = plans["710109"].items.first(), plans["710109"].items.first().needs.first()
    person = walker("somying").sign_in()
    pages = [
        "/",
        "/plans/",
        "/needs/",
        "/areas/71/",
        "/areas/710109/",
        f"/needs/{need.pk}/",
        f"/items/{item.pk}/",
    ]
    pages += [f"/plans/{plans[code].pk}/" for code in ("710109", "71", "710803")]
    for path in [*pages, f"/plans/{plans['71'].pk}/rollup/"]:
        assert ways_to_write(person.open(path)) == [], path


WRITING = ["/new/", "/edit/", "/add/", "/endorse/", "/carry/", "/leave-out/", "/keep-apart/"]


def ways_to_write(person):
    """Return the addresses and forms on a page that lead to a change."""
    links = person.page.locator("main a").evaluate_all(
        "all => all.map((one) => one.getAttribute('href') || '')"
    )
    forms = person.page.locator("main form[method=post]").evaluate_all(
        "all => all.filter((one) => one.querySelector('button')).map((one) => one.action)"
    )
    return [link for link in links if any(link.split("?")[0].endswith(word) for word in WRITING)] + forms


def test_a_page_that_is_too_wide_and_hard_to_use_is_found(walker):
    """Negative control of the look at each page, and of the search for ways to write."""
    person = walker("wandee", PHONE).sign_in()
    assert ways_to_write(person.open(f"/plans/{Plan.objects.get(area_id='710803').pk}/"))
    person.page.evaluate("""() => {
        const wide = document.createElement('input');
        wide.style.setProperty('min-width', '900px');
        document.body.append(wide);
    }""")
    assert person.overflow()
    assert barriers(person.page)


def test_a_text_that_is_hard_to_see_in_the_dark_is_found(walker):
    """Negative control of the look at colours alone."""
    page = walker("wandee", DESK).sign_in().open("/needs/").page
    page.emulate_media(color_scheme="dark")
    assert barriers(page, COLOURS) == []
    page.evaluate("""() => {
        const style = document.querySelector('a[href="/areas/"]').style;
        style.setProperty('color', '#666');
        style.setProperty('background', '#555');
    }""")
    assert barriers(page, COLOURS)


OTHERS = ["/areas/", "/areas/71/", "/areas/710109/", "/search/?q=รั้วใหญ่", "/needs/", "/plans/", "/about/"]
OTHERS += ["/account/", "/account/password/", "/nowhere/"]
OTHERS += [f"/areas/710109/{form}/" for form in ("add", "plans/new", "needs/new")]


@SIZES
def test_every_other_page_can_be_used_by_everyone(walker, size):
    person = walker("pimchanok", size).sign_in()
    person.visit.expect_complaint("404")
    plan = Plan.objects.get(area_id="71")
    for path in [*OTHERS, f"/plans/{plan.pk}/", f"/items/{plan.items.first().pk}/"]:
        person.open(path)


@SIZES
def test_the_secretariat_looks_over_the_province_and_opens_what_a_cell_counts(walker, size):
    person = walker("pimchanok", size).log_in()
    square = [[99, 14], [100, 14], [100, 15], [99, 15], [99, 14]]
    shape = {"type": "Polygon", "coordinates": [square]}
    one = {"type": "Feature", "properties": {"code": "710109"}, "geometry": shape}
    told = json.dumps({"type": "FeatureCollection", "features": [one]}).encode()
    drawing = boundaries.read(told, {"710109"})
    rules_boundaries.keep(Area.objects.get(code="71"), drawing, licence="CC0", source="สมมุติ")
    person.open("/areas/71/mapping/")
    assert person.page.locator("svg.map").count() == 1
    person.press("td.heat a", nth=1)
    assert (person.path, "บ้านพอเพียง" in person.text) == ("/projects/", True)
    for page in ("mapping/?value=needs", "mapping/?value=survey", "mapping/?columns=agency", "flow/"):
        person.open(f"/areas/71/{page}")
    person.open(f"/clusters/{Cluster.objects.get().pk}/compare/")
