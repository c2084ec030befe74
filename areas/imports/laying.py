"""A sheet laid beside its table: which rows it would add and change, and everything that is wrong with it.

Nothing is written here. The columns are those of the table's export, under the same headings in either language.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from areas.admin_sheets import columns_of, resource_of
from areas.models import User
from config.tools.sheet_cells import MOST_QUOTED, written
from config.tools.sheet_reading import SheetRow
from config.tools.thai import clean

ADDED, CHANGED, SAME = "added", "changed", "same"
Write = Callable[[User, models.Model, bool, dict[str, Any]], models.Model]


@dataclass(frozen=True)
class Importable:
    """How a table is imported.

    `columns` are read; `key` is the one of them that finds a row: a blank key of a table that counts its rows itself
    (`id`) adds one. `shown` are columns of the export that are not read. `write` takes the person, the row with the
    new values, whether it is added, and the values by column.
    """

    model: type[models.Model]
    columns: tuple[str, ...]
    key: str = "code"
    shown: tuple[str, ...] = ()
    adds: bool = True
    write: Write | None = None


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
class Planned:
    """A row of the sheet with what it would do to the table."""

    number: int
    key: str
    row: models.Model
    kind: str
    values: dict[str, Any]
    told: list[Value]
    before: dict[str, Any]


@dataclass
class Laid:
    """A sheet beside its table."""

    rows: list[Planned] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)  # the headings by column

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


def lay(kind: Importable, user: User, sheet: Sequence[SheetRow], *, may_add: bool) -> Laid:
    """Lay a sheet beside its table as the person may change it; the rows it names are locked."""
    return _Layer(kind, user, may_add).lay(sheet)


class _Layer:
    """Lays one sheet."""

    def __init__(self, kind: Importable, user: User, may_add: bool) -> None:
        self.kind, self.user, self.may_add = kind, user, may_add and kind.adds
        self.resource = resource_of(kind.model, kind.columns)()
        self.laid = Laid(labels={name: self._heading(name) for name in kind.columns})

    def lay(self, sheet: Sequence[SheetRow]) -> Laid:
        """Lay the heading, then each row."""
        if not sheet:
            return self._wrong(
                0, "", _("The sheet has no rows. The first row holds the headings of the columns.")
            )
        places = self._columns(sheet[0])
        if self.laid.faults:
            return self.laid
        if len(sheet) == 1:
            return self._wrong(0, "", _("Below the headings stands no row."))
        read = [(one, self._cells(one, places)) for one in sheet[1:]]
        there = self._there([values[self.kind.key] for _one, values in read if self.kind.key in values])
        first: dict[str, int] = {}
        for one, values in read:
            key = str(values.get(self.kind.key) or "")
            if key and key in first:
                told = _("Row %(number)s has the same. Leave one of the two out.") % {"number": first[key]}
                self._wrong(one.number, self._heading(self.kind.key), told)
            elif self.kind.key in values:
                first[key] = one.number
                self._plan(one.number, values, there.get(key), key)
        self.laid.faults.sort(key=lambda fault: fault.number)
        return self.laid

    def _wrong(self, number: int, heading: str, text: str) -> Laid:
        self.laid.faults.append(Fault(number, heading, text))
        return self.laid

    def _heading(self, name: str) -> str:
        return str(self.resource.fields[name].column_name)

    # --- Reading

    def _columns(self, heads: SheetRow) -> dict[int, str]:
        """Return which column of the sheet is which of the table; tell what is unknown, doubled or missing."""
        known = {heading: name for name, heading in headings(self.kind.model, self.kind.columns)}
        shown = {heading for _name, heading in headings(self.kind.model, self._unread())}
        places: dict[int, str] = {}
        for place, cell in enumerate(heads.cells):
            text = clean(written(cell))
            if not text:
                continue
            name = known.get(text.casefold())
            if name in places.values():
                self._wrong(heads.number, text, _("This heading stands here twice."))
            elif name:
                places[place] = name
            elif text.casefold() in shown:
                self.laid.unread.append(text)
            else:
                whole = ", ".join(self._heading(one) for one in self.kind.columns)
                told = _("This heading is unknown. Known are: %(headings)s.") % {"headings": whole}
                self._wrong(heads.number, text[:MOST_QUOTED], told)
        if self.kind.key not in places.values():
            told = _("The column “%(heading)s” is missing; rows are told apart by it.")
            self._wrong(heads.number, "", told % {"heading": self._heading(self.kind.key)})
        return places

    def _unread(self) -> tuple[str, ...]:
        every = {*columns_of(self.kind.model), *self.kind.shown}
        return tuple(sorted(every - set(self.kind.columns)))

    def _cells(self, one: SheetRow, places: dict[int, str]) -> dict[str, Any]:
        """Return the values of a row by column; what cannot be read is told and left out."""
        values: dict[str, Any] = {}
        for place, name in places.items():
            cell = one.cells[place] if place < len(one.cells) else ""
            try:
                values[name] = self._value(name, cell)
            except ValueError as wrong:
                self._wrong(one.number, self._heading(name), str(wrong))
        return values

    def _value(self, name: str, cell: Any) -> Any:
        field_of = self.kind.model._meta.get_field(name)
        if written(cell) == "" and field_of.has_default():  # type: ignore[union-attr]  # a column, not a relation
            return field_of.get_default()  # type: ignore[union-attr]
        if name == "id":
            return _number(written(cell))
        column = self.resource.fields[name]
        return column.clean({column.column_name: cell}, user=self.user)

    # --- Planning

    def _there(self, keys: Sequence[Any]) -> dict[str, Any]:
        """Return the rows that the person may change by key, locked."""
        wanted = [key for key in keys if key not in (None, "")]
        manager: Any = self.kind.model._default_manager
        rows = manager.editable_by(self.user).filter(**{f"{self.kind.key}__in": wanted})
        rows = rows.select_related(None).select_for_update(of=("self",)).order_by("pk")
        found = {str(getattr(row, self.kind.key)): row for row in rows}
        keys = [
            one.name for one in self.kind.model._meta.concrete_fields if isinstance(one, models.ForeignKey)
        ]
        models.prefetch_related_objects(
            list(found.values()), *[name for name in keys if name in self.kind.columns]
        )
        return found

    def _plan(self, number: int, values: dict[str, Any], there: Any, key: str) -> None:
        """Plan what a row of the sheet does, or tell why it cannot."""
        if there is None and (refused := self._refused(key)):
            self._wrong(number, self._heading(self.kind.key), refused)
            return
        row = copy(there) if there is not None else self.kind.model()
        if there is not None:
            row._state = copy(there._state)
            row._state.fields_cache = dict(there._state.fields_cache)
        before = {name: stored(there, name) for name in values} if there is not None else {}
        for name, value in values.items():
            if name != "id" and not (there is not None and name == self.kind.key):
                setattr(row, name, value)
        told = [one for one in self._told(there, row, values) if one.before != one.after]
        same = there is not None and before == {name: stored(row, name) for name in values}
        kind = SAME if same else ADDED if there is None else CHANGED
        if kind != SAME:
            self._validate(number, row, there)
        self.laid.rows.append(Planned(number, key, row, kind, values, told, before))

    def _refused(self, key: str) -> str:
        """Return why no row with the key can be added; '' where one can."""
        if self.kind.key == "id":
            unknown = _("No row of yours has the number %(key)s. Leave the cell blank to add a row.")
            return unknown % {"key": key[:MOST_QUOTED]} if key else ""
        if not key:
            return _("This cell is blank; rows are told apart by it.")
        if not self.may_add or self.kind.model._default_manager.filter(**{self.kind.key: key}).exists():
            return _("“%(key)s” is not among the rows that you may change.") % {"key": key[:MOST_QUOTED]}
        return ""

    def _told(self, there: Any, row: models.Model, values: dict[str, Any]) -> Iterator[Value]:
        for name in values:
            if name != "id":
                column = self.resource.fields[name]
                before = "" if there is None else _text(column.export(there))
                yield Value(self._heading(name), before, _text(column.export(row)))

    def _validate(self, number: int, row: models.Model, there: Any) -> None:
        """Tell what the table itself refuses; a column that failed to be read is told already."""
        told = {fault.heading for fault in self.laid.faults if fault.number == number}
        unread = {name for name in self.kind.columns if self._heading(name) in told}
        try:
            row.full_clean(exclude=unread)
        except ValidationError as refused:
            self.laid.faults += faults_of(number, refused, self.laid.labels)


def faults_of(number: int, refused: ValidationError, labels: dict[str, str]) -> list[Fault]:
    """Return a row's refusal as faults, each at its column."""
    if not hasattr(refused, "error_dict"):
        return [Fault(number, "", text) for text in refused.messages]
    found = []
    for name, errors in refused.error_dict.items():
        heading = "" if name == NON_FIELD_ERRORS else labels.get(name, name)
        found += [Fault(number, heading, text) for error in errors for text in error.messages]
    return found


def headings(model: type[models.Model], columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each column's name with its heading in each language of ours, small letters."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            fields = resource_of(model, tuple(columns))().fields
            yield from [(name, clean(str(one.column_name)).casefold()) for name, one in fields.items()]


def stored(row: Any, name: str) -> str | None:
    """Return a column of a row as text that can be kept and read back; None for nothing."""
    column = row._meta.get_field(name)
    return None if getattr(row, column.attname) is None else str(column.value_to_string(row))


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _number(text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit() and len(text) < 16):
        raise ValueError(
            _("“%(read)s” is no number. Leave the cell blank to add a row.") % {"read": text[:MOST_QUOTED]}
        )
    return int(text) if text else None


def columns_told(kind: Importable) -> list[str]:
    """Return the headings of the columns that an import reads, in the person's language."""
    fields = resource_of(kind.model, kind.columns)().fields
    return [str(fields[name].column_name) for name in kind.columns]
