"""Meetings: where plans are endorsed and needs are voiced."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models.home import Homed, one_home
from areas.models.recorded import history
from areas.scope import HomeQuerySet
from areas.searchkey import SearchKeyField
from config.tools.fields import BEDateField
from config.tools.thai import show_date


class MeetingQuerySet(HomeQuerySet["Meeting"]):
    """Verbs on meetings."""


class Meeting(Homed):
    """A meeting at an area or of a cluster: when, where, how many came."""

    class Kind(models.TextChoices):
        """What kind of meeting it is."""

        VILLAGE_FORUM = "village_forum", _("village forum")
        COUNCIL = "council", _("community organisation council")
        LEARNING_FORUM = "learning_forum", _("learning forum")
        PROVINCIAL = "provincial", _("provincial meeting")
        TRAINING = "training", _("training")
        OTHER = "other", _("other meeting")

    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200)
    held_on = BEDateField(_("date of the meeting"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    headcount = models.PositiveIntegerField(_("people who came"), null=True, blank=True)
    search_key = SearchKeyField(sources=("title", "place"))
    history = history(excluded_fields=["search_key"])

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-held_on", "pk")
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [one_home("meeting_has_one_home")]

    def __str__(self) -> str:
        return f"{self.title} {show_date(self.held_on)}"
