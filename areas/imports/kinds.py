"""What an import is made of: how a table is imported, and what a sheet beside it would do and gets wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.functional import Promise

from areas.models import User

ADDED, CHANGED, SAME = "added", "changed", "same"


@dataclass
class Planned:
    """A row of the sheet with what it would do to the table."""

    number: int
    key: str
    row: Any
    kind: str
    values: dict[str, Any]
    told: list[Value]
    before: dict[str, Any]  # stored values by column


Write = Callable[[Planned], models.Model]


@dataclass(frozen=True)
class Extra:
    """A column of the sheet that no column of the table holds, such as what areas have of a budget line.

    `read` says what a cell means, or raises ValueError with a sentence; `text` is what a row has, as a cell says it:
    the asked for value where it was set on the row under the column's name.
    """

    heading: str | Promise
    read: Callable[[str], Any]
    text: Callable[[Any], str]
    hint: str | Promise = ""  # how a cell is written


@dataclass(frozen=True)
class Importable:
    """How a table is imported.

    `columns` are read; `key` is the one of them that finds a row: a blank key of a table that counts its rows itself
    (`id`) adds one. `shown` are columns of the export that are not read. `most` are the largest numbers that columns
    take. `filled` are columns of which a new row says at least one: where all of them are blank, nobody filled the row
    of a sheet that came with rows to fill, and it is left out. `write` saves a row by the rules of its table; what
    another row has already, and what goes beyond one field, it refuses itself.

    What `write` does beyond the row itself is taken back by `give_back` (a changed row, its values of before by
    column) and `remove` (an added row): both go by the rules of the table and may refuse. `extras` are columns of the
    sheet alone. `above` is the tie to the row that the rules lock first.
    """

    model: type[models.Model]
    columns: tuple[str, ...]
    write: Write
    key: str = "code"
    shown: tuple[str, ...] = ()
    most: Mapping[str, int] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    extras: Mapping[str, Extra] = field(default_factory=dict)
    give_back: Callable[[Any, Mapping[str, Any]], object] | None = None
    remove: Callable[[Any], object] | None = None
    above: str = ""

    def stored(self, row: Any, name: str) -> str | None:
        """Return a column of a row as text that can be kept and read back; None for nothing."""
        return self.extras[name].text(row) if name in self.extras else stored(row, name)

    @property
    def table(self) -> str:
        """The name of the table, as imports keep it."""
        return str(self.model._meta.label_lower)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell, a row (no heading) or the sheet (no number)."""

    number: int
    heading: str
    text: str


@dataclass(frozen=True)
class Value:
    """A field of a row: what it is, and what it would become."""

    label: str
    before: str
    after: str


@dataclass
class Laid:
    """A sheet beside its table."""

    rows: list[Planned] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)  # the headings by column
    unfilled: int = 0  # rows that nobody filled

    @property
    def written(self) -> list[Planned]:
        """The rows that would be written."""
        return [row for row in self.rows if row.kind != SAME]

    @property
    def digest(self) -> str:
        """SHA-256 of what would be written; another one means that the table, or the rules, changed meanwhile."""
        told = [
            [row.number, row.kind, row.key, [[one.label, one.before, one.after] for one in row.told]]
            for row in self.rows
        ]
        faults = [[one.number, one.heading, one.text] for one in self.faults]
        return hashlib.sha256(json.dumps([told, faults]).encode()).hexdigest()

    def wrong(self, number: int, heading: str, text: str) -> None:
        """Note what is wrong."""
        self.faults.append(Fault(number, heading, text))

    def refused(self, number: int, refused: ValidationError) -> None:
        """Note a refusal of a row, each part at its column."""
        if not hasattr(refused, "error_dict"):
            self.faults += [Fault(number, "", text) for text in refused.messages]
            return
        for name, errors in refused.error_dict.items():
            heading = "" if name == NON_FIELD_ERRORS else self.labels.get(name, name)
            self.faults += [Fault(number, heading, text) for error in errors for text in error.messages]


@dataclass(frozen=True)
class Importer:
    """Who imports, and whether their import may add rows."""

    user: User
    may_add: bool


def stored(row: Any, name: str) -> str | None:
    """Return a column of a row as text that can be kept and read back; None for nothing."""
    column = row._meta.get_field(name)
    return None if getattr(row, column.attname) is None else str(column.value_to_string(row))
