"""The form of a need, in the words of the village."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.codes import DISTRICT, tambon_of
from areas.models import Area, Level, User
from areas.write_forms import WriteForm
from config.tools.fields import CleanCharField
from meetings.models import Meeting
from plans.forms.fields import SEVERITIES, URGENCIES, CleanTextField, CountField, PlaceField
from plans.forms.warned import WarnedForm
from plans.models import Need
from plans.rules import NEED_FIELDS
from plans.same_needs import known_at
from projects.models import Dimension

MOST_HOUSEHOLDS = 100_000
COPIED = ("title", "cause", "wish", "severity", "urgency", "source")  # to a neighbour; households are its own


class NeedForm(WarnedForm):
    """A need of a tambon, a village or a community; one much like another of the same place is asked about."""

    meanings = {"same": _("is likely the same as another need of the place")}

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
        self.user, self.need, self.beside = user, need, need or source
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
            self.initial["confirmed"] = need.confirmed.split()
        self.fields["confirmed"] = self.fields.pop("confirmed")  # asked last, after what must be corrected

    def clean(self) -> dict[str, Any]:
        """Keep the ticks of a need whose title and place stay as they are."""
        values = super().clean()
        if self.need is not None and self._stays(self.need, values):
            values["confirmed"] = self.need.confirmed
        return values

    @staticmethod
    def _stays(need: Need, values: dict[str, Any]) -> bool:
        return (need.title, need.area) == (values.get("title"), values.get("area"))

    def warnings_of(self, values: dict[str, Any]) -> dict[str, str]:
        """Ask about a need that likely stands there already; what is copied and what is edited are not meant."""
        title, area = values.get("title"), values.get("area")
        if not title or not area or (self.need is not None and self._stays(self.need, values)):
            return {}
        found = known_at(area, self.user, but=self.beside.pk if self.beside else None).same_as(title)
        if found is None:
            return {}
        words = {"title": found[0], "where": found[1]}
        return {"same": gettext("Likely the same as “%(title)s” (%(where)s).") % words}


class ArchiveForm(WriteForm):
    """Why a need is put away."""

    reason = CleanCharField(label=_("why it is put away"), max_length=200)
