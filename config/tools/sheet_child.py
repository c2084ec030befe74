"""Reads an uploaded sheet, alone in a process of its own: started by `config.tools.sheet_reading`, never imported.

The file comes on standard input, its kind (xlsx or csv) and the limits on the command line; the rows go to standard
output as JSON: [[row number, [cells]], …] or {"refused": word}. A file that asks for more memory or time than the
limits give ends this process alone. Knows nothing of Django: it starts in a blink.
"""

from __future__ import annotations

import csv
import io
import json
import sys
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


class RefusedError(Exception):
    """The file is not read; says why in one word."""


def limit(memory: int, seconds: int) -> None:
    """Take no more memory (bytes) and time (seconds of work) than these."""
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def of_workbook(content: bytes) -> Iterable[list[Any]]:
    """Return the rows of a workbook's first sheet."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheet = book.get_sheet_by_index(0)
    return [] if sheet.start is None else sheet.to_python(skip_empty_area=False)


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
    if isinstance(cell, str) and len(cell) > longest:
        raise RefusedError("text")
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
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "big"}
    except Exception:  # whatever a hostile file does to the reader, the answer is that it is no sheet
        answer = {"refused": "unreadable"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
