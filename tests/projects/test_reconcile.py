"""`manage.py reconcile` finds each broken rule of the projects' money, once it is broken past the rules."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from areas.models import Area
from projects.models import Agency, Allocation, BudgetLine, Leg, Leverage, Project, Tranche, WorkStream
from tests.projects.bench import make_line, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(country):
    """A line for two tambons with a tranche, and the line that it won."""
    project = make_project("71", name="บ้านพอเพียง")
    seed = make_line(project, 100, {"710109": 60, "710108": 30})
    won = make_line(make_project("710109", name="ประปาภูเขา"), 200, {"710109": 200}, source="อบจ.กาญจนบุรี")
    Tranche.objects.create(line=seed, number=1, due_on="2023-07-05", amount=Decimal(100))
    Leverage.objects.create(seed=seed, won=won)
    return {"project": project, "seed": seed, "won": won}


def run(*args):
    told, complained = io.StringIO(), io.StringIO()
    try:
        call_command("reconcile", *args, stdout=told, stderr=complained, no_color=True)
    except SystemExit as exit_:
        return exit_.code, told.getvalue(), complained.getvalue()
    return 0, told.getvalue(), complained.getvalue()


def one_row(books):
    return Allocation.objects.filter(line=books["seed"], area="710109")


def areas_have_too_much(books):
    one_row(books).update(amount=Decimal("70.01"))


def a_line_carries_another_sum(books):
    BudgetLine.objects.filter(pk=books["seed"].pk).update(allocated=Decimal("89.99"))


def an_allocation_was_lost(books):
    one_row(books).delete()


def another_project(books):
    one_row(books).update(project=books["won"].project)


def another_stream(books):
    one_row(books).update(work_stream=WorkStream.objects.first())


def the_projects_stream_changed(books):
    Project.objects.filter(pk=books["project"].pk).update(work_stream=WorkStream.objects.first())


def another_year(books):
    one_row(books).update(fiscal_year=2567)


def another_kind(books):
    one_row(books).update(kind="loan")


def another_leg(books):
    one_row(books).update(leg=Leg.objects.create(code="DOWN", name="ขาลง"))


def another_source(books):
    one_row(books).update(source=Agency.objects.get(name="อบจ.กาญจนบุรี"))


def an_area_lies_in_another(books):
    one_row(books).update(area="71")


def a_year_outside_the_project(books):
    Project.objects.filter(pk=books["project"].pk).update(first_year=2567, last_year=2567)


def tranches_are_too_much(books):
    Tranche.objects.update(amount=Decimal("100.01"))


def a_report_tells_of_more_than_was_paid(books):
    day = date(2023, 7, 5)
    paid = {"paid_on": day, "paid": Decimal(90)}
    Tranche.objects.update(**paid, report_received_on=day, spent=Decimal("90.01"))


def a_project_with_money_was_put_away(books):
    Project.objects.filter(pk=books["project"].pk).update(archived_at=timezone.now(), archived_why="ผิด")


def money_won_another_kind(books):
    BudgetLine.objects.filter(pk=books["won"].pk).update(kind="loan")
    Allocation.objects.filter(line=books["won"]).update(kind="loan")


def money_won_its_own(books):
    source = books["seed"].source
    BudgetLine.objects.filter(pk=books["won"].pk).update(source=source)
    Allocation.objects.filter(line=books["won"]).update(source=source)


def money_won_the_past(books):
    Project.objects.filter(pk=books["won"].project_id).update(first_year=2565)
    BudgetLine.objects.filter(pk=books["won"].pk).update(fiscal_year=2565)
    Allocation.objects.filter(line=books["won"]).update(fiscal_year=2565)


def lines_won_each_other(books):
    Leverage.objects.create(seed=books["won"], won=books["seed"])


@pytest.mark.parametrize(
    ("breaks", "names"),
    [
        (areas_have_too_much, "100.01"),
        (a_line_carries_another_sum, "89.99"),
        (an_allocation_was_lost, "บ้านพอเพียง"),
        (another_project, "ช่องสะเดา (710109)"),
        (another_stream, "ช่องสะเดา (710109)"),
        (the_projects_stream_changed, "วังด้ง (710108)"),
        (another_year, "ช่องสะเดา (710109)"),
        (another_kind, "ช่องสะเดา (710109)"),
        (another_leg, "ช่องสะเดา (710109)"),
        (another_source, "ช่องสะเดา (710109)"),
        (an_area_lies_in_another, "710108 < 71"),
        (a_year_outside_the_project, "บ้านพอเพียง"),
        (tranches_are_too_much, "100.01"),
        (a_report_tells_of_more_than_was_paid, "90.01"),
        (a_project_with_money_was_put_away, "บ้านพอเพียง"),
        (money_won_another_kind, "ประปาภูเขา"),
        (money_won_its_own, "ประปาภูเขา"),
        (money_won_the_past, "ประปาภูเขา"),
        (lines_won_each_other, "ประปาภูเขา"),
    ],
)
def test_each_broken_rule_is_named_with_its_rows_and_fails(books, breaks, names):
    assert run()[0] == 0
    breaks(books)
    for area in ([], ["--area", "71"]):
        code, _told, complained = run(*area)
        assert code == 1
        assert names in complained


def test_a_breach_of_elsewhere_is_not_told(books):
    areas_have_too_much(books)
    assert run("--area", "72")[0] == 0


def test_money_on_an_abolished_code_is_named_with_its_successors_and_is_no_breach(books):
    Area.objects.filter(pk="710108").update(abolished_on="2023-01-01")
    Area.objects.get(pk="710108").successors.add("711001")
    code, told, _complained = run()
    assert code == 0
    assert "(710108) → ต.เลาขวัญ (711001)" in told


def test_reconciling_costs_the_same_queries_for_more_rows(books):
    counts = []
    for number in (10, 20):
        while BudgetLine.objects.count() < number:
            make_line(books["project"], 5, {"710109": 5})
        with CaptureQueriesContext(connection) as queries:
            run()
        counts.append(len(queries))
    assert counts[0] == counts[1]
