"""The survey of a tambon: which streams of work are at work there, how they stand, with which agencies.

A stream without an answer was not looked at (ยังไม่สำรวจ), which is not the same as one that was looked for and not
found (`State.NONE`, ไม่มี).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from areas.models import Area
from areas.models.recorded import Recorded, history
from areas.scope import ScopedQuerySet
from config.tools.fields import BEDateField
from config.tools.thai import show_date
from projects.models.reference import Agency, WorkStream


class SurveyQuerySet(ScopedQuerySet["Survey"]):
    """Verbs on surveys: each is its tambon's."""


class Survey(Recorded):
    """What was seen in a tambon on one day, and by whom; a second sheet of the same day goes on with the first."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="surveys", verbose_name=_("area"))
    surveyed_on = BEDateField(_("surveyed on"))
    surveyed_by = models.CharField(_("who surveyed"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    history = history()

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ("area_id", "-surveyed_on")
        verbose_name = _("survey of work streams")
        verbose_name_plural = _("surveys of work streams")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "surveyed_on"],
                name="survey_once_per_area_and_day",
                violation_error_message=_("This area has a survey of this day already"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} · {show_date(self.surveyed_on)}"


class PresenceQuerySet(ScopedQuerySet["Presence"]):
    """Verbs on what was seen of the streams."""

    def newest(self) -> PresenceQuerySet:
        """Return what was seen last of each stream in each area."""
        return self.filter(is_latest=True)


class Presence(Recorded):
    """How one stream stands in a tambon, as one survey saw it; `is_latest` where no later survey saw it.

    `projects.rules_surveys` alone writes them, and keeps `is_latest` with them, so that the picture of a province is
    one range of an index.
    """

    class State(models.TextChoices):
        """How a stream stands (issue of the mapping: เริ่ม, ดำเนินการ, เข้มแข็ง, หยุด; ไม่มี was looked for)."""

        NONE = "none", _("not there")
        STARTED = "started", _("starting")
        RUNNING = "running", _("at work")
        STRONG = "strong", _("strong")
        STOPPED = "stopped", pgettext_lazy("presence", "stopped")

    survey = models.ForeignKey(
        Survey, models.PROTECT, related_name="answers", verbose_name=_("survey of work streams")
    )
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="presences", editable=False, verbose_name=_("area")
    )
    work_stream = models.ForeignKey(
        WorkStream, models.PROTECT, related_name="presences", verbose_name=_("work stream")
    )
    state = models.CharField(_("how it stands"), max_length=7, choices=State.choices)
    is_latest = models.BooleanField(default=False, editable=False)
    history = history(excluded_fields=["is_latest"])

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ("survey_id", "work_stream__position", "pk")
        verbose_name = _("state of a work stream")
        verbose_name_plural = _("states of work streams")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "work_stream"],
                name="presence_once_per_survey",
                violation_error_message=_("The survey has an answer for this stream already"),
            ),
            models.UniqueConstraint(
                fields=["area", "work_stream"],
                condition=models.Q(is_latest=True),
                name="presence_latest_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["none", "started", "running", "strong", "stopped"]),
                name="presence_state_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "is_latest", "work_stream", "state"], name="presence_by_area")
        ]

    def __str__(self) -> str:
        return f"{self.work_stream} · {self.get_state_display()}"


class SurveyAgencyQuerySet(ScopedQuerySet["SurveyAgency"]):
    """Verbs on the agencies that a survey met: each is its tambon's."""


class SurveyAgency(Recorded):
    """That a survey met an agency in a stream of work."""

    survey = models.ForeignKey(
        Survey, models.PROTECT, related_name="met", verbose_name=_("survey of work streams")
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", editable=False, verbose_name=_("area"))
    work_stream = models.ForeignKey(
        WorkStream, models.PROTECT, related_name="+", verbose_name=_("work stream")
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="met_by", verbose_name=_("agency"))
    history = history()

    objects = SurveyAgencyQuerySet.as_manager()

    class Meta:
        ordering = ("survey_id", "work_stream__position", "agency__name", "pk")
        verbose_name = _("agency in a work stream")
        verbose_name_plural = _("agencies in work streams")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "work_stream", "agency"],
                name="survey_meets_agency_once",
                violation_error_message=_("The survey names this agency in the stream already"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_stream} · {self.agency}"
