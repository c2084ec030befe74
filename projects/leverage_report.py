"""Reads what CODI's money brought: สัดส่วนสมทบ and เงินที่ชวนมาได้ by place, stream or year, and the story of each link.

สัดส่วนสมทบ is reckoned from allocations. เงินที่ชวนมาได้ is known of whole lines: it stands in a place where the whole
seed lies in it, and in the stream and year of the seed; a seed over several places, or not allocated to the last baht,
stands with what no place has. Grants, loans and work are never added to each other (domain.md §5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from areas.codes import PROVINCE, TAMBON
from areas.models import Area, User
from config.tools.money import ZERO
from projects import sums
from projects.leg_report import named, rounded, whole_place
from projects.models import Agency, BudgetLine, Kind, Leverage, WorkStream
from projects.sums import Asked, Ratio

PLACES = {"province": PROVINCE, "tambon": TAMBON}
COLUMNS = {"work_stream": "work_stream_id", "fiscal_year": "fiscal_year"}
NOTHING = Ratio(ZERO, ZERO)

Key = Any  # an area's code, a stream's id (None: no stream), a fiscal year


@dataclass(frozen=True)
class Group:
    """A place, a stream or a year: what others gave beside CODI's money, and what whole lines of it won.

    `ratio` is None where the money is not grants: สัดส่วนสมทบ is a rate of grants.
    """

    name: str
    area: Area | None
    ratio: Ratio | None
    won: Ratio

    @property
    def rate(self) -> Decimal | None:
        """สัดส่วนสมทบ to two places; None where there is no seed to divide by."""
        return rounded(self.ratio) if self.ratio else None

    @property
    def won_rate(self) -> Decimal | None:
        """เงินที่ชวนมาได้ to two places; None where nothing was won."""
        return rounded(self.won)


@dataclass(frozen=True)
class Seed:
    """A line that won others: its own baht beside theirs, and each link with its story."""

    line: BudgetLine
    ratio: Ratio
    links: list[Leverage]

    @property
    def value(self) -> Decimal | None:
        """Baht that were won for each of the line's, to two places."""
        return rounded(self.ratio)


@dataclass(frozen=True)
class Report:
    """The groups, what is in none of them, the whole, the stories (the most won first), and whether the sums tie."""

    groups: list[Group]
    rest: Group | None
    whole: Group
    seeds: list[Seed]
    ties: bool


def read(user: User, asked: Asked, by: str) -> Report:
    """Return what the money that is asked for brought, by one of `PLACES` or `COLUMNS`; sixteen queries at most."""
    grants = asked.kind == Kind.GRANT
    lines = sums.lines_of(user, asked)
    seeds = _seeds(user, lines)
    ratios = _ratios(user, asked, by) if grants else {}
    won = _won(seeds, lines, by)
    names, areas = _names(user, asked, by, {*ratios, *won})
    outside = [ratio for key, ratio in won.items() if key not in names]
    groups = [
        Group(names[key], areas.get(key), ratios.get(key, NOTHING) if grants else None, won.get(key, NOTHING))
        for key in _in_order(names, by)
    ]
    whole_ratio = _whole(user, asked, ratios) if grants else None
    rest_ratio = _minus(whole_ratio, ratios.values()) if whole_ratio else None
    rest = Group(_("Outside these areas, or not allocated"), None, rest_ratio, _plus(outside))
    whole = Group(_("All together"), None, whole_ratio, _plus(seed.ratio for seed in seeds))
    kept = rest if rest.won != NOTHING or rest_ratio not in (None, NOTHING) else None
    ties = _plus(group.won for group in [*groups, rest]) == whole.won
    if whole_ratio is not None:
        ties = ties and _is_proved(user, asked, by, ratios, _plus([rest_ratio or NOTHING]))
    return Report(groups, kept, whole, seeds, ties)


