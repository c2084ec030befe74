"""A person at a browser on the demo: goes from page to page and has each looked at as it comes."""

import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe

from areas import loading
from areas.models import User
from plans.demo import load as demo
from plans.demo.people import PASSWORD
from tests.browser import DESK, PHONE
from tests.photograph import told_once

PROVINCES = {"70", "71", "72"}
SERIOUS = {"serious", "critical"}
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe that look at colours."""


@pytest.fixture
def demo_on_stage(transactional_db, settings):
    """The demo of กาญจนบุรี in a country of three provinces, on the demo's day."""
    settings.DEMO, settings.DEMO_TODAY = True, datetime.date(2023, 9, 15)
    told_once("walker", tell)


def tell():
    """Tell the story in its country."""
    loading.load({code: area for code, area in loading.read_source().items() if code[:2] in PROVINCES})
    demo.load(neighbours=False)  # they are a third of its time, and no walk goes there


SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
"""Walked at a desk and on a phone."""


@pytest.fixture
def walker(demo_on_stage, browser_page):
    """Let someone of the demo walk."""
    return lambda username, size=DESK: Walker(browser_page, username, size)


class Walker:
    """Someone of the demo at a browser; `looked` holds the pages that were looked at in this session."""

    looked: set = set()

    def __init__(self, visit, username, size=DESK):
        self.visit, self.page, self.username = visit, visit.page, username
        self.size = size
        visit.as_on(size)
        self.page.emulate_media(reduced_motion="reduce")  # no colour is measured on its way to another

    # --- Going

    def log_in(self):
        """Log in through the page that everyone uses."""
        self.open("/login/")
        self.page.fill("#id_username", self.username)
        self.page.fill("#id_password", PASSWORD)
        self.press("main form [type=submit], form [type=submit]")
        assert self.path == "/"
        return self

    def sign_in(self):
        """Come in with a session that is there already."""
        self.visit.sign_in(User.objects.get(username=self.username))
        return self

    def log_out(self):
        menu = ".menu-narrow" if self.size == PHONE else ".menu-wide"
        self.page.click(f"{menu} > summary")
        self.press(f"{menu} form [type=submit]")
        assert self.path.startswith("/login/")

    def open(self, path):
        self.visit.open(path)
        self.look()
        return self

    def press(self, selector, nth=0):
        """Press what leads to another page, and look at that."""
        with self.page.expect_navigation():
            self.page.locator(selector).nth(nth).click()
        self.look()
        return self

    def refused(self, selector, status):
        """Press what is refused with a status, and look at the page that says so."""
        self.visit.expect_complaint(str(status))
        return self.press(selector)

    @property
    def path(self):
        return self.page.url.removeprefix(self.visit.url).split("?")[0].split("#")[0]

    @property
    def text(self):
        return self.page.inner_text("main")

    # --- Looking

    def look(self):
        """See that the page does not scroll sideways and, once, in each light, that everyone can use it."""
        self.page.wait_for_load_state("load")
        assert self.overflow() == [], f"{self.path} is wider than the window"
        kind = (self.page.locator("h1").first.inner_text()[:20], self.size["width"])
        if kind not in Walker.looked:
            Walker.looked.add(kind)
            if self.size == DESK:  # colours know no width, and nothing else knows the light
                self.page.emulate_media(color_scheme="dark")
                assert barriers(self.page, COLOURS) == [], f"{self.path} in the dark"
                self.page.emulate_media(color_scheme="light")
            assert barriers(self.page) == [], self.path

    def overflow(self):
        """Return what sticks out at the right of the window, where the page scrolls sideways."""
        return self.page.evaluate("""() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.querySelectorAll('body *')]
              .filter((one) => one.getBoundingClientRect().right > width + 1)
              .slice(0, 5).map((one) => one.outerHTML.slice(0, 120));
        }""")


def barriers(page, rules=None):
    """Return the serious and critical findings of axe by some of its rules (None: by all), one line each."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0].get('failureSummary', '')[:300]}"
        for one in found
        if one["impact"] in SERIOUS
    ]
