"""The key that rows are found by: written with every row, in bulk too, and left out of histories."""

import pytest
from django.apps import apps

from areas.searchkey import SearchKeyField, fill
from plans.models import Need
from tests.cast import make_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(country):
    return make_need()


def test_a_saved_row_has_the_key_of_its_words(need):
    need.title, need.cause, need.wish = "ประปา ภูเขา ระยะ ๒", "", "น้ำสะอาด"
    need.save()
    assert Need.objects.get(pk=need.pk).search_key == "ประปาภูเขาระยะ2|น้ำสะอาด|"


def test_rows_made_in_bulk_have_their_key(need):
    twin = Need(area=need.area, dimension=need.dimension, title="Water  Tank", severity=3)
    Need.objects.bulk_create([twin])
    assert Need.objects.get(title="Water  Tank").search_key == "watertank|"


def test_histories_do_not_hold_the_key():
    for model in apps.get_models():
        keys = [one.name for one in model._meta.get_fields() if isinstance(one, SearchKeyField)]
        history = getattr(model, "history", None)
        if keys and history:
            assert "search_key" not in {one.name for one in history.model._meta.get_fields()}


def test_the_migration_fills_the_rows_that_are_there(need):
    Need.objects.filter(pk=need.pk).update(search_key="")
    fill(Need._base_manager)
    assert Need.objects.get(pk=need.pk).search_key == need.search_key != ""
