"""The world of the cross-cutting tests: rows in four places, each with its own mark in every text, and who reads them.

A mark is a word that stands in every text of a place's rows and nowhere else: where it is read, the row was read.
The places are a tambon, the tambon beside it, their province, another province, one of another region; what a role may
read and change is declared here anew, without areas.scope, so that the two can disagree.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from django.utils.timezone import now

from areas import idle, visits
from areas.models import (
    Area,
    AreaAlias,
    AreaProfile,
    Cluster,
    CommunityOrganization,
    Designation,
    ImportBatch,
    LocalAuthority,
    LocalAuthorityArea,
    Role,
    Upload,
)
from areas.models.recorded import acting_as
from config.tools.thai import today
from meetings.models import CapacityTopic, Meeting, Person, TrainingRecord
from plans.models import (
    GapDecision,
    LeftOut,
    LeftOutYear,
    Lineage,
    LineageYear,
    OverlapDecision,
    Plan,
    ProjectNeed,
    SimilarityDecision,
)
from projects.models import (
    Agency,
    Dimension,
    FollowUp,
    Leg,
    Leverage,
    Presence,
    Survey,
    SurveyAgency,
    Tranche,
    WorkStream,
)
from tests.cast import CANARY, LEVELS, make_item, make_need, make_plan, person, set_country
from tests.projects.bench import make_line, make_project

MARKS = {
    "here": "พิกุลเหลือง",
    "next": "ลำดวนแดง",
    "province": "กาสะลองปีบ",
    "other": CANARY,
    "region": "อัญชันครามเข้ม",
}
HOMES = {"here": "710109", "next": "710108", "province": "71", "other": "72", "region": "30"}
TAMBONS = {
    "71": "711001",
    "72": "720102",
    "30": "300101",
}  # where the needs and plans of a province's zone lie
ABOLISHED = {"here", "other"}  # places whose tambon replaced an older one
FAR = {"other", "region"}
BAHT = {"other": Decimal(417_393), "region": Decimal(862_571)}  # an amount stands in no other place's rows
WORD = "ฝายแม้ว"  # stands beside each mark: a search for it finds the rows without telling a mark
ABSENT = 99_999_999  # no row has this number


@dataclass(frozen=True)
class Part:
    """A role on the stage: which places' rows it may read and change, and whether the admin lets it in."""

    reads: frozenset = frozenset()
    edits: frozenset = frozenset()
    staff: bool = False


KANCHANABURI = frozenset({"here", "next", "province"})
PARTS = {
    "anonymous": Part(),
    "stranger": Part(frozenset({"other"}), frozenset({"other"})),
    "reader": Part(KANCHANABURI),
    "worker": Part(frozenset({"here"}), frozenset({"here"})),
    "partner": Part(),
    "ended": Part(),
    "not_begun": Part(),
    "cluster_head": Part(KANCHANABURI, KANCHANABURI),
    "secretariat": Part(KANCHANABURI, KANCHANABURI),
    "coordinator": Part(KANCHANABURI, KANCHANABURI, staff=True),
    "superuser": Part(frozenset(HOMES), frozenset(HOMES), staff=True),
}
KEEPERS = {"stranger", "secretariat", "coordinator", "superuser"}  # who look after people


@dataclass
class World:
    """The stage: `rows[kind][zone]` are rows, `clients[role]` browsers that are logged in."""

    rows: dict = field(default_factory=dict)
    clients: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    known: dict = field(default_factory=dict)
    here_at: dict = field(default_factory=dict)

    def be_here(self, role):
        """Let a role's login be in use right now, as a person's is who asks page after page.

        Else each request whose work is undone would write the visit and the session down anew.
        """
        now, client = idle.now(), self.clients[role]
        if role == "anonymous" or now - self.here_at.get(role, 0) < idle.STEP / 2:
            return
        session = client.session
        session[idle.SEEN] = session[visits.MARK] = now
        session.save()
        self.here_at[role] = now

    def addresses(self, zone):
        """Return the addresses of a zone's rows, which only those who may read them are shown."""
        if zone not in self.known:
            at = {
                "need": "needs",
                "draft": "plans",
                "plan": "plans",
                "rollup": "plans",
                "draft_item": "items",
            }
            at |= {"person": "people"}
            at |= {"item": "items", "waiting": "items", "line": "items", "unmet": "needs"}
            at |= {"put_away": "needs", "meeting": "meetings"}
            at |= {"project": "projects", "archived_project": "projects", "budget_line": "budget-lines"}
            at |= {"trainee": "capacity", "away_trainee": "capacity", "training": "trainings"}
            at |= {"tranche": "tranches", "follow_up": "visits", "survey": "survey"}
            found = {
                f"/{word}/{self.rows[kind][zone].pk}/" for kind, word in at.items() if zone in self.rows[kind]
            }
            self.known[zone] = found | {address.replace("items", "lines") for address in found}
        return self.known[zone]

    def keep(self, kind, zone, row):
        self.rows.setdefault(kind, {})[zone] = row
        return row


