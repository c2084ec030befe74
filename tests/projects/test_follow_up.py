"""Forms of tranches and visits: planned, paid, reported on, taken back; a visit recorded, corrected, its step done."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from areas.models import Role
from config.tools.thai import today
from projects.models import FollowUp, Tranche
from tests.cast import CANARY, person
from tests.plans.pages import Tab, errors, told
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db
DUE, PAID, REPORTED = date(2023, 7, 5), date(2023, 7, 9), date(2023, 8, 20)


@pytest.fixture
def works(client, secretariat):
    codi()
    client.force_login(secretariat)
    return client


@pytest.fixture
def line(works):
    """A line of 100 baht of a tambon's project."""
    return make_line(make_project("710109"), 100, {"710109": 100})


@pytest.fixture
def tranche(line):
    return Tranche.objects.create(line=line, number=1, due_on=DUE, amount=Decimal(60))


@pytest.fixture
def paid(tranche):
    tranche.paid_on, tranche.paid = PAID, Decimal(60)
    tranche.save()
    return tranche


@pytest.fixture
def reported(paid):
    paid.report_received_on, paid.spent = REPORTED, Decimal(55)
    paid.save()
    return paid


def send(client, name, row, **typed):
    return Tab(client, reverse(name, args=[row.pk])).send(**typed)


def read(tranche):
    tranche.refresh_from_db()
    return tranche.paid_on, tranche.paid, tranche.report_received_on, tranche.spent


def sentence(response):
    return " ".join(text for texts in errors(response).values() for text in texts)


# --- Planned


def test_a_tranche_is_planned_with_what_is_left_at_hand(works, line, tranche):
    response = send(works, "tranche_add", line, due_on="๕/๘/๒๕๖๖", report_due_on="30 ก.ย. 66")
    second = line.tranches.get(number=2)
    assert (second.amount, second.due_on, second.report_due_on) == (40, date(2023, 8, 5), date(2023, 9, 30))
    assert response.url.endswith(f"#line{line.pk}")


def test_a_tranche_sent_twice_is_planned_once(works, line):
    tab = Tab(works, reverse("tranche_add", args=[line.pk]))
    for _ in range(2):
        tab.send(due_on="5/7/2566", amount="60")
    assert line.tranches.count() == 1


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"due_on": ""}, "due_on"),
        ({"due_on": "31/2/2566"}, "due_on"),
        ({"due_on": "5/7/2656"}, "due_on"),
        ({"due_on": "30/9/2565"}, "due_on"),
        ({"report_due_on": "4/7/2566"}, "report_due_on"),
        ({"amount": "100.01"}, "amount"),
        ({"amount": "350,00"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": ""}, "amount"),
    ],
)
def test_what_is_wrong_in_a_plan_is_told_at_its_field(works, line, typed, wrong):
    answer = send(works, "tranche_add", line, **{"due_on": "5/7/2566", "amount": "60", **typed})
    assert list(errors(answer)) == [wrong]
    assert not line.tranches.exists()


def test_a_day_of_the_common_era_is_read_as_that_day(works, line):
    send(works, "tranche_add", line, due_on="5/7/2023", amount="๖๐")
    assert (line.tranches.get().due_on, line.tranches.get().amount) == (DUE, 60)


def test_a_line_that_is_not_approved_has_no_tranche(works, line):
    bare = make_line(line.project, 0)
    type(bare).objects.filter(pk=bare.pk).update(approved=None, proposed=9)
    assert send(works, "tranche_add", bare, due_on="5/7/2566", amount="1").status_code == 422
    assert not bare.tranches.exists()


def test_a_tranche_is_edited_and_never_below_what_was_paid(works, paid):
    assert list(errors(send(works, "tranche_edit", paid, amount="59.99"))) == ["amount"]
    send(works, "tranche_edit", paid, amount="70", report_due_on="30/9/2566")
    paid.refresh_from_db()
    assert (paid.amount, paid.report_due_on, paid.version) == (70, date(2023, 9, 30), 3)


def test_a_stale_tranche_gets_both_values(works, tranche):
    tab = Tab(works, reverse("tranche_edit", args=[tranche.pk]))
    tranche.save()
    assert tab.send(amount="50").status_code == 409


def test_only_an_unpaid_tranche_is_taken_out(works, tranche):
    tab = Tab(works, reverse("tranche_remove", args=[tranche.pk]))
    tranche.paid_on, tranche.paid = PAID, Decimal(60)
    tranche.save()
    assert send(works, "tranche_remove", tranche).status_code == 422
    assert tab.send().status_code == 409
    send(works, "tranche_undo_payment", tranche)
    send(works, "tranche_remove", tranche)
    assert not Tranche.objects.exists()


