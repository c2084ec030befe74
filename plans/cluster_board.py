"""The board of a cluster: its provinces side by side, with money, needs, plans, people and what is overdue.

Every number of a province is asked in one query over all the provinces, and leads to the list of that province.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Sum
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.codes import PROVINCE
from areas.models import Area, Level, User
from config.tools.money import ZERO
from meetings import trained
from meetings.models import CapacityTopic
from plans.ledger import SEVERE
from plans.models import Need, NeedLink, Plan, ProjectNeed
from plans.need_counts import MOST_SEVERE, NOBODY
from projects import overdue
from projects.board import STEPS
from projects.models import Agency, Allocation, Kind, WorkStream

MOST_AGENCIES = 8  # with a row of their own, those that pay the most


@dataclass(frozen=True)
class Cell:
    """What one province has of a row, and the address of the list that holds it; '' where there is nothing."""

    amount: Decimal | int
    url: str
    heat: int = 0


@dataclass(frozen=True)
class Row:
    """One row over the provinces: what it is called, or the severity that it counts."""

    label: str
    cells: Sequence[Cell]
    severity: int = 0

    @property
    def total(self) -> Decimal | int:
        """The sum over the provinces."""
        return sum((cell.amount for cell in self.cells), 0)


@dataclass(frozen=True)
class ClusterBoard:
    """The provinces of a cluster that a person may read, and their figures; grants are of one fiscal year."""

    provinces: Sequence[Area]
    streams: Sequence[Row]
    agencies: Sequence[Row]
    """Those that pay the most, and all others in one row."""
    grants: Row
    other_kinds: Sequence[Row]
    severities: Sequence[Row]
    plans: Sequence[Row]
    trained: Sequence[Row]
    """People by topic, and in all: who was trained in several topics counts in each, and once in all."""
    waiting: Sequence[Row]
    """What needs a decision."""

    @property
    def ties(self) -> bool:
        """Whether the streams of each province, and the agencies that pay there, come to its grants."""
        grants = [cell.amount for cell in self.grants.cells]
        return _sums(self.streams, grants) == _sums(self.agencies, grants) == grants


Found = dict[tuple[Any, str], Any]
"""What was found, by the key of a row and the code of a province."""


def read(provinces: Sequence[Area], user: User, streams: Sequence[WorkStream], year: int) -> ClusterBoard:
    """Return the board of provinces; six queries, and one for each province for what is overdue in it."""
    codes = [one.code for one in provinces]
    money = _money(codes, user, year)
    of_streams: Found = defaultdict(lambda: ZERO)
    of_agencies: Found = defaultdict(lambda: ZERO)
    of_kinds: Found = defaultdict(lambda: ZERO)
    for (stream, source, kind, code), amount in money.items():
        of_kinds[kind, code] += amount
        if kind == Kind.GRANT:
            of_streams[stream, code] += amount
            of_agencies[source, code] += amount
    needs, nobody = _needs(codes, user)
    plans = _plans(codes, user)

    def projects(code: str, **more: Any) -> str:
        return _list("project_list", area=code, level="inside", year=year, **more)

    def of_stream(stream: WorkStream | None) -> Row:
        key = stream.pk if stream else None
        urls = [projects(code, kind=Kind.GRANT, work_stream=key or "none") for code in codes]
        label = stream.name if stream else _("Without a stream")
        return _row(label, [of_streams[key, code] for code in codes], urls, heat=True)

    def of_agency(agency: Agency) -> Row:
        urls = [projects(code, kind=Kind.GRANT, source=agency.pk) for code in codes]
        return _row(agency.name, [of_agencies[agency.pk, code] for code in codes], urls, heat=True)

    def of_kind(kind: Kind) -> Row:
        urls = [projects(code, kind=kind) for code in codes]
        return _row(str(kind.label).capitalize(), [of_kinds[kind, code] for code in codes], urls)

    def of_need(label: str, counts: Sequence[int], **asked: Any) -> Row:
        return _row(
            label, counts, [_list("need_list", area=c, status=Need.Status.OPEN, **asked) for c in codes]
        )

    def of_severity(one: int) -> Row:
        row = of_need("", [needs[one, code] for code in codes], severity=f"{one}-{one}")
        return Row("", row.cells, one)

    def of_state(state: Plan.Status) -> Row:
        asked = {"level": Level.TAMBON, "status": state}
        urls = [_list("plan_list", province=code, **asked) for code in codes]
        return _row(str(state.label), [plans.get((state, code), 0) for code in codes], urls)

    people = trained.by_province(codes, user)

    def of_topic(label: str, key: int, **asked: Any) -> Row:
        urls = [_list("capacity_list", area=code, **asked) for code in codes]
        return _row(label, [people.get((key, code), 0) for code in codes], urls)

    topics = CapacityTopic.objects.filter(pk__in={key for key, _code in people})
    severe = [nobody[NOBODY, code] for code in codes]
    late = [overdue.keys(user, overdue.Asked(area=code)).count() for code in codes]
    payers = Agency.objects.filter(pk__in={key for key, _code in of_agencies})
    agencies = sorted(map(of_agency, payers), key=lambda row: -row.total)
    with_money = {key for key, _code in of_streams}
    shown = [one for one in streams if one.is_active or one.pk in with_money]
    return ClusterBoard(
        provinces=provinces,
        streams=[of_stream(one) for one in [*shown, *([None] if None in with_money else [])]],
        agencies=_with_others(agencies),
        grants=of_kind(Kind.GRANT),
        other_kinds=[of_kind(kind) for kind in Kind if kind != Kind.GRANT],
        severities=[of_severity(one) for one in range(MOST_SEVERE, 0, -1)],
        plans=[of_state(state) for state in Plan.Status],
        trained=[
            *(of_topic(one.name, one.pk, topic=one.pk) for one in topics),
            *([of_topic(_("People in all, each once"), 0, trained=trained.YES)] if people else []),
        ],
        waiting=[
            _row(
                _("Payments, reports and next steps that are overdue"),
                late,
                [_list("overdue_list", area=code) for code in codes],
            ),
            of_need(_("Severe needs that nobody answers"), severe, severity=SEVERE, answered=NOBODY),
        ],
    )


def _row(label: str, amounts: Sequence[Any], urls: Sequence[str], heat: bool = False) -> Row:
    cells = []
    for amount, url in zip(amounts, urls, strict=True):
        dark = 1 + sum(amount >= step for step in STEPS) if heat and amount else 0
        cells.append(Cell(amount, url if amount else "", dark))
    return Row(label, cells)


def _sums(rows: Sequence[Row], like: Sequence[Any]) -> list[Any]:
    """Return the sums of rows by province."""
    return [sum((row.cells[at].amount for row in rows), ZERO) for at in range(len(like))]


def _with_others(rows: Sequence[Row]) -> list[Row]:
    """Return the first rows, and all others as one that leads nowhere."""
    rest = rows[MOST_AGENCIES:]
    if not rest:
        return list(rows)
    label = ngettext("%(count)d other agency", "%(count)d other agencies", len(rest)) % {"count": len(rest)}
    others = Row(label, [Cell(amount, "") for amount in _sums(rest, rest[0].cells)])
    return [*rows[:MOST_AGENCIES], others]


def _money(codes: Sequence[str], user: User, year: int) -> dict[tuple[Any, int, str, str], Decimal]:
    """Return the baht of a year by stream, agency, kind and province."""
    placed = Allocation.objects.visible_to(user).inside(*codes).filter(fiscal_year=year).order_by()
    told = placed.annotate(province=Substr("area_id", 1, PROVINCE))
    rows = told.values_list("work_stream_id", "source_id", "kind", "province").annotate(sum=Sum("amount"))
    return {(*key,): amount for *key, amount in rows}


def _needs(codes: Sequence[str], user: User) -> tuple[Found, Found]:
    """Return the open needs by severity, and the severe ones that nobody answers."""
    needs = Need.objects.visible_to(user).inside(*codes).current().filter(status=Need.Status.OPEN)
    in_plan = Exists(NeedLink.objects.filter(need=OuterRef("pk")))
    in_project = Exists(ProjectNeed.objects.filter(need=OuterRef("pk")))
    told = needs.order_by().annotate(
        planned=in_plan, funded=in_project, province=Substr("area_id", 1, PROVINCE)
    )
    by_severity: Found = defaultdict(int)
    nobody: Found = defaultdict(int)
    for severity, planned, funded, code, count in told.values_list(
        "severity", "planned", "funded", "province"
    ).annotate(n=Count("*")):
        by_severity[severity, code] += count
        if severity >= SEVERE and not planned and not funded:
            nobody[NOBODY, code] += count
    return by_severity, nobody


def _plans(codes: Sequence[str], user: User) -> Found:
    """Return the plans of tambons by state."""
    plans = Plan.objects.visible_to(user).inside(*codes).filter(area__level=Level.TAMBON).order_by()
    told = plans.annotate(province=Substr("area_id", 1, PROVINCE))
    return {
        (state, code): count
        for state, code, count in told.values_list("status", "province").annotate(n=Count("*"))
    }


def _list(name: str, **asked: Any) -> str:
    """Return the address of a list with what it is asked for."""
    return f"{reverse(name)}?{urlencode({key: str(value) for key, value in asked.items()})}"
