"""One-time links: they set a password once, tell nobody anything, and end when something newer happened."""

import logging
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from areas import links, mail, throttle
from areas.models import Failure, LoginLink, User
from config.tools import logs

pytestmark = pytest.mark.django_db
NEW = "ผ้าทอคราม-เส้นยืน-2566"
TYPED = {"new_password1": NEW, "new_password2": NEW}


def test_a_link_sets_the_password_logs_in_and_works_once(client, worker):
    made = links.make(worker, None)
    assert client.post(made.path, TYPED).url == "/"
    worker.refresh_from_db()
    assert worker.check_password(NEW)
    assert client.get("/account/").status_code == 200
    assert Client().post(made.path, TYPED).status_code == 410


def test_only_a_digest_of_the_link_is_kept(worker):
    token = links.make(worker, None).path.split("/")[2]
    kept = " ".join(str(value) for value in LoginLink.objects.values().get().values())
    assert token not in kept


def test_looking_at_a_link_does_not_use_it_up(client, worker):
    """Chat programs open links to show a preview."""
    made = links.make(worker, None)
    assert [client.get(made.path).status_code for _ in range(3)] == [200, 200, 200]


def expire(worker, client):
    LoginLink.objects.update(until=timezone.now() - timedelta(seconds=1))


def newer(worker, client):
    links.make(worker, None)


def password_changed(worker, client):
    worker.set_password("another-password-of-2566")
    worker.save()


def deactivated(worker, client):
    User.objects.filter(pk=worker.pk).update(is_active=False)


@pytest.mark.parametrize("change", [expire, newer, password_changed, deactivated])
def test_a_link_ends_when(client, worker, change):
    made = links.make(worker, None)
    assert client.get(made.path).status_code == 200
    change(worker, client)
    dead, never = client.get(made.path), client.get("/link/never-was/")
    assert (dead.status_code, never.status_code) == (410, 410)
    assert client.post(made.path, TYPED).status_code == 410
    strip = [page.content.replace(page["X-Reference"].encode(), b"") for page in (dead, never)]
    assert strip[0] == strip[1]


def test_a_link_asked_for_by_mail_leaves_an_invitation_alone(client, worker):
    made = links.make(worker, None)
    links.make(worker, None, by_mail=True)
    assert client.get(made.path).status_code == 200


@pytest.mark.parametrize("typed", ["short", "password1234"])
def test_a_weak_password_is_refused_and_the_link_lives(client, worker, typed):
    made = links.make(worker, None)
    assert client.post(made.path, {"new_password1": typed, "new_password2": typed}).status_code == 422
    assert client.get(made.path).status_code == 200


def test_the_page_is_not_kept_and_passes_its_address_to_nobody(client, worker):
    page = client.get(links.make(worker, None).path)
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "strict-origin")


def test_no_token_stands_in_the_log(client, worker, caplog):
    made = links.make(worker, None)
    token = made.path.split("/")[2]
    caplog.set_level(logging.INFO)
    client.get(made.path)
    client.get(f"/link/{token}x/")
    lines = [logs.JsonFormatter().format(record) for record in caplog.records]
    assert any("/link/<token>/" in line or "/link/<str:token>/" in line for line in lines)
    assert token not in " ".join(lines)


def test_open_logins_end_when_a_link_is_used(client, worker):
    other = Client()
    other.force_login(worker)
    other.get("/account/")
    client.post(links.make(worker, None).path, TYPED)
    assert other.get("/account/").status_code == 302


# --- Asking for one


@pytest.fixture
def at_once(monkeypatch):
    """Send in the same thread."""
    monkeypatch.setattr(mail, "send_apart", mail.send)


def test_a_forgotten_password_is_answered_the_same_for_everybody(client, worker, at_once):
    User.objects.filter(pk=worker.pk).update(email="w@example.org")
    told = [client.post("/forgot/", {"who": who}) for who in ("w@example.org", "worker", "nobody", "reader")]
    texts = {page.content.replace(page["X-Reference"].encode(), b"") for page in told}
    assert len(texts) == 1
    assert [one.to for one in outbox.outbox] == [
        ["w@example.org"]
    ]  # the second within five minutes is not sent


def test_the_mailed_link_works(client, worker, at_once):
    User.objects.filter(pk=worker.pk).update(email="w@example.org")
    client.post("/forgot/", {"who": "WORKER"})
    path = "/link/" + outbox.outbox[0].body.split("/link/")[1].split()[0]
    assert client.post(path, TYPED).url == "/"


@pytest.mark.parametrize("state", [{"is_active": False}, {"is_demo": True}, {"email": ""}])
def test_nothing_is_sent_to(client, worker, at_once, state):
    User.objects.filter(pk=worker.pk).update(**{"email": "w@example.org", **state})
    client.post("/forgot/", {"who": "worker"})
    assert outbox.outbox == []


# --- The limit of an address


def test_an_address_with_too_many_failures_is_closed(client, worker, settings):
    settings.ADDRESS_FAILURES = 3
    made = links.make(worker, None)
    for name in ("a", "b", "c"):
        client.post("/login/", {"username": name, "password": "wrong"})
    assert client.post("/login/", {"username": "d", "password": "wrong"}).status_code == 429
    assert client.get(made.path).status_code == 429
    assert client.post("/forgot/", {"who": "worker"}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    assert elsewhere.get(made.path).status_code == 200


def test_dead_links_count_and_are_forgotten_in_time(client, settings, db):
    settings.ADDRESS_FAILURES = 2
    for number in range(2):
        client.get(f"/link/dead{number}/")
    assert client.get("/link/dead/").status_code == 429
    Failure.objects.update(at=timezone.now() - throttle.WINDOW)
    assert client.get("/link/dead/").status_code == 410


def test_no_address_is_kept(client, db):
    client.get("/link/dead/")
    assert "127.0.0.1" not in Failure.objects.get().address


# --- The first person


def first(capsys, *more):
    call_command("first_person", "--username", "somsri", "--name", "สมศรี ใจดี", *more)
    return capsys.readouterr().out


def test_the_first_person_of_an_office_gets_a_link(client, db, capsys):
    told = first(capsys, "--site", "https://plan.example.org/")
    path = told.split("https://plan.example.org")[1].strip()
    person = User.objects.get()
    assert (person.is_superuser, person.is_staff, person.has_usable_password()) == (True, True, False)
    assert client.post(path, TYPED).url == "/"


def test_a_second_first_person_is_refused_unless_asked_for_again(superuser, capsys):
    with pytest.raises(CommandError):
        first(capsys)
    assert "/link/" in first(capsys, "--again")
    assert "/link/" in first(capsys, "--again")
    assert User.objects.filter(is_superuser=True).count() == 2


def test_again_makes_no_administrator_of_a_worker(superuser, worker, capsys):
    with pytest.raises(CommandError):
        call_command("first_person", "--username", "worker", "--name", "x", "--again")
    worker.refresh_from_db()
    assert not worker.is_superuser
