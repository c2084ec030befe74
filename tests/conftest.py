"""What every test may ask for: the two databases, browsers, and the cast."""

import gc

import pytest
from django.conf import settings

from areas.compiled import forget_all

pytest_plugins = [
    "tests.engines",
    "tests.rewriting",
    "tests.programs",
    "tests.browser",
    "tests.reading",
    "tests.cast",
    "tests.world",
    "tests.walker",
    "tests.plans.told",
]


def pytest_configure(config):
    """Hash the cast's passwords fast; tests of the real hasher name it themselves."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_finish(session):
    """Let Python look for garbage cycles less often: a tenth less time. `gc.freeze` would hide what guards look for."""
    gc.set_threshold(400_000, 20, 1_000)


@pytest.fixture
def monkeypatch(monkeypatch):
    """Pytest's own; a test that changes the program finds no SQL of before (areas.compiled), and leaves none behind."""
    forget_all()
    yield monkeypatch
    forget_all()
