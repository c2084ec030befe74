"""The filter of the list of people: by place, what they were trained in and when, and words."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import Max, Min, Q
from django.utils.translation import gettext_lazy as _

from areas.codes import CODE_PATTERN, TAMBON
from areas.filter_words import holding, words_of
from areas.models import Area, User
from config.tools.dates import fiscal_days
from config.tools.fields import CleanCharField
from config.tools.listing import Filter
from config.tools.thai import fiscal_year
from meetings.models import CapacityTopic, TrainingRecord
from meetings.models.capacity import PersonQuerySet, TrainingRecordQuerySet
from meetings.trained import YES
from projects.forms.project_filter import place_name

NO, ARCHIVED = "no", "archived"


class PeopleFilter(Filter):
    """People of places; `topic` and `year` ask for one training that is both."""

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

    def __init__(self, data: Any, people: PersonQuerySet, user: User) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["area"].choices = [("", _("all places")), *self._places(people)]
        fields["year"].choices = [("", _("all years")), *((year, str(year)) for year in years(user))]

    def _places(self, people: PersonQuerySet) -> list[tuple[str, str]]:
        """Return the tambons and wider areas that have people and, where the address names another, that one."""
        homes = people.filter(area__isnull=False).order_by().values_list("area_id", flat=True).distinct()
        codes = {str(code)[:TAMBON] for code in homes}
        asked = self.data.get("area", "")
        if re.fullmatch(CODE_PATTERN, asked):
            codes.add(asked)
        areas = Area.objects.filter(code__in=codes).select_related("parent").order_by("code")
        return [(area.code, place_name(area)) for area in areas]

    def trainings(self) -> TrainingRecordQuerySet:
        """Return the trainings that are asked for, of whomever."""
        chosen, found = self.chosen(), TrainingRecord.objects.all()
        if topic := chosen.get("topic"):
            found = found.filter(topic=topic)
        if year := chosen.get("year"):
            found = found.in_year(year)
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
        return condition

    def narrow(self, people: PersonQuerySet) -> PersonQuerySet:
        """Return the people who were asked for."""
        chosen = self.chosen()
        trained = chosen.get("trained")
        people = people.archived() if trained == ARCHIVED else people.current()
        if code := chosen.get("area"):
            people = people.inside(code)
        had = Q(pk__in=self.trainings().values("person"))
        if trained == NO:
            people = people.exclude(had)
        elif trained == YES or chosen.keys() & {"topic", "year"}:
            people = people.filter(had)
        return people.filter(holding(words_of(chosen.get("q", ""))))


def years(user: User) -> list[int]:
    """Return the fiscal years from the first training that a person sees to the last, the newest first; one query."""
    seen = TrainingRecord.objects.visible_to(user).aggregate(Min("trained_on"), Max("trained_on"))
    first, last = seen["trained_on__min"], seen["trained_on__max"]
    return list(range(fiscal_year(last), fiscal_year(first) - 1, -1)) if first else []
