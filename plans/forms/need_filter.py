"""The filter of the list of needs: what cannot be read is left out of the filter, never a fault."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from areas.codes import TAMBON, is_code
from areas.filter_words import holding, several, words_of
from areas.models import Area
from config.tools.fields import CleanCharField
from config.tools.listing import Filter
from plans.models import Need, NeedLink, ProjectNeed
from plans.models.needs import NeedQuerySet
from plans.need_counts import IN_PLAN, IN_PROJECT, MOST_SEVERE, NOBODY
from projects.models import Dimension

SETTLED = "settled"
ARCHIVED = "archived"  # needs put away stand in the list only where they are asked for


def _severities(text: str) -> tuple[int, int]:
    """Return the lowest and the highest severity: "4" is 4 and above, "4-4" is 4 alone."""
    low, _to, high = text.partition("-")
    return int(low), int(high or MOST_SEVERE)


def _answered(needs: NeedQuerySet, by: str) -> NeedQuerySet:
    """Return the needs that an item or a project answers, or that nobody does."""
    planned = Q(pk__in=NeedLink.objects.values("need"))
    funded = Q(pk__in=ProjectNeed.objects.values("need"))
    return needs.filter(
        {
            "yes": planned,
            "no": ~planned,
            NOBODY: ~planned & ~funded,
            IN_PLAN: planned & ~funded,
            IN_PROJECT: funded,
        }[by]
    )


class NeedFilter(Filter):
    """Needs by place, dimension, severity, state and words."""

    q = CleanCharField(label=_("words"), required=False, max_length=100)
    area = forms.ChoiceField(label=_("area"), required=False)
    level = forms.ChoiceField(
        label=_("counted"),
        required=False,
        choices=[("", _("the area and what lies in it")), ("own", _("needs at this level alone"))],
    )
    dimension = forms.ModelChoiceField(
        label=_("dimension"),
        queryset=Dimension.objects.all(),
        required=False,
        empty_label=_("all dimensions"),
    )
    severity = forms.TypedChoiceField(
        label=_("severity"),
        required=False,
        coerce=_severities,
        empty_value=None,
        choices=[
            ("", _("every severity")),
            ("5-5", _("5 only")),
            ("4", _("4 and 5")),
            ("3", _("3 and above")),
            ("4-4", _("4 only")),
            ("3-3", _("3 only")),
            ("2-2", _("2 only")),
            ("1-1", _("1 only")),
        ],
    )
    status = forms.ChoiceField(
        label=_("state"),
        required=False,
        choices=[
            ("", _("all states")),
            *Need.Status.choices,
            (SETTLED, _("answered or closed")),
            (ARCHIVED, _("put away")),
        ],
    )
    answered = forms.ChoiceField(
        label=_("items"),
        required=False,
        choices=[
            ("", _("with and without items")),
            ("no", _("without an item")),
            ("yes", _("with an item")),
            (NOBODY, _("neither an item nor a project")),
            (IN_PLAN, _("with an item, no project")),
            (IN_PROJECT, _("with a project")),
        ],
    )

    def __init__(self, data: Any, needs: QuerySet[Need]) -> None:
        super().__init__(data)
        if data.get("level") != "own":
            del self.fields["level"]  # offered where a cell of a table asks for it
        choices: Any = [("", _("all places")), *self._places(needs), *several(self.data.get("area", ""))]
        self.fields["area"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField

    def _places(self, needs: QuerySet[Need]) -> list[tuple[str, str]]:
        """Return the tambons that have needs and, where the address names another area, that one."""
        codes = {code[:TAMBON] for code in needs.order_by().values_list("area_id", flat=True).distinct()}
        asked = self.data.get("area", "")
        if is_code(asked):
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
            codes = code.split(",")
            needs = needs.filter(area__in=codes) if chosen.get("level") else needs.inside(*codes)
        if dimension := chosen.get("dimension"):
            needs = needs.filter(dimension=dimension)
        if severity := chosen.get("severity"):
            needs = needs.filter(severity__range=severity)
        if status == SETTLED:
            needs = needs.exclude(status=Need.Status.OPEN)
        elif status and status != ARCHIVED:
            needs = needs.filter(status=status)
        if answered := chosen.get("answered"):
            needs = _answered(needs, answered)
        return needs.filter(holding(words_of(chosen.get("q", ""))))
