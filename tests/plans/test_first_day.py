"""The first day of an empty office: eight steps, computed, with the next one for whoever may do it."""

import pytest
from django.urls import reverse

from plans.first_day import first_day
from projects.models import WorkStream
from tests.cast import endorse, make_item, make_need, make_plan, person

pytestmark = pytest.mark.django_db


def done(user):
    return {step.key for step in first_day(user).steps if step.is_done}


def fresh(user):
    """Return the person as the next request meets them."""
    return type(user).objects.get(pk=user.pk)


def test_an_empty_database_leads_the_administrator_to_the_first_command(db, client):
    admin = person("admin", is_staff=True, is_superuser=True)
    day = first_day(admin)
    assert (day.done, day.next.key, day.next.command) == (0, "areas", "manage.py load_areas")
    client.force_login(admin)
    assert "manage.py load_areas" in client.get("/").content.decode()


def test_each_step_is_done_by_doing_it(worker):
    assert done(worker) == {"areas", "reference", "people"}
    need = make_need("71010903")
    assert first_day(worker).next.url == reverse("plan_add", args=["710109"])
    plan = make_plan()
    assert first_day(worker).next.url == reverse("item_add", args=[plan.pk])
    make_item(plan, need=need)
    assert first_day(worker).next.url == reverse("plan_endorse", args=[plan.pk])
    assert done(worker) == {"areas", "reference", "people", "need", "plan", "item"}
    endorse(plan)
    assert first_day(worker) is None


def test_an_archived_list_is_no_list(worker):
    WorkStream.objects.update(is_active=False)
    assert "reference" not in done(worker)


def test_people_are_let_in_by_whoever_may(superuser):
    day = first_day(superuser)
    assert (day.next.key, day.next.url) == ("people", reverse("person_invite"))


def test_needs_of_elsewhere_are_no_step_of_ones_own(worker, stranger):
    """Negative control: the stranger's own step is done."""
    make_need("720102")
    assert "need" not in done(worker)
    assert "need" in done(stranger)


def test_a_reader_has_no_button_and_is_told_whom_to_ask(client, reader):
    person("hands", "secretariat", "71")
    assert not any(step.url for step in first_day(fresh(reader)).steps)
    client.force_login(reader)
    text = client.get("/").content.decode()
    assert "กองเลขาจังหวัด" in text
    assert reverse("need_add", args=["710109"]) not in text


@pytest.mark.parametrize(
    ("role", "area", "words"),
    [("tambon_worker", "710109", "worker"), ("secretariat", "71", "secretariat"), ("reader", "71", "reader")],
)
def test_the_words_are_those_of_the_role(country, role, area, words):
    assert first_day(person("one", role, area)).role == words


def test_a_partner_who_reads_nothing_gets_no_list(country):
    assert first_day(person("one", "partner", "71")) is None


@pytest.mark.parametrize("page", ["worker", "secretariat", "coordinator", "admin", "reader"])
def test_the_help_of_a_role_has_its_steps_and_a_picture(client, worker, page):
    client.force_login(worker)
    text = client.get(reverse("help_role", args=[page])).content.decode()
    assert 5 <= text.count('<li class="help-step">') <= 7
    assert f"img/help/{page}-" in text


def test_the_own_role_comes_first_in_the_help(client, reader):
    client.force_login(reader)
    assert client.get(reverse("help")).context["rows"][0][0] == "reader"
