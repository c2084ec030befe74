"""The profile of an area in one year: how many households and people, and who says so."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models.places import Area
from areas.models.recorded import Recorded, history
from areas.scope import ScopedQuerySet
from config.tools.dates import FIRST_BE_YEAR, LAST_BE_YEAR
from config.tools.fields import BEYearField


class AreaProfileQuerySet(ScopedQuerySet["AreaProfile"]):
    """Verbs on profiles."""


class AreaProfile(Recorded):
    """Figures of an area in one year; a figure that nobody knows is empty, never 0."""

    area = models.ForeignKey(
        Area, models.PROTECT, related_name="profiles", db_index=False, verbose_name=_("area")
    )
    year = BEYearField(_("year"))
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    elderly = models.PositiveIntegerField(_("people of 60 and older"), null=True, blank=True)
    source = models.CharField(_("who says so"), max_length=200)
    history = history()

    objects = AreaProfileQuerySet.as_manager()

    class Meta:
        ordering = ("area_id", "-year")
        verbose_name = _("area profile")
        verbose_name_plural = _("area profiles")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "year"],
                name="profile_once_per_area_and_year",
                violation_error_message=_("This area has a profile of this year already"),
            ),
            models.CheckConstraint(
                condition=models.Q(year__gte=FIRST_BE_YEAR, year__lte=LAST_BE_YEAR),
                name="profile_year_is_buddhist",
                violation_error_message=_("Type a Buddhist year, 2500–2700"),
            ),
            models.CheckConstraint(
                condition=models.Q(elderly__isnull=True)
                | models.Q(population__isnull=True)
                | models.Q(elderly__lte=models.F("population")),
                name="profile_elderly_among_people",
                violation_error_message=_("There are more people of 60 and older than people"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.year}"
