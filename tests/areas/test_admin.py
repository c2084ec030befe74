"""The admin: who enters, which rows each coordinator sees and changes, and that no address of it fails."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from areas.loading import NAME_CORRECTED
from areas.models import (
    Area,
    AreaAlias,
    AreaProfile,
    Assignment,
    Cluster,
    CommunityOrganization,
    Designation,
    LocalAuthority,
    LocalAuthorityArea,
    Role,
    User,
)
from meetings.models import CapacityTopic, Meeting, Person, TrainingRecord
from plans.models import GapDecision, LeftOut, Lineage, OverlapDecision, ProjectNeed, SimilarityDecision
from projects.models import Agency, FollowUp, Leg, Leverage, Survey, Tranche, WorkStream
from tests.cast import CANARY, make_item, make_need, make_plan, person
from tests.projects.bench import make_line, make_project
from tests.webforms import save_in_admin

pytestmark = pytest.mark.django_db
STRONG = "ผ้าทอคราม-เส้นยืน-2566"


@pytest.fixture
def stage(country, worker, stranger, superuser):
    """Rows of both provinces, the other one's marked, and the coordinator of กาญจนบุรี."""
    for area, mark in (("710109", ""), ("720102", CANARY)):
        need = make_need(area, title=f"น้ำ{mark}")
        plan, above = make_plan(area), make_plan(area[:2])
        item = make_item(plan, title=f"ฝาย{mark}", need=need)
        line, left = make_item(above, title=f"แนวฝาย{mark}"), make_item(plan, title=f"ถนน{mark}")
        Lineage.objects.create(parent=line, child=item)
        LeftOut.objects.create(plan=above, item=left, ground="other", reason=f"ซ้ำ{mark}")
        judged = {"verdict": "keep_apart", "reason": f"ต่าง{mark}"}
        SimilarityDecision.objects.create(plan=above, item_a=item, item_b=left, **judged)
        Meeting.objects.create(area_id=area, kind="council", title=f"สภา{mark}", held_on="2023-07-05")
        trained(area, mark)
        money_of(area, need, mark)
        around(area, mark)
    User.objects.filter(username="stranger").update(first_name=CANARY)
    Leg.objects.create(code="DOWN", name="ขาลง")
    return person("c71", Role.COORDINATOR, "71", is_staff=True)


def trained(area, mark):
    """Put a person with a training on the stage."""
    topic, _new = CapacityTopic.objects.get_or_create(code="INFO", defaults={"name": "ระบบข้อมูล"})
    who = Person.objects.create(area_id=area, name=f"พิกุล{mark}")
    told = {"trained_on": "2023-07-22", "trained_by": f"พอช.{mark}", "source": f"ใบลงทะเบียน{mark}"}
    TrainingRecord.objects.create(person=who, topic=topic, **told)


def money_of(area, need, mark):
    """Put a project with its money, a visit and its need on the stage."""
    project, day = make_project(area, name=f"โครงการ{mark}"), "2023-07-05"
    seed, won = make_line(project, 9_000, {area: 9_000}), make_line(project, 9_000)
    Tranche.objects.create(line=seed, number=1, due_on=day, amount=9_000)
    Leverage.objects.create(seed=seed, won=won)
    FollowUp.objects.create(project=project, area_id=area, visited_on=day, visited_by="วันดี", finding="ดี")
    ProjectNeed.objects.create(project=project, need=need)
    AreaProfile.objects.create(area_id=area, year=2566, households=417, source=f"ทต.{mark}")
    decided = {"reason": f"คุยกัน{mark}", "actor": f"คณะทำงาน{mark}", "due_on": day, "evidence": "ก"}
    GapDecision.objects.create(need=need, grade="nobody", **decided)
    other = make_project(area, name=f"โครงการที่สอง{mark}")
    make_line(other, 9_000, {area: 9_000})
    pair = {"area_id": area, "fiscal_year": 2566, "project_a": project, "project_b": other}
    OverlapDecision.objects.create(verdict="talk", **pair, **decided)


def around(area, mark):
    """Put what stands around an area on the stage, and a survey of it."""
    AreaAlias.objects.create(area_id=area[:4], name=f"ชื่ออื่น {area}")
    Designation.objects.create(area_id=area, kind="ตำบลตัวอย่าง", fiscal_year=2566)
    authority = LocalAuthority.objects.create(code=f"06{area}", name=f"อบต. {area}", kind="tambon")
    LocalAuthorityArea.objects.create(area_id=area, authority=authority)
    CommunityOrganization.objects.create(area_id=area, name=f"สภา{mark}", kind="council")
    Survey.objects.create(area_id=area, surveyed_on="2023-07-05", surveyed_by=f"กองเลขา{mark}")


