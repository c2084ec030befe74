"""The areas app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AreasConfig(AppConfig):
    """Names the app for the admin, registers its checks and keeps history append-only and words findable."""

    name = "areas"
    verbose_name = _("Areas and people")

    def ready(self) -> None:
        """Register the system checks; guard the history of all apps once, after each migrate."""
        from areas import checks, wordindex  # noqa: F401, PLC0415 - models are not loaded before this moment
        from config.tools import append_only  # noqa: PLC0415 - nor are the tables of history

        post_migrate.connect(append_only.guard, sender=self, dispatch_uid="append_only")
        post_migrate.connect(wordindex.keep, sender=self, dispatch_uid="wordindex")
