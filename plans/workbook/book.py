"""The workbook as a whole: which sheets, in which order, under which name."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from config.tools.collector import resting
from config.tools.sheets import Book
from config.tools.thai import show_years
from plans.models import Plan
from plans.workbook import annex, cover, projects, summary, totals, trace
from plans.workbook.content import Content
from plans.workbook.paper import Paper
from plans.workbook.reading import content_of

__all__ = ["content_of", "file_name", "write"]


def write(content: Content, target: Path | BinaryIO) -> None:
    """Write a plan's workbook to a path or an open binary file; equal content gives equal bytes."""
    with resting():
        _write(content, target)


def _write(content: Content, target: Path | BinaryIO) -> None:
    head = content.head
    period = show_years(head.first_year, head.last_year)
    book = Book(target, title=f"แผนประชาชน {head.home.full} {period}", subject="แผนพัฒนาของภาคประชาชน")
    paper = Paper(book, content)
    first_page, sums, listed = cover.start(paper), summary.start(paper), projects.start(paper)
    traced, places, sources = trace.start(paper), totals.start_areas(paper), totals.start_sources(paper)
    aside = annex.start(paper)
    written = projects.write(paper, listed)
    summary.write(paper, sums, written)
    behind = trace.write(paper, traced)
    totals.write_areas(paper, places)
    totals.write_sources(paper, sources)
    left = annex.write(paper, aside, behind)
    cover.write(paper, first_page, written, left)
    book.close()


def file_name(plan: Plan) -> str:
    """Return the name under which a plan's workbook is saved: แผนประชาชน-จ.กาญจนบุรี-2567-2570.xlsx."""
    home = "".join(sign for sign in plan.home_name if sign not in '\\/:*?"<>|').strip()
    first, last = plan.first_year, plan.last_year
    return f"แผนประชาชน-{home}-{first}-{last}.xlsx" if last > first else f"แผนประชาชน-{home}-{first}.xlsx"
