"""Addresses of the areas app."""

from django.urls import path

from areas.views.unwritten import unwritten

urlpatterns = [
    path("areas/", unwritten, name="area_list"),
    path("search/", unwritten, name="search"),
    path("areas/<str:code>/add/", unwritten, name="area_add"),
    path("account/", unwritten, name="account"),
    path("about/", unwritten, name="about"),
]
