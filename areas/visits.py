"""The logins that a person has open, told in plain words, and how they are ended.

No address is kept. The time is written at most every five minutes, so that reading pages stays reading.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from areas.models import User, Visit

STEP = 300  # seconds
MARK = "visit_at"
# The first that fits: each of these browsers also calls itself by the names below it.
BROWSERS = [
    ("LINE", r"\bLine/"),
    ("Facebook", r"FBAN|FBAV"),
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\bOPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
]
SYSTEMS = [
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh"),
    ("Linux", r"Linux|X11"),
]


def first_of(words: list[tuple[str, str]], text: str) -> str:
    """Return the first word whose pattern is found in a browser's name for itself; '' for none."""
    return next((word for word, pattern in words if re.search(pattern, text)), "")


def note(request: HttpRequest, user: User) -> None:
    """Write down that this login is in use."""
    now = int(time.time())
    seen = request.session.get(MARK)
    if isinstance(seen, int) and 0 <= now - seen < STEP:
        return
    told = request.headers.get("User-Agent", "")[:500]
    words = {"browser": first_of(BROWSERS, told), "system": first_of(SYSTEMS, told)}
    key = request.session.session_key or ""
    if key:
        Visit.objects.update_or_create(
            session_key=key, defaults={"user": user, "seen_at": timezone.now(), **words}
        )
        request.session[MARK] = now


def open_logins(user: User) -> QuerySet[Visit]:
    """Return the logins of a person that are open, the latest first."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    return user.visits.filter(Exists(alive)).order_by("-seen_at", "pk")


def end_all(user: User, keep: str = "") -> int:
    """End the logins of a person except one; return how many were open."""
    others = user.visits.exclude(session_key=keep)
    keys = list(others.values_list("session_key", flat=True))
    ended, _rows = Session.objects.filter(session_key__in=keys).delete()
    others.delete()
    return ended


class VisitMiddleware:
    """Notes each login that is in use; stands after the idle limit, which may end it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the login, then answer."""
        if request.user.is_authenticated:
            note(request, request.user)
        return self.get_response(request)
