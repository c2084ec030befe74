"""The idle limit: who answers for provinces logs in again after an hour away, and what was typed is kept."""

import html
import re

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from areas import idle
from areas.models import Role
from areas.views.login import LoginView
from config.tools import carried
from plans.models import Need
from tests.areas.test_writing import Page
from tests.cast import PASSWORD, make_need, person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.areas.write_urls")]
LIMIT = 60 * 60


class Clock:
    def __init__(self):
        self.now = 1_700_000_000

    def wait(self, seconds):
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    found = Clock()
    monkeypatch.setattr(idle, "now", lambda: found.now)
    return found


@pytest.fixture
def at_work(clock, client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def page(at_work, country):
    return Page(at_work, f"/write/{make_need().pk}/")


def is_in(client):
    return SESSION_KEY in client.session


def hidden(response, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    return html.unescape(found[1]) if found else ""


def log_in(client, response, username="coordinator", password=PASSWORD, **changes):
    sent = {"username": username, "password": password, "carried": hidden(response, "carried")}
    return client.post("/login/", {**sent, "next": hidden(response, "next"), **changes})


def send_on(client, response):
    """Press the button of the page that gives back what was typed."""
    page = response.content.decode()
    fields = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page)
    address = re.search(r'<form class="form" method="post" action="([^"]*)"', page)[1]
    return client.post(address, {name: html.unescape(value) for name, value in fields})


def test_after_an_hour_away_the_login_is_asked_for(at_work, clock):
    clock.wait(LIMIT + 1)
    response = at_work.get("/needs/?page=2")
    assert response.url == "/login/?idle=1&next=%2Fneeds%2F%3Fpage%3D2"
    assert not is_in(at_work)
    assert "นานกว่า 60 นาที" in at_work.get(response.url).content.decode()


def test_who_opens_a_page_now_and_then_stays_in(at_work, clock):
    for _ in range(5):
        clock.wait(LIMIT - 60)
        assert at_work.get("/account/").status_code == 200


def test_without_the_middleware_nobody_is_asked(at_work, clock, settings):
    """Negative control."""
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "IdleLimit" not in one]
    clock.wait(100 * LIMIT)
    assert at_work.get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("role", "asked"),
    [
        (Role.COORDINATOR, True),
        (Role.CLUSTER_HEAD, True),
        (Role.SECRETARIAT, False),
        (Role.TAMBON_WORKER, False),
        (Role.READER, False),
    ],
)
def test_the_limit_holds_for_coordinators_and_cluster_heads(country, client, clock, role, asked):
    client.force_login(person("somebody", role, "71"))
    clock.wait(LIMIT + 1)
    assert client.get("/account/").status_code == (302 if asked else 200)


def test_the_limit_holds_for_admins(superuser, client, clock):
    client.force_login(superuser)
    clock.wait(LIMIT + 1)
    assert client.get("/admin/").status_code == 302


def test_the_demos_fixed_day_does_not_stop_the_clock(monkeypatch, settings):
    monkeypatch.setattr(idle.time, "time", lambda: 5.5)
    assert idle.now() == 5


def test_the_session_is_written_at_most_once_a_minute(at_work, clock):
    def writes(seconds):
        clock.wait(seconds)
        with CaptureQueriesContext(connection) as asked:
            at_work.get("/about/")
        return [one for one in asked if one["sql"].startswith(("UPDATE", "INSERT"))]

    at_work.get("/about/")  # the first page after the login writes the visit down
    assert [len(writes(seconds)) for seconds in (0, 30, 31, 10)] == [0, 0, 1, 0]


def test_a_form_sent_too_late_is_given_back_after_the_login_and_saved(page, at_work, clock):
    clock.wait(LIMIT + 1)
    asked = page.send(title='น้ำ "ไม่พอ" <b>', severity="3")
    assert asked.status_code == 403
    assert "Coordinator" in asked.content.decode()
    assert not is_in(at_work)
    assert Need.objects.get().title == "น้ำเกษตรไม่พอ"

    back = log_in(at_work, asked)
    assert "ยังอยู่ครบ" in back.content.decode()
    assert is_in(at_work)
    assert Need.objects.get().title == "น้ำเกษตรไม่พอ"

    assert send_on(at_work, back).url == "/done/"
    need = Need.objects.get()
    assert (need.title, need.severity) == ('น้ำ "ไม่พอ" <b>', 3)


