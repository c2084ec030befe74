"""The board in a real browser: one A4 page for a tambon, and folded on a phone."""

import re

import pytest

from meetings.models import CapacityTopic, Person, TrainingRecord
from meetings.reference import CAPACITY_TOPICS
from plans.models import NeedLink
from projects.models import Agency, WorkStream
from tests.browser import PHONE
from tests.cast import make_item, make_need, make_plan
from tests.programs import needs
from tests.projects.bench import codi, make_line, make_project

pytestmark = [needs("chromium"), pytest.mark.django_db(transaction=True)]
HERE = "710109"


@pytest.fixture
def much(country):
    """A tambon with more items and needs than its board names, money in every stream, six agencies, all topics."""
    plan = make_plan(endorsed=True)
    for number in range(1, 15):
        item = make_item(plan, title=f"ซ่อมระบบประปาของหมู่บ้าน {number}")
        need = make_need(severity=1 + number % 5, title=f"น้ำประปาไม่พอในหน้าแล้ง {number}")
        NeedLink.objects.create(need=need, item=item)
    sources = ["พมจ.กาญจนบุรี", "สปสช.เขต 5 ราชบุรี (กองทุนสุขภาพตำบล)", "อบต.ช่องสะเดา"]
    for name in sources:
        Agency.objects.get_or_create(name=name, defaults={"kind": "local"})
    sources += [codi().name, "อบจ.กาญจนบุรี", "ทสจ.กาญจนบุรี"]
    for number in range(20, 30):
        WorkStream.objects.create(code=f"WS{number}", name=f"พัฒนาคุณภาพชีวิต {number}", position=number)
    who = Person.objects.create(area_id=HERE, name="พิกุล ไพรวัลย์")
    for code, name in CAPACITY_TOPICS:
        topic = CapacityTopic.objects.create(code=code, name=name)
        told = {"trained_by": "พอช. สำนักงานภาคกลางและตะวันตก", "source": "ใบลงทะเบียนผู้เข้าอบรม"}
        TrainingRecord.objects.create(person=who, topic=topic, trained_on="2023-07-22", **told)
    for number, stream in enumerate(WorkStream.objects.all()):
        project = make_project(HERE, name=f"โครงการ {number}", work_stream=stream)
        make_line(project, 1_200_000, {HERE: 1_200_000}, source=sources[number % 6])


def test_a_tambon_is_printed_on_one_page_of_a4(browser_page, much, secretariat):
    browser_page.sign_in(secretariat)
    browser_page.open(f"/areas/{HERE}/")
    paper = browser_page.page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_what_lies_in_an_area_is_folded_on_a_phone_alone(browser_page, much, secretariat):
    browser_page.sign_in(secretariat)
    browser_page.open("/areas/71/")
    row = browser_page.page.locator(".fold-narrow td").first
    assert row.is_visible()
    browser_page.as_on(PHONE)
    assert not row.is_visible()
    browser_page.page.locator(".fold-narrow > summary").first.click()
    assert row.is_visible()
    assert browser_page.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
