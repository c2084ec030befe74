"""Workbooks as Thai offices print them: TH Sarabun New 16, A4 landscape, repeated headings, sums that are formulas.

A thin skin over XlsxWriter that keeps four promises: text is always text (also what begins with = + - @), amounts
are real numbers, a row is tall enough for its wrapped Thai, and equal content gives equal bytes. Rows are written
from the top down and leave memory at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import BinaryIO, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import CellBlankTuple, CellFormulaTuple, CellNumberTuple, CellStringTuple

from config.tools import glyphs
from config.tools.quick_page import QuickPage

FONT, SIZE = "TH Sarabun New", 16
LONGEST_TEXT = 32_767  # UTF-16 units that a cell holds
CLIPPED = "…(ตัดที่ 32,767 อักษร)"
LONGEST_NAME = 31  # characters of a sheet's name
TALLEST_ROW = 409.0  # points
CREATED = datetime(2023, 5, 19)
A4 = 9
CHARACTER = 5.25  # points of one unit of column width
PADDING = 3.0  # points that Excel keeps free inside a cell
MOST_LINES = int(TALLEST_ROW // (SIZE * glyphs.LINE)) - 1

_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_WHOLE, _SATANG, _COUNT = "#,##0", "#,##0.00", "#,##0"


class Align(Enum):
    """How the cells of a column stand."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


class Look(Enum):
    """What kind of row a row is: (bold, colour behind, line around, how cells stand from top to bottom)."""

    BODY = (False, "", True, "top")
    GROUP = (True, "#EDEFF5", True, "top")
    TOTAL = (True, "#D9DDEA", True, "top")
    HEAD = (True, "#D9DDEA", True, "vcenter")
    PLAIN = (False, "", False, "top")
    STRONG = (True, "", False, "top")


class Formula(NamedTuple):
    """A formula with the value it has now, so that viewers that do not reckon show it too."""

    text: str
    value: Decimal | int | str


Cell = str | Decimal | int | Formula | None


@dataclass(frozen=True)
class Column:
    """A column of a sheet: what stands above it, how wide it is (in characters) and how its cells stand."""

    heading: str
    width: float
    align: Align = Align.LEFT
    above: str = ""  # a heading over several neighbouring columns


def legal(text: str) -> str:
    """Return the text as a cell can hold it: no control characters, at most 32,767 UTF-16 units."""
    if _ILLEGAL.search(text):
        text = _ILLEGAL.sub("", text)
    if len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        units = text.encode("utf-16-le")[: 2 * (LONGEST_TEXT - len(CLIPPED))]
        text = units.decode("utf-16-le", "ignore") + CLIPPED
    return text


def sheet_name(text: str, taken: Iterable[str] = ()) -> str:
    """Return a name that Excel allows and that no other sheet has."""
    name = _NO_SHEET_NAME.sub(" ", legal(text)).strip().strip("'")[:LONGEST_NAME] or "-"
    used, again = {other.casefold() for other in taken}, 2
    unique = name
    while unique.casefold() in used:
        tail = f" ({again})"
        unique, again = name[: LONGEST_NAME - len(tail)] + tail, again + 1
    return unique


def money_width(largest: Decimal) -> float:
    """Return the width in characters of a column that has to hold the amount."""
    text = f"{largest:,.2f}" if largest % 1 else f"{largest:,.0f}"
    return max(10.0, (glyphs.width(text, bold=True) * SIZE + PADDING) / CHARACTER + 1)


def address(row: int, col: int) -> str:
    """Return a cell's address (A1) from numbers that start at zero."""
    return str(xl_rowcol_to_cell(row, col))


def total_of(first: int, last: int, col: int) -> str:
    """Return the formula that sums a column from one row to another."""
    letter = xl_col_to_name(col)
    return f"=SUM({letter}{first + 1}:{letter}{last + 1})" if last >= first else "=0"


