"""Reads the money of projects: by kind, and where each line's baht goes, with the proof that nothing is lost.

Σ shown + outside the person's areas + not allocated = approved (design.md §3, invariants 1, 4, 6). Kinds of money are
never added together. `ties` compares the allocations themselves with what their lines carry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from areas.models import User
from config.tools.money import ZERO
from projects.models import Allocation, BudgetLine, FollowUp, Kind, Leverage, Project, Tranche

CHIPS = {
    Project.Status.PLANNED: "not_started",
    Project.Status.RUNNING: "running",
    Project.Status.CLOSED: "done",
    Project.Status.STOPPED: "closed",
}
"""The chip of each state of a project."""


@dataclass(frozen=True)
class Balance:
    """Where money of one kind goes, in baht: the person's areas, areas outside, none yet."""

    kind: Kind
    proposed: Decimal
    approved: Decimal
    shown: Decimal
    outside: Decimal
    unallocated: Decimal

    @property
    def ties(self) -> bool:
        """Whether the three parts are what was approved."""
        return self.difference == 0

    @property
    def difference(self) -> Decimal:
        """What was approved beyond the three parts; 0 where all is well."""
        return self.approved - self.shown - self.outside - self.unallocated


def balances(
    lines: QuerySet[BudgetLine], user: User, placed: QuerySet[Allocation] | None = None
) -> list[Balance]:
    """Return where the money of lines goes, one balance for each kind that they have; three queries.

    `shown` is what they give to the person's areas or, where it is asked for, what of them was `placed`.
    """
    kept = lines.order_by().values_list("kind")
    sums = kept.annotate(Sum("proposed"), Sum("approved"), Sum("allocated"))
    of_lines = Allocation.objects.filter(line__in=lines.order_by().values("pk")).order_by()
    every = dict(of_lines.values_list("kind").annotate(Sum("amount")))
    mine = of_lines.visible_to(user) if placed is None else placed
    shown = dict(mine.order_by().values_list("kind").annotate(Sum("amount")))
    found = []
    for kind, proposed, approved, allocated in sums:
        here = shown.get(kind, ZERO)
        found.append(
            Balance(
                Kind(kind),
                proposed or ZERO,
                approved or ZERO,
                here,
                every.get(kind, ZERO) - here,
                (approved or ZERO) - (allocated or ZERO),
            )
        )
    return sorted(found, key=lambda one: Kind.values.index(one.kind))


# --- A list of projects


@dataclass(frozen=True)
class Counted:
    """The baht that a list of projects counts: whole lines as approved, or what of them was placed."""

    rows: QuerySet[Any]
    column: str

    @classmethod
    def approved(cls, lines: Q) -> Counted:
        """Count the lines that meet a condition."""
        return cls(BudgetLine.objects.filter(lines).order_by(), "approved")

    @classmethod
    def placed(cls, allocations: QuerySet[Allocation]) -> Counted:
        """Count what areas were given."""
        return cls(allocations.order_by(), "amount")

    def of(self, projects: Iterable[Any]) -> dict[int, dict[str, Decimal]]:
        """Return the baht by kind, keyed by project id; one query."""
        found: dict[int, dict[str, Decimal]] = defaultdict(dict)
        rows = self.rows.filter(project__in=projects)
        for pk, kind, amount in rows.values_list("project", "kind").annotate(Sum(self.column)):
            found[pk][kind] = amount
        return found


@dataclass(frozen=True)
class ProjectRow:
    """A project of the list with what counts of each kind; baht, in the order of the kinds."""

    project: Project
    amounts: list[tuple[Kind, Decimal | None]]

    @property
    def chip(self) -> str:
        """The chip of its state."""
        return CHIPS[Project.Status(self.project.status)]


def project_rows(projects: Sequence[Project], counted: Counted) -> list[ProjectRow]:
    """Return projects with their sums; one query."""
    found = counted.of([project.pk for project in projects])
    return [
        ProjectRow(project, [(kind, found.get(project.pk, {}).get(kind)) for kind in Kind])
        for project in projects
    ]


