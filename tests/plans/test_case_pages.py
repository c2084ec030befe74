"""The pages of gaps and overlaps: lists as they are asked for, and the form that decides."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from plans.models import GapDecision, NeedLink, OverlapDecision
from projects.models import Agency, BudgetLine
from tests.cast import CANARY, make_item, make_need, make_plan
from tests.knocks import readable
from tests.plans.test_overlaps import one, other
from tests.projects.bench import make_line
from tests.webforms import forms_of

pytestmark = pytest.mark.django_db
HERE = "710109"


@pytest.fixture
def need(country):
    return make_need(HERE, title="คลองตื้นเขิน", severity=5)


@pytest.fixture
def two(country):
    return one(name="ซ่อมบ้าน ก"), other(name="ซ่อมบ้าน ข")


def gap_url(need):
    return reverse("gap_decide", args=[need.pk])


def overlap_url(two, name="overlap_decide"):
    return reverse(name, args=[HERE, 2566, two[0].pk, two[1].pk])


def form_at(client, address):
    return next(form for form in forms_of(client.get(address).content.decode()) if "seen" in form.values)


def send(client, address, **values):
    return client.post(address, form_at(client, address).filled(**values))


def test_who_acts_is_decided_and_the_need_no_longer_waits(client, worker, need):
    client.force_login(worker)
    meeting = Meeting.objects.create(
        area_id="71", kind="provincial", title="ประชุมจังหวัด", held_on="2023-07-12"
    )
    values = {"agency": Agency.objects.first().pk, "due_on": "30/12/2599", "reason": "ตกลงกันแล้ว"}
    assert send(client, gap_url(need), **values, meeting="").status_code == 302
    made = GapDecision.objects.get()
    assert (made.due_on, made.grade, made.created_by) == (date(2056, 12, 30), "nobody", worker)
    page = readable(client.get(reverse("gap_detail", args=[need.pk])))
    assert "30 ธ.ค. 2599" in page
    assert "ตกลงกันแล้ว" in page
    assert meeting.title not in page


def test_the_meeting_is_named_to_those_who_see_it(client, secretariat, worker, need):
    client.force_login(secretariat)
    meeting = Meeting.objects.create(
        area_id="71", kind="provincial", title="ประชุมจังหวัด", held_on="2023-07-12"
    )
    values = {"actor": "คณะทำงานน้ำ", "due_on": "30/12/2599", "reason": "ก", "meeting": meeting.pk}
    assert send(client, gap_url(need), **values).status_code == 302
    page = reverse("gap_detail", args=[need.pk])
    assert meeting.title in readable(client.get(page))
    client.force_login(worker)
    told = readable(client.get(page))
    assert ("คณะทำงานน้ำ" in told, meeting.title in told) == (True, False)


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ({"actor": ""}, "agency"),
        ({"due_on": ""}, "due_on"),
        ({"due_on": "31/2/2566"}, "due_on"),
        ({"due_on": "1/1/2566"}, "due_on"),
        ({"reason": " "}, "reason"),
        ({"agency": "99999999"}, "agency"),
        ({"agency": "ก"}, "agency"),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_stays(client, worker, need, missing, told):
    client.force_login(worker)
    values = {"actor": "คณะทำงาน", "due_on": "30/12/2599", "reason": "ตกลงกัน", "meeting": ""} | missing
    answer = send(client, gap_url(need), **values)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [told]
    assert {**values, told: ""}.items() <= {**answer.context["form"].data.dict(), told: ""}.items()
    assert not GapDecision.objects.exists()


def test_evidence_that_changed_meanwhile_is_shown_before_it_is_decided(client, worker, need):
    client.force_login(worker)
    form = form_at(client, gap_url(need))
    NeedLink.objects.create(need=need, item=make_item(make_plan(HERE), title="ขุดลอกคลอง"))
    values = {"actor": "คณะทำงาน", "due_on": "30/12/2599", "reason": "ตกลงกัน"}
    answer = client.post(gap_url(need), form.filled(**values))
    assert answer.status_code == 422
    assert "ขุดลอกคลอง" in readable(answer)
    assert not GapDecision.objects.exists()
    again = next(form for form in forms_of(answer.content.decode()) if "seen" in form.values)
    assert client.post(gap_url(need), again.filled()).status_code == 302
    assert GapDecision.objects.get().grade == "in_plan"


def test_two_at_once_see_each_others_decision(client, worker, secretariat, need):
    client.force_login(worker)
    form = form_at(client, gap_url(need))
    client.force_login(secretariat)
    values = {"due_on": "30/12/2599", "reason": "ตกลงกัน"}
    assert send(client, gap_url(need), actor="อบต.", **values).status_code == 302
    client.force_login(worker)
    answer = client.post(gap_url(need), form.filled(actor="คณะทำงานน้ำ", **values))
    assert answer.status_code == 409
    told = readable(answer)
    assert ("อบต." in told, "คณะทำงานน้ำ" in told) == (True, True)
    assert GapDecision.objects.count() == 1


def test_a_decision_is_withdrawn_with_a_reason_and_its_history_stays(client, worker, need, two):
    client.force_login(worker)
    assert client.get(overlap_url(two, "overlap_withdraw")).status_code == 302
    decided = {"verdict": "apart", "reason": "คนละแห่ง"}
    assert send(client, overlap_url(two), **decided).status_code == 302
    values = {"actor": "คณะทำงานน้ำ", "due_on": "30/12/2599", "reason": "ตกลงกัน"}
    assert send(client, gap_url(need), **values).status_code == 302
    gap_back = reverse("gap_withdraw", args=[need.pk])
    for address, page, kept in (
        (overlap_url(two, "overlap_withdraw"), overlap_url(two, "overlap_detail"), "คนละแห่ง"),
        (gap_back, reverse("gap_detail", args=[need.pk]), "คณะทำงานน้ำ"),
    ):
        assert address in client.get(page).content.decode()
        assert send(client, address, withdrawn_why=" ").status_code == 422
        assert send(client, address, withdrawn_why="บันทึกผิดเรื่อง").status_code == 302
        told = readable(client.get(page))
        assert ("บันทึกผิดเรื่อง" in told, kept in told) == (True, True)
        assert address not in client.get(page).content.decode()


def test_a_decision_made_meanwhile_is_not_withdrawn_unseen(client, worker, secretariat, need):
    client.force_login(worker)
    values = {"due_on": "30/12/2599", "reason": "ตกลงกัน"}
    send(client, gap_url(need), actor="คณะทำงาน", **values)
    back = reverse("gap_withdraw", args=[need.pk])
    opened, decide = form_at(client, back), form_at(client, gap_url(need))
    client.force_login(secretariat)
    assert send(client, back, withdrawn_why="ผิดตำบล").status_code == 302
    client.force_login(worker)
    assert client.post(back, opened.filled(withdrawn_why="ซ้ำ")).status_code == 409
    assert client.post(gap_url(need), decide.filled(actor="อบต.", **values)).status_code == 409
    assert GapDecision.objects.get().withdrawn_why == "ผิดตำบล"


def test_a_form_sent_twice_decides_once(client, worker, two):
    client.force_login(worker)
    data = form_at(client, overlap_url(two)).filled(verdict="apart", reason="คนละหมู่บ้าน")
    assert [client.post(overlap_url(two), data).status_code for _ in range(2)] == [302, 302]
    assert OverlapDecision.objects.count() == 1


def test_an_overlap_is_decided_and_can_be_decided_anew(client, worker, two):
    client.force_login(worker)
    assert send(client, overlap_url(two), verdict="talk", reason="บ้าน 3 หลัง").status_code == 422
    assert (
        send(client, overlap_url(two), verdict="talk", reason="บ้าน 3 หลัง", due_on="30/9/2599").status_code
        == 302
    )
    assert send(client, overlap_url(two), verdict="complement", reason="แบ่งรายชื่อ").status_code == 302
    page = readable(client.get(overlap_url(two, "overlap_detail")))
    assert page.index("แบ่งรายชื่อ") < page.index("บ้าน 3 หลัง")
    assert "ตั้งใจหนุนเสริม" in page


def test_a_reader_looks_on_and_a_stranger_finds_nothing(client, reader, stranger, need, two):
    pages = [gap_url(need), overlap_url(two)]
    pages += [reverse("gap_withdraw", args=[need.pk]), overlap_url(two, "overlap_withdraw")]
    shown = [reverse("gap_detail", args=[need.pk]), overlap_url(two, "overlap_detail")]
    client.force_login(reader)
    assert [client.get(page).status_code for page in pages + shown] == [403] * 4 + [200] * 2
    assert all("/decide/" not in client.get(page).content.decode() for page in shown)
    client.force_login(stranger)
    assert [client.get(page).status_code for page in pages + shown] == [404] * 6


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"ก", "ข"}),
        ("severity=5", {"ก"}),
        ("severity=3", {"ก", "ข", "ค"}),
        ("grade=in_plan", {"ข"}),
        ("grade=unfunded", {"ก", "ข"}),
        ("grade=funded", set()),
        ("state=waiting", {"ก", "ข"}),
        ("state=decided", set()),
        ("area=7101", {"ก", "ข"}),
        ("area=710109", {"ข"}),
        ("area=x&grade=y&state=z&severity=w&sort=q&page=p", {"ก", "ข"}),
    ],
)
def test_the_list_of_gaps_is_as_it_is_asked_for(client, secretariat, country, asked, found):
    make_need("710108", title="เรื่อง ก", severity=5)
    need = make_need(HERE, title="เรื่อง ข", severity=4)
    make_need(HERE, title="เรื่อง ค", severity=3)
    make_need("720102", title=CANARY, severity=5)
    NeedLink.objects.create(need=need, item=make_item(make_plan(HERE)))
    client.force_login(secretariat)
    page = client.get(f"{reverse('gap_list')}?{asked}")
    assert {gap.need.title[-1] for gap in page.context["rows"]} == found
    assert CANARY not in page.content.decode()
    assert client.get(f"{reverse('gap_workbook')}?{asked}").status_code == 200


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("", 1),
        ("area=7101", 1),
        ("area=711001", 0),
        ("year=2566&state=open", 1),
        ("state=decided", 0),
        ("year=2567", 1),
        ("work_stream=x&year=y&area=z&state=w", 1),
    ],
)
def test_the_list_of_overlaps_is_as_it_is_asked_for(client, secretariat, two, asked, count):
    """A year without an overlap is no choice, and left out."""
    client.force_login(secretariat)
    assert len(client.get(f"{reverse('overlap_list')}?{asked}").context["rows"]) == count
    assert client.get(f"{reverse('overlap_workbook')}?{asked}").status_code == 200


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("", "กขค"),
        ("state", "กขค"),
        ("-money", "ขคก"),
        ("money", "กคข"),
        ("area", "ขคก"),
        ("since", "ขคก"),
        ("x", "กขค"),
    ],
)
def test_the_list_of_overlaps_is_in_the_order_that_is_asked_for(client, secretariat, country, sort, found):
    """ช่องสะเดา, วังด้ง and เลาขวัญ by code ก ข ค; the first decided; the second recorded first."""
    places = {"ก": "710108", "ข": "710109", "ค": "711001"}
    for at, (name, area) in enumerate(places.items()):
        for make in (one, other):
            make_line(make(name=name, areas=(area,)), [0, 500, 30][at], {area: [0, 500, 30][at]})
            BudgetLine.objects.filter(project__name=name).update(created_at=day([9, 3, 5][at]))
    client.force_login(secretariat)
    page = client.get(reverse("overlap_list"), {"sort": sort})
    assert "".join(row.sides[0].project.name for row in page.context["rows"]) == found


def day(number):
    return timezone.make_aware(datetime(2023, 7, number))


def test_of_many_provinces_one_is_shown_at_a_time(client, superuser, two, monkeypatch):
    """The first with money, or the one that is asked for; home says where to look, and asks nothing."""
    monkeypatch.setattr("plans.forms.case_filter.MOST_PROVINCES", 1)
    monkeypatch.setattr("plans.todo_cases.MOST_PROVINCES", 1)
    for make in (one, other):
        make(areas=("720102",))
    client.force_login(superuser)
    asked = ("", "area=72", "area=720102&page=9", "area=711001", "area=99")
    pages = [client.get(f"{reverse('overlap_list')}?{text}") for text in asked]
    rows = [[row.area.code for row in page.context["rows"]] for page in pages]
    assert rows == [["710109"], ["720102"], ["720102"], [], ["710109"]]
    assert "กาญจนบุรี" in pages[0].context["told"][0]
    cases = client.get(reverse("home")).context["todo"].cases
    assert (cases.one_at_a_time, cases.overlap_count) == (True, 0)


def test_two_that_overlap_no_more_keep_what_was_decided(client, worker, stranger, two):
    page = overlap_url(two, "overlap_detail")
    client.force_login(worker)
    assert send(client, overlap_url(two), verdict="apart", reason="แบ่งรายชื่อ").status_code == 302
    two[1].lines.update(fiscal_year=2567)
    two[1].allocations.update(fiscal_year=2567)
    assert "แบ่งรายชื่อ" in readable(client.get(page))
    assert client.get(overlap_url(two)).status_code == 404
    client.force_login(stranger)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/gaps/{huge}/",
        "/gaps/{huge}/decide/",
        "/overlaps/710109/{huge}/1-2/",
        "/overlaps/710109/2566/1-{huge}/",
        "/overlaps/710109/2566/{huge}-1/decide/",
        "/overlaps/x/2566/1-2/",
        "/overlaps/7101/2566/1-2/",
        "/overlaps/710109/2566/2-1/",
    ],
)
def test_an_address_that_names_no_case_is_not_found(client, superuser, country, address):
    client.force_login(superuser)
    assert client.get(address.format(huge=10**25)).status_code == 404


@pytest.mark.parametrize("what", ["gap", "overlap"])
def test_the_very_same_decision_is_not_recorded_twice_and_says_so(client, worker, need, two, what):
    """The way back in a browser leads to a new form in which all is typed still."""
    client.force_login(worker)
    address, model = {
        "gap": (gap_url(need), GapDecision),
        "overlap": (overlap_url(two), OverlapDecision),
    }[what]
    values = {"actor": "คณะทำงาน", "due_on": "30/12/2599", "reason": "ตกลงกันแล้ว", "meeting": ""}
    values |= {"verdict": "talk"} if what == "overlap" else {}
    assert send(client, address, **values).status_code == 302
    again = send(client, address, **values)
    assert again.status_code == 422
    assert "ไม่ได้บันทึกซ้ำ" in readable(again)
    assert model.objects.count() == 1
    assert send(client, address, **values | {"due_on": "31/12/2599"}).status_code == 302
    assert model.objects.count() == 2


@pytest.mark.parametrize("what", ["gap", "overlap"])
def test_two_who_decide_at_once_get_a_page_that_names_the_case(client, worker, need, two, what):
    client.force_login(worker)
    address, named = {
        "gap": (gap_url(need), f"{need.title} {need.area}"),
        "overlap": (overlap_url(two), f"{need.area} 2566"),
    }[what]
    mine = form_at(client, address)
    values = {"actor": "คณะทำงาน", "due_on": "30/12/2599", "reason": "ตกลงกันแล้ว", "meeting": ""}
    values |= {"verdict": "talk"} if what == "overlap" else {}
    send(client, address, **values)
    answer = client.post(address, mine.filled(**values | {"reason": "อีกเหตุผลหนึ่ง"}))
    assert answer.status_code == 409
    assert str(answer.context["target"]) == named
    page = readable(answer)
    assert "อีกเหตุผลหนึ่ง" in page
    assert "Decisions(" not in page


def test_refusals_stand_in_the_order_of_the_fields_and_say_what_to_do(client, worker, need, two):
    client.force_login(worker)
    wrong = send(client, gap_url(need), actor="ก" * 300, due_on="เมื่อไร", reason="", meeting="")
    assert list(wrong.context["form"].errors) == ["actor", "due_on", "reason"]
    none = send(client, overlap_url(two), verdict="", reason="ก", meeting="")
    assert none.context["form"].errors["verdict"] == ["โปรดเลือก 1 ใน 4 ข้อ"]


@pytest.mark.parametrize("name", ["gap_decide", "gap_withdraw"])
def test_a_need_that_is_put_away_while_somebody_decides_keeps_what_was_typed(
    client, worker, reader, need, name
):
    client.force_login(worker)
    values = {"actor": "คณะทำงานน้ำ", "due_on": "30/12/2599", "reason": "ตกลงกันแล้ว", "meeting": ""}
    form = form_at(client, gap_url(need)).filled(**values, withdrawn_why="อบต. ไม่รับ")
    type(need).objects.filter(pk=need.pk).update(archived_at=timezone.now(), archive_reason="จดสองครั้ง")
    address = reverse(name, args=[need.pk])
    answer = client.post(address, form)
    page = readable(answer)
    assert answer.status_code == 409
    assert "จดสองครั้ง" in page
    assert ("คณะทำงานน้ำ" if name == "gap_decide" else "อบต. ไม่รับ") in page
    assert client.get(address).status_code == 404
    client.force_login(reader)
    assert client.post(address, form).status_code == 404
    assert not GapDecision.objects.exists()
