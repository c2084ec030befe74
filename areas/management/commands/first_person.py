"""Makes the first person of an empty office: `manage.py first_person`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from areas import links
from areas.models import User
from config.tools.thai import clean, show_date, show_time


class Command(BaseCommand):
    """Makes a superuser without a password and prints the one-time link that sets it."""

    help = "Make the first superuser of an empty office; prints a one-time link that sets the password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what would be asked for."""
        parser.add_argument("--username", help="user name; asked for where missing")
        parser.add_argument("--name", help="first name and surname; asked for where missing")
        parser.add_argument("--email", help="e-mail; may be empty")
        parser.add_argument("--site", help="address of the site, such as https://plan.example.org")
        parser.add_argument(
            "--again",
            action="store_true",
            help="also where there is a superuser; a new link for a known name",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the person, or with --again a new link for one who is there, and print the link."""
        again = bool(options["again"])
        if not again and User.objects.filter(is_superuser=True, is_active=True).exists():
            raise CommandError(
                _("There is a superuser already. Ask them for an invitation, or add --again to make another.")
            )
        username = self.value(options["username"], _("User name"))
        known = User.objects.filter(username__iexact=username).first()
        if known is not None and not (again and known.is_superuser and known.is_active):
            raise CommandError(
                _("The user name %(name)s is taken. Choose another with --username.") % {"name": username}
            )
        person = known or self.create(username, options)
        made = links.make(person, None)
        local = timezone.localtime(made.until)
        until = f"{show_date(local.date())} {show_time(local)}"
        self.stdout.write(
            _("Open this link once, until %(until)s, and set the password of %(name)s:")
            % {"until": until, "name": person.username}
        )
        self.stdout.write(site_of(options["site"]) + made.path)

    def create(self, username: str, options: dict[str, Any]) -> User:
        """Save the superuser; what cannot be is refused with the reason."""
        name = self.value(options["name"], _("First name and surname"))
        email = options["email"]
        if email is None:
            email = (
                "" if options["username"] else self.value(None, _("E-mail (may be empty)"), required=False)
            )
        first, _space, last = name.partition(" ")
        person = User(
            username=username, first_name=first, last_name=last, email=email, is_staff=True, is_superuser=True
        )
        person.set_unusable_password()
        try:
            person.full_clean()
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        person.save()
        return person

    def value(self, given: str | None, label: str, *, required: bool = True) -> str:
        """Return what was given, or ask for it."""
        try:
            text = clean(given if given is not None else input(f"{label}: "))
        except EOFError as closed:
            raise CommandError(
                _("%(label)s is missing. Add it to the command, see --help.") % {"label": label}
            ) from closed
        if required and not text:
            raise CommandError(
                _("%(label)s is missing. Add it to the command, see --help.") % {"label": label}
            )
        return text


def site_of(given: str | None) -> str:
    """Return the address of the site without a slash at its end: as given, else from the settings."""
    if given:
        return given.rstrip("/")
    host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
    return "http://localhost:8000" if host in {"localhost", "*"} else f"https://{host.lstrip('.')}"
