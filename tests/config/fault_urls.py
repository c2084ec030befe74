"""Pages of the tests alone: each goes wrong in its own way."""

import sqlite3

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpResponse
from django.urls import include, path

from config.urls import handler400, handler403, handler404, handler500  # noqa: F401 - asked of the address list

SECRET = "somchai เลขบัตร 1234567890123"  # what an exception may quote


def caused(code):
    error = OperationalError(SECRET)
    error.__cause__ = sqlite3.OperationalError(SECRET)
    error.__cause__.sqlite_errorcode = code
    return error


FAULTS = {
    "unreadable": BadRequest(SECRET),
    "suspicious": SuspiciousOperation(SECRET),
    "forbidden": PermissionDenied(SECRET),
    "missing": Http404(SECRET),
    "fault": ValueError(SECRET),
    "unique": IntegrityError(SECRET),
    "unreachable": OperationalError(SECRET),
    "locked": caused(5),
    "wrong": caused(1),
}


@login_not_required
def go_wrong(request, kind):
    request.POST.get("name")
    raise FAULTS.get(kind, FAULTS["missing"])


@login_not_required
def echo(request):
    return HttpResponse(request.POST.get("name", ""))


urlpatterns = [
    path("echo/", echo),
    path("invite/<str:token>/", login_not_required(lambda request, token: HttpResponse()), name="invite"),
    path("wrong/<str:kind>/", go_wrong),
    path("", include("config.urls")),
]
