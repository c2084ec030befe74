"""The pages for what goes wrong: each says in Thai what to do, with a reference number that the log has too.

They ask neither database nor person, so that they stand when nothing else does.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from config.tools import carried
from config.tools.requests import reference_of

log = logging.getLogger(__name__)
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# SQLite's primary codes for a database that cannot be had now: busy, locked, read-only, I/O, full, cannot open.
NOT_NOW = {5, 6, 8, 10, 13, 14}
SOON = "30"  # seconds after which a program may try again


def page(request: HttpRequest, status: int, template: str = "", **context: Any) -> HttpResponse:
    """Return the page of a status; a few plain words where even its template fails."""
    context["reference"] = reference_of(request)
    try:
        body: str = render_to_string(template or f"{status}.html", context)
    except Exception:
        log.exception("the page of an error failed")
        body = plain(context["reference"])
    response = HttpResponse(body, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def plain(reference: str) -> str:
    """Return a page that needs no template."""
    return format_html(
        '<!doctype html><html lang="th"><meta charset="utf-8"><title>{0}</title><h1>{0}</h1><p>{1}</p><p>{2} {3}</p>',
        _("The system has a fault"),
        _(
            "What you typed is still on the page before. Go back and try to save again. "
            "If it happens again, tell the person who looks after the system."
        ),
        _("Reference number"),
        reference,
    )


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be read; 413 where it is larger than what the system takes."""
    return page(request, 413 if isinstance(exception, TOO_LARGE) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: may look, may not change."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not for this person; the page never tells which."""
    return page(request, 404)


class TryOutMiddleware:
    """Lets a try-out, which runs with DEBUG, answer what is not found as an office does, not with Django's own page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; an address that nothing stands at gets our page."""
        response = self.get_response(request)
        nowhere = response.status_code == 404 and getattr(request, "resolver_match", None) is None
        return not_found(request, Http404()) if nowhere else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return our page for a row that is not there or not for this person."""
        return not_found(request, exception) if isinstance(exception, Http404) else None


def fault(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database cannot be had at the moment."""
    if not not_now(sys.exc_info()[1]):
        return page(request, 500)
    response = page(request, 503)
    response.headers["Retry-After"] = SOON
    return response


def not_now(error: BaseException | None) -> bool:
    """Return whether an error means that the database does not answer or is locked, not that a query is wrong."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code is None or code & 0xFF in NOT_NOW


def too_many(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """429: too many attempts to log in."""
    return page(request, 429)


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a page that was open over another login.

    Where the browser says that the form stands on a page of ours, what was typed is offered to be sent again with
    a fresh token; a form on another site gets no such offer.
    """
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    fields = carried.fields_of(request) if own else None
    if fields is None:
        return page(request, 403, "403_csrf.html")
    typed = carried.Carried(request.get_full_path(), fields)
    return page(request, 403, "403_csrf.html", carried=typed, csrf_token=get_token(request))
