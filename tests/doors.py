"""The doors of the site: what each address is about and who passes, one row for each URL name.

From a row and a role's part (tests.world) follows what every knock is answered: see `expected`.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import URLResolver, get_resolver, reverse

from tests.world import ABSENT, KEEPERS, PARTS, Part

LOGIN = "/login/"


@dataclass(frozen=True)
class Door:
    """An address: `of` names the kind of row it is about, `use` who passes.

    public: anyone · everyone: all who are logged in · read: who may see the row · write: who may change it may open
    and send its form · keep: so may those of them who are coordinators or superusers · lead: so may the cluster's own
    people. `empty` is what an empty form is answered (302: an act that needs no words is done).
    `everyone_sees`: the row itself (a place) is readable by all, so that a stranger's act is 403, not 404.
    `tells`: the page shows rows that have a scope. `holds`: why nothing of elsewhere is told even if the scope of
    the rows were gone. `picks`: the page shows only the few rows that come first, of whatever place.
    `keepers`: only those pass who look after people, each the people of the own areas. `owner`: the role whose row it
    is; a superuser looks on.
    """

    name: str
    use: str
    of: str = ""
    empty: tuple = (409, 422)
    everyone_sees: bool = False
    holds: str = ""
    tells: bool = True
    picks: bool = False
    keepers: bool = False
    owner: str = ""


DOORS = [
    Door("login", "public", empty=(200,), tells=False),
    Door("logout", "public", tells=False),
    Door("home", "everyone"),
    Door(
        "search", "everyone", holds="tells nothing without a word; tests/plans/test_search.py asks with words"
    ),
    Door("about", "everyone", tells=False),
    Door("reference", "everyone", tells=False),
    Door("reference_list", "read", of="list", everyone_sees=True, tells=False),
    Door("reference_row", "read", of="listed", everyone_sees=True, tells=False),
    Door("reference_add", "keep", of="list", everyone_sees=True, tells=False),
    Door("reference_edit", "keep", of="listed", everyone_sees=True, tells=False),
    Door("reference_archive", "keep", of="listed", empty=(302,), everyone_sees=True, tells=False),
    Door("reference_restore", "keep", of="listed", empty=(302,), everyone_sees=True, tells=False),
    Door("help", "everyone", tells=False),
    Door("help_role", "read", of="role", everyone_sees=True, tells=False),
    Door("account", "write", tells=False),
    Door("password_change", "write", empty=(200,), tells=False),
    Door("logout_others", "write", empty=(302,), tells=False),
    Door("forgot", "public", tells=False),
    Door("link", "public", of="token", tells=False),
    Door("people_list", "everyone", keepers=True),
    Door("person_invite", "write", keepers=True, tells=False),
    Door("person_detail", "read", of="person", keepers=True),
    Door("person_link", "write", of="person", keepers=True, empty=(200,)),
    Door("person_rename", "write", of="person", keepers=True),
    Door("person_assign", "write", of="person", keepers=True),
    Door("assignment_end", "write", of="assignment", keepers=True),
    Door("person_deactivate", "write", of="person", keepers=True),
    Door("person_reactivate", "write", of="person", keepers=True),
    Door("capacity_list", "everyone"),
    Door("capacity_workbook", "everyone"),
    Door("capacity_person", "read", of="trainee"),
    Door("capacity_history", "read", of="trainee"),
    Door("capacity_add", "write", of="tambon", everyone_sees=True, tells=False),
    Door("capacity_edit", "write", of="trainee"),
    Door("capacity_archive", "write", of="trainee"),
    Door("capacity_restore", "write", of="away_trainee", empty=(302,)),
    Door("training_add", "write", of="tambon", everyone_sees=True, holds="offers who is in the tambon"),
    Door("cluster_capacity_add", "lead", of="own_cluster", tells=False),
    Door(
        "cluster_training_add",
        "lead",
        of="own_cluster",
        holds="offers who is in the provinces of the cluster",
    ),
    Door("training_edit", "write", of="training"),
    Door("training_remove", "write", of="training", empty=(302, 409)),
    Door("area_list", "everyone", tells=False),
    Door("area_detail", "read", of="area", everyone_sees=True, holds="asks for the place first"),
    Door("area_add", "write", of="tambon", everyone_sees=True, tells=False),
    Door("area_edit", "write", of="village", everyone_sees=True, tells=False),
    Door("area_move", "keep", of="abolished", everyone_sees=True, holds="asks for the place first"),
    Door("boundaries", "keep", of="area", everyone_sees=True, tells=False),
    Door("profiles", "read", of="area", holds="asks for the place first"),
    Door("profiles_fill", "write", of="tambon", everyone_sees=True, holds="asks for the place first"),
    Door("profiles_workbook", "read", of="tambon", tells=False),
    Door("profiles_import", "write", of="tambon", everyone_sees=True, tells=False),
    Door("profiles_import_batch", "write", of="own_import", owner="secretariat", tells=False),
    Door("profiles_import_undo", "write", of="own_import", owner="secretariat", tells=False),
    Door("need_list", "everyone"),
    Door("need_workbook", "everyone"),
    Door("need_detail", "read", of="need"),
    Door("need_add", "write", of="tambon", everyone_sees=True, holds="offers what lies in the tambon"),
    Door("need_edit", "write", of="need"),
    Door("need_quick", "write", of="tambon", everyone_sees=True, holds="offers what lies in the tambon"),
    Door("need_archive", "write", of="need"),
    Door("need_restore", "write", of="put_away", empty=(302,)),
    Door("need_copy", "write", of="need"),
    Door("gap_list", "everyone"),
    Door("gap_workbook", "everyone"),
    Door("gap_detail", "read", of="need"),
    Door("gap_decide", "write", of="need"),
    Door("gap_withdraw", "write", of="need"),
    Door("overlap_list", "everyone", holds="asks for the whole tambon first"),
    Door("overlap_workbook", "everyone", holds="asks for the whole tambon first"),
    Door("overlap_detail", "read", of="overlap", holds="asks for the whole tambon first"),
    Door("overlap_decide", "write", of="overlap", holds="asks for the whole tambon first"),
    Door("overlap_withdraw", "write", of="overlap", holds="asks for the whole tambon first"),
    Door("project_list", "everyone"),
    Door("project_workbook", "everyone"),
    Door("overdue_list", "everyone"),
    Door("overdue_workbook", "everyone"),
    Door("leg_report", "everyone"),
    Door("leg_workbook", "everyone"),
    Door("leverage_report", "everyone"),
    Door("leverage_workbook", "everyone"),
    Door("project_detail", "read", of="project"),
    Door("project_history", "read", of="project"),
    Door("project_add", "write", of="tambon", everyone_sees=True, holds="offers what lies in the tambon"),
    Door("project_edit", "write", of="project"),
    Door("project_archive", "write", of="project"),
    Door("project_restore", "write", of="archived_project", empty=(302,)),
    Door("project_agencies", "write", of="project"),
    Door("project_needs", "write", of="project"),
    Door("leverage_add", "write", of="budget_line"),
    Door("leverage_edit", "write", of="leverage"),
    Door("leverage_remove", "write", of="leverage"),
    Door("budget_line_add", "write", of="project"),
    Door("budget_line_edit", "write", of="budget_line"),
    Door("budget_line_remove", "write", of="budget_line"),
    Door("allocations_edit", "write", of="budget_line"),
    Door("tranche_add", "write", of="budget_line"),
    Door("tranche_edit", "write", of="tranche"),
    Door("tranche_remove", "write", of="tranche"),
    Door("tranche_pay", "write", of="tranche"),
    Door("tranche_undo_payment", "write", of="tranche"),
    Door("tranche_report", "write", of="tranche"),
    Door("tranche_undo_report", "write", of="tranche"),
    Door("tranche_history", "read", of="tranche"),
    Door("surveys", "read", of="tambon", holds="asks for the place first"),
    Door("survey_fill", "write", of="tambon", everyone_sees=True, holds="asks for the place first"),
    Door("survey_history", "read", of="survey"),
    Door("visit_add", "write", of="project"),
    Door("visit_edit", "write", of="follow_up"),
    Door("visit_done", "write", of="follow_up"),
    Door("leverage_history", "read", of="leverage"),
    Door("visit_history", "read", of="follow_up"),
    Door("plan_list", "everyone"),
    Door("plan_list_workbook", "everyone"),
    Door("plan_add", "write", of="tambon", everyone_sees=True, tells=False),
    Door("plan_detail", "read", of="plan"),
    Door("plan_edit", "write", of="draft", tells=False),
    Door("plan_archive", "write", of="draft", tells=False),
    Door("plan_restore", "write", of="archived_plan", empty=(302,)),
    Door("plan_endorse", "write", of="draft"),
    Door("plan_lock", "write", of="plan"),
    Door("plan_reopen", "write", of="plan"),
    Door("rollup_changed", "write", of="lineage"),
    Door("plan_rollover", "write", of="plan"),
    Door("plan_workbook", "read", of="plan"),
    Door("completeness", "read", of="area", tells=False),
    Door("completeness_workbook", "read", of="area", tells=False),
    Door("flow", "read", of="area", tells=False),
    Door("flow_workbook", "read", of="area", tells=False),
    Door("mapping", "read", of="area", tells=False),
    Door("mapping_workbook", "read", of="area", tells=False),
    Door("plan_money", "read", of="area", tells=False),
    Door("plan_money_workbook", "read", of="area", tells=False),
    Door("cluster_detail", "read", of="own_cluster", tells=False),
    Door("cluster_completeness", "read", of="own_cluster", tells=False),
    Door("cluster_compare", "read", of="own_cluster", tells=False),
    Door("cluster_compare_workbook", "read", of="own_cluster", tells=False),
    Door("cluster_plan_add", "lead", of="own_cluster", tells=False),
    Door("cluster_completeness_workbook", "read", of="own_cluster", tells=False),
    Door("item_add", "write", of="draft"),
    Door("items_add", "write", of="draft"),
    Door("item_detail", "read", of="item"),
    Door("item_edit", "write", of="draft_item"),
    Door("item_list", "read", of="plan"),
    Door("item_workbook", "read", of="plan"),
    Door("plan_order", "write", of="draft"),
    Door("item_archive", "write", of="draft_item"),
    Door("item_restore", "write", of="archived_item", empty=(302,)),
    Door("item_copy", "write", of="draft_item"),
    Door("line_edit", "write", of="line"),
    Door("rollup", "read", of="rollup"),
    Door("rollup_alike", "read", of="rollup", picks=True),
    Door("rollup_carry", "write", of="rollup"),
    Door("rollup_into_line", "write", of="rollup"),
    Door("rollup_leave_out", "write", of="rollup"),
    Door("rollup_leave_out_group", "write", of="rollup"),
    Door("rollup_keep_apart", "write", of="rollup"),
    Door("rollup_forget_apart", "write", of="apart", empty=(302,)),
    Door("rollup_forget_apart_many", "write", of="aparts", empty=(302,)),
    Door("rollup_bring_back", "write", of="left_out", empty=(302,)),
    Door("rollup_bring_back_many", "write", of="left_outs", empty=(302,)),
    Door("rollup_split", "write", of="lineage", empty=(302,)),
    Door("rollup_split_many", "write", of="lineages", empty=(302,)),
    Door("meeting_detail", "read", of="meeting"),
    Door("need_history", "read", of="need"),
    Door("item_history", "read", of="item"),
    Door("plan_history", "read", of="rollup"),
    Door("meeting_history", "read", of="meeting"),
    Door("area_history", "read", of="area", everyone_sees=True, tells=False),
]
TABLE = {door.name: door for door in DOORS}
KEPT_BY = {"keep": {"coordinator", "superuser"}, "lead": {"cluster_head", "coordinator", "superuser"}}
SENDS = {"write", *KEPT_BY}
"""The uses of doors with a form; some are for a few roles alone."""


def sender(door):
    """Return the role of those who look after the province's rows that may send the door's form."""
    return "coordinator" if door.use in KEPT_BY else "secretariat"


@dataclass(frozen=True)
class Address:
    """A pattern of the resolver: its full name, route, the names of its arguments and its view."""

    name: str
    route: str
    arguments: tuple
    view: object


def addresses(resolver=None, route="", space=""):
    """Yield every address of the resolver, admin included."""
    for one in (resolver or get_resolver()).url_patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, here, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            named = tuple(one.pattern.converters) or tuple(re.compile(str(one.pattern)).groupindex)
            yield Address(f"{space}{one.name or ''}", here, named, one.callback)


# Rows of a roll-up, which the address names beside their plan.
NAMES = {
    "left_out": ("pk", "left_out"),
    "left_outs": ("pk", "first", "last"),
    "lineage": ("pk", "lineage"),
    "lineages": ("pk", "first", "last"),
    "apart": ("pk", "decision"),
    "aparts": ("pk", "first", "last"),
}


def named(kind, row):
    """Return the arguments of an address about a row of a roll-up."""
    plan = row.parent.plan_id if kind.startswith("lineage") else row.plan_id
    return {name: plan if name == "pk" else row.pk for name in NAMES[kind]}


def arguments(world, door, zone):
    """Return the arguments of a door's address for the row of a zone, or for one that is missing."""
    row = world.rows.get(door.of, {}).get(zone) if door.of else None
    if not door.of:
        return {}
    if door.of == "token":
        return {"token": "none"}
    if door.of == "assignment":
        return {"pk": row.user_id if row else ABSENT, "assignment": row.pk if row else ABSENT}
    if door.of == "own_import":
        return {"code": "710109", "pk": row.pk if row else ABSENT}
    if door.of in {"area", "tambon", "village", "abolished"}:
        return {"code": row.code if row else "999999"}
    if door.of == "list":
        return {"name": row or "nothing"}
    if door.of == "listed":
        return {"name": "agency", "pk": row.pk if row else ABSENT}
    if door.of == "role":
        return {"role": row or "nobody"}
    if door.of == "overlap":
        pair = (row.project_a_id, row.project_b_id) if row else (ABSENT, ABSENT + 1)
        place = {"code": row.area_id, "year": row.fiscal_year} if row else {"code": "999999", "year": 2566}
        return {**place, "first": pair[0], "second": pair[1]}
    if door.of in NAMES:
        return dict.fromkeys(NAMES[door.of], ABSENT) if row is None else named(door.of, row)
    return {"pk": row.pk if row else ABSENT}


