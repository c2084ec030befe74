"""The scope guards are found and can be taken out; a sample is, each time. All of them: `python3 -m config guards`."""

import ast

import pytest

from tests import guards
from tests.doors import TABLE
from tests.guard_loop import take_out
from tests.test_doors import faults

pytestmark = pytest.mark.django_db

# Guards, by the start of their name, and a door that leaks without them.
SAMPLE = {
    "areas/scope.py:ScopedQuerySet.visible_to: self.filter": "need_detail",
    "areas/models/people.py:UserQuerySet.visible_to: self.filter": "person_detail",
    "areas/writing.py:WriteView.find: manager.visible_to": "need_edit",
    "areas/writing.py:WriteView.find: raise PermissionDenied": "item_edit",
    "plans/views/items.py:item_detail: PlanItem.objects.visible_to": "item_detail",
    "plans/views/needs.py:need_detail: Need.objects.visible_to": "need_detail",
    "plans/views/plans.py:find_plan: Plan.objects.visible_to": "plan_detail",
    "plans/views/workbook.py:plan_workbook: Plan.objects.visible_to": "plan_workbook",
}


def guard_named(start):
    """Return the guard whose name starts so."""
    (found,) = [one for one in guards.guards() if one.name.startswith(start)]
    return found


@pytest.fixture
def out(monkeypatch):
    """Take a guard out until the test ends; `monkeypatch` lets no SQL without it stay."""
    before = []
    yield lambda guard: before.extend(take_out(guard))
    for function, code in before:
        function.__code__ = code


def test_guards_are_found_where_they_stand():
    found = {one.name for one in guards.guards()}
    assert {"areas/writing.py:WriteView.lock: manager.editable_by(self.user)"} <= found
    assert {"plans/placing.py:lies_in: is_inside(below.area_id, plan.area_id)"} <= found
    assert len(found) == len(guards.guards()) > 100


@pytest.mark.once
def test_each_guard_can_be_taken_out():
    sources = {one.file: (guards.ROOT / one.file).read_text(encoding="utf-8") for one in guards.guards()}
    whole = {file: ast.dump(ast.parse(source)) for file, source in sources.items()}
    for guard in guards.guards():
        assert ast.dump(ast.parse(guard.without(sources[guard.file]))) != whole[guard.file], guard.name


def test_what_need_not_be_missed_is_still_there_and_says_why():
    assert guards.EQUIVALENT.keys() <= {one.name for one in guards.guards()}
    assert all(len(why) > 30 for why in guards.EQUIVALENT.values())


@pytest.mark.once
@pytest.mark.parametrize(("start", "door"), SAMPLE.items(), ids=lambda one: one.split(":")[0])
def test_a_guard_taken_out_is_missed(world, out, start, door):
    """With the guard the door is sound; without it, the walk finds what is wrong."""
    roles = ["stranger", "reader", "worker"]
    assert faults(world, TABLE[door], roles) == []
    out(guard_named(start))
    assert faults(world, TABLE[door], roles) != []
