"""The board of a cluster: its provinces side by side, with money, needs, plans, people and what is overdue.

Every number of a province is asked in one query over all the provinces, and leads to the list of that province.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import Substr
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.codes import PROVINCE
from areas.models import Area, Level, User
from config.tools.money import ZERO
from meetings import trained
from meetings.models import CapacityTopic
from plans import cluster_waiting
from plans.cluster_rows import Found, Row, list_of, row_of
from plans.models import Need, Plan
from plans.need_counts import MOST_SEVERE
from projects.models import Agency, Allocation, Kind, WorkStream

MOST_AGENCIES = 8  # with a row of their own, those that pay the most


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


def read(provinces: Sequence[Area], user: User, streams: Sequence[WorkStream], year: int) -> ClusterBoard:
    """Return the board of provinces; nine queries, and one for each province for what is overdue in it."""
    codes = [one.code for one in provinces]
    money = _money(codes, user, year)
    of_streams: Found = defaultdict(lambda: ZERO)
    of_sources: Found = defaultdict(lambda: ZERO)
    of_kinds: Found = defaultdict(lambda: ZERO)
    for (stream, source, kind, code), amount in money.items():
        of_kinds[kind, code] += amount
        if kind == Kind.GRANT:
            of_streams[stream, code] += amount
            of_sources[source, code] += amount
    needs = _needs(codes, user)
    plans = _plans(codes, user)

    every = ",".join(codes)

    def of_money(label: str, amounts: Sequence[Any], *, heat: bool = False, **asked: Any) -> Row:
        asked |= {"level": "inside", "year": year}
        urls = [list_of("project_list", area=code, **asked) for code in [*codes, every]]
        return row_of(label, amounts, urls, heat=heat)

    def of_stream(stream: WorkStream | None) -> Row:
        key = stream.pk if stream else None
        label = stream.name if stream else _("Without a stream")
        amounts = [of_streams[key, code] for code in codes]
        return of_money(label, amounts, heat=True, kind=Kind.GRANT, work_stream=key or "none")

    def of_agencies(label: str, payers: Sequence[Agency], source: str, *, heat: bool = True) -> Row:
        paid = [sum((of_sources[one.pk, code] for one in payers), ZERO) for code in codes]
        return of_money(label, paid, heat=heat, kind=Kind.GRANT, source=source)

    def of_kind(kind: Kind) -> Row:
        return of_money(str(kind.label).capitalize(), [of_kinds[kind, code] for code in codes], kind=kind)

    def of_severity(one: int) -> Row:
        asked = {"status": Need.Status.OPEN, "severity": f"{one}-{one}"}
        urls = [list_of("need_list", area=code, **asked) for code in [*codes, every]]
        row = row_of("", [needs[one, code] for code in codes], urls)
        return replace(row, severity=one)

    def of_state(state: Plan.Status) -> Row:
        asked = {"level": Level.TAMBON, "status": state}
        urls = [list_of("plan_list", province=code, **asked) for code in [*codes, every]]
        return row_of(str(state.label), [plans.get((state, code), 0) for code in codes], urls)

    people = trained.by_province(codes, user)

    def of_topic(label: str, key: int, **asked: Any) -> Row:
        urls = [list_of("capacity_list", area=code, **asked) for code in [*codes, every]]
        return row_of(label, [people.get((key, code), 0) for code in codes], urls)

    topics = CapacityTopic.objects.filter(pk__in={key for key, _code in people})
    own, rest = _payers(of_sources)
    with_money = {key for key, _code in of_streams}
    shown = [one for one in streams if one.is_active or one.pk in with_money]
    return ClusterBoard(
        provinces=provinces,
        streams=[of_stream(one) for one in [*shown, *([None] if None in with_money else [])]],
        agencies=[
            *(of_agencies(one.name, [one], str(one.pk)) for one in own),
            *([of_agencies(_others(rest), rest, _all_but(own), heat=False)] if rest else []),
        ],
        grants=of_kind(Kind.GRANT),
        other_kinds=[of_kind(kind) for kind in Kind if kind != Kind.GRANT],
        severities=[of_severity(one) for one in range(MOST_SEVERE, 0, -1)],
        plans=[of_state(state) for state in Plan.Status],
        trained=[
            *(of_topic(one.name, one.pk, topic=one.pk) for one in topics),
            *([of_topic(_("People in all, each once"), 0, trained=trained.YES)] if people else []),
        ],
        waiting=cluster_waiting.rows_of(codes, user),
    )


def _sums(rows: Sequence[Row], like: Sequence[Any]) -> list[Any]:
    """Return the sums of rows by province."""
    return [sum((row.cells[at].amount for row in rows), ZERO) for at in range(len(like))]


def _payers(of_sources: Found) -> tuple[Sequence[Agency], Sequence[Agency]]:
    """Return the agencies with a row of their own, those that pay the most first, and all others; one query."""
    paid: dict[int, Any] = defaultdict(lambda: ZERO)
    for (source, _code), amount in of_sources.items():
        paid[source] += amount
    order = sorted(Agency.objects.filter(pk__in=paid), key=lambda one: -paid[one.pk])
    return order[:MOST_AGENCIES], order[MOST_AGENCIES:]


def _others(rest: Sequence[Agency]) -> str:
    return ngettext("%(count)d other agency", "%(count)d other agencies", len(rest)) % {"count": len(rest)}


def _all_but(own: Sequence[Agency]) -> str:
    """Return how the list of projects is asked for the sources that are none of these."""
    return "-" + ",".join(str(one.pk) for one in own)


def _money(codes: Sequence[str], user: User, year: int) -> dict[tuple[Any, int, str, str], Decimal]:
    """Return the baht of a year by stream, agency, kind and province."""
    placed = Allocation.objects.visible_to(user).inside(*codes).filter(fiscal_year=year).order_by()
    told = placed.annotate(province=Substr("area_id", 1, PROVINCE))
    rows = told.values_list("work_stream_id", "source_id", "kind", "province").annotate(sum=Sum("amount"))
    return {(*key,): amount for *key, amount in rows}


def _needs(codes: Sequence[str], user: User) -> Found:
    """Return the open needs by severity."""
    needs = Need.objects.visible_to(user).inside(*codes).current().filter(status=Need.Status.OPEN)
    told = needs.order_by().annotate(province=Substr("area_id", 1, PROVINCE))
    by_severity: Found = defaultdict(int)
    for severity, code, count in told.values_list("severity", "province").annotate(n=Count("*")):
        by_severity[severity, code] = count
    return by_severity


def _plans(codes: Sequence[str], user: User) -> Found:
    """Return the plans of tambons by state."""
    plans = Plan.objects.visible_to(user).inside(*codes).filter(area__level=Level.TAMBON).order_by()
    told = plans.annotate(province=Substr("area_id", 1, PROVINCE))
    return {
        (state, code): count
        for state, code, count in told.values_list("status", "province").annotate(n=Count("*"))
    }
