"""Compiled questions: each person and area gets its own rows, though the SQL is made once."""

import threading

import pytest
from django.db import connection
from django.db.models import Count, IntegerField

from areas.compiled import compiled
from areas.models import Role, User
from config.tools.compiled import CompiledQuery, Slot
from plans.models import Need
from tests.cast import make_need, person

pytestmark = pytest.mark.django_db

HERE, NEXT, VILLAGE, THERE = "710109", "710108", "71010903", "720102"


class Made:
    """A question that tells how often its SQL was made."""

    def __init__(self, build):
        self.times = 0

        def counting(user, *values, **choices):
            self.times += 1
            return build(user, *values, **choices)

        self.ask = compiled(counting)


@pytest.fixture
def inside():
    return Made(lambda user, code: Need.objects.visible_to(user).inside(code).order_by("area_id"))


@pytest.fixture
def needs(country):
    for area in (HERE, NEXT, VILLAGE, THERE):
        make_need(area)


def fresh(user):
    """Return the person as the next request sees them."""
    return User.objects.get(pk=user.pk)


def places(rows):
    return [need.area_id for need in rows]


def test_each_area_gets_its_own_rows_of_sql_that_is_made_once(needs, inside, secretariat):
    assert places(inside.ask(secretariat, HERE)) == [HERE, VILLAGE]
    assert places(inside.ask(secretariat, NEXT)) == [NEXT]
    assert inside.times == 1


def test_who_reaches_as_far_shares_the_sql(needs, inside, secretariat):
    other = person("two", Role.SECRETARIAT, "71")
    assert places(inside.ask(secretariat, HERE)) == places(inside.ask(other, HERE))
    assert inside.times == 1


def test_nobody_gets_what_another_reads(needs, inside, secretariat, worker, stranger):
    """The secretariat asks first: what it reads whole, the others do not."""
    asked = [places(inside.ask(fresh(user), "71")) for user in (secretariat, stranger, worker, secretariat)]
    assert asked == [[NEXT, HERE, VILLAGE], [], [HERE, VILLAGE], [NEXT, HERE, VILLAGE]]
    assert inside.times == 3


def test_an_assignment_that_ended_ends_what_is_read(needs, inside, worker):
    assert places(inside.ask(fresh(worker), HERE)) == [HERE, VILLAGE]
    worker.assignments.all().delete()
    assert inside.ask(fresh(worker), HERE) == []


def test_whether_the_person_reads_all_of_the_area_is_told_apart(needs, worker):
    """A rule that leaves the scope out for those who read the whole area must not leave it out for the next."""

    def build(user, code):
        rows = Need.objects.all() if user.reads_all_of(code) else Need.objects.visible_to(user)
        return rows.inside(code).order_by("area_id")

    made = Made(build)
    wide = person("wide", Role.TAMBON_WORKER, HERE)
    wide.assignments.create(role=Role.TAMBON_WORKER, area_id=VILLAGE)
    assert [places(made.ask(fresh(wide), code)) for code in (HERE, NEXT)] == [[HERE, VILLAGE], []]
    assert made.times == 2


def test_levels_are_told_apart(needs, secretariat):
    made = Made(lambda _user, code: Need.objects.filter(severity=len(code)))
    assert [len(made.ask(secretariat, code)) for code in ("71", HERE)] == [0, 0]
    assert made.times == 2


@pytest.mark.parametrize(
    "look", [lambda code: code.startswith("71"), lambda code: code == "71", lambda code: code in ["71"]]
)
def test_a_code_that_is_not_there_yet_is_not_looked_at(country, secretariat, look):
    made = compiled(lambda _user, code: Need.objects.all() if look(code) else Need.objects.none())
    with pytest.raises((AttributeError, TypeError)):
        made(secretariat, "71")


def test_the_person_does_not_come_into_the_sql(country, secretariat):
    made = compiled(lambda user, _code: Need.objects.filter(created_by=user.pk))
    with pytest.raises(AttributeError):
        made(secretariat, "71")


def test_what_the_database_holds_does_not_come_into_the_sql(needs, secretariat):
    made = compiled(lambda _user, _code: Need.objects.filter(pk__in=list(Need.objects.values_list("pk"))))
    with pytest.raises(RuntimeError, match="without asking"):
        made(secretariat, "71")


def test_numbers_and_named_choices(needs, secretariat):
    made = Made(
        lambda user, least, code, *, status: (
            Need.objects.visible_to(user).inside(code).filter(severity__gte=least, status=status)
        )
    )
    [one] = Need.objects.filter(area=HERE)
    Need.objects.filter(pk=one.pk).update(severity=5)
    Need.objects.exclude(pk=one.pk).update(severity=1)
    counts = [len(made.ask(secretariat, least, "71", status=Need.Status.OPEN)) for least in (1, 2, 6)]
    assert (counts, made.times) == ([3, 1, 0], 1)
    assert made.ask(secretariat, 1, "71", status=Need.Status.CLOSED) == []
    assert made.times == 2


def test_another_day_is_another_question(needs, inside, secretariat, monkeypatch):
    inside.ask(secretariat, HERE)
    monkeypatch.setattr("areas.compiled.today", lambda: __import__("datetime").date(2030, 1, 1))
    inside.ask(secretariat, HERE)
    assert inside.times == 2


def test_rows_come_as_the_queryset_gives_them(needs, secretariat):
    def build(user, code):
        rows = Need.objects.visible_to(user).inside(code).select_related("area__parent")
        return rows.annotate(number=Count("links")).order_by("area_id")

    def values(user, code):
        return (
            Need.objects.visible_to(user).inside(code).order_by("area_id").values_list("area_id", flat=True)
        )

    with_parent = compiled(build)(secretariat, "71")
    assert with_parent == list(build(secretariat, "71"))
    assert {need.area.parent.code for need in with_parent} == {"7101", HERE}
    assert [need.number for need in with_parent] == [0, 0, 0]
    assert compiled(values)(secretariat, "71") == list(values(secretariat, "71"))


def test_what_nothing_can_meet_is_not_asked(country, secretariat, django_assert_num_queries):
    made = compiled(lambda _user, _code: Need.objects.none())
    assert secretariat.reach
    with django_assert_num_queries(0):
        assert made(secretariat, "71") == []


def test_rows_that_ask_for_more_are_refused():
    with pytest.raises(ValueError, match="prefetch_related"):
        CompiledQuery(Need.objects.prefetch_related("items"))


@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_by_its_own_connection():
    query = CompiledQuery(User.objects.filter(pk__gte=Slot(0, IntegerField())).values_list("pk", flat=True))
    person("one", None, None)
    mine, theirs = query.ask([0]), []

    def ask():
        theirs.extend(query.ask([0]))
        connection.close()

    one = threading.Thread(target=ask)
    one.start()
    one.join()
    assert mine == theirs != []
