"""Finding a word inside a search key: the lookup `search_key__has`, answered by the index of areas.wordindex.

Where a database has none (SQLite older than 3.34 or without FTS5), and for a single letter, every key is looked at:
the same answer, later.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

GRAM = 3  # letters of a piece; a word of two letters is found by the pieces that begin with it
SHORTEST = 2
GRAMS = "search_grams"  # PostgreSQL's function that cuts a key into pieces
ROWS = "search_rows"  # and the one that returns the ids of a table's rows by pieces and word
NO_WORD = '"   "'  # a key holds no spaces


class Has(models.Lookup[str]):
    """That a key holds a word, as `normalise` spells it: `search_key__has`."""

    lookup_name = "has"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """Look at every key."""
        key, values = self.process_lhs(compiler, connection)
        find = "INSTR" if connection.vendor == "sqlite" else "STRPOS"
        return f"{find}({key}, %s) > 0", (*values, self.rhs)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """Ask the table of words."""
        if not (self._is_indexed() and has_trigrams()):
            return self.as_sql(compiler, connection)
        column, table = self._column(compiler)
        words, pieces = (connection.ops.quote_name(f"{table}_{name}") for name in ("words", "pieces"))
        if len(self.rhs) >= GRAM:
            asked, values = "%s", [_quoted(self.rhs)]
        else:
            piece = "'\"' || REPLACE(term, '\"', '\"\"') || '\"'"
            asked = f"SELECT GROUP_CONCAT({piece}, ' OR ') FROM {pieces} WHERE term >= %s AND term < %s"
            asked, values = f"COALESCE(({asked}), %s)", [self.rhs, f"{self.rhs}\U0010ffff", NO_WORD]
        return f"{column} IN (SELECT rowid FROM {words} WHERE {words} MATCH {asked})", values

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """Ask the database's own function, which never looks at a key that its index does not name."""
        if not self._is_indexed():
            return self.as_sql(compiler, connection)
        column, table = self._column(compiler)
        # As one array: of rows one by one the planner fetches each by its own search, 2.7 times as slow for thousands.
        rows = f"ARRAY(SELECT * FROM {ROWS}(%s, %s, %s))"
        return f"{column} = ANY({rows})", [connection.ops.quote_name(table), grams(self.rhs), self.rhs]

    def _is_indexed(self) -> bool:
        """Whether the key is a table's own column and the word long enough."""
        return isinstance(self.lhs, Col) and len(self.rhs) >= SHORTEST

    def _column(self, compiler: SQLCompiler) -> tuple[str, str]:
        """Return the primary key of the row in the query, quoted as its alias is, and the name of its table."""
        options, quote = self.lhs.target.model._meta, compiler.quote_name_unless_alias
        return f"{quote(self.lhs.alias)}.{quote(options.pk.column)}", options.db_table


def grams(word: str) -> list[str]:
    """Return the pieces of a word that the index of letters holds."""
    length = min(len(word), GRAM)
    return sorted({word[at : at + length] for at in range(len(word) - length + 1)})


def _quoted(word: str) -> str:
    escaped = word.replace('"', '""')
    return f'"{escaped}"'


@cache
def has_trigrams() -> bool:
    """Whether this Python's SQLite can keep words in pieces of three letters (3.34 with FTS5, or newer)."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE t USING fts5(k, tokenize='trigram')")
        except sqlite3.OperationalError:
            return False
    return True
