"""What a person is charged with today: the assignments in force, read whole with each request by one light query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from areas.models.places import Area

AREA = ("area__code", "area__level", "area__name_th", "area__moo_no", "area__abolished_on")
AROUND = ("area__clusters", "cluster__provinces__clusters")  # the clusters of a province that is assigned
COLUMNS = ("pk", "role", "cluster_id", "cluster__name", "cluster__provinces", *AREA, *AROUND)
Row = tuple[Any, ...]
"""The values of `COLUMNS`."""


@dataclass(frozen=True)
class Duty:
    """An assignment in force: its number, role, place in words, and the codes of the areas that it covers.

    `clusters` are those in which a province that it covers lies.
    """

    pk: int
    role: str
    place: str
    name: str = field(repr=False)
    """The place's name without what kind of place it is."""
    cluster_id: int | None
    codes: tuple[str, ...]
    clusters: frozenset[int] = frozenset()


def duties_of(rows: Iterable[Row]) -> list[Duty]:
    """Return the duties of rows of `COLUMNS`, one for each assignment in the order of the rows.

    An assignment has a row for each cluster of its province, a cluster's one for each of its provinces and each of
    their clusters; a cluster without provinces covers nothing.
    """
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row[0], []).append(row)
    return [_duty(same) for same in grouped.values()]


def _duty(rows: list[Row]) -> Duty:
    pk, role, cluster_id, cluster_name, _province, code, level, name, moo_no, abolished_on, *_around = rows[0]
    around = frozenset(pk for row in rows for pk in row[-2:] if pk)
    if cluster_id:
        provinces = tuple(dict.fromkeys(row[4] for row in rows if row[4]))
        return Duty(pk, role, cluster_name, cluster_name, cluster_id, provinces, around)
    area = Area(code=code, level=level, name_th=name, moo_no=moo_no, abolished_on=abolished_on)
    return Duty(pk, role, area.full_name, name, None, (code,), around)
