"""What CODI's money brought, by place, stream and year: exact, proved, within the scope, with each link's story."""

import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from projects import leverage_report, rules_leverage
from projects.models import Agency, Allocation, Leverage, WorkStream
from projects.sums import Asked, Ratio
from tests.cast import CANARY
from tests.knocks import readable
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db
PAO = "อบจ.กาญจนบุรี"


@pytest.fixture
def money(country):
    """CODI's 100 for two tambons, 10 of them not allocated, and 40 for one, which won 120 of the province for it."""
    codi()
    land, none = WorkStream.objects.get(code="WS08"), None
    make_line(make_project("71", work_stream=land), 100, {"710109": 60, "710108": 30})
    seed = make_line(make_project("710109", name="แผนชุมชน", work_stream=none), 40, {"710109": 40})
    later = make_project("710109", name="ประปาภูเขา", first_year=2567, last_year=2567, work_stream=land)
    won = make_line(later, 120, {"710109": 120}, source=PAO, fiscal_year=2567)
    rules_leverage.link(seed, won, "นำแผนไปเสนอ อบจ.")
    return seed, won


def told(report):
    """Return each group's seed, others, seed that won and what it won, by the name's first word."""
    rows = [*report.groups, *([report.rest] if report.rest else []), report.whole]
    return {
        (row.area.code if row.area else row.name.split()[0]): (
            row.ratio and (row.ratio.seed, row.ratio.others),
            (row.won.seed, row.won.others),
        )
        for row in rows
    }


def test_by_tambon_grants_stand_where_they_lie_and_the_rest_is_told(money, secretariat):
    report = leverage_report.read(secretariat, Asked(), "tambon")
    assert told(report) == {
        "710108": ((30, 0), (0, 0)),
        "710109": ((100, 120), (40, 120)),
        "นอกพื้นที่ในตารางนี้หรือยังไม่ระบุพื้นที่": ((10, 0), (0, 0)),
        "รวมทั้งหมด": ((140, 120), (40, 120)),
    }
    assert report.ties
    place = report.groups[1]
    assert (str(place.rate), str(place.won_rate)) == ("1.20", "3.00")
    assert report.groups[0].won_rate is None


def test_by_stream_and_by_year(money, secretariat):
    by_stream = told(leverage_report.read(secretariat, Asked(), "work_stream"))
    assert by_stream["ที่ดินทำกินและทรัพยากร"] == ((90, 120), (0, 0))
    assert by_stream["ยังไม่ระบุเนื้องาน"] == ((40, 0), (40, 120))
    report = leverage_report.read(secretariat, Asked(), "fiscal_year")
    assert [group.name for group in report.groups] == ["2567", "2566"]
    assert told(report)["2566"] == ((130, 0), (40, 120))
    assert told(report)["2567"] == ((0, 120), (0, 0))
    assert report.ties


def test_each_link_tells_its_story_the_most_won_first(money, secretariat):
    seed, won = money
    second = make_line(make_project("710109", name="สภา"), 7, {"710109": 7}, source=PAO)
    rules_leverage.link(make_line(make_project("710109"), 5), second)
    first, last = leverage_report.read(secretariat, Asked(), "province").seeds
    assert (first.line, [(link.won, link.note) for link in first.links]) == (
        seed,
        [(won, "นำแผนไปเสนอ อบจ.")],
    )
    assert (str(first.value), str(last.value)) == ("3.00", "1.40")


def test_a_seed_over_several_places_stands_in_none(money, secretariat):
    seed, _won = money
    seed.approved = Decimal(50)  # 10 of it have no place any more
    seed.save()
    found = told(leverage_report.read(secretariat, Asked(), "tambon"))
    assert found["710109"][1] == (0, 0)
    assert found["นอกพื้นที่ในตารางนี้หรือยังไม่ระบุพื้นที่"][1] == (50, 120)


