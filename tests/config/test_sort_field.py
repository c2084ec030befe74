"""Titles sort in the Thai order on both databases: the key is written with every row, and left out of histories."""

import pytest
from django.apps import apps

from config.tools.sort_field import SortKeyField, fill
from plans.models import Need
from tests.cast import make_need

pytestmark = pytest.mark.django_db
IN_ORDER = ["กองทุน", "แก้มลิง", "เขื่อน", "คลอง", "ป่า", "ป้าย", "ไฟฟ้า", "โรงเรียน"]  # as the dictionary has them


@pytest.fixture
def needs(country):
    for title in sorted(IN_ORDER):
        make_need(title=title)


def titles(order):
    return list(Need.objects.order_by(order).values_list("title", flat=True))


def test_titles_sort_as_in_a_thai_dictionary(needs):
    assert titles("title_sort") == IN_ORDER


def test_plain_text_sorts_otherwise(needs):
    """Negative control: code points put เ แ โ ใ ไ behind all consonants."""
    assert sorted(IN_ORDER) != IN_ORDER


def test_a_title_that_changes_moves(needs):
    need = Need.objects.get(title="โรงเรียน")
    need.title = "กระบือ"
    need.save()
    assert titles("title_sort")[0] == "กระบือ"


def test_rows_made_in_bulk_and_long_titles_have_their_key(needs):
    old = Need.objects.first()
    Need.objects.bulk_create([Need(area=old.area, dimension=old.dimension, title="ฮ" * 200, severity=3)])
    assert titles("-title_sort")[0] == "ฮ" * 200


def test_the_migration_fills_the_rows_that_are_there(needs):
    Need.objects.update(title_sort="")
    fill(Need._base_manager, "title_sort")
    assert titles("title_sort") == IN_ORDER


def test_histories_do_not_hold_the_key():
    for model in apps.get_models():
        keys = {one.name for one in model._meta.get_fields() if isinstance(one, SortKeyField)}
        history = getattr(model, "history", None)
        assert not (keys and history and keys & {one.name for one in history.model._meta.get_fields()})
