"""The filter of one plan's items."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.tools.fields import CleanCharField
from config.tools.listing import Filter
from plans.models import PlanItem
from plans.models.plans import PlanItemQuerySet
from projects.models import Dimension, WorkStream


class ItemFilter(Filter):
    """Items by words, dimension, work stream, who can do them and their door."""

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
        words = chosen.pop("q", "")
        items = items.filter(**chosen)
        if words:
            items = items.filter(
                Q(title__icontains=words) | Q(objective__icontains=words) | Q(target__icontains=words)
            )
        return items
