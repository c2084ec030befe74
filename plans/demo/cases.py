"""What was decided in the demo on one overlap and one gap (domain.md §6; the words are invented)."""

from __future__ import annotations

from datetime import date
from typing import Any

from areas.models import User
from plans.demo.kanchanaburi import CHONG_SADAO
from plans.demo.projects import YEAR
from plans.gap_rows import gaps_of
from plans.models import Need, Verdict
from plans.overlap_rows import overlap_at
from plans.rules_cases import decide_gap, decide_overlap
from projects.models import Agency, Project

TALKED: dict[str, Any] = {
    "verdict": Verdict.TALK,
    "reason": "บ้าน 3 หลังที่ ม.4 อยู่ในรายชื่อซ่อมของทั้งสองโครงการ",
    "actor": "กองเลขาจังหวัดกาญจนบุรี",
    "due_on": date(2023, 9, 22),
}
SHARED_OUT: dict[str, Any] = {
    "verdict": Verdict.COMPLEMENT,
    "reason": "แบ่งรายชื่อแล้ว พมจ. ซ่อม 3 หลังที่ซ้ำกัน บ้านพอเพียงซ่อมหลังที่เหลือ",
    "actor": "",
    "due_on": None,
}
ELEPHANTS: dict[str, Any] = {
    "reason": "รับไปทำแนวกันช้างกับชุดเฝ้าระวังของหมู่บ้าน แล้วรายงานในประชุมจังหวัด",
    "actor": "",
    "due_on": date(2023, 12, 29),
}
PARK = "สำนักบริหารพื้นที่อนุรักษ์ที่ 3 (บ้านโป่ง)"


def load_cases(by: User) -> None:
    """Write the decisions down, by the rules of the staff pages."""
    pair = sorted(Project.objects.filter(code__in=("P05", "P13")).values_list("pk", flat=True))
    for told in (TALKED, SHARED_OUT):
        overlap = overlap_at((CHONG_SADAO, YEAR, pair[0], pair[1]), by)
        if overlap is not None:
            decide_overlap(overlap, {**told, "agency": None, "meeting": None})
    need = Need.objects.get(area="710108", title="ช้างป่าทำลายพืชไร่")
    agency = Agency.objects.filter(name=PARK).first()
    for gap in gaps_of([need.pk], by) if agency else []:
        decide_gap(gap, {**ELEPHANTS, "agency": agency, "meeting": None})
