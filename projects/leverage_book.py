"""What CODI's money brought as a workbook: a sheet of the groups, a sheet of the links with their stories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _

from config.tools.sheets import Align, Book, Cell, Column, Look
from projects.leg_book import rate
from projects.leverage_report import Group, Report


def title() -> str:
    """Return the report's name."""
    return str(_("Money that was won"))


def write(report: Report, target: BinaryIO, told: Sequence[str], by: str) -> None:
    """Write the report below its title and what was asked for; `by` names the groups. Called with Thai active."""
    book = Book(target, title=title())
    columns = [
        Column(by, 40),
        Column(_("Code of the area"), 12, Align.CENTRE),
        Column(_("CODI's grants"), 18, Align.RIGHT),
        Column(_("Grants of others"), 18, Align.RIGHT),
        Column(_("Baht of others for each of CODI's"), 18, Align.RIGHT),
        Column(_("Seed money that won others"), 18, Align.RIGHT),
        Column(_("Baht that were won"), 18, Align.RIGHT),
        Column(_("Baht won for each of its own"), 18, Align.RIGHT),
    ]
    sheet = book.sheet(title(), columns, titles=[title(), *told])
    for group in [*report.groups, *([report.rest] if report.rest else [])]:
        sheet.put(_cells(group))
    sheet.put(_cells(report.whole), Look.TOTAL)
    _stories(book, report, told)
    book.close()


def _cells(group: Group) -> list[Cell]:
    grants: list[Cell] = [None, None, None]
    if group.ratio is not None:
        grants = [group.ratio.seed, group.ratio.others, rate(group.rate)]
    code = group.area.code if group.area else None
    return [group.name, code, *grants, group.won.seed, group.won.others, rate(group.won_rate)]


def _stories(book: Book, report: Report, told: Sequence[str]) -> None:
    """Write a row for each link; what a seed has and won in all stands on the first of its rows."""
    name = _("How the money was won")
    columns = [
        Column(_("Seed money"), 40),
        Column(_("Source agency"), 26),
        Column(_("Fiscal year"), 10, Align.CENTRE),
        Column(_("Its own baht"), 16, Align.RIGHT),
        Column(_("Baht won for each of its own"), 16, Align.RIGHT),
        Column(_("Money that was won"), 40),
        Column(_("Source agency"), 26),
        Column(_("Fiscal year"), 10, Align.CENTRE),
        Column(_("Baht that were won"), 16, Align.RIGHT),
        Column(_("How it was won"), 60),
    ]
    sheet = book.sheet(name, columns, titles=[name, *told])
    for seed in report.seeds:
        for at, link in enumerate(seed.links):
            own: list[Cell] = [seed.ratio.seed, rate(seed.value)] if at == 0 else [None, None]
            of_seed: list[Cell] = [str(seed.line.project), str(seed.line.source), seed.line.fiscal_year]
            won = link.won
            of_won: list[Cell] = [str(won.project), str(won.source), won.fiscal_year, won.amount]
            sheet.put([*of_seed, *own, *of_won, link.note])
    if not report.seeds:
        sheet.line(_("No money that was won is linked yet."))
