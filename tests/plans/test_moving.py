"""An abolished area's rows move to a successor: all with history and reason, or none and the rule that is broken."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.urls import reverse

from areas.models import (
    Area,
    AreaAlias,
    AreaProfile,
    Assignment,
    CommunityOrganization,
    Designation,
    LocalAuthority,
    LocalAuthorityArea,
    Role,
)
from plans import moving
from plans import reconcile as plan_ledger
from plans.models import (
    ItemBudget,
    Lineage,
    LineageYear,
    Need,
    NeedLink,
    OverlapDecision,
    Plan,
    PlanItem,
    ProjectNeed,
)
from projects import reconcile as money_ledger
from projects import rules_surveys
from projects.models import (
    Agency,
    Allocation,
    FollowUp,
    Presence,
    Project,
    SurveyAgency,
    WorkStream,
)
from tests.cast import make_item, make_need, make_plan, person
from tests.knocks import readable
from tests.projects.bench import make_line, make_project
from tests.webforms import forms_of

pytestmark = pytest.mark.django_db
OLD, NEW, FAR = "710107", "710109", "711001"


@pytest.fixture
def old(country):
    """A tambon that was abolished; ช่องสะเดา in its district and เลาขวัญ in another one replaced it."""
    gone = {"level": "tambon", "parent_id": "7101", "name_th": "ช่องเก่า", "abolished_on": date(2011, 1, 1)}
    area = Area.objects.create(code=OLD, **gone)
    area.successors.set([NEW, FAR])
    return area


@pytest.fixture
def mover(client, old, coordinator):
    client.force_login(coordinator)
    return client


def village(name, moo=3):
    values = {"level": "village", "parent_id": OLD, "name_th": name, "moo_no": moo}
    return Area.objects.create(code=f"{OLD}{moo:02d}", **values)


def address(code=OLD):
    return reverse("area_move", args=[code])


def send(client, to=NEW, reason="ตำบลถูกยุบรวม"):
    page = client.get(address()).content.decode()
    form = next(one for one in forms_of(page) if "successor" in one.offers or "successor" in one.values)
    return client.post(address(), form.filled(successor=to, reason=reason))


def refused(client, *told, to=NEW):
    answer = send(client, to=to)
    assert answer.status_code == 422
    text = readable(answer)
    assert [word for word in told if word not in text] == []
    return answer


def furnish():
    """Record one row of each kind on the old area."""
    person("kept", Role.TAMBON_WORKER, OLD)
    AreaProfile.objects.create(area_id=OLD, year=2560, households=5, source="ก")
    plan = make_plan(OLD, endorsed=True)
    need = make_need(OLD, title="ทางขาด")
    item = make_item(plan, need=need)
    project = make_project(OLD, code="P1")
    make_line(project, 100, {OLD: 100})
    ProjectNeed.objects.create(project=project, need=need)
    FollowUp.objects.create(
        project=project, area_id=OLD, visited_on=date(2023, 7, 5), visited_by="ก", finding="ข"
    )
    return plan, need, item, project


# --- Moved


def test_every_row_moves_with_its_history_and_reason(mover, coordinator):
    plan, need, item, project = furnish()
    assert send(mover).status_code == 302
    for model in (Plan, Need, PlanItem, ItemBudget, Project, Allocation, FollowUp, AreaProfile, Assignment):
        assert not model.objects.filter(area=OLD).exists(), model
    for row in (plan, need, item, project, Allocation.objects.get()):
        told = row.history.latest()
        assert (told.area_id, told.history_user) == (NEW, coordinator)
        assert told.history_change_reason == f"ย้ายจาก {OLD} ไป {NEW}: ตำบลถูกยุบรวม"
    assert set(ItemBudget.objects.filter(item=item).values_list("area", flat=True)) == {NEW}
    assert (plan_ledger.breaches(None), money_ledger.breaches(None)) == ([], [])
    assert (plan_ledger.pendings(None), money_ledger.pendings(None)) == ([], [])


def test_a_decision_on_an_overlap_moves_with_its_tambon(mover):
    project = furnish()[3]
    other = make_project(OLD, code="P2")
    make_line(other, 100, {OLD: 100})
    pair = {"area_id": OLD, "fiscal_year": 2566, "project_a": project, "project_b": other}
    OverlapDecision.objects.create(verdict="apart", reason="ก", evidence="ข", **pair)
    assert send(mover).status_code == 302
    assert OverlapDecision.objects.get().area_id == NEW


def test_the_page_tells_what_is_recorded(mover):
    furnish()
    text = readable(mover.get(address()))
    for word in ("คนที่ดูแล", "ทางขาด", "ฝายชุมชน", "ฝายชะลอน้ำ", "711001"):
        assert word in text
    assert address() in readable(mover.get(reverse("area_detail", args=[OLD])))


def test_villages_go_along_into_the_one_of_their_name_or_a_new_one(mover):
    there, new = village("บ้านไร่ป้า", 3), village("บ้านใหม่", 5)
    Area.objects.filter(code="71010903").update(moo_no=3)
    make_need(there.code)
    make_need(new.code)
    assert send(mover).status_code == 302
    assert set(Need.objects.values_list("area", flat=True)) == {"71010903", "71010905"}
    new.refresh_from_db()
    assert (new.abolished_on is not None, [one.code for one in new.successors.all()]) == (True, ["71010905"])


def test_a_form_sent_twice_moves_once(mover):
    furnish()
    form = next(one for one in forms_of(mover.get(address()).content.decode()) if "reason" in one.values)
    data = form.filled(successor=NEW, reason="ก")
    assert [mover.post(address(), data).status_code for _ in range(2)] == [302, 302]
    assert Need.objects.get().history.count() == 2


def test_every_column_that_points_at_an_area_is_known_here():
    """A new table with an area is either moved, or its reason stands here."""
    left = {
        "areas.Area": "the tree itself",
        "areas.BoundaryMap": "draws the area as it was; its successor has another shape",
        "plans.ItemBudget": "carries the place of its item, which moves",
    }
    known = {kind.every().model._meta.label for kind in moving.KINDS}
    pointing = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Area and not model.__name__.startswith("Historical")
    }
    assert pointing - set(left) == known


# --- Refused, and nothing is moved


def untouched():
    return Need.objects.filter(area=OLD).count(), Need.objects.exclude(area=OLD).count()


def test_a_plan_of_the_same_years_stands_in_the_way(mover):
    furnish()
    make_plan(NEW)
    refused(mover, "2567–2570")
    assert untouched() == (1, 0)


def test_figures_of_the_same_year_stand_in_the_way(mover):
    furnish()
    AreaProfile.objects.create(area_id=NEW, year=2560, households=5, source="ก")
    refused(mover, "มีข้อมูลพื้นฐานปี 2560 อยู่แล้ว")


def surveyed(area, day, state):
    stream = WorkStream.objects.get(code="WS08")
    answers = {stream: rules_surveys.Answer(state, (Agency.objects.get(name="ทสจ.กาญจนบุรี"),))}
    rules_surveys.save_survey(Area.objects.get(pk=area), rules_surveys.Told(day, "กองเลขา"), answers)


def test_surveys_go_along_and_the_newest_of_both_counts(mover):
    Area.objects.filter(code=OLD).update(abolished_on=None)
    surveyed(OLD, date(2023, 3, 1), "strong")
    surveyed(NEW, date(2023, 2, 1), "started")
    Area.objects.filter(code=OLD).update(abolished_on=date(2023, 4, 1))
    assert send(mover).status_code == 302
    rows = Presence.objects.order_by("survey__surveyed_on").values_list("area", "state", "is_latest")
    assert list(rows) == [(NEW, "started", False), (NEW, "strong", True)]
    assert set(SurveyAgency.objects.values_list("area", flat=True)) == {NEW}


def test_a_survey_of_the_same_day_stands_in_the_way(mover):
    Area.objects.filter(code=OLD).update(abolished_on=None)
    for area in (OLD, NEW):
        surveyed(area, date(2023, 3, 1), "strong")
    Area.objects.filter(code=OLD).update(abolished_on=date(2023, 4, 1))
    refused(mover, "1 มี.ค. 2566")


@pytest.mark.parametrize(
    ("model", "values", "told"),
    [
        (AreaAlias, {"name": "สะเดา"}, "มีชื่ออื่นชื่อนี้อยู่แล้ว"),
        (Designation, {"kind": "ตำบลตัวอย่าง", "fiscal_year": 2566}, "ในปีนี้อยู่แล้ว"),
        (CommunityOrganization, {"name": "สภา", "kind": "council"}, "มีองค์กรชื่อนี้อยู่แล้ว"),
    ],
)
def test_what_stands_around_both_stands_in_the_way(mover, model, values, told):
    for code in (OLD, NEW):
        model.objects.create(area_id=code, **values)
    refused(mover, told)
    assert model.objects.filter(area=OLD).exists()


def test_a_local_authority_of_both_stands_in_the_way(mover):
    authority = LocalAuthority.objects.create(code="06710109", name="อบต.ช่องสะเดา", kind="tambon")
    for code in (OLD, NEW):
        LocalAuthorityArea.objects.create(authority=authority, area_id=code)
    refused(mover, "มีตำบลนี้อยู่แล้ว")


def test_an_other_name_finds_the_successor_after_the_move(mover):
    AreaAlias.objects.create(area_id=OLD, name="สะเดาเก่า")
    assert send(mover).status_code == 302
    keys = dict(Area.objects.filter(code__in=[OLD, NEW]).values_list("code", "search_key"))
    assert ("สะเดาเก่า" in keys[NEW], "สะเดาเก่า" in keys[OLD]) == (True, False)


def test_a_project_of_the_same_code_stands_in_the_way(mover):
    furnish()
    make_project(NEW, code="P1")
    refused(mover, "รหัส P1")


@pytest.mark.parametrize("other", [NEW, "71010903", "7101"])
def test_a_line_that_gives_to_both_or_to_one_inside_the_other_stands_in_the_way(mover, other):
    line = make_line(make_project("71"), 100, {OLD: 60})
    Allocation.objects.create(**{**values_of(line), "area_id": other, "amount": Decimal(1)})
    line.allocated = Decimal(61)
    line.save()
    refused(mover, "รวมสองยอดที่หน้าโครงการก่อน")
    assert Allocation.objects.filter(area=OLD).exists()


def values_of(line):
    one = line.allocations.get()
    return {
        field.attname: getattr(one, field.attname)
        for field in one._meta.concrete_fields
        if field.name != "id"
    }


def test_a_line_that_gives_to_an_area_beside_goes_along(mover):
    make_line(make_project("71"), 100, {OLD: 60, "710108": 40})
    assert send(mover).status_code == 302
    assert set(Allocation.objects.values_list("area", flat=True)) == {NEW, "710108"}


def test_a_coordinator_s_own_assignment_is_a_superuser_s_to_move(mover, superuser):
    furnish()
    person("above", Role.COORDINATOR, OLD)
    refused(mover, "ให้ผู้ดูแลระบบเป็นผู้ย้าย")
    mover.force_login(superuser)
    assert send(mover).status_code == 302


def test_a_village_whose_number_is_another_s_stands_in_the_way(mover):
    Area.objects.filter(code="71010903").update(moo_no=3)
    make_need(village("บ้านอื่น", 3).code)
    refused(mover, "หมู่ที่นี้ที่นั่นคือ")
    assert not Area.objects.filter(code=f"{OLD}03", abolished_on__isnull=False).exists()


def test_an_item_may_not_leave_the_area_of_its_plan(mover):
    make_item(make_plan("7101"), area_id=OLD)
    refused(mover, "อยู่นอกพื้นที่นั้น", to=FAR)
    assert PlanItem.objects.get().area_id == OLD
    assert send(mover).status_code == 302


def test_a_need_may_not_leave_the_area_of_the_plan_that_answers_it(mover):
    NeedLink.objects.create(need=make_need(OLD), item=make_item(make_plan("7101"), area_id="710108"))
    refused(mover, "อยู่นอกพื้นที่นั้น", to=FAR)


def test_money_may_not_leave_the_home_of_its_project(mover):
    make_line(make_project("7101"), 100, {OLD: 60})
    refused(mover, "อยู่นอกพื้นที่นั้น", to=FAR)


def test_a_visit_and_a_need_may_not_leave_where_their_project_works(mover):
    project = make_project("7101")
    FollowUp.objects.create(
        project=project, area_id=OLD, visited_on=date(2023, 7, 5), visited_by="ก", finding="ข"
    )
    ProjectNeed.objects.create(project=project, need=make_need(OLD, title="ทางขาด"))
    refused(mover, "5 ก.ค. 2566", "ทางขาด", to=FAR)


def test_what_the_ledger_finds_stands_in_the_way_too(mover):
    """An item that went up past its district: into another one, which has a plan of these years."""
    item = make_item(make_plan(OLD, endorsed=True))
    line = make_item(make_plan("71"), area_id="71")
    lineage = Lineage.objects.create(parent=line, child=item)
    for row in item.budgets.all():
        carried = {"year": row.year, "wanted_source": row.wanted_source, "amount": row.amount}
        LineageYear.objects.create(lineage=lineage, **carried)
    make_plan("7110")
    assert plan_ledger.breaches(None) == []
    refused(mover, "ย้ายแล้วจะผิดกฎ", to=FAR)


def test_only_a_successor_is_offered_and_taken(mover):
    make_need(OLD)
    refused(mover, "เลือกพื้นที่ที่มาแทนพื้นที่นี้", to="710108")


def test_a_successor_of_elsewhere_is_not_offered(client, old, keeper):
    old.successors.add("720102")
    client.force_login(keeper)
    make_need(OLD)
    assert "720102" not in readable(client.get(address()))
    refused(client, "เลือกพื้นที่ที่มาแทนพื้นที่นี้", to="720102")


def test_a_successor_that_was_abolished_itself_is_followed(old, superuser):
    Area.objects.filter(code=NEW).update(abolished_on="2015-01-01")
    Area.objects.get(code=NEW).successors.add("710108")
    assert [one.code for one in moving.successors(old, superuser)] == ["710108", FAR]


def test_an_area_in_force_has_no_such_page(mover):
    assert mover.get(address(NEW)).status_code == 404


def test_it_is_a_coordinator_s_act(client, old, secretariat):
    client.force_login(secretariat)
    assert (client.get(address()).status_code, client.post(address()).status_code) == (403, 403)
    assert address() not in readable(client.get(reverse("area_detail", args=[OLD])))
