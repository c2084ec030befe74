"""Forms of a project, its lines and where their money goes."""

from decimal import Decimal

import pytest
from django.urls import reverse

from areas.models import AreaProfile, Cluster
from projects import allocating
from projects.allocating import Share
from projects.models import Agency, Allocation, BudgetLine, Project, WorkStream
from tests.cast import CANARY
from tests.plans.pages import Tab, errors, told
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(client, secretariat):
    codi()
    client.force_login(secretariat)
    return client


@pytest.fixture
def line(works):
    """A line of 100 baht of a project of the province, nothing allocated."""
    return make_line(make_project("71"), 100)


def add(client, home="71", **typed):
    typed = {"name": "ฝายชุมชน", "lead_agency": codi().pk, "area": "710109", **typed}
    return Tab(client, reverse("project_add", args=[home])).send(**typed)


def allocate(client, line, **typed):
    return Tab(client, reverse("allocations_edit", args=[line.pk])).send(**typed)


def given(line):
    return {row.area_id: row.amount for row in line.allocations.all()}


# --- A project


def test_a_project_with_its_first_line_leads_to_where_the_money_goes(works):
    response = add(works, source=codi().pk, approved="๔๕,๐๐๐.-", first_year="2566", last_year="2566")
    line = BudgetLine.objects.get()
    assert response.url == reverse("allocations_edit", args=[line.pk])
    assert (line.approved, line.fiscal_year, line.kind) == (45000, 2566, "grant")
    assert (line.project.area_id, line.project.name, line.project.created_by.username) == (
        "710109",
        "ฝายชุมชน",
        "secretariat",
    )


def test_a_project_without_a_line_is_whole(works):
    response = add(works)
    assert response.url == reverse("project_detail", args=[Project.objects.get().pk])
    assert BudgetLine.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"first_year": "2023"}, "first_year"),
        ({"first_year": "2567", "last_year": "2566"}, "last_year"),
        ({"area": "720102"}, "area"),
        ({"approved": "350,00"}, "approved"),
        ({"approved": "100"}, "source"),
        ({"status": "x"}, "status"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_written(works, typed, wrong):
    assert wrong in errors(add(works, **typed))
    assert Project.objects.count() == 0


def test_a_source_without_an_amount_is_asked_for_one(works):
    assert list(errors(add(works, source=codi().pk))) == ["approved"]


def test_a_code_stands_once_in_a_home(works):
    make_project("710109", code="P01")
    assert list(errors(add(works, code="P01"))) == ["code"]


def test_a_project_is_edited_and_its_allocations_follow(works):
    project = make_project("710109")
    line = make_line(project, 100, {"710109": 60})
    stream = WorkStream.objects.get(code="WS08")
    Tab(works, reverse("project_edit", args=[project.pk])).send(name="ฝายใหม่", work_stream=stream.pk)
    project.refresh_from_db()
    assert (project.name, project.work_stream.code, project.version) == ("ฝายใหม่", "WS08", 2)
    assert line.allocations.get().work_stream.code == "WS08"


def test_a_stale_edit_gets_both_values(works):
    project = make_project("710109")
    tab = Tab(works, reverse("project_edit", args=[project.pk]))
    project.save()
    assert tab.send(name="อื่น").status_code == 409


def test_a_project_sent_twice_is_written_once(works):
    tab = Tab(works, reverse("project_add", args=["71"]))
    for _ in range(2):
        tab.send(name="ฝายชุมชน", lead_agency=codi().pk)
    assert Project.objects.count() == 1


def test_a_project_of_a_cluster_keeps_its_home(client, coordinator):
    client.force_login(coordinator)
    project = make_project(None, cluster=Cluster.objects.get())
    Tab(client, reverse("project_edit", args=[project.pk])).send(name="ลุ่มน้ำ")
    project.refresh_from_db()
    assert (project.name, project.cluster) == ("ลุ่มน้ำ", Cluster.objects.get())


def test_who_sees_a_project_by_its_money_alone_does_not_change_it(client, worker):
    client.force_login(worker)
    project = make_project("720102", name=CANARY)
    line = make_line(project, 10, {"710109": 10})
    assert client.get(reverse("project_detail", args=[project.pk])).status_code == 200
    for name, row in {"project_edit": project, "budget_line_edit": line, "allocations_edit": line}.items():
        assert client.get(reverse(name, args=[row.pk])).status_code == 403


# --- Put away and back


def test_a_mistake_is_put_away_with_a_reason_and_taken_back(works):
    project = make_project("710109")
    address = reverse("project_archive", args=[project.pk])
    assert list(errors(Tab(works, address).send(archived_why=" "))) == ["archived_why"]
    assert "ฝายชุมชน" in told(Tab(works, address).send(archived_why="จดซ้ำ"))[0]
    assert not Project.objects.exists()
    assert "จดซ้ำ" in works.get(reverse("project_list"), {"status": "archived"}).content.decode()
    Tab(works, reverse("project_restore", args=[project.pk])).send()
    assert Project.objects.get() == project


def test_a_project_with_money_is_not_put_away(works, line):
    response = Tab(works, reverse("project_archive", args=[line.project_id])).send(archived_why="จดซ้ำ")
    assert response.status_code == 422
    assert Project.objects.exists()


# --- A line


def test_a_line_is_added_and_leads_to_where_its_money_goes(works, line):
    tab = Tab(works, reverse("budget_line_add", args=[line.project_id]))
    source = Agency.objects.get(name="อบจ.กาญจนบุรี")
    response = tab.send(source=source.pk, kind="loan", approved="5 ล้าน")
    new = BudgetLine.objects.get(kind="loan")
    assert response.url == reverse("allocations_edit", args=[new.pk])
    assert (new.approved, new.source) == (5_000_000, source)


def test_a_line_outside_the_projects_years_is_refused_at_its_year(works, line):
    tab = Tab(works, reverse("budget_line_edit", args=[line.pk]))
    assert list(errors(tab.send(fiscal_year="2570"))) == ["fiscal_year"]


def test_no_less_is_approved_than_areas_have(works, line):
    allocating.write(line, {"710109": Share(60)})
    tab = Tab(works, reverse("budget_line_edit", args=[line.pk]))
    assert list(errors(tab.send(approved="59.99"))) == ["approved"]


def test_a_line_is_taken_out_and_its_history_stays(works, line):
    allocating.write(line, {"710109": Share(60)})
    Tab(works, reverse("budget_line_remove", args=[line.pk])).send()
    assert (BudgetLine.objects.count(), Allocation.objects.count()) == (0, 0)
    assert Allocation.history.filter(history_type="-").exists()


# --- Where its money goes


def test_all_areas_are_written_at_once(works, line):
    response = allocate(works, line, a710109="60", a710108="30.25", a711001="0")
    assert given(line) == {"710109": 60, "710108": Decimal("30.25"), "711001": 0}
    assert response.url.endswith(f"#line{line.pk}")
    assert "9.75" in told(response)[0]


def test_an_area_left_empty_is_taken_out_and_what_stays_keeps_its_basis(works, line):
    allocating.write(line, {"710109": Share(50, "equal"), "710108": Share(50, "equal")})
    allocate(works, line, a710108="")
    assert [(row.area_id, row.basis) for row in line.allocations.all()] == [("710109", "equal")]


def test_more_than_was_approved_is_refused_and_what_was_typed_stays(works, line):
    response = allocate(works, line, a710109="60", a710108="40.01")
    assert "0.01" in " ".join(errors(response)["__all__"])
    assert "40.01" in response.content.decode()
    assert given(line) == {}


def test_an_area_and_one_inside_it_are_refused(works, line):
    assert errors(allocate(works, line, a71="10", a710109="10"))


def test_an_unreadable_amount_is_told_at_its_area(works, line):
    assert list(errors(allocate(works, line, a710109="350,00"))) == ["a710109"]


def test_the_money_is_split_equally_over_ticked_areas(works, line):
    allocate(works, line, how="equal", areas=["710109", "710108", "711001"])
    assert sorted(given(line).values()) == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]


