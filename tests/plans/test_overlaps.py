"""Overlaps by hand-made cases: what is one, who is told of it, and when a decision on it holds."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from areas.models import Area, Role
from config.tools.thai import today
from plans.cases import State
from plans.models import OverlapDecision, ProjectNeed, Verdict
from plans.overlap_rows import overlap_at, rows_of
from plans.overlaps import overlaps
from plans.rules_cases import decide_overlap, withdraw
from projects.models import Agency, Kind, Leverage, Project, WorkStream
from tests.cast import make_need, person
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db
HERE, VILLAGE = "710109", "71010903"
PAO = "อบจ.กาญจนบุรี"


def stream(code):
    return WorkStream.objects.get(code=code) if code else None


def one(name="ก", lead=None, code="WS08", areas=(HERE,), year=2566, need=None, **line):
    """A project with 100 baht for each area; `lead` is an agency's name, CODI where none is."""
    agency = Agency.objects.get(name=lead) if lead else codi()
    made = make_project("71", name=name, lead_agency=agency, work_stream=stream(code))
    make_line(made, 100 * len(areas), dict.fromkeys(areas, 100), fiscal_year=year, **line)
    if need:
        ProjectNeed.objects.create(project=made, need=need)
    return made


def other(**kwargs):
    return one(**{"name": "ข", "lead": PAO, "source": PAO, **kwargs})


def joined():
    """Two projects, of which the money of one won the other's."""
    a, b = one(), other()
    Leverage.objects.create(seed=b.lines.get(), won=a.lines.get())


def cofunded():
    """One project with money of two agencies."""
    make_line(one(), 50, {HERE: 50}, source=PAO)


def same_need(code="WS90", other_code="WS90"):
    need = make_need(VILLAGE)
    one(code=code, need=need)
    other(code=other_code, need=need)


def need_of_elsewhere():
    """Both answer a need of another tambon, and have money in this one."""
    need = make_need("710108")
    one(code="WS90", need=need)
    other(code="WS90", need=need)


def needs_apart():
    one(code="WS90", need=make_need(HERE))
    other(code="WS90", need=make_need(HERE, title="บ้านทรุดโทรม"))


def pair(**kwargs):
    return lambda: (one(), other(**kwargs))


CASES = [
    ("two agencies, one tambon, stream and year", pair(), 1),
    ("one agency leads both, another pays", pair(lead=None), 0),
    ("another tambon", pair(areas=("710108",)), 0),
    ("another stream", pair(code="WS90"), 0),
    ("no stream stated", pair(code=""), 0),
    ("another year", pair(year=2567), 0),
    ("a village of the tambon", pair(areas=(VILLAGE,)), 1),
    ("the province, no tambon", pair(areas=("71",)), 0),
    ("money of another kind", pair(kind=Kind.LOAN), 1),
    ("joined by leverage, either way", joined, 0),
    ("money of two agencies in one project", cofunded, 0),
    ("outside the streams, the same need", same_need, 1),
    ("without a stream, the same need", lambda: same_need("", "WS90"), 1),
    ("outside the streams, other needs", needs_apart, 0),
    ("outside the streams, no need", lambda: (one(code="WS90"), other(code="WS90")), 0),
    ("outside the streams, a need of elsewhere", need_of_elsewhere, 0),
    ("three agencies", lambda: (one(), other(), other(name="ค", lead="ทสจ.กาญจนบุรี")), 3),
    ("two tambons", lambda: (one(areas=(HERE, "710108")), other(areas=(HERE, "710108"))), 2),
]


