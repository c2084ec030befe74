"""Forms of a plan: its period, and its endorsement at a meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.models import Level
from areas.scope import inside_any
from areas.write_forms import WriteForm
from config.tools.fields import BEDateFormField, BEYearFormField, CleanCharField, CountField
from config.tools.thai import fiscal_year, show_amount, today
from meetings.models import Meeting
from plans.ledger import totals
from plans.models import Plan
from plans.models.plans import MOST_YEARS

MOST_PEOPLE = 100_000


class PeriodForm(WriteForm):
    """The period of a plan: one to five years."""

    first_year = BEYearFormField(label=_("first year"))
    last_year = BEYearFormField(label=_("last year"))

    def clean(self) -> dict[str, Any]:
        """Refuse a period that runs backwards or is longer than five years."""
        values = super().clean() or self.cleaned_data
        first, last = values.get("first_year"), values.get("last_year")
        if first and last and last < first:
            self.add_error(
                "last_year",
                gettext("The last year lies before the first. Type %(first)s or later.") % {"first": first},
            )
        elif first and last and last - first >= MOST_YEARS:
            words = {"years": last - first + 1, "most": MOST_YEARS, "last": first + MOST_YEARS - 1}
            told = gettext(
                "This is %(years)s years. A plan covers at most %(most)s: type %(last)s or earlier."
            )
            self.add_error("last_year", told % words)
        return values


class PlanForm(PeriodForm):
    """The period of a new plan."""

    def __init__(self, data: Any = None, *, provinces: list[str]) -> None:
        super().__init__(data)
        self.initial = usual_period(provinces)


class YearsForm(PeriodForm):
    """Other years for a plan."""

    def __init__(self, data: Any = None, *, plan: Plan) -> None:
        super().__init__(data)
        self.initial = {"first_year": plan.first_year, "last_year": plan.last_year}


def usual_period(provinces: list[str]) -> dict[str, int]:
    """Return the period that most plans of provinces have; for the first plan, the rest of the state's round."""
    plans = Plan.objects.filter(inside_any("area_id", provinces)).order_by()
    around = plans.values_list("first_year", "last_year")
    most = around.annotate(plans=Count("*")).order_by("-plans", "-first_year").first()
    latest = most[:2] if most else None
    if latest is None:
        year = fiscal_year(today()) + 1
        last = year + (-year) % MOST_YEARS  # rounds end in years that five divides: 2570, 2575 (domain.md §4)
        latest = (year, last)
    return {"first_year": latest[0], "last_year": latest[1]}


class EndorseForm(WriteForm):
    """At which meeting the plan was endorsed: one that is recorded, or a new one."""

    meeting = forms.ModelChoiceField(
        label=_("meeting"),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=_("a new meeting, typed below"),
    )
    held_on = BEDateFormField(label=_("date of the meeting"), required=False)
    place = CleanCharField(label=_("place of the meeting"), max_length=200, required=False)
    headcount = CountField(label=_("people who came"), most=MOST_PEOPLE, required=False)

    def __init__(self, data: Any = None, *, plan: Plan) -> None:
        super().__init__(data)
        self.plan = plan
        fields: dict[str, Any] = self.fields
        fields["meeting"].queryset = meetings_for(plan)
        fields["held_on"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """Ask for the date and the headcount of a new meeting; refuse a meeting both chosen and typed."""
        values = super().clean() or self.cleaned_data
        if "meeting" in self.errors:
            return values
        chosen = values.get("meeting")
        if chosen is None:
            if not values.get("held_on") and "held_on" not in self.errors:
                self.add_error("held_on", self.ask_meeting())
            if not values.get("headcount") and "headcount" not in self.errors:
                self.add_error("headcount", gettext("Type how many people came, at least 1."))
        elif values.get("held_on") and values["held_on"] != chosen.held_on:
            self.add_error(
                "held_on",
                gettext("A meeting is chosen above. Leave the date empty, or choose “a new meeting”."),
            )
        return values

    def ask_meeting(self) -> str:
        """Ask for the meeting; a list to choose from is named only where the page shows one."""
        fields: dict[str, Any] = self.fields
        if fields["meeting"].queryset.exists():
            return gettext("Choose a meeting above, or type the date of a new one, such as 5/7/2566.")
        return gettext("Type the date of the meeting, such as 5/7/2566.")

    def consequence(self, raw: dict[str, list[str]]) -> str:
        """Return what would be endorsed."""
        count, baht = totals([self.plan])[self.plan.pk]
        return gettext("The plan has %(count)s items, %(total)s baht in all.") % {
            "count": count,
            "total": show_amount(baht),
        }

    def new_meeting(self) -> Meeting:
        """Return the typed meeting, checked but not saved."""
        values = self.cleaned_data
        meeting = Meeting(
            area=self.plan.area,
            cluster=self.plan.cluster,
            kind=kind_for(self.plan),
            title=gettext("Meeting that endorsed the plan of %(home)s") % {"home": self.plan.home_name},
            held_on=values["held_on"],
            place=values.get("place", ""),
            headcount=values["headcount"],
        )
        try:
            meeting.full_clean()
        except ValidationError as wrong:
            named = {name: errors for name, errors in wrong.error_dict.items() if name in self.fields}
            raise ValidationError(named or wrong.messages) from wrong
        return meeting


def kind_for(plan: Plan) -> Meeting.Kind:
    """Return what kind of meeting endorses a plan of this level."""
    level = plan.area.level if plan.area else None
    if level in (Level.VILLAGE, Level.COMMUNITY):
        return Meeting.Kind.VILLAGE_FORUM
    return Meeting.Kind.COUNCIL if level == Level.TAMBON else Meeting.Kind.PROVINCIAL


def meetings_for(plan: Plan) -> QuerySet[Meeting]:
    """Return the meetings of the plan's own home that may endorse it: held by today, the latest first."""
    kinds = {kind_for(plan), Meeting.Kind.COUNCIL}
    return Meeting.objects.filter(
        area=plan.area_id, cluster=plan.cluster_id, kind__in=kinds, held_on__lte=today()
    ).order_by("-held_on", "pk")
