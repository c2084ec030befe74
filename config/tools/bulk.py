"""Many rows of one table at once, the database's own way: COPY on PostgreSQL, one prepared INSERT on SQLite.

For rows that are made up or measured, not for people's work: no rule is asked, no history is written, and the keys
are the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max
from django.utils import timezone


def first_free(model: type[models.Model]) -> Iterator[int]:
    """Return the keys that a table has not used, in order."""
    top: int | None = model._base_manager.aggregate(top=Max("pk"))["top"]
    return count((top or 0) + 1)


def write(model: type[models.Model], columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows that hold the columns in order, as the database keeps them (satang, keys, texts).

    Every other column gets the default of its field.
    """
    told = list(columns)
    others = (one for one in model._meta.concrete_fields if one.column not in told and not one.primary_key)
    rest = {str(one.column): _value(one) for one in others}
    tail = tuple(rest.values())
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(map(quote, [*told, *rest]))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row + tail)
        else:
            marks = ", ".join(["%s"] * (len(told) + len(rest)))
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608  names of our tables, quoted
                [row + tail for row in rows],
            )


def _value(field: models.Field[Any, Any]) -> Any:
    """Return what the database keeps for a field that the rows say nothing of."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        value = timezone.now()
    else:
        value = field.get_default()
    return field.get_db_prep_save(value, connection)


def count_on(*tables: type[models.Model]) -> None:
    """Let the database count its own keys on from the rows that were written."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)
