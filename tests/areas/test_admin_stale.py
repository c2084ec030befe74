"""Saving in the admin: sent twice it has one effect, stale it is refused and nothing typed is lost."""

import threading

import pytest
from django.db import connection
from django.test import Client

from areas.models import Assignment, Cluster, OneTimeKey, Role, User
from areas.models.recorded import acting_as
from projects.models import Dimension, WorkStream
from tests.cast import person
from tests.webforms import forms_of

pytestmark = pytest.mark.django_db
REFUSED = "มีผู้อื่นแก้ไข"


class Page:
    """A change page that somebody opened."""

    def __init__(self, user, address):
        self.client, self.address = Client(), address
        self.client.force_login(user)
        self.read(self.client.get(address))

    def read(self, response):
        """Keep the form that the page shows."""
        self.text = response.content.decode()
        self.form = next((one for one in forms_of(self.text) if "opened" in one.values), None)
        return response

    def send(self, **changes):
        """Send the form; where it comes back, keep it as it is shown."""
        response = self.client.post(self.address, self.form.filled(_save="1", **changes))
        return self.read(response) if response.status_code != 302 else response

    def holds(self, name):
        return self.form.values.get(name, [""])[0]


@pytest.fixture
def stream(country):
    return WorkStream.objects.create(code="WS20", name="ที่ดินทำกินและทรัพยากร")


@pytest.fixture
def page(stream, superuser):
    return Page(superuser, f"/admin/projects/workstream/{stream.pk}/change/")


@pytest.fixture
def other(country):
    return person("other", Role.COORDINATOR, "71", is_staff=True, last_name="ศรีไพร")


def change(row, by, **values):
    with acting_as(by):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


# --- Stale


def test_a_fresh_save_is_saved(page, stream):
    assert page.send(name="ที่ดินใหม่").status_code == 302
    stream.refresh_from_db()
    assert (stream.name, stream.version) == ("ที่ดินใหม่", 2)


def test_a_stale_save_is_refused_and_tells_what_it_was_what_it_is_and_who(page, stream, other):
    change(stream, other, name="ชื่อของอีกคน")
    assert page.send(name="ชื่อของฉัน").status_code == 409
    stream.refresh_from_db()
    assert stream.name == "ชื่อของอีกคน"
    assert page.holds("name") == "ชื่อของฉัน"
    for told in (REFUSED, "ที่ดินทำกินและทรัพยากร", "ชื่อของอีกคน", "Other ศรีไพร"):
        assert told in page.text


def test_without_the_guard_the_stale_save_overwrites(page, stream, other, monkeypatch):
    """Negative control: with the two sides never laid side by side."""
    monkeypatch.setattr("areas.admin_guard.Guarded._lay_side_by_side", lambda *args: None)
    change(stream, other, name="ชื่อของอีกคน")
    assert page.send(name="ชื่อของฉัน").status_code == 302
    stream.refresh_from_db()
    assert stream.name == "ชื่อของฉัน"


def test_saving_again_from_the_refusal_is_saved_on_top(page, stream, other):
    change(stream, other, name="ชื่อของอีกคน", position=7)
    page.send(name="ชื่อของฉัน")
    assert page.send().status_code == 302
    stream.refresh_from_db()
    assert (stream.name, stream.position, stream.version) == ("ชื่อของฉัน", 7, 3)


def test_saving_on_top_is_refused_again_where_a_third_person_saved(page, stream, other):
    change(stream, other, name="ชื่อของอีกคน")
    page.send(name="ชื่อของฉัน")
    change(stream, other, name="ชื่อที่สาม")
    assert page.send().status_code == 409
    assert "ชื่อที่สาม" in page.text


def test_a_box_that_was_left_ticked_takes_the_others_untick(page, stream, other):
    change(stream, other, is_codi=False)
    page.send(name="ชื่อของฉัน")
    assert "is_codi" not in page.form.values
    page.send()
    stream.refresh_from_db()
    assert (stream.name, stream.is_codi) == ("ชื่อของฉัน", False)


