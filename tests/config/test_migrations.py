"""The short way for a new office makes the same tables as the long way that the first offices went, step by step."""

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.writer import MigrationWriter

OURS = {"areas", "projects", "meetings", "plans"}


def tables(*, short):
    """Return what the migrations make of our apps, as {model: its fields, options, bases}."""
    loader = MigrationLoader(None, replace_migrations=short)
    state = loader.project_state()
    return {key: told(model) for key, model in state.models.items() if key[0] in OURS}


def told(model):
    """Return a model's state in words that compare: constraints and indexes count whatever their order."""
    fields = {name: in_words(field) for name, field in model.fields.items()}
    lists = {name: sorted(map(in_words, one)) for name, one in model.options.items() if isinstance(one, list)}
    return fields, lists, {name: one for name, one in model.options.items() if not isinstance(one, list)}


def in_words(part):
    return MigrationWriter.serialize(part)[0]


@pytest.fixture(scope="module")
def long_way():
    return tables(short=False)


def test_the_short_way_and_the_long_way_end_at_the_same_tables(long_way):
    short = tables(short=True)
    assert short.keys() == long_way.keys()
    assert [key for key in short if short[key] != long_way[key]] == []


def test_a_forgotten_index_would_be_told(long_way):
    """Negative control: the short way without one of its indexes."""
    loader = MigrationLoader(None, replace_migrations=True)
    model = loader.project_state().models["projects", "project"]
    model.options["indexes"] = model.options["indexes"][1:]
    assert told(model) != long_way["projects", "project"]
