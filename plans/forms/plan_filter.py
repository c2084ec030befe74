"""The filter of the list of plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from areas.codes import DISTRICT
from areas.filter_words import holding, several, words_of
from areas.mine import own_provinces
from areas.models import Area, Level, User
from config.tools.fields import CleanCharField
from config.tools.listing import Filter
from config.tools.thai import show_years
from plans.models import Plan, PlanItem
from plans.models.plans import PlanQuerySet
from plans.reopened import ARCHIVED

CLUSTER = "cluster"


def plans_for(data: Any, user: User) -> PlanQuerySet:
    """Return the plans that the list is about: those in use or, where the state asks for them, those put away."""
    plans = Plan.every.archived() if data.get("status") == ARCHIVED else Plan.objects.all()
    return plans.visible_to(user)


class PlanFilter(Filter):
    """Plans by words, province, district, level, period and state."""

    q = CleanCharField(label=_("words"), required=False, max_length=100)
    province = forms.ChoiceField(label=_("province"), required=False)
    district = forms.ChoiceField(label=_("district"), required=False)
    level = forms.ChoiceField(
        label=_("level"),
        required=False,
        choices=[("", _("all levels")), *Level.choices, (CLUSTER, _("cluster of provinces"))],
    )
    period = forms.ChoiceField(label=_("period"), required=False)
    status = forms.ChoiceField(
        label=_("state"),
        required=False,
        choices=[("", _("all states")), *Plan.Status.choices, (ARCHIVED, _("put away"))],
    )

    def __init__(self, data: Any, user: User, plans: PlanQuerySet) -> None:
        """Offer the person's provinces, and the districts and periods that their plans have; three queries."""
        super().__init__(data)
        provinces = [(one.code, one.full_name) for one in own_provinces(user)]
        asked = self.data.get("province", "")
        within = [code for code, _name in provinces if asked in ("", code)]
        districts = self._districts(plans, within[0]) if len(within) == 1 else []
        spans = plans.order_by("-first_year", "-last_year").values_list("first_year", "last_year").distinct()
        self._offer("province", _("all provinces"), [*provinces, *several(asked)])
        self._offer("district", _("all districts") if districts else _("choose a province first"), districts)
        self._offer("period", _("all periods"), [(f"{a}-{b}", show_years(a, b)) for a, b in spans])

    def _offer(self, name: str, empty: Any, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", empty), *choices]

    def _districts(self, plans: PlanQuerySet, province: str) -> list[tuple[str, str]]:
        """Return the districts of a province in which there are plans."""
        found = plans.inside(province).order_by().values_list(Substr("area_id", 1, DISTRICT)).distinct()
        codes = [code for (code,) in found if len(code) == DISTRICT]
        return [(area.code, area.full_name) for area in Area.objects.filter(code__in=codes)]

    def narrow(self, plans: PlanQuerySet) -> PlanQuerySet:
        """Return the plans that were asked for."""
        chosen = self.chosen()
        for name in ("province", "district"):
            if code := chosen.get(name):
                plans = plans.inside(*code.split(","))
        if level := chosen.get("level"):
            plans = plans.filter(area__isnull=True) if level == CLUSTER else plans.filter(area__level=level)
        if period := chosen.get("period"):
            first, last = period.split("-")
            plans = plans.filter(first_year=first, last_year=last)
        if (status := chosen.get("status")) and status != ARCHIVED:
            plans = plans.filter(status=status)
        words = words_of(chosen.get("q", ""))
        return plans.filter(_named(words) | _holding(words)) if words else plans


def _named(words: list[str]) -> Q:
    """Return the condition that each word stands in the name or is the code of the plan's place or cluster."""
    condition = Q()
    for word in words:
        in_name = Q(area__search_key__contains=word) | Q(cluster__name__icontains=word)
        condition &= in_name | Q(area=word)
    return condition


def _holding(words: list[str]) -> Q:
    """Return the condition that an item of the plan has each word in its title, objective or target."""
    return Q(pk__in=PlanItem.objects.order_by().filter(holding(words)).values("plan"))
