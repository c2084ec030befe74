"""History is append-only in the database itself: no program, ours or another, rewrites what was written."""

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from areas.models import Cluster
from config.tools import append_only
from plans.models import ItemBudget, Need, NeedLink
from tests.cast import make_item, make_need, make_plan, person
from tests.rewriting import lifted

pytestmark = pytest.mark.django_db


def errors():
    return [
        one.msg
        for one in run_checks(include_deployment_checks=True, databases=["default"])
        if one.id == "config.E001"
    ]


def rows(model):
    """Return the history of a model as the database has it."""
    return list(model.history.order_by("history_id").values_list())


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def need(country):
    return make_need()


TABLE = Need.history.model._meta.db_table
WAYS = {
    "update": lambda: Need.history.update(title="x"),
    "save": lambda: Need.history.first().save(),
    "delete": lambda: Need.history.all().delete(),
    "raw update": lambda: sql(f"UPDATE {TABLE} SET title = 'x'"),
    "raw delete": lambda: sql(f"DELETE FROM {TABLE}"),
    "bulk update": lambda: Need.history.bulk_update(list(Need.history.all()), ["title"]),
    "upsert": lambda: Need.history.bulk_create(
        list(Need.history.all()), update_conflicts=True, update_fields=["title"], unique_fields=["history_id"]
    ),
}
if connection.vendor == "sqlite":
    WAYS["replace"] = lambda: sql(f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE}")
else:
    WAYS["truncate"] = lambda: sql(f"TRUNCATE {TABLE}")


@pytest.mark.parametrize("way", WAYS)
def test_history_is_neither_changed_nor_removed(need, way):
    before = rows(Need)
    with pytest.raises(IntegrityError, match=append_only.REFUSAL), transaction.atomic():
        WAYS[way]()
    assert rows(Need) == before


@pytest.mark.parametrize("way", WAYS)
def test_without_the_triggers_each_way_succeeds(need, way):
    """Negative control."""
    with lifted():
        WAYS[way]()


def test_every_history_table_is_guarded():
    tables = {model._meta.db_table for model in append_only.history_models()}
    assert {"areas_historicalcluster_provinces", "plans_historicalitembudget"} <= tables
    assert {one.table for one in append_only.wanted(connection)} == tables
    assert append_only.missing(connection) == []
    assert errors() == []


def test_the_check_names_a_table_whose_triggers_are_gone(need):
    place = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    name = f"{TABLE}_no_update" if connection.vendor == "sqlite" else "history_no_change"
    sql(f"DROP TRIGGER {name}{place}")
    (told,) = errors()
    assert TABLE in told
    assert "plans_historicalplan" not in told.replace(TABLE, "")
    append_only.guard()
    assert errors() == []


def test_a_trigger_that_is_switched_off_counts_as_missing(need):
    if connection.vendor == "sqlite":
        sql(f"DROP TRIGGER {TABLE}_no_delete")
        sql(f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT 1; END")
    else:
        sql(f"ALTER TABLE {TABLE} DISABLE TRIGGER history_no_change")
    assert TABLE in errors()[0]


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_rebuilds_the_table_is_followed_by_new_triggers(country):
    """SQLite drops the triggers of a table at AlterField; migrate makes them anew."""
    model = Need.history.model
    with connection.schema_editor() as editor:
        old, new = model._meta.get_field("title"), model._meta.get_field("title").clone()
        new.max_length = 201
        new.set_attributes_from_name("title")
        editor.alter_field(model, old, new)
    with connection.schema_editor() as editor:
        editor.alter_field(model, new, old)
    assert bool(errors()) == (connection.vendor == "sqlite")
    call_command("migrate", verbosity=0)
    assert errors() == []


@pytest.mark.django_db(transaction=True)
def test_flush_is_refused_outside_the_tests(country):
    make_need()
    with pytest.raises((CommandError, DatabaseError)):
        call_command("flush", interactive=False, verbosity=0)
    assert Need.history.count() == 1


def test_rows_may_still_be_written_changed_and_removed(need):
    need.title = "ใหม่"
    need.save()
    need.delete()
    assert [row.history_type for row in Need.history.order_by("history_id")] == ["+", "~", "-"]


def test_removing_an_item_leaves_the_history_of_its_parts(country):
    item = make_item(make_plan(), need=make_need())
    before = rows(ItemBudget) + rows(NeedLink)
    item.delete()
    after = rows(ItemBudget) + rows(NeedLink)
    assert set(before) < set(after)
    assert len(after) == 2 * len(before)


def test_removing_a_person_leaves_the_history_they_signed(country):
    gone = person("gone")
    cluster = Cluster.objects.get()
    cluster._history_user = gone
    cluster.save()
    signed = cluster.history.first()
    gone_pk = gone.pk
    assert signed.history_user_id == gone_pk
    gone.delete()
    signed.refresh_from_db()
    assert signed.history_user_id == gone_pk
