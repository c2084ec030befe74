"""Writes the made-up country into an office without records."""

from __future__ import annotations

from django.db import connection, transaction

from areas import wordindex
from areas.models import Area, Level
from config.tools import bulk
from meetings.models import CapacityTopic, Person
from plans.country.rows import COLUMNS, Lists, Province
from plans.country.size import Size, in_order, shares
from plans.models import Need, Plan
from projects.models import Agency, Dimension, Leg, Project, WorkStream


def is_empty() -> bool:
    """Whether the office has no records that the made-up ones would mix with."""
    places = Area.objects.filter(level=Level.VILLAGE)
    return not any(
        model.exists() for model in (Plan.every, Need.objects, Project.every, Person.objects, places)
    )


def seed(size: Size, provinces: int | None = None) -> dict[str, int]:
    """Write the first provinces of the country, or all; return how many rows each table got, by its model's name.

    All or nothing. Raises ValueError where a reference list is empty, which rows would choose from.
    """
    tambons = (
        Area.objects.current().filter(level=Level.TAMBON).order_by("code").values_list("code", flat=True)
    )
    share = shares(list(tambons), size)
    chosen = in_order({code[:2] for code in share})[:provinces]
    lists = _lists()
    keys = {model: bulk.first_free(model) for model in COLUMNS if model is not Area}
    counts = dict.fromkeys((model.__name__ for model in COLUMNS), 0)
    with transaction.atomic():
        wordindex.drop()
        for province in chosen:
            made = Province(keys, lists)
            for code in sorted(share):
                if code.startswith(province):
                    made.add(code, share[code])
            for model, columns in COLUMNS.items():
                bulk.write(model, columns.split(), made.rows[model])
                counts[model.__name__] += len(made.rows[model])
        bulk.count_on(*keys)
        connection.check_constraints()  # PostgreSQL makes no index while rows wait to be checked
        wordindex.keep()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return counts


def _lists() -> Lists:
    """Return the lists that rows choose from."""
    found = [
        list(model.objects.order_by("pk").values_list("pk", flat=True))
        for model in (Dimension, WorkStream, Leg, Agency, CapacityTopic)
    ]
    dimensions, streams, legs, agencies, topics = found
    if not (dimensions and streams and agencies):
        raise ValueError("a reference list is empty")
    return Lists(dimensions, streams, legs, agencies, topics)
