"""People of the community and the offices, and what each was trained in (domain.md §1).

Of a person no more is kept than who was trained needs (PDPA): a name, where they belong and what they do there; no
number of an identity card, no address, no telephone. A training of which only the number of people is known stays a
meeting with its headcount and is not counted here.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models.home import Homed, one_home
from areas.models.listed import Listed, ListedQuerySet
from areas.models.places import Area, Cluster
from areas.models.recorded import Recorded, history
from areas.scope import HomeQuerySet, inside_any
from areas.searchkey import SearchKeyField
from config.tools.dates import fiscal_days, fiscal_year
from config.tools.fields import BEDateField
from config.tools.sort_field import SortKeyField
from config.tools.thai import show_date
from meetings.models.meetings import Meeting


class CapacityTopicQuerySet(ListedQuerySet["CapacityTopic"]):
    """Verbs on capacity topics."""


class CapacityTopic(Listed):
    """What leaders, secretariats and field workers are trained in (domain.md §1)."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    history = history()

    objects = CapacityTopicQuerySet.as_manager()

    class Meta:
        ordering = ("position", "code")
        verbose_name = _("capacity topic")
        verbose_name_plural = _("capacity topics")


class PersonQuerySet(HomeQuerySet["Person"]):
    """Verbs on people: each is seen by who may read their home."""

    def current(self) -> PersonQuerySet:
        """Return the people who count: those not put away."""
        return self.filter(archived_at__isnull=True)

    def archived(self) -> PersonQuerySet:
        """Return the people who are put away."""
        return self.filter(archived_at__isnull=False)

    def around(self, home: Area | Cluster) -> PersonQuerySet:
        """Return the people of an area and of what lies in it, or of a cluster and its provinces."""
        if isinstance(home, Area):
            return self.inside(home.code)
        codes = list(home.provinces.values_list("code", flat=True))
        return self.filter(models.Q(cluster=home) | inside_any("area_id", codes))


class Person(Homed):
    """Somebody who works for a place: a leader, of a secretariat, in the field; not one who logs in (areas.User)."""

    name = models.CharField(_("first and last name"), max_length=120)
    role = models.CharField(_("what they do there"), max_length=120, blank=True)
    archived_at = models.DateTimeField(_("put away"), null=True, blank=True, editable=False)
    archive_reason = models.CharField(_("why it is put away"), max_length=200, blank=True)
    name_sort = SortKeyField(source="name")
    search_key = SearchKeyField(sources=("name", "role"))
    history = history(excluded_fields=["search_key", "name_sort"])

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ("name_sort", "pk")
        verbose_name = _("person of a place")
        verbose_name_plural = _("people of places")
        constraints = [
            one_home("person_has_one_home"),
            models.CheckConstraint(
                condition=models.Q(archived_at__isnull=True, archive_reason="")
                | models.Q(archived_at__isnull=False) & ~models.Q(archive_reason=""),
                name="person_put_away_with_a_reason",
                violation_error_message=_("A person is put away with a reason"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TrainingRecordQuerySet(HomeQuerySet["TrainingRecord"]):
    """Verbs on trainings: each is seen and changed by who sees and changes the person."""

    scope_field = "person__area_id"
    cluster_field = "person__cluster_id"

    def counted(self) -> TrainingRecordQuerySet:
        """Return the trainings of people who are not put away."""
        return self.filter(person__archived_at__isnull=True)

    def in_year(self, year: int) -> TrainingRecordQuerySet:
        """Return the trainings of a fiscal year (BE)."""
        return self.filter(trained_on__range=fiscal_days(year))


class TrainingRecord(Recorded):
    """That a person was trained in a topic on a day, by whom, and where that is known from.

    The fiscal year is the day's. `source` is told to all who see the person, also where the meeting is not theirs.
    """

    named_by = ("topic",)

    person = models.ForeignKey(Person, models.PROTECT, related_name="trainings", verbose_name=_("person"))
    topic = models.ForeignKey(
        CapacityTopic, models.PROTECT, related_name="trainings", verbose_name=_("capacity topic")
    )
    trained_on = BEDateField(_("date of the training"))
    trained_by = models.CharField(_("who trained"), max_length=200)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="trainings", verbose_name=_("meeting")
    )
    source = models.CharField(_("where this is known from"), max_length=200)
    history = history()

    objects = TrainingRecordQuerySet.as_manager()

    class Meta:
        ordering = ("-trained_on", "pk")
        verbose_name = _("training of a person")
        verbose_name_plural = _("trainings of people")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "topic", "trained_on"],
                name="trained_once_in_a_topic_on_a_day",
                violation_error_message=_("This person has a training in this topic on this day already"),
            ),
            models.CheckConstraint(
                condition=~models.Q(trained_by="") & ~models.Q(source=""),
                name="training_says_by_whom_and_from_where",
                violation_error_message=_("Say who trained, and where this is known from"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {show_date(self.trained_on)}"

    @property
    def fiscal_year(self) -> int:
        """The fiscal year (BE) of the day."""
        return fiscal_year(self.trained_on)
