"""Fields that several forms of plans share: lines of text, places, needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from areas.models import Area, Level
from config.tools.thai import clean
from plans.models import Need

LONGEST_TEXT = 4000  # characters; a page of A4


class CleanTextField(forms.CharField):
    """Several lines of text, each cleaned up; blank lines at the ends go, line ends are one character."""

    widget = forms.Textarea(attrs={"rows": 2})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_TEXT, **kwargs})

    def to_python(self, value: Any) -> Any:
        """The cleaned text."""
        text = super().to_python(value)
        return "\n".join(clean(line) for line in text.splitlines()).strip() if isinstance(text, str) else text


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """A choice of areas; a tambon among others shows its district, since names repeat."""

    def label_from_instance(self, obj: Any) -> str:
        """The name as office Thai writes it; give areas with `parent` selected."""
        return place_name(obj)


def place_name(area: Area) -> str:
    """Return an area's name with what tells it from its namesakes: a village its tambon, a tambon its district."""
    if area.level in (Level.VILLAGE, Level.COMMUNITY, Level.TAMBON) and area.parent:
        return f"{area.full_name} {area.parent.full_name}"
    return area.full_name


class NeedsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """A list of needs to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """The need and its place, as the 409 page tells them."""
        need: Need = obj
        return f"{need.title} ({need.area.full_name})"


SEVERITIES = [
    ("1", _("1 slight")),
    ("2", "2"),
    ("3", _("3 middling")),
    ("4", "4"),
    ("5", _("5 most severe")),
]
