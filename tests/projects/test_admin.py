"""The desks of projects and their money: one's own areas in detail, those of elsewhere as one sum."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from areas.models import Role
from areas.models.recorded import acting_as
from plans.models import ProjectNeed
from projects import allocating
from projects.admin import money
from projects.allocating import Share
from projects.models import Allocation, BudgetLine, FollowUp, Leverage, Project, Tranche
from tests.cast import make_need, person
from tests.knocks import readable
from tests.projects.bench import CODI, codi, make_line, make_project

pytestmark = pytest.mark.django_db
DESKS = {"project": "/admin/projects/project/", "line": "/admin/projects/budgetline/"}


@pytest.fixture
def coordinator(country):
    """The coordinator of กาญจนบุรี."""
    codi()
    return person("c71", Role.COORDINATOR, "71", is_staff=True)


def enter(user):
    client = Client()
    client.force_login(user)
    client.get("/admin/")  # the first page after the login writes the visit down
    return client


def shared_line():
    """Return a line of a project at home in สุพรรณบุรี; 71 has 100,123 of its 700,000 baht, 72 has 300,456."""
    return make_line(make_project("720102", name="ลุ่มน้ำ"), 700_000, {"710109": 100_123, "720102": 300_456})


def read(user, address):
    return readable(enter(user).get(address))


def test_areas_elsewhere_stand_on_a_lines_desk_as_one_sum(coordinator, superuser):
    address = f"{DESKS['line']}{shared_line().pk}/change/"
    own, whole = read(coordinator, address), read(superuser, address)
    assert own.count("300,456") == 1, "the sum alone"
    assert "100,123" in own
    assert "299,421" in own
    assert "รั้วใหญ่" not in own
    assert "รั้วใหญ่" in whole


def test_what_hangs_on_a_row_is_shown_whatever_its_number(coordinator):
    """It was shown only where a row of the other table had the number of the row of the page."""
    project = make_project(pk=7_000_001)
    line = make_line(project, 123_456, {"710109": 1, "710108": 2}, pk=8_000_001)
    assert "123,456" in read(coordinator, f"{DESKS['project']}{project.pk}/change/")
    names = [one.area.name_th for one in line.allocations.all()]
    page = read(coordinator, f"{DESKS['line']}{line.pk}/change/")
    assert [name for name in names if name not in page] == []


def test_a_lines_history_tells_no_amount_of_elsewhere_and_names_its_tranches(coordinator):
    line = shared_line()
    with acting_as(coordinator):
        allocating.write(line, {"710109": Share(Decimal(100_123)), "720102": Share(Decimal(288_777))})
        Tranche.objects.create(line=line, number=2, due_on="2023-07-05", amount=Decimal(55_555))
    page = read(coordinator, f"{DESKS['line']}{line.pk}/history/")
    assert "288,777" not in page
    assert "งวดที่" in page
    assert "55,555" in page


def test_a_province_finds_the_projects_that_reach_into_it(coordinator):
    shared_line()
    make_project("710109", name="ฝายของเรา")
    found = read(coordinator, f"{DESKS['project']}?province=71")
    assert "ลุ่มน้ำ" in found
    assert "ฝายของเรา" in found
    assert "ลุ่มน้ำ" in read(coordinator, f"{DESKS['line']}?province=71")


def test_a_desk_to_look_at_leads_to_the_page_where_the_row_is_changed(coordinator):
    line = shared_line()
    link = f'href="/projects/{line.project_id}/"'
    assert link in read(coordinator, f"{DESKS['line']}{line.pk}/change/")
    assert link in read(coordinator, f"{DESKS['project']}{line.project_id}/change/")


def test_a_project_put_away_is_found_among_those_and_leads_nowhere(coordinator):
    away = {"archived_at": now(), "archived_by": coordinator, "archived_why": "จดซ้ำ"}
    gone, kept = make_project(name="ผิดไป", **away), make_project(name="ยังใช้")
    assert "ผิดไป" in read(coordinator, f"{DESKS['project']}?archived=yes")
    assert "ผิดไป" not in read(coordinator, f"{DESKS['project']}?archived=no")
    assert f'href="/projects/{gone.pk}/"' not in read(coordinator, f"{DESKS['project']}{gone.pk}/change/")
    assert f'href="/projects/{kept.pk}/"' in read(coordinator, f"{DESKS['project']}{kept.pk}/change/")


def test_a_visit_is_seen_with_its_project_and_its_area(coordinator):
    """Somebody of the area still sees a visit to it, where the project has no money there any more, but not here."""
    elsewhere = make_project("720102", name="ลุ่มน้ำ")
    told = {"visited_on": date(2023, 7, 5), "visited_by": "วันดี", "finding": "ฝายรั่ว"}
    FollowUp.objects.create(project=elsewhere, area_id="710109", **told)
    assert "ฝายรั่ว" not in read(coordinator, "/admin/projects/followup/export/")
    make_line(elsewhere, 900, {"710109": 900})
    assert "ฝายรั่ว" in read(coordinator, "/admin/projects/followup/export/")


def test_money_is_named_by_its_project_source_and_year(superuser):
    line, won = shared_line(), make_line(make_project(name="ฝายของเรา"), 5_000, source="อบจ.กาญจนบุรี")
    link = Leverage.objects.create(seed=line, won=won)
    assert str(link) == f"ลุ่มน้ำ · {CODI} 2566 → ฝายของเรา · อบจ.กาญจนบุรี 2566"
    assert "ฝายของเรา · อบจ.กาญจนบุรี 2566" in read(superuser, f"/admin/projects/leverage/{link.pk}/history/")


def many(number):
    """Add a row to each table: to the first project and line, and to new ones."""
    project, need = make_project(name=f"อีก{number}"), make_need("710109")
    line = make_line(project, 900, {"710109": 900})
    first = BudgetLine.objects.order_by("pk")[0]
    won = make_line(first.project, 900, {"710108": 900}, source="อบจ.กาญจนบุรี")
    Tranche.objects.create(line=first, number=number, due_on=date(2023, 7, 5), amount=9)
    Leverage.objects.create(seed=line, won=won)
    told = {"visited_on": date(2023, 7, 5), "visited_by": "วันดี", "finding": "ดี"}
    FollowUp.objects.create(project=project, area_id="710109", **told)
    ProjectNeed.objects.create(project=project, need=need)


def asking_more(client, monkeypatch, pages):
    """Return the pages that ask more questions of the database for more rows."""
    monkeypatch.setattr("areas.idle.STEP", 9_999)  # the session is not written in between
    ContentType.objects.get_for_models(Project, BudgetLine)  # a process asks for these once
    counts = defaultdict(list)
    for batch in ([1], [2, 3]):
        for number in batch:
            many(number)
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counts[page].append(len(queries))
    return [page for page, (few, more) in counts.items() if few != more]


def test_no_desk_asks_more_for_more_rows(coordinator, monkeypatch):
    first = make_line(make_project(), 900, {"710109": 900})
    tables = [Project, BudgetLine, Allocation, Tranche, Leverage, FollowUp, ProjectNeed]
    roots = [f"/admin/{table._meta.app_label}/{table._meta.model_name}/" for table in tables]
    rows = [f"{DESKS['project']}{first.project_id}/", f"{DESKS['line']}{first.pk}/"]
    pages = [*roots, *(f"{root}export/" for root in roots if "tranche" in root or "followup" in root)]
    pages += [f"{row}{page}/" for row in rows for page in ("change", "history")]
    assert asking_more(enter(coordinator), monkeypatch, pages) == []


def test_a_desk_that_reads_its_names_one_by_one_is_found(coordinator, monkeypatch):
    """Negative control: tranches whose lines are not read with them."""
    make_line(make_project(), 900, {"710109": 900})
    monkeypatch.setattr(money.TrancheAdmin, "list_select_related", ())
    page = "/admin/projects/tranche/"
    assert asking_more(enter(coordinator), monkeypatch, [page]) == [page]
