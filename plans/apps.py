"""The plans app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Names the app for the admin."""

    name = "plans"
    verbose_name = _("Plans")
