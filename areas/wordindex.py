"""The index that words are found by, in each table that has a search key: kept by the database itself.

A word in the middle of a text is beyond an ordinary index, and Thai has no spaces to cut a text at. So SQLite keeps
the keys in a table of its module FTS5, in pieces of three letters, true to the rows by triggers; PostgreSQL keeps
pieces of two and three letters in a GIN index, which needs no extension and, unlike pg_trgm, finds Thai under every
locale of a database. Both are made after every migrate, since SQLite drops a table's triggers when a migration
rebuilds the table, and `check --deploy --database default` names what is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from areas.searchkey import SearchKeyField
from areas.words import GRAM, GRAMS, ROWS, has_trigrams

LONG = 500  # letters of a key from which its letters are cut once: to cut each piece out costs their square
_MAKE_GRAMS = f"""
CREATE OR REPLACE FUNCTION {GRAMS}(key text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 200 AS $$
  SELECT CASE WHEN length(key) < {LONG} THEN (
    SELECT array_agg(substr(key, at, long))
    FROM generate_series(1, length(key) - 1) AS at, (VALUES (2), ({GRAM})) AS lengths(long)
  ) ELSE (
    SELECT array_agg(piece)
    FROM (
      SELECT letter || lead(letter) OVER (ORDER BY at) AS two, lead(letter, 2, '') OVER (ORDER BY at) AS third
      FROM unnest(string_to_array(key, NULL)) WITH ORDINALITY AS letters(letter, at)
    ) AS pairs, LATERAL (VALUES (two), (two || third)) AS pieces(piece)
    WHERE two IS NOT NULL
  ) END
$$"""
# Where a word stands in nearly every row, the planner would rather cut each key anew (0.1 ms) than ask the index.
# A word of two or three letters is itself a piece: who holds the piece holds the word.
_MAKE_ROWS = f"""
CREATE OR REPLACE FUNCTION {ROWS}(of regclass, pieces text[], word text) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE ROWS 500 SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 AS $$
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT id FROM %s WHERE {GRAMS}(search_key) @> $1'
    || CASE WHEN length(word) > {GRAM} THEN ' AND strpos(search_key, $2) > 0' ELSE '' END, of
  ) USING pieces, word;
END $$"""
_FOUND = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tablename, indexname, '' FROM pg_indexes WHERE schemaname = current_schema()",
}


@dataclass(frozen=True)
class Part:
    """A trigger or an index that keeps the words of a model's rows; `sql` makes it."""

    model: type[models.Model]
    name: str
    sql: str

    @property
    def table(self) -> str:
        """The table whose rows are found."""
        return self.model._meta.db_table


def key_of(model: type[models.Model]) -> str:
    """Return the column of the model's search key, or nothing."""
    keys = [field.attname for field in model._meta.local_fields if isinstance(field, SearchKeyField)]
    return keys[0] if keys else ""


