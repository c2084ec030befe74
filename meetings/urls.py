"""Addresses of the meetings app: the reference lists."""

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

urlpatterns = [
    path("reference/", reference, name="reference"),
    path("reference/<slug:name>/", reference_list, name="reference_list"),
    path("reference/<slug:name>/new/", ListAdd.as_view(), name="reference_add"),
    path("reference/<slug:name>/<int:pk>/", reference_row, name="reference_row"),
    path("reference/<slug:name>/<int:pk>/edit/", ListEdit.as_view(), name="reference_edit"),
    path("reference/<slug:name>/<int:pk>/archive/", ListArchive.as_view(), name="reference_archive"),
    path("reference/<slug:name>/<int:pk>/restore/", ListRestore.as_view(), name="reference_restore"),
]
