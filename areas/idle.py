"""The idle limit: who answers for whole provinces is asked to log in again after an hour without a page.

A form that was half typed by then is not lost: the login page takes it along, signed for the same person, and after
the login it is one press away from being sent. The clock is the real one, in the demo too.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from areas.models import Role, User
from areas.views.login import LoginForm
from config.tools import carried

SEEN = "seen_at"  # in the session: when the last page was asked for, in seconds of the real clock
STEP = 60  # seconds; the session is not written more often than this
LIMITED_ROLES = {Role.COORDINATOR, Role.CLUSTER_HEAD}


def now() -> int:
    """Return the moment in whole seconds."""
    return int(time.time())


def is_limited(user: User) -> bool:
    """Return whether the idle limit holds for a person."""
    if user.is_superuser or user.is_staff:
        return True
    return any(row.role in LIMITED_ROLES for row in user.duties)


@receiver(user_logged_in)
def mark(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Begin to count at the login."""
    request.session[SEEN] = now()


class IdleLimitMiddleware:
    """Ends the session of a limited person who was away for too long; stands before LoginRequiredMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass; what matters happens in process_view, after the token of the form was checked."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Ask for the login where the person was away too long; else remember that they are here."""
        user = request.user
        if user.is_anonymous:
            return None
        seen = request.session.get(SEEN)
        away = now() - seen if isinstance(seen, int) else None
        if away is not None and 0 <= away < STEP:
            return None
        if not is_limited(user):
            return None
        if away is None or away <= settings.IDLE_MINUTES * 60:
            request.session[SEEN] = now()
            return None
        return self.ask(request, user, view)

    def ask(self, request: HttpRequest, user: User, view: Callable[..., Any]) -> HttpResponse | None:
        """End the session and answer with the login; pages that need none are shown to anyone as ever."""
        htmx = getattr(request, "htmx", None)
        token = "" if htmx else carried.pack(request, user.pk)
        logout(request)
        if not getattr(view, "login_required", True):
            return None
        if htmx:
            response = HttpResponse()
            response.headers["HX-Redirect"] = login_url(request, urlsplit(htmx.current_url or "").path)
            return response
        if not token:
            back = "" if request.method == "POST" else request.get_full_path()
            return HttpResponseRedirect(login_url(request, back))
        context = {
            "form": LoginForm(request),
            "carried": token,
            "who": str(user),
            "idle": settings.IDLE_MINUTES,
        }
        response = render(request, "registration/login.html", context, status=403)
        add_never_cache_headers(response)
        return response


def login_url(request: HttpRequest, back: str) -> str:
    """Return the address of the login that says why it is asked for and leads back."""
    query = {"idle": "1", **({"next": back} if back else {})}
    return f"{reverse('login')}?{urlencode(query)}"