# --- Paid and reported on


def test_a_payment_is_recorded_corrected_and_taken_back(works, tranche):
    assert told(send(works, "tranche_pay", tranche, paid_on="9 ก.ค. 66"))
    assert read(tranche)[:2] == (PAID, 60)
    send(works, "tranche_pay", tranche, paid="50")
    assert read(tranche)[:2] == (PAID, 50)
    send(works, "tranche_undo_payment", tranche)
    assert read(tranche)[:2] == (None, None)
    assert Tranche.history.filter(paid=50).exists()


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"paid_on": "9/7/2666"}, "paid_on"),
        ({"paid_on": "30/9/2565"}, "paid_on"),
        ({"paid": "60.01"}, "paid"),
        ({"paid": "0"}, "paid"),
        ({"paid_on": ""}, "paid_on"),
    ],
)
def test_what_is_wrong_in_a_payment_is_told_at_its_field(works, tranche, typed, wrong):
    assert list(errors(send(works, "tranche_pay", tranche, **{"paid_on": "9/7/2566", **typed}))) == [wrong]
    assert read(tranche)[0] is None


def test_a_report_is_recorded_corrected_and_taken_back(works, paid):
    send(works, "tranche_report", paid, report_received_on="20/8/2566", spent="๕๕")
    assert read(paid)[2:] == (REPORTED, 55)
    send(works, "tranche_report", paid, spent="0")
    assert read(paid)[2:] == (REPORTED, 0)
    send(works, "tranche_undo_report", paid)
    assert read(paid)[2:] == (None, None)


def test_a_page_offers_what_the_state_of_the_tranche_lets_through(works, reported):
    context = works.get(reverse("tranche_pay", args=[reported.pk])).context
    offered = [reverse(f"tranche_{name}", args=[reported.pk]) for name in ("edit", "report", "undo_report")]
    assert [url for url, _words in context["others"]] == offered
    assert context["heading"] == "แก้การจ่าย"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"report_received_on": "8/7/2566"}, "report_received_on"),
        ({"report_received_on": "20/8/2666"}, "report_received_on"),
        ({"spent": "60.01"}, "spent"),
        ({"spent": ""}, "spent"),
    ],
)
def test_what_is_wrong_in_a_report_is_told_at_its_field(works, paid, typed, wrong):
    values = {"report_received_on": "20/8/2566", "spent": "55", **typed}
    assert list(errors(send(works, "tranche_report", paid, **values))) == [wrong]
    assert read(paid)[2] is None


def test_no_report_comes_before_its_payment(works, tranche):
    assert "1" in sentence(send(works, "tranche_report", tranche, spent="1"))
    assert read(tranche)[2] is None


def test_a_payment_with_a_report_is_neither_taken_back_nor_moved_past_it(works, reported):
    assert send(works, "tranche_undo_payment", reported).status_code == 422
    assert list(errors(send(works, "tranche_pay", reported, paid_on="21/8/2566"))) == ["paid_on"]
    assert list(errors(send(works, "tranche_pay", reported, paid="54.99"))) == ["paid"]
    assert read(reported) == (PAID, 60, REPORTED, 55)


@pytest.mark.parametrize("name", ["tranche_undo_payment", "tranche_undo_report"])
def test_what_was_not_recorded_is_not_taken_back(works, tranche, name):
    assert send(works, name, tranche).status_code == 422
    assert Tranche.history.count() == 1


def test_who_sees_a_project_by_its_money_alone_changes_no_tranche(client, worker):
    client.force_login(worker)
    far = make_line(make_project("720102", name=CANARY), 10, {"710109": 10})
    row = Tranche.objects.create(line=far, number=1, due_on=DUE, amount=Decimal(5))
    for name in ("edit", "remove", "pay", "undo_payment", "report", "undo_report"):
        assert client.get(reverse(f"tranche_{name}", args=[row.pk])).status_code == 403
    assert client.get(reverse("tranche_add", args=[far.pk])).status_code == 403


# --- Visits


SAID = {"visited_on": "5/7/2566", "visited_by": "ทีมจังหวัด", "finding": "น้ำยังไม่ถึงบ้านท้าย"}


@pytest.fixture
def visit(line):
    told = {"visited_by": "ทีม", "finding": "ท่อแตก", "next_step": "ซ่อมท่อ", "due_on": PAID}
    return FollowUp.objects.create(project=line.project, area_id="710109", visited_on=DUE, **told)


