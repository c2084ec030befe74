"""The filter of one plan's items."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.filter_words import holding, words_of
from config.tools.fields import CleanCharField
from config.tools.listing import Filter
from config.tools.money import baht
from plans.heaviest import MOST_ITEMS
from plans.models import PlanItem
from plans.models.plans import PlanItemQuerySet
from projects.models import Dimension, WorkStream

REST = "rest"  # what the board of an area tells in one sum
_LINE = re.compile(r"[a-z]?([0-9]{1,6})")  # a line's number, with its plan's letter or without


class ItemFilter(Filter):
    """Items by words or number, dimension, work stream, who can do them and their door."""

    q = CleanCharField(label=_("words"), required=False, max_length=100)
    dimension = forms.ModelChoiceField(
        label=_("dimension"),
        queryset=Dimension.objects.all(),
        required=False,
        empty_label=_("all dimensions"),
    )
    work_stream = forms.ModelChoiceField(
        label=_("work stream"),
        queryset=WorkStream.objects.all(),
        required=False,
        empty_label=_("all work streams"),
    )
    doability = forms.ChoiceField(
        label=_("how"), required=False, choices=[("", _("every way")), *PlanItem.Doability.choices]
    )
    door = forms.ChoiceField(
        label=_("door"), required=False, choices=[("", _("all doors")), *PlanItem.Door.choices]
    )

    part = forms.ChoiceField(label=_("listed"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        if data.get("part") != REST:
            del self.fields["part"]  # offered where the board of an area asks for it
            return
        rest = gettext("all but the %(count)d that ask for the most") % {"count": MOST_ITEMS}
        fields: dict[str, Any] = self.fields
        fields["part"].choices = [("", _("all items")), (REST, rest)]

    def narrow(self, items: PlanItemQuerySet) -> PlanItemQuerySet:
        """Return the items that were asked for."""
        chosen = self.chosen()
        words = words_of(chosen.pop("q", ""))
        found = holding(words)
        if len(words) == 1 and (number := _LINE.fullmatch(words[0])):
            found |= Q(number=int(number[1]))
        if chosen.pop("part", ""):
            items = items.exclude(pk__in=heaviest_of(items))
        return items.filter(found, **chosen)


def heaviest_of(items: PlanItemQuerySet) -> QuerySet[Any, Any]:
    """Return the keys of the items of one plan that its board names: those that ask for the most in its years."""
    first, last = F("plan__first_year"), F("plan__last_year")
    asked = Sum("budgets__amount", filter=Q(budgets__year__gte=first, budgets__year__lte=last))
    return (
        items.annotate(asked=Coalesce(asked, baht(0))).order_by("-asked", "number").values("pk")[:MOST_ITEMS]
    )