def enter(user):
    client = Client()
    client.force_login(user)
    return client


def pages(model, pk):
    """Return the addresses of a model's pages in the admin for one row."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    found = [reverse(f"{name}_changelist"), reverse(f"{name}_changelist") + "?q=a"]
    found.append(reverse(f"{name}_export"))
    return found + [reverse(f"{name}_{page}", args=[pk]) for page in ("change", "history")]


# --- Who enters


@pytest.mark.parametrize("who", ["secretariat", "worker", "reader", "stranger"])
def test_people_without_the_right_are_sent_home(client, request, who):
    client.force_login(request.getfixturevalue(who))
    for address in ("/admin/", "/admin/areas/user/", "/admin/plans/need/"):
        assert client.get(address, follow=True).redirect_chain[-1][0] == "/"


def test_staff_that_is_no_coordinator_is_sent_home(client, country):
    client.force_login(person("one", Role.SECRETARIAT, "71", is_staff=True))
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/"


def test_an_anonymous_visitor_is_sent_to_the_one_login(client):
    assert client.get("/admin/areas/user/", follow=True).redirect_chain[-1][0].startswith("/login/?next=")


def test_every_page_about_no_row_answers_the_superuser(stage, superuser):
    """The pages of each table are tests/test_admin_doors.py's."""
    client = enter(superuser)
    pages = ("", "search/", "search/?s=a", "jsi18n/", "password_change/")
    assert {page: client.get(f"/admin/{page}").status_code for page in pages} == dict.fromkeys(pages, 200)


