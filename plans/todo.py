"""What waits for a person in the areas assigned to them: the sections of the home page, at most five rows each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from areas.codes import TAMBON
from areas.mine import assigned_clusters, edits_something, own_places
from areas.models import Area, Cluster, Level, User
from plans import changes
from plans.changes import Change
from plans.ledger import PlanRow, plan_rows
from plans.models import Plan
from plans.todo_cases import Cases, cases_of
from plans.waiting import waiting_for
from projects import overdue
from projects.overdue import Late

MOST = 5  # rows of a section (look.md, open points)
KEPT = (Level.PROVINCE, Level.TAMBON, Level.VILLAGE, Level.COMMUNITY)  # levels that are to have a plan
LOWEST = (Level.TAMBON, Level.VILLAGE, Level.COMMUNITY)

T = TypeVar("T")


@dataclass(frozen=True)
class Section(Generic[T]):
    """The most urgent rows, and how many there are in all."""

    rows: Sequence[T]
    count: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than shown."""
        return self.count > len(self.rows)


@dataclass(frozen=True)
class Bench:
    """A parent plan with what its workbench still has to place."""

    plan: Plan
    items: int
    amount: Decimal


@dataclass(frozen=True)
class Progress:
    """How far the tambon plans of an area are."""

    area: Area
    tambons: int
    endorsed: int
    draft: int

    @property
    def missing(self) -> int:
        """Tambons without any plan."""
        return self.tambons - self.endorsed - self.draft

    @property
    def percent(self) -> int:
        """Percent of the tambons whose plan is endorsed."""
        return 100 * self.endorsed // self.tambons if self.tambons else 0


@dataclass(frozen=True)
class Todo:
    """All that the home page shows."""

    benches: list[Bench]
    changed: Section[
        Change
    ]  # originals that changed below lines of the person's plans, decided by nobody yet
    drafts: Section[PlanRow]
    overdue: Section[Late]  # in the follow-up of projects that the person looks after
    cases: Cases  # gaps, overlaps and surveys that wait
    endorsed: Section[Plan]
    progress: list[Progress]
    own: list[PlanRow]
    bare: list[Area]  # the person's own provinces, tambons and villages that have no plan
    bare_clusters: list[Cluster]  # the person's own clusters without a plan, though a province's is endorsed

    @property
    def missing(self) -> list[Progress]:
        """The areas where tambons have no plan yet."""
        return [one for one in self.progress if one.missing]

    @property
    def unendorsed(self) -> int:
        """How many plans are not endorsed yet, those that nobody began included."""
        bare = len(self.bare) + len(self.bare_clusters)
        return self.drafts.count + bare + sum(one.missing for one in self.missing)

    @property
    def count(self) -> int:
        """How many things wait for the person; tambons without a plan are one matter for each area."""
        bare = len(self.bare) + len(self.bare_clusters)
        waiting = self.drafts.count + self.cases.count + self.changed.count + self.overdue.count
        return len(self.benches) + waiting + bare + len(self.missing)

    @property
    def leads(self) -> str:
        """The first section on the page; its first row has the filled button."""
        sections = {
            "overdue": self.overdue.count,
            "gaps": self.cases.gap_count,
            "overlaps": self.cases.overlap_count,
            "surveys": self.cases.survey_count,
            "drafts": self.unendorsed,
            "changed": self.changed.count,
            "benches": len(self.benches),
        }
        return next((name for name, count in sections.items() if count), "")


