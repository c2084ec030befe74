"""Puts the app into Django for the tests that ask for `money_tables`, and takes it away again.

At other times it is not there, so that no test over all models finds it.
"""

import contextlib

import pytest
from django.apps import AppConfig, apps
from django.db import connection

APP = AppConfig.create("tests.moneyapp.apps.MoneyAppConfig")
APP.apps, APP.models = apps, {}


@contextlib.contextmanager
def installed():
    apps.app_configs[APP.label] = APP
    apps.clear_cache()
    yield
    del apps.app_configs[APP.label]
    apps.clear_cache()


with installed():
    APP.import_models()

Fund, Kept, Line, Naive = (APP.get_model(name) for name in ("Fund", "Kept", "Line", "Naive"))


@pytest.fixture(scope="module")
def money_tables(django_db_setup, django_db_blocker):
    with installed(), django_db_blocker.unblock():
        tables = list(APP.get_models())
        with connection.schema_editor() as editor:
            for model in tables:
                editor.create_model(model)
        yield
        with connection.schema_editor() as editor:
            for model in reversed(tables):
                editor.delete_model(model)
