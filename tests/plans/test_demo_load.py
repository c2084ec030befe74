"""The demo loads into an empty office alone, and never where the work is real."""

import pytest
from django.core.management import CommandError, call_command

from areas.models import User
from tests.plans.told import add_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_mode(settings):
    settings.DEMO = True
    settings.DEMO_TODAY = None


@pytest.fixture
def office(demo_mode):
    """An office with the areas of the story's provinces, before the demo."""
    add_office()


def test_the_demo_refuses_a_real_server(office, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")
    assert not User.objects.exists()


def test_the_demo_refuses_an_office_with_people(office):
    User.objects.create_user("someone")
    with pytest.raises(CommandError, match="ผู้ใช้อยู่แล้ว"):
        call_command("demo")


def test_the_demo_asks_for_the_areas_first(demo_mode, db):
    with pytest.raises(CommandError, match="load_areas"):
        call_command("demo")
