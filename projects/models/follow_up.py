"""Follow-up visits: what was found in an area where a project works, and what comes next."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from areas.models.recorded import Recorded, history
from areas.scope import ScopedQuerySet
from config.tools.fields import BEDateField
from config.tools.thai import days_past, show_date, today
from projects.models.projects import Project


class FollowUpQuerySet(ScopedQuerySet["FollowUp"]):
    """Verbs on follow-up visits: each is its area's, whatever the home of its project."""

    def late_steps(self) -> Self:
        """Return the visits whose next step was to be done before today and is not."""
        return self.filter(done_on__isnull=True, due_on__lt=today())


class FollowUp(Recorded):
    """A visit to an area where a project works; `next_step` waits until it is done."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="follow_ups", verbose_name=_("project"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="follow_ups", verbose_name=_("area"))
    visited_on = BEDateField(_("visited on"))
    visited_by = models.CharField(_("who visited"), max_length=200)
    finding = models.TextField(_("what was found"))
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    due_on = BEDateField(_("to be done by"), null=True, blank=True)
    done_on = BEDateField(_("done on"), null=True, blank=True)
    history = history()

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ("project_id", "-visited_on", "-pk")
        verbose_name = _("follow-up visit")
        verbose_name_plural = _("follow-up visits")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=True, done_on__isnull=True) | ~models.Q(next_step=""),
                name="visit_day_belongs_to_a_step",
                violation_error_message=_("Say what the next step is that the day belongs to"),
            ),
        ]
        indexes = [models.Index(fields=["area", "project", "visited_on"], name="visit_by_area")]

    def __str__(self) -> str:
        return f"{self.area} · {show_date(self.visited_on)}"

    @property
    def days_over(self) -> int:
        """How many days its next step is overdue; 0 where it is not."""
        return days_past(self.due_on) if self.done_on is None else 0
