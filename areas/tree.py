"""Reads the area tree: what lies above an area, what lies below it, and what replaced an abolished one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce, Left, Length
from django.utils.translation import gettext as _

from areas.codes import PROVINCE, ancestors, is_code, province_of
from areas.compiled import compiled
from areas.models import Area, Level, User
from areas.models.places import AreaQuerySet


@dataclass(frozen=True)
class Group:
    """Areas of one level under a heading, in Thai order (villages by number); each has `below`, a count."""

    level: Level
    title: str
    below_title: str  # what `below` counts; '' at the lowest level
    areas: Sequence[Area]


@dataclass(frozen=True)
class Below:
    """What lies directly below an area: groups in force, and abolished areas, whose own pages tell what came after."""

    groups: list[Group] = field(default_factory=list)
    abolished: Sequence[Area] = field(default_factory=list)


@dataclass(frozen=True)
class ProvinceRow:
    """A province of the list with the number of its districts and tambons in force."""

    area: Area
    districts: int
    tambons: int


def breadcrumb(code: str) -> list[Area]:
    """Return the areas above, from the province down, in one query."""
    return list(Area.objects.filter(code__in=ancestors(code)).order_by(Length("code")))


def with_context(areas: AreaQuerySet) -> AreaQuerySet:
    """Fetch with each area all that `context` and a list of successors need, without a query per row."""
    return areas.select_related("parent__parent__parent").prefetch_related(_successors())


def fetch_successors(area: Area) -> None:
    """Fetch what a list of successors needs where the area is abolished; one query, else none."""
    if area.abolished_on:
        prefetch_related_objects([area], _successors())


def _successors() -> Prefetch[Any]:
    return Prefetch("successors", Area.objects.select_related("parent__parent__parent").order_by("code"))


def above(area: Area) -> list[Area]:
    """Return the areas above, from the province down; fetch `parent__parent__parent` before."""
    found: list[Area] = []
    while area.parent is not None:
        area = area.parent
        found.insert(0, area)
    return found


def context(area: Area) -> str:
    """Return where the area lies, from near to far: อ.เมืองสุพรรณบุรี จ.สุพรรณบุรี; fetch `parent` before."""
    return " ".join(one.full_name for one in reversed(above(area)))


def with_below(code: str) -> tuple[Area | None, Below]:
    """Return an area with those above it, and what lies directly below it; one query, however many there are."""
    rows = _near(None, code) if is_code(code) else []
    own = next((row for row in rows if row.code == code), None)
    return own, _grouped([row for row in rows if row is not own])


@compiled
def _near(_everyone: None, code: str) -> QuerySet[Area]:
    """Return an area and those directly below it, each with how many lie in it."""
    inside = Area.objects.current().filter(parent=OuterRef("pk")).order_by().values("parent")
    count = Subquery(inside.annotate(n=Count("*")).values("n"))
    near = Area.objects.filter(Q(code=code) | Q(parent=code)).select_related("parent__parent__parent")
    return near.annotate(below=Coalesce(count, 0)).order_by("name_sort", "code")


def _grouped(rows: Sequence[Area]) -> Below:
    """Return areas in Thai order as groups of a level each."""
    titles = {
        Level.DISTRICT: (_("Districts"), _("Tambons")),
        Level.TAMBON: (_("Tambons"), _("Villages and communities")),
        Level.VILLAGE: (_("Villages"), ""),
        Level.COMMUNITY: (_("Communities"), ""),
    }
    groups = []
    for level, (title, below_title) in titles.items():
        found = [row for row in rows if row.level == level and row.abolished_on is None]
        if level == Level.VILLAGE:
            found.sort(key=lambda row: row.code)
        if found:
            groups.append(Group(level, title, below_title, found))
    return Below(groups, [row for row in rows if row.abolished_on is not None])


def provinces(user: User) -> tuple[list[ProvinceRow], list[ProvinceRow]]:
    """Return the person's own provinces and the others, each in Thai order, with counts; two queries."""
    counts: dict[tuple[str, str], int] = {}
    rows = Area.objects.current().filter(level__in=[Level.DISTRICT, Level.TAMBON])
    grouped = rows.order_by().values_list(Left("code", PROVINCE), "level").annotate(n=Count("*"))
    for code, level, n in grouped:
        counts[code, level] = n
    own = {province_of(code) for code in user.readable_codes}
    mine: list[ProvinceRow] = []
    others: list[ProvinceRow] = []
    for area in Area.objects.current().filter(level=Level.PROVINCE):
        row = ProvinceRow(
            area, counts.get((area.code, Level.DISTRICT), 0), counts.get((area.code, Level.TAMBON), 0)
        )
        (mine if area.code in own else others).append(row)
    return mine, others