def wanted(connection: BaseDatabaseWrapper) -> list[Part]:
    """Return what keeps the words of the tables that exist in a database."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    make = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    found = [model for model in apps.get_models() if key_of(model) and model._meta.db_table in there]
    return [part for model in found for part in make(connection, model)]


def _on_sqlite(connection: BaseDatabaseWrapper, model: type[models.Model]) -> list[Part]:
    if not has_trigrams():
        return []
    quote, name = connection.ops.quote_name, model._meta.db_table
    table, words, pk, key = map(quote, (name, f"{name}_words", model._meta.pk.attname, key_of(model)))
    add = f"INSERT OR REPLACE INTO {words} (rowid, search_key) VALUES (NEW.{pk}, NEW.{key})"
    gone = f"DELETE FROM {words} WHERE rowid = OLD.{pk}"
    acts = {
        "added": f"AFTER INSERT ON {table} BEGIN {add}; END",
        "removed": f"AFTER DELETE ON {table} BEGIN {gone}; END",
        "changed": f"AFTER UPDATE ON {table} WHEN OLD.{key} IS NOT NEW.{key} BEGIN {gone}; {add}; END",
    }
    names = {act: f"{name}_words_{act}" for act in acts}
    return [Part(model, names[act], f"CREATE TRIGGER {quote(names[act])} {sql}") for act, sql in acts.items()]


def _on_postgresql(connection: BaseDatabaseWrapper, model: type[models.Model]) -> list[Part]:
    quote, name = connection.ops.quote_name, model._meta.db_table
    on = f"{quote(name)} USING gin ({GRAMS}({quote(key_of(model))})) WITH (fastupdate = off)"
    return [Part(model, f"{name}_words", f"CREATE INDEX {quote(f'{name}_words')} ON {on}")]


def missing(connection: BaseDatabaseWrapper) -> list[Part]:
    """Return what a database lacks, or (on SQLite) has in other words."""
    with connection.cursor() as cursor:
        cursor.execute(_FOUND[connection.vendor])
        found = {(table, name): sql for table, name, sql in cursor.fetchall()}
    return [part for part in wanted(connection) if found.get((part.table, part.name)) not in {"", part.sql}]


def keep(using: str = "default", **kwargs: Any) -> None:
    """Make what is missing, with the words of the rows that are there; listens to post_migrate."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        with transaction.atomic(using), connection.cursor() as cursor:
            cursor.execute(_MAKE_GRAMS)  # each time: they may come from an older version of this file
            cursor.execute(_MAKE_ROWS)
            for part in missing(connection):
                cursor.execute(part.sql)
        return
    lacking = missing(connection)
    idle = not has_trigrams()
    if not lacking and not idle:
        return
    with transaction.atomic(using), connection.cursor() as cursor:
        if idle:  # the file came from a machine whose SQLite had the module: its triggers would fail here
            _drop_triggers(connection, cursor, "")
        for model in dict.fromkeys(part.model for part in lacking):
            _drop_triggers(connection, cursor, model._meta.db_table)
            _fill(connection, cursor, model)
            for part in _on_sqlite(connection, model):
                cursor.execute(part.sql)


def drop(using: str = "default") -> None:
    """Take the index away where very many rows are to come: made anew by `keep` it is several times as fast."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _drop_triggers(connection, cursor, "")
            return
        for part in wanted(connection):
            cursor.execute(f"DROP INDEX IF EXISTS {connection.ops.quote_name(part.name)}")


def _drop_triggers(connection: BaseDatabaseWrapper, cursor: CursorWrapper, table: str) -> None:
    """Drop the triggers of words, of one table or of all."""
    cursor.execute(_FOUND["sqlite"])
    for of, name, _sql in cursor.fetchall():
        if name.startswith(f"{of}_words_") and table in ("", of):
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")


def _fill(connection: BaseDatabaseWrapper, cursor: CursorWrapper, model: type[models.Model]) -> None:
    """Make the table of words anew from the rows that are there, and the list of its pieces."""
    quote, name = connection.ops.quote_name, model._meta.db_table
    table, words, pk, key = map(quote, (name, f"{name}_words", model._meta.pk.attname, key_of(model)))
    pieces = quote(f"{name}_pieces")
    cursor.execute(f"DROP TABLE IF EXISTS {pieces}")
    cursor.execute(f"DROP TABLE IF EXISTS {words}")
    cursor.execute(
        f"CREATE VIRTUAL TABLE {words} USING fts5(search_key, tokenize='trigram case_sensitive 1')"
    )
    cursor.execute(f"CREATE VIRTUAL TABLE {pieces} USING fts5vocab({words}, 'row')")
    cursor.execute(f"INSERT INTO {words} (rowid, search_key) SELECT {pk}, {key} FROM {table}")


@register(Tags.database, deploy=True)
def words_are_kept(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Name the tables whose words are not found (run with `check --deploy --database default`)."""
    told: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        tables = ", ".join(sorted({part.table for part in missing(connection)}))
        if tables:
            hint = "Run manage.py migrate; it makes them."
            told.append(
                Error(f"The words of some tables are not kept: {tables}.", hint=hint, id="areas.E002")
            )
        if connection.vendor == "sqlite" and not has_trigrams():
            slow = "This SQLite keeps no words (it is older than 3.34 or lacks FTS5): the search is slow."
            told.append(Warning(slow, id="areas.W001"))
    return told
