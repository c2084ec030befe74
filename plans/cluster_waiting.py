"""What waits for a decision in the provinces of a cluster: each matter as the board of each province tells it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from areas.codes import PROVINCE, province_of
from areas.models import User
from plans.cases import ANY_WAIT, State
from plans.cluster_rows import Found, Row, list_of, row_of
from plans.gaps import UNFUNDED, graded, in_grades
from plans.ledger import SEVERE
from plans.models import GapDecision, Grade, Need
from plans.overlaps import overlaps
from projects import overdue


def rows_of(codes: Sequence[str], user: User) -> list[Row]:
    """Return what is overdue, gaps without money by grade, and overlaps, by province; three queries, and one of each.

    Each number is what the province's list shows when it is asked for what waits.
    """
    gaps = _gaps(codes, user)
    found = overlaps(user, *codes) if codes else []
    pairs = Counter(province_of(one.key[0]) for one in found if one.waits)
    late = [overdue.count(user, code) for code in codes]

    asked = [*codes, ",".join(codes)]

    def of_grade(label: str, grade: Grade) -> Row:
        urls = [list_of("gap_list", area=code, grade=grade, state=ANY_WAIT) for code in asked]
        return row_of(label, [gaps[grade, code] for code in codes], urls)

    return [
        row_of(
            _("Payments, reports and next steps that are overdue"),
            late,
            [list_of("overdue_list", area=code) for code in asked],
        ),
        of_grade(_("Severe needs that nobody answers"), Grade.NOBODY),
        of_grade(_("Severe needs that stand in a plan and have no money"), Grade.IN_PLAN),
        row_of(
            _("Pairs of projects that may be double work"),
            [pairs[code] for code in codes],
            [list_of("overlap_list", area=code, state=ANY_WAIT) for code in asked],
        ),
    ]


def _gaps(codes: Sequence[str], user: User) -> Found:
    """Return the severe gaps without money that wait, by grade and province; two queries.

    Where each stands is read of those alone on which somebody decided: that takes far longer than to grade them.
    """
    needs = Need.objects.visible_to(user).inside(*codes).filter(status=Need.Status.OPEN, severity__gte=SEVERE)
    found: Found = defaultdict(int)
    for grade, code, count in _by_province(in_grades(needs)):
        found[grade, code] += count
    decided = needs.filter(Exists(GapDecision.objects.filter(need=OuterRef("pk"))))
    for grade, code, count in _by_province(graded(decided).filter(state=State.DECIDED)):
        found[grade, code] -= count
    return found


def _by_province(gaps: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Return gaps without money, counted by grade and province."""
    told = gaps.filter(grade__in=UNFUNDED).order_by().annotate(province=Substr("area_id", 1, PROVINCE))
    counts: QuerySet[Any, Any] = told.values_list("grade", "province").annotate(n=Count("*"))
    return counts
