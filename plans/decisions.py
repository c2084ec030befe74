"""What needs a decision in one area, the most pressing first; quiet where nothing does."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.models import Area, Level, User
from plans.cases import ANY_WAIT
from plans.models import Grade, Plan
from plans.need_counts import Severity
from plans.overlaps import overlaps
from projects import overdue
from projects.presence import Picture


@dataclass(frozen=True)
class Decision:
    """One matter: the chip of its state, what it is, where it is seen, what the button says."""

    state: str
    title: str
    url: str
    act: str


def decisions_of(
    area: Area, user: User, severe: Severity, plan: Plan | None, presence: Picture | None
) -> list[Decision]:
    """Return what waits for a decision in an area; one query beside what the page read already."""
    found = []
    if late := overdue.count(user, area.code):
        told = ngettext(
            "%(count)d payment, report or next step is overdue",
            "%(count)d payments, reports or next steps are overdue",
            late,
        )
        found.append(
            Decision("overdue", told % {"count": late}, asked("overdue_list", area), _("See what is overdue"))
        )
    if severe.nobody_waits:
        told = ngettext(
            "%(count)d severe need is answered by nobody",
            "%(count)d severe needs are answered by nobody",
            severe.nobody_waits,
        )
        url = asked("gap_list", area, grade=Grade.NOBODY, state=ANY_WAIT)
        found.append(Decision("unanswered", told % {"count": severe.nobody_waits}, url, _("Decide who acts")))
    if severe.in_plan_waits:
        told = ngettext(
            "%(count)d severe need stands in a plan and has no money",
            "%(count)d severe needs stand in a plan and have no money",
            severe.in_plan_waits,
        )
        url = asked("gap_list", area, grade=Grade.IN_PLAN, state=ANY_WAIT)
        found.append(
            Decision("in_plan_no_money", told % {"count": severe.in_plan_waits}, url, _("Decide who acts"))
        )
    if pairs := sum(one.waits for one in overlaps(user, area.code)):
        told = ngettext(
            "%(count)d pair of projects may be double work",
            "%(count)d pairs of projects may be double work",
            pairs,
        )
        url = asked("overlap_list", area, state=ANY_WAIT)
        found.append(Decision("undecided", told % {"count": pairs}, url, _("Decide on the overlap")))
    if area.level == Level.TAMBON:
        found += _of_tambon(area, plan, presence)
    return found


def _of_tambon(area: Area, plan: Plan | None, presence: Picture | None) -> list[Decision]:
    found = []
    if plan is not None and plan.status == Plan.Status.DRAFT:
        url = reverse("plan_detail", args=[plan.pk])
        found.append(Decision("draft", _("The plan is not endorsed yet"), url, _("Open the plan")))
    if presence is not None and (presence.survey is None or presence.is_old):
        state = "not_surveyed" if presence.survey is None else "resurvey"
        told = _("How the streams of work stand was not looked at for a year")
        if presence.survey is None:
            told = _("How the streams of work stand was never looked at")
        found.append(Decision(state, told, reverse("surveys", args=[area.code]), _("See the streams")))
    return found


def asked(name: str, area: Area, **more: str) -> str:
    """Return the address of a list that asks for an area."""
    return f"{reverse(name)}?{urlencode({'area': area.code, **more})}"
