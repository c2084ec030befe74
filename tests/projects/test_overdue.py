"""What is overdue: payments, reports and next steps, in the scope of who asks; its list, workbook and home section."""

import io
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import openpyxl
import pytest
from django.urls import reverse

from areas.models import Role
from config.tools.thai import show_date, today
from projects import overdue
from projects.models import FollowUp, Leg, Tranche
from projects.overdue import Asked
from tests.cast import CANARY, person
from tests.plans.pages import Tab
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db


def before(days):
    return today() - timedelta(days=days)


def plan(line, number, due, **kwargs):
    return Tranche.objects.create(line=line, number=number, due_on=due, amount=Decimal(10), **kwargs)


@pytest.fixture
def late(country):
    """A payment 9 days late, a report 5 days, a step 7 days; beside each one that is not late."""
    leg = Leg.objects.create(code="DOWN", name="ขาลง")
    line = make_line(make_project("710109", lead_agency=codi()), 100, {"710109": 100}, leg=leg)
    paid = {"paid": Decimal(8), "paid_on": before(30)}
    told = {"project": line.project, "area_id": "71010903", "visited_on": before(40), "next_step": "ซ่อมท่อ"}
    plan(line, 1, before(9))
    plan(line, 2, today())
    plan(line, 3, before(40), **paid, report_due_on=before(5))
    plan(line, 4, before(40), **paid, report_due_on=today())
    plan(line, 5, before(40), **paid)
    plan(line, 6, before(40), **paid, report_due_on=before(5), report_received_on=before(6))
    FollowUp.objects.create(**told, due_on=before(7))
    FollowUp.objects.create(**told, due_on=before(7), done_on=before(8))
    FollowUp.objects.create(**told, due_on=today())
    FollowUp.objects.create(**told)
    return line


def found(user, **asked):
    return [(row.what, row.days) for row in overdue.late_rows(overdue.keys(user, Asked(**asked)), user)]


ALL = [("payment", 9), ("step", 7), ("report", 5)]


def test_what_passed_its_day_and_is_not_done_stands_the_longest_first(late, secretariat):
    assert found(secretariat) == ALL


def test_a_row_tells_its_money_its_place_and_what_it_waits_for(late, secretariat):
    payment, step, report = overdue.late_rows(overdue.keys(secretariat), secretariat)
    assert (payment.amount, report.amount, step.amount) == (10, 8, None)
    assert (payment.place, step.place) == ("ต.ช่องสะเดา", str(step.row.area.full_name))
    assert (step.title, step.line, payment.line) == ("ซ่อมท่อ", None, late)


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({"what": "payment"}, ["payment"]),
        ({"what": "report"}, ["report"]),
        ({"what": "step"}, ["step"]),
        ({"area": "710109"}, ["payment", "step", "report"]),
        ({"area": "71010903"}, ["step"]),
        ({"area": "711001"}, []),
    ],
)
def test_the_list_is_narrowed(late, secretariat, asked, kinds):
    assert [what for what, _days in found(secretariat, **asked)] == kinds


def test_the_list_is_narrowed_by_leg(late, secretariat):
    assert found(secretariat, leg=Leg.objects.get(code="DOWN")) == ALL
    assert found(secretariat, leg=Leg.objects.create(code="MOVE", name="ขาเคลื่อน")) == []


def test_who_sees_neither_project_nor_place_sees_nothing(late, stranger):
    assert list(overdue.keys(stranger)) == []
    known = [("payment", Tranche.objects.first().pk, today()), ("step", FollowUp.objects.first().pk, today())]
    assert overdue.late_rows(known, stranger) == []


def test_who_sees_a_project_by_its_money_alone_is_not_asked_to_act(late, worker):
    far = make_line(make_project("720102", name=CANARY), 10, {"710109": 10})
    row = plan(far, 1, before(20))
    rows = overdue.late_rows(overdue.keys(worker), worker)
    assert [(one.row, one.may_act) for one in rows if not one.may_act] == [(row, False)]
    assert row.pk not in [one.row.pk for one in overdue.late_rows(overdue.keys(worker, own=True), worker)]


# --- Pages


def page(client, **asked):
    return client.get(reverse("overdue_list"), asked)


