"""A session of the tests that takes guards out: the database is made once, each guard is gone in a fork alone.

In the fork the code of the function around the guard is put in place of the old one; the tests near it run until
one fails. Nothing is written to the checkout.
"""

import gc
import json
import os
import re
import time
import traceback
import types
from pathlib import Path

import pytest
from django.db.backends.signals import connection_created

from tests import guards

WALK = "tests/test_doors.py"
CROSS = (
    "tests/test_strangers.py",
    "tests/test_foreign.py",
    "tests/test_doors.py",
    "tests/test_admin_doors.py",
)
SLOW = (
    "browser",
    "search_box",
    "test_walk",
    "test_bench",
    "quality",
    "machine",
    "recalculated",
    "workbook_sheets",
    "concurrency",
    "at_once",
)
DIRECT = "test_second_guards"
"""The tests that ask a guard alone, without a request: the quickest."""
NOBODY = "areas/test_scope.py::test_a_visitor_who_is_not_logged_in_gets_no_row"
MOST = 70
"""Tests that are run for a guard, beside those that ask guards alone, before it counts as not missed."""
LONGEST = 400
"""Seconds after which they end."""

# Guards that are about other pages than those of their module: words of the tests that meet them first.
NEAR = {
    "areas/middleware.py": ("areas/test_plain_requests",),
    "areas/admin_base.py": ("test_admin_doors", "areas/test_admin"),
    "areas/admin.py": ("areas/test_admin", "test_admin_doors"),
    "areas/admin_profiles.py": ("areas/test_profiles", "test_admin_doors"),
    "areas/admin_import.py": ("areas/test_imports",),
    "areas/views/imports.py": ("areas/test_imports",),
    "areas/models/around.py": ("areas/test_around",),
    "areas/imports/laying.py": ("areas/test_imports",),
    "areas/imports/rules.py": ("areas/test_imports",),
    "areas/models/imports.py": ("areas/test_imports",),
    "areas/row_cells.py": ("areas/test_imports",),
    "areas/desk.py": ("areas/test_admin", "test_admin_doors"),
    "projects/admin/projects.py": ("projects/test_admin", "areas/test_admin", "test_admin_doors"),
    "projects/admin/money.py": ("projects/test_admin", "areas/test_admin", "test_admin_doors"),
    "plans/admin.py": ("areas/test_admin", "test_admin_doors"),
    "areas/rules_people.py": ("areas/test_people",),
    "areas/writing.py": ("areas/test_writing", "item_edit]", "need_edit]", "plan_endorse]"),
    "areas/search.py": ("[search]", "areas/test_search"),
    "areas/reach.py": ("areas/test_scope", "areas/test_compiled"),
    "areas/scope.py": ("areas/test_scope", "projects/test_scope", "[plan_list]", "[need_list]", "rollup"),
    "areas/histories.py": ("history]", "areas/test_histories"),
    "areas/models/people.py": ("areas/test_scope", "areas/test_admin", "test_admin_doors"),
    "areas/models/places.py": ("areas/test_scope", "[home]", "area_", "need_add"),
    "plans/forms/plan_filter.py": ("plan_list", "completeness"),
    "plans/forms/quick.py": ("need_quick",),
    "plans/rules_items.py": ("test_items", "test_item_acts", "item_"),
    "plans/same_needs.py": ("test_need_acts", "need_add"),
    "projects/models/money.py": ("projects/test_scope", "[project_", "test_demo_money"),
    "projects/models/projects.py": ("projects/test_scope", "[project_"),
    "projects/models/follow_up.py": ("projects/test_scope", "[project_detail]", "test_demo_money"),
    "projects/ledger.py": (
        "projects/test_second_guards",
        "[project_detail]",
        "projects/test_",
        "test_demo_money",
    ),
    "projects/sums.py": ("test_demo_money", "projects/test_"),
    "projects/rules_money.py": ("projects/test_", "allocat"),
    "plans/search.py": ("plans/test_search",),
    "areas/profile_table.py": ("areas/test_profile", "profiles"),
    "areas/views/profiles.py": ("areas/test_profile", "profiles"),
    "areas/views/profile_import.py": ("areas/test_profile", "profiles_"),
    "areas/around.py": ("area_detail]", "areas/test_around"),
    "plans/compare.py": ("test_second_guards_of_mapping", "test_compare"),
    "plans/forms/compare.py": ("test_second_guards_of_mapping", "test_compare"),
    "plans/views/compare.py": ("test_compare", "[cluster_compare]"),
    "plans/flow.py": ("test_flow", "[flow]"),
    "plans/views/flow.py": ("test_flow", "[flow]"),
    "areas/models/boundaries.py": ("areas/test_boundaries",),
    "areas/views/boundaries.py": ("areas/test_boundaries", "[boundaries]"),
    "plans/mapping.py": ("test_second_guards_of_mapping", "areas/test_boundaries", "test_mapping"),
    "plans/forms/mapping.py": ("test_second_guards_of_mapping", "test_mapping"),
    "plans/views/mapping.py": ("test_mapping", "[mapping]"),
    "projects/mapping.py": ("test_second_guards_of_mapping", "test_mapping"),
    "plans/plan_money.py": ("test_plan_money", "plan_money"),
    "plans/views/plan_money.py": ("test_plan_money", "plan_money"),
    "plans/gaps.py": ("test_gaps", "test_case_pages"),
    "plans/gap_rows.py": ("test_gaps", "test_case_pages"),
    "plans/overlap_facts.py": ("test_overlaps", "test_case_pages"),
    "plans/overlap_rows.py": ("test_overlaps", "test_case_pages"),
    "plans/models/cases.py": ("test_gaps", "test_overlaps"),
    "plans/todo_cases.py": ("plans/test_home", "test_second_guards_of_cases"),
    "projects/surveyed.py": ("plans/test_home", "test_second_guards_of_cases"),
    "plans/views/case_act.py": ("test_case_pages", "gap_decide]", "overlap_decide]"),
    "plans/views/gaps.py": ("test_case_pages", "gap_"),
    "plans/views/overlaps.py": ("test_case_pages", "overlap_"),
    "plans/forms/cases.py": ("test_case_pages", "gap_decide]"),
    "plans/moving.py": ("plans/test_moving", "area_move]"),
    "plans/rules_moving.py": ("plans/test_moving", "area_move]"),
    "plans/views/moving.py": ("plans/test_moving", "area_move]"),
    "plans/decisions.py": ("test_board", "area_detail]"),
    "plans/need_counts.py": ("test_heaviest", "test_board", "area_detail]"),
    "plans/heaviest.py": ("test_heaviest", "area_detail]"),
    "meetings/models/capacity.py": ("test_second_guards_of_people", "meetings/test_people"),
    "meetings/same_people.py": ("test_second_guards_of_people", "meetings/test_"),
    "areas/of_cluster.py": ("test_second_guards_of_people", "cluster_plan_add]"),
    "meetings/at_meeting.py": ("test_second_guards_of_people", "test_at_meeting"),
    "plans/views/meetings.py": ("plans/test_meetings", "test_at_meeting"),
    "meetings/trained.py": ("test_second_guards_of_people", "test_trained_board"),
    "meetings/forms/homes.py": ("test_second_guards_of_people", "meetings/test_people"),
    "meetings/forms/people_filter.py": ("test_second_guards_of_people", "capacity_list]"),
    "meetings/forms/trainings.py": ("test_second_guards_of_people", "meetings/test_trainings"),
    "meetings/views/people.py": ("test_second_guards_of_people", "meetings/test_people", "capacity_"),
    "meetings/views/people_list.py": ("test_second_guards_of_people", "capacity_list]", "capacity_workbook]"),
    "meetings/views/trainings.py": ("test_second_guards_of_people", "training_"),
    "plans/cluster_board.py": ("test_cluster_board", "cluster_detail]"),
    "plans/cluster_waiting.py": ("test_cluster_waiting", "cluster_detail]"),
    "plans/views/cluster_board.py": ("test_cluster_board", "cluster_detail]"),
    "projects/board.py": ("test_board", "area_detail]"),
    "projects/rules_follow_up.py": ("projects/test_follow_up", "projects/test_acts"),
    "projects/views/projects.py": (
        "[project_detail]",
        "projects/test_follow_up",
        "projects/test_project_list",
    ),
    "projects/presence.py": ("projects/test_surveys", "surveys]", "survey_fill]"),
    "projects/views/surveys.py": ("projects/test_surveys", "surveys]", "survey_fill]"),
    "plans/rules_project_needs.py": ("projects/test_acts", "test_project_needs"),
    "plans/forms/project_needs.py": ("test_project_needs",),
    "plans/views/projects.py": ("test_project_needs",),
    "plans/views/needs.py": ("test_project_needs",),
    "projects/forms/leverage.py": ("test_leverage_forms",),
    "projects/views/leverage.py": ("test_leverage_forms", "[leverage_"),
    "projects/forms/report_filter.py": ("test_leg_report",),
    "projects/leg_report.py": ("test_leg_report", "test_demo_money"),
    "projects/leverage_report.py": ("test_leverage_report",),
    "projects/imports.py": ("projects/test_imports",),
    "projects/forms/allocations.py": ("projects/test_project_forms", "allocations_edit]"),
    "projects/forms/placed_filter.py": ("projects/test_second_guards",),
    "projects/forms/project_filter.py": ("project_list]", "projects/test_project_list"),
    "plans/copies.py": ("plans/test_rollover",),
    "plans/ledger.py": ("rollup", "reconcile", "sight"),
    "plans/trail.py": ("item_detail", "sight", "test_items"),
    "plans/todo.py": ("[home]", "test_home", "numbers", "number_on"),
    "plans/placing.py": ("test_foreign", "rollup"),
    "plans/reconcile.py": ("reconcile",),
    "plans/rules.py": ("item_", "plan_", "test_endorse", "test_items"),
    "plans/forms/needs.py": ("need_edit", "need_add", "test_needs"),
    "plans/forms/items.py": ("item_edit", "item_add", "test_items"),
}