def zones(world, door):
    """Return the zones whose row the door can be about, and the missing one."""
    return [*world.rows.get(door.of, {}), "missing"] if door.of else [""]


def path_of(world, door, zone):
    """Return the address of a door for the row of a zone."""
    return reverse(door.name, kwargs=arguments(world, door, zone))


def expected(door, role, zone, method):
    """Return the statuses that a knock may be answered with."""
    part = PARTS[role]
    sends = door.use in SENDS
    if door.of == "token":
        return {410}
    if door.use == "public":
        return {200, 302, 405, 422}
    if role == "anonymous":
        return {302}
    if door.keepers and role not in KEEPERS:
        part = Part()
        if not zone:
            return {403, 405}
    refused = {404} if sends or method == "GET" else {404, 405}
    if door.owner and (zone == "missing" or role not in {door.owner, "superuser"}):
        return refused
    if door.owner and role == "superuser" and method == "POST":
        return {403}
    if zone == "missing" or (zone and zone not in part.reads and not door.everyone_sees):
        return refused
    if method == "POST" and not sends:
        return {405}
    if sends and zone and (zone not in part.edits or role not in KEPT_BY.get(door.use, PARTS)):
        return {403}
    return {200} if method == "GET" else set(door.empty)


def login_of(path):
    """Return where an anonymous person is sent."""
    return f"{LOGIN}?next={quote(path)}"


