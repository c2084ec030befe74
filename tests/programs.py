"""Programs that some tests need besides Python: `@needs("chromium")`.

Where one is missing its tests are not run and the summary says so in one line; with CI=true they fail.
"""

import os
import shutil

import pytest

# name → (what it may be called, how to get it)
PROGRAMS = {
    "chromium": (("chromium", "chromium-browser", "google-chrome", "chrome"), "sudo apt install chromium"),
    "libreoffice": (("soffice", "libreoffice"), "sudo apt install libreoffice-calc"),
    "pdftotext": (("pdftotext",), "sudo apt install poppler-utils"),
}
NOT_RUN: dict[str, set] = {}


def find(program):
    """Return the path of a program of PROGRAMS, or None."""
    names, _remedy = PROGRAMS[program]
    return next(filter(None, map(shutil.which, names)), None)


def in_ci():
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def needs(program):
    """Mark a test that cannot run without the program."""
    assert program in PROGRAMS
    return pytest.mark.needs(program)


def pytest_configure(config):
    config.addinivalue_line("markers", "needs(program): the test runs a program that a bare machine lacks")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    for mark in item.iter_markers("needs"):
        (program,) = mark.args
        if not find(program):
            sentence = f"needs {program}: {PROGRAMS[program][1]}"
            if in_ci():
                pytest.fail(f"{sentence} (with CI=true a missing program is a failure)", pytrace=False)
            pytest.skip(sentence)


def pytest_runtest_logreport(report):
    if report.skipped and isinstance(report.longrepr, tuple):
        for program in PROGRAMS:
            if f"needs {program}: " in report.longrepr[2]:
                NOT_RUN.setdefault(program, set()).add(report.nodeid)


def pytest_terminal_summary(terminalreporter):
    for program, tests in NOT_RUN.items():
        terminalreporter.write_line(
            f"NOT RUN: {len(tests)} tests that need {program}. To run them: {PROGRAMS[program][1]}",
            yellow=True,
        )
