"""The form of the year rollover: which items go on, into which period, with which amounts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from areas.models import User
from config.tools.money import ZERO
from plans.copies import later_copies
from plans.forms.plans import PeriodForm
from plans.ledger import amounts_of
from plans.models import Plan, PlanItem
from plans.models.plans import MOST_YEARS

BLANK, SHIFT = "blank", "shift"


@dataclass(frozen=True)
class Choice:
    """An item of the old plan with its tick; `copy` is the newest item that was copied from it."""

    item: PlanItem
    ticked: bool
    amounts: list[tuple[int, Decimal]]  # (year, baht)
    total: Decimal
    copy: PlanItem | None

    @property
    def text_id(self) -> str:
        """The id as text, never written with separators."""
        return str(self.item.pk)


class RolloverForm(PeriodForm):
    """The next period, the items that go on and how their amounts do."""

    amounts = forms.ChoiceField(
        label=_("amounts by year"),
        choices=[(BLANK, _("start blank")), (SHIFT, _("move on by the order of the years"))],
        widget=forms.RadioSelect,
    )
    items = forms.MultipleChoiceField(
        label=_("items that go on"),
        required=False,
        error_messages={"invalid_choice": _("An item you chose is no longer there.")},
    )

    def __init__(self, data: Any = None, *, plan: Plan, user: User) -> None:
        super().__init__(data)
        self.plan = plan
        open_items = plan.items.filter(origins__isnull=True).order_by("number")
        self.open = list(open_items.prefetch_related("budgets"))
        self.copied = later_copies([item.pk for item in self.open], user)
        self.fields["items"].choices = [(str(item.pk), item.title) for item in self.open]  # type: ignore[attr-defined]
        first, last = next_period(plan)
        self.initial = {
            "first_year": first,
            "last_year": last,
            "amounts": BLANK,
            "items": [str(item.pk) for item in self.open if item.pk not in self.copied],
        }

    def chosen(self) -> list[PlanItem]:
        """Return the items that were ticked, in the plan's order."""
        ticked = set(self.cleaned_data["items"])
        return [item for item in self.open if str(item.pk) in ticked]

    @property
    def rows(self) -> list[Choice]:
        """The items to tick, with what they ask for by year."""
        ticked = set(self["items"].value() or [])
        rows = []
        for item in self.open:
            item.plan = self.plan
            amounts = amounts_of(item, self.plan.years)
            total = sum((amount for _year, amount in amounts), ZERO)
            rows.append(Choice(item, str(item.pk) in ticked, amounts, total, self.copied.get(item.pk)))
        return rows


def next_period(plan: Plan) -> tuple[int, int]:
    """Return the period after a plan's: that of the draft its home has already, else to the end of a round.

    Rounds end in years that five divides (domain.md §4): after 2566–2570 come 2571–2575.
    """
    home = Plan.objects.filter(area=plan.area_id, cluster=plan.cluster_id, status=Plan.Status.DRAFT)
    there = home.filter(first_year__gt=plan.last_year).order_by("first_year").first()
    first = plan.last_year + 1
    return (there.first_year, there.last_year) if there else (first, first + (-first) % MOST_YEARS)
