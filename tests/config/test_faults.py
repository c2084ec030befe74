"""Every error page: its status, its Thai sentence, its way out, and a reference that stands in the log too."""

import html
import json
import logging
import re

import pytest
from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.template.loader import render_to_string
from django.test import Client
from django.test.client import RequestFactory

from config.tools import carried, faults, logs
from config.tools.requests import ALPHABET, LENGTH
from tests.cast import PASSWORD
from tests.config.fault_urls import SECRET

pytestmark = pytest.mark.urls("tests.config.fault_urls")
ORIGIN = "http://testserver"


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.fixture
def lines(caplog):
    """What the production log would hold, one dict a line."""
    caplog.set_level(logging.INFO)
    formatter = logs.JsonFormatter()
    seen = []

    class Writer(logging.Handler):
        def emit(self, record):
            logs.ReferenceFilter().filter(record)
            seen.append(json.loads(formatter.format(record)))

    writer = Writer()
    logging.getLogger().addHandler(writer)
    yield seen
    logging.getLogger().removeHandler(writer)


def text_of(response):
    return html.unescape(response.content.decode())


def reference_on(response):
    (found,) = re.findall(rf'<b class="code">([{ALPHABET}]{{{LENGTH}}})</b>', response.content.decode())
    return found


KINDS = {
    "unreadable": (400, "อ่านคำขอ"),
    "suspicious": (400, "อ่านคำขอ"),
    "forbidden": (403, "แก้ไขไม่ได้"),
    "missing": (404, "ไม่พบ"),
    "fault": (500, "ระบบขัดข้อง"),
    "unique": (500, "ระบบขัดข้อง"),
    "wrong": (500, "ระบบขัดข้อง"),
    "unreachable": (503, "ลองใหม่ในอีกสักครู่"),
    "locked": (503, "ลองใหม่ในอีกสักครู่"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_says_what_to_do_and_its_reference_is_in_the_log(visitor, lines, kind):
    status, words = KINDS[kind]
    response = visitor.get(f"/wrong/{kind}/")
    assert response.status_code == status
    assert words in text_of(response)
    assert 'href="/"' in text_of(response)
    assert 'href="/help/"' in text_of(response)
    reference = reference_on(response)
    assert response.headers["X-Reference"] == reference
    told = [line for line in lines if line["reference"] == reference]
    (access,) = [line for line in told if line["logger"] == "config.access"]
    assert access | {"ms": 0, "time": ""} == {
        "time": "",
        "level": "INFO",
        "logger": "config.access",
        "reference": reference,
        "event": "request",
        "method": "GET",
        "path": "/wrong/<str:kind>/",
        "status": status,
        "ms": 0,
    }
    if status >= 500:
        (error,) = [line for line in told if line["level"] == "ERROR"]
        assert any("fault_urls.py" in place for place in error["error"][0]["at"])


@pytest.mark.parametrize("kind", KINDS)
def test_neither_page_nor_log_quotes_the_exception(visitor, lines, kind):
    response = visitor.get(f"/wrong/{kind}/")
    for word in SECRET.split():
        assert word not in text_of(response)
        assert word not in json.dumps(lines, ensure_ascii=False)
    assert "Traceback" not in text_of(response)
    assert "fault_urls" not in text_of(response)


def test_with_plain_lines_the_exception_would_be_quoted(visitor, caplog):
    """Negative control: Python's own formatter tells all."""
    visitor.get("/wrong/fault/")
    assert "somchai" in caplog.text


def test_two_requests_have_two_references(visitor):
    assert len({reference_on(visitor.get("/wrong/missing/")) for _ in range(20)}) == 20


def test_a_busy_database_says_when_to_come_again(visitor):
    assert visitor.get("/wrong/locked/").headers["Retry-After"] == "30"


def test_a_form_of_too_many_fields_is_413(visitor, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    response = visitor.post("/echo/", {f"f{n}": "x" for n in range(5)})
    assert response.status_code == 413
    assert "ส่งทีละส่วน" in text_of(response)
    assert reference_on(response)


def test_a_form_of_too_many_bytes_is_413_also_where_the_token_is_checked(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
    strict.cookies["csrftoken"] = "a" * 32
    body = "name=" + "x" * 1000
    response = strict.post("/echo/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413


def test_a_handler_knows_too_large_from_unreadable():
    request = RequestFactory().get("/")
    assert faults.unreadable(request, TooManyFieldsSent()).status_code == 413
    assert faults.unreadable(request, ValueError()).status_code == 400


def down(*args, **kwargs):
    raise OperationalError(f'connection failed for user "{SECRET}"')


def test_without_a_database_the_page_is_503(visitor, monkeypatch, lines):
    """No test of this module may ask the database; here it is gone for the session's look-up too."""
    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", down)
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "abcdefghijklmnopqrstuvwxyz123456"
    response = visitor.get("/needs/")
    assert response.status_code == 503
    assert "somchai" not in json.dumps(lines)
    assert lines[-1]["reference"] == reference_on(response)


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500, 503])
def test_each_page_stands_without_request_person_and_database(status):
    assert "K7MP3XQ9" in render_to_string(f"{status}.html", {"reference": "K7MP3XQ9"})


def test_where_the_template_fails_too_there_are_plain_words(visitor, monkeypatch):
    monkeypatch.setattr(faults, "render_to_string", lambda *args: 1 / 0)
    response = visitor.get("/wrong/fault/")
    assert response.status_code == 500
    assert "ระบบขัดข้อง" in text_of(response)
    assert response.headers["X-Reference"] in text_of(response)


def test_a_host_that_is_not_ours_gets_a_page(visitor):
    response = visitor.get("/needs/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert reference_on(response)


@pytest.mark.django_db
def test_too_many_attempts_get_a_page_with_a_reference(worker, visitor, lines, settings):
    settings.AXES_FAILURE_LIMIT = 2
    for _ in range(3):
        response = visitor.post("/login/", {"username": "worker", "password": "ผิด"})
    assert response.status_code == 429
    assert reference_on(response) == lines[-1]["reference"]
    assert "worker" not in json.dumps(lines)


# --- A form whose token is no longer good


@pytest.fixture
def strict(worker):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(worker)
    return client


@pytest.mark.django_db
def test_a_stale_token_loses_nothing_that_was_typed(strict):
    typed = {"name": 'น้ำ <b>"ไม่พอ"</b>\r\nบรรทัดสอง', "many": ["1", "2"]}
    refused = strict.post("/echo/?a=1", typed, headers={"origin": ORIGIN})
    assert refused.status_code == 403
    assert "ยังอยู่ครบ" in text_of(refused)
    assert refused.content.decode().count('name="many"') == 2
    page = refused.content.decode()
    assert 'action="/echo/?a=1"' in page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    value = html.unescape(re.search(r'name="name" value="([^"]*)"', page)[1])
    sent = strict.post(
        "/echo/?a=1", {"name": value, "csrfmiddlewaretoken": token}, headers={"origin": ORIGIN}
    )
    assert sent.status_code == 200
    assert sent.content.decode() == typed["name"]


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_a_form_from_another_site_is_not_offered_again(strict, origin):
    headers = {"origin": origin} if origin else {}
    refused = strict.post("/echo/", {"name": "ของคนอื่น"}, headers=headers)
    assert refused.status_code == 403
    assert "ของคนอื่น" not in text_of(refused)


@pytest.mark.django_db
def test_a_password_is_never_written_into_a_page(strict):
    refused = strict.post("/login/", {"username": "x", "password": PASSWORD}, headers={"origin": ORIGIN})
    assert refused.status_code == 403
    assert PASSWORD not in text_of(refused)


def test_what_is_too_large_to_carry_is_not_carried():
    factory = RequestFactory()
    assert carried.fields_of(factory.post("/", {"a": "x"})) == [("a", "x")]
    assert carried.fields_of(factory.post("/", {"a": "x" * carried.MOST_CHARACTERS})) is None
    assert carried.fields_of(factory.post("/", {"a": ["x"] * (carried.MOST_FIELDS + 1)})) is None
    assert carried.fields_of(factory.get("/", {"a": "x"})) is None


@pytest.mark.parametrize("address", ["/needs/999999/", "/nowhere/"])
def test_a_try_out_answers_what_is_not_found_as_an_office_does(secretariat, settings, address):
    settings.DEBUG = True
    assert "DEBUG" in said(secretariat, address)  # negative control: Django's own page
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "config.tools.faults.TryOutMiddleware"]
    assert "DEBUG" not in said(secretariat, address)
    assert "ไม่พบ" in said(secretariat, address)


def said(person, address):
    """Return what a new browser of a person is told there, 404 in any case."""
    client = Client()
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 404
    return answer.content.decode()