def test_other_money_has_links_but_no_rate_of_grants(money, secretariat):
    loan = make_line(make_project("710109"), 5, {"710109": 5}, kind="loan")
    rules_leverage.link(loan, make_line(make_project("710109"), 20, source=PAO, kind="loan"))
    report = leverage_report.read(secretariat, Asked(kind="loan"), "tambon")
    assert told(report) == {"710109": (None, (5, 20)), "รวมทั้งหมด": (None, (5, 20))}
    assert report.ties


def test_what_lies_outside_the_scope_is_told_as_rest_and_its_links_not_at_all(money, secretariat, stranger):
    far = Agency.objects.get(name="ทสจ.กาญจนบุรี")
    shared = make_line(make_project("71"), 50, {"720102": 50})
    hidden = make_line(make_project("720102", name=CANARY), 500, {"720102": 500}, source=far.name)
    rules_leverage.link(shared, hidden, CANARY)
    report = leverage_report.read(secretariat, Asked(), "tambon")
    assert CANARY not in str([(seed, [link.note for link in seed.links]) for seed in report.seeds])
    assert "720102" not in told(report)
    assert told(report)["นอกพื้นที่ในตารางนี้หรือยังไม่ระบุพื้นที่"][0] == (60, 0)
    assert report.ties
    other = leverage_report.read(stranger, Asked(), "tambon")
    assert [seed.line for seed in other.seeds] == [shared]  # both of its lines give money to their own areas


def test_a_seed_that_lies_outside_the_scope_is_not_told_where(money, secretariat):
    seed = make_line(make_project("71"), 50, {"720102": 50})
    rules_leverage.link(seed, make_line(make_project("710109"), 70, source=PAO))
    for by, place in (("tambon", "720102"), ("province", "72")):
        found = told(leverage_report.read(secretariat, Asked(), by))
        assert place not in found
        assert found["นอกพื้นที่ในตารางนี้หรือยังไม่ระบุพื้นที่"][1] == (50, 70)


def test_a_changed_satang_is_seen(money, secretariat):
    """Negative control: past the rules, one satang more in one allocation."""
    row = Allocation.objects.filter(area="710109").first()
    Allocation.objects.filter(pk=row.pk).update(amount=row.amount + Decimal("0.01"))
    assert not leverage_report.read(secretariat, Asked(), "tambon").ties


def test_the_page_and_the_workbook_tell_the_same(client, money, secretariat):
    client.force_login(secretariat)
    for by in ("province", "tambon", "work_stream", "fiscal_year", "elsewhere"):
        page = client.get(reverse("leverage_report"), {"by": by})
        assert page.status_code == 200
        assert "นำแผนไปเสนอ" in page.content.decode()
    content = b"".join(client.get(reverse("leverage_workbook"), {"by": "tambon"}).streaming_content)
    groups, stories = openpyxl.load_workbook(BytesIO(content)).worksheets
    cells = [row for row in groups.iter_rows(values_only=True) if row[1] == "710109"]
    assert cells[0][2:] == (100, 120, 1.2, 40, 120, 3)
    assert any("นำแผนไปเสนอ อบจ." in row for row in stories.iter_rows(values_only=True))


def test_an_office_without_money_is_told_so(client, country, secretariat):
    client.force_login(secretariat)
    page = client.get(reverse("leverage_report"))
    assert "ไม่มีรายการงบที่ตรงกับตัวกรอง" in re.sub(r"<[^>]+>", "", readable(page))
    assert leverage_report.read(secretariat, Asked(), "tambon").whole.ratio == Ratio(Decimal(0), Decimal(0))


def test_it_asks_the_same_for_more_links(money, secretariat, django_assert_max_num_queries):
    assert secretariat.readable_codes
    for number in range(3):
        seed = make_line(make_project("710109"), 5 + number)
        rules_leverage.link(seed, make_line(make_project("710109"), 20, source=PAO))
    assert Leverage.objects.count() == 4
    with django_assert_max_num_queries(16):
        leverage_report.read(secretariat, Asked(), "tambon")