def pytest_configure():
    connection_created.connect(unspilled)


def pytest_addoption(parser):
    parser.addoption("--guards", default="", help="the plan: a file of guards to take out")


def pytest_collection_modifyitems(items):
    items[:] = [one for one in items if not any(word in one.nodeid for word in SLOW)]


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """Take each guard out in a fork of its own; keep the answers."""
    walk = [one for one in session.items if "/test_doors.py::test_a_door_answers" in one.nodeid]
    # The database is made, and after the tests that ask guards directly the stage of the walk: every fork finds it.
    first = next(item for item in session.items if DIRECT in item.nodeid)
    session.config.hook.pytest_runtest_protocol(item=first, nextitem=walk[0])
    if session.testsfailed:
        return True
    waiting = [
        (guards.Guard(**{name: value for name, value in plan.items() if name != "code"}), plan["code"])
        for plan in json.loads(Path(session.config.option.guards).read_text(encoding="utf-8"))
    ]
    left = []
    for guard, code in waiting[:]:
        direct = [item for item in near(guard, session.items) if DIRECT in item.nodeid]
        if direct and keep_answer(guard, code, direct, len(direct), last=False):
            waiting.remove((guard, code))
    session.config.hook.pytest_runtest_protocol(item=walk[0], nextitem=walk[1])
    for guard, code in waiting:
        nearby = near(guard, session.items)
        on_stage = [item for item in nearby if item.nodeid.startswith(WALK)]
        elsewhere = [item for item in nearby if item not in on_stage]
        if not keep_answer(guard, code, on_stage, len(nearby), last=not elsewhere) and elsewhere:
            left.append((guard, code, elsewhere, len(nearby)))
    if left:
        # The stage holds the database's lock: other tests would fail for want of it, whatever the code says.
        session._setupstate.teardown_exact(left[0][2][0])
    for guard, code, elsewhere, count in left:
        keep_answer(guard, code, elsewhere, count, last=True)
    return True


