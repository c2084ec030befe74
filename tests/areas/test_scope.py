"""Who sees and changes which rows: each role, clusters, and assignments with days."""

import datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from areas.models import Area, Assignment, Cluster, Role, User
from areas.scope import readable_inside
from config.tools.thai import today
from meetings.models import Meeting
from plans.models import Need, Plan
from tests.cast import make_need, make_plan, person

pytestmark = pytest.mark.django_db

HERE, TAMBON, VILLAGE, THERE = "71", "710109", "71010903", "720102"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def needs(country):
    for area in ("710108", TAMBON, VILLAGE, THERE):
        make_need(area)


def fresh(user):
    """Return the person as the next request sees them."""
    return User.objects.get(pk=user.pk)


def seen(user):
    return sorted(Need.objects.visible_to(fresh(user)).values_list("area_id", flat=True))


def changed(user):
    return sorted(Need.objects.editable_by(fresh(user)).values_list("area_id", flat=True))


ALL_HERE = ["710108", TAMBON, VILLAGE]


@pytest.mark.parametrize(
    ("role", "place", "reads", "edits"),
    [
        (Role.COORDINATOR, HERE, ALL_HERE, ALL_HERE),
        (Role.CLUSTER_HEAD, HERE, ALL_HERE, ALL_HERE),
        (Role.SECRETARIAT, HERE, ALL_HERE, ALL_HERE),
        (Role.TAMBON_WORKER, TAMBON, [TAMBON, VILLAGE], [TAMBON, VILLAGE]),
        (Role.TAMBON_WORKER, VILLAGE, [VILLAGE], [VILLAGE]),
        (Role.READER, HERE, ALL_HERE, []),
        (Role.PARTNER, HERE, [], []),
        (None, None, [], []),
    ],
)
def test_a_role_reads_and_changes_what_it_should(needs, role, place, reads, edits):
    user = person("one", role, place)
    assert (seen(user), changed(user)) == (reads, edits)


def test_a_superuser_sees_all(needs, superuser):
    assert len(seen(superuser)) == len(changed(superuser)) == 4


SCOPED = [model for model in apps.get_models() if hasattr(model._default_manager, "visible_to")]


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_a_visitor_who_is_not_logged_in_gets_no_row(model):
    for question in ("visible_to", "editable_by"):
        rows = getattr(model._default_manager, question, model._default_manager.visible_to)(AnonymousUser())
        assert rows.query.is_empty(), question


def test_the_area_tree_is_readable_by_all_and_changed_by_its_own_people(country, worker, reader):
    assert Area.objects.visible_to(worker).count() == len(country)
    assert sorted(Area.objects.editable_by(worker).values_list("code", flat=True)) == [TAMBON, VILLAGE]
    assert not Area.objects.editable_by(reader).exists()


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("71", [True, False, False]),
        ("710109", [True, True, False]),
        ("71010903", [True, True, False]),
        ("7", [False] * 3),
    ],
)
def test_a_place_is_read_whole_by_who_reads_it_or_what_it_lies_in(
    secretariat, worker, stranger, superuser, code, told
):
    people = (secretariat, worker, stranger)
    assert [one.reads_all_of(code) for one in people] == [one.edits_all_of(code) for one in people] == told
    assert superuser.reads_all_of(code)
    assert superuser.edits_all_of(code)


def test_what_is_read_of_an_area_is_no_more_than_lies_in_it(secretariat, worker, superuser):
    asked = [readable_inside(worker, code) for code in ("", HERE, THERE, VILLAGE)]
    assert asked == [[TAMBON], [TAMBON], [], [VILLAGE]]
    assert [readable_inside(secretariat, code) for code in ("", TAMBON, THERE)] == [[HERE], [TAMBON], []]
    assert [readable_inside(superuser, code) for code in ("", THERE)] == [[""], [THERE]]


def test_two_assignments_add_up(needs):
    user = person("one", Role.READER, HERE)
    Assignment.objects.create(user=user, role=Role.TAMBON_WORKER, area_id=THERE)
    assert seen(user) == [*ALL_HERE, THERE]
    assert changed(user) == [THERE]


# --- Clusters


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CLUSTER_HEAD])
def test_a_cluster_opens_all_its_provinces(needs, role):
    user = person("one", role, cluster=Cluster.objects.get())
    assert seen(user) == changed(user) == [*ALL_HERE, THERE]


