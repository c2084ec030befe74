"""The write path: one effect for a form sent twice, a page for a stale one, nothing lost, nothing unsigned."""

import json
import threading
import uuid

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client

from areas import writing
from areas.models import OneTimeKey
from plans.models import Need
from tests.cast import make_need

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.areas.write_urls")]


@pytest.fixture
def need(country):
    return make_need()


@pytest.fixture
def page(client, secretariat, need):
    client.force_login(secretariat)
    return Page(client, f"/write/{need.pk}/")


class Page:
    """A browser tab with the form open."""

    def __init__(self, client, url):
        self.client, self.url = client, url
        self.open()

    def open(self):
        answer = json.loads(self.client.get(self.url).content)
        self.form = {
            name: value[0] if isinstance(value, list) and value else value for name, value in answer.items()
        }
        self.form.pop("errors")
        self.form = {name: "" if value == [] else value for name, value in self.form.items()}
        return self

    def send(self, **changes):
        return self.client.post(self.url, {**self.form, **changes})


def versions(need):
    return need.history.count()


def test_a_form_saves_signs_and_writes_history(page, need, secretariat):
    response = page.send(title="น้ำไม่พอใช้")

    need.refresh_from_db()
    assert response.url == "/done/"
    assert (need.title, need.version, need.updated_by) == ("น้ำไม่พอใช้", 2, secretariat)
    assert need.history.first().history_user == secretariat


def test_a_form_sent_twice_has_one_effect(page, need):
    page.send(title="ครั้งเดียว")
    again = page.send(title="ครั้งเดียว")

    assert versions(need) == 2
    assert again.url == "/done/"
    assert "ไม่ได้บันทึกซ้ำ" in str(list(get_messages(again.wsgi_request))[-1])


def test_without_the_key_the_second_send_is_not_known(page, need, monkeypatch):
    """Negative control: with the key's look-up off, the form sent twice is taken for a stale one."""
    monkeypatch.setattr(writing, "claim", lambda *_: None)
    page.send(title="ครั้งเดียว")
    assert page.send(title="ครั้งเดียว").status_code == 409


def test_without_key_and_version_a_form_sent_twice_has_two_effects(page, need, monkeypatch):
    """Negative control: with both guards off, the second send writes again."""
    monkeypatch.setattr(writing, "claim", lambda *_: None)
    monkeypatch.setattr(writing.WriteView, "version_of", lambda self, target: page.form["version"])
    page.send(title="สองครั้ง")
    page.send(title="สองครั้ง")
    assert versions(need) == 3


def test_a_stale_form_gets_both_values_and_both_ways_out(page, need):
    make_change(need, severity=4)

    response = page.send(severity=3)

    body = response.content.decode()
    need.refresh_from_db()
    assert response.status_code == 409
    assert response.headers["X-Reference"] in response.content.decode()
    assert need.severity == 4
    row = response.context["rows"][0]
    assert (row.label, row.opened, row.latest, row.mine) == ("ความรุนแรง", "5", "4", "3")
    assert [row.label for row in response.context["same"]] == ["เรื่อง", "ครัวเรือน"]
    assert (response.context["consequence_latest"], response.context["consequence_mine"]) == (
        "รุนแรง 4",
        "รุนแรง 3",
    )
    assert page.url in body
    assert "รุนแรง 3" in body


def test_saving_mine_after_a_conflict_keeps_what_i_did_not_touch(page, need):
    make_change(need, title="ชื่อใหม่ของอีกคน", severity=4)
    stale = page.send(severity=3)

    page.client.post(page.url, dict(stale.context["hidden"]))

    need.refresh_from_db()
    assert (need.title, need.severity) == ("ชื่อใหม่ของอีกคน", 3)
    assert versions(need) == 3


def test_a_blank_left_by_another_is_not_refilled_by_my_old_value(page, need):
    make_change(need, households=10)
    page.open()
    make_change(need, households=None)
    stale = page.send(severity=3)
    page.client.post(page.url, dict(stale.context["hidden"]))
    need.refresh_from_db()
    assert (need.households, need.severity) == (None, 3)


