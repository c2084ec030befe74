"""Log lines: one for each request, with the facts that help and without anything personal."""

import json
import logging
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from config.door.steps import ROOT
from config.tools import logs
from tests.cast import PASSWORD, make_need
from tests.config.test_faults import lines  # noqa: F401 - a fixture

NAME = "สมหญิง ใจดี"
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.fault_urls")]


def written(lines):  # noqa: F811
    return json.dumps(lines, ensure_ascii=False)


def test_a_request_is_one_line_with_the_number_of_the_person(client, worker, lines):  # noqa: F811
    client.force_login(worker)
    client.get("/account/")
    (line,) = lines
    assert (line["path"], line["status"], line["user"]) == ("/account/", 200, worker.pk)
    assert line.keys() == {
        *("time", "level", "logger", "reference", "event"),
        *("method", "path", "status", "ms", "user"),
    }


def test_numbers_and_codes_of_addresses_are_told_names_and_tokens_are_not(client, worker, lines):  # noqa: F811
    need = make_need()
    client.force_login(worker)
    client.get(f"/needs/{need.pk}/")
    client.get("/areas/710109/")
    client.get("/invite/secret-token-of-a-link/")
    client.get(f"/wrong/{NAME}/")
    client.get(f"/{NAME}/")
    assert [line.get("path", "") for line in lines if line["logger"] == "config.access"] == [
        f"/needs/{need.pk}/",
        "/areas/710109/",
        "/invite/<str:token>/",
        "/wrong/<str:kind>/",
        "",
    ]
    assert NAME not in written(lines)
    assert "secret-token" not in written(lines)


def test_nothing_personal_reaches_the_log(worker, lines, settings):  # noqa: F811
    """A login, a wrong login, a search, a form, a fault: no name, word, address or password of theirs."""
    settings.AXES_FAILURE_LIMIT = 2
    client = Client(raise_request_exception=False, REMOTE_ADDR="203.0.113.77")
    client.post("/login/", {"username": "worker", "password": PASSWORD})
    client.get("/search/", {"q": NAME})
    client.get("/needs/", {"q": NAME})
    client.post("/account/", {"language": NAME, "key": NAME})
    client.post("/wrong/fault/", {"name": NAME})
    client.post("/logout/")
    for _ in range(4):
        client.post("/login/", {"username": "worker", "password": "wrong-password"})
    assert len([line for line in lines if line["logger"] == "config.access"]) == 10
    for word in ("worker", "Worker", NAME, PASSWORD, "wrong-password", "203.0.113.77", "sessionid"):
        assert word not in written(lines)


def test_with_plain_lines_the_name_would_be_in_the_log(client, caplog):
    """Negative control: Python's own formatter repeats the address that was typed."""
    client.get("/somchai/")
    assert "somchai" in caplog.text


def record(name, message, *args, error=None):
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, str(ROOT / "areas" / "x.py"), 5, message, args, info, "f")


def line_of(*args, **kwargs):
    return json.loads(logs.JsonFormatter().format(record(*args, **kwargs)))


def test_of_other_packages_only_the_fixed_text_is_told():
    assert line_of("axes.x", "Locking out %s", NAME)["event"] == "Locking out %s"
    assert line_of("django.security.X", f"Invalid {NAME}")["event"] == "areas/x.py:5 f"
    assert line_of("areas.loading", "loaded %s areas", 7)["event"] == "loaded 7 areas"


def test_an_exception_tells_its_types_and_places_not_its_words():
    try:
        try:
            int(NAME)
        except ValueError as first:
            raise RuntimeError(NAME) from first
    except RuntimeError as second:
        line = line_of("django.request", "%s", NAME, error=second)
    assert [one["type"] for one in line["error"]] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert line["error"][0]["at"][0].startswith("tests/config/test_logs.py:")
    assert NAME not in json.dumps(line, ensure_ascii=False)


def test_a_line_break_in_a_path_makes_no_second_line(client, lines):  # noqa: F811
    client.get('/x%0a{"level":"INFO"}')
    assert all("\n" not in json.dumps(line) for line in lines)


@pytest.mark.parametrize(("debug", "is_json"), [("0", True), ("1", False)])
def test_a_server_writes_json_and_a_try_out_plain_lines(debug, is_json, tmp_path):
    code = (
        "import django, logging; django.setup();"
        "logging.getLogger('config.access').info('one', extra={'told': {'status': 200}});"
        "logging.getLogger('areas').warning('two')"
    )
    env = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": debug,
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "localhost",
        "DATA_DIR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    found = done.stderr.strip().splitlines()
    assert len(found) == (2 if is_json else 1)
    assert all(one.startswith("{") for one in found) == is_json


def test_no_handler_mails_whole_requests():
    assert settings.LOGGING["loggers"]["django"]["handlers"] == []
    assert logging.getLogger("django").handlers == []
