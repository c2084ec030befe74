"""The lookup `pk__among`: that a row is one of those that a subquery names, as `pk__in`, found by their keys.

PostgreSQL reads the whole table for `IN (SELECT …)` once it thinks that a fiftieth of the rows is named, and it
thinks of a union as of all its parts together. The keys handed on as one array are looked up by the index: on 100,000
projects, of which a person sees 1,600, in 3 ms instead of 24. SQLite looks them up by itself.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigAutoField, ForeignKey, Q, QuerySet
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler


def among(keys: QuerySet[Any, Any], column: str = "pk") -> Q:
    """Return the condition that a row, or what its column points at, is one of those whose keys a query returns."""
    return Q(**{f"{column}__among": keys})


@ForeignKey.register_lookup
@BigAutoField.register_lookup
class Among(In):
    """That a key is one of those that a query returns; for a query alone, not for a list."""

    lookup_name = "among"

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Ask for one array of keys."""
        key, of_key = self.process_lhs(compiler, connection)
        keys, of_keys = self.process_rhs(compiler, connection)
        return f"{key} = ANY(ARRAY{keys})", (*of_key, *of_keys)
