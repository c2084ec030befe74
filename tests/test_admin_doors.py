"""Every door of the admin: who enters, which rows they meet there, and that nothing of another place is told."""

import io

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from openpyxl import load_workbook

from areas.models.recorded import acting_as
from config.admin_sidebar import NAVIGATION
from projects.models import Dimension
from tests import doors, house
from tests.doors import ADMIN_PAGES, DESKS, ROW_PAGES
from tests.engines import LONG, whole_here
from tests.knocks import knock, readable
from tests.world import ABSENT, MARKS, PARTS, WORD

pytestmark = pytest.mark.django_db
STAFF = [role for role, part in PARTS.items() if part.staff]
OTHERS = [role for role in PARTS if role not in STAFF]
METHODS = ["GET", "POST"]


def model_of(desk):
    return apps.get_model(*desk.split("_"))


def path_of(desk, page, row=None):
    """Return the address of a page of a desk."""
    if page not in ROW_PAGES:
        return reverse(f"admin:{desk}_{page}")
    pk = row.pk if row else ("999999" if desk == "areas_area" else ABSENT)
    return reverse(f"admin:{desk}_{page}", args=[pk])


def wanted(desk, page, role, zone, method):
    """Return the statuses that staff may get at a page of a desk."""
    table = DESKS[desk]
    inside = zone in PARTS[role].reads or not table.scoped
    if zone == "missing" or not inside:
        return {302, 403, 404}  # Django sends staff to the index with "does not exist"
    if method == "GET":
        return {200}
    if page == "change" and table.of == "area" and zone not in PARTS[role].edits:
        return {403}
    if page == "change":
        return {409} if table.edits else {403}  # an empty form does not say what it was opened with
    return {200, 302, 403, 405}


def meets(role, page, zone, method):
    """Whether a role knocks: who is not let in reads at one own row, of these one role goes every way.

    Who sends to a page that takes nothing does so at one own row too.
    """
    if role in OTHERS and role != "secretariat":
        return zone == "here" and method == "GET"
    reads_all = role in STAFF and (method == "GET" or page == "change")
    return reads_all or zone in {"here", "missing"}


def asked_for(rows, role, number):
    """Return the zones whose rows a role asks for: all that it may not read, of the others "here" and one more."""
    own = [] if LONG else [zone for zone in rows if zone in PARTS[role].reads - {"here"}]
    left = own and own[number % len(own)]
    return [zone for zone in rows if zone not in own or zone == left]


def faults(world, desk, roles=tuple(PARTS), methods=("GET", "POST")):
    """Return what is wrong with the answers at a desk, one line each."""
    table, found = DESKS[desk], []
    pages = ["changelist", "export", *(["add"] if table.adds else [])]
    rows = {**world.rows[table.of], "missing": None}
    for role in roles:
        asked = [(page, "here", path_of(desk, page)) for page in pages]
        for number, page in enumerate(ROW_PAGES, list(DESKS).index(desk)):
            asked += [(page, zone, path_of(desk, page, rows[zone])) for zone in asked_for(rows, role, number)]
        for page, zone, address in asked:
            for method in [one for one in methods if meets(role, page, zone, one)]:
                answer = knock(world, role, method, address)
                statuses = wanted(desk, page, role, zone, method) if role in STAFF else {302}
                if desk == "areas_cluster" and page == "add" and role == "coordinator":
                    statuses = {403}
                if answer.status not in statuses or answer.error:
                    found.append(f"{answer} ({zone}), wanted {sorted(statuses)}")
                found += [f"{answer} tells of {mark} ({zone})" for mark in answer.strange_marks(world)]
    return found


def test_every_address_of_the_admin_is_known():
    names = {one.name for one in doors.addresses() if one.name.startswith("admin:")}
    assert sorted(names - doors.desk_addresses()) == []
    assert sorted(doors.desk_addresses() - names) == []


def test_an_unknown_desk_is_found(monkeypatch):
    """Negative control: needs in the admin, and no row for them in the table."""
    monkeypatch.delitem(DESKS, "plans_need")
    names = {one.name for one in doors.addresses() if one.name.startswith("admin:")}
    assert "admin:plans_need_change" in names - doors.desk_addresses()


