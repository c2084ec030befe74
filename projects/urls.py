"""Addresses of the projects app."""

from django.urls import path

from projects.views.project_list import project_list, project_workbook
from projects.views.projects import project_detail

urlpatterns = [
    path("projects/", project_list, name="project_list"),
    path("projects.xlsx", project_workbook, name="project_workbook"),
    path("projects/<int:pk>/", project_detail, name="project_detail"),
]