def sortable(projects: QuerySet[Project], counted: Counted) -> QuerySet[Project]:
    """Return projects that can be sorted by what counts of a kind; each is reckoned only when asked for."""
    own = counted.rows.filter(project=OuterRef("pk"))
    return projects.annotate(
        **{
            f"approved_{kind}": Subquery(
                own.filter(kind=kind).values("project").annotate(n=Sum(counted.column)).values("n")
            )
            for kind in Kind.values
        }
    )


# --- One project


@dataclass(frozen=True)
class Share:
    """A part of a line's money: an area's in the person's scope, or one of the sums that are no area."""

    amount: Decimal
    of: Decimal
    allocation: Allocation | None = None

    @property
    def percent(self) -> str:
        """The part in hundredths of the line, for a bar and its word; '' where the line has no money."""
        return f"{self.amount * 100 / self.of:.1f}%" if self.of else ""


@dataclass(frozen=True)
class LineLedger:
    """A budget line with where its money goes, its tranches, and what it won or was won by."""

    line: BudgetLine
    balance: Balance
    shares: list[Share]
    tranches: list[Tranche] = field(default_factory=list)
    won: list[Leverage] = field(default_factory=list)
    won_by: Leverage | None = None

    @property
    def outside(self) -> Share:
        """What areas outside the person's have."""
        return Share(self.balance.outside, self.line.amount)

    @property
    def unallocated(self) -> Share:
        """What no area has."""
        return Share(self.balance.unallocated, self.line.amount)

    @property
    def received(self) -> Decimal:
        """What was paid so far; baht."""
        return sum((one.paid or ZERO for one in self.tranches), ZERO)

    @property
    def spent(self) -> Decimal:
        """What reports say was spent; baht."""
        return sum((one.spent or ZERO for one in self.tranches), ZERO)


def line_ledgers(project: Project, user: User) -> list[LineLedger]:
    """Return the budget lines of a project that the person may see; five queries."""
    lines = list(BudgetLine.objects.filter(project=project).select_related("source", "leg"))
    rows = Allocation.objects.filter(line__in=lines).order_by()
    every = dict(rows.values_list("line").annotate(Sum("amount")))
    shares: dict[int, list[Share]] = defaultdict(list)
    amounts = {line.pk: line.amount for line in lines}
    for row in rows.visible_to(user).select_related("area__parent").order_by("line", "area"):
        shares[row.line_id].append(Share(row.amount, amounts[row.line_id], row))
    tranches: dict[int, list[Tranche]] = defaultdict(list)
    for tranche in Tranche.objects.filter(line__in=lines):
        tranches[tranche.line_id].append(tranche)
    of_these = Q(seed__in=lines) | Q(won__in=lines)
    won: dict[int, list[Leverage]] = defaultdict(list)
    won_by: dict[int, Leverage] = {}
    related = ("seed__project", "seed__source", "won__project", "won__source")
    for link in Leverage.objects.visible_to(user).filter(of_these).select_related(*related):
        won[link.seed_id].append(link)
        won_by[link.won_id] = link
    return [
        LineLedger(
            line,
            _balance(line, shares[line.pk], every.get(line.pk, ZERO)),
            shares[line.pk],
            tranches[line.pk],
            won[line.pk],
            won_by.get(line.pk),
        )
        for line in lines
    ]


def _balance(line: BudgetLine, shares: list[Share], every: Decimal) -> Balance:
    shown = sum((share.amount for share in shares), ZERO)
    return Balance(
        Kind(line.kind), line.proposed or ZERO, line.amount, shown, every - shown, line.unallocated
    )


def kind_sums(lines: Iterable[LineLedger]) -> list[Balance]:
    """Return the sums of lines by kind, in the order of the kinds."""
    by_kind: dict[Kind, list[Balance]] = defaultdict(list)
    for one in lines:
        by_kind[one.balance.kind].append(one.balance)
    return [_sum(kind, by_kind[kind]) for kind in Kind if kind in by_kind]


def _sum(kind: Kind, found: list[Balance]) -> Balance:
    names = ("proposed", "approved", "shown", "outside", "unallocated")
    return Balance(kind, *(sum((getattr(one, name) for one in found), ZERO) for name in names))


def visits_of(project: Project, user: User) -> list[FollowUp]:
    """Return the follow-up visits of a project in the person's areas, the newest first; one query."""
    return list(FollowUp.objects.visible_to(user).filter(project=project).select_related("area__parent"))
