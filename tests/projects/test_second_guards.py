"""Guards of projects that stand behind another one, asked directly: each holds alone."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from areas.models import Role
from plans import rules_project_needs
from projects import board, ledger, overdue, presence, rules_follow_up, rules_money, rules_surveys, sums
from projects.allocating import Share
from projects.forms.allocations import places_for
from projects.forms.overdue_filter import OverdueFilter
from projects.forms.placed_filter import PlacedFilter
from projects.forms.project_filter import ProjectFilter, projects_for
from projects.models import BudgetLine, Leverage, Presence, Project, Survey, Tranche, WorkStream
from projects.views.surveys import SurveyFill
from projects.views.visits import VisitAdd
from tests.cast import make_need, person
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(country):
    """A project of กาญจนบุรี whose money reaches สุพรรณบุรี too."""
    project = make_project("71")
    make_line(project, 100, {"710109": 60, "720102": 40})
    return project


def test_a_need_of_elsewhere_is_not_tied_to_a_project(both, secretariat, stranger):
    own, other = make_need(), make_need("720102")
    rules_project_needs.set_needs(both, [own, other], secretariat)
    assert [row.need for row in both.need_links.all()] == [own]


def test_money_is_given_to_areas_that_one_looks_after(both, secretariat, stranger):
    line = both.lines.get()
    offered = [
        {area.code[:2] for area in places_for(line, one, ["720102"])} for one in (secretariat, stranger)
    ]
    assert offered == [{"71"}, {"72"}]


def test_a_visit_is_of_an_area_that_one_looks_after(both, country, secretariat):
    told = {"visited_on": date(2023, 7, 5), "visited_by": "ทีม", "finding": "เสร็จแล้ว"}
    with pytest.raises(ValidationError):
        rules_follow_up.add_follow_up(both, {"area": country["720102"], **told}, secretariat)


def test_a_project_that_left_the_scope_meanwhile_is_not_visited(country, stranger, rf):
    view = VisitAdd()
    view.request, view.target = rf.post("/"), make_project("710109")
    view.request.user = stranger
    with pytest.raises(Http404):
        view.lock()


def test_projects_put_away_are_listed_to_who_may_read_them(country, worker, stranger):
    project = make_project()
    Project.every.filter(pk=project.pk).update(archived_at=timezone.now(), archived_why="ซ้ำ")
    listed = [[*projects_for({"status": "archived"}, one)] for one in (worker, stranger)]
    assert listed == [[project], []]


def test_places_of_elsewhere_are_no_filter(both, secretariat, worker):
    """The worker of one tambon is not told which others in the province have money."""
    make_line(both, 100, {"711001": 100})
    told = []
    for one in (secretariat, worker):
        shown = projects_for({}, one)
        places = ProjectFilter({"area": "71"}, one, shown).fields["area"].choices
        told.append([code for code, _name in places if len(code) == 6])
    assert told == [["710109", "711001"], ["710109"]]


def test_what_was_placed_elsewhere_is_not_counted(both, secretariat, worker):
    make_line(both, 100, {"711001": 60, "710109": 40})
    told = [
        PlacedFilter({"level": "inside"}, one, projects_for({}, one)).allocations()
        for one in (secretariat, worker)
    ]
    assert [sorted(row.amount for row in rows) for rows in told] == [[40, 60, 60], [40, 60]]


def test_villages_are_offered_in_the_tambon_that_is_asked_for_alone(both, secretariat):
    """All those of a province would be a thousand choices."""
    make_line(both, 100, {"711001": 10, "71010903": 90})
    shown = projects_for({}, secretariat)
    told = []
    for asked in ("71", "710109", "711001", "71010903"):
        places = ProjectFilter({"area": asked}, secretariat, shown).fields["area"].choices
        told.append([code for code, _name in places if len(code) == 8])
    assert told == [[], ["71010903"], [], ["71010903"]]


def test_what_is_overdue_is_not_narrowed_by_places_of_elsewhere(both, secretariat, worker):
    make_line(make_project("711001"), 100, {"711001": 100})
    told = [OverdueFilter({"area": "71"}, one).fields["area"].choices for one in (secretariat, worker)]
    assert [[code for code, _name in one if len(code) == 6] for one in told] == [
        ["710109", "711001"],
        ["710109"],
    ]


def test_payments_are_seen_by_who_sees_their_line(both, secretariat, worker, stranger):
    own = make_line(make_project("711001"), 100, {"711001": 100})
    for line in (own, both.lines.get()):
        line.tranches.create(number=1, amount=10, due_on=date(2023, 7, 5))
    people = (secretariat, worker, stranger)
    assert [Tranche.objects.visible_to(one).count() for one in people] == [2, 1, 1]
    assert [Tranche.objects.editable_by(one).count() for one in people] == [2, 0, 0]


def filling(user, area, rf, day=""):
    """Return the survey's page as it is before it shows its form."""
    view = SurveyFill()
    view.setup(rf.get("/", {"on": day} if day else {}))
    view.request.user, view.target = user, area
    return view


