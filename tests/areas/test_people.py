"""The pages about people: who invites, assigns and deactivates whom, and that nobody reaches above themselves."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from areas import links, rules_people
from areas.models import Area, Assignment, Cluster, LoginLink, Role, User
from areas.models.people import AssignmentQuerySet
from tests.areas.test_place_forms import Form
from tests.cast import person

pytestmark = pytest.mark.django_db
NEW = {"first_name": "สมศรี", "username": "somsri.w", "role": "tambon_worker", "area": "710109"}


def enter(user):
    client = Client()
    client.force_login(user)
    return client


def invite(user, **changes):
    return Form(enter(user), "/people/invite/").send(**{**NEW, **changes})


def test_an_invitation_is_shown_once_with_words_and_code(secretariat, client):
    form = Form(enter(secretariat), "/people/invite/")
    page = form.send(**NEW)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    text, made = page.context["text"], page.context["made"]
    assert "somsri.w" in text
    assert made.path in text
    assert '<path d="M' in page.content.decode()
    assert 'data-copy="text"' in page.content.decode()
    again = form.send(**NEW)
    assert again.status_code == 302
    assert User.objects.filter(username="somsri.w").count() == LoginLink.objects.count() == 1
    assert client.get(made.path).status_code == 200


def test_the_invited_person_has_no_password_and_one_assignment(secretariat):
    invite(secretariat)
    somsri = User.objects.get(username="somsri.w")
    assert not somsri.has_usable_password()
    assert [(row.role, row.area_id) for row in somsri.assignments.all()] == [("tambon_worker", "710109")]


@pytest.mark.parametrize(
    "typed", ["710109", "๗๑๐๑๐๙", "ช่องสะเดา", "ต.ช่องสะเดา อ.เมืองกาญจนบุรี", "710109 ต.ช่องสะเดา"]
)
def test_an_area_is_read_as_people_type_it(secretariat, typed):
    invite(secretariat, area=typed)
    assert User.objects.get(username="somsri.w").assignments.get().area_id == "710109"


@pytest.mark.parametrize(
    ("who", "changes"),
    [
        ("secretariat", {"area": "720102"}),
        ("secretariat", {"role": "coordinator", "area": "71"}),
        ("secretariat", {"role": "secretariat", "area": "71"}),
        ("secretariat", {"role": "cluster_head"}),
        ("secretariat", {"role": "partner"}),
        ("secretariat", {"area": "71"}),
        ("secretariat", {"area": ""}),
        ("secretariat", {"area": "999999"}),
        ("secretariat", {"area": "ไม่มีที่นี่"}),
        ("secretariat", {"username": "worker"}),
        ("secretariat", {"username": "WORKER"}),
        ("secretariat", {"username": ""}),
        ("secretariat", {"username": "ก" * 500}),
        ("secretariat", {"email": "no"}),
        ("secretariat", {"from_date": "1 ก.ย. 2566", "to_date": "1 ส.ค. 2566"}),
        ("coordinator", {"role": "coordinator", "area": "71"}),
        ("coordinator", {"role": "secretariat", "area": "7101"}),
    ],
)
def test_what_is_above_or_outside_ones_reach_is_refused(request, worker, who, changes):
    response = invite(request.getfixturevalue(who), **changes)
    assert response.status_code == 422
    assert not User.objects.exclude(username__in=["worker", who]).exists()
    assert LoginLink.objects.count() == 0


def test_a_foreign_cluster_is_refused(coordinator):
    other = Cluster.objects.create(name="อื่น", scheme="พอช.")
    assert invite(coordinator, role="cluster_head", area="", cluster=str(other.pk)).status_code == 422
    own = coordinator.assignments.get().cluster_id
    assert invite(coordinator, role="cluster_head", area="", cluster=str(own)).status_code == 200


def test_a_secretariat_cannot_send_a_cluster(secretariat):
    cluster = Cluster.objects.get()
    assert invite(secretariat, area="", role="reader", cluster=str(cluster.pk)).status_code == 422


def test_without_the_guard_a_place_outside_is_given(secretariat, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(AssignmentQuerySet, "editable_by", lambda self, user: self)
    assert invite(secretariat, area="720102").status_code == 200


@pytest.mark.parametrize("who", ["worker", "reader"])
def test_who_looks_after_nobody_invites_nobody(request, who):
    client = enter(request.getfixturevalue(who))
    assert [client.get(path).status_code for path in ("/people/", "/people/invite/")] == [403, 403]


FORMS = ["link", "edit", "assign", "deactivate", "reactivate"]


@pytest.mark.parametrize("page", FORMS)
def test_a_secretariat_reaches_only_the_workers_of_the_province(
    secretariat, worker, stranger, coordinator, page
):
    client = enter(secretariat)
    above = person("above", Role.SECRETARIAT, "71")
    both = person("both", Role.TAMBON_WORKER, "710109")
    Assignment.objects.create(user=both, role=Role.READER, area_id="72")
    found = [client.get(f"/people/{one.pk}/{page}/").status_code for one in (worker, above, both, stranger)]
    assert found == [200, 403, 403, 404]
    assert client.get(f"/people/{secretariat.pk}/{page}/").status_code == 403
    assert client.get(f"/people/{coordinator.pk}/{page}/").status_code == 404


def test_an_assignment_of_another_person_in_the_address_is_not_found(secretariat, worker):
    other = person("other", Role.TAMBON_WORKER, "710108")
    path = f"/people/{other.pk}/assignments/{worker.assignments.get().pk}/end/"
    assert enter(secretariat).get(path).status_code == 404


def test_an_assignment_ends_with_a_day_and_stays_in_the_list(secretariat, worker):
    row = worker.assignments.get()
    client = enter(secretariat)
    Form(client, f"/people/{worker.pk}/assignments/{row.pk}/end/").send(to_date="30 ก.ย. 2563")
    row.refresh_from_db()
    assert str(row.to_date) == "2020-09-30"
    page = client.get(f"/people/{worker.pk}/").content.decode()
    assert "ไม่มีผลในวันนี้" in page
    assert worker.assignments.active().count() == 0


def test_a_second_assignment_is_given_and_the_same_one_is_not(secretariat, worker):
    path = f"/people/{worker.pk}/assign/"
    data = {"role": "tambon_worker", "area": "710108"}
    assert Form(enter(secretariat), path).send(**data).status_code == 302
    assert Form(enter(secretariat), path).send(**data).status_code == 422
    assert worker.assignments.count() == 2


def test_deactivation_ends_logins_and_links_and_is_told_with_its_reason(secretariat, worker):
    theirs, mine = enter(worker), enter(secretariat)
    theirs.get("/account/")
    made = links.make(worker, secretariat)
    Form(mine, f"/people/{worker.pk}/deactivate/").send(reason="ย้ายไปจังหวัดอื่น")
    assert theirs.get("/account/").status_code == 302
    assert "ย้ายไปจังหวัดอื่น" in mine.get(f"/people/{worker.pk}/").content.decode()
    Form(mine, f"/people/{worker.pk}/reactivate/").send(reason="กลับมาแล้ว")
    worker.refresh_from_db()
    assert worker.is_active
    assert Client().get(made.path).status_code == 410
    assert theirs.get("/account/").status_code == 302


def test_deactivation_needs_a_reason(secretariat, worker):
    assert Form(enter(secretariat), f"/people/{worker.pk}/deactivate/").send(reason=" ").status_code == 422
    worker.refresh_from_db()
    assert worker.is_active


def test_nobody_deactivates_themselves_and_the_last_superuser_stays(superuser, worker):
    path = f"/people/{superuser.pk}/deactivate/"
    assert Form(enter(superuser), path).send(reason="ทดสอบ").status_code == 422
    with pytest.raises(ValidationError):
        rules_people.deactivate(worker, superuser, "ทดสอบ")
    superuser.refresh_from_db()
    assert superuser.is_active


def test_the_list_is_found_by_word_role_province_and_state(superuser, worker, stranger, reader):
    client = enter(superuser)
    asked = ["q=ช่องสะเดา", "role=reader", "province=72", "state=closed", "q=Worker&role=tambon_worker"]
    found = [sorted(one.username for one in client.get(f"/people/?{one}").context["people"]) for one in asked]
    assert found == [["worker"], ["reader"], ["stranger"], [], ["worker"]]


def test_the_list_asks_as_much_for_many_as_for_few(secretariat, worker):
    client = enter(secretariat)
    client.get("/people/")

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as made:
            page = client.get("/people/")
        return len(made), len(page.context["people"])

    few = queries()
    for number in range(10):
        person(f"w{number}", Role.TAMBON_WORKER, "710109")
    many = queries()
    assert many == (few[0], few[1] + 10)


# --- Where one is logged in


PHONE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 Line/14.1"


def test_other_machines_are_named_and_logged_out(worker):
    here = enter(worker)
    phone = Client(headers={"User-Agent": PHONE})
    phone.force_login(worker)
    phone.get("/")
    page = here.get("/account/").content.decode()
    assert "Android" in page
    assert Form(here, "/account/logout-others/").send().status_code == 302
    assert phone.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert "Android" not in here.get("/account/").content.decode()


def test_another_persons_login_is_not_ended(worker, reader):
    theirs, mine = enter(reader), enter(worker)
    theirs.get("/account/")
    Form(mine, "/account/logout-others/").send()
    assert theirs.get("/account/").status_code == 200


def test_the_rule_itself_refuses_a_place_beyond_ones_own(secretariat, worker):
    """A form offers no such place; the rule does not rely on that."""
    there = {"cluster": None, "from_date": None, "to_date": None, "area": Area.objects.get(code="720102")}
    with pytest.raises(ValidationError, match="รั้วใหญ่"):
        rules_people.assign(secretariat, worker, role=Role.TAMBON_WORKER, **there)
