"""Guards of gaps and overlaps that stand behind another one, asked directly: each holds alone."""

from datetime import timedelta

import pytest

from areas.models import Assignment, Role
from config.tools.thai import today
from meetings.models import Meeting
from plans.forms.cases import meetings_about
from plans.gap_rows import gaps_of
from plans.gaps import gaps, waiting
from plans.models import OverlapDecision
from plans.need_counts import count_needs
from plans.overlap_facts import _rows_of_areas, facts
from plans.overlap_rows import decided_on, rows_of
from plans.overlaps import overlaps
from plans.rules_cases import decide_overlap
from projects.models import Survey
from projects.surveyed import old_surveys
from tests.cast import make_need, person
from tests.plans.test_gaps import decide
from tests.plans.test_overlaps import one, other

pytestmark = pytest.mark.django_db
HERE, NEXT = "710109", "710108"


@pytest.fixture
def neighbour(country):
    """The worker of the tambon beside."""
    return person("n", Role.TAMBON_WORKER, NEXT)


def test_gaps_are_of_the_own_scope(country, worker, reader, stranger):
    need = make_need(HERE)
    assert [list(gaps(user)) for user in (worker, reader, stranger)] == [[need], [need], []]
    assert [list(waiting(user, own=True)) for user in (worker, reader, stranger)] == [[need], [], []]
    assert [len(gaps_of([need.pk], user)) for user in (worker, stranger)] == [1, 0]


def test_what_was_decided_elsewhere_is_not_taken_from_what_waits_here(country, worker, secretariat):
    needs = [make_need(code, title=title) for code, title in ((HERE, "ก"), (HERE, "ข"), (NEXT, "ค"))]
    for need in needs[1:]:
        decide(need, secretariat)
    told = [count_needs(["71"], user).severe for user in (worker, secretariat)]
    assert [(one.nobody, one.nobody_waits) for one in told] == [(2, 1), (3, 1)]


def test_an_overlap_found_by_another_tells_no_project_of_elsewhere(country, superuser, stranger, worker):
    one()
    other()
    found = overlaps(superuser)
    assert [len(rows_of(found, user)) for user in (superuser, worker, stranger)] == [1, 1, 0]


def test_overlaps_are_found_from_the_own_scope_alone(superuser, neighbour, stranger):
    """Whoever sees a village beside the own tambon reads nothing of it: of no pair is half of the evidence known."""
    for make in (one, other):
        make(areas=(NEXT, "71010903"))
    values = {"verdict": "apart", "reason": "ก", "agency": None, "actor": "", "due_on": None, "meeting": None}
    for found in overlaps(superuser):
        decide_overlap(rows_of([found], superuser)[0], values)
    Assignment.objects.create(user=neighbour, role=Role.READER, area_id="71010903")
    user = type(neighbour).objects.get(pk=neighbour.pk)
    known = [facts(someone, [], None).places for someone in (superuser, user, stranger)]
    assert [{place for place, _year in places} for places in known] == [{HERE, NEXT}, {NEXT}, set()]
    rows = OverlapDecision.objects
    assert [rows.in_areas_of(someone).count() for someone in (superuser, user, stranger)] == [2, 1, 0]


def test_an_area_that_is_asked_for_reads_nothing_of_others(country, superuser):
    """What a province costs does not grow with the rest of the country."""
    one()
    other()
    before = len(_rows_of_areas(superuser, "71"))
    for number in range(4):
        one(name=f"ก{number}", areas=("720102",), need=make_need("720102", title=f"เรื่อง {number}"))
        other(name=f"ข{number}", areas=("720102",))
    assert len(_rows_of_areas(superuser, "71")) == before
    assert len(_rows_of_areas(superuser, "72")) == before - 2 + 8 + 4


def test_who_sees_both_projects_from_beside_sees_neither_need_nor_decision(superuser, neighbour):
    need = make_need(HERE)
    for make in (one, other):
        make(code="WS90", areas=(HERE, NEXT), need=need)
    [found] = overlaps(superuser)
    values = {"verdict": "apart", "reason": "ก", "agency": None, "actor": "", "due_on": None, "meeting": None}
    made = decide_overlap(rows_of([found], superuser)[0], values)
    assert [len(decided_on(found.key, one).rows) for one in (superuser, neighbour)] == [1, 0]
    [whole], [part] = (rows_of([found], user) for user in (superuser, neighbour))
    assert [(side.needs, whole.decided.rows) for side in whole.sides] == [([need], [made])] * 2
    assert [(side.needs, part.decided.rows) for side in part.sides] == [([], [])] * 2
    assert overlaps(neighbour) == []


def test_meetings_that_are_offered_are_the_own_ones(country, worker, secretariat, stranger):
    told = {"kind": "council", "title": "สภา", "held_on": "2023-07-05"}
    here, above, beside = (Meeting.objects.create(area_id=code, **told) for code in (HERE, "71", NEXT))
    offered = [set(meetings_about(HERE, user)) for user in (worker, secretariat, stranger)]
    assert offered == [{here}, {here, above}, set()]
    assert beside not in offered[1]


def test_old_surveys_are_those_of_the_own_scope(country, worker, reader, stranger):
    Survey.objects.create(area_id=HERE, surveyed_on=today() - timedelta(days=400), surveyed_by="ก")
    seen = [old_surveys(user, own=False, most=5)[1] for user in (worker, reader, stranger)]
    kept = [old_surveys(user, own=True, most=5)[1] for user in (worker, reader, stranger)]
    assert (seen, kept) == ([1, 1, 0], [1, 0, 0])
