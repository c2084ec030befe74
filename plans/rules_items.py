"""What may be done to the items of a draft plan beside writing one: many at once, their order, the archive, copies.

Called from the write path alone, inside its transaction. The plan is locked before its items.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from areas.codes import is_inside
from areas.models import User
from config.tools.money import ZERO
from plans import budgets
from plans.models import Need, NeedLink, Plan, PlanItem
from plans.rules import ITEM_FIELDS, link_needs, lock_plan, refuse_endorsed, save_item
from projects.models import Agency

ASIDE = 1_000_000_000  # added to numbers while they change places; no plan has so many items
LONGEST_COPIED = 280  # characters of a title that is copied, so that what marks the copy fits behind it


# --- Many at once


def add_many(plan: Plan, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> list[PlanItem]:
    """Write items of a draft plan at its end, all or none; `rows` are (row of the block, what `save_item` takes)."""
    plan = lock_plan(plan)
    refuse_endorsed(plan)
    saved: list[PlanItem] = []
    wrong: list[str] = []
    for number, cleaned in rows:
        try:
            saved.append(save_item(plan, None, cleaned))
        except ValidationError as refused:
            wrong += [_("Row %(row)s: %(what)s") % {"row": number, "what": what} for what in refused.messages]
    if wrong:
        raise ValidationError({"block": wrong})
    return saved


# --- Order


def reordered(items: Sequence[int], wanted: Mapping[int, int]) -> list[int]:
    """Return ids of items in their new order; `wanted` holds positions from 1 of those that move.

    Raises ValidationError where a position is not in the plan or is asked for twice.
    """
    taken: dict[int, int] = {}
    for pk, place in wanted.items():
        if not 1 <= place <= len(items):
            raise ValidationError(
                _("Position %(place)s is not there. Type a number from 1 to %(most)s.")
                % {"place": place, "most": len(items)}
            )
        if place in taken:
            raise ValidationError(
                _("Position %(place)s was typed for two items. Give each its own.") % {"place": place}
            )
        taken[place] = pk
    order = [pk for pk in items if pk not in wanted]
    for place in sorted(taken):
        order.insert(place - 1, taken[place])
    return order


def reorder(plan: Plan, wanted: Mapping[int, int]) -> int:
    """Move items of a draft plan to positions from 1; the numbers then run from 1 without gaps.

    Returns how many numbers changed. Each change is kept in the item's history.
    """
    plan = lock_plan(plan)
    refuse_endorsed(plan)
    items = {item.pk: item for item in plan.items.order_by("number").select_for_update(of=("self",))}
    strange = wanted.keys() - items.keys()
    if strange:
        raise ValidationError(_("An item that you moved is no longer in this plan. Open the order again."))
    changed = []
    for number, pk in enumerate(reordered(list(items), wanted), start=1):
        if items[pk].number != number:
            items[pk].number = number
            changed.append(items[pk])
    if changed:
        plan.items.filter(pk__in=[item.pk for item in changed]).update(number=F("number") + ASIDE)
        bulk_update_with_history(changed, PlanItem, ["number"])
    return len(changed)


def next_number(plan: Plan) -> int:
    """Return the number of the item that is added next."""
    return int(plan.items.aggregate(last=Max("number"))["last"] or 0) + 1


# --- Archive


def archive(item: PlanItem, user: User, why: str) -> PlanItem:
    """Take an item out of its draft plan, with the reason; its budget and needs are kept aside for a return.

    Its budget rows and ties to needs go (their history stays), so that no sum can count it. An item that is placed
    in the plan above, or made from items below, must be taken out there first.
    """
    plan = lock_plan(item.plan)
    refuse_endorsed(plan)
    if item.archived_at is not None:
        raise ValidationError(_("“%(item)s” is in the archive already.") % {"item": item})
    if item.origins.exists():
        raise ValidationError(
            _("This line is made from items of other plans. Split them off in the roll-up first.")
        )
    placed = item.destinations.select_related("parent__plan__area", "parent__plan__cluster").first()
    if placed is not None:
        raise ValidationError(
            _("“%(item)s” is carried up into %(plan)s. Have it split off there first.")
            % {"item": item, "plan": placed.parent.plan}
        )
    out = item.left_out.select_related("plan__area", "plan__cluster").first()
    if out is not None:
        raise ValidationError(
            _("“%(item)s” is in the annex of %(plan)s. Have it brought back there first.")
            % {"item": item, "plan": out.plan}
        )
    item.shelved = {
        "budget": [[year, source, str(amount)] for (year, source), amount in budgets.cells(item).items()],
        "needs": sorted(item.need_links.values_list("need_id", flat=True)),
    }
    budgets.write(item, {})
    link_needs(item, [])
    item.archived_at, item.archived_by, item.archived_why = timezone.now(), user, why
    item.save()
    return item


def restore(item: PlanItem) -> PlanItem:
    """Put an archived item back into its draft plan with its budget and needs; its old number if that is free.

    Needs that were closed meanwhile stay linked as before; a source that is gone is no longer named.
    """
    plan = lock_plan(item.plan)
    refuse_endorsed(plan)
    if item.archived_at is None:
        raise ValidationError(_("“%(item)s” is in the plan already.") % {"item": item})
    if plan.items.filter(number=item.number).exists():
        item.number = next_number(plan)
    refuse_years_gone(plan, item)
    there = set(Agency.objects.values_list("pk", flat=True))
    budget: dict[tuple[int, int | None], Decimal] = {}
    for year, source, amount in item.shelved.get("budget", []):
        cell = (year, source if source in there else None)
        budget[cell] = budget.get(cell, ZERO) + Decimal(amount)
    needs = Need.objects.filter(pk__in=item.shelved.get("needs", []))
    item.archived_at, item.archived_by, item.archived_why, item.shelved = None, None, "", {}
    item.save()
    budgets.write(item, budget)
    for need in needs:
        NeedLink.objects.create(need=need, item=item)
    return item


def refuse_years_gone(plan: Plan, item: PlanItem) -> None:
    """Refuse an archived item with money in years that its plan no longer has: nothing of it is dropped unseen."""
    years = sorted({row[0] for row in item.shelved.get("budget", [])} - set(plan.years))
    if years:
        told = _(
            "“%(item)s” asks for money in %(years)s, outside %(period)s. Give the plan these years first."
        )
        words = {"item": item, "years": ", ".join(map(str, years)), "period": plan.period}
        raise ValidationError(told % words)


# --- Copies


def copy(item: PlanItem, plan: Plan, ticked: str = "") -> tuple[PlanItem, list[int]]:
    """Copy an item into a draft plan as its last item; return the copy and the years that the plan does not have.

    Amounts of such years are not copied. Needs are linked where they lie in the plan's area; a place elsewhere becomes
    the plan's own. A line made from items of other plans is not copied: its money is theirs. `ticked` are the warnings
    that were ticked away for the copy; those of the item stay with it.
    """
    plan = lock_plan(plan)
    refuse_endorsed(plan)
    if item.origins.exists():
        raise ValidationError(
            _("This line is made from items of other plans and cannot be copied. Copy those items instead.")
        )
    new = PlanItem(plan=plan, number=next_number(plan))
    for name in ITEM_FIELDS:
        setattr(new, name, getattr(item, name))
    new.confirmed = " ".join(dict.fromkeys([*item.confirmed.split(), *ticked.split()]))
    if plan.pk == item.plan_id:
        new.title = _("%(title)s (copy)") % {"title": item.title[:LONGEST_COPIED]}
    home = plan.area_id
    if home and not (new.area_id and is_inside(new.area_id, home)):
        new.area = plan.area
    if not PlanItem.every.filter(plan=plan, copied_from=item).exists():
        new.copied_from = item
    new.full_clean()
    new.save()
    held = budgets.cells(item)
    budgets.write(new, {cell: amount for cell, amount in held.items() if cell[0] in plan.years})
    for need in item.needs.all():
        if home and is_inside(need.area_id, home):
            NeedLink.objects.create(need=need, item=new)
    return new, sorted({year for year, _source in held if year not in plan.years})
