"""Provinces side by side as a workbook: what is known of them, money by stream, open needs by dimension."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _

from config.tools.sheets import Align, Book, Cell, Column, Look
from plans.compare import Comparison, Line, Section


def write(found: Comparison, target: BinaryIO, titles: Sequence[str]) -> None:
    """Write a sheet for each part below the titles. Called with Thai active."""
    book = Book(target, title=titles[0])
    facts = book.sheet(
        _("Tambons and plans"), _columns(found, _("What is known"), total=False), titles=titles
    )
    for fact in found.facts:
        facts.put([fact.name, *fact.counts])
    _section(book, found, found.money, _("Money by work stream"), _("Work stream"), titles)
    _section(book, found, found.needs, _("Open needs by dimension"), _("Dimension"), titles)
    book.close()


def _columns(found: Comparison, first: str, *, total: bool) -> list[Column]:
    names = [one.full_name for one in found.provinces] + ([_("Sum")] if total else [])
    return [Column(first, 34), *(Column(name, 18, Align.RIGHT) for name in names)]


def _section(
    book: Book, found: Comparison, section: Section, name: str, first: str, titles: Sequence[str]
) -> None:
    sheet = book.sheet(name, _columns(found, first, total=True), titles=titles)
    for line in section.lines:
        sheet.put([line.name or _("Without a stream"), *_numbers(line)])
    sheet.put([_("All together"), *_numbers(section.sums)], Look.TOTAL)


def _numbers(line: Line) -> list[Cell]:
    return [cell.number for cell in [*line.cells, line.total]]
