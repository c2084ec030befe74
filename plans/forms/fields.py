"""Fields that several forms of plans share: lines of text, places, needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from areas.models import Area, Level
from config.tools.text import is_key
from plans.models import Need


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

    def clean(self, value: Any) -> Any:
        """Refuse what is no number of a row before the database is asked."""
        for one in value or ():
            if not is_key(str(one)):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": str(one)[:40]},
                )
        return super().clean(value)

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

URGENCIES = [
    ("", _("not said")),
    ("1", _("1 can wait")),
    ("2", "2"),
    ("3", _("3 within a year or two")),
    ("4", "4"),
    ("5", _("5 at once")),
]
