"""The columns of a sheet: which column of the table each heading means, and what a cell below it says.

The headings are those of the table's export, in either language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from areas.admin_sheets import columns_of, resource_of
from areas.imports.kinds import Importable, Laid
from areas.models import User
from config.tools.counts import read_count
from config.tools.sheet_cells import written
from config.tools.sheet_reading import SheetRow
from config.tools.text import arabic, clean, quoted

MOST_KEY = 10**12  # more than any table counts


class Columns:
    """The columns of one sheet, read for one person."""

    def __init__(self, kind: Importable, user: User, laid: Laid) -> None:
        self.kind, self.user, self.laid = kind, user, laid
        self.resource = resource_of(kind.model, of_table(kind))()
        self.places: dict[str, int] = {}
        laid.labels = {name: self.heading(name) for name in kind.columns}

    def heading(self, name: str) -> str:
        """Return what stands above a column in the person's language."""
        extra = self.kind.extras.get(name)
        return str(extra.heading if extra else self.resource.fields[name].column_name)

    def find(self, heads: SheetRow) -> bool:
        """Find which column of the sheet is which of the table; False, and told, where that is not clear."""
        known = {
            heading: name for name, heading in headings(self.kind, of_table(self.kind), self.kind.extras)
        }
        shown = {heading for _name, heading in headings(self.kind, self._unread())}
        for place, cell in enumerate(heads.cells):
            text = clean(written(cell))
            name = known.get(text.casefold())
            if name in self.places:
                self.laid.wrong(heads.number, quoted(text), _("This heading stands here twice."))
            elif name:
                self.places[name] = place
            elif text.casefold() in shown:
                self.laid.unread.append(quoted(text))
            elif text:
                whole = ", ".join(self.heading(one) for one in self.kind.columns)
                told = _("This heading is unknown. Known are: %(headings)s.") % {"headings": whole}
                self.laid.wrong(heads.number, quoted(text), told)
        if self.kind.key not in self.places:
            told = _("The column “%(heading)s” is missing; rows are told apart by it.")
            self.laid.wrong(heads.number, "", told % {"heading": self.heading(self.kind.key)})
        return not self.laid.faults

    def _unread(self) -> tuple[str, ...]:
        every = {*columns_of(self.kind.model), *self.kind.shown}
        return tuple(sorted(every - set(self.kind.columns)))

    def cell(self, row: SheetRow, name: str) -> Any:
        """Return what stands in a row under a column."""
        place = self.places[name]
        return row.cells[place] if place < len(row.cells) else ""

    def key(self, row: SheetRow) -> str:
        """Return the key that a row of the sheet names, '' for a blank; raises ValueError with a sentence."""
        text = clean(written(self.cell(row, self.kind.key)))
        if self.kind.key == "id":
            number = read_count(text, MOST_KEY)
            return "" if number is None else str(number)
        return arabic(text).upper() if self.kind.key == "code" else text

    def values(self, row: SheetRow, there: Any) -> dict[str, Any]:
        """Return the values of a row by column, its key aside; what cannot be read is told and left out.

        A cell that says what the row `there` holds leaves it as it is, whatever a new value would have to be.
        """
        values: dict[str, Any] = {}
        for name in self.places:
            if name == self.kind.key:
                continue
            try:
                values[name] = self._value(name, self.cell(row, name), there)
            except ValueError as wrong:
                self.laid.wrong(row.number, self.heading(name), str(wrong))
        return values

    def _value(self, name: str, cell: Any, there: Any) -> Any:
        if name in self.kind.extras:
            return self.kind.extras[name].read(written(cell))
        column, text = self.kind.model._meta.get_field(name), written(cell)
        if there is not None and text == self.text(there, name):
            return getattr(there, name)
        if text == "" and not column.blank and column.has_default():  # type: ignore[union-attr]  # a column, not a relation
            return column.get_default() if there is None else getattr(there, name)  # type: ignore[union-attr]
        if isinstance(column, models.IntegerField) and not column.flatchoices:
            return read_count(text, self.kind.most.get(name, 32_767))
        told = self.resource.fields[name]
        return told.clean({told.column_name: cell}, user=self.user)

    def text(self, row: Any, name: str) -> str:
        """Return what the export writes for a column of a row."""
        if name in self.kind.extras:
            return self.kind.extras[name].text(row)
        value = self.resource.fields[name].export(row)
        return "" if value is None else str(value)


def of_table(kind: Importable) -> tuple[str, ...]:
    """Return the columns of an import that its table holds."""
    return tuple(name for name in kind.columns if name not in kind.extras)


def headings(
    kind: Importable, columns: Sequence[str], extras: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield each column's name with its heading in each language of ours, small letters."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            fields = resource_of(kind.model, tuple(columns))().fields
            yield from [(name, clean(str(kind.extras[name].heading)).casefold()) for name in extras]
            yield from [(name, clean(str(one.column_name)).casefold()) for name, one in fields.items()]


def hints_told(kind: Importable) -> list[str]:
    """Return how cells of the sheet's own columns are written, each after its heading, in the person's language."""
    return [f"{extra.heading}: {extra.hint}" for extra in kind.extras.values() if extra.hint]


def columns_told(kind: Importable) -> list[str]:
    """Return the headings of the columns that an import reads, in the person's language."""
    fields = resource_of(kind.model, of_table(kind))().fields
    return [
        str(kind.extras[name].heading if name in kind.extras else fields[name].column_name)
        for name in kind.columns
    ]
