"""The capacity topics that every office starts from (domain.md §1)."""

from __future__ import annotations

from meetings.models import CapacityTopic
from projects.reference import Report, keep_by_code

CAPACITY_TOPICS = [
    ("CT1", "แผนระดับจังหวัด"),
    ("CT2", "แผนระดับกลุ่มจังหวัด"),
    ("CT3", "ระบบข้อมูล"),
    ("CT4", "การสื่อสาร"),
    ("CT5", "การจัดการความรู้"),
    ("CT6", "การจัดการเอกสาร"),
    ("CT7", "นักจัดกระบวนการมืออาชีพ"),
]


def load_topics(report: Report) -> None:
    """Create the topics that are missing; those that are there stay as staff wrote them."""
    for position, (code, name) in enumerate(CAPACITY_TOPICS, start=1):
        keep_by_code(report, CapacityTopic, code, {"name": name, "position": position})
