"""Addresses of the areas app."""

from django.urls import path

from areas.views.about import about
from areas.views.account import AccountView, PasswordView
from areas.views.area_list import area_list
from areas.views.place_forms import PlaceAddView, PlaceEditView

urlpatterns = [
    path("areas/", area_list, name="area_list"),
    path("areas/<str:code>/add/", PlaceAddView.as_view(), name="area_add"),
    path("areas/<str:code>/edit/", PlaceEditView.as_view(), name="area_edit"),
    path("account/", AccountView.as_view(), name="account"),
    path("account/password/", PasswordView.as_view(), name="password_change"),
    path("about/", about, name="about"),
]
