"""A sheet laid beside its table: which rows it would add and change, and everything that is wrong with it.

Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from areas.imports.columns import Columns
from areas.imports.kinds import ADDED, CHANGED, SAME, Importable, Importer, Laid, Planned, Value
from config.tools.sheet_cells import written
from config.tools.sheet_reading import SheetRow
from config.tools.text import clean, quoted


def lay(kind: Importable, by: Importer, sheet: Sequence[SheetRow]) -> Laid:
    """Lay a sheet beside its table as the person may change it; the rows it names are locked."""
    laid = Laid()
    columns = Columns(kind, by.user, laid)
    if not sheet:
        laid.wrong(0, "", _("The sheet has no rows. The first row holds the headings of the columns."))
    elif columns.find(sheet[0]):
        if len(sheet) == 1:
            laid.wrong(0, "", _("Below the headings stands no row."))
        _Layer(kind, by, columns, laid).lay(sheet[1:])
        laid.faults.sort(key=lambda fault: fault.number)
    return laid


def lock(kind: Importable, rows: models.QuerySet[Any]) -> list[Any]:
    """Return rows of a table, locked in the order of their keys; what the rules lock first is locked before them."""
    if kind.above:
        tie: Any = kind.model._meta.get_field(kind.above)
        above = tie.remote_field.model._base_manager.filter(pk__in=rows.order_by().values(tie.attname))
        list(above.select_for_update(of=("self",)).order_by("pk").values("pk"))
    return list(rows.select_related(None).select_for_update(of=("self",)).order_by("pk"))


class _Layer:
    """Lays the rows of one sheet."""

    def __init__(self, kind: Importable, by: Importer, columns: Columns, laid: Laid) -> None:
        self.kind, self.by, self.columns, self.laid = kind, by, columns, laid
        self.heading = columns.heading(kind.key)
        self.manager: Any = kind.model._default_manager
        self.ties = [one for one in kind.model._meta.concrete_fields if isinstance(one, models.ForeignKey)]

    def lay(self, sheet: Sequence[SheetRow]) -> None:
        """Lay each row whose key is clear; a blank key is told, or adds a row, at its place."""
        keyed = list(self._keyed(sheet))
        there = self._there([key for _row, key in keyed if key])
        for row, key in keyed:
            found = there.get(key)
            if found is None and (refused := self._refused(key)):
                self.laid.wrong(row.number, self.heading, refused)
            else:
                self._plan(row, key, found)

    def _keyed(self, sheet: Sequence[SheetRow]) -> list[tuple[SheetRow, str]]:
        """Return the rows with their keys; a key that cannot be read or comes again is told."""
        first: dict[str, int] = {}
        kept = []
        for row in sheet:
            try:
                key = self.columns.key(row)
            except ValueError as wrong:
                self.laid.wrong(row.number, self.heading, str(wrong))
                continue
            if not key and self.kind.filled and not self._is_filled(row):
                self.laid.unfilled += 1
                continue
            if key and key.casefold() in first:
                told = _("Row %(number)s has the same. Leave one of the two out.")
                self.laid.wrong(row.number, self.heading, told % {"number": first[key.casefold()]})
                continue
            first[key.casefold()] = row.number
            kept.append((row, key))
        return kept

    def _is_filled(self, row: SheetRow) -> bool:
        """Whether anything stands in the columns that a new row has to say."""
        asked = [name for name in self.kind.filled if name in self.columns.places]
        return any(clean(written(self.columns.cell(row, name))) for name in asked)

    def _there(self, keys: Sequence[str]) -> dict[str, Any]:
        """Return the rows that the person may change by key, locked."""
        rows = self.manager.editable_by(self.by.user).filter(**{f"{self.kind.key}__in": keys})
        locked = lock(self.kind, rows)
        read = [one.name for one in self.ties if one.name in self.kind.columns]
        models.prefetch_related_objects(locked, *read)
        return {str(getattr(row, self.kind.key)): row for row in locked}

    def _refused(self, key: str) -> str:
        """Return why no row with the key can be added; '' where one can. A row of elsewhere is not told of."""
        quote = {"key": quoted(key)}
        if self.kind.key == "id" and key:
            return _("No row of yours has the number %(key)s. Leave the cell blank to add a row.") % quote
        if self.kind.key != "id" and not key:
            return _("This cell is blank; rows are told apart by it.")
        if not self.by.may_add or (key and self.manager.filter(**{self.kind.key: key}).exists()):
            return _("“%(key)s” is not among the rows that you may change.") % quote
        if self.kind.key == "code" and (whole := self._with_zeros(key)):
            told = _(
                "Excel dropped the zeros of “%(whole)s”. Format the column as text and type the code anew."
            )
            return told % {"whole": whole}
        return ""

    def _with_zeros(self, key: str) -> str:
        """Return the code that Excel made this number of; '' where there is none."""
        width = self.kind.model._meta.get_field("code").max_length or 0  # type: ignore[union-attr]  # a column
        longer = [key.zfill(length) for length in range(len(key) + 1, width + 1)] if key.isdigit() else []
        found: str = self.manager.filter(code__in=longer).values_list("code", flat=True).first() or ""
        return found

    def _plan(self, sheet_row: SheetRow, key: str, there: Any) -> None:
        """Plan what a row of the sheet does, or tell why it cannot."""
        before_it = len(self.laid.faults)
        values = self.columns.values(sheet_row, there)
        row = _twin(there) if there is not None else self.kind.model()
        if there is None and self.kind.key != "id":
            values = {self.kind.key: key, **values}
        for name, value in values.items():
            setattr(row, name, value)
        told = [
            Value(
                self.columns.heading(name),
                "" if there is None else self.columns.text(there, name),
                self.columns.text(row, name),
            )
            for name in values
            if there is None or self.kind.stored(there, name) != self.kind.stored(row, name)
        ]
        kind = ADDED if there is None else CHANGED if told else SAME
        before = {} if there is None else {name: self.kind.stored(there, name) for name in values}
        if kind != SAME:
            unread = {
                name
                for name in self.kind.columns
                if self.columns.heading(name) in {one.heading for one in self.laid.faults[before_it:]}
            }
            self._validate(sheet_row.number, row, unread)
        self.laid.rows.append(Planned(sheet_row.number, key, row, kind, values, told, before))

    def _validate(self, number: int, row: models.Model, unread: set[str]) -> None:
        """Tell what the fields refuse; an unread one is told already, and one that names a row was found by it."""
        found = {one.name for one in self.ties if getattr(row, one.attname) is not None}
        try:
            row.clean_fields(exclude=unread | found)
            row.clean()
        except ValidationError as refused:
            self.laid.refused(number, refused)


def _twin(row: Any) -> Any:
    """Return a second object of a row, to be given the new values."""
    twin = copy(row)
    twin._state = copy(row._state)
    twin._state.fields_cache = dict(row._state.fields_cache)
    return twin
