"""What stands around an area in the admin: other names, local authorities, designations, community organisations."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from areas.admin_base import EditAdmin
from areas.admin_filters import by_province
from areas.imports import around
from areas.models import CommunityOrganization
from config.tools.fields import BEDateFormField, CleanCharField


class NamedForm(forms.ModelForm):  # type: ignore[type-arg]  # of several tables
    """A row with a name, cleaned up."""

    name = CleanCharField(label=_("name"), max_length=160, widget=UnfoldAdminTextInputWidget)


class AliasForm(NamedForm):
    """Another name of an area."""

    name = CleanCharField(label=_("other name"), max_length=80, widget=UnfoldAdminTextInputWidget)


class DesignationForm(forms.ModelForm):  # type: ignore[type-arg]  # of one table, named by its admin
    """What an area was chosen as."""

    kind = CleanCharField(label=_("chosen as"), max_length=80, widget=UnfoldAdminTextInputWidget)
    source = CleanCharField(
        label=_("by which meeting or letter"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )


class OrganizationForm(NamedForm):
    """An organisation with its day as people type it."""

    registered_on = BEDateFormField(
        label=_("registered on"), required=False, widget=UnfoldAdminTextInputWidget
    )

    class Meta:
        model = CommunityOrganization
        fields = ("area", "name", "kind", "registered_on", "is_active")


class AreaAliasAdmin(EditAdmin):
    """Other names: those of the areas that a person looks after are theirs to write."""

    form = AliasForm
    list_display = ("name", "area")
    list_filter = (by_province("area_id"),)
    list_select_related = ("area",)
    search_fields = ("name", "area__name_th", "area__code")
    autocomplete_fields = ("area",)
    importable = around.ALIASES
    sheet_columns = (*around.ALIASES.columns, "updated_at")


class DesignationAdmin(EditAdmin):
    """Designations: those of the areas that a person looks after are theirs to write."""

    form = DesignationForm
    list_display = ("area", "kind", "fiscal_year", "source")
    list_filter = (by_province("area_id"), "fiscal_year")
    list_select_related = ("area",)
    search_fields = ("kind", "area__name_th", "area__code")
    autocomplete_fields = ("area",)
    importable = around.DESIGNATIONS
    sheet_columns = (*around.DESIGNATIONS.columns, "updated_at")


class LocalAuthorityAdmin(EditAdmin):
    """Local authorities: a list of the country, kept by any coordinator."""

    form = NamedForm
    list_display = ("code", "name", "kind")
    list_filter = ("kind",)
    search_fields = ("code", "name")
    importable = around.AUTHORITIES


class LocalAuthorityAreaAdmin(EditAdmin):
    """Which tambons a local authority holds; those that a person looks after are theirs to write."""

    list_display = ("area", "authority", "part")
    list_filter = (by_province("area_id"), "part")
    list_select_related = ("area", "authority")
    search_fields = ("authority__name", "authority__code", "area__name_th", "area__code")
    autocomplete_fields = ("area", "authority")
    importable = around.AUTHORITY_AREAS
    sheet_columns = (*around.AUTHORITY_AREAS.columns, "updated_at")


class CommunityOrganizationAdmin(EditAdmin):
    """Community organisations of the areas that a person looks after."""

    form = OrganizationForm
    list_display = ("name", "kind", "area", "registered_on")
    list_filter = (by_province("area_id"), "kind")
    list_select_related = ("area",)
    search_fields = ("name", "area__name_th", "area__code")
    autocomplete_fields = ("area",)
    importable = around.ORGANIZATIONS
    sheet_columns = (*around.ORGANIZATIONS.columns, "updated_at")