def test_without_the_version_a_stale_form_overwrites_silently(page, need, monkeypatch):
    """Negative control: with the version's check off, the other person's change is lost without a word."""
    monkeypatch.setattr(writing.WriteView, "checks_version", False)
    page.open()
    make_change(need, severity=4)
    page.send(title="ใหม่")
    need.refresh_from_db()
    assert need.severity == 5


@pytest.mark.parametrize("version", ["", "abc", "-1", "๑", "9" * 40, "0"])
def test_a_version_that_cannot_be_read_counts_as_stale(page, version):
    assert page.send(version=version).status_code == 409


@pytest.mark.parametrize("opened", ["", "forged", "x" * 1_000_000])
def test_forged_opened_values_still_get_the_conflict_page(page, need, opened):
    make_change(need, severity=4)
    assert page.send(severity=3, opened=opened).status_code == 409


def test_a_refused_form_comes_back_as_typed_and_its_key_stays_good(page, need):
    refused = page.send(severity="มาก")
    assert refused.status_code == 422
    assert json.loads(refused.content)["severity"] == ["มาก"]

    page.send(severity=2)

    need.refresh_from_db()
    assert need.severity == 2


def test_a_rule_that_refuses_leaves_nothing_behind(page, need):
    refused = page.send(severity=9, title="ไม่ควรอยู่")
    need.refresh_from_db()
    assert refused.status_code == 422
    assert json.loads(refused.content)["errors"]["severity"] == ["ไม่เกิน 5"]
    assert (need.title, OneTimeKey.objects.count(), versions(need)) == ("น้ำเกษตรไม่พอ", 0, 1)


def test_another_persons_key_is_refused(page, need, coordinator):
    page.send(title="ของเลขา")
    other = Client()
    other.force_login(coordinator)
    fresh = Page(other, page.url)
    assert fresh.send(key=page.form["key"], title="ของผู้ประสาน").status_code == 403
    need.refresh_from_db()
    assert need.title == "ของเลขา"


def test_a_form_without_a_readable_key_is_carried_out_as_new(page, need):
    page.send(key="ไม่ใช่กุญแจ", title="ยังบันทึกได้")
    need.refresh_from_db()
    assert need.title == "ยังบันทึกได้"


def test_a_stranger_gets_404_and_a_reader_403(client, need, stranger, reader):
    for user, status in ((stranger, 404), (reader, 403)):
        client.force_login(user)
        assert client.get(f"/write/{need.pk}/").status_code == status
        assert client.post(f"/write/{need.pk}/", {"title": "x", "severity": 1}).status_code == status


def test_the_anonymous_go_to_the_login(client, need):
    response = client.post(f"/write/{need.pk}/", {})
    assert response.status_code == 302
    assert response.url.startswith("/login/")


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_once_has_one_effect(page, need, secretariat):
    key = str(uuid.uuid4())
    answers = []

    def send():
        try:
            other = Client()
            other.force_login(secretariat)
            answers.append(other.post(page.url, {**page.form, "key": key, "title": "พร้อมกัน"}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 4
    assert versions(need) == 2


def make_change(need, **changes):
    """Another person changes the need."""
    other = Need.objects.get(pk=need.pk)
    for name, value in changes.items():
        setattr(other, name, value)
    other.save()


def test_a_saved_form_that_was_changed_and_sent_again_is_not_called_saved(page, need):
    """Back, another value, save: the first version is stale by now, so the person gets both values."""
    page.send(title="ครั้งแรก")
    again = page.send(title="ครั้งที่สอง")
    assert again.status_code == 409
    assert "ครั้งที่สอง" in again.content.decode()
    carried = dict(again.context["hidden"])
    assert page.send(**carried).url == "/done/"
    need.refresh_from_db()
    assert (need.title, versions(need)) == ("ครั้งที่สอง", 3)


def test_the_key_of_one_row_is_refused_at_another(page, need, client):
    page.send(title="ของแถวแรก")
    other = Page(client, f"/write/{make_need(title='แถวอื่น').pk}/")
    assert other.send(key=page.form["key"], title="ของแถวแรก").status_code == 403
    assert Need.objects.filter(title="แถวอื่น").exists()