def test_a_visit_is_recorded_where_the_project_works(works, line):
    response = send(
        works, "visit_add", line.project, **SAID, area="71010903", next_step="ซ่อมท่อ", due_on="9/7/66"
    )
    row = FollowUp.objects.get()
    assert (row.area_id, row.visited_on, row.due_on, row.created_by.username) == (
        "71010903",
        DUE,
        PAID,
        "secretariat",
    )
    assert response.url.endswith(f"#visit{row.pk}")


def test_a_visit_sent_twice_is_recorded_once(works, line):
    tab = Tab(works, reverse("visit_add", args=[line.project_id]))
    for _ in range(2):
        tab.send(**SAID, area="710109")
    assert FollowUp.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"area": "720102"}, "area"),
        ({"area": ""}, "area"),
        ({"finding": " "}, "finding"),
        ({"visited_by": ""}, "visited_by"),
        ({"visited_on": "5/7/2666"}, "visited_on"),
        ({"due_on": "9/7/2566"}, "next_step"),
        ({"next_step": "ซ่อม", "due_on": "4/7/2566"}, "due_on"),
        ({"next_step": "ย" * 301}, "next_step"),
    ],
)
def test_what_is_wrong_in_a_visit_is_told_at_its_field(works, line, typed, wrong):
    answer = send(works, "visit_add", line.project, **{**SAID, "area": "710109", **typed})
    assert list(errors(answer)) == [wrong]
    assert not FollowUp.objects.exists()


def test_who_looks_after_an_area_visits_the_project_of_another_home(client, worker):
    client.force_login(worker)
    project = make_line(make_project("72", lead_agency=codi()), 10, {"710109": 10}).project
    page = client.get(reverse("visit_add", args=[project.pk])).context["form"]
    offered = set(page.fields["area"].queryset.values_list("code", flat=True))
    assert {"710109", "71010903"} <= offered
    assert all(code.startswith("710109") for code in offered)
    send(client, "visit_add", project, **SAID, area="710109")
    assert FollowUp.objects.get().project == project


def test_who_reads_alone_records_no_visit(client, line):
    client.force_login(person("reads71", Role.READER, "71"))
    assert client.get(reverse("visit_add", args=[line.project_id])).status_code == 403
    assert client.post(reverse("visit_add", args=[line.project_id]), SAID).status_code == 403


def test_a_visit_is_corrected_and_its_history_stays(works, visit):
    send(works, "visit_edit", visit, finding="ท่อแตกสองจุด")
    visit.refresh_from_db()
    assert (visit.finding, visit.version) == ("ท่อแตกสองจุด", 2)
    text = works.get(reverse("visit_history", args=[visit.pk])).content.decode()
    assert "ท่อแตกสองจุด" in text
    assert reverse("project_detail", args=[visit.project_id]) in text


def test_a_stale_visit_gets_both_values(works, visit):
    tab = Tab(works, reverse("visit_edit", args=[visit.pk]))
    visit.save()
    assert tab.send(finding="อื่น").status_code == 409


def test_a_next_step_is_done(works, visit):
    assert list(errors(send(works, "visit_done", visit, done_on="4/7/2566"))) == ["done_on"]
    send(works, "visit_done", visit, done_on="10/7/2566")
    visit.refresh_from_db()
    assert (visit.done_on, visit.days_over) == (date(2023, 7, 10), 0)


# --- What the project's page says


def page_of(client, row):
    return client.get(reverse("project_detail", args=[row.pk])).content.decode()


def test_the_page_of_a_project_says_what_is_overdue_and_by_how_long(works, tranche, visit):
    late = today() - timedelta(days=12)
    Tranche.objects.update(due_on=late)
    FollowUp.objects.update(due_on=late)
    tranche.refresh_from_db()
    assert tranche.days_over == 12
    assert page_of(works, tranche.line.project).count("เลยกำหนด 12 วัน") == 2


def test_a_report_is_overdue_by_its_own_day_and_without_one_never(works, paid):
    assert (paid.waits_until, paid.days_over) == (None, 0)
    paid.report_due_on = today()
    assert paid.days_over == 0
    paid.report_due_on -= timedelta(days=1)
    assert paid.days_over == 1
    paid.report_received_on = today()
    assert paid.days_over == 0


def test_a_reader_is_offered_no_act(client, tranche, visit):
    client.force_login(person("reads71", Role.READER, "71"))
    text = page_of(client, tranche.line.project)
    for name, row in {"tranche_pay": tranche, "visit_edit": visit, "visit_done": visit}.items():
        assert reverse(name, args=[row.pk]) not in text
    assert reverse("visit_add", args=[tranche.line.project_id]) not in text
