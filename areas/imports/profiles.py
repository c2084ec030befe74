"""Profiles of areas from a sheet: written by the same rules as on their own page."""

from __future__ import annotations

from areas.imports.kinds import Planned
from areas.models import AreaProfile
from areas.rules_profiles import save_profile


def write_profile(planned: Planned) -> AreaProfile:
    """Write a profile; raises ValidationError as its rules do."""
    row: AreaProfile = planned.row
    return save_profile(row)
