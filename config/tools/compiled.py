"""A query whose SQL is made once and asked again with other values.

Django writes the SQL of a query anew each time it is asked. On a page of many questions that takes several times as
long as the database takes to answer them (docs/bench.md, "The board of an area"). A `CompiledQuery` is written once,
with `Slot`s where a value comes in, and asked with the values of the moment.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, QuerySet, Value
from django.db.models.expressions import BaseExpression
from django.db.models.sql.compiler import SQLCompiler


class Slot(Value):
    """Stands in a query for the value at a place in those that it is asked with.

    It is compared by the database alone: to compare it in Python is a TypeError, since the value is not there yet.
    """

    def __init__(self, place: int, output_field: Field[Any, Any]) -> None:
        super().__init__(place, output_field=output_field)
        self.place = place

    def __eq__(self, other: object) -> bool:
        if other == "":  # Django asks this of every value; no code and no number is empty
            return False
        if not isinstance(other, BaseExpression):
            raise TypeError(f"A value that is not there yet is compared with {other!r}")
        return super().__eq__(other)

    __hash__ = Value.__hash__

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Return the place itself as the parameter; `CompiledQuery` puts the value there."""
        return "%s", (self,)


@dataclass(frozen=True)
class Written:
    """A compiler with the SQL that it made, and its parameters: values, and slots for those that are to come."""

    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]

    def filled(self, values: Sequence[Any], connection: BaseDatabaseWrapper) -> SQLCompiler:
        """Return the compiler with values in its slots, for the connection of this thread."""
        params = tuple(values[one.place] if isinstance(one, Slot) else one for one in self.params)
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_named: (self.sql, params)  # type: ignore[method-assign]
        return compiler


class CompiledQuery:
    """A query with slots; `ask` gives its rows as the queryset would, as a list.

    It holds no rows and nothing of a connection: threads and databases ask it each with their own.
    """

    def __init__(self, queryset: Any) -> None:
        self.queryset = queryset
        if self.queryset._prefetch_related_lookups:
            raise ValueError("prefetch_related asks further queries, which are not compiled with the first")
        self.written: dict[str, Written | None] = {}  # by database; None: nothing can meet the conditions

    def ask(self, values: Sequence[Any]) -> list[Any]:
        """Return the rows for those values."""
        using = self.queryset.db
        if using not in self.written:
            self.written[using] = _write(self.queryset, using)
        written = self.written[using]
        if written is None:
            return []
        query = copy.copy(self.queryset.query)
        query.get_compiler = lambda *_args, **_named: written.filled(values, connections[using])
        asked = self.queryset.__class__(self.queryset.model, query, using)
        asked._fields, asked._iterable_class = self.queryset._fields, self.queryset._iterable_class
        return list(asked)


def _write(queryset: QuerySet[Any, Any], using: str) -> Written | None:
    compiler = queryset.query.get_compiler(using)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    return Written(compiler, sql, tuple(params))


@contextmanager
def nothing_asked() -> Iterator[None]:
    """Refuse each query meanwhile: what is compiled must not depend on what the database held then."""

    def refuse(_execute: Any, sql: str, *_rest: Any) -> None:
        raise RuntimeError(f"A query is compiled without asking the database: {sql[:200]}")

    with ExitStack() as stack:
        for connection in connections.all(initialized_only=True):
            stack.enter_context(connection.execute_wrapper(refuse))
        yield
