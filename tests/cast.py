"""The cast: the areas, people and plans that tests put on the stage; small on purpose."""

from decimal import Decimal

import pytest

from areas.models import Area, Assignment, Cluster, Level, Role, User
from areas.searchkey import search_key
from config.tools.thai import sort_key
from meetings.models import Meeting
from plans import budgets
from plans.models import Need, NeedLink, Plan, PlanItem
from projects.models import Agency, Dimension, WorkStream

PASSWORD = "cast-of-the-tests-2566"
CANARY = "ขมิ้นเหลืองอ๋อย"  # stands in every text of the other province; must never reach a stranger to it

AREAS = [
    ("71", "กาญจนบุรี", "Kanchanaburi"),
    ("7101", "เมืองกาญจนบุรี", "Mueang Kanchanaburi"),
    ("710108", "วังด้ง", "Wang Dong"),
    ("710109", "ช่องสะเดา", "Chong Sadao"),
    ("71010903", "บ้านไร่ป้า", ""),
    ("7110", "เลาขวัญ", "Lao Khwan"),
    ("711001", "เลาขวัญ", "Lao Khwan"),
    ("72", "สุพรรณบุรี", "Suphan Buri"),
    ("7201", "เมืองสุพรรณบุรี", "Mueang Suphan Buri"),
    ("720102", "รั้วใหญ่", "Rua Yai"),
]
LEVELS = {2: Level.PROVINCE, 4: Level.DISTRICT, 6: Level.TAMBON, 8: Level.VILLAGE}


@pytest.fixture
def country(db):
    """A few real areas of two provinces and the reference data; returns areas by code."""
    return set_country()


def set_country():
    """Create the areas and the reference data, without a history, which takes long; return the areas by code."""
    Area.objects.bulk_create(
        Area(
            code=code,
            level=LEVELS[len(code)],
            parent_id=code[:-2] or None,
            name_th=th,
            name_en=en,
            name_sort=sort_key(th),
            search_key=search_key(th, en),
            moo_no=int(code[6:]) if len(code) == 8 else None,
        )
        for code, th, en in AREAS
    )
    Dimension.objects.bulk_create(
        [
            Dimension(code="ENV", name="สิ่งแวดล้อม", position=1),
            Dimension(code="ECON", name="เศรษฐกิจ", position=2),
        ]
    )
    WorkStream.objects.bulk_create(
        [
            WorkStream(code="WS90", name="นอกเนื้องาน พอช.", is_codi=False),
            WorkStream(code="WS08", name="ที่ดินทำกินและทรัพยากร"),
        ]
    )
    Agency.objects.bulk_create(
        [
            Agency(name="อบจ.กาญจนบุรี", kind=Agency.Kind.LOCAL, area_id="71"),
            Agency(name="ทสจ.กาญจนบุรี", kind=Agency.Kind.PROVINCE, area_id="71"),
        ]
    )
    [cluster] = Cluster.objects.bulk_create([Cluster(name="ภาคกลางตอนล่าง 1 (พอช.)", scheme="พอช.")])
    Cluster.provinces.through.objects.bulk_create(
        Cluster.provinces.through(cluster_id=cluster.pk, area_id=code) for code in ("71", "72")
    )
    return {area.code: area for area in Area.objects.all()}


def person(username, role=None, area=None, cluster=None, **kwargs):
    """Create a person, with one assignment where a role is given."""
    user = User.objects.create_user(username, password=PASSWORD, first_name=username.title(), **kwargs)
    if role:
        Assignment.objects.create(user=user, role=role, area_id=area, cluster=cluster)
    return user


@pytest.fixture
def secretariat(country):
    """กองเลขาจังหวัด of กาญจนบุรี."""
    return person("secretariat", Role.SECRETARIAT, "71")


@pytest.fixture
def worker(country):
    """The tambon worker of ช่องสะเดา."""
    return person("worker", Role.TAMBON_WORKER, "710109")


@pytest.fixture
def reader(country):
    """A reader of กาญจนบุรี."""
    return person("reader", Role.READER, "71")


@pytest.fixture
def stranger(country):
    """The secretariat of the other province, สุพรรณบุรี."""
    return person("stranger", Role.SECRETARIAT, "72")


@pytest.fixture
def coordinator(country):
    """The region coordinator of the cluster, who may enter the admin."""
    return person("coordinator", Role.COORDINATOR, cluster=Cluster.objects.get(), is_staff=True)


@pytest.fixture
def keeper(country):
    """The coordinator of กาญจนบุรี alone."""
    return person("c71", Role.COORDINATOR, "71", is_staff=True)


@pytest.fixture
def superuser(country):
    """The system administrator."""
    return person("superuser", is_staff=True, is_superuser=True)


def make_need(area="710109", title="น้ำเกษตรไม่พอ", **kwargs):
    """Create a need."""
    values = {"dimension": Dimension.objects.get(code="ENV"), "severity": 5, **kwargs}
    return Need.objects.create(area_id=area, title=title, **values)


def make_plan(area="710109", endorsed=False, cluster=None, **kwargs):
    """Create a plan of 2567–2570, endorsed at a meeting where asked."""
    plan = Plan.objects.create(area_id=area, cluster=cluster, first_year=2567, last_year=2570, **kwargs)
    if endorsed:
        endorse(plan)
    return plan


def endorse(plan):
    """Endorse a plan at a council meeting of 5 July 2566."""
    plan.endorsed_at = Meeting.objects.create(
        area_id=plan.area_id,
        kind=Meeting.Kind.COUNCIL,
        title="สภาองค์กรชุมชน",
        held_on="2023-07-05",
        headcount=41,
    )
    plan.status = Plan.Status.ENDORSED
    plan.save()


def make_item(
    plan, title="ฝายชะลอน้ำ", amounts=(0, 350_000, 350_000, 0), source="อบจ.กาญจนบุรี", need=None, **kwargs
):
    """Create an item with its budget in baht from the plan's first year on."""
    values = {
        "number": plan.items.count() + 1,
        "area_id": plan.area_id,
        "dimension": Dimension.objects.get(code="ENV"),
        "doability": PlanItem.Doability.SUPPORT,
        "door": PlanItem.Door.PROVINCE,
        **kwargs,
    }
    item = PlanItem.objects.create(plan=plan, title=title, **values)
    source_id = Agency.objects.get(name=source).pk if source else None
    years = range(plan.first_year, plan.first_year + len(amounts))
    budgets.write(
        item, {(year, source_id): Decimal(amount) for year, amount in zip(years, amounts, strict=True)}
    )
    if need:
        NeedLink.objects.create(need=need, item=item)
    return item
