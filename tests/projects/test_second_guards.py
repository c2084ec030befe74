"""Guards of projects that stand behind another one, asked directly: each holds alone."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone

from plans import rules_project_needs
from projects import rules_follow_up
from projects.forms.allocations import places_for
from projects.forms.project_filter import ProjectFilter, projects_for
from projects.models import Project
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
