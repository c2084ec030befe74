"""Addresses of the plans app."""

from django.urls import path

from plans.views import cluster_board, compare, completeness, flow, mapping, plan_money
from plans.views import rollup_acts as acts
from plans.views.areas import area_detail
from plans.views.gaps import GapDecide, GapWithdraw, gap_detail, gap_list, gap_workbook
from plans.views.history import history
from plans.views.home import home
from plans.views.item_acts import ItemArchive, ItemCopy, ItemRestore, OrderItems
from plans.views.item_list import item_list, item_workbook
from plans.views.items import ItemAdd, ItemEdit, item_detail
from plans.views.items_many import ItemsAdd
from plans.views.life import PlanLock, PlanReopen
from plans.views.lines import LineEdit
from plans.views.meetings import meeting_detail
from plans.views.moving import AreaMove
from plans.views.need_acts import NeedArchive, NeedCopy, NeedRestore
from plans.views.need_list import need_list, need_workbook
from plans.views.need_quick import NeedQuick
from plans.views.needs import NeedAdd, NeedEdit, need_detail
from plans.views.overlaps import (
    OverlapDecide,
    OverlapWithdraw,
    overlap_detail,
    overlap_list,
    overlap_workbook,
)
from plans.views.plan_add import ClusterPlanAdd, PlanAdd
from plans.views.plan_archive import PlanArchive, PlanRestore
from plans.views.plan_edit import PlanEdit
from plans.views.plan_list import plan_list, plan_list_workbook
from plans.views.plans import PlanEndorse, plan_detail
from plans.views.projects import ProjectNeeds, project_detail
from plans.views.rollover import Rollover
from plans.views.rollup import workbench
from plans.views.rollup_alike import alike
from plans.views.rollup_changed import Changed
from plans.views.search import search
from plans.views.workbook import plan_workbook

