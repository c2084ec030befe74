"""Puts together what a plan's workbook says, from the roll-up and what stands behind it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import override

from areas.codes import PLACE, TAMBON, tambon_of
from areas.models import User
from config.tools.collector import resting
from config.tools.money import ZERO
from plans import rollup, rollup_rows
from plans.models import LeftOut, Plan
from plans.sight import Sees, sight_of
from plans.workbook.behind import read_behind
from plans.workbook.content import (
    Apart,
    Aside,
    Content,
    Counts,
    Dimension,
    Head,
    Line,
    Origin,
    Place,
    Said,
    Years,
)
from plans.workbook.gazetteer import read_places
from plans.workbook.wording import OUTSIDE
from projects.models import Dimension as DimensionRow

ELSEWHERE = Place("", OUTSIDE)


def content_of(plan: Plan, user: User | None = None) -> Content:
    """Return what the workbook of a plan says to a person: originals outside their areas are one sum."""
    with override("th"), resting():
        return _Reader(plan, sight_of(user)).content()


def not_zero(years: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Return the amounts that are not zero, by year in order."""
    return {year: years[year] for year in sorted(years) if years[year]}


def added(rows: Iterable[Years]) -> dict[int, Decimal]:
    """Return the sum of several amounts by year."""
    sums: dict[int, Decimal] = {}
    for years in rows:
        for year, amount in years.items():
            sums[year] = sums.get(year, ZERO) + amount
    return not_zero(sums)


