"""The meetings app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Names the app for the admin."""

    name = "meetings"
    verbose_name = _("Meetings")
