"""The ledger of projects: whether every line's areas and tranches tie, found by grouped queries over the tables.

It reads neither `projects.sums` nor the rules, so that it can find what they would miss.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from areas.codes import ancestors
from areas.models import Area
from config.tools.breaches import Breach, all_named
from config.tools.money import ZERO
from config.tools.thai import show_amount
from projects.models import Allocation, BudgetLine, Leverage, Project, Tranche

CARRIED = {
    "project": "line__project",
    "work_stream": "line__project__work_stream",
    "fiscal_year": "line__fiscal_year",
    "kind": "line__kind",
    "leg": "line__leg",
    "source": "line__source",
}
"""Columns of an allocation, and where each is true."""
MAY_BE_EMPTY = ("work_stream", "leg")


def breaches(area: str | None) -> list[Breach]:
    """Return every rule of the projects' money that does not hold, with the rows that break it."""
    return all_named(
        [
            (_("Areas have more of a budget line than was approved"), too_much(area)),
            (_("A budget line carries another sum than its areas have"), untrue_sums(area)),
            (
                _("An allocation carries another project, stream, year, kind, leg or source"),
                untrue_columns(area),
            ),
            (_("Areas of one budget line contain each other"), contained(area)),
            (_("A budget line lies outside the years of its project"), outside_years(area)),
            (_("The tranches of a budget line are more than was approved"), too_many_tranches(area)),
            (_("A report tells of more than was paid of its tranche"), overspent(area)),
            (_("A project was put away while it has money"), money_put_away(area)),
            (
                _("Money won money of another kind, of the same source or of an earlier year"),
                unlike_links(area),
            ),
            (_("Budget lines won each other in a circle"), circles(area)),
        ]
    )


def pendings(area: str | None) -> list[Breach]:
    """Return what waits for people and breaks no rule: money and projects of areas that were abolished."""
    return all_named([(_("Money or projects of abolished areas"), on_abolished(area))])


def lines_of(area: str | None) -> QuerySet[BudgetLine]:
    """Return the lines to look at: all, or those that an area has to do with."""
    lines = BudgetLine.objects.order_by("pk")
    return lines.touching(area) if area else lines


def of_lines(rows: QuerySet[Any], area: str | None, path: str = "line") -> QuerySet[Any]:
    """Return the rows of the lines to look at."""
    return rows.filter(**{f"{path}__in": lines_of(area).values("pk")}) if area else rows


def sums(rows: QuerySet[Any], area: str | None) -> dict[int, Decimal]:
    """Return baht summed by line."""
    grouped = of_lines(rows, area).order_by().values_list("line_id").annotate(sum=Sum("amount"))
    return dict(grouped.iterator())


def names_of(lines: set[int]) -> dict[int, str]:
    """Return lines as the ledger names them, by id; money of a project put away too."""
    rows = BudgetLine.objects.filter(pk__in=lines).select_related("source")
    projects = Project.every.in_bulk([row.project_id for row in rows])
    return {row.pk: f"{projects[row.project_id]} · {row.source} {row.fiscal_year}" for row in rows}


def too_much(area: str | None) -> Iterator[str]:
    """Yield the lines of which areas have more than was approved (invariant 1)."""
    yield from _over(
        area, sums(Allocation.objects.all(), area), _("%(line)s: areas %(sum)s of %(approved)s baht")
    )


def too_many_tranches(area: str | None) -> Iterator[str]:
    """Yield the lines whose tranches are more than was approved."""
    told = _("%(line)s: tranches %(sum)s of %(approved)s baht")
    yield from _over(area, sums(Tranche.objects.all(), area), told)


def overspent(area: str | None) -> Iterator[str]:
    """Yield the tranches of which a report says that more was spent than was paid."""
    wrong = of_lines(Tranche.objects.filter(spent__gt=F("paid")), area).order_by("line", "number")
    rows = list(wrong.values_list("line_id", "number", "paid", "spent"))
    names = names_of({row[0] for row in rows})
    for line, number, paid, spent in rows:
        told = _("%(line)s: tranche %(number)d, spent %(spent)s of %(paid)s baht")
        words = {"line": names[line], "number": number}
        yield told % {**words, "spent": show_amount(spent), "paid": show_amount(paid)}


def _over(area: str | None, placed: dict[int, Decimal], told: str) -> Iterator[str]:
    approved = dict(lines_of(area).values_list("pk", "approved").iterator())
    wrong = {pk for pk, amount in placed.items() if amount > (approved.get(pk) or ZERO)}
    for pk, name in sorted(names_of(wrong).items()):
        amounts = {"sum": show_amount(placed[pk]), "approved": show_amount(approved.get(pk) or ZERO)}
        yield told % {"line": name, **amounts}


