"""The flow of money: what is drawn is what the lines say, and nothing of elsewhere is in it."""

import re
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from areas.models import Area
from plans import flow
from projects.models import Agency, BudgetLine
from projects.sums import Asked
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db
PAO = "อบจ.กาญจนบุรี"


@pytest.fixture
def money(country):
    codi()
    one = make_project("71", name="ฝายชุมชน")
    make_line(one, 100, {"710109": 60, "710108": 30})
    make_line(one, 50, {"710109": 50}, source=PAO)
    make_line(make_project("71", name="ขบวน"), 180, {"71": 150, "720102": 30})
    make_line(one, 7, {"710109": 7}, kind="loan")


@pytest.fixture
def read(country, secretariat):
    return lambda code="71", length=6, **asked: flow.read(
        secretariat, country[code], Asked(fiscal_year=2566, **asked), length
    )


def names(found):
    return [[(node.name, node.amount) for node in column] for column in found.columns]


def test_money_flows_from_sources_through_projects_to_areas(money, read):
    found = read()
    assert names(found) == [
        [(codi().name, 240), (PAO, 50)],
        [("ขบวน", 150), ("ฝายชุมชน", 140)],
        [("จ.กาญจนบุรี", 150), ("ต.ช่องสะเดา", 110), ("ต.วังด้ง", 30)],
    ]
    assert [way.amount for way in found.ways] == [150, 60, 50, 30]
    assert (found.total, found.ties) == (290, True)
    assert (found.proof.unallocated, found.proof.outside) == (10, 30)
    assert sum(stream.amount for stream in found.streams) == 2 * 290


def test_what_weighs_least_shares_a_bar_and_keeps_its_row(country, read):
    project = make_project("710109")
    for number in range(1, 12):
        Agency.objects.create(name=f"หน่วย {number}", kind="local")
        make_line(project, number, {"710109": number}, source=f"หน่วย {number}")
    found = read()
    assert names(found)[0][-1] == ("อื่น ๆ 4 แห่ง", 1 + 2 + 3 + 4)
    assert (len(found.columns[0]), len(found.ways), found.ties) == (8, 11, True)


def test_a_long_name_is_pressed_into_its_place(money, client, secretariat):
    client.force_login(secretariat)
    Agency.objects.filter(name=PAO).update(name="สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัดกาญจนบุรี")
    assert client.get(reverse("flow", args=["71"])).content.decode().count("textLength") == 1


def test_bands_lie_below_each_other_and_within_their_bars(money, read):
    found = read()
    heights = [float(height) for stream in found.streams for height in re.findall(r"v([\d.]+)C", stream.path)]
    tall = sum(node.height for column in found.columns[:2] for node in column)
    assert len(heights) == len(found.streams) == 3 + 3
    assert sum(heights) == pytest.approx(tall, abs=2)


def test_a_loan_is_another_money(money, read):
    assert [way.amount for way in read(kind="loan").ways] == [7]


def test_a_line_that_lies_is_not_called_equal(money, read):
    """Negative control."""
    BudgetLine.objects.filter(approved=180).update(allocated=170)
    assert not read().ties


def test_money_of_elsewhere_does_not_flow(money, country, worker, stranger):
    told = [flow.read(one, country["71"], Asked(fiscal_year=2566), 6) for one in (stranger, worker)]
    assert [[way.amount for way in one.ways] for one in told] == [[], [60, 50]]


def test_the_page_tells_the_same_in_rows(money, client, secretariat):
    client.force_login(secretariat)
    page = client.get(reverse("flow", args=["71"]))
    assert page.context["flow"].ties
    assert page.content.decode().count("<path") == 6
    tambon = client.get(reverse("flow", args=["710109"])).context["flow"]
    assert [way.area.code for way in tambon.ways] == ["710109", "710109"]
    empty = client.get(reverse("flow", args=["71"]), {"kind": "in_kind"})
    assert (empty.context["flow"].ways, 'class="empty"' in empty.content.decode()) == ([], True)


def test_the_workbook_holds_every_row_and_proves_its_sum(money, client, secretariat, monkeypatch):
    client.force_login(secretariat)
    monkeypatch.setattr("plans.views.flow.MOST_ROWS", 1)
    page = client.get(reverse("flow", args=["71"]))
    assert (len(page.context["ways"]), reverse("flow_workbook", args=["71"]) in page.content.decode()) == (
        1,
        True,
    )
    answer = client.get(reverse("flow_workbook", args=["71"]))
    content = BytesIO(b"".join(answer.streaming_content))
    rows = list(openpyxl.load_workbook(content, data_only=True).worksheets[0].iter_rows(values_only=True))
    assert [row for row in rows if row[3] in ("71", "710109", "710108")] == [
        ("ขบวน", codi().name, "จ.กาญจนบุรี", "71", 150),
        ("ฝายชุมชน", codi().name, "ต.ช่องสะเดา", "710109", 60),
        ("ฝายชุมชน", PAO, "ต.ช่องสะเดา", "710109", 50),
        ("ฝายชุมชน", codi().name, "ต.วังด้ง", "710108", 30),
    ]
    assert [row[4] for row in rows[-5:]] == [290, 30, 10, 330, 330]
    assert "ยอดตรงกัน" in rows[-1][0]
    formulas = [row[4].value for row in openpyxl.load_workbook(content).worksheets[0].iter_rows()][-5:]
    assert [str(one).startswith("=SUM(") for one in formulas] == [True, False, False, True, False]
    BudgetLine.objects.filter(approved=180).update(allocated=170)
    answer = client.get(reverse("flow_workbook", args=["71"]))
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert "ยอดไม่ตรงกัน" in [row[0].value for row in book.worksheets[0].iter_rows()][-1]


def test_who_may_not_read_the_area_does_not_find_it(money, client, worker, stranger):
    Area.objects.create(code="71010904", level="village", moo_no=4, parent_id="710109")
    for user, code, status in ((worker, "71", 404), (worker, "710109", 200), (worker, "71010904", 404)):
        client.force_login(user)
        for name in ("flow", "flow_workbook"):
            assert client.get(reverse(name, args=[code])).status_code == status
    client.force_login(stranger)
    assert client.get(reverse("flow", args=["71"])).status_code == 404
