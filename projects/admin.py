"""Reference data in the admin: work streams, dimensions, agencies."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from areas.admin_base import EditAdmin
from areas.admin_filters import by_province
from areas.imports.kinds import Importable
from areas.imports.lists import MOST, write_listed
from areas.models import Area
from areas.people import person_of
from projects.models import Agency, Dimension, WorkStream


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


@admin.register(Agency)
class AgencyAdmin(EditAdmin):
    """Agencies: the country's, and those of the areas a coordinator looks after."""

    list_display = ("name", "kind", "area")
    list_filter = (by_province("area_id"), "kind")
    list_select_related = ("area",)
    search_fields = ("name",)
    autocomplete_fields = ("area",)
    importable = Importable(Agency, ("name", "kind", "area", "is_active"), write_listed, key="name")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An agency of an area is changed by those who look after the area."""
        if obj is None or not obj.area_id:
            return True
        return Area.objects.editable_by(person_of(request)).filter(pk=obj.area_id).exists()
