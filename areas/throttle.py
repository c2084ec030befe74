"""The high limit for one address: after 200 failures in 15 minutes it is answered 429 for a while.

It stands beside the limit for one name at one address (axes), so that neither a whole office is locked out for one
forgotten password nor can a machine try names, passwords and links without end.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from areas.models import Failure

WINDOW = timedelta(minutes=15)
SALT = "areas.throttle"


def address_of(request: HttpRequest) -> str:
    """Return a keyed digest of the address a request comes from: it counts and tells nothing."""
    return salted_hmac(SALT, str(get_client_ip_address(request)), algorithm="sha256").hexdigest()


def is_closed(request: HttpRequest) -> bool:
    """Whether too much has failed at the request's address lately."""
    since = timezone.now() - WINDOW
    found = Failure.objects.filter(address=address_of(request), at__gte=since)
    return found.count() >= int(settings.ADDRESS_FAILURES)


def count(request: HttpRequest) -> None:
    """Count a failure at the request's address and forget those that count no more."""
    Failure.objects.filter(at__lt=timezone.now() - 2 * WINDOW).delete()
    Failure.objects.create(address=address_of(request))


@receiver(user_login_failed, dispatch_uid="areas.throttle")
def count_login(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Count a failed login; programs that check a password without a request are not counted."""
    if request is not None:
        count(request)
