"""Lists: rows narrowed by one filter form, sorted by a column that the address names, a page at a time.

Knows no app. The page and the workbook of a list ask the same `Listing`, so that one never shows what the other hides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, Model, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.functional import Promise
from django.utils.text import capfirst

PAGE = 50  # rows

M = TypeVar("M", bound=Model)
Text = str | Promise


class Filter(forms.Form):
    """A form whose readable fields narrow a list; what cannot be read is left out, never a fault."""

    def chosen(self) -> dict[str, Any]:
        """Return what was chosen, blanks and what cannot be read left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def told(self) -> list[str]:
        """Return the active filters in words, such as "state: open", for the title of a print or workbook."""
        return [f"{capfirst(str(self.fields[name].label))}: {word}" for name, word in self._words()]

    def _words(self) -> Iterator[tuple[str, str]]:
        for name, value in self.chosen().items():
            field = self.fields[name]
            plain = isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField)
            choices: Any = getattr(field, "choices", ()) if plain else ()
            yield name, str({str(key): label for key, label in choices}.get(str(value), value))


@dataclass(frozen=True)
class Column:
    """A column of a list: `by` are the fields it is sorted by, none where it cannot be.

    Names of Thai people and places sort by their `name_sort`. `up` and `down` say the two orders in words; an order
    without words is not offered in the box of orders, which phones use in place of the headings.
    """

    name: str
    heading: Text
    by: tuple[str, ...] = ()
    up: Text = ""
    down: Text = ""
    down_first: bool = False  # the first press of the heading sorts from the greatest down
    blanks: bool = False  # the first field may be empty; the empty ones then stand last in both orders
    number: bool = False


@dataclass(frozen=True)
class Head:
    """A heading as the page shows it: where its link leads, and how the rows are sorted by it now ('' if not)."""

    heading: Text
    sort: str
    state: str  # ascending, descending or ''
    number: bool


class Orders:
    """The order that the address asks for (`?sort=-severity`) among a list's columns; an unknown one is ignored."""

    def __init__(self, asked: Mapping[str, str], columns: Sequence[Column], *, first: str) -> None:
        """Take the columns; `first` is the order without a choice."""
        self.columns = columns
        self.known = {column.name: column for column in columns if column.by}
        wanted = asked.get("sort", "")
        self.sort = wanted if wanted.removeprefix("-") in self.known else first
        self.number = asked.get("page", "")

    @property
    def column(self) -> Column:
        """The column that the rows are sorted by."""
        return self.known[self.sort.removeprefix("-")]

    @property
    def is_down(self) -> bool:
        """Whether the greatest stands first."""
        return self.sort.startswith("-")

    def heads(self) -> list[Head]:
        """Return the headings with the order that a press on each asks for."""
        return [self._head(column) for column in self.columns]

    def _head(self, column: Column) -> Head:
        if not column.by:
            return Head(column.heading, "", "", column.number)
        sorted_by_it = column is self.column
        down = not self.is_down if sorted_by_it else column.down_first
        state = ("descending" if self.is_down else "ascending") if sorted_by_it else ""
        return Head(column.heading, f"{'-' if down else ''}{column.name}", state, column.number)

    def orders(self) -> list[tuple[str, Text]]:
        """Return the orders that have words, as (value, words)."""
        orders: list[tuple[str, Text]] = []
        for column in self.known.values():
            both = [(f"-{column.name}", column.down), (column.name, column.up)]
            orders += [one for one in (both if column.down_first else reversed(both)) if one[1]]
        return orders

    @property
    def order_told(self) -> Text:
        """How the rows are sorted, in words; the heading where the order has none."""
        return (self.column.down if self.is_down else self.column.up) or self.column.heading


class Listing(Orders, Generic[M]):
    """Rows of the database in the order that the address asks for, a page at a time."""

    def __init__(
        self,
        rows: QuerySet[M],
        asked: Mapping[str, str],
        columns: Sequence[Column],
        *,
        first: str,
        ties: Sequence[str] = ("pk",),
        size: int = PAGE,
    ) -> None:
        """Take the narrowed rows; `first` is the order without a choice, `ties` orders what is equal to the end."""
        super().__init__(asked, columns, first=first)
        self.rows, self.ties, self.size = rows, ties, size

    @property
    def ordered(self) -> QuerySet[M]:
        """All rows in their order."""
        column = self.column
        order = [self._order(name, column.blanks and not at) for at, name in enumerate(column.by)]
        return self.rows.order_by(*order, *(name for name in self.ties if name not in column.by))

    def _order(self, name: str, blanks: bool) -> OrderBy:
        last = True if blanks else None
        return F(name).desc(nulls_last=last) if self.is_down else F(name).asc(nulls_last=last)

    def page(self) -> Page[Any]:
        """Return the page that the address asks for, of the rows' keys alone, so that a deep page stays cheap."""
        keys: QuerySet[Any, Any] = self.ordered.values_list("pk", flat=True)
        return Paginator(keys, self.size).get_page(self.number)

    def on(self, page: Page[Any], *related: str) -> list[M]:
        """Return the rows of a page, with what they name fetched along; two queries for a page of any depth."""
        keys = list(page.object_list)
        manager: Any = (
            self.rows.model._base_manager
        )  # the keys are narrowed already, to archived rows perhaps
        found = {row.pk: row for row in manager.filter(pk__in=keys).select_related(*related)}
        return [found[key] for key in keys if key in found]
