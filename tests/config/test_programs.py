"""Tests that need a program: told when it is missing, a failure in CI."""

import shutil
from types import SimpleNamespace

import pytest

from tests import programs


@pytest.fixture
def lacking(monkeypatch):
    """A test that needs Chromium on a machine that has none."""
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.delenv("CI", raising=False)
    return SimpleNamespace(iter_markers=lambda name: [programs.needs("chromium").mark])


def test_a_missing_program_leaves_its_tests_out_and_says_how_to_get_it(lacking):
    with pytest.raises(pytest.skip.Exception, match="needs chromium: sudo apt install chromium"):
        programs.pytest_runtest_setup(lacking)


def test_a_missing_program_is_a_failure_in_ci(lacking, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="sudo apt install chromium"):
        programs.pytest_runtest_setup(lacking)


def test_a_program_that_is_there_lets_its_test_run(lacking, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert programs.pytest_runtest_setup(lacking) is None


def test_the_summary_names_what_was_not_run_in_one_line(monkeypatch):
    lines = []
    monkeypatch.setattr(programs, "NOT_RUN", {"chromium": {"a", "b"}})
    programs.pytest_terminal_summary(SimpleNamespace(write_line=lambda line, **_: lines.append(line)))
    assert lines == ["NOT RUN: 2 tests that need chromium. To run them: sudo apt install chromium"]