# --- The admin


@dataclass(frozen=True)
class Desk:
    """A table in the admin: what kind of row of the world it shows and what a coordinator does there.

    `edits`: rows are changed there · `adds`: rows are added there · `scoped`: a row elsewhere is not found;
    where it is not, everyone in the admin sees every row. `imports`: rows come from a sheet too
    (tests/areas/test_imports.py walks those pages).
    """

    of: str
    edits: bool = False
    adds: bool = False
    scoped: bool = True
    imports: bool = False


DESKS = {
    "areas_area": Desk("area", edits=True, scoped=False),
    "areas_cluster": Desk("cluster", edits=True, adds=True, scoped=False, imports=True),
    "areas_user": Desk("user", edits=True, adds=True),
    "areas_areaprofile": Desk("profile", edits=True, adds=True, imports=True),
    "areas_areaalias": Desk("alias", edits=True, adds=True, scoped=False, imports=True),
    "areas_designation": Desk("designation", edits=True, adds=True, scoped=False, imports=True),
    "areas_localauthority": Desk("authority", edits=True, adds=True, scoped=False, imports=True),
    "areas_localauthorityarea": Desk("authority_area", edits=True, adds=True, scoped=False, imports=True),
    "areas_communityorganization": Desk("organization", edits=True, adds=True, imports=True),
    "projects_workstream": Desk("work_stream", edits=True, adds=True, scoped=False, imports=True),
    "projects_leg": Desk("leg", edits=True, adds=True, scoped=False, imports=True),
    "projects_dimension": Desk("dimension", edits=True, adds=True, scoped=False, imports=True),
    "meetings_capacitytopic": Desk("topic", edits=True, adds=True, scoped=False, imports=True),
    "projects_agency": Desk("agency", edits=True, adds=True, scoped=False, imports=True),
    "meetings_meeting": Desk("meeting"),
    "meetings_person": Desk("trainee"),
    "meetings_trainingrecord": Desk("training"),
    "plans_need": Desk("need", imports=True),
    "plans_plan": Desk("plan"),
    "plans_planitem": Desk("item"),
    "areas_assignment": Desk("assignment"),
    "plans_itembudget": Desk("budget"),
    "plans_needlink": Desk("need_link"),
    "plans_lineage": Desk("lineage"),
    "projects_project": Desk("project", imports=True),
    "projects_budgetline": Desk("budget_line", imports=True),
    "projects_allocation": Desk("allocation"),
    "projects_tranche": Desk("tranche"),
    "projects_leverage": Desk("leverage"),
    "projects_followup": Desk("follow_up"),
    "projects_survey": Desk("survey"),
    "plans_projectneed": Desk("project_need"),
    "plans_leftout": Desk("left_out"),
    "plans_similaritydecision": Desk("apart"),
    "plans_gapdecision": Desk("gap_decision"),
    "plans_overlapdecision": Desk("overlap"),
}
# Pages of the admin that are about no row, and what staff gets there (GET, POST).
ADMIN_PAGES = {
    "admin:index": ({200}, {200, 405}),
    "admin:search": ({200}, {200, 405}),
    "admin:login": ({302}, {302}),
    "admin:logout": ({405}, {200, 302}),
    "admin:password_change": ({200}, {200}),
    "admin:password_change_done": ({200}, {200, 405}),
    "admin:autocomplete": ({403, 404}, {403, 404, 405}),
    "admin:jsi18n": ({200}, {200, 405}),
    "admin:app_list": ({200}, {200, 405}),
}
ROW_PAGES = ("change", "history")
"""Pages of one row."""


def desk_addresses():
    """Return the names of the addresses that the desks have."""
    names = set(ADMIN_PAGES)
    for model, desk in DESKS.items():
        pages = ["changelist", "export", *ROW_PAGES, *(["add"] if desk.adds else [])]
        pages += ["import", "import_batch", "import_undo"] if desk.imports else []
        names.update(f"admin:{model}_{page}" for page in pages)
    return names | ADMIN_MORE


# Left to Django: old addresses of rows, links to pages, the last pattern that catches the rest, a person's password.
ADMIN_MORE = {"admin:", "admin:view_on_site", "admin:auth_user_password_change"}