def keep_answer(guard, code, items, count, *, last):
    """Ask the tests about a guard; keep the answer where one missed it, or these were the last of them."""
    started = time.perf_counter()
    caught = missed_by(guard, items)
    if not caught and not last:
        return False
    answers = guards.kept()
    answers[guard.name] = {"code": code, "caught_by": caught, "tests": count}
    guards.KEPT.write_text(json.dumps(answers, ensure_ascii=False, indent=1), encoding="utf-8")
    seconds = time.perf_counter() - started
    print(
        f"{'missed  ' if caught else 'SURVIVES'} {seconds:5.1f} s  {guard.file}:{guard.line} {guard.name}",
        flush=True,
    )
    return True


def near(guard, items):
    """Return the tests to run for a guard, the nearest first."""
    module = guard.file.removesuffix(".py").replace("/", ".")
    own = [(view != guard.where.split(".")[0], f"[{name}]") for name, of, view in views() if of == module]
    words = [
        f"{guard.file.split('/')[0]}/{DIRECT}",
        *NEAR.get(guard.file, ()),
        *(word for _far, word in sorted(own)),
        f"test_{Path(guard.file).stem}",
    ]

    def rank(item):
        hits = [number for number, word in enumerate(words) if word in item.nodeid]
        controls = "without" in item.name  # they take the guard out themselves
        cross = item.nodeid.startswith("tests/test_doors.py::test_a_door_answers")
        return (controls, min(hits, default=99), not cross)

    ranked = sorted(items, key=rank)
    close = [item for item in ranked if rank(item)[1] < 99]
    if len(close) < 3:
        close += [item for item in ranked if item.nodeid.startswith(CROSS) and item not in close]
    if guard.where.split(".")[-1] in guards.QUESTIONS:
        first = [item for item in items if NOBODY in item.nodeid]
        close = first + [item for item in close if item not in first]
    # Those that ask a guard alone are all run, as are those of visitors, one of each table.
    alone = [item for item in close if DIRECT in item.nodeid or NOBODY in item.nodeid]
    close = alone + [item for item in close if item not in alone][:MOST]
    # A module's world is built once: its tests run together, modules in order of their nearest test.
    order = list(dict.fromkeys(item.nodeid.split("::")[0] for item in close))
    # The walk's comes first: its stage is there already.
    order.sort(key=lambda file: file != WALK)
    return sorted(close, key=lambda item: order.index(item.nodeid.split("::")[0]))