def test_nothing_can_be_deleted(stage, superuser):
    client = enter(superuser)
    for model, page in admin.site._registry.items():
        assert not any((url.name or "").endswith("_delete") for url in page.get_urls())
        row = model.objects.latest("pk")
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        client.post(address, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
        client.post(f"{address}{row.pk}/delete/", {"post": "yes"})
        assert model.objects.filter(pk=row.pk).exists()


# --- What a coordinator sees


def test_the_history_of_a_row_out_of_scope_is_not_found(stage):
    for model in (User, Meeting):
        row = model.objects.get(**({"username": "stranger"} if model is User else {"area_id": "720102"}))
        *_lists, change, history = pages(model, row.pk)
        client = enter(stage)
        assert [client.get(page).status_code for page in (change, history)] == [302, 404]


def test_a_state_of_the_past_has_no_page_that_could_save_it_again(stage, superuser):
    stream = WorkStream.objects.create(code="WS20", name="เดิม")
    address = f"/admin/projects/workstream/{stream.pk}/history/{stream.history.last().pk}/"
    data = {"code": stream.code, "name": "เก่า", "position": 0}
    assert enter(superuser).post(address, data).status_code in (302, 404)
    assert not WorkStream.objects.filter(name="เก่า").exists()


def test_needs_plans_and_meetings_are_to_look_at(stage, superuser):
    for user in (stage, superuser):
        for name in ("plans/need", "plans/plan", "plans/planitem", "meetings/meeting"):
            assert enter(user).get(f"/admin/{name}/add/", follow=True).redirect_chain
            row = apps.get_model(name.replace("/", ".")).objects.visible_to(user).first()
            assert enter(user).post(f"/admin/{name}/{row.pk}/change/", {"title": "x"}).status_code == 403


# --- What a coordinator changes


def person_form(user=None, **data):
    """Return what the form of a person sends, with one row of assignment."""
    rows = list(user.assignments.all()) if user else []
    base = {
        "assignments-TOTAL_FORMS": len(rows) or 1,
        "assignments-INITIAL_FORMS": len(rows),
        "username": "new" if user is None else user.username,
        "first_name": "นก",
        "language": "th",
        "is_active": "on",
    }
    if user is None:
        base |= {"usable_password": "true", "password1": STRONG, "password2": STRONG}
    for n, row in enumerate(rows):
        base |= {f"assignments-{n}-id": row.pk, f"assignments-{n}-user": user.pk}
        base |= {f"assignments-{n}-role": row.role, f"assignments-{n}-area": row.area_id or ""}
    return base | {
        f"assignments-0-{k}" if k in ("role", "area", "cluster", "to_date") else k: v for k, v in data.items()
    }


def test_a_coordinator_makes_a_person_with_an_assignment_in_the_own_scope(stage):
    response = save_in_admin(
        enter(stage), "/admin/areas/user/add/", person_form(role=Role.TAMBON_WORKER, area="710108")
    )
    assert response.status_code == 302
    new = User.objects.get(username="new")
    assert (new.is_staff, new.is_superuser) == (False, False)
    assert new.assignments.get().area_id == "710108"
    assert new.check_password(STRONG)
    assert new.history.first().history_user == stage


@pytest.mark.parametrize(
    "assigned",
    [
        {"role": Role.TAMBON_WORKER, "area": "720102"},
        {"role": Role.TAMBON_WORKER, "area": ""},
        {"role": Role.COORDINATOR, "area": "71"},
        {"role": "king", "area": "71"},
        {},
    ],
    ids=["outside", "nowhere", "coordinator", "no role", "none"],
)
def test_an_assignment_beyond_the_own_scope_is_refused(stage, assigned):
    response = save_in_admin(enter(stage), "/admin/areas/user/add/", person_form(**assigned))
    assert response.status_code == 200
    assert not User.objects.filter(username="new").exists()


def test_a_cluster_one_does_not_coordinate_is_refused(stage):
    cluster = Cluster.objects.get().pk
    save_in_admin(
        enter(stage), "/admin/areas/user/add/", person_form(role=Role.READER, area="", cluster=cluster)
    )
    assert not User.objects.filter(username="new").exists()


def test_the_clusters_coordinator_assigns_to_the_cluster(coordinator):
    cluster = Cluster.objects.get().pk
    save_in_admin(
        enter(coordinator), "/admin/areas/user/add/", person_form(role=Role.READER, area="", cluster=cluster)
    )
    assert User.objects.get(username="new").assignments.get().cluster_id == cluster


def test_a_coordinator_makes_nobody_staff(stage, worker):
    data = person_form(worker, is_staff="on", is_superuser="on")
    assert save_in_admin(enter(stage), f"/admin/areas/user/{worker.pk}/change/", data).status_code == 302
    worker.refresh_from_db()
    assert (worker.first_name, worker.is_staff, worker.is_superuser) == ("นก", False, False)


def test_an_assignment_is_ended_with_a_thai_date(stage, worker):
    data = person_form(worker, to_date="30 ก.ย. 2566")
    save_in_admin(enter(stage), f"/admin/areas/user/{worker.pk}/change/", data)
    row = worker.assignments.get()
    assert str(row.to_date) == "2023-09-30"
    assert row.history.first().history_user == stage


@pytest.mark.parametrize("who", ["superuser", "c71", "stranger"])
def test_a_coordinator_changes_no_superuser_no_stranger_and_not_oneself(stage, who):
    other = User.objects.get(username=who)
    client = enter(stage)
    save_in_admin(client, f"/admin/areas/user/{other.pk}/change/", person_form(other))
    data = {"usable_password": "true", "password1": STRONG, "password2": STRONG}
    response = client.post(f"/admin/areas/user/{other.pk}/password/", data)
    assert response.status_code in (302, 403, 404)
    other.refresh_from_db()
    assert other.first_name != "นก"
    assert not other.check_password(STRONG)


def test_a_coordinator_sets_the_password_of_the_own_people(stage, worker):
    data = {"usable_password": "true", "password1": STRONG, "password2": STRONG}
    assert enter(stage).post(f"/admin/areas/user/{worker.pk}/password/", data).status_code == 302
    worker.refresh_from_db()
    assert worker.check_password(STRONG)


def test_a_coordinator_does_not_widen_the_cluster(coordinator):
    cluster = Cluster.objects.get()
    Area.objects.create(code="70", level="province", name_th="ราชบุรี")
    data = {"name": "ชื่อใหม่", "scheme": "พอช.", "provinces": ["70", "71", "72"]}
    save_in_admin(enter(coordinator), f"/admin/areas/cluster/{cluster.pk}/change/", data)
    cluster.refresh_from_db()
    assert cluster.name == "ชื่อใหม่"
    assert not cluster.provinces.filter(code="70").exists()


def test_a_corrected_name_is_remembered_as_such_and_the_code_stays(stage):
    data = {"name_th": "ช่องสะเดาใหม่", "name_en": "Chong", "code": "720199", "postal_code": "71190"}
    assert save_in_admin(enter(stage), "/admin/areas/area/710109/change/", data).status_code == 302
    area = Area.objects.get(code="710109")
    assert (area.name_th, area.search_key) == ("ช่องสะเดาใหม่", "ช่องสะเดาใหม่|chong|")
    assert (area.history.first().history_change_reason, area.history.first().history_user) == (
        NAME_CORRECTED,
        stage,
    )
    assert not Area.objects.filter(code="720199").exists()


def test_a_name_outside_the_own_scope_is_not_changed(stage):
    assert (
        save_in_admin(enter(stage), "/admin/areas/area/720102/change/", {"name_th": "x"}).status_code == 403
    )


def test_reference_data_is_signed_by_who_changes_it(stage):
    data = {"code": "WS99", "name": "งานใหม่", "position": 99}
    assert save_in_admin(enter(stage), "/admin/projects/workstream/add/", data).status_code == 302
    stream = WorkStream.objects.get(code="WS99")
    assert (stream.created_by, stream.history.get().history_user) == (stage, stage)


def test_an_agency_of_another_province_is_not_changed(stage):
    other = Agency.objects.create(name="อบจ.สุพรรณบุรี", kind="local", area_id="72")
    data = {"name": "x", "kind": "local", "area": "71"}
    assert save_in_admin(enter(stage), f"/admin/projects/agency/{other.pk}/change/", data).status_code == 403
    data = {"name": "ใหม่", "kind": "local", "area": "72"}
    assert save_in_admin(enter(stage), "/admin/projects/agency/add/", data).status_code == 200
    assert not Agency.objects.filter(name="ใหม่").exists()


def test_an_agency_of_the_country_is_changed_by_a_superuser_alone(stage, superuser):
    country = Agency.objects.create(name="พอช.", kind="codi")
    address, data = f"/admin/projects/agency/{country.pk}/change/", {"name": "สถาบัน", "kind": "codi"}
    assert [save_in_admin(enter(who), address, data).status_code for who in (stage, superuser)] == [403, 302]


def test_the_choice_of_an_area_offers_the_own_scope(stage):
    query = {"app_label": "areas", "model_name": "assignment", "field_name": "area"}
    offered = enter(stage).get("/admin/autocomplete/", {**query, "term": ""}).json()["results"]
    assert {row["id"][:2] for row in offered} == {"71"}
    assert enter(stage).get("/admin/autocomplete/", {**query, "term": "รั้วใหญ่"}).json()["results"] == []


# --- Whatever stands in the address


@pytest.mark.parametrize(
    "address",
    [
        "areas/area/?code__regex=(",
        "areas/area/?name_th__iregex=(",
        "areas/area/?level__exact=(",
        "areas/area/?level__exact__regex=(",
        "areas/area/?q=(",
        "areas/area/?q=%25",
        "areas/area/?o=99.-1.x&p=99999",
        "areas/area/?p=x",
        "areas/area/?_to_field=name_th",
        "areas/area/?all=1",
        "areas/user/?password__startswith=a",
        "areas/user/?is_active__exact=maybe",
        "areas/user/99999999999999999999999/change/",
        "areas/user/x/history/",
        "areas/user/x/password/",
        "areas/area/%2500/history/",
        "areas/area/71/history/99999999999999999999/",
        "areas/area/71/history/x/",
        "plans/need/?dimension__id__exact=x",
        "plans/need/?dimension__id__exact=99999999999999999999",
        "plans/need/?area__code__regex=(",
        "plans/planitem/?plan__area__name_th__regex=(",
        "autocomplete/?app_label=areas&model_name=assignment&field_name=nothing",
        "autocomplete/?app_label=areas&model_name=user&field_name=password&term=a",
        "search/?s=(",
    ],
)
def test_a_hostile_address_is_no_fault(stage, superuser, address):
    for user in (stage, superuser):
        assert enter(user).get(f"/admin/{address}").status_code < 500


def test_without_the_short_list_of_lookups_a_regex_is_a_fault(stage, superuser, monkeypatch):
    """Negative control: with every look-up allowed, a broken expression reaches the database."""
    monkeypatch.setattr("areas.admin_base.ViewAdmin.lookup_allowed", lambda *args: True)
    client = Client(raise_request_exception=False)
    client.force_login(superuser)
    assert client.get("/admin/areas/area/?code__regex=(").status_code == 500


def test_lists_ask_the_same_number_of_questions_for_10_and_20_rows(stage, superuser):
    client = enter(superuser)
    client.get("/admin/areas/user/")  # the first page after the login writes the visit down
    counts = []
    for start in (0, 10):
        for n in range(start, start + 10):
            user = person(f"p{n}", Role.READER, "71")
            Assignment.objects.create(user=user, role=Role.READER, area_id="72")
            make_need("710109", title=f"เรื่อง{n}")
            Agency.objects.create(name=f"หน่วย{n}", kind="local", area_id="71")
        with CaptureQueriesContext(connection) as queries:
            for name in ("areas/user", "plans/need", "projects/agency", "areas/area"):
                client.get(f"/admin/{name}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
