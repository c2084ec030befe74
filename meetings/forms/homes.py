"""Where a person belongs: an area, or a cluster of provinces, chosen from one list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from areas.codes import TAMBON, province_of, tambon_of
from areas.mine import kept_clusters
from areas.models import Area, Cluster, Level, User
from areas.scope import inside_any
from meetings.models import Person
from projects.forms.project_filter import place_name

WIDE = (Level.PROVINCE, Level.DISTRICT, Level.TAMBON)
Home = Area | Cluster


class HomeField(forms.ChoiceField):
    """A choice of areas and clusters; `clean` returns the row, None for a blank."""

    default_error_messages = {
        "invalid_choice": _(
            "This place is not one of those that you look after here. Choose one of the list."
        )
    }

    def offer(self, homes: Iterable[Home]) -> None:
        """Take the homes to choose from; areas with `parent` selected."""
        self.homes = {home_value(one): one for one in homes}
        choices: Any = [(value, home_label(one)) for value, one in self.homes.items()]
        self.choices = choices

    def clean(self, value: Any) -> Any:
        """Return the area or the cluster."""
        return self.homes.get(super().clean(value))


def home_value(home: Home) -> str:
    """Return what stands for a home in a form: an area's code, or c and a cluster's number."""
    return home.code if isinstance(home, Area) else f"c{home.pk}"


def home_label(home: Home) -> str:
    """Return a home as it is chosen."""
    return place_name(home) if isinstance(home, Area) else str(home)


def homes_in(home: Home, user: User) -> list[Home]:
    """Return the homes that a form offers on the page of an area: it and what lies in it, its cluster above a tambon.

    Of a cluster itself and what lies in its provinces. Of what is wider than a tambon the tambons, without villages.
    """
    areas = Area.objects.editable_by(user).current()
    if isinstance(home, Cluster):
        codes = home.provinces.values_list("code", flat=True)
        return [
            *kept_clusters(user).filter(pk=home.pk),
            *_named(areas.filter(inside_any("code", codes), level__in=WIDE)),
        ]
    code = home.code
    areas = areas.inside(code)
    if len(code) < TAMBON:
        areas = areas.filter(level__in=WIDE)
    return [*_named(areas), *(_clusters(code, user) if len(code) < TAMBON else [])]


def homes_for(person: Person, user: User) -> list[Home]:
    """Return the homes that a person may be moved to: in their province or cluster, and where they are now."""
    if person.cluster is not None:
        codes = list(person.cluster.provinces.values_list("code", flat=True))
        areas = Area.objects.editable_by(user).current().filter(code__in=codes)
        return [person.cluster, *_named(areas)]
    code = str(person.area_id)
    wide = Area.objects.editable_by(user).current().inside(province_of(code))
    near = Q(level__in=WIDE) | Q(parent=tambon_of(code)) | Q(code=code)
    homes: list[Home] = [*_named(wide.filter(near)), *_clusters(code, user)]
    return homes if person.area in homes or person.area is None else [person.area, *homes]


def _named(areas: Any) -> list[Home]:
    return list(areas.select_related("parent").order_by("code"))


def _clusters(code: str, user: User) -> list[Home]:
    return list(kept_clusters(user).filter(provinces=province_of(code), is_active=True))
