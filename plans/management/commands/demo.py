"""`manage.py demo`: the story of three provinces in an empty office, for trying out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from areas.models import Area, User
from plans.demo import load as demo
from plans.demo.people import PASSWORD, PEOPLE


class Command(BaseCommand):
    """Loads the demo once; again it changes nothing."""

    help = "Loads the demo story (needs DEMO=1 and DEBUG=1)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the table of people alone."""
        parser.add_argument("--people", action="store_true", help="only print who can log in, with passwords")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the demo, or say why not."""
        if not settings.DEMO:
            raise CommandError(_("The demo is only for trying out: set DEBUG=1 and DEMO=1."))
        if not options["people"]:
            self.load()
        self.people()

    def load(self) -> None:
        """Load the demo into an empty office; refuse an office with people of its own."""
        if demo.is_loaded():
            self.stdout.write(_("The demo is already there; nothing changed."))
            return
        if User.objects.exists():
            raise CommandError(_("This office has people already; the demo needs an empty database."))
        if not Area.objects.exists():
            raise CommandError(_("Load the areas first: manage.py load_areas"))
        demo.load()
        self.stdout.write(_("The demo is loaded."))

    def people(self) -> None:
        """Print who can log in."""
        for user in User.objects.filter(is_demo=True, username__in=[one.username for one in PEOPLE]).order_by(
            "pk"
        ):
            self.stdout.write(f"  {user.username:<10} {PASSWORD}  {user} · {user.role_label}")