def test_each_row_has_its_one_next_step(client, late, secretariat):
    client.force_login(secretariat)
    text = page(client).content.decode()
    payment, step, report = overdue.late_rows(overdue.keys(secretariat), secretariat)
    for name, one in {"tranche_pay": payment, "visit_done": step, "tranche_report": report}.items():
        assert text.count(reverse(name, args=[one.row.pk])) == 1
    assert "เลยกำหนด 9 วัน" in text


def test_an_act_leads_back_to_the_list_that_it_was_reached_from(client, late, secretariat):
    client.force_login(secretariat)
    payment = Tranche.objects.get(number=1)
    asked = "?what=payment&area=71"
    act = reverse("tranche_pay", args=[payment.pk])
    listed = unescape(page(client, what="payment", area="71").content.decode())
    assert f'href="{act}{asked}&from=overdue"' in listed
    assert f'href="{act}?from=home"' in client.get("/").content.decode()

    def led_to(query):
        return Tab(client, act + query).send(paid_on=show_date(before(1)), paid="10").url

    assert led_to(f"{asked}&from=overdue") == reverse("overdue_list") + asked
    assert led_to("?from=home") == "/"
    for elsewhere in ["", "?from=https://elsewhere.example/", "?from=overdue2"]:
        assert led_to(elsewhere).startswith(reverse("project_detail", args=[payment.line.project_id]))
    step = FollowUp.objects.filter(done_on__isnull=True, due_on__lt=today()).first()
    done = Tab(client, reverse("visit_done", args=[step.pk]) + "?from=overdue")
    assert done.send(done_on=show_date(today())).url == reverse("overdue_list")


def test_a_reader_looks_and_is_offered_no_act(client, late):
    client.force_login(person("reads71", Role.READER, "71"))
    text = page(client).content.decode()
    assert "เลยกำหนด 9 วัน" in text
    assert not any(f"/{act}/" in text for act in ("pay", "report", "done"))


def test_of_what_a_person_keeps_nothing_is_a_readers(late):
    reader = person("reads71", Role.READER, "71")
    assert list(overdue.keys(reader, own=True)) == []
    assert len(overdue.keys(reader)) == 3


def test_a_filter_that_cannot_be_read_is_left_out(client, late, secretariat):
    client.force_login(secretariat)
    answer = page(client, what="x", area="<script>", leg="๑๒๓ก", page="๙๙")
    assert len(answer.context["rows"]) == 3
    assert page(client, what="report", page="2").context["page"].number == 1


def test_the_workbook_has_the_same_rows_in_the_same_order(client, late, secretariat):
    client.force_login(secretariat)
    answer = client.get(reverse("overdue_workbook"), {"area": "710109"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    rows = [row for row in cells if row[4] == "ฝายชุมชน"]
    assert [(row[1], row[7], row[11]) for row in rows] == [
        (9, "งวดที่ 1", 10),
        (7, "ซ่อมท่อ", None),
        (5, "งวดที่ 3", 8),
    ]


def test_home_tells_what_is_overdue_and_counts_it(client, late, secretariat):
    client.force_login(secretariat)
    todo = client.get("/").context["todo"]
    assert [(row.what, row.days) for row in todo.overdue.rows] == ALL
    before_all = todo.count
    Tranche.objects.update(due_on=date(2099, 1, 1), report_due_on=None)
    FollowUp.objects.update(done_on=today())
    todo = client.get("/").context["todo"]
    assert (todo.overdue.count, todo.count) == (0, before_all - 3)


def test_home_shows_five_and_counts_all(client, late, secretariat):
    for number in range(7, 12):
        plan(late, number, before(number))
    client.force_login(secretariat)
    section = client.get("/").context["todo"].overdue
    assert (len(section.rows), section.count, section.is_cut) == (5, 8, True)


def test_home_of_a_worker_leaves_out_what_others_act_on(client, worker):
    far = make_line(make_project("720102", lead_agency=codi()), 10, {"710109": 10})
    plan(far, 1, before(20))
    client.force_login(worker)
    assert client.get("/").context["todo"].overdue.count == 0
    assert len(page(client).context["rows"]) == 1
