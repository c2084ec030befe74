"""Reads an uploaded sheet, alone in a process of its own: started by `config.tools.sheet_reading`, never imported.

The file comes on standard input, its kind (xlsx or csv) and the limits on the command line; the rows go to standard
output as JSON: [[row number, [cells]], …] or {"refused": word, "place": cell}. A file that asks for more memory or
time than the limits give ends this process alone. Knows nothing of Django: it starts in a blink.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import sys
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineWorkbook

try:
    import resource
except ImportError:  # Windows has no such limits; the parent's clock is all there is
    resource = None  # type: ignore[assignment]

CODINGS = ("utf-8-sig", "cp874")  # Windows-874 is what Thai Excel writes as CSV
DELIMITERS = ",;\t"
MOST_UNPACKED = 50 * 1024 * 1024  # bytes that a workbook says its parts have; one that lies meets the limits


FIRST_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?r:id=\"([^\"]+)\"")
TIE = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
TARGET = re.compile(rb"Target=\"([^\"]+)\"")
FORMULA = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]+[0-9]+)\"[^>]*>\s*<(?:\w+:)?f[\s/>]")


class RefusedError(Exception):
    """The file is not read; says why in one word, and where."""

    def __init__(self, word: str, place: str = "") -> None:
        super().__init__(word)
        self.place = place


def limit(memory: int, seconds: int) -> None:
    """Take no more memory (bytes) and time (seconds of work) than these."""
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def of_workbook(content: bytes) -> Iterable[list[Any]]:
    """Return the rows of a workbook's first sheet; one with merged cells or formulas does not say what is meant."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
            raise RefusedError("big")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheet = book.get_sheet_by_index(0)
    if sheet.start is None:
        return []
    if sheet.merged_cell_ranges:
        raise RefusedError("merged", name_of(*sheet.merged_cell_ranges[0][0]))
    rows = sheet.to_python(skip_empty_area=False)
    if formula := first_formula(content):
        raise RefusedError("formula", formula)
    return rows


def first_formula(content: bytes) -> str:
    """Return the first cell of a workbook's first sheet that holds a formula, '' where none does.

    The workbook may keep no result of it, and a blank cell would then mean a blank field.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        first = FIRST_SHEET.search(parts.read("xl/workbook.xml"))
        wanted = first[1] if first else b"?"
        ties = parts.read("xl/_rels/workbook.xml.rels")
        tie = next((one for one in TIE.findall(ties) if b'Id="' + wanted + b'"' in one), b"")
        target = TARGET.search(tie)
        path = target[1].decode().removeprefix("/").removeprefix("xl/") if target else "worksheets/sheet1.xml"
        found = FORMULA.search(parts.read(f"xl/{path}"))
    return found[1].decode() if found else ""


def name_of(row: int, column: int) -> str:
    """Return the name of a cell as Excel writes it: (0, 0) is A1."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def of_text(content: bytes) -> Iterable[list[Any]]:
    """Return the rows of a text file, in either coding, with whatever stands between its cells."""
    for coding in CODINGS:
        try:
            text = content.decode(coding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise RefusedError("coding")
    if "\0" in text:
        raise RefusedError("coding")
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(1_000_000)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def plain(cell: Any, longest: int) -> Any:
    """Return a cell as JSON holds it: a day as {"day": …}, so that it is told from a text."""
    if isinstance(cell, datetime):
        return {"day": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    if isinstance(cell, float) and not math.isfinite(cell):
        return str(cell)
    if isinstance(cell, str):
        if len(cell) > longest:
            raise RefusedError("text")
        return cell.replace("\0", "")
    return cell


def read(kind: str, content: bytes, most_rows: int, most_cells: int, longest: int) -> list[Any]:
    """Return the rows that hold anything, with their numbers as Excel counts them."""
    found, cells = [], 0
    for number, row in enumerate((of_workbook if kind == "xlsx" else of_text)(content), start=1):
        kept = [plain(cell, longest) for cell in row]
        while kept and kept[-1] in ("", None):
            kept.pop()
        cells += len(kept)
        if kept:
            found.append([number, kept])
        if len(found) > most_rows:
            raise RefusedError("rows")
        if cells > most_cells:
            raise RefusedError("cells")
    return found


def main() -> None:
    """Read the file and write its rows."""
    kind, *limits = sys.argv[1:]
    memory, seconds, most_rows, most_cells, longest = map(int, limits)
    content = sys.stdin.buffer.read()
    limit(memory, seconds)
    answer: Any
    try:
        answer = read(kind, content, most_rows, most_cells, longest)
    except RefusedError as refused:
        answer = {"refused": str(refused), "place": refused.place}
    except MemoryError:
        answer = {"refused": "big"}
    except Exception:  # whatever a hostile file does to the reader, the answer is that it is no sheet
        answer = {"refused": "unreadable"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
