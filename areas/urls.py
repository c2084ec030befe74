"""Addresses of the areas app."""

from django.urls import path

from areas.views.about import about
from areas.views.account import AccountView, LogoutOthersView, PasswordView
from areas.views.area_list import area_list
from areas.views.boundaries import BoundaryUpload
from areas.views.help import help_index, help_role
from areas.views.links import ForgotView, LinkView
from areas.views.people import people_list, person_detail
from areas.views.person_forms import (
    AssignView,
    DeactivateView,
    EndView,
    InviteView,
    NewLinkView,
    ReactivateView,
    RenameView,
)
from areas.views.place_forms import PlaceAddView, PlaceEditView
from areas.views.profile_import import ProfilesBatch, ProfilesImport, ProfilesUndo, profile_workbook
from areas.views.profiles import ProfilesFill, profile_page

urlpatterns = [
    path("areas/", area_list, name="area_list"),
    path("areas/<str:code>/add/", PlaceAddView.as_view(), name="area_add"),
    path("areas/<str:code>/edit/", PlaceEditView.as_view(), name="area_edit"),
    path("areas/<str:code>/boundaries/", BoundaryUpload.as_view(), name="boundaries"),
    path("areas/<str:code>/profiles/", profile_page, name="profiles"),
    path("areas/<str:code>/profiles/fill/", ProfilesFill.as_view(), name="profiles_fill"),
    path("areas/<str:code>/profiles.xlsx", profile_workbook, name="profiles_workbook"),
    path("areas/<str:code>/profiles/import/", ProfilesImport.as_view(), name="profiles_import"),
    path("areas/<str:code>/profiles/import/<int:pk>/", ProfilesBatch.as_view(), name="profiles_import_batch"),
    path(
        "areas/<str:code>/profiles/import/<int:pk>/undo/", ProfilesUndo.as_view(), name="profiles_import_undo"
    ),
    path("account/", AccountView.as_view(), name="account"),
    path("account/password/", PasswordView.as_view(), name="password_change"),
    path("account/logout-others/", LogoutOthersView.as_view(), name="logout_others"),
    path("people/", people_list, name="people_list"),
    path("people/invite/", InviteView.as_view(), name="person_invite"),
    path("people/<int:pk>/", person_detail, name="person_detail"),
    path("people/<int:pk>/link/", NewLinkView.as_view(), name="person_link"),
    path("people/<int:pk>/edit/", RenameView.as_view(), name="person_rename"),
    path("people/<int:pk>/assign/", AssignView.as_view(), name="person_assign"),
    path("people/<int:pk>/assignments/<int:assignment>/end/", EndView.as_view(), name="assignment_end"),
    path("people/<int:pk>/deactivate/", DeactivateView.as_view(), name="person_deactivate"),
    path("people/<int:pk>/reactivate/", ReactivateView.as_view(), name="person_reactivate"),
    path("forgot/", ForgotView.as_view(), name="forgot"),
    path("link/<str:token>/", LinkView.as_view(), name="link"),
    path("help/", help_index, name="help"),
    path("help/<slug:role>/", help_role, name="help_role"),
    path("about/", about, name="about"),
]
