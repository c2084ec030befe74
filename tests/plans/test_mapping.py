"""The mapping of an area: each cell counts what its rows hold, sums are proved, and nothing of elsewhere is in it."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest
from django.urls import reverse

from areas.models import Area
from config.tools.thai import today
from plans.models import Need
from projects import mapping as readings
from projects.models import Agency, BudgetLine, Dimension, Leg, Presence, Survey, WorkStream
from tests.cast import make_need, make_plan
from tests.plans.cells import behind, linked
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db
PAO = "อบจ.กาญจนบุรี"
TILE = re.compile(r'<a href="([^"]+)">\s*<svg class="tile"[^>]* aria-labelledby="n(\d+) ')
WHOLE = re.compile(
    r'<th scope="row">\s*<a href="/areas/(\d{6})/">(?:(?!</tr>).)*'
    r'<td class="total">\s*<a href="([^"]+)">([\d,.]+)</a>',
    re.DOTALL,
)


@pytest.fixture
def land(country):
    return WorkStream.objects.get(code="WS08")


@pytest.fixture
def free(country):
    return WorkStream.objects.get(code="WS90")


@pytest.fixture
def money(land, free):
    """One project in two tambons and one at the province, of two sources; a loan, another year, a part elsewhere."""
    codi()
    both = make_project("71", work_stream=land)
    make_line(both, 100, {"710109": 60, "710108": 30})
    make_line(both, 50, {"710109": 50}, source=PAO)
    make_line(make_project("71", work_stream=free), 180, {"71": 150, "720102": 30})
    make_line(both, 7, {"710109": 7}, kind="loan")
    make_line(both, 9, {"710109": 9}, fiscal_year=2565)


@pytest.fixture
def sits(client, secretariat):
    client.force_login(secretariat)
    return client


def read(client, code="71", **asked):
    return client.get(reverse("mapping", args=[code]), asked).context["grid"]


def told(grid):
    names = {column.key: column.name for column in grid.found.columns}
    return {
        row.area.code: {names[cell.key]: cell.number for cell in row.cells if cell.number is not None}
        for row in grid.rows
    }


def survey(area, stream, state="running", days=0):
    made = Survey.objects.create(area_id=area, surveyed_on=today() - timedelta(days=days), surveyed_by="ก")
    Presence.objects.create(survey=made, area_id=area, work_stream=stream, state=state, is_latest=True)


def test_money_stands_at_its_tambon_and_stream_and_above_the_tambons_by_itself(sits, money, land, free):
    grid = read(sits)
    assert told(grid) == {
        "710108": {land.name: 30},
        "710109": {land.name: 110},
        "71": {free.name: 150},
    }
    assert (grid.own.wide, grid.total.number, grid.ties) == (True, 290, True)
    assert (grid.found.proof.unallocated, grid.found.proof.outside) == (10, 30)
    assert {cell.key: cell.number for cell in grid.totals} == {land.pk: 140, free.pk: 150}


def test_money_by_agency_puts_codi_first(sits, money):
    grid = read(sits, columns="agency")
    assert [column.name for column in grid.found.columns] == [codi().name, PAO]
    assert told(grid)["710109"] == {codi().name: 60, PAO: 50}


def test_a_project_of_two_tambons_is_counted_once_in_the_sum(sits, money, land):
    grid = read(sits, value="projects")
    assert [told(grid)[code][land.name] for code in ("710108", "710109")] == [1, 1]
    assert (grid.total.number, grid.ties) == (2, True)
    assert {cell.key: cell.number for cell in grid.totals}[land.pk] == 1


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ({}, 290),
        ({"year": "2565"}, 9),
        ({"year": "all"}, 299),
        ({"kind": "loan"}, 7),
        ({"by": "district"}, 290),
        ({"year": "๒๕๖๖", "kind": "x", "leg": "9" * 40, "agency": "-1", "page": "-1", "value": "x"}, 290),
    ],
)
def test_a_filter_narrows_the_money_and_what_cannot_be_read_narrows_nothing(sits, money, asked, total):
    assert read(sits, **asked).total.number == total


def test_a_source_and_a_leg_narrow_the_money(sits, money):
    leg = Leg.objects.create(code="down", name="ขาลง")
    make_line(make_project("710109"), 1, {"710109": 1}, leg=leg)
    assert read(sits, leg=str(leg.pk)).total.number == 1
    assert read(sits, agency=str(Agency.objects.get(name=PAO).pk)).total.number == 50


def test_districts_are_rows_where_they_are_asked_for(sits, money, land, free):
    assert told(read(sits, by="district")) == {"7101": {land.name: 140}, "71": {free.name: 150}}


def test_a_district_has_its_own_page_and_a_tambon_its_villages(sits, money, land):
    make_line(make_project("7101"), 5, {"7101": 5})
    make_line(make_project("710109"), 4, {"71010903": 4})
    assert read(sits, "7101").own.total.number == 5
    district = next(group for group in read(sits).groups if group.area.code == "7101")
    assert [row.total.number for row in district.rows if row.wide] == [5]
    grid = read(sits, "710109")
    assert told(grid) == {"71010903": {"": 4}, "710109": {land.name: 110}}
    assert sits.get(reverse("mapping", args=["71010903"])).status_code == 404


def test_open_needs_stand_by_dimension_and_who_told_nothing_is_not_none(sits):
    economy = Dimension.objects.get(code="ECON")
    make_need(severity=5)
    make_need(severity=3, title="ข")
    make_need(dimension=economy, status=Need.Status.ANSWERED)
    make_need("71010903", title="ก", dimension=economy, severity=2)
    grid = read(sits, value="needs")
    assert told(grid)["710109"] == {"สิ่งแวดล้อม": 2, "เศรษฐกิจ": 1}
    assert (grid.total.number, grid.ties) == (3, True)
    assert read(sits, value="needs", severity="4").total.number == 1
    every = {row.area.code: row for row in read(sits, value="needs", all="1").rows}
    assert [cell.state for cell in every["710108"].cells] == ["unseen", "unseen"]


def test_the_age_of_a_survey_is_told_and_a_stream_that_nobody_looked_at_is_hatched(sits, land, free):
    survey("710109", land, days=400)
    grid = read(sits, value="survey")
    [row] = grid.rows
    assert {cell.key: (cell.number, cell.heat) for cell in row.cells} == {
        land.pk: (400, 4),
        free.pk: (None, 0),
    }
    assert [cell.state for cell in row.cells if cell.key == free.pk] == ["unseen"]


@pytest.mark.parametrize("who", ["superuser", "secretariat", "worker", "stranger", "keeper"])
@pytest.mark.parametrize(("code", "length"), [("71", 6), ("71", 4), ("7101", 6), ("710109", 6), ("72", 6)])
def test_the_age_is_that_of_the_surveys_that_the_person_may_read(request, land, free, who, code, length):
    """Laid beside the rows as the person sees them."""
    for area, stream, days in [
        ("710109", land, 9),
        ("710108", free, 40),
        ("711001", land, 400),
        ("720102", land, 3),
    ]:
        survey(area, stream, days=days)
    survey("710109", free, days=70)
    user = request.getfixturevalue(who)
    seen = Presence.objects.visible_to(user).inside(code).newest().select_related("survey")
    wanted = {}
    for row in seen:
        key = (row.area_id[:length], row.work_stream_id)
        days = (today() - row.survey.surveyed_on).days
        wanted[key] = min(days, wanted.get(key, days))
    found = readings.surveys(user, code, length)
    assert found.values == wanted
    assert found.whole == min(wanted.values(), default=None)
    assert wanted or (who, code) != ("superuser", "71")


def test_the_age_of_a_survey_opens_the_surveys_and_of_a_district_its_tambons(sits, land):
    survey("710109", land, days=400)
    survey("710108", land, days=30)
    page = sits.get(reverse("mapping", args=["71"]), {"value": "survey"}).content.decode()
    assert f'<a href="{reverse("surveys", args=["710109"])}">400</a>' in page
    assert "400 วันก่อน" in sits.get(reverse("surveys", args=["710109"])).content.decode()
    page = sits.get(reverse("mapping", args=["71"]), {"value": "survey", "by": "district"}).content.decode()
    link = f"{reverse('mapping', args=['7101'])}?value=survey"
    assert f'<a href="{link}">30</a>' in page
    assert told(sits.get(link).context["grid"]) == {"710108": {land.name: 30}, "710109": {land.name: 400}}


def test_without_money_a_cell_says_how_the_stream_stands(sits, money, land, free):
    survey("710108", free, "strong")
    row = next(row for row in read(sits).rows if row.area.code == "710108")
    assert {cell.key: cell.state for cell in row.cells if cell.number is None} == {free.pk: "strong"}
    assert "เข้มแข็ง" in sits.get(reverse("mapping", args=["71"])).content.decode()


def test_what_nothing_is_known_of_is_folded_away_until_it_is_asked_for(sits, money):
    folded = [row.area.code for group in read(sits).groups for row in group.folded]
    assert folded == ["711001"]
    every = read(sits, all="1")
    assert ("711001" in told(every), [group.folded for group in every.groups]) == (True, [[], []])


def test_agencies_beyond_a_page_share_a_column_that_leads_to_them(sits, land):
    project = make_project("710109")
    for number in range(1, 15):
        Agency.objects.create(name=f"หน่วย {number}", kind="local")
        make_line(project, number, {"710109": number}, source=f"หน่วย {number}")
    first, second = (read(sits, columns="agency", page=str(page)) for page in (1, 2))
    assert [cell.number for cell in first.totals][-2:] == [4, 1 + 2 + 3]
    assert [cell.number for cell in second.totals][:3] == [3, 2, 1]
    assert [one.total.number for one in (first, second)] == [105, 105]
    for value in ("baht", "projects"):
        assert read(sits, columns="agency", value=value).ties
    [rest] = [
        href for href, n in linked(sits, "71", columns="agency") if "area=71&" in href and "source=-" in href
    ]
    assert opened(sits, rest) == ({"ฝายชุมชน"}, [6])
    [rest] = [
        href
        for href, n in linked(sits, "71", columns="agency", page="2")
        if "area=71&" in href and "source=-" in href
    ]
    assert opened(sits, rest) == ({"ฝายชุมชน"}, [99])


def test_money_of_an_abolished_tambon_is_in_the_table(sits, money):
    Area.objects.filter(code="710108").update(abolished_on=today())
    assert told(read(sits))["710108"]


def test_a_line_that_lies_is_not_called_equal(sits, money):
    """Negative control: a line whose allocated baht are not what its areas have."""
    BudgetLine.objects.filter(approved=180).update(allocated=170)
    assert not read(sits).ties


def test_who_may_not_read_the_area_does_not_find_it(client, money, worker, stranger):
    for user, code, status in ((worker, "71", 404), (worker, "710109", 200), (stranger, "71", 404)):
        client.force_login(user)
        for name in ("mapping", "mapping_workbook"):
            assert client.get(reverse(name, args=[code])).status_code == status


def opened(client, link):
    """Return what a list tells: its projects, and the baht of grants that lie where it says."""
    found = client.get(link).context
    return {row.project.name for row in found["rows"]}, [one.shown for one in found["balances"]]


def test_each_cell_opens_its_rows(sits, money, land):
    links = dict(linked(sits, "71"))
    link = f"{reverse('project_list')}?year=2566&kind=grant&leg=&source=&area=710108&level=inside&work_stream={land.pk}"
    assert links[link] == 30
    page = sits.get(link)
    assert [row.project.area_id for row in page.context["rows"]] == ["71"]
    assert [dict(row.amounts)["grant"] for row in page.context["rows"]] == [30]
    [balance] = page.context["balances"]
    assert (balance.shown, balance.outside, balance.unallocated) == (30, 60, 10)
    assert (balance.approved, balance.ties) == (100, True)


def test_a_cell_above_the_tambons_opens_what_stands_there_alone(sits, money, free):
    make_line(make_project("71", name="ที่อื่น", work_stream=free), 5, {"710109": 5})
    [link] = [
        href for href, _n in linked(sits, "71") if "level=own" in href and f"work_stream={free.pk}" in href
    ]
    assert opened(sits, link) == ({"ฝายชุมชน"}, [150])
    assert opened(sits, link.replace("own", "inside")) == ({"ฝายชุมชน", "ที่อื่น"}, [155])


def test_a_cell_without_a_stream_opens_just_these_projects(sits, money):
    make_line(make_project("71", name="ไม่มีเนื้องาน"), 5, {"710109": 5})
    links = [href for href, number in linked(sits, "71") if "work_stream=none" in href and number == 5]
    assert [opened(sits, link) for link in links] == [({"ไม่มีเนื้องาน"}, [5])] * 2


def test_money_that_the_source_gave_is_counted_and_not_what_it_leads(sits, money):
    pao = Agency.objects.get(name=PAO)
    make_line(make_project("71", name="อบจ. นำ", lead_agency=pao), 5, {"710109": 5})
    [cell] = [
        href
        for href, n in linked(sits, "71", columns="agency")
        if f"area=710109&level=inside&source={pao.pk}" in href
    ]
    assert opened(sits, cell) == ({"ฝายชุมชน"}, [50])


def test_a_cell_of_needs_opens_just_these_needs(sits):
    make_need(title="คลองตื้นเขิน")
    make_need(title="ถนนขาด", status=Need.Status.CLOSED)
    page = (
        sits.get(reverse("mapping", args=["71"]), {"value": "needs"}).content.decode().replace("&amp;", "&")
    )
    dimension = Dimension.objects.get(code="ENV")
    link = f"{reverse('need_list')}?status=open&severity=&area=710109&level=inside&dimension={dimension.pk}"
    assert link in page
    assert [row.need.title for row in sits.get(link).context["rows"]] == ["คลองตื้นเขิน"]


def test_a_tambon_with_an_endorsed_plan_is_marked(sits, money):
    make_plan("710109", endorsed=True)
    make_plan("710108")
    tiles = {row.area.code: row.is_endorsed for group in read(sits).groups for row in group.tiles}
    assert tiles == {"710108": False, "710109": True, "711001": False}


def test_tiles_are_drawn_and_say_in_words_what_they_show(sits, money):
    make_plan("710109", endorsed=True)
    page = sits.get(reverse("mapping", args=["71"])).content.decode()
    told = re.findall(
        r'<title id="n(\d+)">\s*(.*?)\s*</title>\s*<desc id="v\1">\s*(.*?)\s*</desc>', page, re.DOTALL
    )
    assert {code: [name, words] for code, name, words in told} == {
        "710109": ["ต.ช่องสะเดา", "110 บาท · แผนรับรองแล้ว · เปิดรายการโครงการ"],
        "710108": ["ต.วังด้ง", "30 บาท · เปิดรายการโครงการ"],
        "711001": ["ต.เลาขวัญ", "ยังไม่สำรวจ"],
    }
    assert page.count('class="tile"') == page.count('class="tile" width="96"') == 3
    assert page.count('aria-labelledby="n710109 v710109"') == 1


VALUES = ("baht", "projects", "needs", "survey")


@pytest.mark.parametrize("value", VALUES)
def test_a_tile_opens_the_rows_that_the_sum_of_its_row_opens(sits, money, land, secretariat, value):
    make_need("710109", severity=5)
    survey("710109", land, days=3)
    page = sits.get(reverse("mapping", args=["71"]), {"value": value}).content.decode()
    tiles = {code: unescape(href) for href, code in TILE.findall(page)}
    rows = {code: (unescape(href), number) for code, href, number in WHOLE.findall(page)}
    assert tiles == {code: href for code, (href, _number) in rows.items()}
    assert ("710109" in tiles, "711001" in tiles) == (True, False)
    href, number = rows["710109"]
    if value == "survey":
        assert (href, number) == (reverse("surveys", args=["710109"]), "3")
    else:
        assert behind(href, secretariat, value) == float(number)


def test_a_tile_without_a_number_is_read_and_leads_nowhere(sits, money):
    page = sits.get(reverse("mapping", args=["71"])).content.decode()
    [tile] = re.findall(r'<li>((?:(?!</li>).)*id="n711001".*?)</li>', page, re.DOTALL)
    assert ("<a " in tile, 'role="img"' in tile) == (False, True)


def test_a_district_of_which_nothing_is_known_is_folded_away_among_the_tiles(sits, money):
    assert {group.area.code: group.is_blank for group in read(sits).groups} == {"7101": False, "7110": True}
    make_plan("711001", endorsed=True)
    assert not any(group.is_blank for group in read(sits).groups)


def test_a_long_name_is_pressed_into_its_tile(sits, money):
    Area.objects.filter(code="710108").update(name_th="นิคมสร้างตนเองลำโดมน้อย")
    page = sits.get(reverse("mapping", args=["71"])).content.decode()
    assert page.count("textLength") == 1


def test_an_area_without_anything_says_so(sits, country):
    for value in VALUES:
        answer = sits.get(reverse("mapping", args=["71"]), {"value": value})
        assert (answer.status_code, answer.context["grid"].total.number) == (200, None)


def test_the_workbook_has_every_row_and_its_numbers_are_numbers(sits, money, land):
    survey("710108", WorkStream.objects.get(code="WS90"), "strong")
    answer = sits.get(reverse("mapping_workbook", args=["71"]))
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)), data_only=True)
    rows = {row[2]: row for row in book.worksheets[0].iter_rows(values_only=True) if row[2]}
    head = rows["รหัสพื้นที่"]
    at = head.index(land.name)
    assert [rows[code][at] for code in ("710108", "710109", "711001")] == [30, 110, "ยังไม่สำรวจ"]
    assert rows["710108"][head.index("นอกเนื้องาน พอช.")] == "เข้มแข็ง"
    assert [row[-1] for row in book.worksheets[0].iter_rows(values_only=True)][-1] == 290
    assert "mapping-71.xlsx" in unquote(answer["Content-Disposition"])


def test_other_values_have_their_workbook_too(sits, money, land):
    survey("710109", land, days=10)
    make_need()
    for asked, total in (({"value": "projects"}, 2), ({"value": "needs"}, 1), ({"value": "survey"}, 10)):
        answer = sits.get(reverse("mapping_workbook", args=["71"]), asked)
        book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)), data_only=True)
        assert list(book.worksheets[0].iter_rows(values_only=True))[-1][-1] == total