def test_the_latest_is_taken_by_opening_the_page_again(page, stream, other):
    change(stream, other, name="ชื่อของอีกคน")
    page.send(name="ชื่อของฉัน")
    page.read(page.client.get(page.address))
    assert page.holds("name") == "ชื่อของอีกคน"
    assert REFUSED not in page.text


@pytest.mark.parametrize("opened", [None, "", "x", "ก" * 300_000], ids=["none", "empty", "wrong", "huge"])
def test_a_page_that_does_not_say_what_it_was_opened_with_is_refused_once(page, stream, opened):
    sent = page.form.filled(opened=opened, name="ชื่อของฉัน")
    response = page.client.post(page.address, sent)
    assert (response.status_code, page.read(response).status_code) == (409, 409)
    assert page.holds("name") == "ชื่อของฉัน"
    assert page.send().status_code == 302


def test_wrong_values_in_a_stale_save_come_back_as_typed(page, stream, other):
    change(stream, other, name="ชื่อของอีกคน")
    assert page.send(position="มาก", code="").status_code == 409
    assert (page.holds("position"), page.holds("code")) == ("มาก", "")


def test_the_provinces_of_a_cluster_are_laid_side_by_side(superuser, other):
    cluster = Cluster.objects.get()
    page = Page(superuser, f"/admin/areas/cluster/{cluster.pk}/change/")
    with acting_as(other):
        cluster.provinces.set(["71"])
    assert page.send(name="ชื่อของฉัน").status_code == 409
    assert "จ.สุพรรณบุรี" in page.text
    assert page.form.values["provinces"] == ["71"]


# --- Inline rows


@pytest.fixture
def person_page(worker, superuser):
    return Page(superuser, f"/admin/areas/user/{worker.pk}/change/")


def test_a_changed_assignment_makes_the_persons_page_stale(person_page, worker, other):
    change(worker.assignments.get(), other, role=Role.READER)
    assert person_page.send(first_name="นก").status_code == 409
    assert "ผู้อ่าน" in person_page.text
    assert person_page.holds("assignments-0-role") == Role.READER
    assert person_page.send().status_code == 302
    worker.refresh_from_db()
    assert (worker.first_name, worker.assignments.get().role) == ("นก", Role.READER)


def test_an_assignment_added_meanwhile_shifts_no_typed_row(person_page, worker, other):
    Assignment.objects.create(user=worker, role=Role.READER, area_id="72")
    mine = {"assignments-1-role": Role.READER, "assignments-1-area": "7110", "assignments-1-id": ""}
    total = {"assignments-TOTAL_FORMS": "2", "assignments-1-user": str(worker.pk)}
    assert person_page.send(**mine, **total).status_code == 409
    assert person_page.holds("assignments-1-area") == "72"
    assert person_page.holds("assignments-2-area") == "7110"
    assert person_page.send().status_code == 302
    assert sorted(row.area_id for row in worker.assignments.all()) == ["710109", "7110", "72"]


def test_a_login_meanwhile_makes_nothing_stale_and_no_page_carries_a_hash(person_page, worker):
    Client().force_login(worker)
    assert worker.password not in person_page.text
    assert person_page.send(first_name="นก").status_code == 302


# --- Sent twice


