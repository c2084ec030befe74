"""What is known of the streams of work in a tambon: how each stands, seen by whom and when, and how long ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from areas.compiled import compiled
from areas.models import Area, User
from config.tools.thai import days_past
from projects.models import Agency, Presence, Survey, SurveyAgency, WorkStream

FRESH = 365  # days; what was seen longer ago should be looked at again (look.md, numbers and dates)


@dataclass(frozen=True)
class Seen:
    """One stream in a tambon; `answer` is None where nobody has looked (ยังไม่สำรวจ)."""

    stream: WorkStream
    answer: Presence | None
    agencies: tuple[Agency, ...] = ()
    """The agencies that are in it."""

    @property
    def state(self) -> str:
        """The key of the chip that shows how the stream stands."""
        return f"presence_{self.answer.state}" if self.answer else "not_surveyed"

    @property
    def is_nothing(self) -> bool:
        """Whether somebody looked and found nothing of the stream."""
        return self.answer is not None and self.answer.state == Presence.State.NONE

    @property
    def days(self) -> int:
        """How many days ago it was seen; 0 where nobody has looked."""
        return days_past(self.answer.survey.surveyed_on) if self.answer else 0

    @property
    def is_old(self) -> bool:
        """Whether it should be looked at again."""
        return self.days > FRESH


@dataclass(frozen=True)
class Picture:
    """All streams of a tambon as they were seen last; `survey` is the newest one."""

    rows: list[Seen]
    survey: Survey | None

    @property
    def looked_at(self) -> int:
        """How many streams somebody looked at."""
        return sum(row.answer is not None for row in self.rows)

    @property
    def days(self) -> int:
        """How many days ago the newest survey was."""
        return days_past(self.survey.surveyed_on) if self.survey else 0

    @property
    def is_old(self) -> bool:
        """Whether the newest survey is too long ago."""
        return self.days > FRESH


def picture_of(area: Area, user: User) -> Picture:
    """Return what is known of an area's streams, those in use and those that were seen; four queries."""
    rows = Presence.objects.visible_to(user).filter(area=area).newest()
    known = {row.work_stream_id: row for row in rows.select_related("work_stream", "survey")}
    met = _met([row.survey_id for row in known.values()], user)
    streams = [one for one in WorkStream.objects.all() if one.is_active or one.pk in known]
    survey = Survey.objects.visible_to(user).filter(area=area).order_by("-surveyed_on").first()
    return Picture([_seen(stream, known.get(stream.pk), met) for stream in streams], survey)


def standing_of(area: Area, user: User, streams: Sequence[WorkStream]) -> Picture:
    """Return how an area's streams stand, without who is in them; `streams` are all there are; one query."""
    known = {row.work_stream_id: row for row in _latest(user, area.code)}
    newest = max((row.survey for row in known.values()), key=lambda one: one.surveyed_on, default=None)
    shown = [one for one in streams if one.is_active or one.pk in known]
    return Picture([Seen(stream, known.get(stream.pk)) for stream in shown], newest)


@compiled
def _latest(user: User, code: str) -> QuerySet[Presence]:
    """Return the newest answer of each stream of an area with its survey."""
    return Presence.objects.visible_to(user).filter(area=code).newest().select_related("survey")


@dataclass(frozen=True)
class Sheet:
    """One survey with its answers."""

    survey: Survey
    rows: list[Seen]


def sheets_of(area: Area, user: User, most: int) -> list[Sheet]:
    """Return the newest surveys of an area, each with what it saw; three queries."""
    surveys = list(Survey.objects.visible_to(user).filter(area=area).order_by("-surveyed_on")[:most])
    keys = [survey.pk for survey in surveys]
    met = _met(keys, user)
    answers: dict[int, list[Seen]] = {key: [] for key in keys}
    for row in (
        Presence.objects.visible_to(user).filter(survey__in=keys).select_related("work_stream", "survey")
    ):
        answers[row.survey_id].append(_seen(row.work_stream, row, met))
    return [Sheet(survey, answers[survey.pk]) for survey in surveys]


Met = dict[tuple[int, int], list[Agency]]


def _met(surveys: list[int], user: User) -> Met:
    """Return the agencies that surveys met, by survey and stream; one query."""
    met: Met = {}
    rows = SurveyAgency.objects.visible_to(user).filter(survey__in=surveys)
    for row in rows.select_related("agency").order_by("agency__name"):
        met.setdefault((row.survey_id, row.work_stream_id), []).append(row.agency)
    return met


def _seen(stream: WorkStream, answer: Presence | None, met: Met) -> Seen:
    return Seen(stream, answer, tuple(met.get((answer.survey_id, stream.pk), ())) if answer else ())
