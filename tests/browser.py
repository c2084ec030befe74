"""A real browser for the tests: `page` in Chromium against the live server, strict about every complaint.

A test fails when a page logs an error, throws, breaks the content policy or misses a file of ours.
"""

import os
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import sync_playwright

from tests.programs import find

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@dataclass
class Visit:
    """One person at one browser: `page` is Playwright's, `url` the address of the live server."""

    page: object
    url: str
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def sign_in(self, user):
        """Sign the person in without the login page, through a session in the database."""
        session = SessionStore()
        session[SESSION_KEY] = user._meta.pk.value_to_string(user)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": self.url}
        self.page.context.add_cookies([cookie])

    def open(self, path):
        """Go to a path of the site and return the response."""
        return self.page.goto(self.url + path)

    def as_on(self, size):
        """Change the window: PHONE or DESK."""
        self.page.set_viewport_size(size)

    def expect_complaint(self, text):
        """Let complaints that hold the text pass: the page is meant to be refused (404, 409 …)."""
        self.expected.append(text)

    def unexpected(self):
        return [line for line in self.complaints if not any(text in line for text in self.expected)]

    def listen(self):
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._response)

    def _console(self, message):
        if message.type == "error" or "Content Security Policy" in message.text:
            self.complaints.append(
                f"console {message.type}: {message.text} ({message.location.get('url', '')})"
            )

    def _failed(self, request):
        # A download or a page that was left aborts its request; that is no failure.
        if request.url.startswith(self.url) and "ERR_ABORTED" not in (request.failure or ""):
            self.complaints.append(f"request failed: {request.url} {request.failure}")

    def _response(self, response):
        if response.url.startswith(self.url) and response.status >= 400:
            self.complaints.append(f"status {response.status}: {response.url}")


@pytest.fixture(scope="session")
def chromium():
    """The machine's Chromium, started once for the session."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    # Playwright keeps an event loop in this thread, which Django takes for an async caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browser_page(request, live_server):
    """A fresh window on the live server, in Thai; the test fails at its end if a page complained."""
    if not request.node.get_closest_marker("needs"):
        pytest.fail('A test that asks for browser_page is marked @needs("chromium").', pytrace=False)
    chromium = request.getfixturevalue("chromium")
    context = chromium.new_context(locale="th-TH", timezone_id="Asia/Bangkok", viewport=DESK)
    context.set_default_timeout(15_000)
    visit = Visit(context.new_page(), live_server.url)
    visit.listen()
    yield visit
    context.close()
    if complaints := visit.unexpected():
        pytest.fail("The browser complained:\n" + "\n".join(complaints), pytrace=False)
