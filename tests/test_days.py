"""A day of each role in a real browser, on the demo. The secretariat's and a tambon worker's are in test_walk."""

import io

import pytest
from openpyxl import Workbook

from areas.models import User
from meetings.models import Meeting
from plans.models import Need, Plan
from projects.models import Agency
from tests.programs import needs
from tests.walker import SIZES

pytestmark = [needs("chromium"), pytest.mark.django_db(transaction=True)]
SEND = "main form.form [type=submit]:not([name])"


@SIZES
def test_a_coordinator_invites_a_worker_who_comes_in_by_the_link(walker, size):
    person = walker("kanokwan", size).log_in()
    person.open("/people/").press("main a[href='/people/invite/']")
    page = person.page
    page.fill("[name=first_name]", "มาลี")
    page.fill("[name=last_name]", "สวนผึ้ง")
    page.fill("[name=username]", "malee")
    page.fill("[name=area]", "ต.ไม่มีที่ไหนเลย")
    person.refused(SEND, 422)
    assert page.input_value("[name=first_name]") == "มาลี"
    page.fill("[name=area]", "๗๑๐๘๐๓")
    person.press(SEND)
    address = page.inner_text(".link-address").split("/link/")[1].strip()
    assert page.locator("main svg, main img").count() >= 1
    person.open("/people/?q=มาลี")
    assert "มาลี" in person.text
    person.log_out()

    person.open(f"/link/{address}")
    for name in ("new_password1", "new_password2"):
        page.fill(f"[name={name}]", "password1234")
    person.refused("form.form [type=submit]", 422)
    for name in ("new_password1", "new_password2"):
        page.fill(f"[name={name}]", "ข้าวเหนียวมะม่วง-๒๕๖๖")
    person.press("form.form [type=submit]")
    assert person.path == "/"
    assert User.objects.get(username="malee").last_login
    person.open("/help/").press("main a[href='/help/worker/']")
    person.log_out()


@SIZES
def test_a_coordinator_keeps_a_list_and_puts_a_row_away(walker, size):
    person = walker("kanokwan", size).sign_in()
    person.open("/reference/").press("main a[href='/reference/agency/']").press("main a[href$='/new/']")
    person.page.fill("[name=name]", "   ")
    person.page.fill("[name=area]", "๗๑๐๘๐๓")
    person.refused(SEND, 422)
    person.page.fill("[name=name]", "สภาองค์กรชุมชนตำบลไล่โว่")
    person.press(SEND)
    agency = Agency.objects.get(name="สภาองค์กรชุมชนตำบลไล่โว่")
    person.open(f"/reference/agency/{agency.pk}/").press("main a[href$='/archive/']").press(SEND)
    agency.refresh_from_db()
    assert not agency.is_active
    person.open(f"/reference/agency/{agency.pk}/").press("main a[href$='/restore/']").press(SEND)
    agency.refresh_from_db()
    assert agency.is_active


@SIZES
def test_a_cluster_s_head_sees_who_has_handed_in_and_starts_the_plan(walker, size):
    person = walker("chalida", size).log_in()
    person.press("main a[href$='/completeness/'] >> nth=-1")
    person.open("/clusters/1/completeness/".replace("1", str(cluster())))
    assert "กาญจนบุรี" in person.text
    with person.page.expect_download() as download:
        person.page.click("a[href$='completeness.xlsx']")
    assert download.value.suggested_filename.endswith(".xlsx")
    person.press("main a[href$='/plans/new/']")
    person.page.fill("[name=first_year]", "2570")
    person.page.fill("[name=last_year]", "2567")
    person.refused(SEND, 422)
    person.page.fill("[name=first_year]", "๒๕๖๗")
    person.page.fill("[name=last_year]", "๒๕๗๐")
    person.press(SEND)
    plan = Plan.objects.get(cluster__isnull=False)
    assert person.path.startswith(f"/plans/{plan.pk}/")
    person.log_out()


def cluster():
    """Return the number of the demo's cluster."""
    return User.objects.get(username="chalida").assignments.get().cluster_id


@SIZES
def test_a_worker_writes_down_a_village_meeting(walker, size):
    person = walker("wandee", size).sign_in()
    person.open("/areas/710803/").press("main a[href$='/needs/quick/']")
    page, before = person.page, Need.objects.count()
    page.fill("[name=held_on]", "๑ ก.ย. ๖๖")
    page.fill("[name=headcount]", "๒๓")
    for number, title in enumerate(["ไม่มีน้ำดื่มหน้าแล้ง", "สะพานไม้ผุ"], 1):
        page.fill(f"[name=title_{number}]", title)
        page.check(f"[name=severity_{number}][value='{number + 2}']", force=True)
        page.select_option(f"[name=dimension_{number}]", index=number)
    page.fill("[name=cause_2]", "รถข้ามไม่ได้แล้ว")
    page.fill("[name=households_1]", "สิบสอง")
    person.refused(SEND, 422)
    assert page.input_value("[name=title_2]") == "สะพานไม้ผุ"
    page.fill("[name=households_1]", "๑๒")
    person.press(SEND)
    assert Need.objects.count() == before + 2
    assert Meeting.objects.filter(area_id="710803", headcount=23).exists()

    need = Need.objects.get(title="สะพานไม้ผุ")
    person.open("/needs/?area=710803&q=สะพานไม้").press(f"main a[href='/needs/{need.pk}/']")
    person.press("main a[href$='/archive/']")
    person.page.fill("main textarea, main input[type=text]", "จดซ้ำ")
    person.press(SEND)
    need.refresh_from_db()
    assert need.archived_at
    person.open(f"/history/need/{need.pk}/")
    assert "วันดี" in person.text


@SIZES
def test_a_reader_finds_things_and_takes_them_home(walker, size):
    person = walker("somying", size).log_in()
    person.open("/search/?q=ฝาย")
    assert person.page.locator("main a[href^='/items/'], main a[href^='/needs/']").count()
    for address, book in [("/plans/", "plans.xlsx"), ("/needs/", "needs/workbook.xlsx")]:
        person.open(address)
        with person.page.expect_download() as download:
            person.page.click(f"main a[href*='{book}']")
        assert download.value.suggested_filename.endswith(".xlsx")
    person.open("/areas/71/completeness/")
    person.log_out()


@SIZES
def test_a_partner_s_day_is_quiet_and_says_why(walker, size):
    person = walker("arun", size).log_in()
    assert len(person.text) > 60
    for path in ("/plans/", "/needs/", "/help/", "/account/"):
        person.open(path)
    person.log_out()


@SIZES
def test_an_administrator_takes_a_list_in_from_a_sheet(walker, size):
    person = walker("admin", size).sign_in()
    book, body = Workbook(), io.BytesIO()
    page = person.page
    person.visit.open("/admin/projects/dimension/import/")
    book.active.append(["รหัส", "ชื่อ"])
    book.active.append(["D9", "มิติใหม่จากไฟล์"])
    book.save(body)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.set_input_files("[name=file]", {"name": "a.xlsx", "mimeType": kind, "buffer": body.getvalue()})
    with page.expect_navigation():
        page.locator("form:has([name=file]) [type=submit]").click()
    assert "มิติใหม่จากไฟล์" in page.inner_text("body")
    assert person.overflow() == []
    with page.expect_navigation():
        page.locator("form:has([name=seen]) [type=submit]").click()
    person.visit.open("/admin/projects/dimension/?q=D9")
    assert "มิติใหม่จากไฟล์" in page.inner_text("body")
    person.visit.open("/admin/")
    assert person.overflow() == []
