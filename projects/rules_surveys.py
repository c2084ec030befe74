"""What may be written down of a tambon's streams of work: a survey of one day, answer by answer.

Called inside the write path, with the tambon locked: nobody else writes its surveys meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from areas.models import Area, Level
from config.tools.thai import show_date, today
from projects.models import Agency, Presence, Survey, SurveyAgency, WorkStream

State = Presence.State


@dataclass(frozen=True)
class Answer:
    """How a stream stands and which agencies are in it."""

    state: str
    agencies: tuple[Agency, ...] = ()


@dataclass(frozen=True)
class Told:
    """What stands at the head of a survey: its day, who surveyed, a note."""

    day: date
    who: str
    note: str = ""


def save_survey(
    area: Area, told: Told, answers: Mapping[WorkStream, Answer | None], opened: Survey | None = None
) -> Survey:
    """Write a survey of a tambon down and return it.

    `opened` is the survey that the form showed: it is corrected, its day too. Without one, a survey that is there of
    the day is gone on with: who surveyed and the note are added to what it says. `answers` holds each stream that was
    asked about; one without an answer (None) was not looked at, and loses what `opened` said of it: the survey before
    it counts again. Raises ValidationError where the area is no tambon in use, the day has not come or has another
    survey, nobody or nothing is named, or agencies stand beside no work.
    """
    refuse_place_and_day(area, told.day)
    refuse_answers(answers)
    survey = Survey.objects.filter(area=area, surveyed_on=told.day).first()
    if opened is None:
        answers = {stream: answer for stream, answer in answers.items() if answer is not None}
        told = told if survey is None else _added(survey, told)
    elif survey is None:
        survey = opened
    elif survey.pk != opened.pk:
        words = _("There is a survey of %(day)s already. Open that one, or type another day.")
        raise ValidationError({"surveyed_on": words % {"day": show_date(told.day)}})
    survey = survey or Survey(area=area)
    head = (told.day, told.who, told.note)
    if (survey.surveyed_on, survey.surveyed_by, survey.note) != head:
        survey.surveyed_on, survey.surveyed_by, survey.note = head
        survey.full_clean(exclude=["area"])
        survey.save()
    states = {row.work_stream_id: row for row in survey.answers.all()}
    met = {(row.work_stream_id, row.agency_id): row for row in survey.met.all()}
    for stream, answer in answers.items():
        _state(survey, stream, answer, states.get(stream.pk))
        there = {agency: row for (of, agency), row in met.items() if of == stream.pk}
        _agencies(survey, stream, answer.agencies if answer else (), there)
    _settle(area.code, [stream.pk for stream in answers])
    return survey


def _added(survey: Survey, told: Told) -> Told:
    """Return the head of a survey that others go on with: who came to it is added, and nothing goes of its note."""
    return Told(told.day, _with(survey.surveyed_by, told.who, ", "), _with(survey.note, told.note, "\n"))


def _with(said: str, more: str, between: str) -> str:
    """Return what was said and the parts of what comes that were not said yet."""
    known = said.split(between)
    return between.join(filter(None, [said, *(part for part in more.split(between) if part not in known)]))


def _state(survey: Survey, stream: WorkStream, answer: Answer | None, row: Presence | None) -> None:
    """Write down how a stream stands, correct it, or take it out; what stays the same is not touched."""
    if answer is None:
        if row is not None:
            row.delete()
    elif row is None:
        place = {"survey": survey, "area_id": survey.area_id}
        Presence.objects.create(**place, work_stream=stream, state=answer.state)
    elif row.state != answer.state:
        row.state = answer.state
        row.save()


def _agencies(
    survey: Survey, stream: WorkStream, wanted: Collection[Agency], there: Mapping[int, SurveyAgency]
) -> None:
    """Make the agencies of a stream exactly these."""
    keys = {agency.pk for agency in wanted}
    for key, row in there.items():
        if key not in keys:
            row.delete()
    for key in sorted(keys - there.keys()):
        place = {"survey": survey, "area_id": survey.area_id}
        SurveyAgency.objects.create(**place, work_stream=stream, agency_id=key)


def move(old: str, new: str) -> int:
    """Give the surveys of an area to another; return how many rows. The caller saw that no day has two of them."""
    count = 0
    Presence.objects.filter(area=old).update(is_latest=False)  # until both areas' answers are laid together
    for model in (Survey, Presence, SurveyAgency):
        for row in model.objects.filter(area=old).order_by("pk"):
            row.area_id = new
            row.save(update_fields=["area"])
            count += 1
    _settle(new, list(WorkStream.objects.values_list("pk", flat=True)))
    return count


def _settle(area: str, streams: Collection[int]) -> None:
    """Mark what was seen last of each stream in an area, and nothing else; three queries."""
    rows = Presence.objects.filter(area=area, work_stream__in=streams).order_by("-survey__surveyed_on")
    newest: dict[int, int] = {}
    for pk, stream in rows.values_list("pk", "work_stream"):
        newest.setdefault(stream, pk)
    Presence.objects.filter(area=area, work_stream__in=streams, is_latest=True).exclude(
        pk__in=newest.values()
    ).update(is_latest=False)
    Presence.objects.filter(pk__in=newest.values(), is_latest=False).update(is_latest=True)


def refuse_place_and_day(area: Area, day: date) -> None:
    """Raise ValidationError where an area has no survey, or the day has not come."""
    if area.level != Level.TAMBON or area.abolished_on is not None:
        told = _("%(area)s is not surveyed by streams of work. Choose a tambon that is in use.")
        raise ValidationError(told % {"area": area})
    if day > today():
        raise ValidationError(
            {
                "surveyed_on": _("%(day)s has not come yet. Type today or an earlier day.")
                % {"day": show_date(day)}
            }
        )


def refuse_answers(answers: Mapping[WorkStream, Answer | None]) -> None:
    """Raise ValidationError where nothing is answered, or agencies stand beside a stream that is not there."""
    given = {stream: answer for stream, answer in answers.items() if answer is not None}
    if not given:
        raise ValidationError(_("Say how at least one stream stands. Those you did not look at stay open."))
    for stream, answer in given.items():
        if answer.state == State.NONE and answer.agencies:
            told = _(
                "%(stream)s is not there, and yet agencies are ticked. Untick them, or say how it stands."
            )
            raise ValidationError(told % {"stream": stream.name})


def version_of(area: Area) -> int:
    """Return a number that grows with each change to the surveys of an area; three queries."""
    return sum(model.history.filter(area_id=area.pk).count() for model in (Survey, Presence, SurveyAgency))
