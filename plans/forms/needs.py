"""The form of a need, in the words of the village."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from areas.codes import DISTRICT, tambon_of
from areas.models import Area, Level, User
from areas.write_forms import WriteForm
from config.tools.fields import CleanCharField
from meetings.models import Meeting
from plans.forms.fields import SEVERITIES, URGENCIES, CleanTextField, CountField, PlaceField
from plans.models import Need
from plans.rules import NEED_FIELDS
from projects.models import Dimension

MOST_HOUSEHOLDS = 100_000
COPIED = ("title", "cause", "wish", "severity", "urgency", "source")  # to a neighbour; households are its own


class NeedForm(WriteForm):
    """A need of a tambon, a village or a community."""

    area = PlaceField(label=_("place"), queryset=Area.objects.none())
    title = CleanCharField(label=_("need"), max_length=200)
    cause = CleanTextField(label=_("what is wrong, in the village's words"), required=False)
    wish = CleanTextField(label=_("what people want"), required=False)
    dimension = forms.ModelChoiceField(
        label=_("dimension"), queryset=Dimension.objects.all(), empty_label=_("choose a dimension")
    )
    severity = forms.ChoiceField(label=_("severity (1–5)"), choices=SEVERITIES, widget=forms.RadioSelect)
    urgency = forms.TypedChoiceField(
        label=_("urgency (1–5)"),
        choices=URGENCIES,
        coerce=int,
        empty_value=None,
        required=False,
    )
    households = CountField(label=_("households in trouble"), required=False, most=MOST_HOUSEHOLDS)
    source = CleanCharField(label=_("where this was heard"), max_length=200, required=False)
    meeting = forms.ModelChoiceField(
        label=_("meeting"), queryset=Meeting.objects.none(), required=False, empty_label=_("no meeting")
    )
    status = forms.ChoiceField(label=_("state"), choices=Need.Status.choices)

    def __init__(
        self, data: Any = None, *, home: str, user: User, need: Need | None = None, source: Need | None = None
    ) -> None:
        """Build the form for an area's code; a need moves only within its tambon. `source` is copied from."""
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        places = Area.objects.editable_by(user).current().inside(home).select_related("parent")
        if len(home) <= DISTRICT:
            places = places.filter(level=Level.TAMBON)
        fields["area"].queryset = places.order_by("code")
        fields["dimension"].queryset = Dimension.objects.offered([need.dimension_id if need else None])
        fields["meeting"].queryset = Meeting.objects.visible_to(user).inside(tambon_of(home) or home)
        if need is None:
            del fields["status"]
            self.initial = {"area": home}
            if source is not None:
                self.initial = {name: getattr(source, name) for name in COPIED}
                self.initial["dimension"] = source.dimension_id
        else:
            self.initial = {
                name: getattr(need, f"{name}_id" if name in ("area", "dimension", "meeting") else name)
                for name in NEED_FIELDS
            }


class ArchiveForm(WriteForm):
    """Why a need is put away."""

    reason = CleanCharField(label=_("why it is put away"), max_length=200)
