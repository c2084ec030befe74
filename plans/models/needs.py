"""Needs: what a village, community or tambon said, in its own words."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from areas.models.recorded import Recorded, history
from areas.scope import ScopedQuerySet
from areas.searchkey import SearchKeyField
from config.tools.sort_field import SortKeyField
from meetings.models import Meeting
from plans.models.plans import PlanItem
from projects.models import Dimension, Project


class NeedQuerySet(ScopedQuerySet["Need"]):
    """Verbs on needs."""

    def current(self) -> NeedQuerySet:
        """Return the needs that count: those not put away."""
        return self.filter(archived_at__isnull=True)

    def archived(self) -> NeedQuerySet:
        """Return the needs that are put away."""
        return self.filter(archived_at__isnull=False)


class Need(Recorded):
    """A problem or wish of an area; never holds the name of a household or person."""

    class Status(models.TextChoices):
        """Whether the need still waits."""

        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")

    area = models.ForeignKey(Area, models.PROTECT, related_name="needs", verbose_name=_("area"))
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="+", verbose_name=_("dimension"))
    title = models.CharField(_("need"), max_length=200)
    cause = models.TextField(_("what is wrong, in the village's words"), blank=True)
    wish = models.TextField(_("what people want"), blank=True)
    households = models.PositiveIntegerField(_("households in trouble"), null=True, blank=True)
    severity = models.PositiveSmallIntegerField(
        _("severity (1–5)"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgency (1–5)"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    source = models.CharField(_("where this was heard"), max_length=200, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="needs", verbose_name=_("meeting")
    )
    status = models.CharField(_("state"), max_length=8, choices=Status.choices, default=Status.OPEN)
    archived_at = models.DateTimeField(_("put away"), null=True, blank=True, editable=False)
    archive_reason = models.CharField(_("why it is put away"), max_length=200, blank=True)
    items = models.ManyToManyField(PlanItem, through="NeedLink", related_name="needs")
    confirmed = models.TextField(_("warnings confirmed"), blank=True, editable=False)
    title_sort = SortKeyField(source="title")
    search_key = SearchKeyField(sources=("title", "cause", "wish"))
    history = history(excluded_fields=["search_key", "title_sort"])

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ("area_id", "-severity", "pk")
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(severity__gte=1, severity__lte=5),
                name="need_severity_1_to_5",
                violation_error_message=_("Severity is a number from 1 to 5"),
            ),
            models.CheckConstraint(
                condition=models.Q(archived_at__isnull=True, archive_reason="")
                | models.Q(archived_at__isnull=False) & ~models.Q(archive_reason=""),
                name="need_put_away_with_a_reason",
                violation_error_message=_("A need is put away with a reason"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> str:
        """The need in its own words: what is wrong and what people want, else its title."""
        return " ".join(part for part in (self.cause, self.wish) if part) or self.title


class NeedLink(models.Model):
    """That an item answers a need."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="links", verbose_name=_("need"))
    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="need_links", verbose_name=_("plan item"))
    history = history()

    class Meta:
        verbose_name = _("need with its item")
        verbose_name_plural = _("needs with their items")
        constraints = [models.UniqueConstraint(fields=["need", "item"], name="need_linked_once_to_item")]

    def __str__(self) -> str:
        return f"{self.need_id} → {self.item_id}"


class ProjectNeed(models.Model):
    """That a project answers a need."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="need_links", verbose_name=_("project"))
    need = models.ForeignKey(Need, models.CASCADE, related_name="project_links", verbose_name=_("need"))
    history = history()

    class Meta:
        verbose_name = _("need with its project")
        verbose_name_plural = _("needs with their projects")
        constraints = [
            models.UniqueConstraint(fields=["project", "need"], name="need_linked_once_to_project")
        ]

    def __str__(self) -> str:
        return f"{self.need} → {self.project}"
