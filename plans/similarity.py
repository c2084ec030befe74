"""Which items of the plans below are likely the same, and which would fit a line that is there. Read only.

Compared within a dimension: the items that wait with each other, and with the lines that have originals. A pair
that a person has judged is not suggested again; a line counts by those of its originals that are not yet judged
with the item. The number of queries does not depend on the number of rows.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from areas.codes import district_of, province_of, subtree, tambon_of
from areas.models import Area
from config.tools.similar import Likeness, Vocabulary, squeeze
from config.tools.similar_index import Index
from plans import rollup
from plans.likeness import TEXT_FLOOR, THRESHOLD, Comparison, Described, Needs, compare, most, vocabulary
from plans.models import NeedLink, Plan, SimilarityDecision
from plans.rollup_rows import Line, RollUp, Waiting
from plans.similarity_rows import Side, Suggestion, reasons

__all__ = ["MOST", "PER_ITEM", "Side", "Suggestion", "suggest"]

MOST = 200  # suggestions of a plan; the likeliest come first, and more come up as these are judged
PER_ITEM = 3  # suggestions that one item stands in
NEAR_PARTS = 16  # titles of lines and their originals that share a feature, and are compared with an item
SHORTEST_NAME = 4  # letters of a place's name that is taken out of titles

Pair = tuple[int, int]


def suggest(
    plan: Plan, read: RollUp | None = None, *, limit: int = MOST, among: Collection[int] | None = None
) -> list[Suggestion]:
    """Return the likeliest pairs of a plan, best first; `read` is its roll-up where the caller has it already.

    With `among` only pairs in which at least one of these items stands.
    """
    return _Suggester(read or rollup.read(plan)).suggest(limit, among)


@dataclass(frozen=True)
class _Part:
    """What a line is compared by: its own title (`item` None), or an original with its title."""

    line: Line
    item: int | None
    described: Described


@dataclass(frozen=True)
class _Row:
    """An item that waits, with what is compared of it."""

    waiting: Waiting
    described: Described


@dataclass(frozen=True)
class _Found:
    """A pair with how alike it is."""

    row: _Row
    other: _Row | _Part
    comparison: Comparison


class _Suggester:
    """Makes all titles of a plan comparable, then looks for pairs dimension by dimension."""

    def __init__(self, read: RollUp) -> None:
        self.plan = read.plan
        self.read = read
        self.words = vocabulary()
        self.needs = Needs(self.words)
        self.origins = {line.pk: {origin.item_id for origin in line.origins} for line in read.lines}
        self.lines_of: dict[int, set[int]] = defaultdict(set)
        for line, items in self.origins.items():
            for item in items:
                self.lines_of[item].add(line)
        self.judged: set[Pair] = set(
            SimilarityDecision.objects.filter(plan=self.plan).order_by().values_list("item_a_id", "item_b_id")
        )
        self.needs_of = self._needs()
        areas = {row.area_code for row in read.waiting}
        areas |= {origin.area_code for line in read.lines for origin in line.origins}
        self.places = place_names(areas - {""}, self.words)

    def _needs(self) -> Mapping[int, list[str]]:
        """Return the titles of the needs that items answer, by item."""
        below = {row.plan_id for row in self.read.waiting}
        below |= {origin.plan_id for line in self.read.lines for origin in line.origins}
        titles: dict[int, list[str]] = defaultdict(list)
        links = NeedLink.objects.filter(item__plan__in=below).order_by()
        for item, title in links.values_list("item_id", "need__title"):
            titles[item].append(title)
        return titles

    def suggest(self, limit: int, among: Collection[int] | None) -> list[Suggestion]:
        """Return the likeliest pairs, few of each item, one of an item with a line."""
        chosen: list[Suggestion] = []
        seen: Counter[int] = Counter()
        with_lines: set[Pair] = set()
        for found in self._best_first():
            item, other = found.row.waiting.item_id, found.other
            items = [item, other.waiting.item_id] if isinstance(other, _Row) else [item]
            if among is not None and not any(item in among for item in items):
                continue
            if isinstance(other, _Part):
                if (item, other.line.pk) in with_lines:
                    continue
                with_lines.add((item, other.line.pk))
            if any(seen[item] >= PER_ITEM for item in items):
                continue
            seen.update(items)
            chosen.append(self._suggestion(found))
            if len(chosen) == limit:
                break
        return chosen

    def _best_first(self) -> Iterator[_Found]:
        """Yield the pairs that are likely enough, best first.

        A pair waits under the most it can reach and is compared only when that comes up: with 7,700 items there
        are a hundred thousand pairs of titles, and a page shows two hundred.
        """
        pairs = list(self._titles_alike())
        heap = [(-most(text), number) for number, (_row, _other, text) in enumerate(pairs)]
        heapq.heapify(heap)
        compared: dict[int, Comparison] = {}
        while heap:
            _bound, number = heapq.heappop(heap)
            row, other, text = pairs[number]
            if number in compared:
                yield _Found(row, other, compared[number])
            elif self._is_open(row, other):
                found = compare(row.described, other.described, self.needs, text)
                if found.score >= THRESHOLD:
                    compared[number] = found
                    heapq.heappush(heap, (-found.score, number))

    def _titles_alike(self) -> Iterator[tuple[_Row, _Row | _Part, float]]:
        """Yield the pairs of a dimension whose titles are alike, with how much."""
        waiting: dict[str, list[_Row]] = defaultdict(list)
        for item in sorted(self.read.waiting, key=lambda item: (item.area_code, item.item_id)):
            waiting[item.dimension.code].append(_Row(item, self._describe(item)))
        parts: dict[str, list[_Part]] = defaultdict(list)
        for line in self.read.lines:
            if line.has_origin:  # a line of its own takes no items
                parts[line.dimension.code] += self._parts(line)
        for code, rows in waiting.items():
            texts = [row.described.text for row in rows]
            texts += [part.described.text for part in parts[code]]
            items: Index[_Row] = Index(texts, TEXT_FLOOR)
            lines: Index[_Part] = Index(texts, TEXT_FLOOR, NEAR_PARTS)
            for part in parts[code]:
                lines.add(part, part.described.text)
            for row in rows:
                for other, text in items.find(row.described.text):
                    yield other, row, text
                for part, text in lines.find(row.described.text):
                    yield row, part, text
                items.add(row, row.described.text)

    def _is_open(self, row: _Row, other: _Row | _Part) -> bool:
        """Whether a pair may be suggested: neither judged nor together in a line."""
        item = row.waiting.item_id
        if isinstance(other, _Part):
            return self._open(item, other)
        other_item = other.waiting.item_id
        return not self._is_judged(item, other_item) and not self._share_line(item, other_item)

    def _open(self, item: int, part: _Part) -> bool:
        """Whether the item may be suggested for the line: it is not in it, nor judged with all it is made of."""
        origins = self.origins[part.line.pk]
        if item in origins:
            return False
        if part.item is not None:
            return not self._is_judged(item, part.item)
        return not all(self._is_judged(item, origin) for origin in origins)

    def _is_judged(self, one: int, other: int) -> bool:
        return ((one, other) if one < other else (other, one)) in self.judged

    def _share_line(self, one: int, other: int) -> bool:
        """Whether the two, both placed in part, are already in one line."""
        return not self.lines_of.get(one, _NONE).isdisjoint(self.lines_of.get(other, _NONE))

    def _describe(self, row: Waiting) -> Described:
        """Return what is compared of an item that waits."""
        return Described(
            self._text(row.title, row.area_code),
            self.needs.of(self.needs_of.get(row.item_id, ())),
            years_with_money(row.years),
            frozenset({row.area_code}),
        )

    def _parts(self, line: Line) -> Iterator[_Part]:
        """Yield a line's title and its originals; each stands for the line's years and places."""
        seen = [origin for origin in line.origins if origin.item_id]  # one out of sight has no item
        areas = frozenset(origin.area_code for origin in seen)
        years = years_with_money(line.years)
        needs = self.needs.of(title for origin in seen for title in self.needs_of.get(origin.item_id, ()))
        code = min(areas, default="")
        yield _Part(line, None, Described(self._text(line.title, code), needs, years, areas))
        for origin in seen:
            text = self._text(origin.title, origin.area_code)
            yield _Part(line, origin.item_id, Described(text, needs, years, areas))

    def _text(self, title: str, code: str) -> Likeness:
        """Return a title made comparable, the names of its own places taken out."""
        return self.words.describe(title, self.places.get(tambon_of(code) or code, ()))

    def _suggestion(self, found: _Found) -> Suggestion:
        """Return a pair as the page shows it."""
        other = found.other
        if isinstance(other, _Row):
            side = _side(other.waiting)
        else:
            line = other.line
            side = Side(line.pk, line.title, self.plan.area_id or "", self.plan.home_name, line.code)
        return Suggestion(_side(found.row.waiting), side, found.comparison.score, reasons(found.comparison))


_NONE: frozenset[int] = frozenset()


def _side(row: Waiting) -> Side:
    return Side(row.item_id, row.title, row.area_code, row.area_name)


def years_with_money(years: Mapping[int, Decimal]) -> frozenset[int]:
    """Return the years in which anything is asked for."""
    return frozenset(year for year, amount in years.items() if amount)


def place_names(codes: Iterable[str], words: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Return the names that a title of each tambon (else of the area itself) may carry, longest first.

    They are its own, of the areas above and of its villages and communities, squeezed; a name that is itself a
    word of the vocabulary stays, since it may mean the thing.
    """
    homes = {tambon_of(code) or code for code in codes}
    names: dict[str, str] = {}
    for province in sorted({province_of(code) for code in homes}):
        low, high = subtree(province)
        rows = Area.objects.filter(code__gte=low, code__lt=high).order_by()
        names |= dict(rows.values_list("code", "name_th"))
    own: dict[str, set[str]] = {home: set() for home in homes}
    for code, name in names.items():
        home = tambon_of(code)
        if home in own:
            own[home].add(name)
    for home, found in own.items():
        found |= {names.get(code, "") for code in (home, district_of(home), province_of(home))}
    return {home: _squeezed(found, words) for home, found in own.items()}


def _squeezed(names: Iterable[str], words: Vocabulary) -> tuple[str, ...]:
    """Return names as titles are compared, longest first."""
    squeezed = {squeeze(name).replace(" ", "") for name in names}
    for home in (spelling for spelling, word in words.words.items() if word.kind == "home"):
        squeezed |= {name.removeprefix(home) for name in squeezed}  # titles often leave บ้าน out
    return tuple(
        sorted(
            (name for name in squeezed if len(name) >= SHORTEST_NAME and name not in words.words),
            key=lambda name: (-len(name), name),
        )
    )