@pytest.fixture(scope="module")
def built_world(django_db_setup, django_db_blocker):
    """Build the world once for a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built_world):
    """Lend the world to a test and undo what the test did to it."""
    with transaction.atomic():
        yield built_world
        transaction.set_rollback(True)
    built_world.here_at.clear()


def build():
    """Put people and rows on the stage."""
    world = World()
    set_country()
    for code, name in {"30": "นครราชสีมา", "3001": "เมืองนครราชสีมา", "300101": "ในเมือง"}.items():
        Area.objects.create(code=code, level=LEVELS[len(code)], parent_id=code[:-2] or None, name_th=name)
    own = Cluster.objects.create(name="กลุ่มของจังหวัดเดียว", scheme="พอช.")
    own.provinces.set(["71"])
    people = {
        "stranger": person("stranger", Role.SECRETARIAT, "72", last_name=MARKS["other"]),
        "reader": person("reader", Role.READER, "71"),
        "worker": person("worker", Role.TAMBON_WORKER, "710109"),
        "secretariat": person("secretariat", Role.SECRETARIAT, "71"),
        "coordinator": person("coordinator", Role.COORDINATOR, cluster=own, is_staff=True),
        "superuser": person("superuser", is_staff=True, is_superuser=True),
        "partner": person("partner", Role.PARTNER, "71"),
        "cluster_head": person("cluster_head", Role.CLUSTER_HEAD, cluster=own),
        "ended": person("ended", Role.COORDINATOR, cluster=own, is_staff=True),
        "not_begun": person("not_begun", Role.SECRETARIAT, "71"),
    }
    people["ended"].assignments.update(to_date=today() - timedelta(days=1))
    people["not_begun"].assignments.update(from_date=today() + timedelta(days=1))
    farther = person("farther", Role.SECRETARIAT, "30", last_name=MARKS["region"])
    authors = {"other": people["stranger"], "region": farther}
    world.people = people
    for zone, home in HOMES.items():
        with acting_as(authors.get(zone, people["secretariat"])):
            stage(world, zone, home)
    world.keep("own_cluster", "province", own)
    reference(world)
    world.clients["anonymous"] = Client(raise_request_exception=False)
    for role, user in people.items():
        world.clients[role] = Client(raise_request_exception=False)
        world.clients[role].force_login(user)
        world.clients[role].get("/account/")  # its visit is written down
    return world


def reference(world):
    """Keep the rows that belong to no place, as if they were here, and people of two places."""
    world.keep("role", "here", "worker")
    world.keep("list", "here", "agency")
    own = Agency.objects.get(name="ทสจ.กาญจนบุรี")
    world.keep("listed", "here", own)
    world.keep("agency", "here", own)
    world.keep("listed", "other", Agency.objects.create(name="ทต.รั้วใหญ่", kind="local", area_id="72"))
    world.keep("user", "here", world.people["worker"])
    world.keep("user", "other", world.people["stranger"])
    for kind, model in {
        "cluster": Cluster,
        "dimension": Dimension,
        "work_stream": WorkStream,
    }.items():
        world.keep(kind, "here", model.objects.order_by("-pk")[0])
    around(world)
    world.keep("own_import", "here", own_import(world.people["secretariat"]))
    world.keep("leg", "here", Leg.objects.create(code="DOWN", name="ขาลง"))
    world.keep("topic", "here", CapacityTopic.objects.get(code="INFO"))


def around(world):
    """Keep what stands around the tambon that is here, and is readable by all."""
    at = {"area_id": "710109"}
    world.keep("alias", "here", AreaAlias.objects.create(name="สะเดาใหญ่", **at))
    world.keep("designation", "here", Designation.objects.create(kind="ตำบลตัวอย่าง", fiscal_year=2566, **at))
    authority = LocalAuthority.objects.create(code="06710109", name="อบต.ช่องสะเดา", kind="tambon")
    world.keep("authority", "here", authority)
    part = LocalAuthorityArea.objects.create(authority=authority, **at)
    world.keep("authority_area", "here", part)


def own_import(user):
    """Return a preview of figures that a person sent."""
    upload = Upload.objects.create(user=user, name="ก.csv", content=b"", size=0, digest="")
    preview = {"faults": [], "rows": [], "same": 0, "unread": [], "unfilled": 0}
    return ImportBatch.objects.create(upload=upload, user=user, table="areas.areaprofile", preview=preview)


def stage(world, zone, home):
    """Put a place's rows on the stage."""
    says, baht = f"{WORD} {MARKS[zone]}", BAHT.get(zone, Decimal(350_000))
    tambon = TAMBONS.get(home, home)
    somebody = person(f"p-{zone}-{tambon}", Role.TAMBON_WORKER, tambon, last_name=MARKS[zone])
    world.keep("person", zone, somebody)
    world.keep("assignment", zone, somebody.assignments.get())
    world.keep("area", zone, Area.objects.get(code=home))
    world.keep("tambon", zone, Area.objects.get(code=tambon))
    village = {
        "code": f"{tambon}09",
        "level": "village",
        "parent_id": tambon,
        "name_th": "บ้านไผ่",
        "moo_no": 9,
    }
    world.keep("village", zone, Area.objects.create(**village))
    if zone in ABOLISHED:
        abolish(world, zone, tambon, says)
    meeting = Meeting.objects.create(
        area_id=home,
        kind=Meeting.Kind.COUNCIL,
        title=says,
        place=says,
        held_on=date(2023, 7, 5),
        headcount=41,
    )
    world.keep("meeting", zone, meeting)
    trained(world, zone, tambon, says)
    need = make_need(tambon, title=says, cause=says, wish=says, source=says, meeting=meeting)
    world.keep("need", zone, need)
    world.keep(
        "unmet", zone, make_need(tambon, title=says, cause=says, wish=says, source=says, meeting=meeting)
    )

    away = {"archived_at": now(), "archive_reason": says}
    world.keep("put_away", zone, make_need(tambon, title=says, cause=says, wish=says, source=says, **away))

    money(world, zone, tambon, says, baht, need)

    draft = Plan.objects.create(area_id=tambon, first_year=2562, last_year=2566, prefix="ร")
    world.keep("draft", zone, draft)
    world.keep("draft_item", zone, marked_item(draft, says, baht, need=need))
    archived = {"archived_at": now(), "archived_by": world.people["superuser"], "archived_why": says}
    world.keep(
        "archived_item", zone, marked_item(draft, says, baht, number=99, amounts=(0, 0, 0, 0), **archived)
    )

    mistake = {"area_id": tambon, "first_year": 2552, "last_year": 2556}
    world.keep("archived_plan", zone, Plan.objects.create(**mistake, **archived))

    plan = make_plan(tambon, prefix="ต")
    plan.endorsed_at, plan.status = meeting, Plan.Status.ENDORSED
    plan.save()
    world.keep("plan", zone, plan)
    items = [marked_item(plan, says, baht, need=need) for _ in range(4)]
    world.keep("item", zone, items[0])
    world.keep("budget", zone, items[0].budgets.all()[0])
    world.keep("need_link", zone, items[0].need_links.get())
    world.keep("waiting", zone, items[3])
    world.keep("items", zone, items)
    if home in TAMBONS:
        roll_up(world, zone, make_plan(home, prefix="ป"), items, says, baht)


