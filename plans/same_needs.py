"""Needs that are likely the same as one just typed, so that a village's need is not written down twice."""

from __future__ import annotations

from collections.abc import Iterable

from areas.codes import tambon_of
from areas.models import Area, User
from plans.likeness import ALIKE_NEED, Needs, vocabulary
from plans.models import Need

MOST = 1_000  # needs of one place that are compared


class Known:
    """What is written down of a place, and what was typed so far in the same form."""

    def __init__(self, needs: Iterable[tuple[str, str]]) -> None:
        """Take (title, where it stands) of the needs."""
        self.texts = Needs(vocabulary())
        self.needs = [(self.texts.of([title]), title, where) for title, where in needs]

    def add(self, title: str, where: str) -> None:
        """Let a title count from here on."""
        self.needs.append((self.texts.of([title]), title, where))

    def same_as(self, title: str) -> tuple[str, str] | None:
        """Return (title, where it stands) of the likeliest same need, or None."""
        typed = self.texts.of([title])
        best, found = ALIKE_NEED, None
        for one, known, where in self.needs:
            likeness = self.texts.alike(typed, one) or 0.0
            if likeness > best or (found is None and likeness >= best):
                best, found = likeness, (known, where)
        return found


def known_at(area: Area, user: User, *, but: int | None = None) -> Known:
    """Return the needs of a place and of its tambon that the person sees, but one; one query."""
    codes = {area.code, tambon_of(area.code) or area.code}
    needs = Need.objects.visible_to(user).current().filter(area__in=codes).select_related("area")
    found = needs.exclude(pk=but) if but else needs
    return Known((need.title, need.area.full_name) for need in found.order_by("-pk")[:MOST])
