"""The board of one area: streams beside agencies and their money, and what needs a decision; exact and within scope."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from config.tools.thai import show_date, today
from plans.decisions import decisions_of
from plans.models import NeedLink, Plan, ProjectNeed
from plans.need_counts import count_needs
from projects import board
from projects.models import Agency, Allocation, BudgetLine, Kind, Leg, Presence, Survey, WorkStream
from projects.presence import standing_of
from tests.cast import make_item, make_need, make_plan
from tests.knocks import readable
from tests.plans.cells import behind
from tests.plans.test_overlaps import one as first_project
from tests.plans.test_overlaps import other as second_project
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db
HERE = "710109"


@pytest.fixture
def here(country):
    return country[HERE]


@pytest.fixture
def money(country):
    """CODI and two others in two streams, a loan, a line of another year, one half elsewhere."""
    codi()
    land = make_project(HERE, work_stream=WorkStream.objects.get(code="WS08"))
    free = make_project(HERE, name="ประปา")
    make_line(land, 90, {HERE: 60, "710108": 30})
    make_line(land, 350, {HERE: 200, "710108": 100}, source="ทสจ.กาญจนบุรี")
    make_line(free, 1200, {HERE: 1200}, source="อบจ.กาญจนบุรี")
    make_line(free, 500, {HERE: 500}, kind=Kind.LOAN)
    make_line(land, 7, {HERE: 7}, fiscal_year=2565)


def board_of(area, user, year=None):
    return board.board_of([area.code], user, list(WorkStream.objects.all()), year)


def standing(area, user):
    return standing_of(area, user, list(WorkStream.objects.all()))


def severe_needs(area, user):
    return count_needs([area.code], user).severe


def told(board):
    return {
        (row.stream.code if row.stream else None): {
            cell.agency.name: cell.amount for cell in row.cells if cell.amount
        }
        for row in board.rows
        if row.total
    }


def test_streams_stand_beside_agencies(money, here, worker):
    board = board_of(here, worker)
    assert told(board) == {
        "WS08": {codi().name: 60, "ทสจ.กาญจนบุรี": 200},
        None: {"อบจ.กาญจนบุรี": 1200},
    }
    assert (board.year, board.years, board.total, board.ties) == (2566, [2566, 2565], 1460, True)
    assert [agency.name for agency in board.columns] == [codi().name, "อบจ.กาญจนบุรี", "ทสจ.กาญจนบุรี"]
    assert (board.ratio.seed, board.ratio.others) == (60, 1400)
    assert board.kinds == {Kind.GRANT: 1460, Kind.LOAN: 500}
    assert (board.proof.unallocated, board.proof.outside) == (50, 130)


def test_each_number_of_money_opens_exactly_what_it_counts(money, here, worker, client):
    """A project that is at home here and has its money elsewhere is on no cell's list."""
    make_line(
        make_project(HERE, name="เงินที่อื่น", work_stream=WorkStream.objects.get(code="WS08")), 5, {"710108": 5}
    )
    client.force_login(worker)
    page = client.get(reverse("area_detail", args=[HERE])).content.decode()
    told = money_links(page)
    assert (
        len(told) == 3 + 2 + 3 + 1 + 2 + 1 + 1 + 1
    )  # cells, rows, columns, all; shares, leg, kind, key figure
    assert {"work_stream=none", "leg=none", f"source=-{codi().pk}"} <= {
        part for href, _number in told for part in href.split("&")
    }
    assert [(href, behind(href, worker, "baht")) for href, _number in told] == told
    assert "50 บาท" not in page


def money_links(page):
    """Return (address, baht) of each link of a page to the list of projects that is a number."""
    links = re.findall(r'<a href="(/projects/\?[^"]+)">\s*([\d,.]+)\s*</a>', page)
    return [(unescape(href), float(number.replace(",", ""))) for href, number in links]


