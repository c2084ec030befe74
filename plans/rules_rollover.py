"""Year rollover: what is not finished of a plan goes on in the plan of the next period, tied to where it came from.

Nothing of the old plan changes. Called from the write path alone, with the old plan locked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from config.tools.money import ZERO
from plans import budgets, rules
from plans.cells import Cells
from plans.models import Need, NeedLink, Plan, PlanItem

LEFT_BEHIND = {"number", "confirmed"}  # a copy has its own number, and its warnings are looked at anew


@dataclass(frozen=True)
class RolledOver:
    """The plan of the next period with what came into it; `dropped` is baht of years that it does not have."""

    plan: Plan
    is_new: bool
    items: list[PlanItem]
    dropped: Decimal


def roll_over(plan: Plan, first: int, last: int, items: Sequence[PlanItem], *, shift: bool) -> RolledOver:
    """Copy items of a plan into its home's draft plan of the years `first`–`last`, which is started if need be.

    With `shift` the amounts go by the order of the years (the first year's into the first year), else the copies
    have no amounts yet. Each copy answers the needs of its original that are still open.
    """
    if not items:
        raise ValidationError({"items": _("No item is ticked. Tick at least one.")})
    if first <= plan.last_year:
        told = _("%(year)s lies in the period %(period)s of this plan. Type %(next)s or later.")
        words = {"year": first, "period": plan.period, "next": plan.last_year + 1}
        raise ValidationError({"first_year": told % words})
    for item in items:
        refuse_foreign(plan, item)
    target, is_new = next_plan(plan, first, last)
    refuse_copied(target, items)
    last_number = target.items.aggregate(last=Max("number"))["last"] or 0
    made, dropped = [], ZERO
    for number, item in enumerate(items, last_number + 1):
        asked = budgets.cells(item)
        moved = shifted(asked, first - plan.first_year, last) if shift else {}
        dropped += sum(asked.values(), ZERO) - sum(moved.values(), ZERO) if shift else ZERO
        made.append(copy_item(item, target, number, moved))
    return RolledOver(target, is_new, made, dropped)


def next_plan(plan: Plan, first: int, last: int) -> tuple[Plan, bool]:
    """Return the draft plan of the same home for the years, locked, and whether it was started now."""
    home = {"area_id": plan.area_id, "cluster_id": plan.cluster_id}
    there = Plan.objects.select_for_update(of=("self",)).filter(**home, first_year=first, last_year=last)
    if (found := there.first()) is not None:
        if found.status != Plan.Status.DRAFT:
            raise ValidationError(
                _("%(plan)s is endorsed already and takes no more items. Choose another period.")
                % {"plan": found}
            )
        return found, False
    started = rules.create_plan(plan.area or plan.cluster, first, last)  # type: ignore[arg-type]  # one of the two
    return started, True


def refuse_foreign(plan: Plan, item: PlanItem) -> None:
    """Refuse an item of another plan, and a line made from items below: that comes from below again."""
    if item.plan_id != plan.pk:
        raise ValidationError({"items": _("The item belongs to another plan.")})
    if item.origins.exists():
        told = _("“%(item)s” is made from items of other plans. It comes up again from their new plans.")
        raise ValidationError({"items": told % {"item": item}})


def refuse_copied(target: Plan, items: Sequence[PlanItem]) -> None:
    """Refuse items that the plan has copies of already."""
    found = PlanItem.every.filter(plan=target, copied_from__in=items)  # an archived copy counts too
    copied = [one.copied_from for one in found.order_by("number")]
    if copied:
        told = _("%(plan)s has “%(item)s” already. Untick it; nothing was copied twice.")
        raise ValidationError({"items": told % {"plan": target, "item": copied[0]}})


def shifted(asked: Cells, by: int, last: int) -> Cells:
    """Return baht by year and source moved on by some years; years after `last` get nothing."""
    return {(year + by, source): amount for (year, source), amount in asked.items() if year + by <= last}


def copy_item(item: PlanItem, target: Plan, number: int, amounts: Cells) -> PlanItem:
    """Write a copy of an item into a draft plan: its words, the amounts given, the open needs it answers."""
    kept = {name: getattr(item, name) for name in rules.ITEM_FIELDS if name not in LEFT_BEHIND}
    copy = PlanItem(plan=target, number=number, copied_from=item, **kept)
    copy.full_clean()
    copy.save()
    budgets.write(copy, amounts)
    for link in item.need_links.filter(need__status=Need.Status.OPEN).order_by("need_id"):
        NeedLink.objects.create(need_id=link.need_id, item=copy)
    return copy
