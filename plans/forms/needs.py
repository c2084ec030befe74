"""The form of a need, in the words of the village."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.codes import DISTRICT, tambon_of
from areas.models import Area, Level, User
from config.tools.fields import CleanCharField, CleanTextField, CountField
from meetings.models import Meeting
from plans.forms.fields import SEVERITIES, URGENCIES, PlaceField
from plans.forms.warned import WarnedForm
from plans.models import Need
from plans.rules import NEED_FIELDS
from plans.same_needs import known_at
from projects.models import Dimension

MOST_HOUSEHOLDS = 100_000
COPIED = ("title", "cause", "wish", "severity", "urgency", "source")  # to a neighbour; households are its own


class NeedForm(WarnedForm):
    """A need of a tambon, a village or a community.

    Asked about: one much like another of the same place, and a severe one without a word or a number on it.
    """

    meanings = {
        "same": _("is likely the same as another need of the place"),
        "bare": _("is severe, but says neither how many households nor what is wrong"),
    }

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

    def initial_values(self) -> dict[str, Any]:
        """Return the need's values for its warnings."""
        values = {name: getattr(self.need, name) for name in NEED_FIELDS} if self.need else {}
        return {**values, "severity": str(values.get("severity", ""))}

    def warnings_of(self, values: dict[str, Any]) -> dict[str, str]:
        """Ask once about a need that likely stands there already, and about a severe one of which little is told."""
        given: dict[str, str] = {}
        if found := self._same(values):
            words = {"title": found[0], "where": found[1]}
            given["same"] = gettext("Likely the same as “%(title)s” (%(where)s).") % words
        severe = str(values.get("severity") or "") in ("4", "5")
        if severe and not tells(values) and (self.need is None or tells_of(self.need) or self._kept("bare")):
            given["bare"] = gettext(
                "The need is severe, but nothing says how many households are in trouble or what is wrong. "
                "Those who read it later cannot judge it."
            )
        return given

    def _same(self, values: dict[str, Any]) -> tuple[str, str] | None:
        """Return the likely same need; not what is copied, nor what an unchanged title was not asked about before."""
        title, area = values.get("title"), values.get("area")
        if not title or not area:
            return None
        stays = self.need is not None and (self.need.title, self.need.area) == (title, area)
        if stays and not self._kept("same"):
            return None
        return known_at(area, self.user, but=self.beside.pk if self.beside else None).same_as(title)

    def _kept(self, code: str) -> bool:
        """Whether a warning was ticked away when the need was saved."""
        return self.need is not None and code in self.need.confirmed.split()


def tells(values: dict[str, Any]) -> bool:
    """Whether a need says how many are in trouble, what is wrong or what people want."""
    return any(values.get(name) not in (None, "") for name in ("households", "cause", "wish"))


def tells_of(need: Need) -> bool:
    """Whether a need as it is kept says anything but its title."""
    return tells({name: getattr(need, name) for name in ("households", "cause", "wish")})
