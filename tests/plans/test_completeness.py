"""Completeness: each tambon of a province or cluster with its plan, draft or none, on screen and as a workbook."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from areas.models import Area, Cluster, Role
from plans import completeness
from plans.models import Plan
from tests.cast import endorse, make_item, make_plan, person
from tests.grow import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def sits(client, secretariat):
    client.force_login(secretariat)
    return client


def found(client, code="71", **asked):
    return client.get(reverse("completeness", args=[code]), asked).context["found"]


def states(found):
    return {row.area.name_th: row.state for group in found.groups for row in group.rows}


def test_each_tambon_is_handed_in_draft_or_not_started(sits):
    make_plan("710108", endorsed=True)
    make_plan("710109")
    here = found(sits)
    assert states(here) == {"ช่องสะเดา": "draft", "วังด้ง": "sent", "เลาขวัญ": "none"}
    assert (here.sent, here.draft, here.none, here.count, here.percent) == (1, 1, 1, 3, 33)


def test_districts_and_tambons_stand_in_thai_order(sits):
    groups = found(sits).groups
    assert [(one.district.name_th, [row.area.name_th for row in one.rows]) for one in groups] == [
        ("เมืองกาญจนบุรี", ["ช่องสะเดา", "วังด้ง"]),
        ("เลาขวัญ", ["เลาขวัญ"]),
    ]


def test_a_plan_tells_its_day_and_age(sits, settings, monkeypatch):
    monkeypatch.setattr(completeness, "today", lambda: date(2023, 7, 15))
    make_plan("710108", endorsed=True)
    row = next(row for group in found(sits).groups for row in group.rows if row.plan)
    assert (row.day, row.days) == (date(2023, 7, 5), 10)


def test_a_draft_is_as_old_as_the_last_change_of_an_item(sits):
    plan = make_plan("710109")
    make_item(plan)
    before = timezone.now() - timezone.timedelta(days=40)
    Plan.objects.filter(pk=plan.pk).update(updated_at=before)
    row = next(row for group in found(sits).groups for row in group.rows if row.plan)
    assert row.day == timezone.localdate()


@pytest.mark.parametrize(("days", "parts"), [(0, "0"), (59, "59"), (61, "2"), (729, "24"), (800, "2")])
def test_an_age_is_told_roughly(days, parts):
    assert parts in completeness.age_in_words(days).split()


def test_a_tambon_tells_how_many_of_its_villages_handed_in_and_how_many_are_in_draft(sits):
    for moo in (4, 5):
        Area.objects.create(
            code=f"7101090{moo}", level="village", parent_id="710109", name_th="บ้าน", moo_no=moo
        )
    make_plan("71010903")
    make_plan("71010904", endorsed=True)
    Plan.objects.create(area_id="71010904", first_year=2565, last_year=2566)  # of another period
    row = next(row for group in found(sits).groups for row in group.rows if row.area.code == "710109")
    assert (row.places, row.places_sent, row.places_draft, row.state) == (3, 1, 1, "none")
    assert "1 จาก 3" in sits.get(reverse("completeness", args=["71"])).content.decode()
    rows = rows_of(sits, "completeness_workbook", "71")
    (cells,) = [cells for cells in rows if cells[4] == "710109"]
    assert cells[9:] == rows[-1][9:] == [3, 1, 1]


def test_a_village_with_a_draft_beside_an_endorsed_plan_of_the_period_handed_in(sits):
    make_plan("71010903", endorsed=True)
    Plan.objects.create(area_id="71010903", first_year=2565, last_year=2566)
    Plan.objects.filter(first_year=2565).update(last_year=2567)
    row = next(row for group in found(sits).groups for row in group.rows if row.area.code == "710109")
    assert (row.places_sent, row.places_draft) == (1, 0)


def test_the_period_of_most_plans_is_shown_unless_another_is_asked_for(sits):
    make_plan("710108", endorsed=True)
    make_plan("710109")
    late = Plan.objects.create(area_id="711001", first_year=2571, last_year=2575)
    endorse(late)
    assert (found(sits).years, found(sits).sent) == ("2567–2570", 1)
    assert states(found(sits, period="2571-2575")) == {"ช่องสะเดา": "none", "วังด้ง": "none", "เลาขวัญ": "sent"}


def test_a_plan_of_overlapping_years_counts(sits):
    make_plan("710108")
    make_plan("710109")
    endorse(Plan.objects.create(area_id="711001", first_year=2566, last_year=2570))
    assert states(found(sits))["เลาขวัญ"] == "sent"


def test_a_state_narrows_the_rows_but_not_the_counts(sits):
    make_plan("710108", endorsed=True)
    here = found(sits, state="none")
    assert (set(states(here).values()), here.sent, here.count) == ({"none"}, 1, 3)


@pytest.mark.parametrize(
    "asked", [{"state": "x"}, {"period": "๒๕"}, {"period": "2599-1"}, {"state": "'" * 900}]
)
def test_what_cannot_be_read_is_left_out(sits, asked):
    make_plan("710108")
    assert found(sits, **asked).years == "2567–2570"


def test_an_abolished_tambon_is_not_waited_for(sits):
    Area.objects.filter(code="711001").update(abolished_on="2020-01-01")
    assert found(sits).count == 2


def test_a_province_without_any_plan_says_so(sits):
    page = sits.get(reverse("completeness", args=["71"]))
    assert (page.context["found"].none, page.context["found"].years) == (3, "")


def rows_of(client, name, key, sheet=0, **asked):
    response = client.get(reverse(name, args=[key]), asked)
    sheet = openpyxl.load_workbook(BytesIO(response.getvalue())).worksheets[sheet]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_workbook_has_the_rows_of_the_page(sits):
    make_plan("710108", endorsed=True)
    rows = rows_of(sits, "completeness_workbook", "71", state="sent")
    (row,) = [row for row in rows if row[0] == 1]
    assert row[1:8] == ["กาญจนบุรี", "เมืองกาญจนบุรี", "วังด้ง", "710108", "ส่งแล้ว", "2567–2570", "5 ก.ค. 2566"]
    assert isinstance(row[8], int)
    assert rows[-1][:4] == ["รวม", None, None, "1 ตำบล"]


def test_the_workbook_tells_of_the_province_s_own_plan(sits):
    make_plan("710108", endorsed=True)
    make_plan("71")
    rows = rows_of(sits, "completeness_workbook", "71", sheet=1)
    (row,) = [row for row in rows if row[0] == 1]
    assert row[1:5] == ["กาญจนบุรี", "71", "ร่าง", "2567–2570"]
    assert row[7:] == rows[-1][7:] == [3, 1]


def test_a_cluster_shows_its_provinces_as_far_as_one_may_read(client, coordinator, secretariat):
    cluster = Cluster.objects.get()
    for user, provinces in ((coordinator, {"กาญจนบุรี", "สุพรรณบุรี"}), (secretariat, {"กาญจนบุรี"})):
        client.force_login(user)
        here = client.get(reverse("cluster_completeness", args=[cluster.pk])).context["found"]
        assert {group.province.name_th for group in here.groups} == provinces
        book = rows_of(client, "cluster_completeness_workbook", cluster.pk)
        assert {row[1] for row in book if isinstance(row[0], int)} == provinces


def test_another_province_is_not_found(client, stranger):
    client.force_login(stranger)
    for name in ("completeness", "completeness_workbook"):
        assert client.get(reverse(name, args=["71"])).status_code == 404


def test_a_worker_sees_the_own_tambon_alone(client, worker):
    client.force_login(worker)
    assert client.get(reverse("completeness", args=["71"])).status_code == 404
    assert states(found(client, "710109")) == {"ช่องสะเดา": "none"}


def test_more_tambons_ask_no_more_queries(sits):
    address = reverse("completeness", args=["71"])
    made = []
    for start in (10, 20):
        for number in range(start, start + 10):
            Area.objects.create(code=f"7101{number}", level="tambon", parent_id="7101", name_th=f"ต{number}")
            make_item(make_plan(f"7101{number}", endorsed=bool(number % 2)))
        sits.get(address)
        made.append(queries(connection, lambda: sits.get(address))[0])
    assert made[0] == made[1] < 20


def test_the_area_and_home_lead_there(sits):
    for page in (reverse("home"), reverse("area_detail", args=["71"])):
        assert reverse("completeness", args=["71"]) in sits.get(page).content.decode()


def test_a_cluster_sees_which_province_handed_in_and_how_far_its_tambons_are(client, country):
    client.force_login(person("head", Role.CLUSTER_HEAD, cluster=Cluster.objects.get()))
    make_plan("71", endorsed=True)
    make_plan("710108", endorsed=True)
    here = client.get(reverse("cluster_completeness", args=[Cluster.objects.get().pk])).context["found"]
    told = [(row.area.code, row.chip, row.places_sent, row.places) for row in here.provinces]
    assert ("71", "endorsed", 1, 3) in told
    assert {chip for code, chip, _sent, _all in told if code != "71"} == {""}
