"""Who was trained in what (domain.md §6): eighteen people, seven topics, written by the rules of the forms.

All names, days and trainings are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from areas.models import Area, Cluster
from meetings.models import CapacityTopic, Meeting, Person
from meetings.rules_people import Told, record_training, save_person

CODI = "พอช. สำนักงานภาคกลางและตะวันตก"
PEOPLE = {
    "710109": {
        "พิกุล ไพรวัลย์": "ประธานสภาองค์กรชุมชนตำบล",
        "สำรวย เขาแก้ว": "เลขานุการสภาองค์กรชุมชนตำบล",
        "บุญช่วย ห้วยลึก": "ผู้ใหญ่บ้าน ม.3",
        "เรณู ต้นน้ำ": "คณะทำงานข้อมูลตำบล",
        "ธีรพล ทุ่งนา": "คนรุ่นใหม่ ม.5",
    },
    "710108": {"สมพร ด่านช้าง": "ประธานสภาองค์กรชุมชนตำบล", "มาลัย ริมแคว": "คณะทำงานข้อมูลตำบล"},
    "711001": {"ประยูร ไร่อ้อย": "ประธานสภาองค์กรชุมชนตำบล", "ดวงใจ หนองปลิง": "เหรัญญิกกองทุนสวัสดิการชุมชน"},
    "71": {"วิภา กาญจนา": "กองเลขาขบวนองค์กรชุมชนจังหวัด", "อุดม สายน้ำ": "กองเลขาขบวนองค์กรชุมชนจังหวัด"},
    "720102": {"จำเนียร คูเมือง": "ประธานสภาองค์กรชุมชนตำบล", "กัลยา ท่าจีน": "คณะทำงานข้อมูลตำบล"},
    "72": {"นิคม สุวรรณ": "กองเลขาขบวนองค์กรชุมชนจังหวัด"},
    "700513": {"ละออ เขาขลุง": "ประธานกองทุนสวัสดิการชุมชน", "เอกชัย ลุ่มน้ำ": "คนรุ่นใหม่"},
    "70": {"พรทิพย์ ราชพฤกษ์": "กองเลขาขบวนองค์กรชุมชนจังหวัด"},
    "cluster": {"สุเทพ สามจังหวัด": "ผู้ประสานงานกลุ่มจังหวัด"},
}
"""What each person does, by name, by the home."""


@dataclass(frozen=True)
class Training:
    """A training: its topic, day, who gave it and to whom; at a meeting of the home where it has a title."""

    topic: str
    day: date
    by: str
    people: tuple[str, ...]
    title: str = ""
    home: str = ""
    place: str = ""
    came: int | None = None
    source: str = ""


OFFICES = ("วิภา กาญจนา", "อุดม สายน้ำ", "นิคม สุวรรณ", "พรทิพย์ ราชพฤกษ์", "สุเทพ สามจังหวัด")
DATA = ("เรณู ต้นน้ำ", "สำรวย เขาแก้ว", "มาลัย ริมแคว", "ดวงใจ หนองปลิง", "วิภา กาญจนา")
TRAININGS = [
    Training(
        "CT1", date(2023, 6, 3), CODI, (*OFFICES, "พิกุล ไพรวัลย์"),
        "อบรมการทำแผนพัฒนาจังหวัดของภาคประชาชน", "cluster", "ศาลากลางจังหวัดสุพรรณบุรี", 31,
    ),
    Training("CT2", date(2023, 6, 4), CODI, (*OFFICES, "พิกุล ไพรวัลย์"), source="ใบลงทะเบียนผู้เข้าอบรม"),
    Training(
        "CT3", date(2023, 7, 22), "มรภ.กาญจนบุรี", DATA,
        "อบรมการใช้ระบบข้อมูลตำบล", "71", "ห้องคอมพิวเตอร์ มรภ.กาญจนบุรี", 26,
    ),
    Training("CT3", date(2023, 8, 19), CODI, ("กัลยา ท่าจีน", "เรณู ต้นน้ำ"), source="รายงานผลการอบรม"),
    Training(
        "CT4", date(2023, 7, 29), CODI, ("ธีรพล ทุ่งนา", "เอกชัย ลุ่มน้ำ", "กัลยา ท่าจีน"),
        source="ใบลงทะเบียนผู้เข้าอบรม",
    ),
    Training(
        "CT5", date(2023, 8, 5), "มรภ.หมู่บ้านจอมบึง", ("ละออ เขาขลุง", "จำเนียร คูเมือง", "สำรวย เขาแก้ว"),
        source="หนังสือรับรองของมหาวิทยาลัย",
    ),
    Training(
        "CT6", date(2023, 8, 6), "กองเลขาขบวนองค์กรชุมชนจังหวัดกาญจนบุรี", ("สำรวย เขาแก้ว", "อุดม สายน้ำ"),
        source="ใบลงทะเบียนผู้เข้าอบรม",
    ),
    Training(
        "CT7", date(2023, 9, 2), CODI,
        ("พิกุล ไพรวัลย์", "บุญช่วย ห้วยลึก", "สมพร ด่านช้าง", "ประยูร ไร่อ้อย", "จำเนียร คูเมือง", "ละออ เขาขลุง"),
        source="ใบลงทะเบียนผู้เข้าอบรม",
    ),
]  # fmt: skip


def load_trainings(cluster: Cluster) -> None:
    """Write the people down, then each training for those who were there."""
    homes: dict[str, Area | Cluster] = {one.code: one for one in Area.objects.filter(code__in=PEOPLE)}
    homes["cluster"] = cluster
    topics = {one.code: one for one in CapacityTopic.objects.all()}
    known: dict[str, Person] = {}
    for home, people in PEOPLE.items():
        for name, role in people.items():
            known[name] = save_person(None, homes[home], {"name": name, "role": role})
    for one in TRAININGS:
        told = Told(topics[one.topic], one.day, one.by, _meeting(one, homes), one.source)
        record_training(told, [known[name] for name in one.people], None, [])


def _meeting(one: Training, homes: dict[str, Area | Cluster]) -> Meeting | None:
    if not one.title:
        return None
    home = homes[one.home]
    where = {"area": home} if isinstance(home, Area) else {"cluster": home}
    told = {"title": one.title, "held_on": one.day, "place": one.place, "headcount": one.came}
    return Meeting.objects.create(kind=Meeting.Kind.TRAINING, **where, **told)
