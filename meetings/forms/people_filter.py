"""The filter of the list of people: by place, what they were trained in and when, and words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Max, Min, Q
from django.utils.translation import gettext_lazy as _

from areas.codes import TAMBON, is_code
from areas.filter_words import holding, several, words_of
from areas.models import Area, Cluster, User
from config.tools.dates import fiscal_days
from config.tools.fields import CleanCharField
from config.tools.listing import Filter
from config.tools.text import is_key
from config.tools.thai import fiscal_year
from meetings.forms.homes import home_value
from meetings.models import CapacityTopic, Meeting, TrainingRecord
from meetings.models.capacity import PersonQuerySet, TrainingRecordQuerySet
from meetings.trained import YES
from projects.forms.project_filter import place_name

NO, ARCHIVED = "no", "archived"


class PeopleFilter(Filter):
    """People of places; `topic`, `year` and `meeting` ask for one training that is all of these.

    A meeting is chosen on its own page; the list names the one that the address asks for.
    """

    q = CleanCharField(label=_("name or what they do"), required=False, max_length=100)
    area = forms.ChoiceField(label=_("area"), required=False)
    topic = forms.ModelChoiceField(
        label=_("capacity topic"),
        queryset=CapacityTopic.objects.all(),
        required=False,
        empty_label=_("all topics"),
    )
    year = forms.TypedChoiceField(label=_("fiscal year"), required=False, coerce=int, empty_value=None)
    trained = forms.ChoiceField(
        label=_("trainings"),
        required=False,
        choices=[
            ("", _("trained or not")),
            (YES, _("trained")),
            (NO, _("not trained yet")),
            (ARCHIVED, _("put away")),
        ],
    )
    meeting = forms.TypedChoiceField(label=_("meeting"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, people: PersonQuerySet, user: User) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["area"].choices = [
            ("", _("all places")),
            *self._places(people),
            *several(self.data.get("area", "")),
        ]
        fields["year"].choices = [("", _("all years")), *((year, str(year)) for year in years(user))]
        if meeting := self._meeting(user):
            fields["meeting"].choices = [("", _("all meetings")), (meeting.pk, str(meeting))]
        else:
            del fields["meeting"]

    def _meeting(self, user: User) -> Meeting | None:
        """Return the meeting that the address asks for, where the person may see it."""
        asked = str(self.data.get("meeting", ""))
        return Meeting.objects.visible_to(user).filter(pk=asked).first() if is_key(asked) else None

    def _places(self, people: PersonQuerySet) -> list[tuple[str, str]]:
        """Return the tambons and wider areas that have people and, where the address names another, that one; clusters.

        A cluster stands for its own people alone: those of its provinces have a place there.
        """
        homes = people.filter(area__isnull=False).order_by().values_list("area_id", flat=True).distinct()
        codes = {str(code)[:TAMBON] for code in homes}
        asked = self.data.get("area", "")
        if is_code(asked):
            codes.add(asked)
        areas = Area.objects.filter(code__in=codes).select_related("parent").order_by("code")
        own = people.filter(cluster__isnull=False).order_by().values("cluster")
        clusters = Cluster.objects.filter(pk__in=own)
        return [
            *((home_value(one), str(one)) for one in clusters),
            *((area.code, place_name(area)) for area in areas),
        ]

    def trainings(self) -> TrainingRecordQuerySet:
        """Return the trainings that are asked for, of whomever."""
        chosen, found = self.chosen(), TrainingRecord.objects.all()
        if topic := chosen.get("topic"):
            found = found.filter(topic=topic)
        if year := chosen.get("year"):
            found = found.in_year(year)
        if meeting := chosen.get("meeting"):
            found = found.filter(meeting=meeting)
        return found

    @property
    def of_trainings(self) -> Q:
        """The condition of those trainings, asked from a person; none where those are asked for who lack them."""
        chosen = self.chosen()
        if chosen.get("trained") == NO:
            return Q()
        condition = Q(trainings__topic=chosen["topic"]) if "topic" in chosen else Q()
        if "year" in chosen:
            condition &= Q(trainings__trained_on__range=fiscal_days(chosen["year"]))
        if "meeting" in chosen:
            condition &= Q(trainings__meeting=chosen["meeting"])
        return condition

    def narrow(self, people: PersonQuerySet) -> PersonQuerySet:
        """Return the people who were asked for."""
        chosen = self.chosen()
        trained = chosen.get("trained")
        people = people.archived() if trained == ARCHIVED else people.current()
        if place := chosen.get("area"):
            of_cluster = place.removeprefix("c")
            people = (
                people.inside(*place.split(",")) if of_cluster == place else people.filter(cluster=of_cluster)
            )
        had = Q(pk__in=self.trainings().values("person"))
        if trained == NO:
            people = people.exclude(had)
        elif trained == YES or chosen.keys() & {"topic", "year", "meeting"}:
            people = people.filter(had)
        return people.filter(holding(words_of(chosen.get("q", ""))))


def years(user: User) -> list[int]:
    """Return the fiscal years from the first training that a person sees to the last, the newest first; one query."""
    seen = TrainingRecord.objects.visible_to(user).aggregate(Min("trained_on"), Max("trained_on"))
    first, last = seen["trained_on__min"], seen["trained_on__max"]
    return list(range(fiscal_year(last), fiscal_year(first) - 1, -1)) if first else []
