"""What stands around an area, from a sheet: other names, local authorities, designations, community organisations."""

from __future__ import annotations

from typing import Any

from areas.imports.kinds import Importable, Planned
from areas.models import AreaAlias, CommunityOrganization, Designation, LocalAuthority, LocalAuthorityArea
from config.tools.dates import LAST_BE_YEAR


def write_checked(planned: Planned) -> Any:
    """Write a row by what its table says of itself; raises ValidationError where another row has its place."""
    planned.row.full_clean()
    planned.row.save()
    return planned.row


ALIASES = Importable(AreaAlias, ("id", "area", "name"), write_checked, key="id")
DESIGNATIONS = Importable(
    Designation,
    ("id", "area", "kind", "fiscal_year", "source"),
    write_checked,
    key="id",
    most={"fiscal_year": LAST_BE_YEAR},
)
AUTHORITIES = Importable(LocalAuthority, ("code", "name", "kind", "is_active"), write_checked)
AUTHORITY_AREAS = Importable(LocalAuthorityArea, ("id", "authority", "area", "part"), write_checked, key="id")
ORGANIZATIONS = Importable(
    CommunityOrganization,
    ("id", "area", "name", "kind", "registered_on", "is_active"),
    write_checked,
    key="id",
)
