"""Finds areas by what people type: a name, a name with its district, a code, a postal code, an old name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from heapq import nlargest

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Length

from areas.asked import Asked, Part, read
from areas.codes import province_of
from areas.models import Area, Level, User
from areas.models.places import AreaQuerySet
from areas.scope import inside_any
from areas.searchkey import END
from areas.tree import context, with_context

SUGGESTIONS = 8
RESULTS = 50
CAPITAL = ("เมือง", "mueang", "muang")
NEAREST = 3  # names offered where nothing was found
LIKE_ENOUGH = 0.6  # a name less alike than this is not offered
LOOKED_AT = 40  # names compared letter by letter


@dataclass(frozen=True)
class Hit:
    """An area that was found, with where it lies and, for an abolished one, what replaced it."""

    area: Area
    context: str
    successors: list[tuple[Area, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """The answer: hits, whether there are more, and the nearest names where there is no hit."""

    typed: str
    hits: list[Hit] = field(default_factory=list)
    more: bool = False
    nearest: list[Hit] = field(default_factory=list)


def find(typed: str, user: User, limit: int = RESULTS) -> Found:
    """Search the whole tree, which everyone logged in may read; the person's own provinces come first."""
    found = hits(typed, user, limit)
    return found if found.hits else nearest(typed, user)


def hits(typed: str, user: User, limit: int = RESULTS) -> Found:
    """Return the areas that are called as typed or have that code."""
    asked = read(typed)
    if asked.is_empty:
        return Found(asked.typed)
    for rows in _attempts(asked, Area.objects.visible_to(user), user):
        found = list(with_context(rows)[: limit + 1])
        if found:
            return Found(asked.typed, [hit(area) for area in found[:limit]], len(found) > limit)
    return Found(asked.typed)


def nearest(typed: str, user: User) -> Found:
    """Return the few areas whose names are most alike what was typed."""
    asked = read(typed)
    return Found(asked.typed, nearest=[hit(area) for area in _nearest(asked, Area.objects.visible_to(user))])


def hit(area: Area) -> Hit:
    """Return a found area with its context; the area comes from `with_context`."""
    successors = list(area.successors.all()) if area.abolished_on else []
    return Hit(area, context(area), [(one, context(one)) for one in successors])


def _attempts(asked: Asked, areas: AreaQuerySet, user: User) -> Iterator[AreaQuerySet]:
    """Yield querysets from the closest reading to the loosest; the first with rows is the answer."""
    if not asked.parts:
        yield _by_numbers(asked, areas)
        return
    around = _numbers(asked)
    parts = asked.parts
    yield from (_by_name(areas.filter(around), *reading, user) for reading in _readings(parts))
    if len(parts) > 1:  # the province was typed first
        yield _by_name(areas.filter(around), parts[-1], parts[:-1], user)


def _readings(parts: tuple[Part, ...]) -> Iterator[tuple[Part, tuple[Part, ...]]]:
    """Yield (name, the places it lies in): the longest run of words as one name first, since `Rua Yai` is one."""
    run = 1
    while run < len(parts) and parts[run].level is None and parts[run].moo is None:
        run += 1
    for length in range(run, 0, -1):
        first = parts[0]
        text = "".join(part.text for part in parts[:length])
        yield Part(text, first.level, first.marker, first.moo), parts[length:]


# --- Numbers


def _numbers(asked: Asked) -> Q:
    condition = Q()
    if asked.code:
        condition &= _code_from(asked.code)
    if asked.postal_code:
        condition &= Q(postal_code__contains=asked.postal_code)
    return condition


def _code_from(start: str) -> Q:
    """The condition that a code begins so, as a range: codes hold digits and capitals alone."""
    return Q(code__gte=start, code__lte=start + "Z" * 8)


