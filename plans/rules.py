"""What may be done to needs, plans and items; a refusal is a ValidationError with a sentence for the person.

Called from the write path alone, inside its transaction. Rows are locked from the plan down to the item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.codes import DISTRICT, is_inside
from areas.models import Area, Cluster, Level
from config.tools.thai import show_amount, show_date, today
from meetings.models import Meeting
from plans import budgets, changes, rollup
from plans.cells import Cells
from plans.models import LeftOut, Lineage, Need, NeedLink, Plan, PlanItem, PlanStep
from plans.places import homes_of
from plans.ways import plans_below

CLUSTER_PREFIX = "C"
ITEM_FIELDS = (
    "title",
    "objective",
    "target",
    "indicator",
    "expected_result",
    "area",
    "dimension",
    "work_stream",
    "doability",
    "door",
    "main_agency",
    "confirmed",
)
NEED_FIELDS = (
    "area",
    "dimension",
    "title",
    "cause",
    "wish",
    "households",
    "severity",
    "urgency",
    "source",
    "meeting",
    "status",
    "confirmed",
)


# --- Needs


def save_need(need: Need | None, cleaned: Mapping[str, Any], *, fields_checked: bool = False) -> Need:
    """Write a need; the meeting it was voiced at must be of the same tambon or above.

    `fields_checked`: each field of the row was cleaned just now, with the very values that `cleaned` holds.
    """
    need = need or Need()
    if need.archived_at is not None:
        raise ValidationError(_("This need is put away. Take it back first."))
    for name in NEED_FIELDS:
        if name in cleaned:
            setattr(need, name, cleaned[name])
    if len(need.area_id) < 6:
        raise ValidationError(
            {"area": _("A need belongs to a tambon, a village or a community. Choose one.")}
        )
    if not fields_checked:
        need.full_clean(exclude=["items"])
    need.save()
    return need


# --- Plans


def create_plan(home: Area | Cluster, first_year: int, last_year: int) -> Plan:
    """Create the draft plan of an area or cluster for a period; a plan of overlapping years is refused."""
    refuse_overlap(home, first_year, last_year)
    if isinstance(home, Cluster):
        refuse_empty_cluster(home)
    at: dict[str, Any] = {"cluster": home} if isinstance(home, Cluster) else {"area": home}
    plan = Plan(**at, first_year=first_year, last_year=last_year, prefix=prefix_of(home))
    refuse_second_way_up(plan)
    plan.full_clean(exclude=["endorsed_at"])
    plan.save()
    return plan


def refuse_overlap(
    home: Area | Cluster | None, first_year: int, last_year: int, *, but: Plan | None = None
) -> None:
    """Refuse years that overlap with those of another plan of the home than `but`."""
    at: dict[str, Any] = {"cluster": home} if isinstance(home, Cluster) else {"area": home}
    plans = Plan.objects.filter(**at, first_year__lte=last_year, last_year__gte=first_year)
    taken = (plans.exclude(pk=but.pk) if but else plans).first()
    if taken is not None:
        raise ValidationError(
            _("%(plan)s is there already. Open it, or type years that do not overlap with it.")
            % {"plan": taken}
        )


def refuse_empty_cluster(cluster: Cluster) -> None:
    """Refuse the plan of a cluster that is put away or holds no province: nothing could go up into it."""
    if not cluster.is_active:
        raise ValidationError(
            _("%(cluster)s is put away. Take it back in the lists before it gets a plan.")
            % {"cluster": cluster}
        )
    if not cluster.provinces.exists():
        raise ValidationError(
            _(
                "%(cluster)s holds no province, so nothing could go up into its plan. Ask the system administrator."
            )
            % {"cluster": cluster}
        )


def refuse_second_way_up(plan: Plan) -> None:
    """Refuse a district's plan where items of its tambons went up past it already (an item goes up one way)."""
    if len(plan.area_id or "") != DISTRICT:
        return
    # Locked, so that nobody carries an item past the district at the same moment.
    below = list(
        plans_below(plan)
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
        .values_list("pk", flat=True)
    )
    passed = Lineage.objects.filter(child__plan__in=below).exclude(parent__plan__in=below)
    out = LeftOut.objects.filter(item__plan__in=below).exclude(plan__in=below)
    if passed.exists() or out.exists():
        raise ValidationError(
            _(
                "Items of tambons in %(area)s are already placed in the provincial plan. Take them out there "
                "before the district gets a plan of its own."
            )
            % {"area": plan.area}
        )


