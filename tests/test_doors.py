"""Every door of the site, the admin's included: each address × role × own, foreign and missing row × GET, POST.

The table is in tests/doors.py, the stage in tests/world.py. A mark stands in every text of each place's rows, and
no one who may not read the place ever gets it.
"""

import pytest
from django.apps import apps
from django.db import models
from django.urls import path

from areas.models.around import OpenQuerySet
from areas.models.people import AssignmentQuerySet, UserQuerySet
from areas.scope import ScopedQuerySet
from meetings.models import Meeting
from tests import doors
from tests.doors import DOORS, SENDS, TABLE, expected, login_of, path_of, zones
from tests.engines import LONG, some_of, whole_here
from tests.knocks import knock
from tests.world import MARKS, PARTS

pytestmark = pytest.mark.django_db


def unlisted():
    """Return the addresses that no row of the table speaks of."""
    return sorted({one.name for one in doors.addresses() if not one.name.startswith("admin:")} - TABLE.keys())


LIKE_OTHERS = {"partner", "ended", "not_begun"}
"""Roles that read nothing at all: one own row tells as much as all."""
MISSED_BY = {"anonymous", "secretariat", "superuser"}
"""Who asks for a row that is not there: every other role is told the same."""
WIDE = {"secretariat", "coordinator", "superuser"}


POSTERS = {"anonymous", "stranger", "secretariat"}
"""Who sends to a page that takes nothing: every other role would be answered the same 405."""


def methods_of(door, role, methods):
    """Return the methods by which a role knocks at a door."""
    return methods if door.use in SENDS or role in POSTERS else [one for one in methods if one == "GET"]


def meets(role, zone):
    """Whether a role knocks at a zone's doors: who may read nothing at one own row, the far region's by the wide.

    In a long walk every role asks for a row that is not there.
    """
    if zone == "missing":
        return LONG or role in MISSED_BY
    if role in LIKE_OTHERS:
        return zone in {"", "here", "province"}
    if role == "cluster_head":
        return zone in {"", "province", "other"}
    return zone != "region" or role in WIDE


def asked_for(world, door, role):
    """Return the zones whose rows a role asks for: all that it may not read, of the others one, each door another.

    A page of one's own says the same of all one's places; in a long walk every one is asked for.
    """
    met = [zone for zone in zones(world, door) if meets(role, zone)]
    own = [] if LONG else [zone for zone in met if zone in PARTS[role].reads]
    left = own and own[DOORS.index(door) % len(own)]
    return [zone for zone in met if zone not in own or zone == left]


def faults(world, door, roles=tuple(PARTS), methods=("GET", "POST")):
    """Return what is wrong with the answers at a door, one line each."""
    found = []
    for role in roles:
        for zone in asked_for(world, door, role):
            for method in methods_of(door, role, methods):
                address = path_of(world, door, zone)
                answer = knock(world, role, method, address)
                wanted = expected(door, role, zone, method)
                if answer.status not in wanted:
                    found.append(f"{answer} ({zone or 'no row'}), wanted {sorted(wanted)}")
                elif role == "anonymous" and door.use != "public" and answer.location != login_of(address):
                    found.append(f"{answer}, wanted the login")
                found += [f"{answer} tells of {mark} ({zone})" for mark in answer.strange_marks(world)]
    return found


def test_every_address_is_in_the_table_and_every_row_has_its_address():
    names = {one.name for one in doors.addresses()}
    assert unlisted() == []
    assert sorted(TABLE.keys() - names) == []


def test_an_unlisted_address_is_found(settings):
    """Negative control: an address that the table does not know."""
    settings.ROOT_URLCONF = __name__
    assert unlisted() == ["secret"]


urlpatterns = [path("secret/", knock, name="secret")]


FEWER = ("stranger", "secretariat")
"""The roles that knock on the engine where a walk is not gone whole: whose statements differ most, in and out."""


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_a_door_answers_as_its_row_says(world, door):
    roles = tuple(PARTS) if whole_here(DOORS.index(door)) else FEWER
    assert faults(world, door, roles) == []


# --- The marks


TEXTS = (models.CharField, models.TextField)
UNMARKED = {
    "GapDecision.evidence": "a fingerprint",
    "OverlapDecision.evidence": "a fingerprint",
    "Plan.prefix": "three letters",
    "PlanItem.confirmed": "names of warnings",
    "Need.confirmed": "names of warnings",
    "PlanItem.title_sort": "the title's order in hex",
    "Need.title_sort": "the title's order in hex",
    "Project.name_sort": "the name's order in hex",
    "Person.name_sort": "the name's order in hex",
}


def unmarked(zone):
    """Return the text fields of scoped rows in which a zone's mark does not stand."""
    missing = []
    for model in apps.get_models():
        rows = model._default_manager.none()
        if not isinstance(rows, ScopedQuerySet) or isinstance(rows, OpenQuerySet):
            continue  # what is open is told to everyone logged in
        for one in model._meta.concrete_fields:
            name = f"{model.__name__}.{one.name}"
            if not isinstance(one, TEXTS) or one.choices or name in UNMARKED:
                continue
            if not models.QuerySet(model).filter(**{f"{one.name}__contains": MARKS[zone]}).exists():
                missing.append(name)
    return missing


@pytest.mark.parametrize("zone", MARKS)
def test_the_mark_stands_in_every_text_of_every_scoped_table(world, zone):
    assert unmarked(zone) == []


def test_a_text_without_the_mark_is_found(world):
    """Negative control: a column that the stage forgot."""
    Meeting.objects.filter(place__contains=MARKS["here"]).update(place="")
    assert unmarked("here") == ["Meeting.place"]


@pytest.mark.parametrize("zone", MARKS)
def test_who_may_read_a_place_does_read_its_mark(world, zone):
    """The marks are no empty promise: each stands on the pages of those who may read it."""
    for door in DOORS:
        if door.use == "read" and door.tells and zone in world.rows[door.of]:
            answer = knock(world, "superuser", "GET", path_of(world, door, zone))
            marks = MARKS.values() if door.picks else [MARKS[zone]]
            assert any(mark in answer.text for mark in marks), str(answer)


OPEN_EYES = ["visible_to", "editable_by"]


TELLING = [door for door in DOORS if door.tells and not door.holds]


@pytest.mark.once
@pytest.mark.parametrize("door", some_of(TELLING, 0), ids=lambda door: door.name)
def test_without_scope_the_walk_finds_the_leak(world, monkeypatch, door):
    """Negative control: with visible_to and editable_by returning every row, a door that tells rows leaks."""
    for question in OPEN_EYES:
        for queryset in querysets():
            monkeypatch.setattr(queryset, question, lambda self, user: self)
    assert faults(world, door, roles=["stranger", "worker"], methods=["GET"]) != []


def querysets():
    """Return the scoped querysets that answer the two questions themselves."""
    found, waiting = [], [ScopedQuerySet, UserQuerySet, AssignmentQuerySet]
    while waiting:
        one = waiting.pop()
        found += [one] if any(name in vars(one) for name in OPEN_EYES) else []
        waiting += one.__subclasses__()
    return found