class Book:
    """A workbook on its way to a file."""

    def __init__(self, target: Path | BinaryIO, *, title: str, subject: str = "") -> None:
        self.file = xlsxwriter.Workbook(
            str(target) if isinstance(target, Path) else target,
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self.file.set_properties(
            {"title": legal(title), "subject": legal(subject), "author": "ผืนงาน", "created": CREATED}
        )
        self.file.set_size(2400, 1400)
        self._formats: dict[tuple[Look, Align, str], Format] = {}
        self._titles: dict[tuple[Align, bool], Format] = {}

    def look(self, look: Look, align: Align, number: str = "") -> Format:
        """Return a format, each made once."""
        key = (look, align, number)
        if key not in self._formats:
            bold, behind, line, upright = look.value
            wanted = {
                "font_name": FONT, "font_size": SIZE, "bold": bold, "text_wrap": not number,
                "align": align.value, "valign": upright, "num_format": number or "General",
            }  # fmt: skip
            if line:
                wanted |= {"border": 1, "border_color": "#5B6275"}
            if behind:
                wanted["bg_color"] = behind
            self._formats[key] = self.file.add_format(wanted)
        return self._formats[key]

    def sheet(
        self,
        name: str,
        columns: Sequence[Column],
        *,
        form: str = "",
        titles: Sequence[str] = (),
    ) -> Sheet:
        """Add a sheet with its title lines and headings, which every printed page repeats.

        Without headings it is one page. A name of Thai letters and points alone needs a space or
        hyphen too: XlsxWriter leaves ผ.02 unquoted, and LibreOffice then does not repeat its rows.
        """
        taken = [sheet.get_name() for sheet in self.file.worksheets()]
        return Sheet(self, self.file.add_worksheet(sheet_name(name, taken), QuickPage), columns, form, titles)

    def close(self) -> None:
        """Write the file."""
        self.file.close()


class Sheet:
    """One sheet, written row by row from the top; `at` is the next row, counted from zero."""

    def __init__(
        self, book: Book, page: QuickPage, columns: Sequence[Column], form: str, titles: Sequence[str]
    ) -> None:
        self.book, self.page, self.columns = book, page, columns
        self.at = 0
        self.rooms = [(column.width * CHARACTER - PADDING) / SIZE for column in columns]
        self._rows: dict[Look, list[tuple[Format, Format, Format, Format]]] = {}
        self._write_string: Callable[..., int] = page.write_string
        self._set_up()
        self._head(form, titles)

    @property
    def name(self) -> str:
        """The sheet's name inside a formula."""
        return "'" + str(self.page.get_name()).replace("'", "''") + "'"

    @property
    def last(self) -> int:
        """The number of the last column."""
        return len(self.columns) - 1

    def _set_up(self) -> None:
        page = self.page
        page.set_landscape()
        page.set_paper(A4)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.center_horizontally()
        page.hide_gridlines(2)
        page.set_footer(f'&R&"{FONT},Regular"&14หน้า &P / &N')
        for number, column in enumerate(self.columns):
            page.set_column(number, number, column.width)

    def _head(self, form: str, titles: Sequence[str]) -> None:
        if form:
            self.line(form, Align.RIGHT, Look.STRONG)
        for title in titles:
            self.line(title, Align.CENTRE, Look.STRONG)
        if any(column.heading for column in self.columns):
            self._headings()
            self.page.repeat_rows(0, self.at - 1)
            self.page.freeze_panes(self.at, 0)
        else:
            self.page.fit_to_pages(1, 1)

    def _headings(self) -> None:
        """Write the headings: one row, or two where some stand under a common one."""
        grouped = any(column.above for column in self.columns)
        lower = [column.heading for column in self.columns]
        if grouped:
            upper = [column.above or column.heading for column in self.columns]
            lower = [column.heading if column.above else "" for column in self.columns]
            shown = [text if n == 0 or text != upper[n - 1] else "" for n, text in enumerate(upper)]
            rows = max((self._lines(n, text, bold=True) for n, text in enumerate(upper) if not self.columns[n].above),
                       default=1)  # fmt: skip
            below = max(self._lines(n, text, bold=True) for n, text in enumerate(lower))
            self._heading_row(shown, max(1, rows - below))
            self._heading_row(lower, below)
            self._join_headings(upper)
        else:
            self._heading_row(lower, max(self._lines(n, text, bold=True) for n, text in enumerate(lower)))

    def _heading_row(self, texts: Sequence[str], lines: int) -> None:
        form = self.book.look(Look.HEAD, Align.CENTRE)
        self._tall(lines)
        for col, text in enumerate(texts):
            self._text(col, text, form)
        self.at += 1

    def _join_headings(self, upper: Sequence[str]) -> None:
        """Join the cells of the two heading rows; `merge_range` cannot, since rows leave memory one by one."""
        top, col = self.at - 2, 0
        while col < len(upper):
            end = col
            while end + 1 < len(upper) and self.columns[col].above and upper[end + 1] == upper[col]:
                end += 1
            if not self.columns[col].above:
                self.page.merge.append([top, col, top + 1, col])
            elif end > col:
                self.page.merge.append([top, col, top, end])
            col = end + 1

    def line(self, text: str, align: Align = Align.LEFT, look: Look = Look.PLAIN) -> int:
        """Write a text over the whole width; return its row."""
        room = sum(self.rooms)
        self._tall(glyphs.lines(text, room, bold=look.value[0]) if text else 1)
        form = self.book.look(look, align)
        self._text(0, text, form)
        for col in range(1, len(self.columns)):
            self.page.write_blank(self.at, col, None, form)
        if self.last:
            self.page.merge.append([self.at, 0, self.at, self.last])
        self.at += 1
        return self.at - 1

    def pair(self, label: str, text: str) -> int:
        """Write a name and what it is, over the rest of the width; return its row."""
        self._tall(glyphs.lines(text, sum(self.rooms[1:])))
        form = self.book.look(Look.BODY, Align.LEFT)
        self._text(0, label, self.book.look(Look.GROUP, Align.LEFT))
        self._text(1, text, form)
        for col in range(2, len(self.columns)):
            self.page.write_blank(self.at, col, None, form)
        if self.last > 1:
            self.page.merge.append([self.at, 1, self.at, self.last])
        self.at += 1
        return self.at - 1

    def put(self, cells: Sequence[Cell], look: Look = Look.BODY) -> int:
        """Write one row of cells, as many as there are columns; return its row.

        A text taller than the tallest row Excel has goes on in the rows below.
        """
        bold, rooms, tallest = look.value[0], self.rooms, 1
        for col, cell in enumerate(cells):
            text = cell.value if type(cell) is Formula else cell
            if type(text) is str and text:
                tallest = max(tallest, glyphs.lines(text, rooms[col], bold=bold))
        if tallest > MOST_LINES:
            return self._put_tall(cells, look)
        return self._put(cells, look, tallest)

    def _put_tall(self, cells: Sequence[Cell], look: Look) -> int:
        parts = [
            glyphs.pieces(cell, room, MOST_LINES) if isinstance(cell, str) else [cell]
            for cell, room in zip(cells, self.rooms, strict=True)
        ]
        first = self.at
        for number in range(max(map(len, parts))):
            self._put([part[number] if number < len(part) else None for part in parts], look, MOST_LINES)
        return first

    def _put(self, cells: Sequence[Cell], look: Look, lines: int) -> int:
        if look not in self._rows:
            self._rows[look] = [self._formats(look, column.align) for column in self.columns]
        self._tall(lines)
        row: list[object] = []
        for cell, (text, whole, satang, count) in zip(cells, self._rows[look], strict=True):
            kind = type(cell)
            if cell is None or cell == "":
                row.append(CellBlankTuple(text))
            elif kind is str:
                row.append(CellStringTuple(legal(cell), text))  # type: ignore[arg-type]  # kind says str
            elif kind is Decimal:
                row.append(CellNumberTuple(float(cell), satang if cell % 1 else whole))  # type: ignore  # kind says Decimal
            elif kind is int:
                row.append(CellNumberTuple(cell, count))
            else:
                row.append(_formula(cell, text, whole, satang, count))  # type: ignore  # what is left is a Formula
        self.page.put_cells(self.at, row)
        self.at += 1
        return self.at - 1

    def _formats(self, look: Look, align: Align) -> tuple[Format, Format, Format, Format]:
        """Return the formats of a cell with text, whole baht, baht and satang, and a count."""
        of = self.book.look
        right = Align.RIGHT
        return of(look, align), of(look, right, _WHOLE), of(look, right, _SATANG), of(look, align, _COUNT)

    def _text(self, col: int, text: str, form: Format) -> None:
        if text:
            self._write_string(self.at, col, legal(text), form)
        else:
            self.page.write_blank(self.at, col, None, form)

    def _lines(self, col: int, text: str, *, bold: bool) -> int:
        return glyphs.lines(text, self.rooms[col], bold=bold)

    def _tall(self, lines: int) -> None:
        self.page.set_row(self.at, min(TALLEST_ROW, lines * SIZE * glyphs.LINE + 3))


def _formula(cell: Formula, text: Format, whole: Format, satang: Format, count: Format) -> object:
    """Return a formula's cell in the format that fits its value."""
    formula, value = cell.text.removeprefix("="), cell.value
    if isinstance(value, str):
        return CellFormulaTuple(formula, text, legal(value))
    if isinstance(value, int):
        return CellFormulaTuple(formula, count, value)
    return CellFormulaTuple(formula, satang if value % 1 else whole, float(value))