def test_what_the_lines_give_elsewhere_and_to_no_area_stands_on_the_list_that_it_leads_to(
    money, here, worker, client
):
    client.force_login(worker)
    answer = client.get(reverse("area_detail", args=[HERE]))
    proof = answer.context["board"].proof
    [grants] = client.get(answer.context["rows_url"]).context["balances"]
    assert (grants.unallocated, grants.outside) == (proof.unallocated, proof.outside) == (50, 130)


def test_another_year_is_shown_where_it_is_asked_for(money, here, worker, client):
    assert told(board_of(here, worker, 2565)) == {"WS08": {codi().name: 7}}
    client.force_login(worker)
    page = client.get(reverse("area_detail", args=[HERE]), {"year": "2565"})
    assert page.context["board"].total == 7
    assert client.get(reverse("area_detail", args=[HERE]), {"year": "ก"}).context["board"].total == 1460


def test_agencies_that_pay_little_share_a_column(country, here, worker):
    project = make_project(HERE)
    names = [f"หน่วยงาน {number}" for number in range(9)]
    for number, name in enumerate(names, 1):
        Agency.objects.create(name=name, kind="local")
        make_line(project, number, {HERE: number}, source=name)
    board = board_of(here, worker)
    assert [cell.amount for cell in board.totals] == [9, 8, 7, 6, 15]
    assert (board.others, board.total, board.ties) == (5, 45, True)


def test_the_others_of_a_column_lead_to_their_rows_and_the_list_says_who_is_not_among_them(
    country, here, worker, client
):
    """A project that an agency with a column pays, too, counts among the others with their part alone."""
    stream = WorkStream.objects.get(code="WS08")
    for number in range(1, 10):
        Agency.objects.create(name=f"หน่วยงาน {number}", kind="local")
        project = make_project(HERE, name=f"โครงการ {number}", work_stream=stream if number == 1 else None)
        make_line(project, number, {HERE: number}, source=f"หน่วยงาน {number}")
    both = make_line(project, 1, {HERE: 1}, source="หน่วยงาน 1").project
    client.force_login(worker)
    page = client.get(reverse("area_detail", args=[HERE])).content.decode()
    others = [(href, number) for href, number in money_links(page) if "source=-" in href]
    assert [number for _href, number in others if "stream" not in _href] == [16]
    assert sorted(number for href, number in others if "stream" in href) == [1, 15]
    assert [(href, behind(href, worker, "baht")) for href, _number in others] == others
    [whole] = [href for href, _number in others if "stream" not in href]
    answer = client.get(whole)
    assert {row.project.name for row in answer.context["rows"]} == {
        both.name,
        *(f"โครงการ {number}" for number in range(1, 6)),
    }
    assert "ทุกแห่งยกเว้น หน่วยงาน 6, หน่วยงาน 7, หน่วยงาน 8, หน่วยงาน 9" in " · ".join(answer.context["told"])


def test_money_of_elsewhere_is_not_on_the_board(money, country, stranger):
    board = board_of(country[HERE], stranger)
    assert (board.total, board.years, told(board)) == (0, [], {})
    assert (board.proof.total, board.legs) == (0, [])


def test_a_sum_that_breaks_is_not_called_equal(money, here, worker):
    """Negative control: a line whose approved baht no longer are what its parts say."""
    BudgetLine.objects.filter(approved=350).update(allocated=340)
    assert not board_of(here, worker).ties


def states(area, user, plan=None):
    presence = standing(area, user)
    return [one.state for one in decisions_of(area, user, severe_needs(area, user), plan, presence)]