def todo(user: User) -> Todo:
    """Return what waits for the person; the number of queries does not grow with rows."""
    plans = Plan.objects.visible_to(user).select_related("area__parent", "cluster", "endorsed_at")
    drafts = plans.filter(status=Plan.Status.DRAFT, area__level__in=LOWEST)
    done = plans.endorsed().filter(area__level=Level.TAMBON).order_by("-endorsed_at__held_on", "area_id")
    places = own_places(user)
    kept = [area.code for area in places if area.level in KEPT]
    mine = plans.filter(Q(area__in=kept) | Q(cluster__in=assigned_clusters(user)))
    begun = list(drafts[:MOST])
    kept_plans = list(mine.order_by(F("area_id").asc(nulls_first=True), "-first_year")) if kept else []
    rows = plan_rows([*begun, *kept_plans])
    own = rows[len(begun) :]
    bare = set(kept) - {one.plan.area_id for one in own}
    return Todo(
        benches=benches(user, places),
        changed=changed_below(user),
        drafts=section(rows[: len(begun)], drafts),
        overdue=overdue_now(user),
        cases=cases_of(user, places, MOST),
        endorsed=section(list(done[:MOST]), done),
        progress=progress(user, [area for area in places if len(area.code) < TAMBON]),
        own=own,
        bare=[area for area in places if area.code in bare],
        bare_clusters=bare_clusters(user),
    )


def changed_below(user: User) -> Section[Change]:
    """Return what changed below the person's plans and can be decided now, what carries too much first."""
    found = changes.of_plans(Plan.objects.editable_by(user))
    ready = [one for one in found.values() if one.is_ready]
    ready.sort(
        key=lambda one: (not one.over, one.lineage.parent.plan_id, one.lineage.parent.number, one.lineage.pk)
    )
    return Section(ready[:MOST], len(ready))


def overdue_now(user: User) -> Section[Late]:
    """Return what is overdue in the follow-up that the person keeps; who keeps none sees what they may see."""
    first, count = overdue.longest(user, MOST, own=edits_something(user))
    return Section(overdue.late_rows(first, user), count)


def bare_clusters(user: User) -> list[Cluster]:
    """Return the person's own clusters that could have a plan and have none: a province's is endorsed already."""
    clusters = assigned_clusters(user).filter(is_active=True)
    below = Plan.objects.endorsed().filter(area__clusters=OuterRef("pk"))
    return list(clusters.filter(Exists(below)).exclude(Exists(Plan.objects.filter(cluster=OuterRef("pk")))))


def section(rows: Sequence[T], whole: QuerySet[Plan]) -> Section[T]:
    """Return rows with the count of the whole; counted only where the rows may be cut."""
    return Section(rows, len(rows) if len(rows) < MOST else whole.count())


def progress(user: User, wide: list[Area]) -> list[Progress]:
    """Return how many tambon plans are endorsed and in draft, for each wide area of the person."""
    if not wide:
        return []
    areas = {area.code: area for area in wide}
    codes = list(areas)
    tambons: dict[str, int] = dict.fromkeys(codes, 0)
    states: dict[str, dict[str, set[str]]] = {code: {"endorsed": set(), "draft": set()} for code in codes}
    current = Area.objects.current().readable_by(user).filter(level=Level.TAMBON)
    for code in current.order_by().values_list("code", flat=True):
        for top in codes:
            tambons[top] += code.startswith(top)
    plans = Plan.objects.visible_to(user).filter(area__level=Level.TAMBON, area__abolished_on__isnull=True)
    for code, status in plans.order_by().values_list("area_id", "status"):
        for top in codes:
            if code is not None and code.startswith(top):
                states[top]["draft" if status == Plan.Status.DRAFT else "endorsed"].add(code)
    return [
        Progress(areas[code], tambons[code], len(state["endorsed"]), len(state["draft"] - state["endorsed"]))
        for code, state in states.items()
    ]


def benches(user: User, places: Sequence[Area]) -> list[Bench]:
    """Return the parent plans of the person, from wide to narrow, with what waits of the endorsed plans below.

    A tambon's plan, which takes up its villages', is asked about for those who were given that tambon itself.
    """
    own = [area.code for area in places if area.level == Level.TAMBON]
    levels = Q(area__level__in=(Level.PROVINCE, Level.DISTRICT)) | Q(area__in=own) | Q(cluster__isnull=False)
    parents = Plan.objects.editable_by(user).filter(levels).select_related("area", "cluster")
    wide_first = F("depth").asc(nulls_first=True)
    found = []
    for plan in parents.alias(depth=Length("area_id")).order_by(wide_first, "area_id", "pk")[:MOST]:
        count, baht = waiting_for(plan)
        if count:
            found.append(Bench(plan, count, baht))
    return found
