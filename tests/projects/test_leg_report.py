"""The report by leg and place: what lies where, what is shared, and that each column is whole."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from areas.models import Area
from projects import leg_report
from projects.forms import report_filter
from projects.models import Allocation, Leg, Tranche
from projects.sums import Asked
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db
PAO = "อบจ.กาญจนบุรี"


@pytest.fixture
def down(country):
    codi()
    return Leg.objects.create(code="down", name="ขาลง")


def line(areas, approved, paid=0, spent=0, **kwargs):
    """A line of the province with one tranche, all of whose money was asked for."""
    made = make_line(make_project("71"), approved, areas, proposed=Decimal(approved), **kwargs)
    told = {"paid": Decimal(paid), "paid_on": date(2023, 7, 5)}
    if spent:
        told |= {"spent": Decimal(spent), "report_received_on": date(2023, 8, 5)}
    if paid:
        Tranche.objects.create(line=made, number=1, due_on=date(2023, 7, 5), amount=Decimal(paid), **told)
    return made


def told(one):
    return (one.proposed, one.approved, one.received, one.spent)


def rows(table):
    return {row.area.code: told(row.sum) for row in table.rows}


def only(user, by="tambon", **asked):
    """The one table of a report."""
    report = leg_report.read(user, Asked(**asked), by)
    assert len(report.tables) == 1
    return report.tables[0]


def test_a_line_that_lies_in_one_place_is_told_there_in_whole(down, secretariat):
    line({"710109": 100}, 100, paid=60, spent=40, leg=down)
    table = only(secretariat)
    assert (table.leg, rows(table)) == (down, {"710109": (100, 100, 60, 40)})
    assert table.ties


def test_a_shared_line_has_its_approved_money_by_place_and_the_rest_in_one_row(down, secretariat):
    line({"710109": 70, "710108": 30}, 100, paid=60, spent=40)
    table = only(secretariat)
    assert rows(table) == {"710108": (0, 30, 0, 0), "710109": (0, 70, 0, 0)}
    assert (told(table.shared), told(table.total), table.ties) == ((100, 0, 60, 40), (100, 100, 60, 40), True)


def test_two_tambons_of_one_province_are_one_place_by_province(down, secretariat):
    line({"710109": 70, "710108": 30}, 100, paid=60)
    assert rows(only(secretariat, "province")) == {"71": (100, 100, 60, 0)}


def test_a_line_allocated_in_part_is_shared_and_its_rest_is_told(down, secretariat):
    line({"710109": 70}, 100, paid=60)
    table = only(secretariat)
    assert (rows(table), told(table.shared)) == ({"710109": (0, 70, 0, 0)}, (100, 0, 60, 0))
    assert (told(table.nowhere), table.ties) == ((0, 30, 0, 0), True)


def test_a_line_that_no_area_has_is_told_as_such(down, secretariat):
    line({}, 100, paid=60)
    table = only(secretariat)
    assert (rows(table), told(table.nowhere), table.ties) == ({}, (100, 100, 60, 0), True)


def test_money_of_villages_stands_at_their_tambon(down, secretariat):
    village = Area.objects.create(code="71010901", level="village", moo_no=1, parent_id="710109")
    line({village.code: 40}, 40, paid=40)
    assert rows(only(secretariat)) == {"710109": (40, 40, 40, 0)}


def test_money_of_a_province_stands_beside_its_tambons(down, secretariat):
    line({"71": 40}, 40, paid=40)
    table = only(secretariat)
    assert (rows(table), table.rows[0].wide) == ({"71": (40, 40, 40, 0)}, True)


def test_what_lies_elsewhere_is_one_row(down, secretariat, superuser):
    line({"720102": 100}, 100, paid=60)
    assert rows(only(superuser)) == {"720102": (100, 100, 60, 0)}
    table = only(secretariat)
    assert (rows(table), told(table.outside), table.ties) == ({}, (100, 100, 60, 0), True)


def test_an_area_that_is_asked_for_leaves_the_others_outside(down, secretariat):
    line({"710109": 70, "710108": 30}, 100)
    table = only(secretariat, area="710109")
    assert (rows(table), told(table.outside)) == ({"710109": (0, 70, 0, 0)}, (0, 30, 0, 0))
    assert told(table.shared) == (100, 0, 0, 0)


def test_a_changed_satang_is_seen(down, secretariat):
    """Negative control: one allocation changed past the rules, and its table no longer ties."""
    made = line({"710109": 100}, 100)
    Allocation.objects.filter(line=made).update(amount=Decimal("100.01"))
    table = only(secretariat)
    assert (table.ties, table.difference) == (False, Decimal("0.01"))


def test_kinds_of_money_are_told_apart(down, secretariat):
    line({"710109": 100}, 100)
    line({"710109": 5}, 5, kind="loan")
    assert told(only(secretariat).total) == (100, 100, 0, 0)
    assert told(only(secretariat, kind="loan").total) == (5, 5, 0, 0)


def test_an_area_without_seed_money_has_no_rate(down, secretariat):
    line({"710109": 100, "710108": 50}, 150)
    line({"710108": 25, "711001": 75}, 100, source=PAO)
    report = leg_report.read(secretariat, Asked(), "tambon")
    rates = {row.area.code: row.value for row in report.ratios}
    assert rates == {"710108": Decimal("0.50"), "710109": 0, "711001": None}
    assert report.whole_ratio.value == Decimal("0.67")


# --- The page


@pytest.fixture
def page(client, secretariat, down):
    """Asks for the page as the secretariat."""
    client.force_login(secretariat)
    return lambda **asked: client.get(reverse("leg_report"), asked)


def test_the_page_tells_the_filter_and_a_dash_where_there_is_no_seed(page):
    line({"710109": 100}, 100, source=PAO)
    answer = page(by="tambon", area="71", year="2566")
    assert answer.status_code == 200
    assert answer.context["report"].ratios[0].value is None
    assert "จ.กาญจนบุรี" in answer.context["told"][1]


@pytest.mark.parametrize(
    "asked",
    [
        {"by": "x", "kind": "x", "year": "๒๕๖๖", "leg": "x"},
        {"area": "7x", "leg": "9" * 30},
        {"area": "7" * 500, "agency": "-1"},
        {"year": "2023", "by": "tambon' or 1=1"},
    ],
)
def test_what_cannot_be_read_narrows_nothing(page, asked):
    line({"710109": 100}, 100)
    assert page(**asked).context["report"].total.approved == 100


def test_tambons_of_too_many_provinces_wait_for_a_province(page, monkeypatch):
    monkeypatch.setattr(report_filter, "MOST_PROVINCES", 0)
    assert page(by="tambon").context["form"].asks_for_a_province
    assert not page(by="tambon", area="71").context["form"].asks_for_a_province


def test_a_place_leads_to_its_tambons_and_a_tambon_to_its_projects(page, down):
    line({"710109": 100}, 100, leg=down)
    assert "?area=71&amp;by=tambon" in page().content.decode()
    rows = f"{reverse('project_list')}?area=710109&amp;year=2566&amp;kind=grant&amp;leg={down.pk}"
    assert rows in page(by="tambon", area="71", year="2566").content.decode()


def test_an_empty_report_says_so(page):
    answer = page(kind="loan")
    assert (answer.context["report"].tables, 'class="empty"' in answer.content.decode()) == ([], True)


def test_a_leg_without_any_baht_is_written_too(client, page, down):
    make_line(make_project("71"), 0, leg=down)
    assert client.get(reverse("leg_workbook")).status_code == 200
    assert page().context["report"].tables[0].no_places == []


def test_the_workbook_has_the_same_rows(client, page, down):
    line({"710109": 70, "710108": 30}, 100, paid=60, leg=down)
    answer = client.get(reverse("leg_workbook"), {"by": "tambon"})
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    cells = [row for row in book.worksheets[0].iter_rows(values_only=True) if row[0] == "ขาลง"]
    assert [row[2:] for row in cells[:3]] == [
        ("710108", 0, 30, 0, 0),
        ("710109", 0, 70, 0, 0),
        (None, 100, 0, 60, 0),
    ]
    assert book.sheetnames == ["รายงานตามขาและพื้นที่", "สัดส่วนสมทบ"]


def test_sources_places_and_years_of_elsewhere_are_no_filter(page, secretariat):
    line({"710109": 5}, 5, source=PAO)
    make_line(make_project("720102", last_year=2567), 5, {"720102": 5}, source="ทสจ.กาญจนบุรี")
    fields = report_filter.ReportFilter({}, secretariat).fields
    assert [agency.name for agency in fields["agency"].queryset] == [PAO]
    assert [code for code, _name in fields["area"].choices if code] == ["71", "710109"]
    assert [year for year, _name in fields["year"].choices if year] == [2566]