@pytest.mark.parametrize(("stage", "count"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_an_overlap(country, secretariat, stage, count):
    stage()
    assert len(overlaps(secretariat)) == count


@pytest.fixture
def two(country):
    """Two projects that overlap in ช่องสะเดา."""
    return one(areas=(HERE, "710108")), other()


def at(two, user):
    return overlap_at((HERE, 2566, two[0].pk, two[1].pk), user)


def test_the_two_stand_side_by_side(two, secretariat):
    make_line(two[1], 30, {VILLAGE: 30}, source=PAO)
    make_line(two[1], 7, {HERE: 7}, source=PAO, kind=Kind.LOAN)
    [case] = rows_of(overlaps(secretariat), secretariat)
    assert [side.project for side in case.sides] == list(two)
    assert [[amount for _kind, amount in side.kinds] for side in case.sides] == [[100], [130, 7]]
    assert [side.sources for side in case.sides] == [[codi().name], [PAO]]
    assert (case.streams, case.needs, case.area.code) == ([stream("WS08")], [], HERE)


def test_an_area_that_is_asked_for_narrows(two, secretariat):
    assert [len(overlaps(secretariat, area)) for area in ("71", HERE, "710108", "72")] == [1, 1, 0, 0]


def test_overlaps_are_told_to_those_who_see_the_whole_tambon(two, worker, reader, stranger, superuser):
    make_line(two[0], 5, {VILLAGE: 5})
    make_line(two[1], 5, {VILLAGE: 5}, source=PAO)
    neighbour = person("n", Role.TAMBON_WORKER, "710108")
    village = person("v", Role.TAMBON_WORKER, VILLAGE)
    seen = [len(overlaps(one)) for one in (worker, reader, superuser, stranger, neighbour, village)]
    assert seen == [1, 1, 1, 0, 0, 0]
    assert at(two, neighbour) is None
    assert at(two, worker).decided.evidence == at(two, superuser).decided.evidence


def decide(two, user, **more):
    values = {"verdict": Verdict.COMPLEMENT, "reason": "แบ่งรายชื่อกัน", "agency": None, "actor": ""}
    return decide_overlap(at(two, user), values | {"due_on": None, "meeting": None} | more)


def test_what_is_to_be_talked_over_needs_a_day(two, worker):
    with pytest.raises(ValidationError) as refused:
        decide(two, worker, verdict=Verdict.TALK)
    assert list(refused.value.message_dict) == ["due_on"]
    decide(two, worker, verdict=Verdict.TALK, due_on=today())
    assert at(two, worker).decided.state == State.DECIDED
    decide(two, worker, verdict=Verdict.TALK, due_on=today() - timedelta(days=2))
    assert (at(two, worker).decided.state, at(two, worker).decided.days_over) == (State.LATE, 2)


CHANGES = [
    ("more money", lambda a, b: make_line(b, 9, {HERE: 9}, source=PAO)),
    ("money of another kind", lambda a, b: make_line(a, 9, {HERE: 9}, kind=Kind.IN_KIND)),
    ("another agency leads", lambda a, b: Project.objects.filter(pk=b.pk).update(lead_agency=ministry())),
]


def ministry():
    return Agency.objects.get(name="ทสจ.กาญจนบุรี")


@pytest.mark.parametrize("change", [case[1] for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_a_decided_overlap_comes_back_when_its_evidence_changes(two, worker, change):
    first = decide(two, worker)
    assert at(two, worker).decided.state == State.DECIDED
    change(*two)
    case = at(two, worker)
    assert (case.decided.state, case.decided.rows) == (State.CHANGED, [first])
    decide(two, worker, verdict=Verdict.APART)
    assert at(two, worker).decided.state == State.DECIDED


def test_money_elsewhere_does_not_bring_an_overlap_back(two, worker):
    """Negative control."""
    decide(two, worker)
    make_line(two[0], 9, {"711001": 9})
    make_line(two[0], 9, {HERE: 9}, fiscal_year=2567)
    assert at(two, worker).decided.state == State.DECIDED


def test_a_decision_is_seen_by_who_sees_the_tambon_and_both_projects(two, worker, reader, stranger):
    made = decide(two, worker)
    rows = OverlapDecision.objects
    assert [list(rows.visible_to(one)) for one in (worker, reader, stranger)] == [[made], [made], []]
    assert [list(rows.editable_by(one)) for one in (worker, reader, stranger)] == [[made], [], []]
    two[1].allocations.all().delete()
    assert list(rows.visible_to(worker)) == list(rows.editable_by(worker)) == []
    assert list(rows.visible_to(reader)) == [made]


def test_a_decision_that_is_withdrawn_lets_the_two_wait(two, worker):
    made = decide(two, worker, verdict=Verdict.TALK, due_on=today() - timedelta(days=2))
    withdraw(at(two, worker), "บันทึกผิดคู่")
    case = at(two, worker)
    assert (case.decided.state, case.decided.rows, case.decided.days_over) == (State.OPEN, [made], 0)
    assert made.history.count() == 2
    decide(two, worker)
    assert at(two, worker).decided.state == State.DECIDED


def test_what_changed_after_it_was_read_is_not_decided(two, worker):
    case = at(two, worker)
    make_line(two[1], 9, {HERE: 9}, source=PAO)
    values = {"verdict": "apart", "reason": "ก", "agency": None, "actor": "", "due_on": None, "meeting": None}
    with pytest.raises(ValidationError):
        decide_overlap(at(two, worker), values, case.decided.evidence)
    assert not OverlapDecision.objects.exists()
    decide_overlap(at(two, worker), values, at(two, worker).decided.evidence)
    assert OverlapDecision.objects.get().area == Area.objects.get(pk=HERE)
