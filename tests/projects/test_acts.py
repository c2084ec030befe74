"""Projects put away, tranches paid, visits made, leverage linked: what the rules let through and what they refuse."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from plans import rules_project_needs
from plans.models import ProjectNeed
from projects import rules_follow_up, rules_leverage, rules_projects, rules_tranches
from projects.models import Agency, Leverage, Project, ProjectAgency
from tests.cast import make_need
from tests.projects.bench import make_line, make_project

pytestmark = pytest.mark.django_db
DUE, PAID = date(2023, 7, 5), date(2023, 7, 9)


@pytest.fixture
def project(country):
    return make_project("710109")


@pytest.fixture
def line(project):
    return make_line(project, 100, {"710109": 100})


def refused(act, *args, **kwargs):
    with pytest.raises(ValidationError) as told:
        act(*args, **kwargs)
    return " ".join(told.value.messages)


# --- Projects


def test_a_project_put_away_is_in_no_list_and_answers_no_need(project, secretariat):
    rules_project_needs.set_needs(project, [make_need()], secretariat)
    rules_projects.put_away(project.pk, secretariat, "พิมพ์ซ้ำ")
    assert (Project.objects.count(), Project.every.archived().count()) == (0, 1)
    assert ProjectNeed.objects.count() == 0
    rules_projects.take_back(project.pk)
    assert list(Project.objects.visible_to(secretariat)) == [project]


def test_a_project_with_money_or_without_a_reason_is_not_put_away(project, line, secretariat):
    assert "1" in refused(rules_projects.put_away, project.pk, secretariat, "พิมพ์ซ้ำ")
    line.allocations.all().delete()
    line.delete()
    assert refused(rules_projects.put_away, project.pk, secretariat, " ")


def test_a_code_stands_once_in_a_home(project):
    rules_projects.change_project(project.pk, {"code": "P01"})
    values = {"name": "อื่น", "lead_agency": project.lead_agency, "first_year": 2566, "last_year": 2566}
    assert "P01" in refused(rules_projects.add_project, {**values, "area_id": "710109", "code": "P01"})
    rules_projects.add_project({**values, "area_id": "710108", "code": "P01"})


def test_agencies_are_set_at_once_by_their_role(project):
    codi, province = Agency.objects.get(kind="codi"), Agency.objects.get(name="ทสจ.กาญจนบุรี")
    rules_projects.set_agencies(project, {"fund": [codi], "support": [codi, province]})
    rules_projects.set_agencies(project, {"fund": [codi], "carry_out": [province]})
    rows = ProjectAgency.objects.values_list("agency__name", "role")
    assert set(rows) == {(codi.name, "fund"), (province.name, "carry_out")}
    assert ProjectAgency.history.count() == 6


def test_needs_of_elsewhere_are_neither_set_nor_taken(project, secretariat, stranger):
    far, near = make_need("720102"), make_need("710109")
    ProjectNeed.objects.create(project=project, need=far)
    rules_project_needs.set_needs(project, [near, make_need("720102")], secretariat)
    assert set(ProjectNeed.objects.values_list("need", flat=True)) == {far.pk, near.pk}


# --- Tranches


def tranche(line, amount=60, **kwargs):
    return rules_tranches.add_tranche(line, {"due_on": DUE, "amount": Decimal(amount), **kwargs})


def test_tranches_are_numbered_and_stay_within_what_was_approved(line):
    assert [tranche(line).number, tranche(line, 40).number] == [1, 2]
    assert "0" in refused(tranche, line, "0.01")


def test_a_paid_tranche_is_reported_on(line):
    first = tranche(line)
    assert refused(rules_tranches.receive_report, first.pk, PAID)
    rules_tranches.pay(first.pk, PAID)
    row = rules_tranches.receive_report(first.pk, PAID, Decimal(55))
    assert (row.paid, row.paid_on, row.spent) == (60, PAID, 55)


def test_payments_of_tomorrow_or_too_large_and_reports_before_them_are_refused(line):
    first = tranche(line)
    assert refused(rules_tranches.pay, first.pk, date(2199, 1, 1))
    assert "60" in refused(rules_tranches.pay, first.pk, PAID, Decimal("60.01"))
    rules_tranches.pay(first.pk, PAID, Decimal(50))
    assert refused(rules_tranches.receive_report, first.pk, DUE)


def test_only_an_unpaid_tranche_is_taken_out(line):
    first, second = tranche(line), tranche(line, 40)
    rules_tranches.pay(first.pk, PAID)
    assert refused(rules_tranches.remove_tranche, first.pk)
    rules_tranches.remove_tranche(second.pk)
    assert list(line.tranches.all()) == [first]


# --- Follow-up visits


def visit(area, **kwargs):
    values = {"area": area, "visited_on": DUE, "visited_by": "ทีมจังหวัด", "finding": "น้ำยังไม่ถึงบ้านท้าย"}
    return {**values, **kwargs}


def test_a_visit_is_made_where_the_project_works(project, line, country, secretariat, worker):
    rules_follow_up.add_follow_up(project, visit(country["71010903"]), worker)
    assert refused(rules_follow_up.add_follow_up, project, visit(country["711001"]), secretariat)
    assert refused(rules_follow_up.add_follow_up, project, visit(country["720102"]), secretariat)


def test_a_next_step_waits_until_it_is_done(project, line, country, worker):
    area = country["710109"]
    row = rules_follow_up.add_follow_up(project, visit(area, next_step="ซ่อมท่อ", due_on=PAID), worker)
    assert refused(rules_follow_up.finish, row.pk, date(2199, 1, 1))
    assert rules_follow_up.finish(row.pk, PAID).done_on == PAID
    alone = rules_follow_up.add_follow_up(project, visit(area), worker)
    assert refused(rules_follow_up.finish, alone.pk, PAID)


# --- Leverage


@pytest.fixture
def won(country):
    return make_line(make_project("710109", name="ประปาภูเขา"), 1_200, {"710109": 1_200}, source="อบจ.กาญจนบุรี")


def test_money_that_won_other_money_is_linked_and_let_go(line, won):
    link = rules_leverage.link(line, won, "ใช้แผนชุมชนเสนอ")
    assert (link.seed, link.won) == (line, won)
    rules_leverage.unlink(link)
    assert Leverage.objects.count() == 0


def test_a_line_wins_neither_itself_nor_in_a_circle(line, won):
    third = make_line(line.project, 5, source="ทสจ.กาญจนบุรี")
    assert refused(rules_leverage.link, line, line)
    rules_leverage.link(line, won)
    rules_leverage.link(won, third)
    assert "circle" in {error.code for error in circle(third, line)}


def circle(seed, won):
    with pytest.raises(ValidationError) as told:
        rules_leverage.link(seed, won)
    return told.value.error_list


def test_only_money_of_one_kind_and_another_source_is_won_and_once(line, won, project):
    loan = make_line(project, 5, source="อบจ.กาญจนบุรี", kind="loan")
    own = make_line(project, 5)
    rules_leverage.link(line, won)
    assert refused(rules_leverage.link, line, loan)
    assert refused(rules_leverage.link, line, own)
    assert refused(rules_leverage.link, own, won)
