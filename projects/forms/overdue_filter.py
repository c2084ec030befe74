"""The filter of the list of what is overdue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from areas.filter_words import several
from areas.models import User
from config.tools.listing import Filter
from projects.forms.project_filter import places_asked
from projects.models import Leg, Project
from projects.overdue import Asked, What


class OverdueFilter(Filter):
    """What is overdue by kind, place and leg."""

    what = forms.ChoiceField(
        label=_("what is overdue"), required=False, choices=[("", _("all that is overdue")), *What.choices]
    )
    area = forms.ChoiceField(label=_("area"), required=False)
    leg = forms.ModelChoiceField(
        label=_("leg"), queryset=Leg.objects.all(), required=False, empty_label=_("all legs")
    )

    def __init__(self, data: Any, user: User) -> None:
        """Offer the places of the person's projects."""
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        places = places_asked(self.data, user, Project.objects.visible_to(user))
        fields["area"].choices = [("", _("all places")), *places, *several(self.data.get("area", ""))]

    @property
    def asked(self) -> Asked:
        """What part is asked for."""
        return Asked(**self.chosen())
