"""A tambon's survey on a phone, over a line that fails: what was tapped is there again, and is saved once."""

import pytest
from django.urls import reverse

from projects.models import Presence, Survey, WorkStream
from tests.browser import PHONE
from tests.programs import needs

pytestmark = [needs("chromium"), pytest.mark.django_db(transaction=True)]


def tap(page, stream, state):
    """Tap how a stream stands."""
    page.locator(f"label:has(input[name='state{stream.pk}'][value='{state}'])").click()


def test_what_was_tapped_survives_a_send_that_fails(browser_page, worker):
    streams = list(WorkStream.objects.all())
    path = reverse("survey_fill", args=["710109"])
    browser_page.as_on(PHONE)
    browser_page.sign_in(worker)
    browser_page.open(path)
    page = browser_page.page
    tap(page, streams[0], "strong")
    page.locator("[name=surveyed_by]").fill("ทีมตำบล")
    page.locator("[name=note]").fill("คุยกับผู้ใหญ่บ้านแล้ว")
    browser_page.expect_complaint("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    page.locator(".form-foot .btn-fill").click()
    page.wait_for_url("chrome-error://**")
    assert not Survey.objects.exists()
    page.context.set_offline(False)
    browser_page.open(path)
    assert page.locator("[data-restored]").is_visible()
    assert page.locator("[name=note]").input_value() == "คุยกับผู้ใหญ่บ้านแล้ว"
    with page.expect_navigation():
        page.locator(".form-foot .btn-fill").click()
    survey = Survey.objects.get()
    assert (survey.surveyed_by, survey.note) == ("ทีมตำบล", "คุยกับผู้ใหญ่บ้านแล้ว")
    assert list(survey.answers.values_list("work_stream", "state")) == [
        (streams[0].pk, Presence.State.STRONG)
    ]
    browser_page.open(path)
    assert page.locator("[data-restored]").is_hidden()
