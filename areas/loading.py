"""Brings the official areas up to date from geothai: new, renamed, abolished, again in force. Never deletes.

Villages and communities are the staff's and are not looked at. A name that staff corrected in the admin stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

import geothai
from django.db import connection, transaction
from geothai.abolished import abolished_areas
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from areas.models import Area, AreaAlias, Level
from areas.models.places import BANGKOK
from areas.searchkey import search_key
from config.tools.thai import clean, sort_key

OFFICIAL = {2: Level.PROVINCE, 4: Level.DISTRICT, 6: Level.TAMBON}
NAME_CORRECTED = "name corrected"  # the reason in history by which a name that staff corrected is known
MANY = 500  # new rows after which the database's own statistics are out of date
COLUMNS = ["name_th", "name_en", "postal_code", "abolished_on"]
DERIVED = ["name_sort", "search_key"]


@dataclass(frozen=True)
class SourceArea:
    """An area as the source tells it; `successors` are codes, for an abolished code alone."""

    code: str
    name_th: str
    name_en: str = ""
    postal_code: str = ""
    abolished_on: date | None = None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """A line of the report: the code, its name, and what it was or what it became."""

    code: str
    name: str
    more: str = ""


@dataclass
class Report:
    """What a load did: lists of changes, in order of the code."""

    first: bool = False
    new: list[Change] = field(default_factory=list)
    renamed: list[Change] = field(default_factory=list)  # more: the old name
    abolished: list[Change] = field(default_factory=list)  # more: codes of the successors
    in_force_again: list[Change] = field(default_factory=list)
    corrected: list[Change] = field(default_factory=list)  # English name, postal code, successors
    kept: list[Change] = field(default_factory=list)  # staff's name stays; more: the source's name
    missing: list[Change] = field(default_factory=list)  # no longer in the source, left as it is

    @property
    def nothing_changed(self) -> bool:
        """Whether no area was touched."""
        lists = (self.new, self.renamed, self.abolished, self.in_force_again, self.corrected)
        return not any(lists)


def read_source() -> dict[str, SourceArea]:
    """Return geothai's areas, in force and abolished, keyed by code; a code that is in force again is in force."""
    found: dict[str, SourceArea] = {}
    for old in abolished_areas():
        day = date.fromisoformat(old.abolished_on) if old.abolished_on else date(1900, 1, 1)
        found[old.code] = SourceArea(
            old.code, clean(old.name_th), clean(old.name_en or ""), "", day, tuple(sorted(old.successors))
        )
    for province in geothai.provinces():
        found[province.code] = _in_force(province.code, province.name_th, province.name_en)
        for district in geothai.districts(province.code):
            name = district.name_th.removeprefix("เขต") if province.code == BANGKOK else district.name_th
            found[district.code] = _in_force(district.code, name, district.name_en)
            for tambon in geothai.subdistricts(district.code):
                postal = " ".join(tambon.postal_codes)
                found[tambon.code] = _in_force(tambon.code, tambon.name_th, tambon.name_en, postal)
    return found


def _in_force(code: str, name_th: str, name_en: str, postal_code: str = "") -> SourceArea:
    return SourceArea(code, clean(name_th), clean(name_en), postal_code)


@transaction.atomic
def load(source: Mapping[str, SourceArea]) -> Report:
    """Make the official areas in the database as the source tells them and report what changed."""
    stored = {area.code: area for area in Area.objects.filter(level__in=OFFICIAL.values())}
    report = Report(first=not stored)
    new = [_new(area) for code, area in sorted(source.items()) if code not in stored]
    report.new = [Change(area.code, area.full_name) for area in new if not area.abolished_on]
    report.abolished = [
        Change(area.code, area.full_name, " ".join(source[area.code].successors))
        for area in new
        if area.abolished_on
    ]
    if report.first:  # the first load is the beginning of history, not a change
        Area.objects.bulk_create(new, batch_size=2000)
        _first_successors(new, source)
        _tell_planner()
        return report
    for length in OFFICIAL:  # parents before children
        if batch := [area for area in new if len(area.code) == length]:
            bulk_create_with_history(batch, Area, batch_size=500)
    _first_successors(new, source)
    _change(stored, source, report)
    _change_successors(source, report)
    if len(new) > MANY:
        _tell_planner()
    gone = [area for code, area in sorted(stored.items()) if code not in source and not area.abolished_on]
    report.missing = [Change(area.code, area.full_name) for area in gone]
    return report


