"""What of an item is not yet placed in the plan above, and the guards that everything placed has to pass.

Called by `plans.rules_rollup` inside the write path. The plan above is locked first, then the plans below in the
order of their ids, so that two people who place the same item take turns.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from areas.codes import is_inside
from config.tools.money import ZERO
from config.tools.thai import show_amount
from plans.cells import Cell, Cells, gather, rest_of
from plans.models import ItemBudget, LeftOut, LeftOutYear, Lineage, LineageYear, Plan, PlanItem
from plans.ways import child_plans

Carry = Mapping[int, Cells]  # baht by (year, wanted source), by the id of the item


def lock_plan(pk: int) -> Plan:
    """Return the plan above, locked and read anew; one that is no draft any more takes nothing."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("area", "cluster").get(pk=pk)
    if plan.is_endorsed:
        raise ValidationError(
            _("%(plan)s is endorsed and takes no more changes. Reopen it with a reason first."),
            params={"plan": str(plan)},
            code="not_draft",
        )
    return plan


def lock_items(plan: Plan, items: Collection[int]) -> dict[int, PlanItem]:
    """Return the items by id, their plans locked; refuse what is not in an endorsed plan one way below."""
    if not items:
        raise ValidationError(_("Choose at least one item."), code="nothing_chosen")
    found = PlanItem.objects.select_related("plan__area", "dimension", "work_stream", "main_agency").in_bulk(
        list(items)
    )
    wanted = {item.plan_id for item in found.values()}
    below = child_plans(plan).filter(pk__in=wanted).order_by("pk")
    list(below.select_for_update(of=("self",), no_key=True).values_list("pk"))
    # Asked again: while this act waited for the lock, a district may have got a plan of its own.
    locked = set(child_plans(plan).filter(pk__in=wanted).values_list("pk", flat=True))
    for pk in items:
        item = found.get(pk)
        if item is None or not (item.plan_id in locked or lies_in(item.plan, plan)):
            # Of an item elsewhere not even the title is told.
            raise ValidationError(_("An item you chose is no longer there."), code="gone")
        if item.plan_id not in locked:
            raise ValidationError(
                _("“%(item)s” does not go up into %(above)s: %(plan)s is not endorsed or goes another way."),
                params={"item": item.title, "plan": str(item.plan), "above": str(plan)},
                code="not_below",
            )
    refuse_second_way(plan, found)
    return {pk: found[pk] for pk in items}


def lies_in(below: Plan, plan: Plan) -> bool:
    """Whether the home of a plan lies in that of the plan above, whose people therefore may read it."""
    if plan.area_id is not None:
        return below.area_id is not None and is_inside(below.area_id, plan.area_id)
    return plan.cluster is not None and plan.cluster.provinces.filter(code=below.area_id).exists()


def refuse_second_way(plan: Plan, items: Mapping[int, PlanItem]) -> None:
    """Refuse an item that went up into another plan: an item goes up one way (invariant 2)."""
    carried = Lineage.objects.filter(child__in=items).exclude(parent__plan=plan)
    out = LeftOut.objects.filter(item__in=items).exclude(plan=plan)
    elsewhere = [*carried.values_list("child_id", flat=True), *out.values_list("item_id", flat=True)]
    for pk in elsewhere:
        raise ValidationError(
            _("“%(item)s” is already placed in another plan. An item goes up one way."),
            params={"item": items[pk].title},
            code="second_way",
        )


def rests(items: Collection[int], *, without_line: int | None = None) -> dict[int, dict[Cell, Decimal]]:
    """Return what of each item is not yet placed; with `without_line` as if that line carried nothing.

    Where more is placed than a reopened item asks for now, nothing is left.
    """
    wanted = gather(
        ItemBudget.objects.filter(item__in=items)
        .order_by()
        .values_list("item_id", "year", "wanted_source_id", "amount")
    )
    carried = LineageYear.objects.filter(lineage__child__in=items).order_by()
    if without_line is not None:
        carried = carried.exclude(lineage__parent=without_line)
    up = gather(carried.values_list("lineage__child_id", "year", "wanted_source_id", "amount"))
    out = gather(
        LeftOutYear.objects.filter(left_out__item__in=items)
        .order_by()
        .values_list("left_out__item_id", "year", "wanted_source_id", "amount")
    )
    rest = {pk: rest_of(wanted.get(pk, {}), up.get(pk, {}), out.get(pk, {})) for pk in items}
    return {pk: {cell: amount for cell, amount in cells.items() if amount > 0} for pk, cells in rest.items()}


def placed(items: Collection[int], *, without_line: int | None = None) -> set[int]:
    """Return the items that are in a line or left out, in part or wholly."""
    carried = Lineage.objects.filter(child__in=items)
    if without_line is not None:
        carried = carried.exclude(parent=without_line)
    out = LeftOut.objects.filter(item__in=items)
    return {*carried.values_list("child_id", flat=True), *out.values_list("item_id", flat=True)}


def refuse_more_than_rest(
    items: Mapping[int, PlanItem], carry: Carry, rest: Mapping[int, Mapping[Cell, Decimal]]
) -> None:
    """Refuse to place more of an item, in any year from any source, than is not yet placed."""
    errors = []
    for pk, cells in carry.items():
        for (year, source), amount in sorted(cells.items(), key=lambda cell: cell[0][0]):
            left = max(rest[pk].get((year, source), ZERO), ZERO)
            if amount > left:
                errors.append(
                    ValidationError(
                        _(
                            "“%(item)s” in %(year)d: %(asked)s baht is more than the %(left)s baht not yet placed. "
                            "Type %(left)s or less."
                        ),
                        params={
                            "item": items[pk].title,
                            "year": year,
                            "asked": show_amount(amount),
                            "left": show_amount(left),
                        },
                        code="more_than_rest",
                    )
                )
    if errors:
        raise ValidationError(errors)


def check_carry(
    items: Mapping[int, PlanItem], carry: Carry, *, line: int | None = None
) -> dict[int, dict[Cell, Decimal]]:
    """Return what is carried, cells of nothing left away; refuse too much, less than nothing, and nothing at all."""
    rest = rests(items, without_line=line)
    before = placed(items, without_line=line)
    wanted = {pk: {cell: amount for cell, amount in carry[pk].items() if amount} for pk in items}
    for pk, cells in wanted.items():
        if any(amount < 0 for amount in cells.values()):
            raise ValidationError(
                _("“%(item)s”: an amount below nothing cannot be carried."),
                params={"item": items[pk].title},
                code="negative",
            )
        if not cells and (rest[pk] or pk in before):
            refuse_nothing(items[pk], rest[pk])
    refuse_more_than_rest(items, wanted, rest)
    return wanted


def refuse_nothing(item: PlanItem, rest: Cells) -> None:
    """Refuse to place nothing of an item: it is placed already, or no amount was typed."""
    if rest:
        message = _("“%(item)s”: no amount is carried up. Type an amount, or take the item out of the line.")
    else:
        message = _("“%(item)s” is already placed, nothing of it is left.")
    raise ValidationError(
        message, params={"item": item.title}, code="no_amount" if rest else "already_placed"
    )
