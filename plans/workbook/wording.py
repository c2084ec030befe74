"""The Thai of the official papers: data, not messages, since a paper does not change with its reader's language.

Grounds and doors are the words of domain.md §4; the names of plans follow how offices head them.
"""

from __future__ import annotations

from plans.models import LeftOut, Plan, PlanItem

OUTSIDE = "นอกพื้นที่ของท่าน"
NO_SOURCE = "ยังไม่ระบุแหล่ง"
NO_NEED = "ยังไม่ผูกกับความต้องการ"
TIES, DOES_NOT_TIE = "ตรงกันทุกปี", "ไม่ตรงกัน โปรดแจ้งผู้ดูแลระบบ"
CHECK = "ตรวจยอด: ผลต่างจากยอดของแผน (หน้าปก)"

# The length of the code of a plan's home.
CLUSTER_LEVEL, PROVINCE_LEVEL, DISTRICT_LEVEL, TAMBON_LEVEL, PLACE_LEVEL = 0, 2, 4, 6, 8

PLAN_NAMES = {
    CLUSTER_LEVEL: "แผนพัฒนากลุ่มจังหวัดของภาคประชาชน",
    PROVINCE_LEVEL: "แผนพัฒนาระดับจังหวัดของภาคประชาชน",
    DISTRICT_LEVEL: "แผนพัฒนาระดับอำเภอของภาคประชาชน",
    TAMBON_LEVEL: "แผนพัฒนาชุมชนระดับตำบล",
    PLACE_LEVEL: "แผนพัฒนาชุมชนระดับหมู่บ้าน",
}
OWN_LEVEL = {  # money that is not placed further down
    CLUSTER_LEVEL: "ระดับกลุ่มจังหวัด (ไม่ลงจังหวัด)",
    PROVINCE_LEVEL: "ระดับจังหวัด (ไม่ลงตำบล)",
    DISTRICT_LEVEL: "ระดับอำเภอ (ไม่ลงตำบล)",
    TAMBON_LEVEL: "ระดับตำบล (ไม่ลงหมู่บ้าน)",
    PLACE_LEVEL: "ทั้งหมู่บ้าน",
}
WITHOUT_ORIGIN = {
    CLUSTER_LEVEL: "ไม่มีต้นทางตำบล",
    PROVINCE_LEVEL: "ไม่มีต้นทางตำบล",
    DISTRICT_LEVEL: "ไม่มีต้นทางตำบล",
    TAMBON_LEVEL: "ไม่มีต้นทางหมู่บ้าน",
    PLACE_LEVEL: "คิดที่หมู่บ้าน",
}
LONG_PREFIX = {"จ.": "จังหวัด", "อ.": "อำเภอ", "ต.": "ตำบล"}

STATES = {Plan.Status.DRAFT: "ฉบับร่าง", Plan.Status.ENDORSED: "รับรองแล้ว", Plan.Status.LOCKED: "ปิดแผนแล้ว"}
GROUNDS = {
    LeftOut.Ground.ALONE: "ทำเอง ไม่ต้องขอจังหวัด",
    LeftOut.Ground.OTHER_DOOR: "เสนอผ่านช่องทางอื่น",
    LeftOut.Ground.OTHER: "เหตุผลอื่น",
}
DOORS = {
    PlanItem.Door.LOCAL: "อปท.",
    PlanItem.Door.DISTRICT: "อำเภอ (One Plan)",
    PlanItem.Door.PROVINCE: "จังหวัด",
    PlanItem.Door.PAO: "อบจ.",
    PlanItem.Door.AGENCY: "หน่วยงานตรง",
}


def long_name(name: str) -> str:
    """Return an area's name as a title spells it: จังหวัดกาญจนบุรี."""
    for short, long in LONG_PREFIX.items():
        if name.startswith(short):
            return long + name[len(short) :]
    return name
