"""One's own account: language, password, assignments; and the About page."""

import pytest
from django.test import Client
from geothai import DATA_VERSION

from areas.models import Assignment, Role
from areas.models.recorded import acting_as
from tests.areas.test_place_forms import Form
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "ผ้าทอคราม-เส้นยืน-2566"


@pytest.fixture
def mine(client, secretariat):
    client.force_login(secretariat)
    return client


def test_the_language_is_saved_and_answers_at_once(mine, secretariat):
    Form(mine, "/account/").send(language="en")
    page = mine.get("/account/")
    secretariat.refresh_from_db()
    assert (secretariat.language, page["Content-Language"]) == ("en", "en")
    assert "The language was saved." in page.content.decode()
    assert "My account" in page.content.decode()


@pytest.mark.parametrize("language", ["", "de", "th'"])
def test_another_language_is_refused(mine, secretariat, language):
    assert Form(mine, "/account/").send(language=language).status_code == 422
    secretariat.refresh_from_db()
    assert secretariat.language == "th"


def test_the_browsers_language_does_not_count(mine):
    page = mine.get("/account/", headers={"Accept-Language": "en"})
    assert page["Content-Language"] == "th"


def test_an_account_is_always_ones_own(mine, secretariat, worker):
    Form(mine, "/account/").send(language="en", user=worker.pk, pk=worker.pk, username="worker")
    worker.refresh_from_db()
    assert worker.language == "th"


def test_assignments_are_listed_with_those_not_in_force(mine, secretariat):
    Assignment.objects.create(user=secretariat, role=Role.READER, area_id="72", to_date="2020-09-30")
    page = mine.get("/account/").content.decode()
    assert "กองเลขาจังหวัด" in page
    assert "จ.สุพรรณบุรี" in page
    assert "ไม่มีผลในวันนี้" in page
    assert "30 ก.ย. 2563" in page


def change(client, old=PASSWORD, new=NEW, again=NEW):
    data = {"old_password": old, "new_password1": new, "new_password2": again}
    return client.post("/account/password/", data)


def test_the_password_is_changed_and_other_machines_are_logged_out(mine, secretariat):
    other = Client()
    other.force_login(secretariat)
    assert change(mine).url == "/account/"
    secretariat.refresh_from_db()
    assert secretariat.check_password(NEW)
    assert mine.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"old": "wrong"}, "รหัสผ่าน"),
        ({"again": "another-password-1"}, "รหัสผ่าน"),
        ({"new": "short", "again": "short"}, "12"),
        ({"new": "password1234", "again": "password1234"}, "รหัสผ่าน"),
    ],
)
def test_a_password_that_will_not_do_is_refused_in_thai(mine, secretariat, sent, told):
    response = change(mine, **sent)
    secretariat.refresh_from_db()
    assert response.status_code == 200
    errors = [error for errors in response.context["form"].errors.values() for error in errors]
    assert errors
    assert all("\u0e01" <= error[0] <= "\u0e5b" for error in errors), errors
    assert told in " ".join(errors)
    assert secretariat.check_password(PASSWORD)


def test_the_about_page_names_the_sources(mine):
    page = mine.get("/about/").content.decode()
    assert all(word in page for word in (DATA_VERSION, "GeoThai", "CC BY 4.0", "Open Font License"))


def test_ones_own_account_tells_who_assigned_what_and_when(mine, secretariat, superuser):
    with acting_as(superuser):
        Assignment.objects.create(user=secretariat, role=Role.READER, area_id="72")
    newest = mine.get("/account/").context["changes"][0]
    assert newest.who == "Superuser"
    assert any("สุพรรณบุรี" in line.label and line.after == "ผู้อ่าน" for line in newest.lines)
    assert "Superuser" in mine.get(f"/people/{secretariat.pk}/").content.decode()
