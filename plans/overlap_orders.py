"""The orders of the list of overlaps: what waits first, most money, by place, longest undecided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from config.tools.listing import Column, Orders
from plans.overlap_facts import Key
from plans.overlaps import Found
from projects.models import BudgetLine

COLUMNS = (
    Column("state", _("Decision"), ("state",), up=_("what needs a decision first")),
    Column("money", _("Grants"), ("money",), down=_("the most grants first"), down_first=True),
    Column("area", _("Area"), ("area",), up=_("area, by name")),
    Column("since", _("Recorded"), ("since",), up=_("the longest undecided first")),
)


class OverlapOrders(Orders):
    """The order that the address asks for, of overlaps that are in the order of `plans.overlaps` already."""

    def __init__(self, asked: Mapping[str, str]) -> None:
        """Take what is asked for."""
        super().__init__(asked, COLUMNS, first="state")

    def ordered(self, found: Sequence[Found]) -> list[Found]:
        """Return the overlaps in the order; by place and by how long one query more."""
        if self.column.name == "state":
            return sorted(found, key=lambda one: one.settled, reverse=self.is_down)
        keys: dict[str, Callable[[Sequence[Found]], Callable[[Found], Any]]] = {
            "money": lambda _found: lambda one: one.grants,
            "area": _by_name,
            "since": _by_day,
        }
        return sorted(found, key=keys[self.column.name](found), reverse=self.is_down)


def _by_name(found: Sequence[Found]) -> Callable[[Found], Any]:
    codes = {one.key[0] for one in found}
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "name_sort"))
    return lambda one: (names[one.key[0]], one.key)


def _by_day(found: Sequence[Found]) -> Callable[[Found], Any]:
    """Sort by the day on which both had money there, those on which nobody has to decide last."""
    days = recorded_on(pk for one in found if one.waits for pk in one.key[2:])
    return lambda one: (one.settled, since(one.key, days) or date.max, one.key)


def recorded_on(projects: Iterable[int]) -> dict[tuple[int, int], date]:
    """Return the day on which the last line of projects was recorded, by project and fiscal year; one query."""
    lines = BudgetLine.objects.filter(project__in=set(projects)).order_by()
    days = lines.values_list("project_id", "fiscal_year").annotate(Max("created_at"))
    return {(project, year): timezone.localdate(at) for project, year, at in days}


def since(key: Key, days: Mapping[tuple[int, int], date]) -> date | None:
    """Return the day on which the second of two projects was recorded with its money of the year."""
    _tambon, year, *pair = key
    known = [day for pk in pair if (day := days.get((pk, year)))]
    return max(known, default=None)
