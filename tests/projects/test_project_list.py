"""The list of projects: filters, orders, sums by kind that tie, the same list as a workbook."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from areas.models import Cluster
from projects.models import Agency, BudgetLine, Leg, Project, WorkStream
from tests.cast import CANARY
from tests.projects.bench import make_line, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(client, secretariat):
    client.force_login(secretariat)
    return client


@pytest.fixture
def two(country):
    """A project with grants in and outside the province and a loan; another with a leg and a stream, of a cluster."""
    stream = WorkStream.objects.get(code="WS08")
    dam = make_project("710109", name="ฝายชุมชน", work_stream=stream)
    make_line(dam, 100, {"710109": 60, "720102": 30})
    make_line(dam, 5000, kind="loan", source="อบจ.กาญจนบุรี")
    land = make_project(None, cluster=Cluster.objects.get(), name="ที่ดินทำกิน", first_year=2565, status="closed")
    make_line(land, 7, {"711001": 7}, leg=Leg.objects.create(code="DOWN", name="ขาลง"), fiscal_year=2565)
    return dam, land


def page(client, **asked):
    return client.get(reverse("project_list"), asked).context


def listed(client, **asked):
    return [row.project.name for row in page(client, **asked)["rows"]]


def sums(client, **asked):
    return {one.kind: one for one in page(client, **asked)["balances"]}


def test_kinds_of_money_stand_apart_and_each_ties(works, two):
    found = sums(works)
    grants = found["grant"]
    assert (grants.approved, grants.shown, grants.outside, grants.unallocated) == (107, 67, 30, 10)
    assert (found["loan"].approved, found["loan"].unallocated) == (5000, 5000)
    assert all(one.ties for one in found.values())


def test_a_broken_sum_is_told_in_red(works, two):
    """Negative control: what a line carries no longer is what its areas have."""
    BudgetLine.objects.filter(approved=100).update(allocated=Decimal(91))
    assert not sums(works)["grant"].ties
    assert "differs" in works.get(reverse("project_list")).content.decode()


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["ฝายชุมชน", "ที่ดินทำกิน"]),
        ({"q": "ฝาย"}, ["ฝายชุมชน"]),
        ({"area": "711001"}, ["ที่ดินทำกิน"]),
        ({"year": "2565"}, ["ที่ดินทำกิน"]),
        ({"kind": "loan"}, ["ฝายชุมชน"]),
        ({"status": "closed"}, ["ที่ดินทำกิน"]),
        ({"status": "archived"}, []),
        ({"year": "ค.ศ.", "area": "<script>", "kind": "x"}, ["ฝายชุมชน", "ที่ดินทำกิน"]),
    ],
)
def test_the_list_is_narrowed(works, two, asked, names):
    assert listed(works, **asked) == names


def test_the_list_is_narrowed_by_rows_of_other_lists(works, two):
    assert listed(works, leg=Leg.objects.get().pk) == ["ที่ดินทำกิน"]
    assert listed(works, work_stream=WorkStream.objects.get(code="WS08").pk) == ["ฝายชุมชน"]
    assert listed(works, agency=Agency.objects.get(name="อบจ.กาญจนบุรี").pk) == ["ฝายชุมชน"]


def test_a_filter_of_lines_counts_those_lines_alone(works, two):
    assert set(sums(works, kind="loan")) == {"loan"}
    assert sums(works, year="2565")["grant"].approved == 7


@pytest.mark.parametrize(
    "sort", ["name", "area", "stream", "lead", "years", "status", "grant", "loan", "cash"]
)
def test_every_heading_sorts(works, two, sort):
    assert sorted(listed(works, sort=sort)) == sorted(listed(works, sort=f"-{sort}"))
    assert page(works, sort=sort)["listing"].sort == sort


def test_the_most_money_stands_first(works, two):
    assert listed(works, sort="-grant") == ["ฝายชุมชน", "ที่ดินทำกิน"]
    assert listed(works, sort="grant") == ["ที่ดินทำกิน", "ฝายชุมชน"]


def test_the_workbook_has_the_same_rows_and_the_sums(works, two):
    answer = works.get(reverse("project_workbook"), {"kind": "grant", "sort": "-grant"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    rows = [row for row in cells if row[1] in {"ฝายชุมชน", "ที่ดินทำกิน"}]
    assert [(row[1], row[9]) for row in rows] == [("ฝายชุมชน", 100), ("ที่ดินทำกิน", 7)]
    assert any("107" in str(row[0]) and "30" in str(row[0]) for row in cells[:8])


def test_a_project_put_away_stands_under_its_filter_alone(works, two):
    gone = make_project("710109", name="จดผิด", archived_at="2023-07-01T00:00:00Z", archived_why="ซ้ำ")
    assert gone.name not in listed(works)
    assert listed(works, status="archived") == [gone.name]


def test_the_empty_list_says_what_to_do(works):
    assert page(works)["rows"] == []
    assert Project.objects.count() == 0


# --- The page of one project


def lines(client, project):
    return client.get(reverse("project_detail", args=[project.pk])).context["lines"]


def test_a_line_tells_the_own_areas_the_rest_as_one_sum_and_what_no_area_has(works, two):
    grant, loan = lines(works, two[0])
    assert [(share.allocation.area_id, share.amount, share.percent) for share in grant.shares] == [
        ("710109", 60, "60.0%")
    ]
    assert (grant.outside.amount, grant.unallocated.amount, grant.balance.ties) == (30, 10, True)
    assert "รั้วใหญ่" not in works.get(reverse("project_detail", args=[two[0].pk])).content.decode()
    assert loan.unallocated.percent == "100.0%"


def test_a_line_that_does_not_tie_is_red(works, two):
    """Negative control."""
    BudgetLine.objects.filter(approved=100).update(allocated=Decimal(95))
    assert lines(works, two[0])[0].balance.difference == Decimal(5)


def test_a_line_without_approval_divides_by_nothing(works, two):
    line = make_line(two[0], 0)
    BudgetLine.objects.filter(pk=line.pk).update(approved=None, proposed=Decimal(9))
    found = next(one for one in lines(works, two[0]) if one.line.pk == line.pk)
    assert (found.unallocated.percent, found.balance.ties) == ("", True)


def test_a_project_of_elsewhere_is_not_found(works, country):
    project = make_project("720102", name=CANARY)
    assert works.get(reverse("project_detail", args=[project.pk])).status_code == 404
    assert works.get(reverse("project_history", args=[project.pk])).status_code == 404


def test_the_history_of_a_project_tells_its_lines(works, two):
    text = works.get(reverse("project_history", args=[two[0].pk])).content.decode()
    assert "อบจ.กาญจนบุรี" in text
