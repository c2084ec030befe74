"""Writes a plan's workbook to a file: the same bytes as the download."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from areas.models import Area, Cluster
from config.tools.amounts import show_amount
from config.tools.dates import read_be_year, show_years
from config.tools.text import Unreadable, arabic, clean
from plans import workbook
from plans.models import Plan
from plans.workbook.canonical import digest
from plans.workbook.content import Content


class Command(BaseCommand):
    """export_plan --area 71 --years 2567-2570 --output plan.xlsx."""

    help = "Write the workbook of a plan to a file"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the plan's home, its years and the file."""
        home = parser.add_mutually_exclusive_group(required=True)
        home.add_argument("--area", help="official code of the area: 71 or 710109")
        home.add_argument("--cluster", help="name of the cluster of provinces")
        parser.add_argument("--years", required=True, help="Buddhist years of the plan: 2567-2570")
        parser.add_argument("--output", required=True, help="the file to write: plan.xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say what is in it."""
        with override("th"):
            first, last = read_years(options["years"])
            plan = find_plan(options["area"], options["cluster"], first, last)
            target = check_target(options["output"])
            content = workbook.content_of(plan)
            save(content, target)
            told = _("%(path)s: %(plan)s, %(lines)d projects, %(total)s baht, SHA-256 %(digest)s") % {
                "path": target,
                "plan": plan,
                "lines": len(content.lines),
                "total": show_amount(content.total),
                "digest": digest(content),
            }
            self.stdout.write(told)


def save(content: Content, target: Path) -> None:
    """Write the workbook beside its place, then put it there: a failure leaves what was there before."""
    half = target.with_name(f"{target.name}.part")
    try:
        with half.open("wb") as file:
            workbook.write(content, file)
        half.replace(target)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise CommandError(
            _("%(path)s could not be written: %(why)s") % {"path": target, "why": error.strerror or error}
        ) from error


def read_years(text: str) -> tuple[int, int]:
    """Return the first and last year of "2567-2570" or "2567"; raises CommandError with what to type."""
    ends = re.split(r"\s*[-–—]\s*|\s*ถึง\s*", clean(text))
    if not 1 <= len(ends) <= 2:
        raise CommandError(_("“%(typed)s” is not a period. Type it like 2567-2570.") % {"typed": text})
    try:
        years = [read_be_year(end) for end in ends]
    except Unreadable as error:
        raise CommandError(f"--years: {error}") from error
    if years[-1] < years[0]:
        raise CommandError(
            _("The period ends before it begins. Type %(first)d-%(last)d.")
            % {"first": years[-1], "last": years[0]}
        )
    return years[0], years[-1]


def find_plan(area: str | None, cluster: str | None, first: int, last: int) -> Plan:
    """Return the plan of an area or cluster; raises CommandError that names what there is instead."""
    home: Area | Cluster | None
    if area is not None:
        code = arabic(clean(area))
        home, plans = Area.objects.filter(pk=code).first(), Plan.objects.filter(area_id=code)
        if home is None:
            raise CommandError(
                _("There is no area with the code %(code)s. A province has 2 digits, a tambon 6.")
                % {"code": code}
            )
    else:
        name = clean(cluster or "")
        home, plans = Cluster.objects.filter(name=name).first(), Plan.objects.filter(cluster__name=name)
        if home is None:
            known = ", ".join(Cluster.objects.order_by("name").values_list("name", flat=True)) or "–"
            raise CommandError(
                _("There is no cluster named “%(name)s”. There are: %(known)s")
                % {"name": name, "known": known}
            )
    plan = (
        plans.select_related("area", "cluster", "endorsed_at")
        .filter(first_year=first, last_year=last)
        .first()
    )
    if plan is None:
        periods = ", ".join(row.period for row in plans.order_by("first_year", "last_year")) or "–"
        raise CommandError(
            _("%(home)s has no plan for %(years)s. It has plans for: %(periods)s")
            % {"home": home, "years": show_years(first, last), "periods": periods}
        )
    return plan


def check_target(text: str) -> Path:
    """Return the path to write to; an existing file is written anew. Raises CommandError."""
    target = Path(text).expanduser()
    if target.is_dir():
        raise CommandError(
            _("%(path)s is a folder. Give the name of a file, such as plan.xlsx.") % {"path": target}
        )
    if not target.parent.is_dir():
        raise CommandError(
            _("The folder %(folder)s does not exist. Make it first, or choose another.")
            % {"folder": target.parent}
        )
    return target