def test_a_survey_of_elsewhere_is_not_gone_on_with(country, rf, worker, stranger):
    survey = Survey.objects.create(area=country["710109"], surveyed_on=date(2023, 7, 5), surveyed_by="ทีม")
    views = [filling(one, country["710109"], rf, "2566-07-05") for one in (worker, stranger)]
    assert [view.asked for view in views] == [survey, None]


def test_who_pays_elsewhere_is_not_told_as_known_there(both, country, rf, worker, stranger):
    views = [filling(one, country["710109"], rf) for one in (worker, stranger)]
    assert [len(view.form_kwargs(view.target)["known"]) for view in views] == [1, 0]


def test_who_only_reads_is_offered_no_survey(client, country, worker, reader):
    told = []
    for one in (worker, reader):
        client.force_login(one)
        told.append(client.get(reverse("surveys", args=["710109"])).context["may_edit"])
    assert told == [True, False]


def test_who_only_reads_is_offered_no_way_to_take_a_project_back(client, country, worker, reader):
    gone = make_project("710109", archived_at=timezone.now(), archived_why="ซ้ำ")
    for who, offered in ((worker, True), (reader, False)):
        client.force_login(who)
        page = client.get(reverse("project_list"), {"status": "archived"}).text
        assert gone.name in page
        assert (reverse("project_restore", args=[gone.pk]) in page) is offered
        assert ("/projects/new/" in page) is offered


@pytest.fixture
def surveyed(country):
    """A survey of ช่องสะเดา that met CODI at work."""
    told = rules_surveys.Told(date(2023, 7, 5), "ทีม", "")
    answer = rules_surveys.Answer(Presence.State.STRONG, (codi(),))
    return rules_surveys.save_survey(country["710109"], told, {WorkStream.objects.first(): answer})


def test_how_streams_stand_elsewhere_is_not_told(surveyed, country, worker, stranger):
    told = [presence.picture_of(country["710109"], one) for one in (worker, stranger)]
    assert [(one.survey, one.looked_at) for one in told] == [(surveyed, 1), (None, 0)]
    assert [len(presence.sheets_of(country["710109"], one, 9)) for one in (worker, stranger)] == [1, 0]
    assert [len(presence._met([surveyed.pk], one)) for one in (worker, stranger)] == [1, 0]
    standing = [
        presence.standing_of(country["710109"], one, WorkStream.objects.all()) for one in (worker, stranger)
    ]
    assert [(one.survey, one.looked_at) for one in standing] == [(surveyed, 1), (None, 0)]


@pytest.fixture
def late(both, country):
    """A payment of the project that reaches both provinces, one of another, and a next step, all overdue."""
    other = make_project("711001")
    for line in (both.lines.get(), make_line(other, 10, {"711001": 10})):
        line.tranches.create(number=1, amount=10, due_on=date(2023, 7, 5))
    told = {"visited_on": date(2023, 7, 1), "visited_by": "ทีม", "finding": "ช้า"}
    both.follow_ups.create(area=country["710109"], next_step="โทร", due_on=date(2023, 7, 5), **told)


def test_what_is_overdue_elsewhere_is_not_listed(late, secretariat, worker, stranger):
    people = (secretariat, worker, stranger)
    assert [overdue.keys(one).count() for one in people] == [3, 2, 1]
    assert [overdue.keys(one, own=True).count() for one in people] == [3, 1, 0]


def test_what_is_overdue_in_an_area_of_elsewhere_is_not_counted(late, secretariat, worker, stranger):
    told = [
        [overdue.count(one, code) for code in ("", "71", "72")] for one in (secretariat, worker, stranger)
    ]
    listed = [
        [overdue.keys(one, overdue.Asked(area=code)).count() for code in ("", "71", "72")]
        for one in (secretariat, worker, stranger)
    ]
    assert told == listed == [[3, 3, 1], [2, 2, 1], [1, 1, 1]]


def test_visits_of_a_project_are_told_where_one_sees_their_place(both, country, secretariat, stranger):
    told = {"visited_on": date(2023, 7, 5), "visited_by": "ทีม", "finding": "เสร็จ"}
    rules_follow_up.add_follow_up(both, {"area": country["710109"], **told}, secretariat)
    assert [len(ledger.visits_of(both, one)) for one in (secretariat, stranger)] == [1, 0]