def abolish(world, zone, tambon, says):
    """Put an old tambon on the stage that the place's own one replaced, with a need that is still recorded on it."""
    code = f"{tambon[:4]}{int(tambon[4:]) + 60}"
    gone = {"level": "tambon", "parent_id": tambon[:4], "name_th": "ช่องเก่า", "abolished_on": date(2011, 1, 1)}
    area = world.keep("abolished", zone, Area.objects.create(code=code, **gone))
    area.successors.set([tambon])
    make_need(code, title=says)


def trained(world, zone, tambon, says):
    """Put a person with a training at a meeting on the stage, and one who is put away."""
    topic, _new = CapacityTopic.objects.get_or_create(code="INFO", defaults={"name": "ระบบข้อมูล"})
    day = date(2023, 7, 22)
    held = {"area_id": tambon, "kind": Meeting.Kind.TRAINING, "title": says, "held_on": day}
    meeting = world.keep("training_meeting", zone, Meeting.objects.create(**held))
    who = world.keep("trainee", zone, Person.objects.create(area_id=tambon, name=says, role=says))
    told = {"trained_on": day, "trained_by": says, "meeting": meeting, "source": says}
    world.keep("training", zone, TrainingRecord.objects.create(person=who, topic=topic, **told))
    away = {"archived_at": now(), "archive_reason": says}
    world.keep("away_trainee", zone, Person.objects.create(area_id=tambon, name=f"{says} เก็บ", **away))