@pytest.mark.parametrize("desk", DESKS)
def test_a_desk_answers_as_its_row_says(world, desk):
    roles = tuple(PARTS) if whole_here(list(DESKS).index(desk)) else ("secretariat", "coordinator")
    assert faults(world, desk, roles) == []


@pytest.mark.once
@pytest.mark.parametrize("desk", [desk for desk, table in DESKS.items() if table.scoped])
def test_without_scope_the_walk_finds_the_leak(world, monkeypatch, desk):
    """Negative control: with visible_to returning every row."""
    board = admin.site._registry[model_of(desk)]
    near = [model_of(desk)._meta.get_field(name).remote_field.model for name in board.seen_with]
    for rows in {type(model.objects.all()) for model in [*near, model_of(desk)]}:
        if hasattr(rows, "visible_to"):
            monkeypatch.setattr(rows, "visible_to", lambda self, user: self)
    leaks = faults(world, desk, roles=["coordinator"], methods=["GET"])
    assert any("tells of" in fault for fault in leaks)


@pytest.mark.parametrize("name", ADMIN_PAGES)
def test_a_page_of_the_admin_is_for_staff(world, name):
    address = reverse(name, args=["plans"] if name == "admin:app_list" else [])
    for role in PARTS:
        for method, statuses in zip(METHODS, ADMIN_PAGES[name], strict=True):
            answer = knock(world, role, method, address)
            assert answer.status in (statuses if role in STAFF else {302}), str(answer)
            assert answer.strange_marks(world) == []


@pytest.mark.parametrize("role", PARTS)
def test_what_is_left_to_django_tells_nothing_either(world, role):
    stranger, need = world.people["stranger"], world.rows["need"]["other"]
    asked = [
        reverse("admin:auth_user_password_change", args=[stranger.pk]),
        f"/admin/r/{need_type(need)}/{need.pk}/",
        f"/admin/plans/need/{need.pk}/",
        "/admin/nowhere/",
        "/admin/plans/need/%00/change/",
        f"/admin/search/?s={WORD}",
        f"/admin/search/?s={MARKS['other'][:6]}&extended=1",
    ]
    for address in asked:
        for method in METHODS:
            answer = knock(world, role, method, address)
            assert answer.status in {200, 302, 403, 404, 405}, str(answer)
            assert answer.strange_marks(world) == [], str(answer)


def need_type(row):
    return apps.get_model("contenttypes.ContentType").objects.get_for_model(row).pk


def test_a_coordinator_sets_no_password_of_a_person_elsewhere(world):
    stranger = world.people["stranger"]
    address = reverse("admin:auth_user_password_change", args=[stranger.pk])
    data = {"usable_password": "true", "password1": "a-new-one-2566", "password2": "a-new-one-2566"}
    assert knock(world, "coordinator", "POST", address, data).status in {302, 403, 404}
    assert knock(world, "superuser", "POST", address, data).status == 302
    stranger.refresh_from_db()
    assert not stranger.check_password("a-new-one-2566")


@pytest.mark.once
@pytest.mark.parametrize("desk", DESKS)
def test_searching_filtering_and_choosing_tell_nothing_of_elsewhere(world, desk):
    list_path = path_of(desk, "changelist")
    asked = [(list_path, {"q": WORD}), (list_path, {"q": MARKS["other"][:5]}), (list_path, {"all": ""})]
    for model in apps.get_models():
        asked += [
            (
                reverse("admin:autocomplete"),
                {
                    "app_label": model._meta.app_label,
                    "model_name": model._meta.model_name,
                    "field_name": field.name,
                    "term": WORD,
                },
            )
            for field in model._meta.get_fields()
            if field.is_relation and field.related_model is model_of(desk) and not field.auto_created
        ]
    for address, data in asked:
        answer = knock(world, "coordinator", "GET", address, data)
        assert answer.status in {200, 302, 403, 404}, str(answer)
        assert answer.strange_marks(world) == [], str(answer)


