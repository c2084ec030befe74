"""Addresses of the projects app."""

from django.urls import path

from projects.views import leverage_report
from projects.views.agencies import ProjectAgencies
from projects.views.leg_report import report, report_workbook
from projects.views.leverage import LeverageAdd, LeverageEdit, LeverageRemove
from projects.views.lines import Allocations, LineAdd, LineEdit, LineRemove
from projects.views.overdue import overdue_list, overdue_workbook
from projects.views.project_forms import ProjectAdd, ProjectArchive, ProjectEdit, ProjectRestore
from projects.views.project_list import project_list, project_workbook
from projects.views.surveys import SurveyFill, surveys
from projects.views.tranches import (
    TrancheAdd,
    TrancheEdit,
    TranchePay,
    TrancheRemove,
    TrancheReport,
    TrancheUndoPayment,
    TrancheUndoReport,
)
from projects.views.visits import VisitAdd, VisitDone, VisitEdit

urlpatterns = [
    path("projects/", project_list, name="project_list"),
    path("projects/legs/", report, name="leg_report"),
    path("projects/legs.xlsx", report_workbook, name="leg_workbook"),
    path("projects/leverage/", leverage_report.report, name="leverage_report"),
    path("projects/leverage.xlsx", leverage_report.report_workbook, name="leverage_workbook"),
    path("projects.xlsx", project_workbook, name="project_workbook"),
    path("overdue/", overdue_list, name="overdue_list"),
    path("overdue.xlsx", overdue_workbook, name="overdue_workbook"),
    path("areas/<str:code>/projects/new/", ProjectAdd.as_view(), name="project_add"),
    path("projects/<int:pk>/edit/", ProjectEdit.as_view(), name="project_edit"),
    path("projects/<int:pk>/archive/", ProjectArchive.as_view(), name="project_archive"),
    path("projects/<int:pk>/restore/", ProjectRestore.as_view(), name="project_restore"),
    path("projects/<int:pk>/lines/new/", LineAdd.as_view(), name="budget_line_add"),
    path("budget-lines/<int:pk>/edit/", LineEdit.as_view(), name="budget_line_edit"),
    path("budget-lines/<int:pk>/remove/", LineRemove.as_view(), name="budget_line_remove"),
    path("budget-lines/<int:pk>/areas/", Allocations.as_view(), name="allocations_edit"),
    path("projects/<int:pk>/agencies/", ProjectAgencies.as_view(), name="project_agencies"),
    path("budget-lines/<int:pk>/won/new/", LeverageAdd.as_view(), name="leverage_add"),
    path("leverage/<int:pk>/edit/", LeverageEdit.as_view(), name="leverage_edit"),
    path("leverage/<int:pk>/remove/", LeverageRemove.as_view(), name="leverage_remove"),
    path("budget-lines/<int:pk>/tranches/new/", TrancheAdd.as_view(), name="tranche_add"),
    path("tranches/<int:pk>/edit/", TrancheEdit.as_view(), name="tranche_edit"),
    path("tranches/<int:pk>/remove/", TrancheRemove.as_view(), name="tranche_remove"),
    path("tranches/<int:pk>/pay/", TranchePay.as_view(), name="tranche_pay"),
    path("tranches/<int:pk>/pay/undo/", TrancheUndoPayment.as_view(), name="tranche_undo_payment"),
    path("tranches/<int:pk>/report/", TrancheReport.as_view(), name="tranche_report"),
    path("tranches/<int:pk>/report/undo/", TrancheUndoReport.as_view(), name="tranche_undo_report"),
    path("areas/<str:code>/surveys/", surveys, name="surveys"),
    path("areas/<str:code>/surveys/fill/", SurveyFill.as_view(), name="survey_fill"),
    path("projects/<int:pk>/visits/new/", VisitAdd.as_view(), name="visit_add"),
    path("visits/<int:pk>/edit/", VisitEdit.as_view(), name="visit_edit"),
    path("visits/<int:pk>/done/", VisitDone.as_view(), name="visit_done"),
]
