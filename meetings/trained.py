"""What the board of an area tells of meetings and people trained, asked at once; and the same of many provinces.

People are counted, not their trainings: who was trained twice in a topic, or in two topics, counts once there and once
in all. Who is put away does not count. A training of which only a headcount is known is a meeting, never added here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, DateField, F, IntegerField, Max, QuerySet, Value
from django.db.models.functions import Cast, Concat, Substr

from areas.codes import PROVINCE
from areas.compiled import compiled
from areas.models import Area, Cluster, User
from meetings.models import CapacityTopic, Meeting, TrainingRecord

MEETING, TOPIC, TRAINED = "meeting", "topic", "trained"
YES = "yes"  # as the list of people is asked for those who were trained
BETWEEN = "\t"  # between the parts of a text; no cleaned text holds it


@dataclass(frozen=True)
class TopicRow:
    """How many people of an area were trained in a topic; the newest day, who trained then and how that is known."""

    pk: int
    name: str
    people: int = 0
    last: date | None = None
    trained_by: str = ""
    source: str = ""


@dataclass(frozen=True)
class Talked:
    """The newest meetings of an area; the topics of which people were trained, those of nobody, and people in all."""

    meetings: Sequence[Meeting]
    topics: Sequence[TopicRow]
    missing: Sequence[TopicRow]
    people: int


def read(code: str, user: User, most: int) -> Talked:
    """Return what an area's board tells; at most so many meetings; one query."""
    return _told(_rows(user, code, most=most))


@compiled
def _rows(user: User, code: str, *, most: int) -> QuerySet[Any, Any]:
    """Return the newest meetings, the topics, and the people trained by topic and in all, in the same columns."""
    seen = Meeting.objects.visible_to(user).inside(code).order_by("-held_on", "pk")
    newest = Meeting.objects.filter(pk__in=seen.values("pk")[:most]).order_by()
    place = ("area__name_th", "area__level", "area_id", "area__moo_no", "area__abolished_on")
    meetings = newest.values_list(Value(MEETING), "pk", "title", "held_on", "headcount", *place)
    topics = CapacityTopic.objects.filter(is_active=True).order_by()
    records = TrainingRecord.objects.visible_to(user).counted().inside(code).order_by()
    everybody = records.values(key=Value(0), name=Value(""), position=Value(0))
    by_topic = records.values(key=F("topic_id"), name=F("topic__name"), position=F("topic__position"))
    return meetings.union(
        _row(topics, TOPIC, "pk", "name", "position"), _people(by_topic), _people(everybody), all=True
    )


def _people(grouped: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Return how many people records are of, by topic or in all, with the newest: a text that sorts by its day."""
    told = (Cast("trained_on", CharField()), "trained_by", "source")
    newest = Max(Concat(told[0], Value(BETWEEN), told[1], Value(BETWEEN), told[2]))
    counted = grouped.annotate(people=Count("person", distinct=True), newest=newest)
    return _row(counted, TRAINED, "key", "name", "position", "people", "newest")


def _row(
    rows: QuerySet[Any, Any],
    what: str,
    key: str,
    name: str,
    position: str,
    people: Any = None,
    newest: Any = "",
) -> QuerySet[Any, Any]:
    """Return rows in the columns of the meetings, with nothing where a meeting says when and where."""
    no_day = Value(None, DateField())
    counts = people or Value(None, IntegerField())
    return rows.values_list(
        Value(what), key, name, no_day, counts, newest or Value(""), Value(""), Value(""), position, no_day
    )


def _told(rows: Iterable[tuple[Any, ...]]) -> Talked:
    meetings: list[Meeting] = []
    topics: dict[int, tuple[int, TopicRow]] = {}
    people = 0
    for what, key, text, day, count, one, level, code, number, abolished in rows:
        if what == MEETING:
            area = Area(code=code, level=level, name_th=one, moo_no=number, abolished_on=abolished)
            meetings.append(Meeting(pk=key, title=text, held_on=day, headcount=count, area=area))
        elif what == TOPIC:
            topics.setdefault(key, (number, TopicRow(key, text)))
        elif key:
            last, trained_by, source = one.split(BETWEEN)
            told = TopicRow(key, text, count, date.fromisoformat(last), trained_by, source)
            topics[key] = (number, told)
        else:
            people = count
    meetings.sort(key=lambda meeting: (-meeting.held_on.toordinal(), meeting.pk))
    in_order = [row for _position, row in sorted(topics.values(), key=lambda one: (one[0], one[1].pk))]
    return Talked(
        meetings,
        [row for row in in_order if row.people],
        [row for row in in_order if not row.people],
        people,
    )


def of_cluster(cluster: Cluster, user: User) -> int:
    """Return how many of the cluster's own people, who belong to no province of it, were trained."""
    records = TrainingRecord.objects.visible_to(user).counted().filter(person__cluster=cluster)
    return records.order_by().values("person").distinct().count()


def by_province(codes: Sequence[str], user: User) -> dict[tuple[int, str], int]:
    """Return how many people were trained, by topic (0: in any) and province; one query."""
    records = TrainingRecord.objects.visible_to(user).counted().inside(*codes).order_by()
    of = records.annotate(province=Substr("person__area_id", 1, PROVINCE))
    many = Count("person", distinct=True)
    by_topic = of.values_list("topic_id", "province").annotate(people=many)
    in_all = of.values_list(Value(0), "province").annotate(people=many)
    both = by_topic.union(in_all, all=True)
    return {(topic, code): people for topic, code, people in both}
