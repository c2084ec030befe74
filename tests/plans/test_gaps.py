"""Gaps by hand-made cases: the grade of each, and when a decision holds."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from config.tools.thai import today
from plans.cases import State
from plans.gap_rows import gaps_of
from plans.gaps import gaps, graded, waiting
from plans.models import GapDecision, Grade, Need, NeedLink, ProjectNeed
from plans.need_counts import count_needs
from plans.rules_cases import decide_gap, withdraw
from projects.models import Agency, BudgetLine, Kind, Project
from tests.cast import make_item, make_need, make_plan
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db
HERE = "710109"


def project(need, status="running", approved=None, proposed=None, kind=Kind.GRANT):
    """A project that answers a need, with a line of money or without one."""
    made = make_project(HERE, status=status, name=f"โครงการ {status} {approved}")
    ProjectNeed.objects.create(project=made, need=need)
    if approved is not None:
        make_line(made, approved, {HERE: approved}, kind=kind)
    if proposed is not None:
        made.lines.create(source=codi(), fiscal_year=2566, proposed=proposed)
    return made


def put_away(made):
    """A mistake, as a tie that outlived it would tell."""
    Project.every.filter(pk=made.pk).update(archived_at=timezone.now(), archived_why="ซ้ำ")


def item(need):
    return make_item(need.made_plan, need=need)


# What answers the need, and the grade of its gap.
CASES = [
    ("nothing", [], Grade.NOBODY),
    ("an item", [item], Grade.IN_PLAN),
    ("two items", [item, item], Grade.IN_PLAN),
    ("a running project with money", [lambda need: project(need, approved=100)], Grade.FUNDED),
    ("a planned project with money", [lambda need: project(need, "planned", 100)], Grade.FUNDED),
    ("work of the people", [lambda need: project(need, approved=1, kind=Kind.IN_KIND)], Grade.FUNDED),
    ("a project that asked for money", [lambda need: project(need, proposed=100)], Grade.IN_PLAN),
    ("a project without a line", [lambda need: project(need, "planned")], Grade.IN_PLAN),
    ("a project that got nothing", [lambda need: project(need, approved=0)], Grade.IN_PLAN),
    ("a finished project", [lambda need: project(need, "closed", 100)], Grade.IN_PLAN),
    ("a stopped project", [lambda need: project(need, "stopped", 100)], Grade.IN_PLAN),
    ("a project put away", [lambda need: put_away(project(need))], Grade.NOBODY),
    ("an item, a finished project", [item, lambda need: project(need, "closed", 100)], Grade.IN_PLAN),
    ("an item, a running project", [item, lambda need: project(need, approved=100)], Grade.FUNDED),
    (
        "a finished project, a running one",
        [lambda need: project(need, "closed", 100), lambda need: project(need, approved=5)],
        Grade.FUNDED,
    ),
]


@pytest.fixture
def need(country):
    found = make_need(HERE, severity=5)
    found.made_plan = make_plan(HERE)
    return found


def seen(need, user):
    """Return the gap of a need; lists are narrowed by its state in SQL, which says the same."""
    gap = gaps_of([need.pk], user)[0]
    assert gap.decided.state == graded(Need.objects.filter(pk=need.pk)).get().state
    return gap


@pytest.mark.parametrize(("answers", "grade"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_gap_has_its_grade(need, worker, answers, grade):
    for answer in answers:
        answer(need)
    assert gaps(worker).get().grade == grade
    assert list(waiting(worker)) == ([] if grade == Grade.FUNDED else [need])


@pytest.mark.parametrize(
    ("values", "found"),
    [({}, 1), ({"status": "answered"}, 0), ({"status": "closed"}, 0), ({"severity": 3}, 0)],
)
def test_only_open_severe_needs_are_gaps(need, worker, values, found):
    Need.objects.filter(pk=need.pk).update(**values)
    assert (gaps(worker).count(), gaps(worker, 1).count()) == (found, found or "severity" in values)


def test_gaps_of_elsewhere_are_not_told(need, stranger):
    assert not gaps(stranger).exists()
    assert gaps_of([need.pk], stranger) == []


def decide(need, user, **more):
    values = {
        "reason": "ตกลงในเวที",
        "agency": None,
        "actor": "คณะทำงานน้ำ",
        "due_on": today(),
        "meeting": None,
    }
    return decide_gap(seen(need, user), values | more)


def test_a_decision_holds_until_its_day(need, worker):
    decide(need, worker)
    assert seen(need, worker).decided.state == State.DECIDED
    assert not waiting(worker).exists()
    decide(need, worker, due_on=today() - timedelta(days=3))
    case = seen(need, worker)
    assert (case.decided.state, case.decided.days_over) == (State.LATE, 3)
    assert list(waiting(worker)) == [need]


def severer(need):
    Need.objects.filter(pk=need.pk).update(severity=4)


def regranted(need):
    """The same lines, more approved."""
    BudgetLine.objects.filter(project__need_links__need=need).update(approved=250)


def swapped(need):
    """As many projects that go on as before, and not the same."""
    kept, closed = Project.objects.filter(need_links__need=need).order_by("-status")
    Project.objects.filter(pk=kept.pk).update(status=closed.status)
    Project.objects.filter(pk=closed.pk).update(status=kept.status)


def linked_anew(need):
    """As many items as before, and not the same."""
    tie = NeedLink.objects.filter(need=need).first()
    item(need)
    tie.delete()


CHANGES = [
    ("another item", item),
    ("an item less", lambda need: NeedLink.objects.filter(need=need).first().delete()),
    ("an item for another", linked_anew),
    ("another severity", severer),
    ("a project", lambda need: project(need)),
    ("a finished project", lambda need: project(need, "closed")),
    ("money", lambda need: project(need, approved=100)),
]


@pytest.mark.parametrize("change", [case[1] for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_a_decided_gap_comes_back_when_its_evidence_changes(need, worker, change):
    item(need)
    item(need)
    first = decide(need, worker)
    assert seen(need, worker).decided.state == State.DECIDED
    change(need)
    case = seen(need, worker)
    assert (case.decided.state, case.decided.holding, case.decided.latest) == (State.CHANGED, None, first)
    second = decide(need, worker)
    case = seen(need, worker)
    assert (case.decided.state, case.decided.rows) == (State.DECIDED, [second, first])


@pytest.mark.parametrize("change", [regranted, swapped])
def test_money_that_changes_brings_a_decided_gap_back(need, worker, change):
    project(need, approved=100)
    project(need, "closed", 100)
    decide(need, worker)
    assert seen(need, worker).decided.state == State.DECIDED
    change(need)
    assert (seen(need, worker).grade, seen(need, worker).decided.state) == (Grade.FUNDED, State.CHANGED)


def test_a_decision_that_is_withdrawn_lets_the_case_wait_and_no_earlier_one_come_to_life(need, worker):
    first, second = decide(need, worker), decide(need, worker, reason="ตกลงใหม่")
    with pytest.raises(ValidationError):
        withdraw(seen(need, worker), "")
    withdraw(seen(need, worker), "อบต. ไม่รับ")
    case = seen(need, worker)
    assert (case.decided.state, case.decided.rows, case.decided.standing) == (
        State.OPEN,
        [second, first],
        None,
    )
    assert case.version > first.version + second.version
    assert list(waiting(worker)) == [need]
    with pytest.raises(ValidationError):
        withdraw(case, "ซ้ำ")
    decide(need, worker)
    assert seen(need, worker).decided.state == State.DECIDED


def test_what_is_no_evidence_does_not_bring_a_gap_back(need, worker):
    """Negative control."""
    item(need)
    decide(need, worker)
    other = make_need(HERE, title="ถนนขาด")
    NeedLink.objects.create(need=other, item=make_item(need.made_plan))
    project(other, approved=100)
    need.title = "น้ำไม่พอ"
    need.save()
    assert seen(need, worker).decided.state == State.DECIDED


def test_the_board_counts_what_waits_apart(need, worker):
    other = make_need(HERE, title="คลองตื้น", severity=4)
    make_need(HERE, title="ทางเท้าแคบ", severity=3)
    item(need)
    told = count_needs([HERE], worker).severe
    assert (told.count, told.nobody, told.in_plan) == (2, 1, 1)
    assert (told.nobody_waits, told.in_plan_waits) == (1, 1)
    decide(other, worker)
    told = count_needs([HERE], worker).severe
    assert (told.nobody, told.in_plan, told.nobody_waits, told.in_plan_waits) == (1, 1, 0, 1)
    project(need, approved=100)
    assert count_needs([HERE], worker).severe.in_plan_waits == 0


def test_who_answers_is_told_as_far_as_one_sees_it(need, worker, secretariat):
    line = make_item(make_plan("71"), need=need)
    item(need)
    far = make_project("71", name="ของจังหวัด", lead_agency=Agency.objects.first())
    ProjectNeed.objects.create(project=far, need=need)
    mine, whole = seen(need, worker), seen(need, secretariat)
    assert ([one.item.plan.area_id for one in mine.items], mine.more_items) == ([HERE], 1)
    assert (mine.projects, mine.more_projects, mine.asked) == ([], 1, 700_000)
    assert ({one.item for one in whole.items} >= {line}, whole.more_items, len(whole.projects)) == (
        True,
        0,
        1,
    )
    assert mine.decided.evidence == whole.decided.evidence


def test_a_decision_on_elsewhere_is_not_seen(need, worker, stranger, reader):
    made = decide(need, worker)
    rows = GapDecision.objects
    assert [list(rows.visible_to(one)) for one in (worker, reader, stranger)] == [[made], [made], []]
    assert [list(rows.editable_by(one)) for one in (worker, reader, stranger)] == [[made], [], []]
