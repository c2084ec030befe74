"""Lists of the admin as sheets: which columns a table has, under which headings; the export is the list.

Columns are those of an import_export resource, so that what is exported can be filled in and read again.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.resources import ModelResource

from areas.row_cells import NamesCell, RowCell
from config.tools.sheet_cells import FieldCell
from config.tools.sheets import Align, Book, Column

CHUNK = 2000  # rows that are fetched at once
LEFT = (models.TextField, models.ForeignKey, models.DateField, models.BooleanField, models.ManyToManyField)
WIDTHS = ((models.TextField, 40.0), (models.CharField, 30.0), (models.ForeignKey, 30.0))


class SheetResource(ModelResource):  # type: ignore[misc]  # import_export has no types
    """The columns of a table, under the names that its forms use."""

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: Any, readonly: bool) -> Field:
        """Return the column of a field."""
        other = django_field.remote_field
        cell = RowCell(other.model) if other else FieldCell(django_field)
        if django_field.many_to_many:
            cell = NamesCell()
        return cls.DEFAULT_RESOURCE_FIELD(
            attribute=field_name, column_name=field_name, widget=cell, readonly=readonly
        )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name, column in self.fields.items():
            if column.column_name == name:
                column.column_name = self.heading(name)

    def _of_model(self, name: str) -> Any:
        """Return the model's field behind a column, its last step where it lies in another table."""
        model = self._meta.model
        *steps, last = name.split("__")
        for step in steps:
            model = model._meta.get_field(step).remote_field.model
        return model._meta.get_field(last)

    def heading(self, name: str) -> str:
        """Return what stands above a column: in the person's language, with the tables it goes through."""
        if name == "id":
            return str(_("No. in the system"))
        names = name.split("__")
        whole = ["__".join(names[: n + 1]) for n in range(len(names))]
        return " · ".join(capfirst(str(self._of_model(one).verbose_name)) for one in whole)

    def column(self, name: str) -> Column:
        """Return how a column of the sheet stands."""
        one = self._of_model(name)
        text = isinstance(one, (models.CharField, *LEFT))
        width = next((wide for kind, wide in WIDTHS if isinstance(one, kind)), 18.0)
        return Column(self.fields[name].column_name, width, Align.LEFT if text else Align.RIGHT)


def resource_of(model: type[models.Model], fields: tuple[str, ...], base: type = SheetResource) -> type[Any]:
    """Return the resource of a table with the columns named."""
    meta = type("Meta", (), {"model": model, "fields": fields})
    made: type[Any] = type(base)(f"{model.__name__}Resource", (base,), {"Meta": meta})
    return made


def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """Return the columns that a table has where nothing else is said: what people type, and when it changed."""
    typed = [one.name for one in model._meta.concrete_fields if one.editable or one.primary_key]
    kept = [name for name in typed if name != "id"]
    try:
        model._meta.get_field("updated_at")
    except FieldDoesNotExist:
        return tuple(kept)
    return (*kept, "updated_at")


def workbook(resource: Any, rows: models.QuerySet[Any], title: str) -> bytes:
    """Return a workbook of the rows of a list, in their order."""
    return book_of(resource, rows.iterator(chunk_size=CHUNK), title)


def book_of(resource: Any, rows: Iterable[models.Model], title: str) -> bytes:
    """Return a workbook of rows, in their order: numbers are numbers, what looks like a formula is text."""
    names = list(resource.get_export_order())
    target = BytesIO()
    book = Book(target, title=title)
    sheet = book.sheet(title, [resource.column(name) for name in names])
    fields = [resource.fields[name] for name in names]
    for row in rows:
        sheet.put([one.export(row) for one in fields])
    book.close()
    return target.getvalue()