def views():
    """Return (name, module, function or class) of the view of every address."""
    from tests.doors import addresses  # noqa: PLC0415  Django is not set up when a plugin is read

    shown = [(one.name, getattr(one.view, "view_class", one.view)) for one in addresses()]
    return [(name, getattr(view, "__module__", ""), getattr(view, "__name__", "")) for name, view in shown]


def unspilled(connection, **_kwargs):
    """Keep what a transaction writes in memory until it ends, so that a fork cannot write into its parent's file."""
    connection.cursor().execute("PRAGMA cache_spill = 0")


SOUND = set()
"""Tests that were seen to pass in a fork with every guard in its place."""


UNSOUND = set()
"""Tests that fail in a fork whatever the code says: they tell nothing and are asked no more."""


def missed_by(guard, items):
    """Return the first test that fails without the guard and passes with it, or nothing."""
    while items := [item for item in items if short(item) not in UNSOUND]:
        caught = ask(guard, items)
        if not caught or caught in SOUND:
            return caught
        if not ask(None, [item for item in items if short(item) == caught]):
            SOUND.add(caught)
            return caught
        print(f"{caught} fails in a fork whatever the code says", flush=True)
        UNSOUND.add(caught)
    return ""


def short(item):
    """Return a test's name as answers have it."""
    return re.sub(r"^tests/", "", item.nodeid)


def ask(guard, items):
    """Fork, take the guard (if one is named) out, run the tests; return the first that fails, or nothing."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        verdict = "?"
        try:
            if guard:
                take_out(guard)
            verdict = first_failure(items)
        except BaseException:
            traceback.print_exc()
        os.write(writer, verdict.encode())
        os._exit(0)
    os.close(writer)
    told = b"".join(iter(lambda: os.read(reader, 4096), b"")).decode()
    os.close(reader)
    os.waitpid(child, 0)
    if told == "?":
        raise RuntimeError(f"{guard.name if guard else items} could not be asked")
    return told


def first_failure(items):
    """Run tests until one fails; return its name."""
    quiet = items[0].config.pluginmanager.get_plugin("terminalreporter") if items else None
    items and items[0].config.pluginmanager.unregister(quiet)
    ended = time.monotonic() + LONGEST
    for number, item in enumerate(items):
        if time.monotonic() > ended:
            break
        reports = []
        hook = item.ihook
        following = items[number + 1] if number + 1 < len(items) else None

        def keep(report, reports=reports):
            reports.append(report)

        plugin = types.SimpleNamespace(pytest_runtest_logreport=keep)
        item.config.pluginmanager.register(plugin)
        hook.pytest_runtest_protocol(item=item, nextitem=following)
        item.config.pluginmanager.unregister(plugin)
        if any(report.failed for report in reports):
            return short(item)
    return ""


def take_out(guard):
    """Put the function without the guard in place of the one with it, wherever it is held; return what stood there.

    SQL that was made with the guard is forgotten.
    """
    from areas.compiled import forget_all  # noqa: PLC0415  Django is not set up when a plugin is read

    file = guards.ROOT / guard.file
    changed = compile(guard.without(file.read_text(encoding="utf-8")), str(file), "exec", dont_inherit=True)
    outer = {one.co_qualname: one for one in codes(changed)}
    before = []
    for one in gc.get_objects():
        # `isinstance` would wake lazy objects.
        if type(one) is not types.FunctionType or one.__code__.co_filename != str(file):
            continue
        new = outer.get(one.__code__.co_qualname)
        if new is not None and new != one.__code__ and new.co_freevars == one.__code__.co_freevars:
            before.append((one, one.__code__))
            one.__code__ = new
    if not before:
        raise RuntimeError(guard.name)
    forget_all()
    return before


def codes(code):
    """Return the code objects of a module's functions, methods included."""
    found = []
    for one in code.co_consts:
        if isinstance(one, types.CodeType):
            found += [one, *codes(one)]
    return found