def test_what_needs_a_decision_comes_in_order_and_goes_when_it_is_done(here, worker):
    assert states(here, worker) == ["not_surveyed"]
    need, other = make_need(severity=5), make_need(severity=4, title="บ้านทรุดโทรม")
    make_need(severity=3)
    plan = make_plan()
    assert states(here, worker, plan) == ["unanswered", "draft", "not_surveyed"]
    NeedLink.objects.create(need=need, item=make_item(plan))
    assert states(here, worker, plan) == ["unanswered", "in_plan_no_money", "draft", "not_surveyed"]
    for one in (need, other):
        project = make_project(HERE, name=one.title)
        ProjectNeed.objects.create(need=one, project=project)
        make_line(project, 100, {HERE: 100})
    plan.status = Plan.Status.ENDORSED
    survey = Survey.objects.create(area=here, surveyed_on=today() - timedelta(days=366), surveyed_by="ก")
    stream = WorkStream.objects.get(code="WS08")
    Presence.objects.create(survey=survey, area=here, work_stream=stream, state="none", is_latest=True)
    assert states(here, worker, plan) == ["resurvey"]
    Survey.objects.update(surveyed_on=today())
    assert states(here, worker, plan) == []


def test_needs_of_elsewhere_are_not_counted(country, worker):
    make_need("720102", severity=5)
    assert severe_needs(country["72"], worker).count == 0
    make_need(HERE, severity=5)
    assert severe_needs(country["71"], worker).count == 1


def test_how_streams_stand_elsewhere_is_not_told(here, worker, stranger):
    survey = Survey.objects.create(area=here, surveyed_on=today(), surveyed_by="ก")
    stream = WorkStream.objects.get(code="WS08")
    Presence.objects.create(survey=survey, area=here, work_stream=stream, state="none", is_latest=True)
    told = [(one.looked_at, one.survey) for one in (standing(here, worker), standing(here, stranger))]
    assert told == [(1, survey), (0, None)]


def test_grants_stand_by_leg_and_those_of_which_nobody_told_it_come_last(country, here, worker):
    leg = Leg.objects.create(code="T", name="ขาทดสอบ")
    project = make_project(HERE)
    line = make_line(project, 70, {HERE: 70})
    BudgetLine.objects.filter(pk=line.pk).update(leg=leg)
    Allocation.objects.filter(line=line).update(leg=leg)
    make_line(project, 30, {HERE: 30}, fiscal_year=2566)
    board = board_of(here, worker)
    assert [(leg.name if leg else None, amount) for leg, amount in board.legs] == [
        ("ขาทดสอบ", 70),
        (None, 30),
    ]
    assert board.ties


def test_an_area_that_one_may_not_read_has_no_board(country, client, stranger):
    client.force_login(stranger)
    assert "board" not in client.get(reverse("area_detail", args=[HERE])).context


def test_a_decision_leads_to_the_needs_that_it_counts(here, worker, client):
    make_need(severity=5, title="คลองตื้นเขิน")
    make_need(severity=3, title="ทางเท้าแคบ")
    [decision, _survey] = decisions_of(here, worker, severe_needs(here, worker), None, standing(here, worker))
    client.force_login(worker)
    page = client.get(decision.url).content.decode()
    assert ("คลองตื้นเขิน" in page, "ทางเท้าแคบ" in page) == (True, False)


def test_an_overlap_is_a_decision_of_its_tambon_and_what_lies_above(here, country, secretariat, client):
    a, b = first_project(), second_project()
    overlapping = [
        code for code in (HERE, "710108", "71") if "undecided" in states(country[code], secretariat)
    ]
    assert overlapping == [HERE, "71"]
    waits = decisions_of(here, secretariat, severe_needs(here, secretariat), None, None)
    client.force_login(secretariat)
    [row] = client.get(next(one.url for one in waits if one.state == "undecided")).context["rows"]
    assert row.pair == (a.pk, b.pk)


def test_a_board_tells_when_and_from_what_it_was_counted(money, worker, client):
    client.force_login(worker)
    page = readable(client.get(reverse("area_detail", args=[HERE])))
    assert f"นับเมื่อ {show_date(today())} จากรายการงบประมาณ" in re.sub(r"\s+", " ", page)
