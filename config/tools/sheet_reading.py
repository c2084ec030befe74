"""Reading a sheet that somebody sent (.xlsx, .csv): in a child process with limits, so that no file harms the server.

Returns rows with the numbers that Excel shows beside them; what cannot be read raises UnreadableSheetError with a
sentence for the person.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

CHILD = Path(__file__).with_name("sheet_child.py")
MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS, MOST_CELLS, LONGEST = 1_000, 20_000, 4_000  # every row is written in one transaction
MEMORY = 768 * 1024 * 1024  # bytes of the child
SECONDS = 10
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
KINDS = ("xlsx", "csv")
KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TEMP")  # of the environment, for the child


class UnreadableSheetError(Exception):
    """The file is not read; str() is a sentence that says why and what to do."""


class SheetRow(NamedTuple):
    """A row of a sheet: its number as Excel shows it, and its cells."""

    number: int
    cells: list[Any]


def read_sheet(name: str, content: bytes) -> list[SheetRow]:
    """Return the rows of a sheet that hold anything; raises UnreadableSheetError."""
    kind = kind_of(name, content)
    limits = (MEMORY, SECONDS, MOST_ROWS + 1, MOST_CELLS, LONGEST)
    command = [sys.executable, "-I", str(CHILD), kind, *map(str, limits)]
    try:
        child = subprocess.run(  # noqa: S603  our own program, no shell
            command, input=content, capture_output=True, timeout=SECONDS, check=False, env=_environment()
        )
        answer = json.loads(child.stdout or '{"refused": "big"}')
    except (subprocess.TimeoutExpired, ValueError):
        answer = {"refused": "big"}
    if isinstance(answer, dict):
        raise UnreadableSheetError(_why(answer["refused"], answer.get("place", "")))
    return [SheetRow(number, [_cell(one) for one in cells]) for number, cells in answer]


def kind_of(name: str, content: bytes) -> str:
    """Return whether a file is a workbook or a text, by its name and its first bytes; raises UnreadableSheetError."""
    kind = name.rsplit(".", 1)[-1].lower()
    if len(content) > MOST_BYTES:
        raise UnreadableSheetError(_("The file is larger than 2 MB. Split it into several files."))
    if not content.strip():
        raise UnreadableSheetError(_("The file is empty. Choose a file that has rows."))
    if content.startswith(OLD_EXCEL):
        raise UnreadableSheetError(
            _("The file is of an old Excel or has a password. Save it as .xlsx without a password.")
        )
    if kind not in KINDS:
        raise UnreadableSheetError(_("Only .xlsx and .csv are read. Save the file as one of the two."))
    if (kind == "xlsx") != content.startswith(ZIP):
        raise UnreadableSheetError(
            _("The file is not what its name says. Open it in Excel and save it as .xlsx or .csv.")
        )
    return kind


def _cell(one: Any) -> Any:
    return date.fromisoformat(one["day"]) if isinstance(one, dict) else one


def _environment() -> dict[str, str]:
    """Return what the child is told of the machine: nothing of ours, such as keys and addresses."""
    return {name: os.environ[name] for name in KEPT if name in os.environ}


def _why(word: str, place: str) -> str:
    """Return the sentence for a refusal of the child."""
    sentences = {
        "merged": _("Cells are merged at %(place)s. Take the cells apart and fill in each."),
        "formula": _("Cell %(place)s holds a formula. Copy the column and paste it as values."),
        "coding": _("The letters of the file cannot be read. Save it as .xlsx, or as CSV UTF-8."),
        "rows": _("The file has more than %(most)s rows. Split it into several files."),
        "cells": _("The file has more than %(most)s cells. Leave out empty columns, or split the file."),
        "text": _("A cell has more than %(most)s letters. Shorten it."),
        "big": _(
            "The file asks for too much memory or time. Copy its rows into a new workbook and save that."
        ),
    }
    most = {"rows": MOST_ROWS, "cells": MOST_CELLS, "text": LONGEST}.get(word, 0)
    unreadable = _("The file cannot be read as a sheet. Open it in Excel and save it as .xlsx or .csv.")
    return sentences.get(word, unreadable) % {"most": f"{most:,}", "place": place}
