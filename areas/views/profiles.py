"""The figures of an area and of what lies below it: their page, and the form that fills many areas at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from areas import profile_table, rules_profile_grid
from areas.models import Area, AreaProfile
from areas.names import read_names
from areas.people import person_of
from areas.rules_profiles import FIGURES, MOST_COUNTED
from areas.tree import breadcrumb
from areas.write_forms import WriteForm
from areas.writing import Result, WriteView
from config.tools.dates import to_be, today
from config.tools.fields import BEYearFormField, CleanCharField, CountField


class YearForm(forms.Form):
    """The year that figures are of; this year where none was asked for."""

    year = BEYearFormField(label=_("year of the figures"), required=False)

    def __init__(self, data: Any) -> None:
        """Read the year from the address."""
        self.this_year = to_be(today().year)
        super().__init__({"year": data.get("year", "") or str(self.this_year)})

    @property
    def asked(self) -> int:
        """The year asked for, or this year where it cannot be read."""
        year = self.cleaned_data.get("year") if self.is_valid() else None
        return self.this_year if year is None else int(year)


@require_safe
def profile_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the figures of an area that the person may read, with what lies below it."""
    user = person_of(request)
    area = Area.objects.readable_by(user).filter(code=code).first()
    if area is None:
        raise Http404
    context = {
        "area": area,
        "ancestors": breadcrumb(code),
        "table": profile_table.read(area, user),
        "may_edit": Area.objects.editable_by(user).filter(code=code).exists() and not area.abolished_on,
    }
    return render(request, "areas/profiles.html", context)


@dataclass(frozen=True)
class GridRow:
    """A row of the form: the area, its cells, and who told what is saved of the year."""

    area: Area
    name: str
    cells: list[tuple[str, BoundField]]  # each under its label
    source: str


class GridForm(WriteForm):
    """The figures of one year from one source, an area a row."""

    source = CleanCharField(label=_("who says so"), max_length=200)

    def __init__(
        self, data: Any = None, *, areas: list[Area], names: dict[str, str], there: dict[str, AreaProfile]
    ) -> None:
        """Build the grid as it is saved."""
        super().__init__(data)
        self.areas, self.names, self.there = areas, names, there
        for area in areas:
            row = there.get(area.code)
            for name in FIGURES:
                label = f"{profile_table.label_of(name)} {names[area.code]}"
                self.fields[cell(name, area.code)] = CountField(
                    label=label,
                    most=MOST_COUNTED,
                    required=False,
                    widget=forms.TextInput({"aria-label": label}),
                )
                self.initial[cell(name, area.code)] = getattr(row, name) if row else None

    @property
    def rows(self) -> list[GridRow]:
        """The grid, area by area."""
        return [
            GridRow(
                area,
                self.names[area.code],
                [(profile_table.label_of(name), self[cell(name, area.code)]) for name in FIGURES],
                self.there[area.code].source if area.code in self.there else "",
            )
            for area in self.areas
        ]

    @property
    def labels(self) -> list[str]:
        """What stands above the columns."""
        return [profile_table.label_of(name) for name in FIGURES]

    @property
    def typed(self) -> dict[str, dict[str, int | None]]:
        """The figures by area."""
        return {
            area.code: {name: self.cleaned_data[cell(name, area.code)] for name in FIGURES}
            for area in self.areas
        }


def cell(figure: str, code: str) -> str:
    """Return the name of a field of the grid."""
    return f"{figure}_{code}"


class ProfilesFill(WriteView):
    """Fills the figures of an area and of all that lies directly below it."""

    model = Area
    pk_kwarg = "code"
    form_class = GridForm
    template_name = "areas/profiles_fill.html"

    def find(self) -> Area:
        """Return the area, where it still exists."""
        area: Area = super().find()
        if area.abolished_on is not None:
            raise Http404
        return area

    @cached_property
    def years(self) -> YearForm:
        """The year that the address asks for."""
        return YearForm(self.request.GET)

    @cached_property
    def grid(self) -> list[Area]:
        """The areas of the grid: this one, then those below it in the order of their codes; one query."""
        places = Area.objects.editable_by(self.user).current().inside(self.target.code).order_by("code")
        below = [one for one in places if one.code != self.target.code]
        return [self.target, *profile_table.places_below(self.target, below)]

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the areas of the grid by code."""
        return {code: one.name for code, one in read_names({one.code for one in self.grid}).items()}

    @property
    def there(self) -> dict[str, AreaProfile]:
        """What is saved of the year, by code; one query."""
        return rules_profile_grid.there_in([one.code for one in self.grid], self.years.asked)

    def lock(self) -> Any:
        """Lock every area of the grid in one order, so that nobody writes its figures meanwhile."""
        locked = super().lock()
        codes = [one.code for one in self.grid]
        list(Area.objects.filter(pk__in=codes).select_for_update(of=("self",)).order_by("code"))
        return locked

    def version_of(self, target: Any) -> int:
        """Return a number that differs once anybody changed a figure of the grid."""
        return rules_profile_grid.version_of(self.there)

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """Show the figures as they are saved."""
        return {"areas": self.grid, "names": self.names, "there": self.there}

    def context(self, form: Any) -> dict[str, Any]:
        """Say where the area lies and which year is filled."""
        return {
            "area": self.target,
            "ancestors": breadcrumb(self.target.code),
            "years": self.years,
            "year": self.years.asked,
        }

    def perform(self, form: GridForm, target: Area) -> Result:
        """Write the figures that differ."""
        areas = {one.code: one for one in self.grid}
        year, source = self.years.asked, form.cleaned_data["source"]
        try:
            count = rules_profile_grid.save_many(areas, year, source, form.typed)
        except ValidationError as refused:
            raise ValidationError(
                {
                    key if key == NON_FIELD_ERRORS else cell(FIGURES[0], key): errors
                    for key, errors in refused.message_dict.items()
                }
            ) from refused
        told = ngettext(
            "The figures of %(year)s are saved for %(count)s area.",
            "The figures of %(year)s are saved for %(count)s areas.",
            count,
        ) % {"year": year, "count": count}
        return Result(reverse("profiles", args=[target.code]), told)
