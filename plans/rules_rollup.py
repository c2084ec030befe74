"""The acts of the roll-up: carry up, merge, edit, split, leave out, bring back.

Called inside the write path, in its transaction. Nothing here changes or deletes an original: an item of a plan
below is only placed, in a line or in the annex, and taking it out again returns it to what waits. Each act leaves
invariants 2 and 3 (design.md §3) true per year and wanted source, or is refused with a sentence and changes
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from areas.models.recorded import person_of
from plans import budgets
from plans.cells import Cell, Cells, gather
from plans.merging import prefill
from plans.models import (
    LeftOut,
    LeftOutYear,
    Lineage,
    LineageYear,
    Plan,
    PlanItem,
)
from plans.placing import Carry, check_carry, lock_items, lock_plan, placed, refuse_nothing, rests
from plans.reopened import reopened
from plans.ways import Group, child_plans, own_doors


def ids_of(items: Iterable[int | PlanItem]) -> list[int]:
    """Return the ids of items, each once."""
    return list(dict.fromkeys(item.pk if isinstance(item, PlanItem) else item for item in items))


# --- Lines


def make_line(plan: Plan, fields: Mapping[str, Any], carry: Carry) -> PlanItem:
    """Make a line from originals and return it: of one item it carries it up, of several it merges them.

    `carry` is baht by (year, id of the wanted source), by item. Fields that are not given are taken from the
    originals. Raises ValidationError for more than what is not yet placed.
    """
    plan = lock_plan(plan.pk)
    items = lock_items(plan, carry.keys())
    checked = check_carry(items, carry)
    last = PlanItem.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    values = {**prefill(plan, list(items.values())), **fields}
    line = PlanItem.objects.create(plan=plan, area=plan.area, number=last + 1, **values)
    write_origins(line, checked)
    return line


def set_carried(line: PlanItem, carry: Carry) -> PlanItem:
    """Make what a line carries exactly `carry`: originals come, go or change in part; save the line's fields too."""
    plan = lock_plan(line.plan_id)
    had = set(line.origins.values_list("child_id", flat=True))
    refuse_placed_above(line)
    if not had and carry:
        raise ValidationError(
            _("%(line)s has no origin and asks for its own budget. Merge the items into a new line instead."),
            params={"line": line.label},
            code="no_origin",
        )
    if had:
        items = lock_items(plan, carry.keys())
        checked = check_carry(items, carry, line=line.pk)
        for lineage in line.origins.exclude(child__in=carry.keys()):
            lineage.delete()
        write_origins(line, checked)
    line.save()
    return line


def add_to_line(line: PlanItem, items: Iterable[int | PlanItem]) -> PlanItem:
    """Add all that is not yet placed of each item to a line."""
    plan = lock_plan(line.plan_id)
    chosen = ids_of(items)
    known = lock_items(plan, chosen)
    rest = rests(chosen)
    carry: dict[int, dict[Cell, Decimal]] = carried_by(line)
    before = placed(chosen)
    for pk in chosen:
        if not rest[pk] and pk in before:
            refuse_nothing(known[pk], rest[pk])
        own = carry.setdefault(pk, {})
        for cell, amount in rest[pk].items():
            own[cell] = own.get(cell, Decimal(0)) + amount
    return set_carried(line, carry)


def split(lineage: Lineage) -> PlanItem | None:
    """Take an original out of its line: it waits again, unchanged.

    Returns the line, or None: a line whose last original is gone is removed (its history stays), since it would
    stand for nothing and carry nothing.
    """
    line = lineage.parent
    lock_plan(line.plan_id)
    refuse_placed_above(line)
    lineage.delete()
    return settle(line)


def split_many(plan: Plan, first: int, last: int) -> int:
    """Take the originals with these ids out of their lines, the undo of one act; return how many wait again."""
    plan = lock_plan(plan.pk)
    rows = Lineage.objects.filter(parent__plan=plan, pk__gte=first, pk__lte=last)
    lines = {row.parent_id: row.parent for row in rows.select_related("parent")}
    for line in lines.values():
        refuse_placed_above(line)
    count = len(rows)
    for row in rows:
        row.delete()
    for line in lines.values():
        settle(line)
    return count


def settle(line: PlanItem) -> PlanItem | None:
    """Bring a line in order after originals left it; return None where it was removed with the last of them."""
    if not line.origins.exists():
        if is_placed_above(line):
            raise placed_above(line)
        line.delete()
        return None
    write_budget(line)
    line.save()
    return line


def refuse_placed_above(line: PlanItem) -> None:
    """Refuse to change a line that a plan further above has placed, unless its own plan was reopened for that."""
    if is_placed_above(line) and not reopened([line.plan_id]):
        raise placed_above(line)


def is_placed_above(line: PlanItem) -> bool:
    """Whether a plan further above carries the line or left it out."""
    return line.destinations.exists() or line.left_out.exists()


def placed_above(line: PlanItem) -> ValidationError:
    """Return the refusal for a line that a plan further above has placed."""
    return ValidationError(
        _("%(line)s is already placed in the plan above. Take it out there first."),
        params={"line": line.label},
        code="placed_above",
    )


def carried_by(line: PlanItem) -> dict[int, dict[Cell, Decimal]]:
    """Return what a line carries, by item; an original without money is there with nothing."""
    rows = line.origins.order_by("pk").values_list(
        "child_id", "years__year", "years__wanted_source_id", "years__amount"
    )
    return gather(rows)


