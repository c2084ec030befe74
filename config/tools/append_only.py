"""History that nobody rewrites: triggers refuse to change or remove a row of any history table.

They are made after every migrate, since SQLite drops a table's triggers when a migration rebuilds the table, and
`check --deploy --database default` counts them. A refusal is an IntegrityError on both databases. SQLite also
refuses INSERT OR REPLACE, which overwrites without asking an update's trigger; PostgreSQL also refuses TRUNCATE.
A migration that must touch history drops the triggers itself; the migrate that runs it makes them anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from simple_history.models import HistoricalChanges

REFUSAL = "history is append-only"
FUNCTION = "history_is_append_only"
_MAKE_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
END $$"""
_FOUND = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT tables.relname, tgname, '' FROM pg_trigger JOIN pg_class AS tables ON tables.oid = tgrelid
        WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND pg_table_is_visible(tables.oid)""",
}


@dataclass(frozen=True)
class Trigger:
    """A trigger of a history table; `sql` makes it."""

    table: str
    name: str
    sql: str


def history_models() -> list[type[models.Model]]:
    """Return the models of all history tables, those of many-to-many ties included."""
    return [model for model in apps.get_models() if issubclass(model, HistoricalChanges)]


def wanted(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """Return the triggers of the history tables that exist in a database."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    make = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    found = [model for model in history_models() if model._meta.db_table in there]
    return [trigger for model in found for trigger in make(connection, model)]


def _on_sqlite(connection: BaseDatabaseWrapper, model: type[models.Model]) -> list[Trigger]:
    options, quote = model._meta, connection.ops.quote_name
    table, key = quote(options.db_table), quote(options.pk.attname)
    events = {
        "update": "BEFORE UPDATE ON {table}",
        "delete": "BEFORE DELETE ON {table}",
        "replace": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})",
    }
    triggers = []
    for event, when in events.items():
        name = f"{options.db_table}_no_{event}"
        begin = f"CREATE TRIGGER {quote(name)} {when.format(table=table, key=key)}"
        sql = f"{begin} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        triggers.append(Trigger(options.db_table, name, sql))
    return triggers


def _on_postgresql(connection: BaseDatabaseWrapper, model: type[models.Model]) -> list[Trigger]:
    table = model._meta.db_table
    events = {
        "history_no_change": "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW",
        "history_no_truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
    }
    quoted = connection.ops.quote_name(table)
    return [
        Trigger(
            table, name, f"CREATE TRIGGER {name} {when.format(table=quoted)} EXECUTE FUNCTION {FUNCTION}()"
        )
        for name, when in events.items()
    ]


def missing(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """Return the triggers that a database lacks, has switched off, or (on SQLite) has in other words."""
    with connection.cursor() as cursor:
        cursor.execute(_FOUND[connection.vendor])
        found = {(table, name): sql for table, name, sql in cursor.fetchall()}
    return [
        trigger
        for trigger in wanted(connection)
        if found.get((trigger.table, trigger.name)) not in {"", trigger.sql}
    ]


def guard(using: str = "default", **kwargs: Any) -> None:
    """Make the triggers that are missing; listens to post_migrate."""
    connection = connections[using]
    lacking = missing(connection)
    if not lacking:
        return
    quote = connection.ops.quote_name
    with transaction.atomic(using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_MAKE_FUNCTION)
        for trigger in lacking:
            on_table = f" ON {quote(trigger.table)}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {quote(trigger.name)}{on_table}")
            cursor.execute(trigger.sql)


@register(Tags.database, deploy=True)
def history_is_guarded(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Name the history tables that can be rewritten (run with `check --deploy --database default`)."""
    errors: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        total, lacking = len(wanted(connection)), missing(connection)
        if lacking:
            tables = ", ".join(sorted({trigger.table for trigger in lacking}))
            told = f"{len(lacking)} of {total} triggers that keep history append-only are missing: {tables}."
            errors.append(Error(told, hint="Run manage.py migrate; it makes them.", id="config.E001"))
    return errors
