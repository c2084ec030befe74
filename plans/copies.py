"""Which item an item was copied from and what was copied from it, as far as the person may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from areas.models import User
from plans.models import PlanItem


@dataclass(frozen=True)
class Copies:
    """Both ends of the tie: the item it was copied from, and its copies, the oldest plan first."""

    origin: PlanItem | None
    made: list[PlanItem]


def copies(item: PlanItem, user: User) -> Copies:
    """Return an item's origin and copies within the person's scope; two queries."""
    seen = PlanItem.objects.visible_to(user).select_related("plan__area", "plan__cluster")
    origin = seen.filter(pk=item.copied_from_id).first() if item.copied_from_id else None
    return Copies(origin, list(seen.filter(copied_from=item).order_by("plan__first_year", "pk")))


def later_copies(ids: Collection[int], user: User) -> dict[int, PlanItem]:
    """Return the newest copy of each item that has one, keyed by the item's id; one query."""
    found = (
        PlanItem.objects.visible_to(user)
        .filter(copied_from__in=ids)
        .select_related("plan__area", "plan__cluster")
        .order_by("plan__first_year", "pk")
    )
    return {one.copied_from_id: one for one in found if one.copied_from_id is not None}
