"""Growth: everything that a page may list gets n rows more, so that queries can be counted at 10 and at 20."""

from datetime import date, timedelta
from decimal import Decimal

from django.test.utils import CaptureQueriesContext

from areas.models import Area, AreaProfile, Assignment, Role
from areas.models.recorded import acting_as
from meetings.models import CapacityTopic, Meeting, Person, TrainingRecord
from plans.models import (
    GapDecision,
    LeftOut,
    LeftOutYear,
    Lineage,
    LineageYear,
    NeedLink,
    OverlapDecision,
    Plan,
    ProjectNeed,
    SimilarityDecision,
)
from projects.models import (
    Agency,
    Dimension,
    FollowUp,
    Leverage,
    Presence,
    ProjectAgency,
    Survey,
    SurveyAgency,
    Tranche,
    WorkStream,
)
from tests.cast import make_item, make_need
from tests.projects.bench import make_line, make_project

GROWN = "งอกเงย"


def grow(world, start, count):
    """Add `count` rows of each kind, numbered from `start`."""
    with acting_as(world.people["secretariat"]):
        for number in range(start, start + count):
            Grower(world, number).grow()


class Grower:
    """Adds one row of each kind, with ties between them."""

    def __init__(self, world, number):
        self.world, self.number = world, number
        self.title = f"{GROWN} {number}"
        self.rows = {kind: zones.get("here") or zones["province"] for kind, zones in world.rows.items()}
        self.sources = Agency.objects.order_by("pk")

    def grow(self):
        self.places()
        self.reference()
        meeting = self.meeting("710109")
        self.meeting("71")
        self.meeting(self.tambon.code)
        endorsed = self.plan(self.tambon, meeting)
        self.plan(self.village, meeting)
        self.roll_up(endorsed)
        for plan in ("draft", "plan"):
            item = make_item(self.rows[plan], title=self.title, area=self.village)
            self.needs(item)
        self.needs(self.rows["item"])
        self.needs(self.rows["draft_item"])
        self.ties_of_one_item()
        self.projects()
        self.survey()
        self.trained()
        self.cases()
        self.history()

    def projects(self):
        """Projects with money for two areas each, and lines, tranches, links and visits of one project."""
        self.project(make_project("710109", name=self.title))
        self.project(self.rows["project"])

    def project(self, project):
        source = Agency.objects.create(name=f"{self.title} {project.pk}", kind="local", area_id="710109")
        ProjectAgency.objects.create(project=project, agency=source, role="support")
        areas = {self.village.code: 100, "710108": 50}
        line = make_line(project, 200, areas, source=source.name)
        day = date(2023, 7, 5)
        Tranche.objects.create(line=line, number=1, due_on=day, amount=Decimal(1))
        won = make_line(project, 10, source="อบจ.กาญจนบุรี")
        Leverage.objects.create(seed=line, won=won, note=self.title)
        told = {"visited_on": day, "visited_by": self.title, "finding": self.title}
        FollowUp.objects.create(project=project, area=self.village, **told)

    def trained(self):
        """A person of the village, trained in a topic of their own, at a meeting as the one who is there was too."""
        topic = CapacityTopic.objects.create(code=f"G{self.number}", name=self.title)
        day = date(2023, 7, 22)
        held = {"area_id": "710109", "kind": "training", "title": self.title, "held_on": day}
        told = {"topic": topic, "trained_on": day, "trained_by": self.title, "source": self.title}
        told["meeting"] = Meeting.objects.create(**held)
        new = Person.objects.create(area=self.village, name=self.title, role=self.title)
        for who in (new, self.rows["trainee"]):
            TrainingRecord.objects.create(person=who, **told)
        self.rows["trainee"].save()

    def cases(self):
        """An overlap by a need of its own, a decision on it and on the need, and others on those that are there."""
        agency = Agency.objects.create(name=f"{self.title} ซ้อน", kind="local", area_id="710109")
        need = make_need("710109", title=self.title)
        pair = [make_project("710109", name=self.title, code=f"{self.title} {one}") for one in (1, 2)]
        type(pair[1]).objects.filter(pk=pair[1].pk).update(lead_agency=agency)
        for project in pair:
            make_line(project, 100, {"710109": 100}, source=agency.name)
            ProjectNeed.objects.create(project=project, need=need)
        known = {"reason": self.title, "actor": self.title, "due_on": date(2023, 12, 1), "evidence": "ก"}
        for one in (need, self.rows["need"]):
            GapDecision.objects.create(need=one, grade="nobody", **known)
        there = self.rows["overlap"]
        for a, b in (pair, (there.project_a, there.project_b)):
            of = {"area_id": "710109", "fiscal_year": 2566, "project_a": a, "project_b": b}
            OverlapDecision.objects.create(verdict="apart", **of, **known)

    def survey(self):
        """A survey of the tambon on a day of its own, with every stream and an agency in each."""
        day = date(2023, 6, 1) + timedelta(days=self.number)
        survey = Survey.objects.create(area_id="710109", surveyed_on=day, surveyed_by=self.title)
        for stream in WorkStream.objects.all():
            seen = {"survey": survey, "area_id": "710109", "work_stream": stream}
            Presence.objects.create(**seen, state="running")
            SurveyAgency.objects.create(**seen, agency=self.sources[0])

    def places(self):
        more = {"name_th": self.title, "parent_id": "710109"}
        self.village = Area.objects.create(
            code=f"710109{self.number:02d}", level="village", moo_no=self.number, **more
        )
        more["parent_id"] = "7101"
        self.tambon = Area.objects.create(code=f"7101{self.number:02d}", level="tambon", **more)

        for area in (self.village, self.tambon):
            AreaProfile.objects.create(area=area, year=2566, households=1, source=self.title)

    def reference(self):
        Agency.objects.create(name=self.title, kind="local", area_id="710109")
        Dimension.objects.create(code=f"G{self.number}", name=self.title, position=90)
        other = self.tambon if self.number % 2 else self.village
        for person in ("reader", "secretariat"):
            Assignment.objects.create(user=self.world.people[person], role=Role.READER, area=other)

    def meeting(self, code):
        return Meeting.objects.create(
            area_id=code, kind="council", title=self.title, held_on=date(2023, 7, 5)
        )

    def plan(self, area, meeting):
        return Plan.objects.create(
            area=area, first_year=2567, last_year=2570, status="endorsed", endorsed_at=meeting
        )

    def needs(self, item):
        for area in ("710109", self.village.code):
            need = make_need(area, title=self.title, cause=self.title, meeting=self.rows["meeting"])
            NeedLink.objects.create(need=need, item=item)
        NeedLink.objects.create(need=self.rows["need"], item=item) if item.title == self.title else None

    def roll_up(self, endorsed):
        """A line of the new plan's first item, the second left out, the third and fourth judged and waiting."""
        above = self.rows["rollup"]
        items = [make_item(endorsed, title=self.title, area=self.tambon) for _ in range(4)]
        make_item(endorsed, title=self.title, area=self.tambon, door="local")
        line = make_item(above, title=self.title, amounts=(0, 350_000, 350_000, 0))
        for parent in (line, self.rows["line"]):
            child = items[0] if parent is line else make_item(endorsed, title=self.title)
            lineage = Lineage.objects.create(parent=parent, child=child)
            carry(LineageYear, child, lineage=lineage)
        carry(
            LeftOutYear, items[1], left_out=LeftOut.objects.create(plan=above, item=items[1], ground="alone")
        )
        SimilarityDecision.objects.create(
            plan=above, item_a=items[2], item_b=items[3], verdict="keep_apart", reason=self.title
        )

    def ties_of_one_item(self):
        """One item that goes into many lines, each from many items."""
        line = make_item(self.rows["rollup"], title=self.title, amounts=(0, 1, 0, 0))
        lineage = Lineage.objects.create(parent=line, child=self.rows["item"])
        LineageYear.objects.create(
            lineage=lineage, year=2568, wanted_source=self.sources[0], amount=Decimal(1)
        )

    def history(self):
        for row in (
            self.rows["need"],
            self.rows["item"],
            self.rows["plan"],
            self.rows["line"],
            self.rows["project"],
        ):
            row.save()


def carry(model, item, **tie):
    """Place all of an item."""
    for budget in item.budgets.all():
        values = {"year": budget.year, "wanted_source": budget.wanted_source, "amount": budget.amount}
        model.objects.create(**tie, **values)


def queries(connection, ask):
    """Return how many queries a request makes, and its answer."""
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    return len([one for one in captured if "SAVEPOINT" not in one["sql"]]), answer