def write_origins(line: PlanItem, carry: Mapping[int, Cells]) -> None:
    """Write the originals of a line, what it carries of each, and with it the line's budget."""
    there = dict(line.origins.values_list("child_id", "pk"))
    new = [Lineage(parent=line, child_id=pk) for pk in carry if pk not in there]
    if new:
        there |= {lineage.child_id: lineage.pk for lineage in bulk_create_with_history(new, Lineage)}
    write_cells(LineageYear, "lineage_id", {there[pk]: cells for pk, cells in carry.items()})
    write_budget(line)


def write_budget(line: PlanItem) -> None:
    """Make a line's budget the sum of what it carries (invariant 3)."""
    together: dict[Cell, Decimal] = {}
    for cells in carried_by(line).values():
        for cell, amount in cells.items():
            together[cell] = together.get(cell, Decimal(0)) + amount
    budgets.write(line, together)


def write_cells(model: type[models.Model], owner: str, wanted: Mapping[int, Cells]) -> None:
    """Make the year rows of each owner exactly what is wanted; a row that stays keeps its one history."""
    manager: Any = model._default_manager
    there = {
        (getattr(row, owner), row.year, row.wanted_source_id): row
        for row in manager.filter(**{f"{owner}__in": list(wanted)})
    }
    new, changed = [], []
    for pk, cells in wanted.items():
        for (year, source), amount in cells.items():
            row = there.pop((pk, year, source), None)
            if row is None:
                new.append(model(**{owner: pk, "year": year, "wanted_source_id": source, "amount": amount}))
            elif row.amount != amount:
                row.amount = amount
                changed.append(row)
    for row in there.values():
        row.delete()
    if new:
        bulk_create_with_history(new, model)
    if changed:
        bulk_update_with_history(changed, model, ["amount"])


# --- The annex of what is left out


def leave_out(
    plan: Plan, items: Iterable[int | PlanItem], ground: LeftOut.Ground, reason: str = ""
) -> list[LeftOut]:
    """Leave out all that is not yet placed of the items, with the reason; return the entries of the annex."""
    plan = lock_plan(plan.pk)
    chosen = ids_of(items)
    if ground == LeftOut.Ground.OTHER and not reason:
        raise ValidationError({"reason": _("Say why the item is left out.")}, code="no_reason")
    known = lock_items(plan, chosen)
    rest, before = rests(chosen), placed(chosen)
    for pk in chosen:
        if not rest[pk] and pk in before:
            refuse_nothing(known[pk], rest[pk])
    there = {row.item_id: row for row in LeftOut.objects.filter(plan=plan, item__in=chosen)}
    for row in there.values():  # its rest was left out before, and more of it came back since
        row.ground, row.reason = ground, reason
        row.save()
    person = person_of(plan)
    new = [
        LeftOut(plan=plan, item_id=pk, ground=ground, reason=reason, created_by=person, updated_by=person)
        for pk in chosen
        if pk not in there
    ]
    if new:
        there |= {row.item_id: row for row in bulk_create_with_history(new, LeftOut)}
    before_cells = gather(
        LeftOutYear.objects.filter(left_out__plan=plan, left_out__item__in=chosen)
        .order_by()
        .values_list("left_out__item_id", "year", "wanted_source_id", "amount")
    )
    wanted = {}
    for pk in chosen:
        together = before_cells.get(pk, {})
        for cell, amount in rest[pk].items():
            together[cell] = together.get(cell, Decimal(0)) + amount
        wanted[there[pk].pk] = together
    write_cells(LeftOutYear, "left_out_id", wanted)
    return [there[pk] for pk in chosen]


def leave_out_group(plan: Plan, group: Group) -> list[LeftOut]:
    """Leave out, in one act and with the standard reason, all that wait and are done alone or use another door."""
    plan = lock_plan(plan.pk)
    items = group_of(plan, group)
    if not items:
        raise ValidationError(_("No item of this group waits any more."), code="nothing_left")
    ground = LeftOut.Ground.ALONE if group == "alone" else LeftOut.Ground.OTHER_DOOR
    return leave_out(plan, items, ground)


def group_of(plan: Plan, group: Group) -> list[int]:
    """Return the ids of the items of a group that wait. What is done alone is not in the group of the other doors."""
    below = PlanItem.objects.filter(plan__in=list(child_plans(plan).values_list("pk", flat=True)))
    alone = PlanItem.Doability.ALONE
    if group == "alone":
        below = below.filter(doability=alone)
    else:
        below = below.exclude(doability=alone).exclude(door__in=own_doors(plan))
    elsewhere = {
        *below.filter(destinations__isnull=False)
        .exclude(destinations__parent__plan=plan)
        .values_list("pk", flat=True),
        *below.filter(left_out__isnull=False).exclude(left_out__plan=plan).values_list("pk", flat=True),
    }
    items = [
        pk for pk in below.order_by("plan_id", "number").values_list("pk", flat=True) if pk not in elsewhere
    ]
    rest, before = rests(items), placed(items)
    return [pk for pk in items if rest[pk] or pk not in before]


def bring_back_many(plan: Plan, first: int, last: int) -> int:
    """Take the entries with these ids out of the annex, the undo of one act; return how many items wait again."""
    plan = lock_plan(plan.pk)
    rows = list(LeftOut.objects.filter(plan=plan, pk__gte=first, pk__lte=last))
    for row in rows:
        row.delete()
    return len(rows)


def bring_back(left_out: LeftOut) -> None:
    """Take an item out of the annex: what was left out of it waits again."""
    lock_plan(left_out.plan_id)
    left_out.delete()
