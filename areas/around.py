"""What stands around an area, as its page shows it: other names, designations, local authorities, organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Value, Window

from areas.codes import tambon_of
from areas.compiled import compiled
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
    found: dict[str, list[Any]] = {"alias": [], "designation": [], "authority": []}
    for what, name, one, two, three, year in _said(user, area.code, tambon_of(area.code) or area.code):
        if what == "alias":
            found[what].append(name)
        elif what == "designation":
            found[what].append(Designation(area=area, kind=name, source=one, fiscal_year=year))
        else:
            authority = LocalAuthority(name=name, code=one, kind=two)
            found[what].append(LocalAuthorityArea(authority=authority, part=three))
    named = _organizations(user, area.code)
    return Around(
        sorted(found["alias"]),
        sorted(found["designation"], key=lambda one: (-one.fiscal_year, one.kind)),
        sorted(found["authority"], key=lambda one: one.authority.code),
        named,
        named[0].count if named else 0,
    )


@compiled
def _said(user: User, code: str, tambon: str) -> QuerySet[Any, Any]:
    """Return other names and designations of an area, and the authorities of its tambon, alike."""
    aliases = AreaAlias.objects.visible_to(user).filter(area=code)
    designations = Designation.objects.visible_to(user).filter(area=code)
    parts = LocalAuthorityArea.objects.visible_to(user).filter(area=tambon)
    parts = parts.filter(authority__is_active=True)
    return _named(aliases, "alias", "name").union(
        _named(designations, "designation", "kind", "source", year="fiscal_year"),
        _named(parts, "authority", "authority__name", "authority__code", "authority__kind", "part"),
        all=True,
    )


@compiled
def _organizations(user: User, code: str) -> QuerySet[CommunityOrganization]:
    """Return the first organisations in an area, each with how many there are."""
    organizations = CommunityOrganization.objects.visible_to(user).filter(is_active=True).inside(code)
    return organizations.select_related("area").annotate(count=Window(Count("*")))[:MOST_ORGANIZATIONS]


def _named(rows: QuerySet[Any], what: str, *names: str, year: str = "") -> QuerySet[Any, Any]:
    """Return rows as five texts, the first of which says what they are, and a year: alike, so that one query asks."""
    texts: list[Any] = [*names, *[Value("")] * (4 - len(names))]
    return rows.order_by().values_list(Value(what), *texts, year or Value(0))
