"""How people get in: one-time links, the logins they have open, and failures at an address."""

from django.conf import settings
from django.db import models


class LoginLink(models.Model):
    """A link that lets one person set the password, once; only its digest is kept.

    `stamp` is a digest of the password as it was: a link made before a change of password opens nothing.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    stamp = models.CharField(max_length=64)
    is_invitation = models.BooleanField(default=False)
    by_mail = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "one-time link"

    def __str__(self) -> str:
        return f"{self.user_id} {self.until:%Y-%m-%d %H:%M}"


class Visit(models.Model):
    """A login that is open somewhere: in which browser, and when it last asked for a page."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="visits")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=30)
    system = models.CharField(max_length=30)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = "open login"

    def __str__(self) -> str:
        return f"{self.user_id} {self.browser} {self.system}"


class Failure(models.Model):
    """A failed login or a dead link, counted by a keyed digest of the address it came from."""

    address = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "failure at an address"
        indexes = [models.Index(fields=["address", "at"], name="failure_address_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
