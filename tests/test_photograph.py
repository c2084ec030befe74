"""Rows that are put back are those that were told, under their own keys."""

import pytest
from django.db import transaction

from areas.models import Area
from plans.models import Need
from tests import photograph
from tests.cast import make_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def album(monkeypatch):
    """No photographs yet."""
    monkeypatch.setattr(photograph, "_taken", {})


def told(name, tell):
    """Tell or put back, return all rows and undo that."""
    with transaction.atomic():
        photograph.told_once(name, tell)
        there = photograph.rows()
        transaction.set_rollback(True)
    return there


def test_what_is_put_back_is_what_was_told_and_tables_count_on(country, secretariat, album):
    calls = []

    def tell():
        calls.append(make_need(title="น้ำ\\N\t'ฝาย'\nสองบรรทัด", cause="", households=None))

    first, second = told("story", tell), told("story", tell)
    assert len(calls) == 1
    assert first == second
    photograph.told_once("story", tell)
    assert Need.objects.get(pk=calls[0].pk).title == calls[0].title
    assert make_need(title="ต่อไป").pk > calls[0].pk


def test_a_story_that_changes_what_was_there_is_no_photograph(country, album):
    with pytest.raises(ValueError, match="Area"):
        told("story", lambda: Area.objects.filter(pk="71").update(name_th="กาญ"))
