"""Rows as they once stood: what takes long to tell through the rules is told once a session, and then put back.

Only what was added is kept; the tables must hold the same before each time.
"""

from django.apps import apps
from django.db import connection, transaction

from config.tools import bulk

_taken = {}


def told_once(name, tell):
    """Call `tell` the first time; every other time put back the rows that it added, under the same keys."""
    with transaction.atomic():  # what refers to each other may come in any order until its end
        if name in _taken:
            return put_back(_taken[name])
        before = rows()
        tell()
        _taken[name] = added(before, rows())


def rows():
    """Return {model: its rows} of every table of ours, as the database itself writes their values."""
    models = [
        one for one in apps.get_models(include_auto_created=True) if one._meta.managed and not one._meta.proxy
    ]
    return {one: _rows(one) for one in models}


def _rows(model):
    # What is computed has no type of a column, so that no value is made into one of Python's.
    written = "CAST({} AS text)" if connection.vendor == "postgresql" else "+{}"
    columns = ", ".join(written.format(connection.ops.quote_name(one)) for one in columns_of(model))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {connection.ops.quote_name(model._meta.db_table)}")
        return set(cursor.fetchall())


def columns_of(model):
    """Return the names of a table's columns in order."""
    return [one.column for one in model._meta.concrete_fields]


def added(before, after):
    """Return {model: rows} of what came; ValueError where a row that was there changed or went."""
    if changed := [model.__name__ for model in before if before[model] - after[model]]:
        raise ValueError(f"rows changed that were there before: {', '.join(changed)}")
    return {model: there - before[model] for model, there in after.items() if there - before[model]}


def put_back(photograph):
    """Write the rows, and let each table count its keys on from them."""
    for model, there in photograph.items():
        bulk.write(model, columns_of(model), there)
    bulk.count_on(*photograph)
