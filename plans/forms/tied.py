"""Which needs each row of a pasted block answers: read from the block's own column, or chosen in the table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.models import User
from areas.searchkey import normalise
from plans.forms.fields import place_name
from plans.forms.item_block import BlockRow
from plans.forms.items import needs_for
from plans.models import Need, Plan

MOST_OFFERED = (
    60  # needs in each row's choice, the most severe first; a column of the block may name any other
)

MOST_OF_ROW = 5  # needs that one row answers
SPLIT = re.compile(r"[;\n]")  # between the needs of one cell

Choice = tuple[str, str | Promise]


class Tied:
    """The needs of a plan's area, as the rows of a block may answer them."""

    def __init__(self, plan: Plan, user: User) -> None:
        self.plan, self.user = plan, user

    @cached_property
    def needs(self) -> dict[str, Need]:
        """The needs that may be answered, by their number as text, the most severe first; one query."""
        found = needs_for(self.plan, self.user, []).select_related("area__parent")
        return {str(need.pk): need for need in found}

    @cached_property
    def named(self) -> dict[str, list[str]]:
        """The needs' numbers by what a cell may call them: the title, alone or with the place behind it."""
        names: dict[str, list[str]] = {}
        for number, need in self.needs.items():
            for name in {
                normalise(need.title),
                normalise(label_of(need)),
                normalise(f"{need.title} {need.area}"),
            }:
                names.setdefault(name, []).append(number)
        return names

    def found(self, cell: str) -> str:
        """Return the number of the one need that a cell names by its title, in full or by its beginning, or ''."""
        typed = normalise(cell)
        found = self.named.get(typed, [])
        if not found and typed:
            found = list({one for name, ones in self.named.items() if name.startswith(typed) for one in ones})
        return found[0] if len(found) == 1 else ""

    def found_all(self, cell: str) -> list[str]:
        """Return the number of each need that a cell names, '' for what is not found; at least one, each once."""
        whole = self.found(cell)
        parts = [part for part in SPLIT.split(cell) if part.strip()]
        if whole or len(parts) < 2:
            return [whole]
        found = [self.found(part) for part in parts]
        return [one for at, one in enumerate(found) if not one or one not in found[:at]][:MOST_OF_ROW]

    @cached_property
    def offered(self) -> list[Choice]:
        """The choices of a row."""
        first = list(self.needs.items())[:MOST_OFFERED]
        return [("", _("no need chosen")), *((number, label_of(need)) for number, need in first)]

    def field(self, row: BlockRow, chosen: str) -> forms.ChoiceField:
        """Return the choice of a row; a need that is chosen though it is not among the first is offered too."""
        more = [] if chosen not in self.needs else [(chosen, label_of(self.needs[chosen]))]
        choices = (
            self.offered
            if any(chosen == number for number, _label in self.offered)
            else [*self.offered, *more]
        )
        label = gettext("need that row %(row)s answers") % {"row": row.number}
        return forms.ChoiceField(
            label=label, choices=choices, required=False, widget=forms.Select(attrs={"aria-label": label})
        )


def label_of(need: Need) -> str:
    """Return a need as it is chosen: its title and its place."""
    return f"{need.title} ({place_name(need.area)})"


def missed(rows: Sequence[BlockRow], open_rows: Mapping[int, bool]) -> list[str]:
    """Return sentences on the cells of which something names no need, or several: those with a choice left open."""
    return [
        gettext("the need of row %(row)s, “%(text)s”") % {"row": row.number, "text": row.need[:60]}
        for row in rows
        if row.need and open_rows[row.number]
    ]
