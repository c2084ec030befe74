"""Who has handed in a plan and who has not: the tambons of a province, district or cluster, for one period.

A plan counts for the period when its years overlap with it. Handed in is what a council has endorsed; a draft's age
is the time since its last change. The number of queries does not grow with rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import ngettext

from areas.codes import DISTRICT, PROVINCE, TAMBON
from areas.models import Area, Level, User
from areas.scope import inside_any
from config.tools.thai import show_years, today
from plans.models import Plan
from plans.reopened import reopened, state_of

SENT, DRAFT, NONE = "sent", "draft", "none"
PLACES = (Level.VILLAGE, Level.COMMUNITY)
MONTH, YEAR = 30, 365  # days; an age in words is rough

Period = tuple[int, int]  # first and last year of the Buddhist era


@dataclass(frozen=True)
class Row:
    """A tambon or province with its plan of the period, and how many of the places below it handed in and are in draft.

    The places are a tambon's villages and communities, or a province's tambons.
    """

    area: Area
    plan: Plan | None
    chip: str  # the state of the plan's chip; '' without a plan
    state: str
    day: date | None  # of the endorsement, or of the draft's last change
    days: int | None  # since then
    places: int
    places_sent: int
    places_draft: int

    @property
    def age(self) -> str:
        """How long ago that was, in words."""
        return "" if self.days is None else age_in_words(self.days)


@dataclass(frozen=True)
class Group:
    """The tambons of a district that fit the filter, in Thai order, with the counts of all its tambons."""

    district: Area
    province: Area
    rows: list[Row]
    sent: int
    count: int


@dataclass(frozen=True)
class Completeness:
    """The groups that the filter left, and the counts of all tambons whatever the filter."""

    period: Period | None
    groups: list[Group]
    sent: int
    draft: int
    none: int
    provinces: list[Row]  # where all of a province is asked for: its own plan

    @property
    def count(self) -> int:
        """How many tambons there are."""
        return self.sent + self.draft + self.none

    @property
    def percent(self) -> int:
        """Percent of the tambons that handed in."""
        return 100 * self.sent // self.count if self.count else 0

    @property
    def years(self) -> str:
        """The period as people write it; '' where there is no plan yet."""
        return show_years(*self.period) if self.period else ""


def periods(codes: Sequence[str], user: User) -> list[Period]:
    """Return the periods of the plans of tambons and below within areas, the one most have first; one query."""
    levels = (Level.TAMBON, *PLACES)
    plans = Plan.objects.visible_to(user).filter(inside_any("area_id", list(codes)), area__level__in=levels)
    found = plans.order_by().values_list("first_year", "last_year").annotate(plans=Count("*"))
    return [(first, last) for first, last, _plans in found.order_by("-plans", "-first_year", "-last_year")]


def read(codes: Sequence[str], user: User, period: Period | None, state: str = "") -> Completeness:
    """Return the tambons within areas by district, as far as the person may read; with `state` only those in it."""
    current = Area.objects.current().readable_by(user).filter(inside_any("code", list(codes)))
    tambons = list(current.filter(level=Level.TAMBON))
    tops = {code for area in tambons for code in (area.code[:DISTRICT], area.code[:PROVINCE])}
    above = Area.objects.in_bulk(list(tops))
    places: dict[str, int] = defaultdict(int)
    for code in current.filter(level__in=PLACES).order_by().values_list("code", flat=True):
        places[code[:TAMBON]] += 1
    plans, planned = _plans(codes, user, period)
    again = reopened(plan.pk for plan in plans.values())
    rows = [
        _row(area, plans.get(area.code), again, places[area.code], list(planned[area.code].values()))
        for area in tambons
    ]
    by_district: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_district[row.area.code[:DISTRICT]].append(row)
    groups = [
        Group(above[code], above[code[:PROVINCE]], kept, _count(found, SENT), len(found))
        for code, found in by_district.items()
        if (kept := [row for row in found if state in ("", row.state)])
    ]
    provinces = [
        _row(area, plans.get(area.code), again, len(below), [row.state for row in below])
        for area in sorted(current.filter(level=Level.PROVINCE), key=lambda one: one.name_sort)
        if (below := [row for row in rows if row.area.code.startswith(area.code)])
    ]
    groups.sort(key=lambda one: (one.province.name_sort, one.district.name_sort, one.district.code))
    sent, draft, none = (_count(rows, one) for one in (SENT, DRAFT, NONE))
    return Completeness(period, groups, sent, draft, none, provinces)


def _plans(
    codes: Sequence[str], user: User, period: Period | None
) -> tuple[dict[str, Plan], dict[str, dict[str, str]]]:
    """Return the plan of each tambon and province, handed in before draft; by tambon its places' states; one query."""
    found: dict[str, Plan] = {}
    planned: dict[str, dict[str, str]] = defaultdict(dict)
    if period is None:
        return found, planned
    first, last = period
    plans = (
        Plan.objects.visible_to(user)
        .filter(inside_any("area_id", list(codes)), first_year__lte=last, last_year__gte=first)
        .filter(area__level__in=(Level.PROVINCE, Level.TAMBON, *PLACES), area__abolished_on__isnull=True)
        .select_related("endorsed_at")
        .annotate(items_changed=Max("items__updated_at"))
        .order_by("first_year")
    )
    for plan in plans:
        code = plan.area_id or ""
        if len(code) > TAMBON:
            states = planned[code[:TAMBON]]
            states[code] = SENT if SENT in (states.get(code), _state(plan)) else DRAFT
        elif code not in found or _state(plan) == SENT or _state(found[code]) == DRAFT:
            found[code] = plan
    return found, planned


def _state(plan: Plan | None) -> str:
    if plan is None:
        return NONE
    return DRAFT if plan.status == Plan.Status.DRAFT else SENT


def _row(area: Area, plan: Plan | None, again: set[int], places: int, below: list[str]) -> Row:
    day = _day(plan) if plan else None
    days = max(0, (today() - day).days) if day else None
    chip = state_of(plan, again) if plan else ""
    sent, draft = below.count(SENT), below.count(DRAFT)
    return Row(area, plan, chip, _state(plan), day, days, places, sent, draft)


def _day(plan: Plan) -> date | None:
    """Return when a plan was endorsed, or when its draft or an item of it was last changed."""
    if plan.status != Plan.Status.DRAFT:
        return plan.endorsed_at.held_on if plan.endorsed_at else None
    items_changed = getattr(plan, "items_changed", None)
    return timezone.localtime(max(plan.updated_at, items_changed or plan.updated_at)).date()


def _count(rows: Iterable[Row], state: str) -> int:
    return sum(row.state == state for row in rows)


def age_in_words(days: int) -> str:
    """Return an age in days, months or years, rounded down."""
    if days < 2 * MONTH:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if days < 2 * YEAR:
        months = days // MONTH
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    years = days // YEAR
    return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
