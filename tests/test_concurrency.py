"""Eight people write at once through the write path: no write is lost, none meets a locked database."""

import threading
import time
import uuid
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client

from areas.models import OneTimeKey
from areas.writing import WriteView
from plans.models import Need
from tests.cast import make_need

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.areas.write_urls")]
WRITERS, ROUNDS = 8, 5
SECONDS = 15
PATIENCE = 60  # seconds until a writer counts as hanging; a busy machine starts threads late


def at_once(work):
    """Run `work(number)` in a thread for each writer, released together; return what they raised."""
    failed, gate = [], threading.Barrier(WRITERS)

    def run(number):
        try:
            gate.wait(PATIENCE)
            work(number)
        except Exception as error:
            failed.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "a writer hangs"
    return failed


class Writer:
    """A person at a browser who sends the form of a need."""

    def __init__(self, user):
        self.client = Client()
        self.client.force_login(user)
        self.answers = []

    def send(self, need, version, **data):
        form = {"key": str(uuid.uuid4()), "version": version, "title": need.title, "severity": 3, **data}
        answer = self.client.post(f"/write/{need.pk}/", form)
        self.answers.append(answer.status_code)


@pytest.fixture
def writers(secretariat):
    return [Writer(secretariat) for _ in range(WRITERS)]


def test_eight_writers_of_eight_rows_lose_nothing(writers):
    needs = [make_need(title=f"เรื่องที่ {number}") for number in range(WRITERS)]

    def write(number):
        for turn in range(ROUNDS):
            writers[number].send(needs[number], version=turn + 1, title=f"รอบที่ {turn + 1}")

    started = time.monotonic()
    assert at_once(write) == []
    assert time.monotonic() - started < SECONDS
    assert [status for writer in writers for status in writer.answers] == [302] * WRITERS * ROUNDS
    assert set(Need.objects.values_list("title", "version")) == {(f"รอบที่ {ROUNDS}", ROUNDS + 1)}
    assert Need.history.count() == WRITERS * (ROUNDS + 1)
    assert OneTimeKey.objects.count() == WRITERS * ROUNDS


def test_of_eight_writers_of_one_row_one_saves_and_seven_are_told(writers):
    need = make_need()
    assert at_once(lambda number: writers[number].send(need, version=1, title=f"ของ {number}")) == []
    answers = sorted(status for writer in writers for status in writer.answers)
    assert answers == [302] + [409] * (WRITERS - 1)
    assert Need.objects.get().version == 2


def test_without_the_row_lock_writes_are_lost(writers, monkeypatch):
    """Negative control: with the lock and the transaction off, more than one of the eight believes it saved."""
    need = make_need()
    meet = threading.Barrier(WRITERS)
    perform = WriteView.version_of

    def slow(view, target):
        version = perform(view, target)
        if view.request.method == "POST":
            meet.wait(PATIENCE)
        return version

    monkeypatch.setattr(WriteView, "version_of", slow)
    monkeypatch.setattr("areas.writing.claim", lambda *_: None)
    monkeypatch.setattr(WriteView, "lock", lambda self: Need.objects.get(pk=need.pk))
    monkeypatch.setattr("areas.writing.transaction", SimpleNamespace(atomic=NoTransaction))
    failed = at_once(lambda number: writers[number].send(need, version=1, title=f"ของ {number}"))
    assert failed == []
    saved = [status for writer in writers for status in writer.answers].count(302)
    assert saved > 1


class NoTransaction:
    """Stands where a transaction would."""

    def __init__(self, *args, **kwargs):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False
