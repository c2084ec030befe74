"""Reference data in the admin: work streams, legs, dimensions, agencies."""

from __future__ import annotations

from django.contrib import admin

from areas.admin_base import EditAdmin
from areas.admin_filters import by_province
from areas.imports.kinds import Importable
from areas.imports.lists import MOST, write_listed
from projects.models import Agency, Dimension, Leg, WorkStream


@admin.register(WorkStream)
class WorkStreamAdmin(EditAdmin):
    """Work streams."""

    list_display = ("code", "name", "is_codi", "position")
    list_filter = ("is_codi",)
    search_fields = ("code", "name")
    importable = Importable(
        WorkStream, ("code", "name", "is_codi", "position", "is_active"), write_listed, most=MOST
    )


@admin.register(Dimension)
class DimensionAdmin(EditAdmin):
    """Dimensions of a plan."""

    list_display = ("code", "name", "position")
    search_fields = ("code", "name")
    importable = Importable(Dimension, ("code", "name", "position", "is_active"), write_listed, most=MOST)


@admin.register(Leg)
class LegAdmin(EditAdmin):
    """Legs of a year's projects."""

    list_display = ("code", "name", "position")
    search_fields = ("code", "name")
    importable = Importable(Leg, ("code", "name", "position", "is_active"), write_listed, most=MOST)


@admin.register(Agency)
class AgencyAdmin(EditAdmin):
    """Agencies: those of the areas a coordinator looks after are theirs to change, the country's a superuser's."""

    list_display = ("name", "kind", "area")
    list_filter = (by_province("area_id"), "kind")
    list_select_related = ("area",)
    search_fields = ("name",)
    autocomplete_fields = ("area",)
    importable = Importable(Agency, ("name", "kind", "area", "is_active"), write_listed, key="name")