def prefix_of(home: Area | Cluster) -> str:
    """Return the letter before the numbers of a plan's lines: K for กาญจนบุรี, C for a cluster; '' below the province."""
    if isinstance(home, Cluster):
        return CLUSTER_PREFIX
    return home.name_en[:1].upper() if home.level == Level.PROVINCE else ""


def hold_plan(plan: Plan) -> Plan:
    """Return the plan, locked and read anew, put away or not."""
    return Plan.every.select_for_update(of=("self",)).get(pk=plan.pk)


def lock_plan(plan: Plan) -> Plan:
    """Return the plan, locked and read anew, so that nobody endorses it or puts it away while its items change."""
    held = hold_plan(plan)
    if held.archived_at is not None:
        raise ValidationError(_("%(plan)s is put away. Take it back first.") % {"plan": held})
    return held


def refuse_endorsed(plan: Plan) -> None:
    """Refuse to change a plan that its council has endorsed."""
    if plan.is_endorsed:
        meeting = plan.endorsed_at
        raise ValidationError(
            _(
                "%(plan)s was endorsed on %(day)s, so its items cannot be changed. Reopen it with a reason first."
            )
            % {"plan": plan, "day": show_date(meeting.held_on) if meeting else "–"}
        )


def endorse(plan: Plan, meeting: Meeting) -> int:
    """Mark a locked plan as endorsed at a meeting of its own area; return how many items it has.

    A meeting that is new, or whose headcount was not known before, is saved with it.
    """
    refuse_endorsed(plan)
    count = plan.items.count()
    if not count:
        raise ValidationError(_("The plan has no item yet. Add at least one item before it is endorsed."))
    refuse_waiting(plan)
    if (meeting.area_id, meeting.cluster_id) != (plan.area_id, plan.cluster_id):
        raise ValidationError({"meeting": _("This meeting is not of the plan's area. Choose another.")})
    if meeting.held_on > today():
        raise ValidationError(
            {
                "held_on": _("%(day)s has not come yet. Endorse the plan after the meeting was held.")
                % {"day": show_date(meeting.held_on)}
            }
        )
    if not meeting.headcount:
        raise ValidationError({"headcount": _("Type how many people came, at least 1.")})
    if meeting.pk is None or Meeting.objects.filter(pk=meeting.pk, headcount__isnull=True).exists():
        meeting.save()
    plan.endorsed_at = meeting
    plan.status = Plan.Status.ENDORSED
    plan.save()
    PlanStep.objects.create(plan=plan, kind=PlanStep.Kind.ENDORSED, meeting=meeting)
    return count


