"""What is unusual about an item beside the others of its plan: its title, its size."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from areas.codes import TAMBON
from config.tools.similar import alike
from plans.likeness import vocabulary
from plans.models import Plan, PlanItem

VERY_ALIKE = 0.9  # of 1: the same words but for place names and numbers
LARGE_BELOW = Decimal(50_000_000)  # baht of all years; a tambon's whole yearly budget is about that much
LARGE_ABOVE = Decimal(500_000_000)  # baht of all years, for a plan above the tambon


def is_large(plan: Plan, total: Decimal) -> bool:
    """Whether so many baht are unusually many for one item of the plan."""
    return total >= (LARGE_ABOVE if len(plan.area_id or "") < TAMBON else LARGE_BELOW)


def same_title(plan: Plan, title: str, item: PlanItem | None) -> PlanItem | None:
    """Return the first other item of the plan whose title is very like this one; one query."""
    if not title:
        return None
    words = vocabulary()
    mine = words.describe(title)
    for other in plan.items.select_related("plan").order_by("number"):
        if item is not None and other.pk == item.pk:
            continue
        if other.title == title or alike(mine, words.describe(other.title)) >= VERY_ALIKE:
            return other
    return None


def same_titles(plan: Plan, titles: Sequence[str]) -> list[str]:
    """Return for each new title the earlier one that it is very like, of the plan or of this list, or ''; one query."""
    words = vocabulary()
    known = [
        (title, words.describe(title))
        for title in plan.items.order_by("number").values_list("title", flat=True)
    ]
    found = []
    for title in titles:
        mine = words.describe(title)
        found.append(
            next((one for one, other in known if one == title or alike(mine, other) >= VERY_ALIKE), "")
        )
        known.append((title, mine))
    return found
