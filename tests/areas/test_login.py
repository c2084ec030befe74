"""The front door: who gets in, where they go, and when a name is closed."""

import pytest
from axes.models import AccessAttempt
from django.urls import reverse

from areas.models import User
from tests.cast import PASSWORD, person

pytestmark = pytest.mark.django_db


def log_in(client, username="secretariat", password=PASSWORD, address="10.0.0.1", **data):
    return client.post("/login/", {"username": username, "password": password, **data}, REMOTE_ADDR=address)


def inside(client):
    return client.get("/areas/").status_code == 200


def test_one_logs_in_and_goes_home(client, secretariat):
    assert log_in(client).url == "/"
    assert inside(client)


def test_one_goes_on_to_the_page_asked_for(client, secretariat):
    asked = client.get("/search/?q=รั้ว")
    assert asked.url.startswith("/login/?next=")
    page = client.get(asked.url)
    wanted = page.context["next"]
    assert f'name="next" value="{wanted}"' in page.content.decode()
    assert log_in(client, next=wanted).url == wanted


def test_a_page_of_another_site_is_not_gone_to(client, secretariat):
    assert log_in(client, next="https://example.org/").url == "/"


def test_a_wrong_password_keeps_the_next_page_and_says_so_in_thai(client, secretariat):
    response = log_in(client, password="wrong", next="/areas/")
    assert response.status_code == 200
    assert 'value="/areas/"' in response.content.decode()
    (told,) = response.context["form"].non_field_errors()
    assert "\u0e01" <= told[0] <= "\u0e5b"
    assert not inside(client)


def test_who_is_logged_in_is_sent_on_from_the_login_page(client, secretariat):
    client.force_login(secretariat)
    assert client.get("/login/").url == "/"


def test_logging_out_is_a_post(client, secretariat):
    client.force_login(secretariat)
    assert client.get("/logout/").status_code == 405
    assert inside(client)
    assert client.post("/logout/").url == "/login/"
    assert not inside(client)


def test_an_inactive_person_is_refused_and_put_out(client, secretariat):
    client.force_login(secretariat)
    User.objects.update(is_active=False)
    assert not inside(client)
    log_in(client)
    assert not inside(client)


def test_a_demo_person_needs_the_demo(client, country, settings):
    person("demo", is_demo=True)
    settings.DEMO = True
    log_in(client, "demo")
    assert inside(client)
    settings.DEMO = False
    assert not inside(client), "not even with a session from before"
    log_in(client, "demo")
    assert not inside(client)


# --- Ten wrong passwords


@pytest.fixture
def locked(client, secretariat, worker, settings):
    settings.AXES_ENABLED = True
    for _n in range(10):
        last = log_in(client, password="wrong")
    return last


def test_the_tenth_wrong_password_closes_the_name_in_thai(client, locked):
    assert locked.status_code == 429
    assert "15 นาที" in locked.content.decode()
    assert log_in(client).status_code == 429
    assert not inside(client)


def test_another_person_at_the_same_address_gets_in(client, locked):
    log_in(client, "worker")
    assert inside(client)


def test_the_same_person_at_another_address_gets_in(client, locked):
    log_in(client, address="10.0.0.2")
    assert inside(client)


def test_nine_wrong_passwords_and_the_right_one_start_the_count_anew(client, secretariat):
    for _round in range(2):
        for _n in range(9):
            log_in(client, password="wrong")
        assert log_in(client).status_code == 302
        client.logout()
    assert not AccessAttempt.objects.exists()


def test_without_the_guard_the_eleventh_gets_in(client, secretariat, settings):
    """Negative control: with axes off, wrong passwords close nothing."""
    settings.AXES_ENABLED = False
    for _n in range(10):
        log_in(client, password="wrong")
    assert log_in(client).url == reverse("home")


def test_hostile_names_are_refused_without_a_fault(client, country):
    for name in ("\0", "ก" * 5000, "😀", "' OR 1=1 --"):
        assert log_in(client, name).status_code in (200, 400, 429)