def test_a_split_without_areas_is_refused(works, line):
    assert allocate(works, line, how="equal", areas=[]).status_code == 422


def test_a_split_by_households_names_who_was_not_counted(works, line):
    AreaProfile.objects.create(area_id="710108", year=2566, households=2, source="ทต.")
    response = allocate(works, line, how="households", areas=["710108", "711001"])
    assert "711001" in " ".join(errors(response)["__all__"])
    AreaProfile.objects.create(area_id="711001", year=2566, households=6, source="ทต.")
    allocate(works, line, how="households", areas=["710108", "711001"])
    assert given(line) == {"710108": 25, "711001": 75}


def test_what_areas_elsewhere_have_is_told_as_one_sum_and_stays(works, line):
    allocating.write(line, {"720102": Share(30)})
    page = works.get(reverse("allocations_edit", args=[line.pk]))
    assert (page.context["form"].outside, page.context["form"].free) == (30, 70)
    assert "รั้วใหญ่" not in page.content.decode()
    assert allocate(works, line, a710109="70.01").status_code == 422
    allocate(works, line, a710109="70")
    assert given(line) == {"720102": 30, "710109": 70}


def test_a_tambons_project_offers_its_villages_and_a_provinces_its_tambons(works, line):
    tambon = make_line(make_project("710109"), 5)
    assert "71010903" in offered(works, tambon)
    assert "71010903" not in offered(works, line)
    assert {"71", "7101", "710109"} <= offered(works, line)


def table(client, line):
    page = client.get(reverse("allocations_edit", args=[line.pk]))
    return [row.area.code for row in page.context["form"].rows]


def offered(client, line):
    return set(table(client, line))


def test_areas_with_money_of_the_project_stand_first(works, line):
    assert table(works, line) == sorted(table(works, line))
    make_line(line.project, 30, {"711001": 20, "710108": 10})
    first, second, *rest = table(works, line)
    assert [first, second] == ["710108", "711001"]
    assert rest == sorted(rest)


def test_a_stale_table_is_told(works, line):
    tab = Tab(works, reverse("allocations_edit", args=[line.pk]))
    line.save()
    assert tab.send(a710109="5").status_code == 409
    assert given(line) == {}
