"""The doors of the site: what each address is about and who passes, one row for each URL name.

From a row and a role's part (tests.world) follows what every knock is answered: see `expected`.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import URLResolver, get_resolver, reverse

from tests.world import ABSENT, PARTS

LOGIN = "/login/"


@dataclass(frozen=True)
class Door:
    """An address: `of` names the kind of row it is about, `use` who passes.

    public: anyone · everyone: all who are logged in · read: who may see the row · write: who may change it may open
    and send its form · act: the same, but only sent, never opened. `empty` is what an empty form is answered.
    `everyone_sees`: the row itself (a place) is readable by all, so that a stranger's act is 403, not 404.
    `tells`: the page shows rows that have a scope.
    """

    name: str
    use: str
    of: str = ""
    empty: tuple = (409, 422)
    everyone_sees: bool = False
    tells: bool = True


DOORS = [
    Door("login", "public", empty=(200,), tells=False),
    Door("logout", "public", tells=False),
    Door("home", "everyone"),
    Door("search", "everyone", tells=False),
    Door("about", "everyone", tells=False),
    Door("account", "write", tells=False),
    Door("password_change", "write", empty=(200,), tells=False),
    Door("area_list", "everyone", tells=False),
    Door("area_detail", "read", of="area", everyone_sees=True),
    Door("area_add", "write", of="tambon", everyone_sees=True, tells=False),
    Door("area_edit", "write", of="village", everyone_sees=True, tells=False),
    Door("need_list", "everyone"),
    Door("need_detail", "read", of="need"),
    Door("need_add", "write", of="tambon", everyone_sees=True, tells=False),
    Door("need_edit", "write", of="need"),
    Door("plan_list", "everyone", tells=False),  # names of areas and sums; a plan has no words of its own
    Door("plan_add", "write", of="tambon", everyone_sees=True, tells=False),
    Door("plan_detail", "read", of="plan"),
    Door("plan_endorse", "write", of="draft"),
    Door("plan_workbook", "read", of="plan"),
    Door("item_add", "write", of="draft"),
    Door("item_detail", "read", of="item"),
    Door("item_edit", "write", of="draft_item"),
    Door("line_edit", "write", of="line"),
    Door("rollup", "read", of="rollup"),
    Door("rollup_carry", "write", of="rollup"),
    Door("rollup_into_line", "write", of="rollup"),
    Door("rollup_leave_out", "write", of="rollup"),
    Door("rollup_leave_out_group", "write", of="rollup"),
    Door("rollup_keep_apart", "write", of="rollup"),
    Door("rollup_bring_back", "write", of="left_out"),
    Door("rollup_split", "write", of="lineage"),
    Door("rollup_split_many", "write", of="rollup"),
    Door("rollup_bring_back_many", "write", of="rollup"),
    Door("rollup_forget_apart", "write", of="apart"),
]
TABLE = {door.name: door for door in DOORS}


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


def arguments(world, door, zone):
    """Return the arguments of a door's address for the row of a zone, or for one that is missing."""
    row = world.rows[door.of].get(zone) if door.of else None
    if not door.of:
        return {}
    if door.of in {"area", "tambon", "village"}:
        return {"code": row.code if row else "999999"}
    if door.of == "left_out":
        return {"pk": row.plan_id, "left_out": row.pk} if row else {"pk": ABSENT, "left_out": ABSENT}
    if door.of == "lineage":
        return {"pk": row.parent.plan_id, "lineage": row.pk} if row else {"pk": ABSENT, "lineage": ABSENT}
    if door.of == "apart":
        return {"pk": row.plan_id, "decision": row.pk} if row else {"pk": ABSENT, "decision": ABSENT}
    if door.name.endswith("_many"):
        return {"pk": row.pk if row else ABSENT, "first": 1, "last": ABSENT}
    return {"pk": row.pk if row else ABSENT}


def zones(world, door):
    """Return the zones whose row the door can be about, and the missing one."""
    return [*world.rows[door.of], "missing"] if door.of else [""]


def path_of(world, door, zone):
    """Return the address of a door for the row of a zone."""
    return reverse(door.name, kwargs=arguments(world, door, zone))


def expected(door, role, zone, method):
    """Return the statuses that a knock may be answered with."""
    part = PARTS[role]
    opens, sends = door.use != "act", door.use in {"write", "act"}
    if door.use == "public":
        return {200, 302, 405}
    if role == "anonymous":
        return {302}
    if zone == "missing":
        return {404} if opens and method == "GET" else {404, 405}
    if zone and zone not in part.reads and not door.everyone_sees:
        return {404} if (opens if method == "GET" else sends) else {404, 405}
    if method == "POST" and not sends:
        return {405}
    if method == "GET" and not opens:
        return {405}
    if sends and zone and zone not in part.edits:
        return {403}
    return {200} if method == "GET" else set(door.empty)


def login_of(path):
    """Return where an anonymous person is sent."""
    return f"{LOGIN}?next={quote(path)}"