def _seeds(user: User, lines: QuerySet[BudgetLine]) -> list[Seed]:
    """Return the lines that won others, the most first, with their links that the person may see; two queries."""
    links: dict[int, list[Leverage]] = defaultdict(list)
    seen = Leverage.objects.visible_to(user).filter(seed__in=lines.values("pk"))
    for link in seen.select_related("seed__project", "seed__source", "won__project", "won__source").order_by(
        "pk"
    ):
        links[link.seed_id].append(link)
    found = [
        Seed(
            some[0].seed,
            Ratio(some[0].seed.amount, sum((link.won.amount for link in some), ZERO)),
            some,
        )
        for some in links.values()
    ]
    return sorted(found, key=lambda seed: (-seed.ratio.others, seed.line.pk))


def _ratios(user: User, asked: Asked, by: str) -> dict[Key, Ratio]:
    """Return CODI's and the others' allocated grants by key; two queries."""
    codi = set(Agency.objects.filter(kind=Agency.Kind.CODI).values_list("pk", flat=True))
    key = Substr("area_id", 1, PLACES[by]) if by in PLACES else F(COLUMNS[by])
    rows = sums.allocations_of(user, asked).annotate(key=key).values_list("key", "source_id")
    found: dict[Key, Ratio] = {}
    for one, source, amount in rows.annotate(Sum("amount")):
        seed, others = (amount, ZERO) if source in codi else (ZERO, amount)
        found[one] = _plus([found.get(one, NOTHING), Ratio(seed, others)])
    return found


def _won(seeds: Iterable[Seed], lines: QuerySet[BudgetLine], by: str) -> dict[Key, Ratio]:
    """Return what seeds won by the place of the whole seed, its stream or its year; one query."""
    found: dict[Key, Ratio] = {}
    by_line = {seed.line.pk: seed.ratio for seed in seeds}
    asked = lines.filter(pk__in=list(by_line))
    if by in PLACES:
        keys = whole_place(asked, PLACES[by]).values_list("pk", "place")
    else:
        keys = asked.values_list("pk", {"work_stream": "project__work_stream_id"}.get(by, by))
    for pk, key in keys:
        found[key] = _plus([found.get(key, NOTHING), by_line[pk]])
    return found


def _names(
    user: User, asked: Asked, by: str, keys: Iterable[Key]
) -> tuple[dict[Key, str], Mapping[Key, Area]]:
    """Return the names of the keys that are groups of the person's own, and their areas; two queries at most."""
    if by in PLACES:
        codes = [key for key in keys if key and key.startswith(asked.area[: PLACES[by]])]
        areas = Area.objects.readable_by(user).select_related("parent").in_bulk(codes)
        names = {
            code: named(area) + (f" {_('(no tambon stated)')}" if len(code) < PLACES[by] else "")
            for code, area in areas.items()
        }
        return names, areas
    if by == "fiscal_year":
        return {key: str(key) for key in keys}, {}
    streams = WorkStream.objects.in_bulk([key for key in keys if key is not None])
    found = {key: str(streams[key]) if key is not None else str(_("no work stream stated")) for key in keys}
    return found, {}


def _in_order(names: Mapping[Key, str], by: str) -> list[Key]:
    """Return the keys as people look for them: places by code, streams by name, the latest year first."""
    if by == "work_stream":
        return sorted(names, key=lambda key: (key is None, names[key]))
    return sorted(names, reverse=by == "fiscal_year")


def _whole(user: User, asked: Asked, ratios: Mapping[Key, Ratio]) -> Ratio:
    """Return สัดส่วนสมทบ of all that is asked for: in an area of what it was allocated, else of the lines."""
    return _plus(ratios.values()) if asked.area else sums.area_ratio(user, asked)


def _is_proved(user: User, asked: Asked, by: str, ratios: Mapping[Key, Ratio], rest: Ratio) -> bool:
    """Whether the grants of the groups, and what is in none, are those of the proved table; four queries."""
    table = sums.table(user, asked, by)
    together = _plus(ratios.values())
    missing = ZERO if asked.area else table.outside + table.unallocated
    return (
        table.ties and together.seed + together.others == table.shown and rest.seed + rest.others == missing
    )


def _plus(ratios: Iterable[Ratio]) -> Ratio:
    found = list(ratios)
    return Ratio(sum((one.seed for one in found), ZERO), sum((one.others for one in found), ZERO))


def _minus(whole: Ratio, parts: Iterable[Ratio]) -> Ratio:
    together = _plus(parts)
    return Ratio(whole.seed - together.seed, whole.others - together.others)
