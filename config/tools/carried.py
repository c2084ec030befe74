"""What a person typed, carried over a login or a refused form, so that nothing typed is lost.

Only small forms without files or passwords are carried. Over a login they travel signed, bound to the person who
typed them and to the page they were typed on; another person's login finds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

SALT = "config.tools.carried"
MOST_CHARACTERS, MOST_FIELDS = 200_000, 3_000
MOST_TOKEN = 600_000  # characters; the signed form of the most that is carried
HOURS = 12  # within which a carried form is still sent on
NEVER = ("password", "csrfmiddlewaretoken")

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Carried:
    """A form that was typed: the page it belongs to and its fields in order."""

    path: str
    fields: Fields


def fields_of(request: HttpRequest) -> Fields | None:
    """Return the fields of a form that may be carried; None for what is too large, or holds files or passwords."""
    try:
        if request.method != "POST" or request.FILES:
            return None
        fields = [(name, text) for name, texts in request.POST.lists() for text in texts]
    except (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError):
        return None
    if any("password" in name for name, _text in fields):
        return None
    fields = [(name, text) for name, text in fields if name not in NEVER]
    size = sum(len(name) + len(text) for name, text in fields)
    return fields if fields and len(fields) <= MOST_FIELDS and size <= MOST_CHARACTERS else None


def pack(request: HttpRequest, user_pk: int) -> str:
    """Return the request's form as a signed text for the login page; '' where it cannot be carried."""
    fields = fields_of(request)
    if fields is None:
        return ""
    whole = {"user": user_pk, "path": request.get_full_path(), "fields": fields}
    return signing.dumps(whole, salt=SALT, compress=True)


def unpack(token: str, user_pk: int | None) -> Carried | None:
    """Return the carried form of a person; None where it is someone else's, old, or tampered with."""
    if not token or len(token) > MOST_TOKEN:
        return None
    try:
        whole: Mapping[str, Any] = signing.loads(token, salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        return None
    if user_pk is None or whole["user"] != user_pk:
        return None
    return Carried(whole["path"], [(name, text) for name, text in whole["fields"]])
