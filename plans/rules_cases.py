"""What a person decides on a gap or an overlap: each time a new row, on the evidence that they saw; and withdrawing it.

Called inside the write path with the case locked: its need, or the tambon of the two projects.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from config.tools.thai import show_date
from plans.gap_rows import Gap
from plans.models import GapDecision, Need, OverlapDecision, Verdict
from plans.overlap_rows import Overlap

D = TypeVar("D", GapDecision, OverlapDecision)
FIELDS = ("reason", "agency", "actor", "due_on", "meeting")


def decide_gap(gap: Gap, values: Mapping[str, Any], seen: str = "") -> GapDecision:
    """Record who will act on a need and by when; `seen` is the evidence as the person read it, '' is as it is."""
    if gap.need.status != Need.Status.OPEN:
        raise ValidationError(_("This need is no longer open. There is nothing to decide."))
    refuse_changed(gap, seen)
    refuse_same(gap, values)
    if not values["agency"] and not values["actor"]:
        raise ValidationError({"agency": _("Choose the agency that will act, or say who in words.")})
    if not values["due_on"]:
        raise ValidationError({"due_on": _("Say by when it is to be done.")})
    decision = GapDecision(need=gap.need, grade=gap.grade, evidence=gap.decided.evidence, **_common(values))
    return _written(decision)


def decide_overlap(overlap: Overlap, values: Mapping[str, Any], seen: str = "") -> OverlapDecision:
    """Record what two projects are to each other; what is to be talked over needs a day."""
    refuse_changed(overlap, seen)
    refuse_same(overlap, values)
    if values["verdict"] == Verdict.TALK and not values["due_on"]:
        raise ValidationError({"due_on": _("Say by when it is to be talked over.")})
    tambon, year, a, b = overlap.key
    decision = OverlapDecision(
        area_id=tambon,
        fiscal_year=year,
        project_a_id=a,
        project_b_id=b,
        verdict=values["verdict"],
        evidence=overlap.decided.evidence,
        **_common(values),
    )
    return _written(decision)


def withdraw(case: Gap | Overlap, why: str) -> None:
    """Withdraw the last decision on a case, with a reason; the case waits again, the decision stays as its history."""
    decision: Any = case.decided.standing
    if decision is None:
        raise ValidationError(
            _("There is no decision to withdraw: somebody withdrew it before. Go back to see it.")
        )
    if not why:
        raise ValidationError({"withdrawn_why": _("Say why the decision is withdrawn.")})
    decision.withdrawn_why = why
    decision.full_clean()
    decision.save()


def refuse_changed(case: Gap | Overlap, seen: str) -> None:
    """Raise ValidationError where the evidence is no longer what the person read when they opened the form."""
    if seen and seen != case.decided.evidence:
        told = _(
            "What this was decided on has changed since you opened the page. It stands above as it is now. "
            "Read it, then save again."
        )
        raise ValidationError(told, code="evidence_changed")


def refuse_same(case: Gap | Overlap, values: Mapping[str, Any]) -> None:
    """Raise ValidationError where this is decided already in the very same words: the form came a second time."""
    held: Any = case.decided.holding
    if held is None or any(getattr(held, name, None) != value for name, value in values.items()):
        return
    told = _(
        "The very same was decided on %(day)s by %(who)s and holds. It is not recorded twice. "
        "Change what is to be decided otherwise, or go back."
    )
    day = show_date(timezone.localtime(held.created_at).date())
    raise ValidationError(told % {"day": day, "who": held.created_by or _("the system")}, code="same")


def _common(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in FIELDS}


def _written(decision: D) -> D:
    decision.full_clean()
    decision.save()
    return decision
