"""Who asks: the person behind a request."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from areas.models import User


def person_of(request: HttpRequest) -> User:
    """Return the person who is logged in; the middleware has sent all others to the login page."""
    if request.user.is_anonymous:
        raise PermissionDenied
    return request.user
