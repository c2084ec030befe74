"""The demo on the stage of the tests: an office with the areas of its provinces, and the demo loaded once a module."""

import geothai
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import transaction

from areas.models import Area, Level
from plans.demo import load as demo
from tests.photograph import told_once


def add_office():
    """Add the areas of the story's provinces under their real names."""
    rows = []
    for province in (geothai.province(code) for code in demo.PROVINCES):
        rows.append((province, Level.PROVINCE, None))
        for district in geothai.districts(province.code):
            rows.append((district, Level.DISTRICT, province.code))
            rows += [(tambon, Level.TAMBON, district.code) for tambon in geothai.subdistricts(district.code)]
    Area.objects.bulk_create(
        Area(code=row.code, level=level, parent_id=parent, name_th=row.name_th, name_en=row.name_en)
        for row, level, parent in rows
    )


def tell():
    """Tell the story in its office."""
    add_office()
    call_command("demo", verbosity=0)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo, loaded once for a module."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_settings, "DEMO", True)
        patch.setattr(django_settings, "DEMO_TODAY", None)
        told_once("demo", tell)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def story(loaded, settings):
    """The demo; what a test does to it is undone."""
    settings.DEMO = True
    settings.DEMO_TODAY = None
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
