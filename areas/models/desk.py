"""The desk: what the work of every form rests on."""

from django.conf import settings
from django.db import models


class OneTimeKey(models.Model):
    """The key of a form that was carried out, with what the person was told: sent twice has one effect."""

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    action = models.CharField(max_length=80)
    path = models.CharField(max_length=500, default="")
    sent = models.CharField(max_length=64, default="")  # SHA-256 of what was typed
    url = models.CharField(max_length=500)
    message = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "one-time key"

    def __str__(self) -> str:
        return f"{self.action} {self.created_at:%Y-%m-%d %H:%M}"
