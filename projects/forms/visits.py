"""Forms of a follow-up visit: what was seen and what comes next; that the next step is done."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from areas.models import Area, User
from areas.write_forms import WriteForm
from config.tools.fields import BEDateFormField, CleanCharField, CleanTextField
from config.tools.thai import today
from projects.forms.projects import PlaceField
from projects.models import FollowUp, Project
from projects.rules_follow_up import places_to_visit

FIELDS = ("visited_on", "visited_by", "finding", "next_step", "due_on", "done_on")


class VisitForm(WriteForm):
    """A visit: where, when and by whom, what was seen, and the next step with its day."""

    area = PlaceField(label=_("area"), queryset=Area.objects.none(), empty_label=_("choose an area"))
    visited_on = BEDateFormField(label=_("visited on"))
    visited_by = CleanCharField(
        label=_("who visited"),
        max_length=200,
        help_text=_("An office or a team, such as the province's follow-up team."),
    )
    finding = CleanTextField(
        label=_("what was found"),
        help_text=_("What is done, what is not, why. No names of people or households."),
    )
    next_step = CleanCharField(
        label=_("next step"),
        max_length=300,
        required=False,
        help_text=_("What is to be done about it, by whom."),
    )
    due_on = BEDateFormField(
        label=_("to be done by"),
        required=False,
        help_text=_("Left empty, the next step has no day and is never overdue."),
    )
    done_on = BEDateFormField(label=_("done on"), required=False, help_text=_("Once the next step is done."))

    def __init__(
        self, data: Any = None, *, project: Project, user: User, visit: FollowUp | None = None
    ) -> None:
        """Build the form for a new visit to a project, or for a visit as it was recorded."""
        super().__init__(data)
        places = places_to_visit(project, user)
        fields: dict[str, Any] = self.fields
        if visit is not None:
            there = Area.objects.filter(pk=visit.area_id).select_related("parent")
            fields["area"].queryset = (places | there).order_by("code")
            self.initial = {"area": visit.area_id, **{name: getattr(visit, name) for name in FIELDS}}
            return
        fields["area"].queryset = places
        del fields["done_on"]
        only = list(places[:2])
        self.initial = {"visited_on": today(), "area": only[0].pk if len(only) == 1 else None}


class DoneForm(WriteForm):
    """When the next step of a visit was done."""

    done_on = BEDateFormField(label=_("done on"))

    def __init__(self, data: Any = None, *, visit: FollowUp) -> None:
        """Offer today, or show the day as it was recorded."""
        super().__init__(data)
        self.initial = {"done_on": visit.done_on or today()}
