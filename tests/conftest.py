"""What every test may ask for: the two databases, browsers, and the cast."""

from django.conf import settings

pytest_plugins = [
    "tests.engines",
    "tests.rewriting",
    "tests.programs",
    "tests.browser",
    "tests.cast",
    "tests.world",
    "tests.walker",
    "tests.plans.told",
]


def pytest_configure(config):
    """Hash the cast's passwords fast; tests of the real hasher name it themselves."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
