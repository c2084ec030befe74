"""Reads the mapping of an area: money, projects and surveys of the areas in it by stream of work or by agency.

Each reading returns values by place and column, out of one range of an index; a place is an area's code cut to the
level of the rows, so that money above that level keeps its own code. Whatever is read is told a second way, from the
database itself, so that the table proves its sum.
"""

from __future__ import annotations

import operator
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Substr

from areas.compiled import compiled
from areas.models import User
from config.tools.money import ZERO
from config.tools.thai import today
from projects import sums
from projects.board import STEPS
from projects.models import Agency, Presence, WorkStream
from projects.sums import Asked, Table

Key = int | str | None  # a stream, agency or dimension; None: none is stated; OTHERS
OTHERS = "others"  # the column of the agencies that have none of their own
Values = dict[tuple[str, Key], Any]
"""Values by place and column; what a value is, its measure knows."""
MOST_COLUMNS = 11  # agencies on one page of columns
COLUMNS = {"stream": "work_stream_id", "agency": "source_id"}


@dataclass(frozen=True)
class Measure:
    """What the cells count: how several values are one number, and from which number a cell is a step darker.

    The steps are fixed for each measure, so that two pages can be compared (look.md).
    """

    name: str
    steps: tuple[int, int, int, int]
    add: Callable[[Iterable[Any]], Any]
    join: Callable[[Any, Any], Any] = operator.add  # makes one value of two
    number: Callable[[Any], Any] | None = None  # of one value; None where the value is the number

    def heat(self, number: Any) -> int:
        """How dark the number is, 1–5; 0 for nothing."""
        return 1 + bisect_right(self.steps, number) if number else 0


def _baht(values: Iterable[Any]) -> Decimal:
    return sum(values, ZERO)


def _projects(values: Iterable[Any]) -> int:
    """Return how many projects there are, each counted once however many areas it lies in."""
    return len({pk for value in values for pk in value})


BAHT = Measure("baht", STEPS, _baht)
PROJECTS = Measure("projects", (2, 3, 5, 10), _projects, operator.or_, len)  # sets of keys
SURVEY = Measure("survey", (91, 181, 366, 731), min)  # days since a stream was seen last


@dataclass(frozen=True)
class Column:
    """A column; `name` is empty for what is stated by none, and for the others."""

    key: Key
    name: str
    others: int = 0  # how many share it


@dataclass(frozen=True)
class Found:
    """What was read: values by place and column, their whole by another way, and the proof of money."""

    measure: Measure
    values: Values
    columns: list[Column]
    whole: Any
    proof: Table | None = None
    pages: int = 1  # of columns


def money(user: User, asked: Asked, length: int, columns: str, page: int = 1) -> Found:
    """Return the baht by place and one of `COLUMNS`, proved against the lines; five queries."""
    values, proof = proved_money(user, asked, length, columns)
    return _found(BAHT, values, columns, page, proof.shown, proof)


def proved_money(user: User, asked: Asked, length: int, columns: str) -> tuple[Values, Table]:
    """Return the baht by place and one of `COLUMNS`, with their proof; four queries."""
    rows = sums.allocations_of(user, asked).annotate(place=Substr("area_id", 1, length))
    values: Values = {}
    for place, key, amount in rows.values_list("place", COLUMNS[columns]).annotate(sum=Sum("amount")):
        values[place, key] = amount
    return values, sums.proved(user, asked, values)


def projects(user: User, asked: Asked, length: int, columns: str, page: int = 1) -> Found:
    """Return the keys of the projects by place and one of `COLUMNS`; three queries."""
    placed = sums.allocations_of(user, asked)
    values: Values = {}
    rows = placed.annotate(place=Substr("area_id", 1, length))
    for place, key, project in rows.values_list("place", COLUMNS[columns], "project_id").distinct():
        values.setdefault((place, key), set()).add(project)
    whole = placed.aggregate(count=Count("project", distinct=True))["count"]
    return _found(PROJECTS, values, columns, page, whole)


def surveys(user: User, code: str, length: int) -> Found:
    """Return how many days ago each stream was seen last, by place and stream; two queries."""
    values: Values = {}
    now = today()
    for area, stream, day in _seen(user, code, told="survey__surveyed_on"):
        key, days = (area[:length], stream), max((now - day).days, 0)
        values[key] = min(days, values.get(key, days))
    return Found(SURVEY, values, stream_columns(values), min(values.values(), default=None))


def states(user: User, code: str) -> dict[tuple[str, Key], str]:
    """Return how each stream stood when it was seen last, by area and stream; one query."""
    return {(place, stream): state for place, stream, state in _seen(user, code, told="state")}


@compiled
def _seen(user: User, code: str, *, told: str) -> QuerySet[Any, Any]:
    """Return what is told of each stream as it was seen last, by area and stream."""
    rows = Presence.objects.visible_to(user).inside(code).newest().order_by()
    return rows.values_list("area_id", "work_stream_id", told)


def _found(
    measure: Measure, values: Values, columns: str, page: int, whole: Any, proof: Table | None = None
) -> Found:
    if columns == "stream":
        return Found(measure, values, stream_columns(values), whole, proof)
    of_page, pages = _agencies(measure, values, page)
    own = {column.key for column in of_page}
    joined: Values = {}
    for (place, key), value in values.items():
        one = (place, key if key in own else OTHERS)
        joined[one] = measure.join(joined[one], value) if one in joined else value
    return Found(measure, joined, of_page, whole, proof, pages)


def stream_columns(values: Values) -> list[Column]:
    """Return the streams in use and those with values, in their order, none stated last; one query."""
    keys = {key for _place, key in values}
    streams = [Column(pk, name) for pk, name, is_active in _streams(None) if is_active or pk in keys]
    return [*streams, *([Column(None, "")] if None in keys else [])]


@compiled
def _streams(_everyone: None) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = WorkStream.objects.values_list("pk", "name", "is_active")
    return rows


def _agencies(measure: Measure, values: Values, page: int) -> tuple[list[Column], int]:
    """Return a page of the agencies, CODI's first, then who has the most, the others together; one query."""
    by_agency: dict[Any, list[Any]] = {}
    for (_place, key), value in values.items():
        by_agency.setdefault(key, []).append(value)
    whole = {key: measure.add(some) for key, some in by_agency.items()}
    found = {one.pk: one for one in Agency.objects.filter(pk__in=whole)}
    order = sorted(found, key=lambda pk: (found[pk].kind != Agency.Kind.CODI, -whole[pk], pk))
    pages = max(1, -(-len(order) // MOST_COLUMNS))
    first = (min(page, pages) - 1) * MOST_COLUMNS
    own = order[first : first + MOST_COLUMNS]
    columns = [Column(pk, found[pk].name) for pk in own]
    rest = len(order) - len(own)
    return columns + ([Column(OTHERS, "", rest)] if rest else []), pages
