"""Who sees and changes projects and their money: by the home, or by an area that money goes to (invariant 6)."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from areas.models import Cluster, Role
from areas.scope import HomeQuerySet
from projects.models import Allocation, BudgetLine, FollowUp, Leverage, Project, Tranche
from tests.cast import CANARY, person
from tests.projects.bench import make_line, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def flood(country):
    """A project of the other province's tambon, with money for ช่องสะเดา too, and one line for its own alone."""
    project = make_project("720102", name=CANARY)
    make_line(project, 120_000, {"720102": 70_000, "710109": 50_000})
    make_line(project, 10_000, {"720102": 10_000})
    return project


def test_a_project_is_seen_from_its_home_and_from_each_area_of_its_money(flood, worker, stranger):
    neighbour = person("neighbour", Role.TAMBON_WORKER, "710108")
    assert list(Project.objects.visible_to(worker)) == [flood]
    assert list(Project.objects.visible_to(stranger)) == [flood]
    assert list(Project.objects.visible_to(neighbour)) == []


def test_a_project_with_two_lines_for_one_area_comes_once(flood, worker):
    make_line(flood, 1, {"710109": 1})
    assert Project.objects.visible_to(worker).count() == 1
    assert BudgetLine.objects.touching("710109").count() == 2


def test_a_project_is_changed_from_its_home_alone(flood, worker, stranger):
    assert not Project.objects.editable_by(worker).exists()
    assert list(Project.objects.editable_by(stranger)) == [flood]
    assert not BudgetLine.objects.editable_by(worker).exists()


def test_of_a_seen_project_only_the_own_areas_are_listed(flood, worker, stranger):
    assert [row.area_id for row in Allocation.objects.visible_to(worker)] == ["710109"]
    assert {row.area_id for row in Allocation.objects.visible_to(stranger)} == {"720102"}


def test_a_project_of_a_cluster_is_seen_from_its_provinces(country, secretariat):
    project = make_project(None, cluster=Cluster.objects.get())
    assert list(Project.objects.visible_to(secretariat)) == [project]
    assert not Project.objects.editable_by(secretariat).exists()


def test_a_partner_and_a_visitor_see_no_project(flood, country):
    for who in (person("arun", Role.PARTNER, "72"), AnonymousUser()):
        for model in (Project, BudgetLine, Allocation, Tranche, FollowUp, Leverage):
            assert not model.objects.visible_to(who).exists()
            assert not model.objects.editable_by(who).exists()


def test_what_was_won_is_told_to_who_sees_both_lines(flood, worker, secretariat):
    seed, _other = flood.lines.all()
    won = make_line(make_project("710108"), 5, source="อบจ.กาญจนบุรี")
    link = Leverage.objects.create(seed=seed, won=won)
    assert list(Leverage.objects.visible_to(secretariat)) == [link]
    assert not Leverage.objects.visible_to(worker).exists()
    assert not Leverage.objects.editable_by(secretariat).exists()


def test_without_the_reach_money_for_an_area_is_not_seen_there(flood, worker, monkeypatch):
    """Negative control: a project seen by its home alone."""
    monkeypatch.setattr(type(Project.objects.all()), "visible_to", HomeQuerySet.visible_to)
    assert not Project.objects.visible_to(worker).exists()


def test_what_one_sees_is_found_by_indexes_however_large_the_country_is(secretariat):
    """An OR with a subquery is asked of each row of a large table."""
    of_each_row = {"sqlite": "MULTI-INDEX OR", "postgresql": "SubPlan"}[connection.vendor]
    seen = [model.objects.visible_to(secretariat) for model in (Project, BudgetLine)]
    touched = [model.objects.touching("7101") for model in (Project, BudgetLine)]
    for rows in (*seen, *touched):
        assert of_each_row not in rows.order_by().values("pk").explain()
