"""Loads the official areas of Thailand: `manage.py load_areas`."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from geothai import DATA_VERSION

from areas.loading import OFFICIAL, Change, load, read_source
from areas.models import Level


class Command(BaseCommand):
    """Loads or updates provinces, districts, tambons and abolished codes, and tells what changed."""

    help = "Load or update the official areas from geothai; tells what changed and never deletes."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and report."""
        source = read_source()
        report = load(source)
        counts = Counter(OFFICIAL[len(area.code)] for area in source.values() if not area.abolished_on)
        self.stdout.write(
            _(
                "geothai %(version)s: %(provinces)s provinces, %(districts)s districts, %(tambons)s tambons, "
                "%(abolished)s abolished codes"
            )
            % {
                "version": DATA_VERSION,
                "provinces": f"{counts[Level.PROVINCE]:,}",
                "districts": f"{counts[Level.DISTRICT]:,}",
                "tambons": f"{counts[Level.TAMBON]:,}",
                "abolished": f"{len(source) - counts.total():,}",
            }
        )
        if report.first:
            self.stdout.write(_("All were loaded."))
            return
        if report.nothing_changed:
            self.stdout.write(_("Nothing changed."))
        self.tell(_("New"), report.new)
        self.tell(_("Renamed"), report.renamed, _("was %s"))
        self.tell(_("Abolished"), report.abolished, _("now %s"))
        self.tell(_("In force again"), report.in_force_again)
        self.tell(_("Details corrected"), report.corrected)
        self.tell(_("Kept as staff wrote it"), report.kept, _("the source says %s"))
        self.tell(_("No longer in the source, left as it is"), report.missing)

    def tell(self, title: str, changes: list[Change], more: str = "%s") -> None:
        """Write one list of the report; nothing for an empty one."""
        if not changes:
            return
        self.stdout.write(f"{title}: {len(changes):,}")
        for change in changes:
            tail = f" ({more % change.more})" if change.more else ""
            self.stdout.write(f"  {change.code} {change.name}{tail}")
