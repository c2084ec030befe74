"""The number of queries of a page does not grow with its rows: counted at 10 and at 20 rows of everything."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.urls import path

from plans.models import Need, PlanItem
from tests.doors import DOORS, path_of, sender
from tests.grow import GROWN, grow, queries
from tests.knocks import knock

pytestmark = pytest.mark.django_db
PAGES = [door for door in DOORS if door.use != "public"]
MOST = 60  # more than any page needs; a page that asks more asks too much


OF_ITEMS = {"rollup_carry", "rollup_into_line", "rollup_leave_out", "rollup_keep_apart"}


def asked(world, door):
    """Return what the page is asked for: grown rows, by name or by number."""
    if door.name == "search":
        return f"?q={GROWN}"
    if door.name in OF_ITEMS:
        waiting = PlanItem.objects.filter(title__startswith=GROWN, plan__status="endorsed", origins=None)
        free = waiting.filter(plan__area__level="tambon", destinations=None, left_out=None).order_by("pk")
        chosen = free[:2] if door.name == "rollup_keep_apart" else free
        return "?" + "&".join(f"item={item.pk}" for item in chosen)
    return "?group=other_door" if door.name == "rollup_leave_out_group" else ""


# Pages on which the grown rows do not stand, and why.
STILL = {
    "about": "tells of sources and licences",
    "reference": "which lists there are",
    "reference_row": "one row",
    "reference_add": "a new row",
    "reference_edit": "one row",
    "reference_archive": "one row",
    "reference_restore": "one row",
    "help": "tells how to use the system",
    "help_role": "tells how to use the system",
    "password_change": "one's own password",
    "logout_others": "one's own logins",
    "person_detail": "one person",
    "person_link": "one person",
    "person_rename": "one person",
    "person_deactivate": "one person",
    "person_reactivate": "one person",
    "assignment_end": "one assignment",
    "capacity_archive": "one person",
    "capacity_restore": "one person",
    "training_remove": "one training",
    "area_list": "the provinces of the country",
    "area_add": "one place",
    "boundaries": "one place",
    "area_move": "what is recorded on one old place, ten names of a kind",
    "profiles_import": "the workbook of one place",
    "profiles_import_batch": "one import",
    "profiles_import_undo": "one import",
    "plan_add": "the plans of one place",
    "cluster_plan_add": "the plans of one cluster and its provinces",
    "plan_edit": "one plan",
    "plan_archive": "one plan",
    "plan_restore": "one plan",
    "plan_lock": "one plan",
    "plan_reopen": "one plan",
    "rollup_changed": "one row",
    "rollup_forget_apart": "one decision",
    "rollup_forget_apart_many": "the decisions of one act",
    "rollup_bring_back": "one row",
    "rollup_bring_back_many": "the rows of one act",
    "rollup_split": "one row",
    "need_archive": "one need",
    "need_restore": "one need",
    "project_archive": "one project",
    "project_restore": "one project",
    "budget_line_remove": "one line",
    "leverage_edit": "one link",
    "leverage_remove": "one link",
    "tranche_add": "one line",
    "tranche_edit": "one tranche",
    "tranche_remove": "one tranche",
    "tranche_pay": "one tranche",
    "tranche_undo_payment": "one tranche",
    "tranche_report": "one tranche",
    "tranche_undo_report": "one tranche",
    "tranche_history": "one tranche",
    "leverage_history": "one link",
    "visit_done": "one visit",
    "visit_history": "one visit",
    "survey_history": "one survey",
    "rollup_split_many": "the rows of one act",
    "area_edit": "one place",
    "item_archive": "one item",
    "item_restore": "one item",
    "item_copy": "the draft plans of one province",
    "meeting_history": "one meeting",
    "area_history": "one place",
    "completeness": "one tambon",
    "completeness_workbook": "one tambon",
    "plan_money": "sums by the lists",
    "plan_money_workbook": "sums by the lists",
}


def zone_of(world, door):
    """Return the place of the row that grows: the tambon's where it has one, else the province's."""
    if not door.of:
        return ""
    return "here" if "here" in world.rows[door.of] else "province"


def count(world, door):
    """Return how the page answers its people, with how many queries and how many grown rows."""
    address = path_of(world, door, zone_of(world, door)) + asked(world, door)
    world.be_here(sender(door))
    made, answer = queries(connection, lambda: knock(world, sender(door), "GET", address))
    return answer.status, made, answer.text.count(GROWN)


@pytest.fixture(scope="module")
def counts(request, built_world, django_db_blocker):
    """Return (status, queries, grown rows) of each page that is asked for at 10 and at 20 rows, by its name."""
    told, items = {}, [item for item in request.session.items if item.path == request.path]
    asked_for = [item.callspec.params["door"] for item in items if hasattr(item, "callspec")]
    for start in (10, 20):
        grow(built_world, start, 10)
        if connection.vendor == "postgresql":
            connection.cursor().execute("ANALYZE")  # as a database does by itself that lives longer
        knock(built_world, "secretariat", "GET", "/")  # what is kept in memory is there
        for door in dict.fromkeys(asked_for):
            told.setdefault(door.name, []).append(count(built_world, door))
    return told


@pytest.mark.once
@pytest.mark.parametrize("door", PAGES, ids=lambda door: door.name)
def test_a_page_asks_as_much_at_twenty_rows_as_at_ten(counts, door):
    (_, at_ten, _), (status, at_twenty, _) = counts[door.name]
    assert status == 200
    assert at_twenty == at_ten
    assert at_twenty <= MOST


@pytest.mark.once
@pytest.mark.parametrize("door", PAGES, ids=lambda door: door.name)
def test_the_rows_that_grow_are_on_the_page(counts, door):
    """The count is no empty promise: more rows, more of them on the page (or on its next pages)."""
    _at_ten, (_status, _queries, rows) = counts[door.name]
    assert (rows > 0) != (door.name in STILL)


def one_query_for_each(request):
    """A page that asks once for each row."""
    return HttpResponse(" ".join(str(need.meeting) for need in Need.objects.all()))


urlpatterns = [path("needs/", one_query_for_each, name="need_list")]


def test_a_page_that_asks_for_each_row_is_found(world, settings):
    """Negative control."""
    settings.ROOT_URLCONF = __name__
    door = next(door for door in DOORS if door.name == "need_list")
    grow(world, 40, 3)
    few = count(world, door)
    grow(world, 50, 3)
    assert count(world, door)[1] > few[1]
