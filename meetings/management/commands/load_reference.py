"""`manage.py load_reference`: the lists that an office starts from; no money, no people."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from areas.models import Area, Level
from config.tools.text import arabic, clean
from meetings.reference import load_topics
from projects.reference import CLUSTER, LOWER_CENTRAL, Report, load_reference

MOST_TOLD = 20  # rows of staff that are named in the report


class Command(BaseCommand):
    """Loads work streams, dimensions, agencies, capacity topics and a cluster; again it changes nothing."""

    help = "Load work streams, dimensions, agencies of the provinces, capacity topics and a cluster."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the provinces, the cluster's name, and whether each tambon gets its local authority."""
        parser.add_argument(
            "--provinces", nargs="+", default=LOWER_CENTRAL, metavar="CODE", help="codes: 72 71 70"
        )
        parser.add_argument("--cluster", help="name of the cluster that the provinces make")
        parser.add_argument(
            "--local", action="store_true", help="add a local authority for each tambon that has none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and tell what is new and what staff keeps otherwise."""
        if not Area.objects.exists():
            self.stdout.write(_("There are no areas yet, so they are loaded first."))
            call_command("load_areas", stdout=self.stdout)
        codes = self.read_codes(options["provinces"])
        cluster = clean(options["cluster"] or "")
        if not cluster and set(codes) == set(LOWER_CENTRAL):
            cluster = CLUSTER
        with transaction.atomic():
            report = load_reference(codes, cluster=cluster, local=options["local"])
            load_topics(report)
        self.tell(report)

    def read_codes(self, typed: list[str]) -> list[str]:
        """Return the codes of the provinces, each once; raises CommandError with what to type."""
        codes = [arabic(clean(one)) for text in typed for one in text.split(",") if clean(one)]
        known = set(Area.objects.filter(level=Level.PROVINCE, code__in=codes).values_list("code", flat=True))
        if not codes or set(codes) - known:
            wrong = ", ".join(one for one in codes if one not in known) or "–"
            told = _("“%(code)s” is not the code of a province. Type codes of two digits, such as 72 71 70.")
            raise CommandError(told % {"code": wrong})
        return sorted(known)

    def tell(self, report: Report) -> None:
        """Write the report."""
        told = _("Added %(added)s, kept %(kept)s, kept as staff wrote it %(differs)s")
        counts = {"added": report.added, "kept": report.kept, "differs": len(report.differs)}
        self.stdout.write(told % counts)
        for row in report.differs[:MOST_TOLD]:
            self.stdout.write(f"  {row}")
        if len(report.differs) > MOST_TOLD:
            self.stdout.write(_("  and %(count)d more") % {"count": len(report.differs) - MOST_TOLD})
