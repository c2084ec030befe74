"""Sheets that people hand in, read in the tests' own process."""

import pytest

from config.tools import sheet_child
from config.tools.sheet_reading import LONGEST, MOST_CELLS, MOST_ROWS, SheetRow, kind_of


@pytest.fixture
def in_this_process(monkeypatch):
    """Read files here, not in a child, which tests/config/test_sheet_reading.py is about: it takes its time."""

    def read(name, content):
        rows = sheet_child.read(kind_of(name, content), content, MOST_ROWS + 1, MOST_CELLS, LONGEST)
        return [SheetRow(*row) for row in rows]

    monkeypatch.setattr("areas.views.imports.read_sheet", read)
