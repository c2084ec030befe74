"""The flow of an area's money as a workbook: every row of the page's table, and below their sum what proves it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _

from config.tools.sheets import Align, Book, Cell, Column, Formula, Look, total_of
from plans.flow import Flow

SUM = 4  # the column of the baht


def write(flow: Flow, target: BinaryIO, titles: Sequence[str]) -> None:
    """Write the rows below their titles. Called with Thai active."""
    book = Book(target, title=titles[0])
    columns = [
        Column(_("Project"), 46),
        Column(_("Source agency"), 30),
        Column(_("Area"), 26),
        Column(_("Code of the area"), 11, Align.CENTRE),
        Column(f"{_('Sum')} ({_('baht')})", 18, Align.RIGHT),
    ]
    sheet = book.sheet(_("Flow of money"), columns, titles=titles)
    rows = [
        sheet.put([str(way.project), way.source.name, way.area.full_name, way.area.code, way.amount])
        for way in flow.ways
    ]
    first, last = (rows[0], rows[-1]) if rows else (1, 0)
    shown: Cell = Formula(total_of(first, last, SUM), flow.total)
    total = sheet.put([_("All together"), None, None, None, shown], Look.TOTAL)
    proof = flow.proof
    sheet.put([_("The same lines outside this area"), None, None, None, proof.outside])
    unallocated = sheet.put([_("Not allocated to an area"), None, None, None, proof.unallocated])
    whole: Cell = Formula(total_of(total, unallocated, SUM), flow.total + proof.outside + proof.unallocated)
    sheet.put([_("Together"), None, None, None, whole], Look.TOTAL)
    said = _("Sums agree") if flow.ties else _("Sums differ")
    lines = _("What the lines say")
    sheet.put([f"{lines} · {said}", None, None, None, proof.total])
    book.close()
