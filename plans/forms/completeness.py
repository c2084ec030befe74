"""The filter of the completeness page: which period, which state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.tools.listing import Filter
from config.tools.thai import show_years
from plans.completeness import DRAFT, NONE, SENT, Period


class CompletenessFilter(Filter):
    """A period of those that the plans have, and a state; what cannot be read is left out."""

    period = forms.ChoiceField(label=_("period"), required=False)
    state = forms.ChoiceField(
        label=_("state"),
        required=False,
        choices=[
            ("", _("all states")),
            (SENT, _("handed in")),
            (DRAFT, _("draft")),
            (NONE, _("not started")),
        ],
    )

    def __init__(self, data: Any, periods: Sequence[Period]) -> None:
        super().__init__(data)
        self.by_text = {f"{first}-{last}": (first, last) for first, last in periods}
        choices: Any = [(text, show_years(*period)) for text, period in self.by_text.items()]
        self.fields["period"].choices = choices or [("", _("no plan yet"))]  # type: ignore[attr-defined]  # it is a ChoiceField

    @property
    def asked_period(self) -> Period | None:
        """The period asked for, else that of most plans; None where there is none."""
        return self.by_text.get(self.chosen().get("period", ""), next(iter(self.by_text.values()), None))

    @property
    def asked_state(self) -> str:
        """The state asked for; '' for all."""
        return str(self.chosen().get("state", ""))
