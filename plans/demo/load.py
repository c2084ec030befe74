"""Puts the demo into an empty office, through the same rules that every form uses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from areas.models import Area, AreaProfile, Cluster, Level, User
from areas.models.recorded import acting_as
from meetings.models import Meeting
from meetings.reference import load_topics
from plans import budgets, rules, rules_rollup, rules_similarity
from plans.cells import Cell
from plans.demo import kanchanaburi as story
from plans.demo import needs as story_of_needs
from plans.demo import projects as story_of_money
from plans.demo.money import Accountant
from plans.demo.people import load_people
from plans.models import LeftOut, Need, NeedLink, Plan, PlanItem
from projects.models import Agency, Dimension, WorkStream
from projects.reference import CLUSTER, load_reference
from projects.reference import LOWER_CENTRAL as PROVINCES


def is_loaded() -> bool:
    """Whether the demo is in the database already."""
    return User.objects.filter(is_demo=True).exists()


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


@transaction.atomic
def load() -> None:
    """Load the story of domain.md §6: people, villages, meetings, needs, plans, roll-up, projects with their money."""
    load_topics(load_reference(PROVINCES, cluster=CLUSTER))
    for code, name in (story.SAO | story_of_money.SAO).items():
        Agency.objects.get_or_create(name=name, defaults={"kind": Agency.Kind.LOCAL, "area_id": code})
    cluster = Cluster.objects.get(name=CLUSTER)
    people = load_people(cluster)
    with acting_as(people["kanokwan"]), written_on(story.BEGUN):
        design_meeting(cluster)
    with acting_as(people["boonlert"]), written_on(story.BEGUN):
        load_villages()
    with acting_as(people["pimchanok"]):
        Storyteller().tell()
    with acting_as(people["kanokwan"]), written_on(story.FORUMS_DONE):
        more_needs()
        profiles()
    with acting_as(people["kanokwan"]), written_on(story_of_money.WRITTEN):
        Accountant(people["kanokwan"], cluster).write()


def design_meeting(cluster: Cluster) -> None:
    """Record the meetings that the story starts from."""
    Meeting.objects.create(
        cluster=cluster,
        kind=Meeting.Kind.OTHER,
        title="ประชุมออกแบบงาน 1 พื้นที่บูรณาการทุกเนื้องาน",
        held_on=story.BEGUN,
        place="ศาลากลางจังหวัดสุพรรณบุรี",
    )
    Meeting.objects.create(
        area_id=story.CHONG_SADAO,
        kind=Meeting.Kind.LEARNING_FORUM,
        title="เวทีเรียนรู้ตำบลตัวอย่าง",
        held_on=date(2023, 6, 18),
        place="ศาลาประชาคม ม.3",
        headcount=67,
    )


def load_villages() -> None:
    """Add the seven villages of ช่องสะเดา."""
    for village in story.VILLAGES:
        Area.objects.create(
            code=story.moo(village.moo),
            level=Level.VILLAGE,
            parent_id=story.CHONG_SADAO,
            name_th=village.name,
            moo_no=village.moo,
        )


def more_needs() -> None:
    """Record what the tambons of สุพรรณบุรี and ราชบุรี said."""
    dimensions = {row.code: row for row in Dimension.objects.all()}
    for row in story_of_needs.NEEDS:
        Need.objects.create(
            area_id=row.area,
            dimension=dimensions[row.dimension],
            title=row.title,
            cause=row.cause,
            wish=row.wish,
            households=row.households,
            severity=row.severity,
            source="เวทีตำบล",
        )


def profiles() -> None:
    """Record how many households and people the villages of ช่องสะเดา have."""
    for code, (households, population, elderly) in story_of_needs.PROFILES.items():
        AreaProfile.objects.create(
            area_id=code,
            year=story_of_needs.PROFILE_YEAR,
            households=households,
            population=population,
            elderly=elderly,
            source=story_of_needs.PROFILE_SOURCE,
        )


class Storyteller:
    """Tells the story of the plans in its order: forums, needs, village plans, tambon plans, the province."""

    def __init__(self) -> None:
        self.dimensions = {row.code: row for row in Dimension.objects.all()}
        self.streams = {row.code: row for row in WorkStream.objects.all()}
        self.agencies = {row.name: row for row in Agency.objects.all()}
        self.needs: dict[tuple[str, str], Need] = {}
        self.items: dict[tuple[str, str], PlanItem] = {}

    def tell(self) -> None:
        """Put everything in."""
        with written_on(story.FORUMS_DONE):
            below = self.villages()
        for area, rows in story.ITEMS.items():
            council = next((row for row in story.COUNCILS if row.area == area), None)
            with written_on(council.held_on if council else story.ROLLED_UP):
                plan = self.plan(area)
                for row in rows:
                    self.items[area, row.title] = self.tambon_item(plan, row, below)
                if council:
                    self.endorse(plan, self.council(council))
        with written_on(story.ROLLED_UP):
            self.roll_up(self.plan(story.PROVINCE, prefix="K"))

    def villages(self) -> dict[tuple[str, int], PlanItem]:
        """Put in what the villages said and endorsed; return their items by (title of the tambon's, village number)."""
        self.forums = {story.moo(v.moo): self.forum(v) for v in story.VILLAGES}
        self.load_needs()
        plans = {v.moo: self.plan(story.moo(v.moo)) for v in story.VILLAGES}
        below = self.load_village_items(plans)
        for moo, plan in plans.items():
            self.endorse(plan, self.forums[story.moo(moo)])
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

    def council(self, row: story.Council) -> Meeting:
        """Record the council meeting that endorses a tambon's plan."""
        return Meeting.objects.create(
            area_id=row.area,
            kind=Meeting.Kind.COUNCIL,
            title="ประชุมสภาองค์กรชุมชนตำบล รับรองแผน",
            held_on=row.held_on,
            place=row.place,
            headcount=row.came,
        )

    def load_needs(self) -> None:
        """Record what each village and tambon said."""
        for row in story.NEEDS:
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

    def plan(self, area: str, prefix: str = "") -> Plan:
        """Start the plan of an area."""
        return Plan.objects.create(
            area_id=area, first_year=story.FIRST_YEAR, last_year=story.LAST_YEAR, prefix=prefix
        )

    def endorse(self, plan: Plan, meeting: Meeting) -> None:
        """Let a forum or council endorse a plan."""
        rules.endorse(plan, meeting)

    def item(self, plan: Plan, row: story.ItemRow, amounts: story.Budget, title: str) -> PlanItem:
        """Add an item with its budget."""
        item = PlanItem.objects.create(
            plan=plan,
            area_id=plan.area_id,
            number=plan.items.count() + 1,
            title=title,
            objective=row.objective,
            target=row.target,
            indicator=row.indicator,
            expected_result=row.expected,
            dimension=self.dimensions[row.dimension],
            work_stream=self.streams[row.stream],
            doability=row.doability,
            door=row.door,
            main_agency=self.agencies[row.agency],
        )
        budgets.write(item, self.cells(amounts, row.source))
        return item

    def cells(self, amounts: story.Budget, source: str) -> dict[Cell, Decimal]:
        """Return a budget of four years as cells of one source."""
        source_id = self.agencies[source].pk
        return {
            (year, source_id): Decimal(amount)
            for year, amount in enumerate(amounts, start=story.FIRST_YEAR)
            if amount
        }

    def load_village_items(self, plans: dict[int, Plan]) -> dict[tuple[str, int], PlanItem]:
        """Add the items of the village plans; return them by (title of the tambon item, village number)."""
        made = {}
        for row in story.ITEMS[story.CHONG_SADAO]:
            for moo, amounts in row.below.items():
                item = self.item(plans[moo], row, amounts, row.title)
                for area, title in row.needs:
                    if area == story.moo(moo):
                        NeedLink.objects.create(need=self.needs[area, title], item=item)
                made[row.title, moo] = item
        return made

    def tambon_item(self, plan: Plan, row: story.ItemRow, below: dict[tuple[str, int], PlanItem]) -> PlanItem:
        """Add an item of a tambon's plan, made from its village items where there are any."""
        if row.below:
            carry = {
                below[row.title, moo].pk: self.cells(amounts, row.source)
                for moo, amounts in row.below.items()
            }
            fields = {
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
            item = rules_rollup.make_line(plan, fields, carry)
        else:
            item = self.item(plan, row, row.budget, row.title)
        for key in row.needs:
            NeedLink.objects.create(need=self.needs[key], item=item)
        return item

    def roll_up(self, plan: Plan) -> None:
        """Carry up, leave out and keep apart what the province decided by 12 ก.ค. 2566; six items still wait."""
        for line in story.LINES:
            first = self.items[line.items[0]]
            fields = {
                "title": line.title,
                "objective": line.objective,
                "target": line.target,
                "dimension": first.dimension,
                "work_stream": first.work_stream,
                "doability": first.doability,
                "door": first.door,
                "main_agency": self.agencies[story.GOVERNOR_OFFICE],
            }
            originals = [self.items[key] for key in line.items]
            rules_rollup.make_line(plan, fields, {item.pk: budgets.cells(item) for item in originals})
        for area, title, ground, reason in story.LEFT_OUT:
            rules_rollup.leave_out(plan, [self.items[area, title]], LeftOut.Ground(ground), reason)
        a, b, why = story.KEPT_APART
        rules_similarity.decline(plan, self.items[a], self.items[b], why)
        Meeting.objects.create(
            area_id=story.PROVINCE,
            kind=Meeting.Kind.PROVINCIAL,
            title="ประชุมประมวลแผนประชาชนจังหวัดกาญจนบุรี",
            held_on=story.ROLLED_UP,
            headcount=46,
        )
