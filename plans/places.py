"""Small questions that pages of places share: who asks, and what lies above an area."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from areas.codes import ancestors
from areas.models import Area, User


def signed_in(request: HttpRequest) -> User:
    """Return the person; login is required on every page."""
    if request.user.is_anonymous:
        raise PermissionDenied
    return request.user


def above(code: str | None) -> list[Area]:
    """Return the area and those above it, from the province down; one query."""
    if not code:
        return []
    return list(Area.objects.filter(code__in=[*ancestors(code), code]).order_by("code"))