def test_a_desk_to_look_at_leads_to_a_page_that_its_reader_may_see(world):
    client = world.clients["coordinator"]
    desks = {desk: table for desk, table in DESKS.items() if not table.edits}
    shut = []
    for desk, table in desks.items():
        row = world.rows[table.of].get("here") or world.rows[table.of]["province"]
        address = admin.site._registry[model_of(desk)].staff_url(row)
        if not address or client.get(address).status_code != 200:
            shut.append((desk, address))
    assert shut == []


# --- Every table of ours


UNSEEN = {
    "areas.OneTimeKey": "written by the write path itself, read by nobody",
    "areas.LoginLink": "made and ended on the page of its person; holds only a digest",
    "areas.Visit": "one's own logins stand on the account page",
    "areas.Failure": "counted by the throttle, read by nobody; holds only a digest",
    "areas.Upload": "a file stands on the page of its import",
    "areas.ImportBatch": "stands on the import page of its table, for the person who sent it",
    "areas.ImportRow": "stands on the page of its import",
    "areas.BoundaryMap": "uploaded, changed and taken away on the page of its area",
    "projects.ProjectAgency": "stands on the page of its project",
    "projects.Presence": "stands on the page of its survey",
    "projects.SurveyAgency": "stands on the page of its survey",
    "plans.PlanStep": "stands on the page of its plan",
    "plans.LineageYear": "stands on the page of its lineage",
    "plans.LeftOutYear": "stands on the page of what is left out",
}


def tables_without_a_desk():
    """Return the tables of ours that the admin does not show."""
    ours = [model for model in apps.get_models() if model._meta.app_label in house.APPS]
    shown = set(admin.site._registry)
    named = [model._meta.label for model in ours if model not in shown and "." not in model.__name__]
    return [label for label in named if label not in UNSEEN and ".Historical" not in label]


def test_every_table_of_ours_stands_in_the_admin_or_says_why_not():
    assert tables_without_a_desk() == []


def test_a_table_without_a_desk_is_found(monkeypatch):
    """Negative control: needs taken out of the admin."""
    monkeypatch.delitem(admin.site._registry, apps.get_model("plans.Need"))
    assert tables_without_a_desk() == ["plans.Need"]


def test_the_sidebar_names_every_desk():
    links = {str(entry["link"]) for group in NAVIGATION for entry in group["items"]}
    assert links == {path_of(desk, "changelist") for desk in DESKS}


# --- The list as a workbook


def test_a_text_that_looks_like_a_formula_is_exported_as_text(world):
    Dimension.objects.create(code="X9", name='=HYPERLINK("http://x","y")', position=77)
    body = world.clients["superuser"].get("/admin/projects/dimension/export/").content
    rows = list(load_workbook(io.BytesIO(body)).active.iter_rows())
    cell = next(cell for row in rows for cell in row if str(cell.value).startswith("=HYPER"))
    assert cell.data_type == "s"
    assert any(cell.value == 77 for row in rows for cell in row)


def test_an_export_keeps_the_filter_of_the_list(world):
    both = world.clients["superuser"].get("/admin/plans/need/export/")
    one = world.clients["superuser"].get("/admin/plans/need/export/?province=71")
    assert MARKS["other"] in readable(both)
    assert MARKS["other"] not in readable(one)
    assert MARKS["here"] in readable(one)


def test_amounts_are_numbers_and_days_are_of_the_buddhist_era(world):
    money = readable(world.clients["superuser"].get("/admin/plans/itembudget/export/"))
    assert "<v>350000</v>" in money
    meetings = readable(world.clients["superuser"].get("/admin/meetings/meeting/export/"))
    assert "5 ก.ค. 2566" in meetings


def test_a_history_tells_from_what_to_what(world):
    need = world.rows["need"]["here"]
    with acting_as(world.people["secretariat"]):
        need.severity = 2
        need.save()
    page = readable(world.clients["coordinator"].get(path_of("plans_need", "history", need)))
    assert "Secretariat" in page
    assert MARKS["other"] not in page
