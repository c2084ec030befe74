"""Needs, plans and their items in the admin, to look at: their rules live on the staff pages."""

from django.contrib import admin

from areas.admin_base import ViewAdmin, ViewInline
from plans.models import ItemBudget, Need, Plan, PlanItem


@admin.register(Need)
class NeedAdmin(ViewAdmin):
    """Needs."""

    list_display = ("title", "area", "dimension", "severity", "status")
    list_filter = ("status", "dimension")
    list_select_related = ("area", "dimension")
    search_fields = ("title",)


@admin.register(Plan)
class PlanAdmin(ViewAdmin):
    """Plans."""

    list_display = ("home_name", "period", "status", "endorsed_at")
    list_filter = ("status",)
    list_select_related = ("area", "cluster", "endorsed_at")
    search_fields = ("area__name_th", "cluster__name")


class ItemBudgetInline(ViewInline):
    """The budget of an item by year and source."""

    model = ItemBudget
    fields = ("year", "wanted_source", "amount")


@admin.register(PlanItem)
class PlanItemAdmin(ViewAdmin):
    """Items of plans."""

    list_display = ("code", "title", "plan", "dimension", "doability", "door")
    list_filter = ("doability", "door", "dimension")
    list_select_related = ("plan__area", "plan__cluster", "dimension")
    search_fields = ("title",)
    inlines = (ItemBudgetInline,)