def refuse_waiting(plan: Plan) -> None:
    """Refuse to endorse a plan while items of the plans below wait, changed, or carry too much (invariant 2)."""
    read = rollup.read(plan)
    rest = read.balance.rest
    if read.reopened:
        told = ngettext(
            "The plan cannot be endorsed: %(count)s plan below is a draft again while its items are placed here. "
            "Wait until its council has endorsed it.",
            "The plan cannot be endorsed: %(count)s plans below are drafts again while their items are placed here. "
            "Wait until their councils have endorsed them.",
            read.reopened,
        )
        raise ValidationError(told % {"count": read.reopened}, code="reopened_below")
    if read.over.count:
        told = ngettext(
            "The plan cannot be endorsed: %(count)s item carries %(baht)s baht more than it asks for now. "
            "Take the new amounts into its line, or take it out of the annex.",
            "The plan cannot be endorsed: %(count)s items carry %(baht)s baht more than they ask for now. "
            "Take the new amounts into their lines, or take them out of the annex.",
            read.over.count,
        )
        raise ValidationError(
            told % {"count": read.over.count, "baht": show_amount(read.over.total)}, code="over"
        )
    if changed := len(changes.of_plan(plan)):
        told = ngettext(
            "The plan cannot be endorsed: %(count)s original changed after it was carried up. Take the change into "
            "the line, or keep the line with a reason.",
            "The plan cannot be endorsed: %(count)s originals changed after they were carried up. Take each change "
            "into the line, or keep the line with a reason.",
            changed,
        )
        raise ValidationError(told % {"count": changed}, code="changed_below")
    if rest.count:
        told = ngettext(
            "The plan cannot be endorsed: %(count)s item of the plans below, %(baht)s baht, is not placed yet. "
            "Carry it up or leave it out with a reason.",
            "The plan cannot be endorsed: %(count)s items of the plans below, %(baht)s baht, are not placed yet. "
            "Carry them up or leave them out with a reason.",
            rest.count,
        )
        raise ValidationError(told % {"count": rest.count, "baht": show_amount(rest.total)})


# --- Items


def save_item(plan: Plan, item: PlanItem | None, cleaned: Mapping[str, Any]) -> PlanItem:
    """Write an item of a draft plan with its budget and the needs it answers.

    `cleaned` holds the fields of ITEM_FIELDS, `budget` (baht by year and id of the wanted source) and `needs`. A new
    item gets the plan's next number. A line made from items of other plans is changed through those.
    """
    plan = lock_plan(plan)
    refuse_endorsed(plan)
    if item is None:
        last = plan.items.aggregate(last=Max("number"))["last"] or 0
        item = PlanItem(plan=plan, number=last + 1)
    elif item.plan_id != plan.pk:
        raise ValidationError(_("The item belongs to another plan."))
    elif item.origins.exists():
        raise ValidationError(
            _("This line is made from items of other plans. Its amounts are changed in the roll-up.")
        )
    for name in ITEM_FIELDS:
        if name in cleaned:
            setattr(item, name, cleaned[name])
    refuse_elsewhere(plan, item.area_id)
    budget: Cells = cleaned["budget"]
    outside = sorted(
        {year for (year, _source), amount in budget.items() if amount and year not in plan.years}
    )
    if outside:
        raise ValidationError(
            _("The year %(year)s lies outside the plan's period %(period)s.")
            % {"year": outside[0], "period": plan.period}
        )
    item.full_clean()
    item.save()
    budgets.write(item, budget)
    link_needs(item, cleaned["needs"])
    return item


def refuse_elsewhere(plan: Plan, code: str | None) -> None:
    """Refuse a place that does not lie in the plan's area or, for a cluster's plan, in one of its provinces."""
    if code is None:
        if plan.area_id is not None:
            raise ValidationError({"area": _("Choose the place of the item.")})
        return
    if not any(is_inside(code, home) for home in homes_of(plan)):
        raise ValidationError({"area": _("This place does not lie in the plan's area.")})


def link_needs(item: PlanItem, needs: Iterable[Need]) -> None:
    """Make `needs` exactly the needs that the item answers; a need from outside the plan's area is refused."""
    wanted = {need.pk: need for need in needs}
    home = item.plan.area_id
    if home and not all(is_inside(need.area_id, home) for need in wanted.values()):
        raise ValidationError({"needs": _("Choose needs of the plan's own area.")})
    linked = {link.need_id: link for link in item.need_links.all()}
    # Locked, so that nobody puts a need away at the moment in which an item begins to answer it.
    added = Need.objects.select_for_update(of=("self",)).filter(pk__in=wanted.keys() - linked.keys())
    away = [need for need in added.order_by("pk") if need.archived_at is not None]
    if away:
        told = _("“%(need)s” was put away meanwhile. Take it back, or untick it.")
        raise ValidationError({"needs": told % {"need": away[0]}})
    for pk in linked.keys() - wanted.keys():
        linked[pk].delete()
    for pk in wanted.keys() - linked.keys():
        NeedLink.objects.create(need=wanted[pk], item=item)
