"""The rows of one province of the made-up country, as tuples that `config.tools.bulk` writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from areas.models import Area, Level
from areas.searchkey import search_key
from config.tools.collation import sort_key
from meetings.models import Person, TrainingRecord
from plans.country.size import Share, rng, spread
from plans.models import ItemBudget, Need, Plan, PlanItem
from projects.models import Allocation, BudgetLine, Kind, Presence, Project, Survey

FIRST_YEAR, LAST_YEAR = 2566, 2570
FIRST_DAY, DAYS = date(2020, 1, 1), 1_800  # of surveys and trainings
DOINGS = ("ซ่อม", "ขุดลอก", "สร้าง", "ปรับปรุง", "อบรมเรื่อง", "ตั้งกลุ่ม", "สำรวจ", "ฟื้นฟู")
THINGS = (
    "ฝายชะลอน้ำ", "ประปาหมู่บ้าน", "ถนนเข้าพื้นที่เกษตร", "บ้านผู้สูงอายุ", "ป่าชุมชน", "กองทุนสวัสดิการ", "ตลาดชุมชน",
    "ที่ดินทำกิน", "แหล่งน้ำหน้าแล้ง", "ธนาคารเมล็ดพันธุ์", "การจัดการขยะ", "ลานกีฬา", "ศูนย์เด็กเล็ก", "ไฟส่องทาง",
)  # fmt: skip
WANTS = ("ขาด", "ไม่มี", "ไม่พอ:", "ชำรุด:")
NAMES = ("บ้านหนองปรือ", "บ้านไผ่", "บ้านโป่งหวาย", "บ้านท่ามะนาว", "บ้านน้ำใส", "บ้านดอน", "บ้านใหม่", "บ้านวังเย็น")
KINDS = (Kind.GRANT,) * 8 + (Kind.LOAN, Kind.CASH)

COLUMNS: dict[type[Any], str] = {
    Area: "code level parent_id name_th moo_no name_sort search_key",
    Plan: "id area_id first_year last_year",
    PlanItem: "id plan_id area_id number dimension_id work_stream_id doability door title title_sort search_key",
    ItemBudget: "id item_id plan_id area_id dimension_id work_stream_id year amount",
    Need: "id area_id dimension_id severity title title_sort search_key",
    Project: "id area_id code work_stream_id lead_agency_id first_year last_year status name name_sort search_key",
    BudgetLine: "id project_id source_id fiscal_year kind leg_id approved allocated",
    Allocation: "id line_id area_id amount project_id work_stream_id fiscal_year kind leg_id source_id",
    Survey: "id area_id surveyed_on surveyed_by",
    Presence: "id survey_id area_id work_stream_id state is_latest",
    Person: "id area_id name name_sort search_key",
    TrainingRecord: "id person_id topic_id trained_on trained_by source",
}
"""What the rows of each table tell, in the order in which the tables are written."""


@dataclass(frozen=True)
class Lists:
    """The keys of the reference lists that rows choose from."""

    dimensions: list[int]
    streams: list[int]
    legs: list[int]
    agencies: list[int]
    topics: list[int]


@dataclass
class Province:
    """Fills `rows`, by table, with what the tambons of one province have."""

    keys: dict[type[Any], Iterator[int]]
    lists: Lists
    rows: dict[type[Any], list[tuple[Any, ...]]] = field(
        default_factory=lambda: {model: [] for model in COLUMNS}
    )

    def add(self, tambon: str, share: Share) -> None:
        """Put a tambon's rows in: its villages, its plan with items, what it needs, its projects with their money."""
        villages = [f"{tambon}{number:02}" for number in range(1, share.villages + 1)]
        of = rng("names", tambon)
        for number, code in enumerate(villages, 1):
            name = of.choice(NAMES)
            row = (code, Level.VILLAGE, tambon, name, number, sort_key(name), search_key(name))
            self.rows[Area].append(row)
        places = villages or [tambon]
        self.plan(tambon, places, share.items, rng("plan", tambon))
        self.needs(places, share.needs, rng("needs", tambon))
        self.projects(tambon, places, share, rng("projects", tambon))
        self.surveys(tambon, share.surveys, rng("surveys seen", tambon))
        self.people(places, share.people, rng("people trained", tambon))

    def plan(self, tambon: str, places: list[str], many: int, of: Random) -> None:
        """One plan of a tambon with its items and the baht they ask for by year."""
        if not many:
            return
        plan = next(self.keys[Plan])
        self.rows[Plan].append((plan, tambon, FIRST_YEAR + 1, LAST_YEAR))
        for number in range(1, many + 1):
            item, area = next(self.keys[PlanItem]), of.choice(places)
            grouped = (of.choice(self.lists.dimensions), of.choice(self.lists.streams))
            texts = words(f"{of.choice(DOINGS)}{of.choice(THINGS)} หมู่ {int(area[6:] or 0)}")
            how = (of.choice(PlanItem.Doability.values), of.choice(PlanItem.Door.values))
            self.rows[PlanItem].append((item, plan, area, number, *grouped, *how, *texts))
            for year in of.sample(range(FIRST_YEAR + 1, LAST_YEAR + 1), of.choice((1, 1, 1, 2, 3))):
                key = next(self.keys[ItemBudget])
                self.rows[ItemBudget].append((key, item, plan, area, *grouped, year, satang(of)))

    def needs(self, places: list[str], many: int, of: Random) -> None:
        """What villages need."""
        for _number in range(many):
            texts = words(f"{of.choice(WANTS)}{of.choice(THINGS)}")
            row = (
                next(self.keys[Need]),
                of.choice(places),
                of.choice(self.lists.dimensions),
                of.randint(1, 5),
            )
            self.rows[Need].append((*row, *texts))

    def projects(self, tambon: str, places: list[str], share: Share, of: Random) -> None:
        """Projects with one line of money or two, and where the money goes."""
        lines: list[tuple[int, int, int]] = []
        for number in range(1, share.projects + 1):
            project, stream = next(self.keys[Project]), of.choice(self.lists.streams)
            first = of.randint(FIRST_YEAR, LAST_YEAR)
            last, status = min(first + of.choice((0, 0, 1, 2)), LAST_YEAR), of.choice(Project.Status.values)
            texts = words(f"{of.choice(DOINGS)}{of.choice(THINGS)}")
            lead = of.choice(self.lists.agencies)
            row = (project, tambon, f"P{number}", stream, lead, first, last, status, *texts)
            self.rows[Project].append(row)
            lines += [(project, stream, of.randint(first, last)) for _line in range(of.choice((1, 1, 1, 2)))]
        for line, many in zip(lines, dealt(share.allocations, len(lines), len(places), of), strict=True):
            self.line(*line, of.sample(places, many), of)

    def line(self, project: int, stream: int, year: int, places: list[str], of: Random) -> None:
        """One line; of most what was approved lies in areas whole, of some a tenth waits for one."""
        key, kind, approved = next(self.keys[BudgetLine]), of.choice(KINDS), satang(of)
        source, leg = of.choice(self.lists.agencies), of.choice([None, *self.lists.legs])
        allocated = (approved if of.random() < 0.8 else approved * 9 // 10) if places else 0
        self.rows[BudgetLine].append((key, project, source, year, kind, leg, approved, allocated))
        carried = (project, stream, year, kind, leg, source)
        parts = spread(allocated, [of.randint(1, 9) for _place in places]) if places else []
        for area, amount in zip(places, parts, strict=True):
            self.rows[Allocation].append((next(self.keys[Allocation]), key, area, amount, *carried))

    def surveys(self, tambon: str, many: int, of: Random) -> None:
        """Surveys of a tambon, each of another day and some of the streams; many looked at one or two alone."""
        latest: dict[int, int] = {}
        seen: list[tuple[Any, ...]] = []
        for after in sorted(of.sample(range(DAYS), many)):
            survey = next(self.keys[Survey])
            day = FIRST_DAY + timedelta(days=after)
            self.rows[Survey].append((survey, tambon, day.isoformat(), of.choice(NAMES)))
            looked = min(len(self.lists.streams), int(of.paretovariate(0.8)))
            for stream in of.sample(self.lists.streams, looked):
                latest[stream] = next(self.keys[Presence])
                seen.append((latest[stream], survey, tambon, stream, of.choice(Presence.State.values)))
        newest = set(latest.values())
        self.rows[Presence] += [(*row, row[0] in newest) for row in seen]

    def people(self, places: list[str], many: int, of: Random) -> None:
        """People of a tambon's villages; most were trained in a topic or two, some in none."""
        for number in range(1, many + 1):
            person, who = next(self.keys[Person]), words(f"{of.choice(NAMES)} คนที่ {number}")
            self.rows[Person].append((person, of.choice(places), *who))
            for topic in of.sample(
                self.lists.topics, min(len(self.lists.topics), of.choice((0, 1, 1, 2, 3)))
            ):
                day = FIRST_DAY + timedelta(days=of.randrange(DAYS))
                row = (next(self.keys[TrainingRecord]), person, topic, day.isoformat())
                self.rows[TrainingRecord].append((*row, "พอช.", "ใบลงทะเบียน"))


@cache
def words(text: str) -> tuple[str, str, str]:
    """Return a row's text with the keys that it is sorted and found by."""
    return text, sort_key(text), search_key(text)


def satang(of: Random) -> int:
    """Return an amount of whole thousands of baht, in satang; half are below 60,000 baht, some above ten million."""
    return 100_000 * (1 + int(min(of.lognormvariate(4.1, 1.4), 50_000)))


def dealt(total: int, lines: int, most: int, of: Random) -> list[int]:
    """Return how many places each line has: `total` in all if there is room, at most `most` each, unevenly."""
    if not lines:
        return []
    many = [
        min(most, one) for one in spread(total, [int(100 * of.paretovariate(1.5)) for _line in range(lines)])
    ]
    left = total - sum(many)
    for at in range(lines):
        more = min(left, most - many[at])
        many[at] += more
        left -= more
    return many
