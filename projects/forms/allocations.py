"""The form of where a line's money goes: all areas at once, typed, or split over the areas that are ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from areas.codes import DISTRICT
from areas.models import Area, User
from areas.scope import inside_any
from areas.write_forms import WriteForm
from config.tools.money import ZERO, AmountField
from projects.allocating import Share, shares_of
from projects.forms.project_filter import place_name
from projects.forms.projects import WIDE, homes_of
from projects.models import Allocation, BudgetLine

Basis = Allocation.Basis


@dataclass(frozen=True)
class PlaceRow:
    """A row of the table: an area, whether it is ticked, its amount."""

    area: Area
    name: str
    ticked: bool
    cell: BoundField


def places_for(line: BudgetLine, user: User, there: Sequence[str]) -> list[Area]:
    """Return the areas that a person may give a line's money to: below the project's home, and those that have some.

    Of a home wider than a tambon, its tambons and what lies above them; of a tambon, its villages too. Those that
    have money of the project come first. Three queries.
    """
    homes = homes_of(line.project)
    mine = Area.objects.editable_by(user)
    below = mine.current().filter(inside_any("code", homes))
    if min(map(len, homes), default=0) <= DISTRICT:
        below = below.filter(level__in=WIDE)
    offered = Q(pk__in=below.values("pk")) | Q(pk__in=mine.filter(pk__in=there).values("pk"))
    found = Area.objects.filter(offered).select_related("parent").order_by("code")
    of_project = Allocation.objects.filter(project=line.project_id)  # only orders their own places
    near = set(of_project.order_by().values_list("area_id", flat=True))
    return sorted(found, key=lambda area: area.code not in near)


class AllocationsForm(WriteForm):
    """What each of the person's areas gets of a line; a blank takes an area out, 0 keeps it without money."""

    how = forms.ChoiceField(
        label=_("how the money is divided"),
        choices=[
            (Basis.TYPED, _("the amounts that I type")),
            (Basis.EQUAL, _("equally over the areas that I tick")),
            (Basis.HOUSEHOLDS, _("by households over the areas that I tick")),
        ],
        widget=forms.RadioSelect,
        initial=Basis.TYPED,
    )
    areas = forms.MultipleChoiceField(label=_("areas"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, line: BudgetLine, user: User) -> None:
        """Build the table of a line for a person."""
        super().__init__(data)
        self.line, self.there = line, shares_of(line)
        self.places = places_for(line, user, list(self.there))
        fields: dict[str, Any] = self.fields
        names = {area.code: place_name(area) for area in self.places}
        fields["areas"].choices = list(names.items())
        self.initial = {"how": Basis.TYPED, "areas": [code for code in self.there if code in names]}
        for code, name in names.items():
            words = {"data-year": name, "aria-label": name}
            fields[f"a{code}"] = AmountField(label=name, required=False, widget=forms.TextInput(words))
            if code in self.there:
                self.initial[f"a{code}"] = self.there[code].amount

    @property
    def rows(self) -> list[PlaceRow]:
        """The table, area by area."""
        ticked = {str(code) for code in self["areas"].value() or ()}
        return [
            PlaceRow(area, place_name(area), area.code in ticked, self[f"a{area.code}"])
            for area in self.places
        ]

    @property
    def outside(self) -> Decimal:
        """What areas have that the person does not look after; it stays."""
        mine = {area.code for area in self.places}
        return sum((share.amount for code, share in self.there.items() if code not in mine), ZERO)

    @property
    def free(self) -> Decimal:
        """What there is to divide; baht."""
        return self.line.amount - self.outside

    def wanted(self) -> dict[str, Share]:
        """Return the typed amounts by area; an amount that stayed keeps how it came about."""
        found = {}
        for area in self.places:
            amount, before = self.cleaned_data[f"a{area.code}"], self.there.get(area.code)
            if amount is not None:
                kept = before is not None and before.amount == amount
                found[area.code] = before if before is not None and kept else Share(amount)
        return found
