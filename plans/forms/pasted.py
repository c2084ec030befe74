"""Cells pasted from a spreadsheet: a text of rows and columns laid over the years of a budget grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from config.tools.text import quoted
from config.tools.thai import Unreadable, read_amount, show_amount

MOST_TEXT = 20_000  # characters
MOST_ROWS = 200


def read_block(text: str) -> list[list[str]]:
    """Return the cells of a pasted text, row by row; tabs part columns, blank rows at the ends go."""
    rows = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]
    while rows and not any(rows[-1]):
        rows.pop()
    while rows and not any(rows[0]):
        rows.pop(0)
    return rows


@dataclass
class Laid:
    """A block laid over grid cells: the text for each cell, what was understood, and what found no cell."""

    cells: dict[str, str] = field(default_factory=dict)  # by the input's name
    understood: list[str] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)

    @property
    def told(self) -> str:
        """The sentence that shows what was read, cell by cell."""
        return " · ".join(self.understood)


def lay(block: Sequence[Sequence[str]], grid: Sequence[Sequence[tuple[int, str]]]) -> Laid:
    """Lay a block over a grid of (year, input's name), row on row from the first year on.

    A single column over a single row of years runs along the years. Nothing is dropped in silence: cells without a
    place are in `beyond`, and a cell that cannot be read is laid as it is, so that the form names its year.
    """
    if len(grid) == 1 and len(block) > 1 and all(len(row) == 1 for row in block):
        block = [[row[0] for row in block]]
    laid = Laid()
    for at, row in enumerate(block):
        years = grid[at] if at < len(grid) else []
        for place, text in enumerate(row):
            if place >= len(years):
                if text:
                    laid.beyond.append(text)
                continue
            year, name = years[place]
            laid.cells[name] = text
            laid.understood.append(f"{year} = {_shown(text)}")
    return laid


def _shown(text: str) -> str:
    """Return an amount as it was understood, or that it was not."""
    try:
        return show_amount(read_amount(text))
    except Unreadable:
        return _("cannot read “%(typed)s”") % {"typed": quoted(text)}
