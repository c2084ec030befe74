"""The filter of one plan's items."""

from __future__ import annotations

import re

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from areas.filter_words import holding, words_of
from config.tools.fields import CleanCharField
from config.tools.listing import Filter
from plans.models import PlanItem
from plans.models.plans import PlanItemQuerySet
from projects.models import Dimension, WorkStream

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

    def narrow(self, items: PlanItemQuerySet) -> PlanItemQuerySet:
        """Return the items that were asked for."""
        chosen = self.chosen()
        words = words_of(chosen.pop("q", ""))
        found = holding(words)
        if len(words) == 1 and (number := _LINE.fullmatch(words[0])):
            found |= Q(number=int(number[1]))
        return items.filter(found, **chosen)
