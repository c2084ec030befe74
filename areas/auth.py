"""Who may log in: active people, and people of the demo only while trying out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend


class PeopleBackend(ModelBackend):
    """Django's backend, minus demo people on a real server: their passwords are public."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Refuse inactive people, and demo people without DEMO; asked at login and at each request."""
        if user is not None and user.is_demo and not settings.DEMO:
            return False
        return super().user_can_authenticate(user)
