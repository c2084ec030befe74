"""What stands around an area, as its page shows it: other names, designations, local authorities, organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Value, Window

from areas.codes import tambon_of
from areas.models import (
    Area,
    AreaAlias,
    CommunityOrganization,
    Designation,
    LocalAuthority,
    LocalAuthorityArea,
    User,
)

MOST_ORGANIZATIONS = 10  # that the page of an area names


@dataclass(frozen=True)
class Around:
    """What stands around an area; organisations are those in it that the person may see, the first of them."""

    aliases: Sequence[str]
    designations: Sequence[Designation]
    authorities: Sequence[LocalAuthorityArea]
    organizations: Sequence[CommunityOrganization]
    organization_count: int

    @property
    def more(self) -> int:
        """How many organisations are not named."""
        return self.organization_count - len(self.organizations)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show beside the names and designations."""
        return not (self.authorities or self.organization_count)


def read(area: Area, user: User) -> Around:
    """Return what stands around an area, in two queries; a village lies in the authorities of its tambon."""
    aliases = AreaAlias.objects.visible_to(user).filter(area=area)
    designations = Designation.objects.visible_to(user).filter(area=area)
    parts = LocalAuthorityArea.objects.visible_to(user).filter(area=tambon_of(area.code))
    parts = parts.filter(authority__is_active=True)
    rows = _named(aliases, "alias", "name").union(
        _named(designations, "designation", "kind", "source", year="fiscal_year"),
        _named(parts, "authority", "authority__name", "authority__code", "authority__kind", "part"),
        all=True,
    )
    found: dict[str, list[Any]] = {"alias": [], "designation": [], "authority": []}
    for what, name, one, two, three, year in rows:
        if what == "alias":
            found[what].append(name)
        elif what == "designation":
            found[what].append(Designation(area=area, kind=name, source=one, fiscal_year=year))
        else:
            authority = LocalAuthority(name=name, code=one, kind=two)
            found[what].append(LocalAuthorityArea(authority=authority, part=three))
    organizations = CommunityOrganization.objects.visible_to(user).filter(is_active=True).inside(area.code)
    counted = organizations.select_related("area").annotate(count=Window(Count("*")))
    named: list[Any] = list(counted[:MOST_ORGANIZATIONS])
    return Around(
        sorted(found["alias"]),
        sorted(found["designation"], key=lambda one: (-one.fiscal_year, one.kind)),
        sorted(found["authority"], key=lambda one: one.authority.code),
        named,
        named[0].count if named else 0,
    )


def _named(rows: QuerySet[Any], what: str, *names: str, year: str = "") -> QuerySet[Any, Any]:
    """Return rows as five texts, the first of which says what they are, and a year: alike, so that one query asks."""
    texts: list[Any] = [*names, *[Value("")] * (4 - len(names))]
    return rows.order_by().values_list(Value(what), *texts, year or Value(0))
