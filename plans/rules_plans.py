"""What may be done to a draft plan as a whole beside its items: other years, put away and taken back.

Called from the write path alone, with the plan's home locked before the plan.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.models import User
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
            "Items of the plans below are placed in this plan or left out of it. Split them off and bring them back "
            "in the roll-up first."
        )
    if Lineage.objects.filter(child__plan=plan).exists() or LeftOut.objects.filter(item__plan=plan).exists():
        return _("Items of this plan are placed in the plan above. Have them taken out there first.")
    return ""


# --- Put away


def archive(plan: Plan, user: User, why: str) -> Plan:
    """Put a locked draft plan away that is a mistake: it stays with its history but is found and counted nowhere."""
    if told := keeps(plan):
        raise ValidationError(told)
    plan.archived_at, plan.archived_by, plan.archived_why = timezone.now(), user, why
    plan.full_clean(exclude=["endorsed_at"])
    plan.save()
    return plan


def keeps(plan: Plan) -> str:
    """Return why a plan cannot be put away, as a sentence: it is endorsed, holds items or is built on; '' if it can."""
    if plan.is_endorsed:
        return _("%(plan)s is endorsed. Reopen it with a reason before it is changed.") % {"plan": plan}
    count = plan.items.count()
    if count:
        told = ngettext(
            "The plan holds %(count)s item. Archive the item before the plan is put away.",
            "The plan holds %(count)s items. Archive the items before the plan is put away.",
            count,
        )
        return told % {"count": count}
    return tied(plan)


def restore(plan: Plan) -> Plan:
    """Take a locked plan back, where its home could start a plan of these years today; the reason stays in history."""
    if plan.archived_at is None:
        raise ValidationError(_("%(plan)s is not put away.") % {"plan": plan})
    rules.refuse_overlap(plan.area or plan.cluster, plan.first_year, plan.last_year, but=plan)
    if plan.cluster is not None:
        rules.refuse_empty_cluster(plan.cluster)
    rules.refuse_second_way_up(plan)
    plan.archived_at, plan.archived_by, plan.archived_why = None, None, ""
    plan.full_clean(exclude=["endorsed_at"])
    plan.save()
    return plan


# --- Years


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
