"""The search box in a real browser: suggestions while typing, by keyboard, and without trouble on a phone."""

import pytest

from tests.browser import PHONE

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def box(browser_page, secretariat):
    browser_page.sign_in(secretariat)
    browser_page.open("/areas/")
    return browser_page.page


def test_typing_suggests_and_the_arrow_and_enter_go_there(box):
    box.type("#find", "รั้วใ")
    box.wait_for_selector("#search-suggestions a")
    box.press("#find", "ArrowDown")
    assert box.evaluate("document.activeElement.getAttribute('href')") == "/areas/720102/"


def test_a_misspelling_offers_the_nearest_under_the_box(box):
    box.type("#find", "รั้วไหญ่")
    box.wait_for_selector("#suggest :text('ใกล้เคียงที่สุดคือ')")
    assert box.get_attribute("#suggest a", "href") == "/areas/720102/"


def test_enter_gives_the_page_of_results(box):
    box.fill("#find", "เลาขวัญ")
    box.press("#find", "Enter")
    box.wait_for_url("**/search/?q=*")
    assert box.locator("ul.rows > li").count() == 2


@pytest.mark.parametrize("path", ["/areas/", "/search/?q=เลา", "/areas/710109/add/", "/account/", "/about/"])
def test_a_phone_needs_no_sideways_scroll(box, browser_page, path):
    browser_page.as_on(PHONE)
    browser_page.open(path)
    assert box.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