def test_a_mistyped_password_keeps_what_was_typed(page, at_work, clock):
    clock.wait(LIMIT + 1)
    asked = page.send(title="ยังอยู่")
    again = log_in(at_work, asked, password="ผิด")
    assert again.status_code == 200
    send_on(at_work, log_in(at_work, again))
    assert Need.objects.get().title == "ยังอยู่"


def test_another_person_who_logs_in_gets_nothing_of_it(page, at_work, clock):
    person("deputy", Role.SECRETARIAT, "71")
    clock.wait(LIMIT + 1)
    asked = page.send(title="ของผู้ประสาน")
    response = log_in(at_work, asked, username="deputy")
    assert response.status_code == 302
    assert response.url == "/"
    assert Need.objects.get().title == "น้ำเกษตรไม่พอ"


def test_without_the_look_at_the_person_another_would_get_it(page, at_work, clock, monkeypatch):
    """Negative control."""
    person("deputy", Role.SECRETARIAT, "71")
    clock.wait(LIMIT + 1)
    asked = page.send(title="ของผู้ประสาน")
    coordinator_pk = carried.signing.loads(hidden(asked, "carried"), salt=carried.SALT)["user"]
    monkeypatch.setattr(
        LoginView, "typed", lambda self: carried.unpack(self.request.POST["carried"], coordinator_pk)
    )
    assert "ของผู้ประสาน" in log_in(at_work, asked, username="deputy").content.decode()


@pytest.mark.parametrize("token", ["", "forged", "a:b:c", "x" * 1_000_000])
def test_a_forged_form_is_a_plain_login(at_work, clock, token):
    at_work.post("/logout/")
    assert (
        at_work.post("/login/", {"username": "coordinator", "password": PASSWORD, "carried": token}).url
        == "/"
    )


def test_a_form_signed_for_another_use_is_refused(page, at_work):
    at_work.post("/logout/")
    stolen = page.form["opened"]
    sent = {"username": "coordinator", "password": PASSWORD, "carried": stolen}
    assert at_work.post("/login/", sent).status_code == 302


def test_a_form_of_yesterday_is_refused(page, at_work, clock, monkeypatch):
    clock.wait(LIMIT + 1)
    asked = page.send(title="เมื่อวาน")
    monkeypatch.setattr(carried, "HOURS", -1)
    assert log_in(at_work, asked).status_code == 302


def test_who_logged_in_elsewhere_meanwhile_gets_it_back_without_a_password(page, at_work, clock, coordinator):
    clock.wait(LIMIT + 1)
    asked = page.send(title="ยังอยู่")
    at_work.force_login(coordinator)
    send_on(at_work, log_in(at_work, asked, password=""))
    assert Need.objects.get().title == "ยังอยู่"


def test_a_password_form_is_not_carried(at_work, clock):
    clock.wait(LIMIT + 1)
    typed = {"old_password": PASSWORD, "new_password1": "ใหม่กว่าเดิมมาก", "new_password2": "ใหม่กว่าเดิมมาก"}
    response = at_work.post("/account/password/", typed)
    assert response.status_code == 302
    assert PASSWORD not in response.url


def test_the_login_itself_is_not_asked_for_twice(at_work, clock):
    clock.wait(LIMIT + 1)
    response = at_work.post("/login/", {"username": "coordinator", "password": PASSWORD})
    assert response.url == "/"
    assert is_in(at_work)


def test_a_fragment_sends_the_whole_window_to_the_login(at_work, clock):
    clock.wait(LIMIT + 1)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/plans/5/"}
    response = at_work.get("/search/?q=x", headers=headers)
    assert response.headers["HX-Redirect"] == "/login/?idle=1&next=%2Fplans%2F5%2F"


def test_a_form_without_its_token_is_refused_before_anything_is_kept(clock, coordinator, page):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(coordinator)
    clock.wait(LIMIT + 1)
    response = strict.post(page.url, {"title": "จากที่อื่น"}, headers={"origin": "http://evil.example"})
    assert response.status_code == 403
    assert "จากที่อื่น" not in response.content.decode()
    assert hidden(response, "carried") == ""


def test_the_limit_is_a_setting_in_minutes(at_work, clock, settings):
    settings.IDLE_MINUTES = 5
    clock.wait(5 * 60 + 1)
    assert at_work.get("/account/").status_code == 302


def test_the_login_view_keeps_what_django_hangs_on_it():
    view = LoginView.as_view()
    assert view.login_required is False
    assert settings.IDLE_MINUTES == 60
