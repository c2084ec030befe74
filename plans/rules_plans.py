"""What may be done to a draft plan as a whole beside its items: other years.

Called from the write path alone, with the plan's home locked before the plan.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.tools.thai import show_years
from plans import rules
from plans.models import ItemBudget, LeftOut, Lineage, Plan


def lock_home(plan: Plan) -> None:
    """Lock the plan's area or cluster, as starting a plan does: two plans of one home never get the same years."""
    home = plan.area or plan.cluster
    if home is not None:
        row = type(home)._base_manager.filter(pk=home.pk).select_for_update(of=("self",), no_key=True)
        list(row.values_list("pk"))


def change_years(plan: Plan, first: int, last: int) -> Plan:
    """Give a locked draft plan other years: as free as at its start, and none that its items ask money in is lost."""
    refuse_not_draft(plan)
    if (first, last) == (plan.first_year, plan.last_year):
        raise ValidationError(
            _("These are the years that the plan has. Type others, or go back to the plan.")
        )
    if told := tied(plan):
        raise ValidationError(told)
    rules.refuse_overlap(plan.area or plan.cluster, first, last, but=plan)
    refuse_money_outside(plan, first, last)
    plan.first_year, plan.last_year = first, last
    rules.refuse_second_way_up(plan)
    plan.full_clean(exclude=["endorsed_at"])
    plan.save()
    return plan


def refuse_not_draft(plan: Plan) -> None:
    """Refuse an endorsed or closed plan: what its council decided on stays as it was."""
    if plan.is_endorsed:
        raise ValidationError(
            _("%(plan)s is endorsed. Reopen it with a reason before it is changed.") % {"plan": plan}
        )


def tied(plan: Plan) -> str:
    """Return why the plan stays where it is, as a sentence: items go up between plans of the same years; '' if free."""
    below = Lineage.objects.filter(parent__plan=plan).exists() or LeftOut.objects.filter(plan=plan).exists()
    if below:
        return _(
            "Items of the plans below are placed in this plan, and those have the same years. Take them out in the "
            "roll-up first."
        )
    if Lineage.objects.filter(child__plan=plan).exists() or LeftOut.objects.filter(item__plan=plan).exists():
        return _(
            "Items of this plan are placed in the plan above, which has the same years. Have them taken out there "
            "first."
        )
    return ""


def refuse_money_outside(plan: Plan, first: int, last: int) -> None:
    """Refuse years that leave out one in which an item asks for money."""
    rows = ItemBudget.objects.filter(plan=plan, amount__gt=0).exclude(year__range=(first, last)).order_by()
    found = set(rows.values_list("year", "item_id"))
    if not found:
        return
    years, items = sorted({year for year, _item in found}), {item for _year, item in found}
    told = ngettext(
        "%(count)s item asks for money in %(years)s, outside %(period)s. Type a period with these years, or change "
        "the item first.",
        "%(count)s items ask for money in %(years)s, outside %(period)s. Type a period with these years, or change "
        "the items first.",
        len(items),
    )
    words = {"count": len(items), "years": ", ".join(map(str, years)), "period": show_years(first, last)}
    raise ValidationError(told % words)
