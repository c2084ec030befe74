"""The filter of provinces side by side: which money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from areas.models import User
from areas.scope import inside_any
from config.tools.listing import Filter
from plans.forms.mapping import ALL, newest_of, years_offered
from projects.models import Allocation, Kind, Leg
from projects.sums import Asked


class CompareFilter(Filter):
    """Money of one kind; of the newest fiscal year with any, where none is asked for."""

    year = forms.ChoiceField(label=_("fiscal year"), required=False)
    leg = forms.ModelChoiceField(
        label=_("leg"), queryset=Leg.objects.all(), required=False, empty_label=_("all legs")
    )
    kind = forms.ChoiceField(label=_("kind of money"), required=False, choices=Kind.choices)

    def __init__(self, data: Any, user: User, codes: Sequence[str]) -> None:
        """Offer the years that have money in the provinces; one query."""
        placed = Allocation.objects.visible_to(user).filter(inside_any("area_id", list(codes))).order_by()
        years = list(placed.values_list("fiscal_year", flat=True).distinct())
        self.newest = newest_of(years)
        super().__init__({"year": str(self.newest), **{name: data[name] for name in data}})
        fields: dict[str, Any] = self.fields
        fields["year"].choices = years_offered(years)

    @property
    def asked(self) -> Asked:
        """The money that is asked for: grants where no kind is chosen."""
        chosen = self.chosen()
        year = chosen.get("year", str(self.newest))
        return Asked(
            kind=chosen.get("kind") or Kind.GRANT,
            fiscal_year=None if year == ALL else int(year),
            leg=getattr(chosen.get("leg"), "pk", None),
        )
