"""Items pasted from a spreadsheet: what each column is, what each row says, and what cannot be read.

A block may bring its headings, of one line or two, as the local plan forms (ผ.02) have them. Without headings it is
read as title, then one amount for each year of the plan.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from config.tools.fields import LONGEST_TEXT
from config.tools.money import ZERO
from config.tools.text import quoted
from config.tools.thai import Unreadable, clean, read_amount, show_amount
from plans.forms.headings import (
    DIMENSION,
    GROUP,
    NEED,
    NUMBER,
    TITLE,
    TOTAL,
    WORDS,
    Key,
    is_counted,
    is_sum,
    key_of,
)
from plans.forms.pasted import read_block

MOST_ITEMS = 100
MOST_BLOCK = 60_000  # characters; a hundred items with their words
LONGEST_TITLE = 300
_LETTER = re.compile(r"[^\W\d]")


@dataclass
class BlockRow:
    """One item of the block: its row from 1, texts by field, what is said of dimension and need, baht by year."""

    number: int
    texts: dict[str, str]
    dimension: str
    need: str
    amounts: dict[int, Decimal]

    @property
    def title(self) -> str:
        """The title of the item."""
        return self.texts[TITLE]

    @property
    def words(self) -> str:
        """What else the row says: its dimension and its texts, in one line."""
        return " · ".join(
            " ".join(text.split()) for text in (self.dimension, *map(self.texts.get, WORDS)) if text
        )

    @property
    def total(self) -> Decimal:
        """Baht of all years."""
        return sum(self.amounts.values(), ZERO)

    @property
    def cells(self) -> list[tuple[int, Decimal]]:
        """Baht by year, for a table."""
        return list(self.amounts.items())


@dataclass
class Block:
    """What was read: the items, sentences on what is wrong, and what was left out, in words."""

    rows: list[BlockRow] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        """Baht of all items."""
        return sum((row.total for row in self.rows), ZERO)

    @property
    def sums(self) -> list[tuple[int, Decimal]]:
        """Baht of all items by year."""
        years = self.rows[0].amounts if self.rows else {}
        return [(year, sum((row.amounts[year] for row in self.rows), ZERO)) for year in years]


def read_items(text: str, years: Sequence[int]) -> Block:
    """Return the items of a pasted text for a plan of these years; nothing with money is left out in silence."""
    lines = [(number, cells) for number, cells in enumerate(_cells(text), start=1) if any(cells)]
    block = Block()
    heads = 0
    while heads < len(lines) and _is_heading(lines[heads][1]):
        heads += 1
    body = lines[heads:]
    columns = _named([cells for _number, cells in lines[:heads]]) if heads else _usual(body, years)
    if heads and TITLE not in columns:
        block.wrong.append(_("No column is headed as the items are, so the titles are not known."))
        return block
    if len(body) > MOST_ITEMS:
        block.wrong.append(
            _("These are %(count)s rows. Paste at most %(most)s at once.")
            % {"count": len(body), "most": MOST_ITEMS}
        )
        return block
    _tell_columns(block, columns, [cells for _number, cells in lines[:heads]], body, years)
    for number, cells in body:
        _read_row(block, number, dict(_pairs(columns, cells)), cells[len(columns) :], years)
    return block


# --- Columns


def _cells(text: str) -> list[list[str]]:
    """Return the cells; a cell of several lines is quoted by Excel, and a lone quotation mark is only a mark."""
    if '"' in text and text.count('"') % 2 == 0:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
        return [
            ["\n".join(clean(line) for line in cell.splitlines()).strip() for cell in row] for row in rows
        ]
    return [[clean(cell) for cell in row] for row in read_block(text)]


def _is_heading(cells: Sequence[str]) -> bool:
    """Whether a line names columns: it holds a heading's word, or years alone."""
    keys = [key_of(cell) for cell in cells if cell]
    return any(isinstance(key, str) for key in keys) or all(isinstance(key, int) for key in keys)


def _named(heads: Sequence[Sequence[str]]) -> list[Key]:
    """Return what each column holds by its headings; of two lines the year or the lower word counts."""
    columns: list[Key] = []
    for at in range(max(map(len, heads))):
        keys = [key_of(cells[at]) for cells in heads if at < len(cells) and cells[at]]
        year = next((key for key in keys if isinstance(key, int)), None)
        columns.append(year or (keys[-1] if keys else None))
    return columns


