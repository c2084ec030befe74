"""Guards of the mapping that the page's own area already keeps, asked directly: each reading asks once more."""

import pytest

from areas.models import Cluster
from config.tools.thai import today
from plans import compare, mapping
from plans.forms.compare import CompareFilter
from plans.forms.mapping import MappingFilter
from projects import mapping as readings
from projects.models import Presence, Survey, WorkStream
from projects.sums import Asked
from tests.cast import make_need, make_plan
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(country):
    """Money, a survey, a need and an endorsed plan of the tambon."""
    codi()
    make_line(make_project("71"), 100, {"710109": 100})
    survey = Survey.objects.create(area_id="710109", surveyed_on=today(), surveyed_by="ก")
    stream = WorkStream.objects.get(code="WS08")
    Presence.objects.create(
        survey=survey, area_id="710109", work_stream=stream, state="strong", is_latest=True
    )
    make_need()
    make_plan(endorsed=True)
    return country


def both(worker, stranger, ask):
    return [ask(one) for one in (stranger, worker)]


def test_money_and_projects_of_elsewhere_are_not_read(told, worker, stranger):
    asked = Asked(area="71", fiscal_year=2566)
    for read in (readings.money, readings.projects):
        assert both(worker, stranger, lambda one, read=read: len(read(one, asked, 6, "stream").values)) == [
            0,
            1,
        ]


def test_surveys_of_elsewhere_are_not_read(told, worker, stranger):
    assert both(worker, stranger, lambda one: len(readings.surveys(one, "71", 6).values)) == [0, 1]
    assert both(worker, stranger, lambda one: len(readings.states(one, "71"))) == [0, 1]


def test_needs_of_elsewhere_are_not_counted(told, worker, stranger):
    assert both(worker, stranger, lambda one: mapping.needs(one, "71", 6)[0].whole) == [0, 1]


def test_plans_of_elsewhere_are_not_marked(told, worker, stranger):
    assert both(worker, stranger, lambda one: mapping.endorsed(one, "71")) == [set(), {"710109"}]


def test_areas_of_elsewhere_are_no_rows(told, worker, stranger):
    rows = both(worker, stranger, lambda one: mapping.areas_of(one, told["71"], 6, set()))
    assert [[area.code for area in some] for some in rows] == [[], ["710109"]]


def test_years_and_sources_of_elsewhere_are_no_filter(told, worker, stranger):
    forms = both(worker, stranger, lambda one: MappingFilter({}, one, told["71"]))
    assert [list(form.fields["agency"].queryset) for form in forms] == [[], [codi()]]


def test_nothing_of_provinces_of_elsewhere_is_compared(told, secretariat, stranger):
    cluster = Cluster.objects.get()
    found = both(secretariat, stranger, lambda one: compare.read(one, cluster, Asked(fiscal_year=2566)))
    assert [[area.code for area in one.provinces] for one in found] == [["72"], ["71"]]
    needs = both(secretariat, stranger, lambda one: compare._needs(one, ["71"])[1])
    facts = both(secretariat, stranger, lambda one: [fact.counts for fact in compare._facts(one, ["71"])])
    assert (needs, facts) == ([0, 1], [[[0], [0], [0]], [[3], [1], [1]]])


def test_years_of_provinces_of_elsewhere_are_no_filter(told, secretariat, stranger):
    make_line(make_project("71", last_year=2567), 1, {"710109": 1}, fiscal_year=2565)
    forms = both(secretariat, stranger, lambda one: CompareFilter({}, one, ["71"]))
    assert [len(form.fields["year"].choices) for form in forms] == [2, 3]
