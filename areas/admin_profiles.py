"""The profiles of areas in the admin: how many households and people, typed or from a sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from areas.admin_base import EditAdmin
from areas.admin_filters import by_province
from areas.imports.profiles import COLUMNS, PROFILES
from areas.models import Area, AreaProfile
from areas.rules_profiles import FIGURES, MOST_COUNTED, check_profile
from config.tools.fields import CleanCharField, CountField


def count_field(label: Any) -> CountField:
    """Return the field of a figure that nobody may know."""
    return CountField(label=label, most=MOST_COUNTED, required=False, widget=UnfoldAdminTextInputWidget)


class AreaProfileForm(forms.ModelForm[AreaProfile]):
    """The figures of an area in one year, in digits of either kind."""

    households = count_field(_("households"))
    population = count_field(_("population"))
    elderly = count_field(_("people of 60 and older"))
    source = CleanCharField(label=_("who says so"), max_length=200, widget=UnfoldAdminTextInputWidget)

    def clean(self) -> dict[str, Any]:
        """Refuse what the rules refuse, once every field is read."""
        values = super().clean() or self.cleaned_data
        if not self.errors:
            check_profile(AreaProfile(pk=self.instance.pk, **values))
        return values


class AreaProfileAdmin(EditAdmin):
    """Profiles: those of the areas that a person looks after are theirs to write."""

    form = AreaProfileForm
    list_display = ("located", "year", *FIGURES, "source", "updated_at")
    list_filter = (by_province("area_id"), "year")
    list_select_related = ("area__parent",)
    ordering = ("area_id", "-year", "pk")
    search_fields = ("area__name_th", "area__code", "source")
    autocomplete_fields = ("area",)
    importable = PROFILES
    sheet_columns = (*COLUMNS, "updated_at")

    @admin.display(description=_("area"), ordering="area_id")
    def located(self, row: AreaProfile) -> str:
        """The area with the one that it lies in: villages of one name are many."""
        area: Area = row.area
        return f"{area} · {area.parent}" if area.parent else str(area)