def test_a_province_that_leaves_the_cluster_leaves_the_scope(needs):
    user = person("one", Role.CLUSTER_HEAD, cluster=Cluster.objects.get())
    Cluster.objects.get().provinces.remove("72")
    assert seen(user) == ALL_HERE


def test_a_clusters_own_plan_is_seen_by_its_provinces_and_changed_by_its_own_people(country):
    cluster = Cluster.objects.get()
    plan = make_plan(area=None, cluster=cluster)
    head = person("head", Role.CLUSTER_HEAD, cluster=cluster)
    province = person("province", Role.SECRETARIAT, HERE)
    outside = person("outside", Role.TAMBON_WORKER, THERE)
    assert [plan in Plan.objects.visible_to(user) for user in (head, province, outside)] == [
        True,
        True,
        False,
    ]
    assert [plan in Plan.objects.editable_by(user) for user in (head, province, outside)] == [
        True,
        False,
        False,
    ]


def test_a_meeting_of_another_province_is_out_of_sight(country, stranger):
    Meeting.objects.create(area_id=TAMBON, kind="council", title="x", held_on="2023-07-05")
    assert not Meeting.objects.visible_to(stranger).exists()


# --- Days


@pytest.mark.parametrize(
    ("start", "end", "runs"),
    [
        (None, None, True),
        (0, None, True),
        (None, 0, True),
        (0, 0, True),
        (1, None, False),
        (None, -1, False),
        (-30, 30, True),
        (-30, -1, False),
        (1, 30, False),
    ],
)
def test_an_assignment_runs_from_its_first_to_its_last_day(needs, start, end, runs):
    user = person("one", Role.SECRETARIAT, HERE)
    days = {name: today() + n * DAY for name, n in (("from_date", start), ("to_date", end)) if n is not None}
    Assignment.objects.filter(user=user).update(**days)
    assert seen(user) == (ALL_HERE if runs else [])
    assert changed(user) == (ALL_HERE if runs else [])


def test_without_the_days_an_ended_assignment_opens_everything(needs, monkeypatch):
    """Negative control: with the look at the days off, what has ended still runs."""
    user = person("one", Role.SECRETARIAT, HERE)
    Assignment.objects.filter(user=user).update(to_date=today() - DAY)
    monkeypatch.setattr("areas.models.people.AssignmentQuerySet.active", lambda self: self.all())
    assert seen(user) == ALL_HERE


def test_an_ended_coordinator_no_longer_enters_the_admin(coordinator):
    assert fresh(coordinator).may_enter_admin
    Assignment.objects.filter(user=coordinator).update(to_date=today() - DAY)
    assert not fresh(coordinator).may_enter_admin


@pytest.mark.parametrize("change", [{"is_staff": False}, {"is_active": False}])
def test_only_active_staff_enters_the_admin(coordinator, change):
    User.objects.filter(pk=coordinator.pk).update(**change)
    assert not fresh(coordinator).may_enter_admin


def test_staff_of_another_role_does_not_enter_the_admin(country):
    assert not person("one", Role.SECRETARIAT, HERE, is_staff=True).may_enter_admin


# --- People, for the admin


def people(user, question):
    return set(getattr(User.objects, question)(fresh(user)).values_list("username", flat=True))


@pytest.fixture
def coordinator_of_71(country):
    return person("c71", Role.COORDINATOR, HERE, is_staff=True)


def test_a_coordinator_sees_the_people_of_the_own_scope(
    coordinator_of_71, worker, stranger, superuser, country
):
    person("orphan")
    assert people(coordinator_of_71, "visible_to") == {"c71", "worker"}
    assert people(coordinator_of_71, "editable_by") == {"worker"}


def test_a_person_who_also_works_elsewhere_is_seen_but_not_changed(coordinator_of_71, worker):
    Assignment.objects.create(user=worker, role=Role.READER, area_id="72")
    assert people(coordinator_of_71, "visible_to") == {"c71", "worker"}
    assert people(coordinator_of_71, "editable_by") == set()


def test_staff_is_not_changed_by_a_coordinator(coordinator_of_71, country):
    person("peer", Role.COORDINATOR, "7101", is_staff=True)
    assert people(coordinator_of_71, "editable_by") == set()


def test_a_secretariat_looks_after_the_workers_and_readers_of_the_province(
    secretariat, worker, reader, stranger
):
    person("peer", Role.SECRETARIAT, "71")
    person("elsewhere", Role.TAMBON_WORKER, "720102")
    assert people(secretariat, "editable_by") == {"worker", "reader"}