urlpatterns = [
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("areas/<str:code>/", area_detail, name="area_detail"),
    path("areas/<str:code>/move/", AreaMove.as_view(), name="area_move"),
    path("areas/<str:code>/needs/new/", NeedAdd.as_view(), name="need_add"),
    path("areas/<str:code>/needs/quick/", NeedQuick.as_view(), name="need_quick"),
    path("areas/<str:code>/plans/new/", PlanAdd.as_view(), name="plan_add"),
    path("areas/<str:code>/completeness/", completeness.area_page, name="completeness"),
    path("areas/<str:code>/completeness.xlsx", completeness.area_book, name="completeness_workbook"),
    path("areas/<str:code>/mapping/", mapping.page, name="mapping"),
    path("areas/<str:code>/mapping.xlsx", mapping.workbook, name="mapping_workbook"),
    path("areas/<str:code>/flow/", flow.page, name="flow"),
    path("areas/<str:code>/flow.xlsx", flow.workbook, name="flow_workbook"),
    path("areas/<str:code>/plan-money/", plan_money.page, name="plan_money"),
    path("areas/<str:code>/plan-money.xlsx", plan_money.workbook, name="plan_money_workbook"),
    path("clusters/<int:pk>/compare/", compare.page, name="cluster_compare"),
    path("clusters/<int:pk>/compare.xlsx", compare.workbook, name="cluster_compare_workbook"),
    path("clusters/<int:pk>/", cluster_board.cluster_page, name="cluster_detail"),
    path("clusters/<int:pk>/completeness/", completeness.cluster_page, name="cluster_completeness"),
    path(
        "clusters/<int:pk>/completeness.xlsx", completeness.cluster_book, name="cluster_completeness_workbook"
    ),
    path("clusters/<int:pk>/plans/new/", ClusterPlanAdd.as_view(), name="cluster_plan_add"),
    path("needs/", need_list, name="need_list"),
    path("needs/workbook.xlsx", need_workbook, name="need_workbook"),
    path("needs/<int:pk>/", need_detail, name="need_detail"),
    path("needs/<int:pk>/edit/", NeedEdit.as_view(), name="need_edit"),
    path("needs/<int:pk>/archive/", NeedArchive.as_view(), name="need_archive"),
    path("needs/<int:pk>/restore/", NeedRestore.as_view(), name="need_restore"),
    path("needs/<int:pk>/copy/", NeedCopy.as_view(), name="need_copy"),
    path("gaps/", gap_list, name="gap_list"),
    path("gaps.xlsx", gap_workbook, name="gap_workbook"),
    path("gaps/<int:pk>/", gap_detail, name="gap_detail"),
    path("gaps/<int:pk>/decide/", GapDecide.as_view(), name="gap_decide"),
    path("gaps/<int:pk>/withdraw/", GapWithdraw.as_view(), name="gap_withdraw"),
    path("overlaps/", overlap_list, name="overlap_list"),
    path("overlaps.xlsx", overlap_workbook, name="overlap_workbook"),
    path("overlaps/<str:code>/<int:year>/<int:first>-<int:second>/", overlap_detail, name="overlap_detail"),
    path(
        "overlaps/<str:code>/<int:year>/<int:first>-<int:second>/decide/",
        OverlapDecide.as_view(),
        name="overlap_decide",
    ),
    path(
        "overlaps/<str:code>/<int:year>/<int:first>-<int:second>/withdraw/",
        OverlapWithdraw.as_view(),
        name="overlap_withdraw",
    ),
    path("projects/<int:pk>/", project_detail, name="project_detail"),
    path("projects/<int:pk>/needs/", ProjectNeeds.as_view(), name="project_needs"),
    path("plans/", plan_list, name="plan_list"),
    path("plans.xlsx", plan_list_workbook, name="plan_list_workbook"),
    path("plans/<int:pk>/", plan_detail, name="plan_detail"),
    path("plans/<int:pk>/edit/", PlanEdit.as_view(), name="plan_edit"),
    path("plans/<int:pk>/archive/", PlanArchive.as_view(), name="plan_archive"),
    path("plans/<int:pk>/restore/", PlanRestore.as_view(), name="plan_restore"),
    path("plans/<int:pk>/endorse/", PlanEndorse.as_view(), name="plan_endorse"),
    path("plans/<int:pk>/lock/", PlanLock.as_view(), name="plan_lock"),
    path("plans/<int:pk>/reopen/", PlanReopen.as_view(), name="plan_reopen"),
    path("plans/<int:pk>/rollup/changed/<int:lineage>/", Changed.as_view(), name="rollup_changed"),
    path("plans/<int:pk>/items/", item_list, name="item_list"),
    path("plans/<int:pk>/items.xlsx", item_workbook, name="item_workbook"),
    path("plans/<int:pk>/next/", Rollover.as_view(), name="plan_rollover"),
    path("plans/<int:pk>/items/new/", ItemAdd.as_view(), name="item_add"),
    path("plans/<int:pk>/items/many/", ItemsAdd.as_view(), name="items_add"),
    path("plans/<int:pk>/order/", OrderItems.as_view(), name="plan_order"),
    path("plans/<int:pk>/workbook.xlsx", plan_workbook, name="plan_workbook"),
    path("plans/<int:pk>/rollup/", workbench, name="rollup"),
    path("plans/<int:pk>/rollup/alike/", alike, name="rollup_alike"),
    path("plans/<int:pk>/rollup/carry/", acts.Carry.as_view(), name="rollup_carry"),
    path("plans/<int:pk>/rollup/into-line/", acts.IntoLine.as_view(), name="rollup_into_line"),
    path("plans/<int:pk>/rollup/leave-out/", acts.LeaveOut.as_view(), name="rollup_leave_out"),
    path(
        "plans/<int:pk>/rollup/leave-out-group/", acts.LeaveOutGroup.as_view(), name="rollup_leave_out_group"
    ),
    path("plans/<int:pk>/rollup/keep-apart/", acts.KeepApart.as_view(), name="rollup_keep_apart"),
    path(
        "plans/<int:pk>/rollup/bring-back/<int:left_out>/", acts.BringBack.as_view(), name="rollup_bring_back"
    ),
    path("plans/<int:pk>/rollup/split/<int:lineage>/", acts.Split.as_view(), name="rollup_split"),
    path(
        "plans/<int:pk>/rollup/bring-back/<int:first>-<int:last>/",
        acts.BringBackMany.as_view(),
        name="rollup_bring_back_many",
    ),
    path(
        "plans/<int:pk>/rollup/split/<int:first>-<int:last>/",
        acts.SplitMany.as_view(),
        name="rollup_split_many",
    ),
    path(
        "plans/<int:pk>/rollup/apart/<int:decision>/forget/",
        acts.ForgetApart.as_view(),
        name="rollup_forget_apart",
    ),
    path(
        "plans/<int:pk>/rollup/apart/<int:first>-<int:last>/forget/",
        acts.ForgetApartMany.as_view(),
        name="rollup_forget_apart_many",
    ),
    path("meetings/<int:pk>/", meeting_detail, name="meeting_detail"),
    path("history/need/<int:pk>/", history, {"kind": "need"}, name="need_history"),
    path("history/item/<int:pk>/", history, {"kind": "item"}, name="item_history"),
    path("history/plan/<int:pk>/", history, {"kind": "plan"}, name="plan_history"),
    path("history/meeting/<int:pk>/", history, {"kind": "meeting"}, name="meeting_history"),
    path("history/capacity/<int:pk>/", history, {"kind": "capacity"}, name="capacity_history"),
    path("history/project/<int:pk>/", history, {"kind": "project"}, name="project_history"),
    path("history/tranche/<int:pk>/", history, {"kind": "tranche"}, name="tranche_history"),
    path("history/leverage/<int:pk>/", history, {"kind": "leverage"}, name="leverage_history"),
    path("history/survey/<int:pk>/", history, {"kind": "survey"}, name="survey_history"),
    path("history/visit/<int:pk>/", history, {"kind": "visit"}, name="visit_history"),
    path("history/area/<str:code>/", history, {"kind": "area"}, name="area_history"),
    path("items/<int:pk>/", item_detail, name="item_detail"),
    path("items/<int:pk>/edit/", ItemEdit.as_view(), name="item_edit"),
    path("items/<int:pk>/archive/", ItemArchive.as_view(), name="item_archive"),
    path("items/<int:pk>/restore/", ItemRestore.as_view(), name="item_restore"),
    path("items/<int:pk>/copy/", ItemCopy.as_view(), name="item_copy"),
    path("lines/<int:pk>/edit/", LineEdit.as_view(), name="line_edit"),
]
