"""The people of the demo: invented names, one for each role, with passwords that everyone may know.

They can exist only while trying out: `manage.py demo` refuses without DEMO, and so does login (areas.auth).
"""

from __future__ import annotations

from dataclasses import dataclass

from areas.models import Assignment, Cluster, Role, User

PASSWORD = "phuen-ngan-2566"  # noqa: S105 - printed on purpose at each start of a try-out


@dataclass(frozen=True)
class DemoPerson:
    """A person of the demo; without an area the assignment is to the cluster, without a role there is none."""

    username: str
    first_name: str
    last_name: str
    role: Role | None
    area: str = ""
    staff: bool = False
    superuser: bool = False


PEOPLE = [
    DemoPerson("pimchanok", "พิมพ์ชนก", "ทองสุขใส", Role.SECRETARIAT, "71"),
    DemoPerson("boonlert", "บุญเลิศ", "ศรีไพร", Role.TAMBON_WORKER, "710109"),
    DemoPerson("wandee", "วันดี", "แก้วคำ", Role.TAMBON_WORKER, "710803"),
    DemoPerson("somying", "สมหญิง", "ใจเย็น", Role.READER, "71"),
    DemoPerson("arun", "อรุณ", "ศรีเมือง", Role.PARTNER, "71"),  # sees nothing before submissions exist
    DemoPerson("prasert", "ประเสริฐ", "ท่าจีน", Role.SECRETARIAT, "72"),
    DemoPerson("chalida", "ชลิดา", "ร่มโพธิ์", Role.CLUSTER_HEAD),
    DemoPerson("kanokwan", "กนกวรรณ", "วงศ์ไทย", Role.COORDINATOR, staff=True),
    DemoPerson("admin", "ผู้ดูแล", "ระบบ", None, staff=True, superuser=True),
]


def load_people(cluster: Cluster) -> dict[str, User]:
    """Create the people; return them by username."""
    people = {}
    for one in PEOPLE:
        user = User(
            username=one.username,
            first_name=one.first_name,
            last_name=one.last_name,
            is_demo=True,
            is_staff=one.staff,
            is_superuser=one.superuser,
        )
        user.set_password(PASSWORD)
        user.save()
        if one.role:
            home = {"area_id": one.area} if one.area else {"cluster": cluster}
            Assignment.objects.create(user=user, role=one.role, **home)
        people[one.username] = user
    return people
