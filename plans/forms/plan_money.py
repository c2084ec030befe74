"""The filter of the page of what plans ask for: which plans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.tools.listing import Filter
from plans.plan_money import Asked


class PlanMoneyFilter(Filter):
    """Plans of one level and period of those that the area has; what cannot be read is left out."""

    plans = forms.ChoiceField(label=_("plans"), required=False)

    def __init__(self, data: Any, choices: Sequence[Asked]) -> None:
        super().__init__(data)
        self.by_key = {one.key: one for one in choices}
        offered: Any = [(key, str(one)) for key, one in self.by_key.items()]
        self.fields["plans"].choices = offered or [("", _("no plan yet"))]  # type: ignore[attr-defined]  # it is a ChoiceField

    @property
    def asked(self) -> Asked | None:
        """The plans asked for, else the first of the choices; None where there is no plan."""
        return self.by_key.get(self.chosen().get("plans", ""), next(iter(self.by_key.values()), None))
