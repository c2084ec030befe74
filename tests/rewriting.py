"""The tests alone may empty the history: a transactional test's database is flushed after it.

Nothing of this exists in production; there flush is refused. The triggers are dropped for the flush and made anew
right after it, so that each test finds them.
"""

from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

from config.tools import append_only


@contextmanager
def lifted():
    """Let history be rewritten inside; in a test this is every guard's negative control."""
    quote = connection.ops.quote_name
    on_table = connection.vendor == "postgresql"
    with transaction.atomic(), connection.cursor() as cursor:
        for trigger in append_only.wanted(connection):
            place = f" ON {quote(trigger.table)}" if on_table else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {quote(trigger.name)}{place}")
    try:
        yield
    finally:
        append_only.guard()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    flush = TransactionTestCase._fixture_teardown

    def flush_with_history(self):
        with lifted():
            flush(self)

    TransactionTestCase._fixture_teardown = flush_with_history
