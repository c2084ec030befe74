"""What stands around an area, as its page shows it: other names, designations, local authorities, organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areas.codes import tambon_of
from areas.models import Area, AreaAlias, CommunityOrganization, Designation, LocalAuthorityArea, User

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
    """Return what stands around an area, in five queries at most; a village lies in the authorities of its tambon."""
    aliases = AreaAlias.objects.visible_to(user).filter(area=area)
    designations = Designation.objects.visible_to(user).filter(area=area)
    parts = LocalAuthorityArea.objects.visible_to(user).filter(area=tambon_of(area.code))
    organizations = CommunityOrganization.objects.visible_to(user).filter(is_active=True).inside(area.code)
    named = list(organizations.select_related("area")[:MOST_ORGANIZATIONS])
    return Around(
        list(aliases.values_list("name", flat=True)),
        list(designations),
        list(parts.filter(authority__is_active=True).select_related("authority")),
        named,
        len(named) if len(named) < MOST_ORGANIZATIONS else organizations.count(),
    )
