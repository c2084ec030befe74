"""The browser of the tests: it reaches the live server, knows who is signed in, and hears every complaint."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from tests.browser import PHONE
from tests.programs import needs

pytestmark = needs("chromium")


@login_not_required
def hello(request):
    return HttpResponse(f"<!doctype html><title>hello</title><p>{request.user} is here</p>")


@login_not_required
def broken(_request):
    body = "<!doctype html><title>broken</title><script>1</script><img src='/missing.png' alt=''>"
    return HttpResponse(body)


urlpatterns = [
    path("hello/", hello),
    path("broken/", broken),
    path("favicon.ico", login_not_required(lambda _request: HttpResponse(status=204))),
]


@pytest.fixture(autouse=True)
def only_these_pages(settings):
    settings.ROOT_URLCONF = __name__


def test_the_browser_is_whom_it_signs_in_as(browser_page):
    browser_page.sign_in(get_user_model().objects.create_user("malee"))
    browser_page.open("/hello/")
    assert browser_page.page.inner_text("p") == "malee is here"


def test_the_window_can_be_a_phone(browser_page):
    browser_page.as_on(PHONE)
    browser_page.open("/hello/")
    assert browser_page.page.evaluate("innerWidth") == 360


@pytest.mark.parametrize("complaint", ["Content Security Policy", "status 404", "/missing.png"])
def test_a_complaint_of_the_page_is_heard(browser_page, complaint):
    browser_page.open("/broken/")
    browser_page.page.wait_for_load_state("networkidle")
    assert any(complaint in line for line in browser_page.unexpected())
    browser_page.complaints.clear()


def test_an_error_thrown_by_a_script_is_heard(browser_page):
    browser_page.open("/hello/")
    browser_page.page.evaluate("setTimeout(() => { throw new Error('torn') })")
    browser_page.page.wait_for_timeout(100)
    assert any("torn" in line for line in browser_page.unexpected())
    browser_page.complaints.clear()


def test_an_expected_complaint_passes(browser_page):
    browser_page.expect_complaint("404")
    assert browser_page.open("/nowhere/").status == 404
