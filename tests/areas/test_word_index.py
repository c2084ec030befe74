"""The index of words says what is in the rows, whatever happened to them, and finds what a look at each row finds."""

import random
import time

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from areas import wordindex, words
from areas.searchkey import END, SearchKeyField, normalise
from plans.models import Need
from tests.cast import make_need

pytestmark = pytest.mark.django_db
LETTERS = "กขนปรบมาะำิ่้ัเแ๑2ax%_'\"|"


@pytest.fixture
def need(country):
    return make_need(title="ประปาภูเขา", cause="", wish="")


def found(word):
    return set(Need.objects.filter(search_key__has=word).values_list("title", flat=True))


def looked_at(word):
    """Return what holds the word, by a look at each row."""
    return {need.title for need in Need.objects.all() if word in need.search_key}


def errors():
    told = run_checks(include_deployment_checks=True, databases=["default"])
    return [one.msg for one in told if one.id == "areas.E002"]


def test_the_index_finds_what_a_look_at_each_row_finds(country):
    rng = random.Random(2566)
    some = lambda most: "".join(rng.choices(LETTERS, k=rng.randint(1, most)))  # noqa: E731
    for number in range(30):
        make_need(title=f"{some(20)}{number}", cause=some(30), wish="")
    keys = [part for need in Need.objects.all() for part in need.search_key.split(END)]
    parts = [key[rng.randint(0, len(key)) :][: rng.randint(1, 6)] for key in keys]
    for word in filter(None, [*parts, *(normalise(some(3)) for _number in range(30))]):
        assert found(word) == looked_at(word), word


@pytest.mark.parametrize("length", [3, wordindex.LONG - 1, wordindex.LONG, 3 * wordindex.LONG])
def test_a_text_is_found_by_all_its_words_however_long_it_is(country, length):
    rng = random.Random(length)
    text = "".join(rng.choices("กขนปรบมวสหฟฬ", k=length))
    need = make_need(title=text[:3], cause=text[3:])
    keys = need.search_key.split(END)
    words_in = {key[at : at + size] for key in keys for size in (2, 3, 5) for at in (0, len(key) // 2, -size)}
    for word in words_in - {""}:
        assert len(word) < 2 or found(word) == {need.title}, word
    assert found("ฮฮ") == found("ฮฮฮฮ") == set()


def test_a_text_as_long_as_a_book_is_written_down_at_once(country):
    """Cut out of the text one by one, its pieces cost the square of its length: 15 seconds on PostgreSQL."""
    began = time.monotonic()
    make_need(cause="ยาว" * 13_000)
    assert time.monotonic() - began < 3
    assert len(found("วย")) == 1


def test_the_index_is_what_answers(need, monkeypatch):
    """Negative control: without it every key is looked at, and found all the same."""
    query = str(Need.objects.filter(search_key__has="ประปา").query)
    assert ("MATCH" if connection.vendor == "sqlite" else "search_rows") in query
    assert connection.vendor != "sqlite" or "pieces" in str(Need.objects.filter(search_key__has="ปร").query)
    monkeypatch.setattr(words.Has, "_is_indexed", lambda self: False)
    assert "search_key" in str(Need.objects.filter(search_key__has="ประปา").query)
    assert found("ประปา") == found("ปา") == {"ประปาภูเขา"}


def test_a_word_is_found_in_a_query_inside_another(need):
    inside = Need.objects.filter(search_key__has="ประปา").values("pk")
    assert list(Need.objects.filter(pk__in=inside)) == [need]


def change(need):
    need.title = "ฝายชะลอน้ำ"
    need.save()


def change_in_bulk(need):
    need.title = "ฝายชะลอน้ำ"
    need.search_key = "ฝายชะลอน้ำ|"
    Need.objects.bulk_update([need], ["title", "search_key"])


def add_in_bulk(need):
    Need.objects.filter(pk=need.pk).delete()
    Need.objects.bulk_create([Need(area=need.area, dimension=need.dimension, title="ฝายชะลอน้ำ", severity=3)])


def write_over(need):
    need.title = "ฝายชะลอน้ำ"
    Need.objects.bulk_create(
        [need], update_conflicts=True, update_fields=["title", "search_key"], unique_fields=["id"]
    )


@pytest.mark.parametrize("act", [change, change_in_bulk, add_in_bulk, write_over])
def test_the_index_follows_every_write(need, act):
    act(need)
    assert (found("ประปา"), found("ชะลอน้ำ"), found("ฝา")) == (set(), {"ฝายชะลอน้ำ"}, {"ฝายชะลอน้ำ"})


def test_what_is_removed_or_rolled_back_is_not_found(need):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_need(title="ฝายชะลอน้ำ")
        1 / 0  # noqa: B018
    assert found("ฝาย") == set()
    need.delete()
    assert found("ประปา") == set()


def test_what_is_put_away_stays_in_the_index(need):
    """The search leaves it out by its state (tests/plans/test_search.py); taken back, it is found again."""
    Need.objects.filter(pk=need.pk).update(archived_at=timezone.now(), archive_reason="ซ้ำ")
    assert found("ประปา") == {"ประปาภูเขา"}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's index needs no triggers")
@pytest.mark.parametrize("act", [change, change_in_bulk, write_over])
def test_without_the_triggers_the_index_would_not_follow(need, act):
    """Negative control."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER plans_need_words_changed")
    act(need)
    assert found("ประปา") == {"ฝายชะลอน้ำ"}
    assert "plans_need" in errors()[0]
    wordindex.keep()
    assert (found("ประปา"), errors()) == (set(), [])


def test_every_key_has_its_index(need):
    tables = {
        field.model._meta.db_table
        for model in wordindex.apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, SearchKeyField)
    }
    assert {"plans_need", "plans_planitem", "meetings_meeting", "areas_user"} <= tables
    assert {one.table for one in wordindex.wanted(connection)} == tables
    assert (wordindex.missing(connection), errors()) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_rebuilds_the_table_is_followed_by_a_new_index(country):
    """SQLite drops the triggers of a table at AlterField; what was written meanwhile is found after the migrate."""
    need = make_need(title="ประปาภูเขา")
    with connection.schema_editor() as editor:
        old, new = Need._meta.get_field("title"), Need._meta.get_field("title").clone()
        new.max_length = 201
        new.set_attributes_from_name("title")
        editor.alter_field(Need, old, new)
    with connection.schema_editor() as editor:
        editor.alter_field(Need, new, old)
    assert bool(errors()) == (connection.vendor == "sqlite")
    change(need)
    call_command("migrate", verbosity=0)
    assert (found("ประปา"), found("ชะลอน้ำ"), errors()) == (set(), {"ฝายชะลอน้ำ"}, [])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL always has it")
def test_a_sqlite_without_the_module_still_writes_and_finds(need, monkeypatch):
    monkeypatch.setattr(wordindex, "has_trigrams", lambda: False)
    monkeypatch.setattr(words, "has_trigrams", lambda: False)
    wordindex.keep()
    change(need)
    assert found("ชะลอน้ำ") == {"ฝายชะลอน้ำ"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_words_%'")
        assert cursor.fetchone() == (0,)
    monkeypatch.undo()
    wordindex.keep()
    assert (found("ประปา"), found("ชะลอน้ำ")) == (set(), {"ฝายชะลอน้ำ"})
