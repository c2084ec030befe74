"""What may be written down of people and their trainings; called inside the write path."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.models import Area, Cluster
from config.tools.thai import arabic, show_date, today
from meetings.models import CapacityTopic, Meeting, Person, TrainingRecord

NUMBER = re.compile(r"[0-9](?:[ -]?[0-9]){8,}")  # of an identity card or a telephone
PERSON_FIELDS = ("name", "role")
TRAINING_FIELDS = ("topic", "trained_on", "trained_by", "meeting", "source")


@dataclass(frozen=True)
class Told:
    """One training: what, when, by whom, at which meeting, where that is known from ('': from the meeting)."""

    topic: CapacityTopic
    trained_on: date
    trained_by: str
    meeting: Meeting | None = None
    source: str = ""


@dataclass(frozen=True)
class Written:
    """Who was recorded: with a new training, of those new people, and who had this training already."""

    trained: Sequence[Person]
    new: int
    there: int


def refuse_numbers(text: str) -> None:
    """Raise ValidationError where a text holds the number of a card or a telephone: none is needed (PDPA)."""
    if NUMBER.search(arabic(text)):
        raise ValidationError(
            _("“%(text)s” holds a number of a card or a telephone. It is not needed here. Take it out.")
            % {"text": text[:60]}
        )


def save_person(person: Person | None, home: Area | Cluster, values: Mapping[str, Any]) -> Person:
    """Write a person down with their home; one who is put away is refused."""
    person = person or Person()
    _refuse_away(person)
    for name in PERSON_FIELDS:
        setattr(person, name, values[name])
        try:
            refuse_numbers(values[name])
        except ValidationError as refused:
            raise ValidationError({name: refused.messages}) from refused
    person.area, person.cluster = (home, None) if isinstance(home, Area) else (None, home)
    person.full_clean()
    person.save()
    return person


def archive_person(person: Person, reason: str) -> None:
    """Put a person away: they stay with trainings and history, and count nowhere."""
    _refuse_away(person)
    person.archived_at, person.archive_reason = timezone.now(), reason
    person.full_clean()
    person.save()


def restore_person(person: Person) -> None:
    """Take a person back; the reason stays in their history."""
    if person.archived_at is None:
        raise ValidationError(_("This person is not put away."))
    person.archived_at, person.archive_reason = None, ""
    person.save()


def _refuse_away(person: Person) -> None:
    if person.archived_at is not None:
        raise ValidationError(_("This person is put away. Take them back first."))


# --- Trainings


def record_training(
    told: Told, known: Collection[Person], home: Area | Cluster | None, new: Sequence[Mapping[str, Any]]
) -> Written:
    """Write one training down for people who are known, and for new ones of a home; all or none.

    Who has this very training already keeps it. Raises ValidationError where the day has not come, the meeting is no
    training of that day, or nobody is named.
    """
    values = _training(told)
    if not known and not new:
        raise ValidationError(_("Choose at least one person, or type a name."))
    if new and home is None:
        raise ValidationError({"home": _("Choose where the new people belong.")})
    keys = sorted({one.pk for one in known})
    held = Person.objects.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk")
    people = list(held)
    for one in people:
        _refuse_away(one)
    same = TrainingRecord.objects.filter(person__in=keys, topic=told.topic, trained_on=told.trained_on)
    there = set(same.values_list("person", flat=True))
    people = [one for one in people if one.pk not in there]
    people += [save_person(None, home, one) for one in new if home is not None]
    for one in people:
        _save(TrainingRecord(person=one, **values))
    return Written(people, len(new), len(there))


def correct_training(record: TrainingRecord, told: Told) -> None:
    """Correct a training of a person."""
    _refuse_away(Person.objects.select_for_update(of=("self",)).get(pk=record.person_id))
    for name, value in _training(told, record).items():
        setattr(record, name, value)
    _save(record)


def take_out(record: TrainingRecord) -> None:
    """Take a training out that never was; it stays in the history of the person."""
    _refuse_away(Person.objects.select_for_update(of=("self",)).get(pk=record.person_id))
    record.delete()


def _training(told: Told, record: TrainingRecord | None = None) -> dict[str, Any]:
    """Return the fields of a training that may be written down."""
    if told.trained_on > today():
        words = {"day": show_date(told.trained_on)}
        raise ValidationError(
            {"trained_on": _("%(day)s has not come yet. Type today or an earlier day.") % words}
        )
    meeting = told.meeting
    if meeting is not None:
        if meeting.kind != Meeting.Kind.TRAINING:
            raise ValidationError({"meeting": _("Choose a meeting that is a training.")})
        if meeting.held_on != told.trained_on:
            words = {"day": show_date(meeting.held_on)}
            raise ValidationError(
                {"trained_on": _("The chosen meeting was held on %(day)s. Type that day.") % words}
            )
    source = told.source or (meeting.title if meeting is not None else "")
    if not source:
        raise ValidationError(
            {"source": _("Say where this is known from, such as the sign-in sheet, or choose the meeting.")}
        )
    values = {name: getattr(told, name) for name in TRAINING_FIELDS}
    return values | {"source": source}


def _save(record: TrainingRecord) -> None:
    try:
        record.full_clean()
    except ValidationError as refused:
        raise ValidationError(refused.messages) from refused
    record.save()
