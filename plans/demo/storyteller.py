"""Tells the story of the plans: villages, tambons, provinces, the cluster, through the rules that every form uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import timezone

from areas.models import Area, Cluster
from meetings.models import Meeting
from plans import budgets, rollup, rules, rules_life, rules_rollup, rules_similarity
from plans.cells import Cell, add
from plans.demo import cluster as story_of_cluster
from plans.demo import kanchanaburi as story
from plans.demo.rows import (
    FIRST_YEAR,
    LAST_YEAR,
    Budget,
    Council,
    ItemRow,
    LineRow,
    NeedRow,
    Province,
    Titled,
)
from plans.models import LeftOut, Need, NeedLink, Plan, PlanItem
from projects.models import Agency, Dimension, WorkStream

Below = dict[tuple[str, int], PlanItem]  # village items by the title of the tambon's and the village's number


@contextmanager
def written_on(day: date) -> Iterator[None]:
    """Date all that is written inside on a day of the story: rows, their histories, steps of plans."""
    moment = timezone.make_aware(datetime.combine(day, time(16)))
    now = timezone.now
    timezone.now = lambda: moment  # what Django and the histories ask when they write a date
    try:
        yield
    finally:
        timezone.now = now


class Storyteller:
    """Tells the story of the plans in its order: forums, needs, village plans, tambon plans, the provinces."""

    def __init__(self) -> None:
        self.dimensions = {row.code: row for row in Dimension.objects.all()}
        self.streams = {row.code: row for row in WorkStream.objects.all()}
        self.agencies = {row.name: row for row in Agency.objects.all()}
        self.forums: dict[str, Meeting] = {}
        self.meetings: dict[str, Meeting] = {}
        self.needs: dict[Titled, Need] = {}
        self.items: dict[Titled, PlanItem] = {}
        self.lines: dict[str, PlanItem] = {}

    def kanchanaburi(self) -> None:
        """Put กาญจนบุรี in, from the villages to what the province decided by 12 ก.ค. 2566; six items still wait."""
        with written_on(story.FORUMS_DONE):
            below = self.villages()
        self.tambons(story.PROVINCE, below)
        plan = self.province(story.PROVINCE)
        a, b, why = story.KEPT_APART
        with written_on(story.ROLLED_UP):
            rules_similarity.decline(plan, self.items[a], self.items[b], why)

    def tambons(self, of: Province, below: Below | None = None) -> None:
        """Put the plans of a province's tambons in; those with a council are endorsed."""
        councils = {row.area: row for row in of.councils}
        for area, rows in of.items.items():
            council = councils.get(area)
            with written_on(council.held_on if council else of.rolled_up):
                plan = self.plan(Area.objects.get(pk=area))
                for row in rows:
                    self.items[area, row.title] = self.tambon_item(plan, row, below or {})
                if council:
                    rules.endorse(plan, self.council(council))

    def province(self, of: Province) -> Plan:
        """Put the plan of a province in as a draft: lines over items of its tambons, and what it left out."""
        with written_on(of.rolled_up):
            plan = self.plan(Area.objects.get(pk=of.code))
            for line in of.lines:
                originals = [self.items[key] for key in line.items]
                self.lines[line.title] = rules_rollup.make_line(
                    plan,
                    self.line_fields(line, originals[0], of.office),
                    {item.pk: budgets.cells(item) for item in originals},
                )
            for area, title, ground, reason in of.left_out:
                rules_rollup.leave_out(plan, [self.items[area, title]], LeftOut.Ground(ground), reason)
            self.meetings[of.code] = Meeting.objects.create(
                area_id=of.code,
                kind=Meeting.Kind.PROVINCIAL,
                title=f"ประชุมประมวลแผนประชาชนจังหวัด{of.name}",
                held_on=of.rolled_up,
                headcount=of.came,
            )
        return plan

    def line_fields(self, line: LineRow, first: PlanItem, office: str) -> dict[str, Any]:
        """Return the fields of a province's line; what the row does not say is as in its first original."""
        return {
            "title": line.title,
            "objective": line.objective,
            "target": line.target,
            "dimension": first.dimension,
            "work_stream": first.work_stream,
            "doability": first.doability,
            "door": first.door,
            "main_agency": self.agencies[office],
        }

    def cells_of(self, keys: Iterable[Titled]) -> dict[Cell, Decimal]:
        """Return the budgets of some items as one."""
        together: dict[Cell, Decimal] = {}
        for key in keys:
            add(together, budgets.cells(self.items[key]))
        return together

    # --- Villages and tambons

    def villages(self) -> Below:
        """Put in what the villages said and endorsed; return their items."""
        self.forums = {story.moo(v.moo): self.forum(v) for v in story.VILLAGES}
        self.write_needs(story.NEEDS)
        plans = {v.moo: self.plan(Area.objects.get(pk=story.moo(v.moo))) for v in story.VILLAGES}
        below = {}
        for row in story.ITEMS[story.CHONG_SADAO]:
            for moo, amounts in row.below.items():
                needs = [key for key in row.needs if key[0] == story.moo(moo)]
                below[row.title, moo] = self.item(plans[moo], row, amounts, needs)
        for moo, plan in plans.items():
            rules.endorse(plan, self.forums[story.moo(moo)])
        return below

    def forum(self, village: story.Village) -> Meeting:
        """Record the forum of a village."""
        return Meeting.objects.create(
            area_id=story.moo(village.moo),
            kind=Meeting.Kind.VILLAGE_FORUM,
            title=f"ประชาคม ม.{village.moo} ช่องสะเดา",
            held_on=village.forum,
            place=f"ศาลากลางหมู่บ้าน ม.{village.moo}",
            headcount=village.came,
        )

    def council(self, row: Council) -> Meeting:
        """Record the council meeting that endorses a tambon's plan."""
        return Meeting.objects.create(
            area_id=row.area,
            kind=Meeting.Kind.COUNCIL,
            title="ประชุมสภาองค์กรชุมชนตำบล รับรองแผน",
            held_on=row.held_on,
            place=row.place,
            headcount=row.came,
        )

    def write_needs(self, rows: Iterable[NeedRow]) -> None:
        """Record what villages and tambons said."""
        for row in rows:
            meeting = self.forums.get(row.area)
            self.needs[row.area, row.title] = Need.objects.create(
                area_id=row.area,
                dimension=self.dimensions[row.dimension],
                title=row.title,
                cause=row.cause,
                wish=row.wish,
                households=row.households,
                severity=row.severity,
                meeting=meeting,
                source=meeting.title if meeting else "เวทีตำบล",
            )

    def plan(self, home: Area | Cluster) -> Plan:
        """Start the plan of an area or a cluster."""
        return rules.create_plan(home, FIRST_YEAR, LAST_YEAR)

    def fields(self, row: ItemRow) -> dict[str, Any]:
        """Return the fields of an item."""
        return {
            "title": row.title,
            "objective": row.objective,
            "target": row.target,
            "indicator": row.indicator,
            "expected_result": row.expected,
            "dimension": self.dimensions[row.dimension],
            "work_stream": self.streams[row.stream],
            "doability": row.doability,
            "door": row.door,
            "main_agency": self.agencies[row.agency],
        }

    def item(self, plan: Plan, row: ItemRow, amounts: Budget, needs: Iterable[Titled]) -> PlanItem:
        """Add an item with its budget and the needs it answers.

        The rows are as `rules.save_item` writes them; that asks seven queries more of each, and the demo's are known
        to be in order (`reconcile` is asked in the tests).
        """
        item = PlanItem.objects.create(
            plan=plan, area=plan.area, number=plan.items.count() + 1, **self.fields(row)
        )
        budgets.write(item, self.cells(amounts, row.source))
        self.link(item, needs)
        return item

    def link(self, item: PlanItem, needs: Iterable[Titled]) -> None:
        """Note which needs an item answers."""
        for key in needs:
            NeedLink.objects.create(need=self.needs[key], item=item)

    def cells(self, amounts: Budget, source: str) -> dict[Cell, Decimal]:
        """Return a budget of four years as cells of one source."""
        source_id = self.agencies[source].pk
        return {
            (year, source_id): Decimal(amount)
            for year, amount in enumerate(amounts, start=FIRST_YEAR)
            if amount
        }

    def tambon_item(self, plan: Plan, row: ItemRow, below: Below) -> PlanItem:
        """Add an item of a tambon's plan, made from its village items where there are any."""
        if not row.below:
            return self.item(plan, row, row.budget, row.needs)
        carry = {
            below[row.title, moo].pk: self.cells(amounts, row.source) for moo, amounts in row.below.items()
        }
        item = rules_rollup.make_line(plan, self.fields(row), carry)
        self.link(item, row.needs)
        return item

    # --- The cluster

    def cluster(self, cluster: Cluster, *, provinces: Iterable[Province]) -> None:
        """Put the cluster's plan in: one line that carries, of each province's, the part that is on the river."""
        with written_on(story_of_cluster.MET):
            plan = self.plan(cluster)
            carry, rest = {}, []
            for line in (line for province in provinces for line in province.lines):
                keys = [key for key in line.items if key[0] in story_of_cluster.TAMBONS]
                if keys:
                    carry[self.lines[line.title].pk] = self.cells_of(keys)
                    rest.append(self.lines[line.title])
            first = rest[0]
            fields = {
                "title": story_of_cluster.TITLE,
                "objective": story_of_cluster.OBJECTIVE,
                "target": story_of_cluster.TARGET,
                "dimension": first.dimension,
                "work_stream": self.streams["WS09"],
                "doability": first.doability,
                "door": first.door,
                "main_agency": first.main_agency,
            }
            rules_rollup.make_line(plan, fields, carry)
            rules_rollup.leave_out(plan, rest, LeftOut.Ground.OTHER, story_of_cluster.REST)
            Meeting.objects.create(
                cluster=cluster,
                kind=Meeting.Kind.OTHER,
                title="ประชุมแผนกลุ่มจังหวัด",
                held_on=story_of_cluster.MET,
                headcount=story_of_cluster.CAME,
            )

    def endorse_for_now(self, plan: Plan) -> None:
        """Let the province endorse its plan; what waits is kept for later."""
        with written_on(story_of_cluster.ENDORSED):
            for pk in [row.item_id for row in rollup.read(plan).waiting]:
                rules_rollup.leave_out(plan, [pk], LeftOut.Ground.OTHER, story_of_cluster.FOR_LATER)
            rules.endorse(plan, self.meetings[plan.area_id or ""])

    def reopen(self, plan: Plan) -> None:
        """Let the province open its plan again, to take up what it kept for later."""
        with written_on(story_of_cluster.REOPENED):
            rules_life.step_back(plan, "draft", story_of_cluster.WHY_REOPENED)
            for left in LeftOut.objects.filter(plan=plan, reason=story_of_cluster.FOR_LATER):
                rules_rollup.bring_back(left)
