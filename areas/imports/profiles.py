"""Profiles of areas as a sheet: one to fill with a row for each area, read back by the rules of their own page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from areas.admin_sheets import book_of, resource_of
from areas.imports.kinds import Importable, Planned
from areas.models import Area, AreaProfile
from areas.rules_profiles import FIGURES, MOST_COUNTED, save_profile
from config.tools.dates import LAST_BE_YEAR

COLUMNS = ("id", "area", "year", *FIGURES, "source")


def write_profile(planned: Planned) -> AreaProfile:
    """Write a profile; raises ValidationError as its rules do."""
    row: AreaProfile = planned.row
    return save_profile(row)


PROFILES = Importable(
    AreaProfile,
    COLUMNS,
    write_profile,
    key="id",
    most={"year": LAST_BE_YEAR, **dict.fromkeys(FIGURES, MOST_COUNTED)},
    filled=FIGURES,
)


def sheet_to_fill(
    areas: Iterable[Area], there: Mapping[str, AreaProfile], year: int, source: str, title: str
) -> bytes:
    """Return a workbook with a row for each area: what is saved of the year, else blank cells to fill."""
    rows = [there.get(area.code) or AreaProfile(area=area, year=year, source=source) for area in areas]
    return book_of(resource_of(AreaProfile, COLUMNS)(), rows, title)