def _new(told: SourceArea) -> Area:
    area = Area(code=told.code, level=OFFICIAL[len(told.code)], parent_id=told.code[:-2] or None)
    _take_over(area, told, COLUMNS)
    return area


def _take_over(area: Area, told: SourceArea, columns: Iterable[str], others: Iterable[str] = ()) -> None:
    for column in columns:
        setattr(area, column, getattr(told, column))
    area.name_sort, area.search_key = sort_key(area.name_th), _key(area, others)


def _key(area: Area, others: Iterable[str]) -> str:
    return search_key(area.name_th, area.name_en, *others)


def _other_names() -> dict[str, list[str]]:
    """Return the other names that people type, by the code of their area."""
    found: dict[str, list[str]] = {}
    for code, name in AreaAlias.objects.order_by("pk").values_list("area", "name"):
        found.setdefault(code, []).append(name)
    return found


def _first_successors(new: Iterable[Area], source: Mapping[str, SourceArea]) -> None:
    """Write the successors of new areas at once; their history begins with the area's own first row."""
    through = Area.successors.through
    pairs = [(area.code, code) for area in new for code in source[area.code].successors if code in source]
    through._default_manager.bulk_create(
        [through(from_area_id=old, to_area_id=new) for old, new in pairs], batch_size=2000
    )


def _tell_planner() -> None:
    """Let PostgreSQL count the rows now: planned for an empty table, a search ran for over a minute."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE areas_area, areas_area_successors")


def _change(stored: Mapping[str, Area], source: Mapping[str, SourceArea], report: Report) -> None:
    """Take over what differs in areas that were there, with history; refresh derived columns without it."""
    others = _other_names()
    differing = {
        code: [column for column in COLUMNS if getattr(area, column) != getattr(source[code], column)]
        for code, area in sorted(stored.items())
        if code in source
    }
    theirs = _names_of_staff(code for code, columns in differing.items() if "name_th" in columns)
    changed, refreshed = [], []
    for code, columns in differing.items():
        area, told = stored[code], source[code]
        if theirs.get(code) == area.name_th:
            report.kept.append(Change(code, area.full_name, told.name_th))
            columns = [column for column in columns if not column.startswith("name_")]
        if columns:
            _tell(area, told, columns, report)
            _take_over(area, told, columns, others.get(code, []))
            area.version += 1
            changed.append(area)
        elif _key(area, others.get(code, [])) != area.search_key or not area.name_sort:
            _take_over(area, told, [], others.get(code, []))
            refreshed.append(area)
    if changed:
        bulk_update_with_history(changed, Area, [*COLUMNS, *DERIVED, "version"], batch_size=500)
    if refreshed:
        Area.objects.bulk_update(refreshed, DERIVED, batch_size=500)


def _tell(area: Area, told: SourceArea, columns: list[str], report: Report) -> None:
    """Write the lines of the report for an area before it is changed."""
    if "name_th" in columns:
        report.renamed.append(Change(area.code, told.name_th, area.name_th))
    if "abolished_on" in columns and told.abolished_on is None:
        report.in_force_again.append(Change(area.code, told.name_th))
    elif "abolished_on" in columns and area.abolished_on is None:
        report.abolished.append(Change(area.code, told.name_th, " ".join(told.successors)))
    elif "name_th" not in columns:
        report.corrected.append(Change(area.code, told.name_th))


def _names_of_staff(codes: Iterable[str]) -> dict[str, str]:
    """Return the last name that staff gave each area, keyed by code."""
    rows = Area.history.filter(code__in=list(codes), history_change_reason=NAME_CORRECTED)
    return dict(rows.order_by("history_date", "history_id").values_list("code", "name_th"))


def _change_successors(source: Mapping[str, SourceArea], report: Report) -> None:
    """Make the successors as the source tells them; one by one, which writes history, since they are few."""
    have: dict[str, set[str]] = {}
    pairs = Area.successors.through._default_manager.filter(from_area__level__in=OFFICIAL.values())
    for old, new in pairs.values_list("from_area_id", "to_area_id"):
        have.setdefault(old, set()).add(new)
    told = {code: {one for one in area.successors if one in source} for code, area in source.items()}
    differing = [code for code in told if told[code] != have.get(code, set())]
    lists = (report.new, report.renamed, report.abolished, report.in_force_again)
    known = {change.code for change in chain(*lists)}
    for area in Area.objects.filter(code__in=differing).order_by("code"):
        area.successors.set(Area.objects.filter(code__in=told[area.code]))
        if area.code not in known:
            report.corrected.append(Change(area.code, area.full_name, " ".join(sorted(told[area.code]))))
