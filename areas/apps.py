"""The areas app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AreasConfig(AppConfig):
    """Names the app for the admin and registers its checks."""

    name = "areas"
    verbose_name = _("Areas and people")

    def ready(self) -> None:
        """Register the system checks."""
        from areas import checks  # noqa: F401, PLC0415 - models are not loaded before this moment
