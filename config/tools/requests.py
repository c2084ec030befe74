"""Each request gets a short reference, shown on error pages and standing in every log line, and an access line."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.tools import logs

access = logging.getLogger("config.access")
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L, which are misread aloud and on paper
LENGTH = 8
HEADER = "X-Reference"


def new_reference() -> str:
    """Return a reference that a person can read out over the telephone."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def reference_of(request: HttpRequest) -> str:
    """Return the request's reference, '' where the middleware never saw it."""
    return str(getattr(request, "reference", ""))


class ReferenceMiddleware:
    """Stands outermost, so that the reference covers all that happens in a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request under a new reference and write its access line."""
        started = time.perf_counter()
        number = new_reference()
        request.reference = number  # type: ignore[attr-defined]  # this is where it gets the attribute
        token = logs.reference.set(number)
        try:
            response = self.get_response(request)
            response.headers[HEADER] = number
            if not request.path_info.startswith(settings.STATIC_URL):
                access.info("request", extra={"told": told(request, response, started)})
            return response
        finally:
            logs.reference.reset(token)


def told(request: HttpRequest, response: HttpResponse, started: float) -> dict[str, Any]:
    """Return the facts of an access line; asks no database."""
    user = getattr(request, "_cached_user", None)
    return {
        "method": logs.method_of(request),
        "path": logs.path_of(request),
        "status": response.status_code,
        "ms": round((time.perf_counter() - started) * 1000),
        "user": user.pk if user is not None else None,
    }