def test_what_is_overdue_elsewhere_is_not_read_by_its_number(late, secretariat, worker, stranger):
    every = list(overdue.keys(secretariat))
    told = [overdue.late_rows(every, one) for one in (secretariat, worker, stranger)]
    assert [[one.may_act for one in rows].count(True) for rows in told] == [3, 1, 0]
    assert [len(rows) for rows in told] == [3, 2, 1]


@pytest.mark.parametrize(
    ("places", "code", "near"),
    [({"71"}, "710109", True), ({"710109"}, "71", True), ({"710109"}, "720102", False), (set(), "71", False)],
)
def test_a_project_works_where_its_places_hold_or_lie(places, code, near):
    assert rules_follow_up.is_near(places, code) is near


def test_a_visit_is_offered_where_one_looks_after_the_area(both, secretariat, stranger):
    told = [
        set(rules_follow_up.places_to_visit(both, one).values_list("code", flat=True))
        for one in (secretariat, stranger)
    ]
    assert told == [{"71", "710109", "71010903"}, {"720102"}]


def test_money_of_elsewhere_stays_where_it_is(both, secretariat):
    line = both.lines.get()
    with pytest.raises(ValidationError):
        rules_money.set_allocations(line, {"720102": Share(Decimal(10))}, secretariat)
    rules_money.split_equally(line, ["710109"], secretariat)
    assert dict(line.allocations.values_list("area", "amount")) == {"710109": 60, "720102": 40}


def test_sums_are_of_lines_and_areas_that_one_sees(both, secretariat, worker, stranger):
    make_line(make_project("711001"), 7, {"711001": 7})
    people = (secretariat, worker, stranger)
    everywhere = sums.Asked()
    assert [sums.lines_of(one, everywhere).count() for one in people] == [2, 1, 1]
    assert [sums.allocations_of(one, everywhere).count() for one in people] == [2, 1, 1]
    assert [sorted(sums.allocated(one, everywhere, "area")) for one in people] == [
        ["710109", "711001"],
        ["710109"],
        ["720102"],
    ]


def test_who_reads_all_of_an_area_sees_each_line_that_touches_it(both, secretariat, stranger):
    """So its sums do not ask again; of a place that one reads a part of, they do."""
    make_line(make_project("72", name="ของสุพรรณบุรี"), 9, {"720102": 4, "710109": 5})
    make_line(make_project("72", name="ที่อื่น"), 3, {"720102": 3})
    for one, code in ((secretariat, "71"), (stranger, "72")):
        seen = BudgetLine.objects.visible_to(one).touching(code)
        asked = sums.lines_of(one, sums.Asked(area=code))
        assert set(seen.filter(kind="grant")) == set(asked) != set()
    assert sums.lines_of(stranger, sums.Asked(area="71")).count() == 2
    assert sums.lines_of(stranger, sums.Asked(areas=("71", "72"))).count() == 3


def test_what_a_line_won_is_told_to_who_sees_both(both, secretariat, stranger):
    seed, won = both.lines.get(), make_line(make_project("711001"), 50, {"711001": 50})
    Leverage.objects.create(seed=seed, won=won)
    people = (secretariat, stranger)
    lines = BudgetLine.objects.all()
    assert [len(sums.leverage(one, lines)) for one in people] == [1, 0]


def test_a_projects_page_names_the_areas_and_won_lines_that_one_sees(both, secretariat, stranger):
    won = make_line(make_project("711001"), 50, {"711001": 50})
    Leverage.objects.create(seed=both.lines.get(), won=won)
    [[mine], [theirs]] = ([*ledger.line_ledgers(both, one)] for one in (secretariat, stranger))
    areas = [[share.allocation.area_id for share in one.shares] for one in (mine, theirs)]
    assert areas == [["710109"], ["720102"]]
    assert [len(one.won) for one in (mine, theirs)] == [1, 0]


def test_what_a_line_won_is_changed_by_who_sees_it(both, country, secretariat):
    """Who looks after the seed alone does not see what it won elsewhere."""
    Leverage.objects.create(seed=both.lines.get(), won=make_line(make_project("720102"), 50, {"720102": 50}))
    wide = person("wide", Role.SECRETARIAT, "71")
    wide.assignments.create(role=Role.READER, area=country["72"])
    assert [Leverage.objects.editable_by(one).count() for one in (secretariat, wide)] == [0, 1]


def test_what_lines_give_elsewhere_is_on_no_board(secretariat, stranger):
    make_line(make_project(), 100, {"710109": 60})
    boards = [board.board_of(["710109"], one, [], 2566) for one in (secretariat, stranger)]
    assert [(one.total, one.proof.total) for one in boards] == [(60, 100), (0, 0)]
