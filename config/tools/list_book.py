"""A list as a workbook: the rows of a `Listing` in their order, with what was filtered said above them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.tools.listing import Listing, Text
from config.tools.sheets import Align, Book, Cell, Column
from config.tools.thai import show_date, today

MOST = 50_000  # rows; more are no list that anybody reads, and the file stays below 10 MB
CHUNK = 2_000  # rows fetched at once


def same(value: Any) -> Cell:
    """Return a value that is a cell already: text, a number, nothing."""
    return value if value is None or isinstance(value, int) else str(value)


@dataclass(frozen=True)
class Field:
    """A column of the workbook: its heading, width in characters, the fields it reads and how it shows them."""

    heading: Text
    width: float
    reads: tuple[str, ...]
    show: Callable[..., Cell] = same
    align: Align = Align.LEFT


def write(
    target: BinaryIO, listing: Listing[Any], fields: Sequence[Field], *, title: Text, told: Sequence[Text]
) -> None:
    """Write the list, at most MOST rows, with title, filters, scope, order and date above it.

    The workbook's text is Thai, whoever asks. Text is always text, also what begins with = + - @.
    """
    count, order = listing.rows.count(), listing.order_told
    write_rows(target, fields, rows(listing, fields), count=count, order=order, title=title, told=told)


def write_rows(
    target: BinaryIO,
    fields: Sequence[Field],
    found: Iterable[list[Cell]],
    *,
    count: int,
    order: Text,
    title: Text,
    told: Sequence[Text],
) -> None:
    """Write rows of cells that come from elsewhere than a `Listing`, in the same way; no more than MOST of `count`."""
    with translation.override("th"):
        columns = [Column(str(field.heading), field.width, field.align) for field in fields]
        lines = [str(title), *map(str, told), _shape(count, order)]
        if count > MOST:
            lines.append(_cut(count))
        book = Book(target, title=str(title))
        sheet = book.sheet(str(title), columns, titles=lines)
        for cells in found:
            sheet.put(cells)
        if count > MOST:
            sheet.line(_cut(count))
        book.close()


def rows(listing: Listing[Any], fields: Sequence[Field]) -> Iterator[list[Cell]]:
    """Yield the cells of each row, read without building models."""
    reads = list(dict.fromkeys(name for field in fields for name in field.reads))
    places = {name: at for at, name in enumerate(reads)}
    found = listing.ordered.values_list(*reads)[:MOST].iterator(chunk_size=CHUNK)
    for values in found:
        yield [field.show(*(values[places[name]] for name in field.reads)) for field in fields]


def _shape(count: int, order: Text) -> str:
    rows_told = ngettext("%(count)s row", "%(count)s rows", count) % {"count": f"{count:,}"}
    return _("%(rows)s · %(order)s · as of %(day)s") % {
        "rows": rows_told,
        "order": order,
        "day": show_date(today()),
    }


def _cut(count: int) -> str:
    words = {"most": f"{MOST:,}", "count": f"{count:,}"}
    return _("Only the first %(most)s of %(count)s rows stand here. Choose a narrower filter.") % words
