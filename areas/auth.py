"""Who may log in: active people, people of the demo only while trying out; and from which address they knock."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest


class PeopleBackend(ModelBackend):
    """Django's backend, minus demo people on a real server: their passwords are public."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Refuse inactive people, and demo people without DEMO; asked at login and at each request."""
        if user is not None and user.is_demo and not settings.DEMO:
            return False
        return super().user_can_authenticate(user)


def address_behind_proxy(request: HttpRequest) -> str:
    """Return the address that knocked at our own proxy: the last of the list, since the others can be made up."""
    told: str = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
    try:
        return str(ip_address(told))
    except ValueError:
        return str(request.META.get("REMOTE_ADDR", ""))