def _usual(body: Sequence[tuple[int, Sequence[str]]], years: Sequence[int]) -> list[Key]:
    """Return the columns of a block without headings: perhaps a running number, title, years, perhaps their sum."""
    firsts = [cells[0] for _number, cells in body]
    counted = any(firsts) and all(map(is_counted, firsts))
    return [*([NUMBER] if counted else []), TITLE, *years, TOTAL]


def _tell_columns(
    block: Block,
    columns: Sequence[Key],
    heads: Sequence[Sequence[str]],
    body: Sequence[tuple[int, Sequence[str]]],
    years: Sequence[int],
) -> None:
    """Tell of columns that are not read, and refuse money of years that the plan does not have."""
    for at, key in enumerate(columns):
        if not any(cells[at] for _number, cells in body if at < len(cells)):
            continue
        if isinstance(key, int) and key not in years:
            block.wrong.append(
                _("The column of %(year)s lies outside the plan's years %(first)s–%(last)s. Take it out.")
                % {"year": key, "first": years[0], "last": years[-1]}
            )
        elif key in (None, GROUP):
            named = " ".join(cells[at] for cells in heads if at < len(cells) and cells[at])
            block.left.append(
                _("the column “%(name)s”") % {"name": quoted(named)}
                if named
                else _("column %(at)s") % {"at": at + 1}
            )


# --- Rows


def _pairs(columns: Sequence[Key], cells: Sequence[str]) -> Iterator[tuple[Key, str]]:
    """Yield what each column of a row holds; a column named twice gives what stands in it first."""
    seen: set[Key] = set()
    for key, cell in zip(columns, cells, strict=False):
        if key is not None and (cell or key not in seen):
            if key not in seen:
                yield key, cell
            if cell:
                seen.add(key)


def _read_row(
    block: Block, number: int, cells: dict[Key, str], beyond: Sequence[str], years: Sequence[int]
) -> None:
    """Read one row into the block: an item, a sum that is left out, or sentences on what is wrong."""
    title = cells.get(TITLE, "")
    if any(is_sum(cells.get(key, "")) for key in (TITLE, NUMBER)):
        block.left.append(_("row %(row)s, a sum") % {"row": number})
        return
    wrong = list(_wrong_texts(title, {name: cells.get(name, "") for name in WORDS}))
    wrong += [
        _("“%(text)s” stands behind the last year.") % {"text": quoted(cell)} for cell in beyond if cell
    ]
    amounts = {year: _amount(cells.get(year, ""), str(year), wrong) for year in years}
    row = BlockRow(
        number,
        {name: cells.get(name, "") for name in (TITLE, *WORDS)},
        cells.get(DIMENSION, ""),
        cells.get(NEED, ""),
        {year: amount or ZERO for year, amount in amounts.items()},
    )
    said = _amount(cells.get(TOTAL, ""), _("the sum"), wrong)
    if said is not None and not wrong and said != row.total:
        words = {"said": show_amount(said), "sum": show_amount(row.total)}
        wrong.append(_("the sum says %(said)s, but the years come to %(sum)s.") % words)
    block.wrong += [_("Row %(row)s: %(what)s") % {"row": number, "what": what} for what in wrong]
    if not wrong:
        block.rows.append(row)


def _wrong_texts(title: str, texts: dict[str, str]) -> Iterator[str]:
    if not _LETTER.search(title):
        yield _("it has no title.")
    if len(title) > LONGEST_TITLE or any(len(text) > LONGEST_TEXT for text in texts.values()):
        yield _("a text is too long. A title takes %(title)s letters, other texts %(text)s.") % {
            "title": LONGEST_TITLE,
            "text": LONGEST_TEXT,
        }


def _amount(text: str, where: str, wrong: list[str]) -> Decimal | None:
    """Return an amount, or add to `wrong` why it cannot be read."""
    try:
        return read_amount(text)
    except Unreadable as why:
        wrong.append(f"{where}: {why}")
        return None
