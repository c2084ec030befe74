"""Guards of projects that stand behind another one, asked directly: each holds alone."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from plans import rules_project_needs
from projects import rules_follow_up
from projects.forms.allocations import places_for
from projects.forms.overdue_filter import OverdueFilter
from projects.forms.project_filter import ProjectFilter, projects_for
from projects.models import Project, Survey, Tranche
from projects.views.surveys import SurveyFill
from projects.views.visits import VisitAdd
from tests.cast import make_need
from tests.projects.bench import make_line, make_project

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
    make_line(both, 100, {"711001": 100})
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
