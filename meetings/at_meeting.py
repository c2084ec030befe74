"""Who was trained at a meeting, by topic: people whom one may see by name, all others as a number.

People are counted, each once in a topic and once in all. Who is put away does not count, and neither does the headcount
of the meeting: it says how many came, whether or not their names are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areas.models import User
from meetings.models import Meeting, Person, TrainingRecord

MOST_NAMED = 30  # people of a topic; all stand in the list of people


@dataclass(frozen=True)
class TopicAt:
    """A topic: the people whom one may see, by name, and how many others were trained in it."""

    pk: int
    name: str
    people: Sequence[Person]
    outside: int

    @property
    def named(self) -> Sequence[Person]:
        """The people whom the page names."""
        return self.people[:MOST_NAMED]

    @property
    def more(self) -> int:
        """How many more of those whom one may see there are."""
        return len(self.people) - len(self.named)


@dataclass(frozen=True)
class TrainedAt:
    """The topics of a meeting, and its people in all, each once: those whom one may see, and the others."""

    topics: Sequence[TopicAt]
    people: int
    outside: int


def trained_at(meeting: Meeting, user: User) -> TrainedAt:
    """Return who was trained at a meeting; two queries."""
    records = TrainingRecord.objects.counted().filter(meeting=meeting)
    seen: dict[int, list[Person]] = {}
    named = records.visible_to(user).select_related("person").order_by("person__name_sort", "person_id")
    for record in named:
        seen.setdefault(record.topic_id, []).append(record.person)
    topics: dict[tuple[int, str], set[int]] = {}
    in_order = records.order_by("topic__position", "topic__code", "pk")
    for topic, name, person in in_order.values_list("topic_id", "topic__name", "person_id"):
        topics.setdefault((topic, name), set()).add(person)
    everybody = {key for each in topics.values() for key in each}
    people = {one.pk for each in seen.values() for one in each}
    return TrainedAt(
        [
            TopicAt(topic, name, own := seen.get(topic, []), len(all_of_it) - len(own))
            for (topic, name), all_of_it in topics.items()
        ],
        len(people),
        len(everybody - people),
    )
