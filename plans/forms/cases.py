"""Forms of a decision on a gap or an overlap: why, who acts and by when, and where it was talked over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from areas.codes import DISTRICT, PROVINCE, TAMBON
from areas.models import Cluster, User
from areas.write_forms import WriteForm
from config.tools.fields import BEDateFormField, CleanCharField, CleanTextField
from config.tools.thai import show_date, today
from meetings.models import Meeting
from plans.gap_rows import Gap
from plans.models import Verdict
from plans.overlap_rows import Overlap
from plans.rules_cases import FIELDS
from projects.models import Agency


class DecisionForm(WriteForm):
    """What both kinds of decision say; shows the last decision where it still holds."""

    reason = CleanTextField(
        label=_("reason"),
        max_length=500,
        help_text=_("What was found and what is to be done. No names of people or households."),
    )
    agency = forms.ModelChoiceField(
        label=_("agency that acts"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=_("no agency"),
    )
    actor = CleanCharField(
        label=_("who acts, in words"),
        max_length=200,
        required=False,
        help_text=_("A team or council, such as the water team of the tambon."),
    )
    due_on = BEDateFormField(label=_("to be done by"), required=False)
    meeting = forms.ModelChoiceField(
        label=_("meeting"), queryset=Meeting.objects.none(), required=False, empty_label=_("no meeting")
    )

    def __init__(self, data: Any = None, *, case: Gap | Overlap, code: str, user: User) -> None:
        """Offer the agencies that work in an area, and the meetings that the person sees there and above it."""
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        held = case.decided.holding
        offered = Q(is_active=True) | Q(pk=held.agency_id if held else None)
        fields["agency"].queryset = Agency.objects.serving(code).filter(offered)
        fields["meeting"].queryset = meetings_about(code, user)
        if held is not None:
            values = {name: getattr(held, name) for name in (*FIELDS, "verdict") if hasattr(held, name)}
            self.initial = values | {"agency": held.agency_id, "meeting": held.meeting_id}

    def clean_due_on(self) -> date | None:
        """Refuse a day that has passed: nothing can be promised for it."""
        due: date | None = self.cleaned_data["due_on"]
        if due is not None and due < today():
            raise forms.ValidationError(
                _("%(day)s has passed. Type a day from today on."), params={"day": show_date(due)}
            )
        return due


def meetings_about(code: str, user: User) -> Any:
    """Return the meetings that a person sees in a tambon, of its district and province, and of their clusters."""
    tambon, clusters = code[:TAMBON], Cluster.objects.filter(provinces=code[:PROVINCE])
    above = Q(area__in=[code[:DISTRICT], code[:PROVINCE]]) | Q(cluster__in=clusters)
    seen = Meeting.objects.visible_to(user)
    return seen.filter(above) | seen.inside(tambon)


class GapDecisionForm(DecisionForm):
    """Who will act on a need."""

    due_on = BEDateFormField(label=_("to be done by"))
    field_order = ("agency", "actor", "due_on", "reason", "meeting")


class OverlapDecisionForm(DecisionForm):
    """What two projects are to each other."""

    verdict = forms.ChoiceField(
        label=_("decision"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four.")},
    )
    field_order = ("verdict",)


class WithdrawForm(WriteForm):
    """Why a decision is withdrawn."""

    withdrawn_why = CleanTextField(
        label=_("reason"),
        max_length=500,
        help_text=_("Why the decision no longer holds. No names of people or households."),
    )
