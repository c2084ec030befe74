"""The sidebar of the admin: its pages grouped as people think of them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def page(title: str | Promise, model: str, icon: str) -> dict[str, Any]:
    """Return the entry of a model's list, such as `areas_user`."""
    return {"title": title, "icon": icon, "link": reverse_lazy(f"admin:{model}_changelist")}


NAVIGATION: list[dict[str, Any]] = [
    {
        "title": _("People"),
        "items": [
            page(_("users"), "areas_user", "group"),
            page(_("assignments"), "areas_assignment", "assignment_ind"),
        ],
    },
    {
        "title": _("Places"),
        "items": [
            page(_("areas"), "areas_area", "map"),
            page(_("clusters of provinces"), "areas_cluster", "hub"),
            page(_("area profiles"), "areas_areaprofile", "bar_chart"),
            page(_("other names of areas"), "areas_areaalias", "sell"),
            page(_("designations"), "areas_designation", "star"),
            page(_("local authorities"), "areas_localauthority", "apartment"),
            page(_("tambons of local authorities"), "areas_localauthorityarea", "join_inner"),
            page(_("community organisations"), "areas_communityorganization", "diversity_3"),
        ],
    },
    {
        "title": _("Reference lists"),
        "items": [
            page(_("work streams"), "projects_workstream", "category"),
            page(_("legs"), "projects_leg", "steps"),
            page(_("dimensions"), "projects_dimension", "donut_small"),
            page(_("agencies"), "projects_agency", "account_balance"),
            page(_("capacity topics"), "meetings_capacitytopic", "label"),
        ],
    },
    {
        "title": _("Needs and plans"),
        "items": [
            page(_("meetings"), "meetings_meeting", "groups"),
            page(_("people of places"), "meetings_person", "person_book"),
            page(_("trainings of people"), "meetings_trainingrecord", "school"),
            page(_("needs"), "plans_need", "campaign"),
            page(_("plans"), "plans_plan", "menu_book"),
            page(_("plan items"), "plans_planitem", "list_alt"),
            page(_("budgets of items"), "plans_itembudget", "payments"),
            page(_("needs with their items"), "plans_needlink", "link"),
            page(_("decisions on gaps"), "plans_gapdecision", "gavel"),
        ],
    },
    {
        "title": _("Projects and money"),
        "items": [
            page(_("projects"), "projects_project", "folder_special"),
            page(_("needs with their projects"), "plans_projectneed", "add_link"),
            page(_("budget lines"), "projects_budgetline", "account_balance_wallet"),
            page(_("allocations"), "projects_allocation", "pie_chart"),
            page(_("tranches"), "projects_tranche", "event_available"),
            page(_("leverage links"), "projects_leverage", "moving"),
            page(_("follow-up visits"), "projects_followup", "fact_check"),
            page(_("surveys of work streams"), "projects_survey", "grid_view"),
            page(_("decisions on overlaps"), "plans_overlapdecision", "balance"),
        ],
    },
    {
        "title": _("Roll-up"),
        "items": [
            page(_("items carried up"), "plans_lineage", "merge"),
            page(_("items left out"), "plans_leftout", "do_not_disturb_on"),
            page(_("decisions on similar items"), "plans_similaritydecision", "compare_arrows"),
        ],
    },
]
