"""People who are likely the one just typed: of the same name, titles and spaces left aside, in or around a place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Q

from areas.codes import ancestors, province_of, tambon_of
from areas.models import Area, Cluster, User
from areas.scope import inside_any
from areas.searchkey import normalise
from meetings.models import Person

TITLES = re.compile(r"^(นางสาว|นส|นาง|นาย|คุณ|mrs|ms|mr)")
SHORTEST = 2  # letters that stay of a name where a title is left aside


def name_key(name: str) -> str:
    """Return a name as it is compared: without title, spaces and signs; นาย ก. ข and ก ข are the same."""
    whole = normalise(name)
    bare = TITLES.sub("", whole)
    return bare if len(bare) >= SHORTEST else whole


def known_around(home: Area | Cluster, user: User) -> dict[str, list[Person]]:
    """Return the people by their key whom the person looks after in and above a tambon, a province or a cluster.

    A tambon's man may stand in its village, in the tambon, or as one of the province. One query.
    """
    people = Person.objects.editable_by(user).current().select_related("area__parent", "cluster")
    if isinstance(home, Cluster):
        return by_key(people.around(home))
    widest = tambon_of(home.code) or home.code
    above = Q(area__in=ancestors(home.code)) | Q(cluster__provinces=province_of(home.code))
    around = inside_any("area_id", [widest]) | Q(pk__in=Person.objects.filter(above).values("pk"))
    return by_key(people.filter(around))


def by_key(people: Iterable[Person]) -> dict[str, list[Person]]:
    """Return people by the key of their name."""
    found: dict[str, list[Person]] = {}
    for one in people:
        found.setdefault(name_key(one.name), []).append(one)
    return found
