"""One-time links with which a person sets the password: made, read, used up.

A link is valid until its time is over, it was used, a newer one was made, the password was changed or the person was
deactivated. Only the digest of its token is kept, so that nobody can read a link from the database.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from areas import visits
from areas.models import LoginLink, User
from areas.models.recorded import acting_as

INVITATION = timedelta(days=7)
RESET = timedelta(hours=24)
SALT = "areas.links.stamp"


@dataclass(frozen=True)
class Made:
    """A link as it is told once: its path, and until when it is valid."""

    path: str
    until: datetime
    is_invitation: bool


def make(person: User, by: User | None, *, by_mail: bool = False) -> Made:
    """Make a link for a person, an invitation where there is no password yet; earlier links end.

    One that anybody can ask for by e-mail ends only those sent by e-mail: no stranger ends an invitation.
    """
    end_all(person, only_mailed=by_mail)
    is_invitation = not person.has_usable_password()
    until = timezone.now() + (INVITATION if is_invitation else RESET)
    token = secrets.token_urlsafe(32)
    LoginLink.objects.create(
        user=person,
        digest=digest_of(token),
        stamp=stamp_of(person),
        is_invitation=is_invitation,
        by_mail=by_mail,
        created_by=by,
        until=until,
    )
    return Made(reverse("link", args=[token]), until, is_invitation)


def read(token: str) -> LoginLink | None:
    """Return the link of a token where it is still valid."""
    link = LoginLink.objects.select_related("user").filter(digest=digest_of(token)).first()
    return link if link is not None and is_valid(link) else None


def is_valid(link: LoginLink) -> bool:
    """Whether a link still opens anything, as it and its person are now."""
    person = link.user
    if link.used_at or link.ended_at or link.until <= timezone.now():
        return False
    if not person.is_active or (person.is_demo and not settings.DEMO):
        return False
    return constant_time_compare(link.stamp, stamp_of(person))


def use(token: str, password: str) -> User | None:
    """Set the password and use the link up, both or neither; None where it is valid no more.

    Logins that were open elsewhere end.
    """
    with transaction.atomic():
        found = LoginLink.objects.select_for_update(of=("self",)).filter(digest=digest_of(token)).first()
        if found is None:
            return None
        person = User.objects.select_for_update().get(pk=found.user_id)
        found.user = person
        if not is_valid(found):
            return None
        found.used_at = timezone.now()
        found.save(update_fields=["used_at"])
        person.set_password(password)
        person._change_reason = _("The password was set with a one-time link.")  # type: ignore[attr-defined]  # simple_history reads it
        with acting_as(person):
            person.save()
        visits.end_all(person)
    return person


def end_all(person: User, *, only_mailed: bool = False) -> None:
    """End the links of a person that are still open."""
    still = LoginLink.objects.filter(user=person, used_at=None, ended_at=None)
    (still.filter(by_mail=True) if only_mailed else still).update(ended_at=timezone.now())


def digest_of(token: str) -> str:
    """Return what is kept of a token: it has 256 random bits, so a plain digest is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def stamp_of(person: User) -> str:
    """Return a digest that changes with the password."""
    return salted_hmac(SALT, person.password, algorithm="sha256").hexdigest()
