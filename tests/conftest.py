"""What every test may ask for: the two databases, browsers, and the cast."""

import gc

from django.conf import settings

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
