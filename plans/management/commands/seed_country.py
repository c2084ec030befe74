"""`manage.py seed_country`: a made-up country on the real areas, to measure on."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from areas.models import Area
from plans.country import seeding
from plans.country.size import Size
from projects.models import Dimension


class Command(BaseCommand):
    """Writes the made-up country into an office without records; a second time it refuses."""

    help = "Fill an empty office with a made-up country, to measure on (needs DEBUG=1)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many provinces."""
        parser.add_argument(
            "--provinces", type=int, metavar="N", help="only the first N; each holds the same"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is missing below, write, and tell how much and how long."""
        if not settings.DEBUG:
            raise CommandError(_("The made-up country is only for measuring: set DEBUG=1."))
        if options["provinces"] is not None and options["provinces"] < 1:
            raise CommandError(_("Take one province or more."))
        if not seeding.is_empty():
            raise CommandError(_("This office has records already; the made-up country needs an empty one."))
        if not Area.objects.exists():
            call_command("load_areas", stdout=self.stdout)
        if not Dimension.objects.exists():
            call_command("load_reference", stdout=self.stdout)
        started = time.monotonic()
        counts = seeding.seed(Size(), options["provinces"])
        for name, many in counts.items():
            self.stdout.write(f"{name:<12} {many:>9,}")
        self.stdout.write(_("%(seconds)d seconds") % {"seconds": time.monotonic() - started})