class _Reader:
    """Holds the roll-up, what is behind it, and the names of places while the content is made."""

    def __init__(self, plan: Plan, sees: Sees) -> None:
        self.plan, self.sees = plan, sees
        whole = rollup.read(plan)
        self.went_up = len({origin.item_id for line in whole.lines for origin in line.origins})
        # A line of the roll-up is let go as soon as the workbook's own is made from it: half the memory.
        self.lines = deque(sorted(whole.lines, key=lambda line: line.number))
        self.rollup = replace(whole, lines=())
        del whole
        self.behind = read_behind(plan)
        self.home = plan.area_id or ""
        self.places = read_places(self._codes(), self.home)
        # The roll-up puts the standard sentence, in the reader's language, where nobody typed a reason.
        self.typed = dict(LeftOut.objects.filter(plan=plan).order_by().values_list("pk", "reason"))

    def _codes(self) -> Iterator[str]:
        """Yield the code of every area that may be named."""
        behind, rolled = self.behind, self.rollup
        yield self.home
        yield from (item.area for item in behind.items.values())
        yield from (need.area for need in behind.needs.values())
        yield from behind.line_areas.values()
        yield from (row.area_code for row in rolled.left_out)
        yield from (row.area_code for row in rolled.waiting)
        yield from (child.area_code for pair in rolled.apart for child in (pair.a, pair.b))

    def content(self) -> Content:
        """Put it together."""
        rolled = self.rollup
        lines = []
        while self.lines:
            lines.append(self._line(self.lines.popleft()))
        left_out = self._asides(rolled.left_out)
        waiting = self._asides(rolled.waiting)
        years = {*rolled.years, *(year for line in lines for year in line.years)}
        years |= {year for row in (*left_out, *waiting) for year in row.years}
        named = sorted(self.places)
        outside = any(origin.outside for line in lines for origin in line.origins)
        return Content(
            head=self._head(),
            years=tuple(sorted(years)),
            dimensions=self._dimensions(),
            lines=tuple(lines),
            left_out=left_out,
            waiting=waiting,
            apart=self._apart(),
            places={code: self.places[code] for code in named},
            endorsed=not_zero(rolled.balance.endorsed.years),
            counts=self._counts(lines),
            partial=outside or any(row.outside for row in (*left_out, *waiting)),
            totals=not_zero(rolled.own.years),
            total=rolled.own.total,
        )

    def _head(self) -> Head:
        plan = self.plan
        home = self.places[self.home] if self.home else Place("", plan.home_name)
        meeting = plan.endorsed_at
        return Head(
            home,
            plan.first_year,
            plan.last_year,
            plan.status,
            meeting.title if meeting else "",
            meeting.held_on.isoformat() if meeting else "",
        )

    def _dimensions(self) -> tuple[Dimension, ...]:
        rows = DimensionRow.objects.order_by("position", "code").values_list("code", "name")
        return tuple(Dimension(code, name) for code, name in rows)

    def _line(self, row: rollup_rows.Line) -> Line:
        sources: dict[str, dict[int, Decimal]] = {}
        for (year, source), amount in row.cells.items():
            sums = sources.setdefault(self.rollup.sources[source] if source else "", {})
            sums[year] = sums.get(year, ZERO) + amount
        area = self.behind.line_areas.get(row.pk, "")
        return Line(
            code=row.code,
            number=row.number,
            title=row.title,
            objective=row.objective,
            target=row.target,
            indicator=row.indicator,
            expected_result=row.expected_result,
            dimension=row.dimension.code,
            work_stream=row.work_stream.name if row.work_stream else "",
            main_agency=row.main_agency,
            doability=row.doability,
            door=row.door,
            place=self.places.get(area),
            years=not_zero(row.years),
            total=row.total,
            sources={name: not_zero(sources[name]) for name in sorted(sources)},
            origins=self._origins(row.origins),
            said=self._own_needs(row),
        )

    def _own_needs(self, row: rollup_rows.Line) -> tuple[Said, ...]:
        """Return the needs tied to a line itself and to none of its originals."""
        tied = self.behind.heard.get(row.pk, [])
        origins = row.origins if tied else ()
        below = {pk for origin in origins for pk in self.behind.needs_below(origin.item_id)}
        needs = sorted((need for need in tied if need.pk not in below), key=lambda need: need.order)
        return tuple(
            Said(self.places[need.area], need.title, need.words, need.households, need.severity)
            for need in needs
            if self.sees(need.area)
        )

    def _origins(self, rows: Sequence[rollup_rows.Origin]) -> tuple[Origin, ...]:
        """Return the originals behind a line by area and number; those out of sight as one."""
        shown = [row for row in rows if self.sees(row.area_code)]
        made = [self._origin(row) for row in shown]
        made.sort(key=lambda origin: (origin.place.code, origin.number, origin.title))
        if hidden := [row for row in rows if not self.sees(row.area_code)]:
            years = added(row.years for row in hidden)
            total = sum((row.total for row in hidden), ZERO)
            made.append(Origin(ELSEWHERE, len(hidden), "", years, total, (), {"": years}, outside=True))
        return tuple(made)

    def _origin(self, row: rollup_rows.Origin) -> Origin:
        years = not_zero(row.years)
        item = self.behind.items[row.item_id]
        return Origin(
            place=self.places[item.area],
            number=item.number,
            title=item.title,
            years=years,
            total=row.total,
            said=self.behind.said(row.item_id, self.places, self.sees),
            spread=dict(sorted(self.behind.spread(row.item_id, years).items())),
        )

    def _asides(self, rows: Sequence[rollup_rows.Out | rollup_rows.Waiting]) -> tuple[Aside, ...]:
        """Return items below that are not in the plan; those out of sight as one."""
        shown = [self._aside(row) for row in rows if self.sees(row.area_code)]
        shown.sort(key=lambda aside: (aside.place.code, aside.title, aside.total, aside.reason))
        if hidden := [row for row in rows if not self.sees(row.area_code)]:
            total = sum((row.total for row in hidden), ZERO)
            years = added(row.years for row in hidden)
            shown.append(Aside(ELSEWHERE, "", "", "", "", years, total, outside=True))
        return tuple(shown)

    def _aside(self, row: rollup_rows.Out | rollup_rows.Waiting) -> Aside:
        out = row if isinstance(row, rollup_rows.Out) else None
        waiting = row if isinstance(row, rollup_rows.Waiting) else None
        return Aside(
            place=self.places[row.area_code],
            title=row.title,
            dimension=row.dimension.code,
            doability=waiting.doability if waiting else "",
            door=row.door,
            years=not_zero(row.years),
            total=row.total,
            ground=out.ground if out else "",
            reason=self.typed[out.left_out_id] if out else "",
            part=waiting.part if waiting else False,
        )

    def _apart(self) -> tuple[Apart, ...]:
        """Return the pairs that were kept apart, each in the order of its places."""
        pairs = []
        for pair in self.rollup.apart:
            if self.sees(pair.a.area_code) and self.sees(pair.b.area_code):
                ends = sorted((row.area_code, row.title) for row in (pair.a, pair.b))
                (first, first_title), (second, second_title) = ends
                pairs.append(
                    Apart(self.places[first], first_title, self.places[second], second_title, pair.reason)
                )
        pairs.sort(key=lambda pair: (pair.first.code, pair.first_title, pair.second.code, pair.second_title))
        return tuple(pairs)

    def _counts(self, lines: Sequence[Line]) -> Counts:
        """Count what is seen, each thing once."""
        behind, sees = self.behind, self.sees
        needs = [need.area for need in behind.needs.values() if sees(need.area)]
        areas = {item.area for item in behind.items.values() if sees(item.area)} | set(needs)
        return Counts(
            plans=self.rollup.plan_count,
            items=self.went_up,
            lines=len(lines),
            needs=len(needs),
            tambons=len({tambon_of(code) for code in areas if len(code) >= TAMBON}),
            villages=len({code for code in areas if len(code) == PLACE}),
        )
