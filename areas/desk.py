"""The desk every page stands on: the words of the top bar and the demo clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from areas.models import User

# First words of addresses that lie under a word of the top bar without beginning like it.
UNDER = {
    "need_list": ("gaps",),
    "plan_list": ("items", "lines"),
    "capacity_list": ("trainings",),
    "project_list": ("overdue", "budget-lines", "tranches", "visits", "leverage", "overlaps"),
}


@dataclass(frozen=True)
class NavWord:
    """A word of the top bar: its address, its text, and whether the page lies under it."""

    url: str
    label: str
    current: bool


def nav(path: str, user: User) -> list[NavWord]:
    """Return the words of the top bar for a page's path; home is current only on itself.

    People stand there for those who look after some.
    """
    words = [
        (reverse("home"), _("My work")),
        (reverse("area_list"), _("Areas")),
        (reverse("need_list"), _("Needs")),
        (reverse("plan_list"), _("Plans")),
        (reverse("project_list"), _("Projects")),
        (reverse("capacity_list"), _("People and capacity")),
        *([(reverse("people_list"), _("People"))] if user.roles_to_give else []),
    ]
    first = path.split("/")[1]
    under = next((reverse(name) for name, places in UNDER.items() if first in places), path)
    return [
        NavWord(url, label, path == url if url == reverse("home") else under.startswith(url))
        for url, label in words
    ]


def page(request: HttpRequest) -> dict[str, Any]:
    """Give each template the top bar's words and, in the demo, the day it is."""
    if not request.user.is_authenticated:
        return {"demo_today": settings.DEMO_TODAY}
    return {"demo_today": settings.DEMO_TODAY, "nav": nav(request.path, request.user)}