def money(world, zone, tambon, says, baht, need):
    """Put a project with its money on the stage, one that it won, a visit, and a project that was a mistake."""
    texts = {"name": says, "code": says, "note": says}
    project = world.keep("project", zone, make_project(tambon, **texts))
    away = {"archived_at": now(), "archived_by": world.people["superuser"], "archived_why": says}
    world.keep("archived_project", zone, make_project(tambon, **{**texts, "code": f"{says}ผิด"}, **away))
    seed = world.keep("budget_line", zone, make_line(project, baht, {tambon: baht}))
    won = make_line(project, baht, {tambon: baht}, source="อบจ.กาญจนบุรี")
    world.keep("free_line", zone, make_line(project, baht, source="อบจ.กาญจนบุรี"))
    world.keep("allocation", zone, seed.allocations.get())
    day = date(2023, 7, 5)
    world.keep("tranche", zone, Tranche.objects.create(line=seed, number=1, due_on=day, amount=baht))
    world.keep("leverage", zone, Leverage.objects.create(seed=seed, won=won, note=says))
    told = {"visited_by": says, "finding": says, "next_step": says}
    world.keep(
        "follow_up", zone, FollowUp.objects.create(project=project, area_id=tambon, visited_on=day, **told)
    )
    survey = Survey.objects.create(area_id=tambon, surveyed_on=day, surveyed_by=says, note=says)
    seen = {"survey": survey, "area_id": tambon, "work_stream": WorkStream.objects.get(code="WS08")}
    Presence.objects.create(**seen, state=Presence.State.RUNNING, is_latest=True)
    SurveyAgency.objects.create(**seen, agency=Agency.objects.get(name="ทสจ.กาญจนบุรี"))
    world.keep("survey", zone, survey)
    world.keep("project_need", zone, ProjectNeed.objects.create(project=project, need=need))
    cases(world, zone, tambon, says, baht, need)
    profile = {"area_id": tambon, "year": 2566, "households": 417, "source": says}
    world.keep("profile", zone, AreaProfile.objects.create(**profile))
    named = {"area_id": tambon, "name": says, "kind": "council"}
    world.keep("organization", zone, CommunityOrganization.objects.create(**named))


def cases(world, zone, tambon, says, baht, need):
    """Put a second project on the stage that overlaps the first by a need; each was decided on, and once withdrawn."""
    pao = Agency.objects.get(name="อบจ.กาญจนบุรี")
    rival = make_project(tambon, name=says, code=f"{says}ซ้อน", note=says, lead_agency=pao)
    make_line(rival, baht, {tambon: baht}, source=pao.name)
    ProjectNeed.objects.create(project=rival, need=need)
    known = {"reason": says, "actor": says, "due_on": date(2023, 12, 1), "evidence": "as it was"}
    pair = {
        "area_id": tambon,
        "fiscal_year": 2566,
        "project_a": world.rows["project"][zone],
        "project_b": rival,
    }
    for withdrawn in (says, ""):
        known["withdrawn_why"] = withdrawn
        world.keep("gap_decision", zone, GapDecision.objects.create(need=need, grade="nobody", **known))
        world.keep("overlap", zone, OverlapDecision.objects.create(verdict="talk", **pair, **known))


def marked_item(plan, says, baht, **kwargs):
    """Create an item with the mark in each of its texts."""
    texts = ("objective", "target", "indicator", "expected_result", "confirmed")
    kwargs.setdefault("amounts", (0, baht, baht, 0))
    return make_item(plan, title=says, **dict.fromkeys(texts, says), **kwargs)


def roll_up(world, zone, above, items, says, baht):
    """Carry an item up, leave one out, judge two as not the same; the last one waits."""
    world.keep("rollup", zone, above)
    line = marked_item(above, says, baht, amounts=(0, baht, 0, 0))
    world.keep("line", zone, line)
    lineage = Lineage.objects.create(parent=line, child=items[0])
    budget = items[0].budgets.order_by("year").first()
    carried = {"year": budget.year, "wanted_source": budget.wanted_source, "amount": baht}
    LineageYear.objects.create(lineage=lineage, **carried)
    world.keep("lineage", zone, lineage)
    world.keep("lineages", zone, lineage)
    left_out = LeftOut.objects.create(plan=above, item=items[1], ground="other", reason=says)
    for budget in items[1].budgets.all():
        LeftOutYear.objects.create(
            left_out=left_out, year=budget.year, wanted_source=budget.wanted_source, amount=budget.amount
        )
    world.keep("left_out", zone, left_out)
    world.keep("left_outs", zone, left_out)
    judged = {"item_a": items[2], "item_b": items[3], "verdict": "keep_apart", "reason": says}
    apart = SimilarityDecision.objects.create(plan=above, **judged)
    world.keep("apart", zone, apart)
    world.keep("aparts", zone, apart)