def untrue_sums(area: str | None) -> Iterator[str]:
    """Yield the lines that carry another sum than their allocations come to."""
    truly = sums(Allocation.objects.all(), area)
    carried = dict(lines_of(area).values_list("pk", "allocated").iterator())
    wrong = {pk for pk, amount in carried.items() if amount != truly.get(pk, ZERO)}
    for pk, name in sorted(names_of(wrong).items()):
        words = {"carried": show_amount(carried[pk]), "sum": show_amount(truly.get(pk, ZERO))}
        yield _("%(line)s: carries %(carried)s, areas have %(sum)s baht") % {"line": name, **words}


def untrue_columns(area: str | None) -> Iterator[str]:
    """Yield the allocations whose carried columns are not their line's or project's."""
    wrong = Q()
    for column, truth in CARRIED.items():
        if column in MAY_BE_EMPTY:
            one_empty = Q(**{f"{column}__isnull": True, f"{truth}__isnull": False})
            other_empty = Q(**{f"{column}__isnull": False, f"{truth}__isnull": True})
            both = Q(**{f"{column}__isnull": False, f"{truth}__isnull": False})
            wrong |= one_empty | other_empty | (both & ~Q(**{column: F(truth)}))
        else:
            wrong |= ~Q(**{column: F(truth)})
    rows = of_lines(Allocation.objects.filter(wrong), area).select_related("area").order_by("pk")
    found = list(rows)
    names = names_of({row.line_id for row in found})
    yield from (f"{names[row.line_id]} · {row.area} ({row.area_id})" for row in found)


def contained(area: str | None) -> Iterator[str]:
    """Yield the areas of a line that lie in another area of it (invariant 1)."""
    rows = of_lines(Allocation.objects.all(), area).order_by("line_id", "area_id")
    wrong: list[tuple[int, str, str]] = []
    for line, pairs in groupby(rows.values_list("line_id", "area_id").iterator(), key=itemgetter(0)):
        codes = {code for _line, code in pairs}
        wrong += [
            (line, code, above) for code in sorted(codes) for above in ancestors(code) if above in codes
        ]
    names = names_of({line for line, _code, _above in wrong})
    for line, code, above in wrong:
        yield f"{names[line]} · {code} < {above}"


def outside_years(area: str | None) -> Iterator[str]:
    """Yield the lines of a year that their project does not have."""
    outside = Q(fiscal_year__lt=F("project__first_year")) | Q(fiscal_year__gt=F("project__last_year"))
    yield from names_of(set(lines_of(area).filter(outside).values_list("pk", flat=True))).values()


def money_put_away(area: str | None) -> Iterator[str]:
    """Yield the lines of projects that were put away."""
    away = lines_of(area).filter(project__archived_at__isnull=False)
    if area:  # `touching` knows projects in use alone
        away = BudgetLine.objects.filter(project__in=Project.every.archived().touching(area))
    yield from names_of(set(away.values_list("pk", flat=True))).values()


def unlike_links(area: str | None) -> Iterator[str]:
    """Yield the links between lines that cannot have won each other (domain.md §5)."""
    unlike = ~Q(seed__kind=F("won__kind")) | Q(seed__source=F("won__source"))
    unlike |= Q(won__fiscal_year__lt=F("seed__fiscal_year"))
    rows = of_lines(Leverage.objects.filter(unlike), area, "seed").order_by("pk")
    links = list(rows.values_list("seed_id", "won_id"))
    names = names_of({pk for link in links for pk in link})
    yield from (f"{names[seed]} → {names[won]}" for seed, won in links)


def circles(area: str | None) -> Iterator[str]:
    """Yield the lines that won themselves through others."""
    won_by = dict(Leverage.objects.order_by().values_list("won_id", "seed_id"))
    inside: set[int] = set()
    for start in won_by:
        seen: list[int] = []
        current: int | None = start
        while current is not None and current not in seen:
            seen.append(current)
            current = won_by.get(current)
        if current is not None:
            inside |= set(seen[seen.index(current) :])
    asked = set(lines_of(area).filter(pk__in=inside).values_list("pk", flat=True))
    yield from (name for _pk, name in sorted(names_of(asked).items()))


def on_abolished(area: str | None) -> Iterator[str]:
    """Yield the allocations and projects of areas that were abolished, with the successors of each."""
    gone = {
        one.code: one
        for one in Area.objects.filter(abolished_on__isnull=False).prefetch_related("successors")
    }
    rows = of_lines(Allocation.objects.filter(area__abolished_on__isnull=False), area).order_by(
        "line_id", "area_id"
    )
    found = list(rows)
    names = names_of({row.line_id for row in found})
    for row in found:
        yield f"{names[row.line_id]} · {_told(gone[row.area_id])}"
    homes = Project.objects.filter(area__abolished_on__isnull=False).order_by("pk")
    for project in homes.inside(area) if area else homes:
        yield f"{project} · {_told(gone[str(project.area_id)])}"


def _told(area: Area) -> str:
    after = ", ".join(f"{one} ({one.code})" for one in area.successors.all()) or "–"
    return f"{area} ({area.code}) → {after}"