def test_a_form_sent_twice_is_saved_once(page, stream):
    sent = page.form.filled(_save="1", name="ชื่อใหม่")
    answers = [page.client.post(page.address, sent) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert stream.history.count() == 2


def test_a_row_added_twice_is_one_row(superuser, country):
    page = Page(superuser, "/admin/projects/dimension/add/")
    sent = page.form.filled(_save="1", code="NEW", name="มิติใหม่")
    assert [page.client.post(page.address, sent).status_code for _ in range(2)] == [302, 302]
    assert Dimension.objects.filter(code="NEW").count() == 1


def test_without_the_key_the_second_is_no_second_effect_but_an_error(superuser, country, monkeypatch):
    """Negative control: keys that are never remembered."""
    monkeypatch.setattr("areas.admin_guard.claim", lambda *args: None)
    page = Page(superuser, "/admin/areas/user/add/")
    page = Page(superuser, "/admin/projects/dimension/add/")
    sent = page.form.filled(_save="1", code="NEW", name="มิติใหม่")
    assert [page.client.post(page.address, sent).status_code for _ in range(2)] == [302, 200]


def test_a_saved_add_form_sent_with_other_values_is_refused_and_kept(superuser, country):
    page = Page(superuser, "/admin/projects/dimension/add/")
    page.send(code="NEW", name="มิติใหม่")
    assert page.send(code="NEW2", name="อีกมิติ").status_code == 200
    assert (page.holds("code"), Dimension.objects.filter(code="NEW2").count()) == ("NEW2", 0)
    assert page.send().status_code == 302


def test_a_refused_form_uses_up_no_key(page):
    assert page.send(name="").status_code == 200
    assert OneTimeKey.objects.count() == 0
    assert page.send(name="ชื่อใหม่").status_code == 302


def test_the_key_of_another_person_is_refused(page, other, stream):
    key = page.holds("key")
    page.send(name="ชื่อใหม่")
    theirs = Page(other, page.address)
    assert theirs.client.post(page.address, theirs.form.filled(key=key)).status_code == 403


# --- At once


@pytest.mark.django_db(transaction=True)
def test_of_four_who_save_at_once_one_saves_and_three_are_told(stream, superuser):
    pages = [Page(superuser, f"/admin/projects/workstream/{stream.pk}/change/") for _ in range(4)]
    answers, gate = [], threading.Barrier(4)

    def save(number):
        gate.wait(10)
        answers.append(pages[number].send(name=f"ของคนที่ {number}").status_code)
        connection.close()

    threads = [threading.Thread(target=save, args=(number,), daemon=True) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert sorted(answers) == [302, 409, 409, 409]
    assert stream.history.count() == 2


# --- Who stays in


@pytest.mark.parametrize("right", ["is_active", "is_staff", "is_superuser"])
def test_the_last_administrator_keeps_every_right(superuser, right):
    person("idle", is_staff=True, is_superuser=True, is_active=False)
    page = Page(superuser, f"/admin/areas/user/{superuser.pk}/change/")
    assert page.send(**{right: None}).status_code == 200
    superuser.refresh_from_db()
    assert (superuser.is_active, superuser.is_staff, superuser.is_superuser) == (True, True, True)
    assert ("ปิดบัญชีของตนเอง" if right == "is_active" else "ผู้ดูแลระบบคนสุดท้าย") in page.text


def test_nobody_switches_oneself_off_but_another_may(superuser):
    second = person("second", is_staff=True, is_superuser=True)
    own = Page(superuser, f"/admin/areas/user/{superuser.pk}/change/")
    assert own.send(is_active=None).status_code == 200
    assert Page(second, own.address).send(is_active=None).status_code == 302
    superuser.refresh_from_db()
    assert superuser.is_active is False


def test_without_the_rule_the_last_administrator_is_lost(superuser, monkeypatch):
    """Negative control: with no rule against locking everyone out."""
    monkeypatch.setattr("areas.rules_people.refuse_lockout", lambda *args: None)
    page = Page(superuser, f"/admin/areas/user/{superuser.pk}/change/")
    assert page.send(is_superuser=None).status_code == 302
    assert not User.objects.filter(is_superuser=True).exists()


def test_closing_an_account_in_the_admin_ends_its_open_logins(superuser, worker):
    client = Client()
    client.force_login(worker)
    client.get("/")
    assert Page(superuser, f"/admin/areas/user/{worker.pk}/change/").send(is_active=None).status_code == 302
    assert worker.visits.count() == 0
