"""The filter of the list of needs: what cannot be read is left out of the filter, never a fault."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from areas.codes import CODE_PATTERN, TAMBON
from areas.filter_words import holding, words_of
from areas.models import Area
from config.tools.fields import CleanCharField
from config.tools.listing import Filter
from plans.models import Need, NeedLink
from plans.models.needs import NeedQuerySet
from projects.models import Dimension

ARCHIVED = "archived"  # needs put away stand in the list only where they are asked for


class NeedFilter(Filter):
    """Needs by place, dimension, severity, state and words."""

    q = CleanCharField(label=_("words"), required=False, max_length=100)
    area = forms.ChoiceField(label=_("area"), required=False)
    dimension = forms.ModelChoiceField(
        label=_("dimension"),
        queryset=Dimension.objects.all(),
        required=False,
        empty_label=_("all dimensions"),
    )
    severity = forms.TypedChoiceField(
        label=_("severity"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("every severity")), ("5", _("5 only")), ("4", _("4 and 5")), ("3", _("3 and above"))],
    )
    status = forms.ChoiceField(
        label=_("state"),
        required=False,
        choices=[("", _("all states")), *Need.Status.choices, (ARCHIVED, _("put away"))],
    )
    answered = forms.ChoiceField(
        label=_("items"),
        required=False,
        choices=[("", _("with and without items")), ("no", _("without an item")), ("yes", _("with an item"))],
    )

    def __init__(self, data: Any, needs: QuerySet[Need]) -> None:
        super().__init__(data)
        choices: Any = [("", _("all places")), *self._places(needs)]
        self.fields["area"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField

    def _places(self, needs: QuerySet[Need]) -> list[tuple[str, str]]:
        """Return the tambons that have needs and, where the address names another area, that one."""
        codes = {code[:TAMBON] for code in needs.order_by().values_list("area_id", flat=True).distinct()}
        asked = self.data.get("area", "")
        if re.fullmatch(CODE_PATTERN, asked):
            codes.add(asked)
        areas = Area.objects.filter(code__in=codes).select_related("parent")
        return [
            (area.code, f"{area} {area.parent}" if area.parent and len(area.code) >= TAMBON else str(area))
            for area in areas
        ]

    def narrow(self, needs: NeedQuerySet) -> NeedQuerySet:
        """Return the needs that were asked for."""
        chosen = self.chosen()
        status = chosen.get("status")
        needs = needs.archived() if status == ARCHIVED else needs.current()
        if code := chosen.get("area"):
            needs = needs.inside(code)
        if dimension := chosen.get("dimension"):
            needs = needs.filter(dimension=dimension)
        if severity := chosen.get("severity"):
            needs = needs.filter(severity__gte=severity)
        if status and status != ARCHIVED:
            needs = needs.filter(status=status)
        if answered := chosen.get("answered"):
            linked = NeedLink.objects.values("need")
            needs = needs.filter(pk__in=linked) if answered == "yes" else needs.exclude(pk__in=linked)
        return needs.filter(holding(words_of(chosen.get("q", ""))))
