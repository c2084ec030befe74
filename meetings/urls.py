"""Addresses of the meetings app: the reference lists; people and what they were trained in."""

from django.urls import path

from meetings.views.lists import (
    ListAdd,
    ListArchive,
    ListEdit,
    ListRestore,
    reference,
    reference_list,
    reference_row,
)
from meetings.views.people import (
    ClusterPersonAdd,
    PersonAdd,
    PersonArchive,
    PersonEdit,
    PersonRestore,
    person_page,
)
from meetings.views.people_list import people_page, people_workbook
from meetings.views.trainings import ClusterTrainingAdd, TrainingAdd, TrainingEdit, TrainingRemove

urlpatterns = [
    path("reference/", reference, name="reference"),
    path("reference/<slug:name>/", reference_list, name="reference_list"),
    path("reference/<slug:name>/new/", ListAdd.as_view(), name="reference_add"),
    path("reference/<slug:name>/<int:pk>/", reference_row, name="reference_row"),
    path("reference/<slug:name>/<int:pk>/edit/", ListEdit.as_view(), name="reference_edit"),
    path("reference/<slug:name>/<int:pk>/archive/", ListArchive.as_view(), name="reference_archive"),
    path("reference/<slug:name>/<int:pk>/restore/", ListRestore.as_view(), name="reference_restore"),
    path("capacity/", people_page, name="capacity_list"),
    path("capacity/workbook.xlsx", people_workbook, name="capacity_workbook"),
    path("capacity/<int:pk>/", person_page, name="capacity_person"),
    path("capacity/<int:pk>/edit/", PersonEdit.as_view(), name="capacity_edit"),
    path("capacity/<int:pk>/archive/", PersonArchive.as_view(), name="capacity_archive"),
    path("capacity/<int:pk>/restore/", PersonRestore.as_view(), name="capacity_restore"),
    path("trainings/<int:pk>/edit/", TrainingEdit.as_view(), name="training_edit"),
    path("trainings/<int:pk>/remove/", TrainingRemove.as_view(), name="training_remove"),
    path("areas/<str:code>/capacity/new/", PersonAdd.as_view(), name="capacity_add"),
    path("areas/<str:code>/trainings/new/", TrainingAdd.as_view(), name="training_add"),
    path("clusters/<int:pk>/capacity/new/", ClusterPersonAdd.as_view(), name="cluster_capacity_add"),
    path("clusters/<int:pk>/trainings/new/", ClusterTrainingAdd.as_view(), name="cluster_training_add"),
]
