"""Addresses of the plans app."""

from django.urls import path

from areas.views.unwritten import unwritten
from plans.views.workbook import plan_workbook

urlpatterns = [
    path("", unwritten, name="home"),
    path("areas/<str:code>/", unwritten, name="area_detail"),
    path("areas/<str:code>/needs/new/", unwritten, name="need_add"),
    path("areas/<str:code>/plans/new/", unwritten, name="plan_add"),
    path("needs/", unwritten, name="need_list"),
    path("needs/<int:pk>/", unwritten, name="need_detail"),
    path("needs/<int:pk>/edit/", unwritten, name="need_edit"),
    path("plans/", unwritten, name="plan_list"),
    path("plans/<int:pk>/", unwritten, name="plan_detail"),
    path("plans/<int:pk>/endorse/", unwritten, name="plan_endorse"),
    path("plans/<int:pk>/items/new/", unwritten, name="item_add"),
    path("plans/<int:pk>/workbook.xlsx", plan_workbook, name="plan_workbook"),
    path("plans/<int:pk>/rollup/", unwritten, name="rollup"),
    path("plans/<int:pk>/rollup/carry/", unwritten, name="rollup_carry"),
    path("plans/<int:pk>/rollup/into-line/", unwritten, name="rollup_into_line"),
    path("plans/<int:pk>/rollup/leave-out/", unwritten, name="rollup_leave_out"),
    path("plans/<int:pk>/rollup/leave-out-group/", unwritten, name="rollup_leave_out_group"),
    path("plans/<int:pk>/rollup/keep-apart/", unwritten, name="rollup_keep_apart"),
    path("plans/<int:pk>/rollup/bring-back/<int:left_out>/", unwritten, name="rollup_bring_back"),
    path("plans/<int:pk>/rollup/split/<int:lineage>/", unwritten, name="rollup_split"),
    path("items/<int:pk>/", unwritten, name="item_detail"),
    path("items/<int:pk>/edit/", unwritten, name="item_edit"),
    path("lines/<int:pk>/edit/", unwritten, name="line_edit"),
]