def _by_numbers(asked: Asked, areas: AreaQuerySet) -> AreaQuerySet:
    condition = Q()
    if asked.postal_code:
        condition |= Q(postal_code__contains=asked.postal_code)
    if asked.code:
        condition |= _code_from(asked.code)
    exact = Case(When(code=asked.code, then=Value(0)), default=Value(1))
    if asked.postal_code:  # five digits are no area's code, but may be the start of one
        exact = Case(When(postal_code__contains=asked.postal_code, then=Value(0)), default=Value(1))
    return areas.filter(condition).order_by(exact, Length("code"), "code")


# --- Names


def _by_name(areas: AreaQuerySet, name: Part, around: tuple[Part, ...], user: User) -> AreaQuerySet:
    """Return the areas of a name in the places around it, the best first."""
    rows = areas.filter(_called(name))
    for place in around:
        rows = rows.filter(_lies_in(place))
    own = inside_any("code", sorted({province_of(code) for code in user.readable_codes}))
    exact = Q(search_key__startswith=name.text + END) | Q(search_key__contains=END + name.text + END)
    if name.text in CAPITAL:  # "เมือง" alone means the district of the province's capital
        exact = Q(level=Level.DISTRICT, code__endswith="01", search_key__contains=name.text)
    begins = Q(search_key__startswith=name.text) | Q(search_key__contains=END + name.text)
    rank = Case(When(exact, then=Value(0)), When(begins, then=Value(1)), default=Value(2))
    gone = Case(When(abolished_on__isnull=True, then=Value(0)), default=Value(1))
    far = Case(When(own, then=Value(0)), default=Value(1))
    return rows.order_by(rank, gone, far, Length("code"), "name_sort", "code")


def _called(name: Part) -> Q:
    """The condition on an area's own name, level and village number."""
    condition = Q(search_key__contains=name.text) if name.text else Q()
    if name.moo is not None:
        condition &= Q(moo_no=name.moo)
    if name.level is not None:
        condition &= Q(level=name.level)
    if name.marker:  # a name may begin with the word: ชุมชนริมคู
        condition |= Q(search_key__contains=name.marker + name.text)
    return condition


def _lies_in(place: Part) -> Q:
    """The condition that one of the areas above is called so."""
    condition = Q()
    for above in ("parent", "parent__parent", "parent__parent__parent"):
        one = Q(**{f"{above}__search_key__contains": place.text})
        if place.level is not None:
            one &= Q(**{f"{above}__level": place.level})
        if place.moo is not None:
            one &= Q(**{f"{above}__moo_no": place.moo})
        condition |= one
    return condition


# --- The nearest name, on a miss alone


def _nearest(asked: Asked, areas: AreaQuerySet) -> list[Area]:
    """Return the areas in force whose names are most alike what was typed; one pass over the names."""
    if not asked.parts:
        return []
    name = asked.parts[0]
    text = name.text or asked.parts[-1].text
    if len(text) < 3:
        return []
    rows = areas.current()
    if name.level:
        rows = rows.filter(level=name.level)
    which = 1 if text.isascii() else 0  # the English name, or the Thai one
    pairs = _pairs(text)
    scored = []
    for code, key in rows.order_by().values_list("code", "search_key"):
        names = key.split(END)
        one = names[which] if which < len(names) else ""
        if abs(len(one) - len(text)) <= 4:
            shared = sum(pair in one for pair in pairs)
            if shared * 3 >= len(pairs):
                scored.append((shared - abs(len(one) - len(text)), code, one))
    alike = {
        code: SequenceMatcher(None, text, one).ratio() for _score, code, one in nlargest(LOOKED_AT, scored)
    }
    best = max(alike.values(), default=0)
    alike = {code: ratio for code, ratio in alike.items() if ratio >= max(LIKE_ENOUGH, best - 0.1)}
    around = asked.parts[1:]
    found = list(with_context(areas.filter(code__in=alike)))
    found.sort(key=lambda area: (-_fits(area, around), -alike[area.code], len(area.code), area.code))
    return found[:NEAREST]


def _fits(area: Area, around: tuple[Part, ...]) -> int:
    """Return how many of the places typed around a name lie above the area."""
    above, keys = area.parent, ""
    while above is not None:
        keys += above.search_key
        above = above.parent
    return sum(place.text in keys for place in around)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
