"""Reference data that every office starts from (domain.md §6): work streams, dimensions, agencies of a province.

It is a start, not a rule: each row can be edited in the admin, and loading again changes nothing that is there.
"""

from __future__ import annotations

from areas.models import Area
from projects.models import Agency, Dimension, WorkStream

WORK_STREAMS = [
    ("WS01", "แผนพัฒนาชุมชนท้องถิ่น"),
    ("WS02", "สภาองค์กรชุมชนตำบล"),
    ("WS03", "บ้านมั่นคง"),
    ("WS04", "บ้านพอเพียง"),
    ("WS05", "สวัสดิการชุมชน"),
    ("WS06", "พัฒนาคุณภาพชีวิต"),
    ("WS07", "เศรษฐกิจและทุนชุมชน"),
    ("WS08", "ที่ดินทำกินและทรัพยากร"),
    ("WS09", "ภัยพิบัติ"),
    ("WS10", "คนรุ่นใหม่คืนถิ่น"),
    ("WS11", "พัฒนาคน/ข้อมูล/สื่อสาร"),
    ("WS90", "นอกเนื้องาน พอช."),
]
OUTSIDE_CODI = "WS90"

DIMENSIONS = [
    ("ECON", "เศรษฐกิจ"),
    ("SOC", "สังคม"),
    ("ENV", "สิ่งแวดล้อม"),
    ("HEALTH", "สุขภาพ"),
    ("GOV", "การเมือง/การบริหารจัดการ"),
]

NATIONAL = [
    ("พอช.สำนักงานภาคกลางและตะวันตก", Agency.Kind.CODI),
    ("สปสช.เขต 5 ราชบุรี (กองทุนสุขภาพตำบล)", Agency.Kind.CENTRAL),
    ("โครงการชลประทาน", Agency.Kind.CENTRAL),
    ("ส.ป.ก.", Agency.Kind.CENTRAL),
    ("สำนักบริหารพื้นที่อนุรักษ์ที่ 3 (บ้านโป่ง)", Agency.Kind.CENTRAL),
    ("ธ.ก.ส.", Agency.Kind.BANK),
    ("มรภ.กาญจนบุรี", Agency.Kind.UNIVERSITY),
    ("มรภ.หมู่บ้านจอมบึง", Agency.Kind.UNIVERSITY),
    ("ชุมชนสมทบ", Agency.Kind.COMMUNITY),
]

OF_PROVINCE = [
    ("พมจ.{province}", Agency.Kind.PROVINCE),
    ("พช.จังหวัด{province}", Agency.Kind.PROVINCE),
    ("ที่ทำการปกครองจังหวัด{province}", Agency.Kind.PROVINCE),
    ("สำนักงานจังหวัด{province} (ยุทธศาสตร์)", Agency.Kind.PROVINCE),
    ("ทสจ.{province}", Agency.Kind.PROVINCE),
    ("เกษตรจังหวัด{province}", Agency.Kind.PROVINCE),
    ("สสจ.{province}", Agency.Kind.PROVINCE),
    ("ปภ.{province}", Agency.Kind.PROVINCE),
    ("อบจ.{province}", Agency.Kind.LOCAL),
]


def load_reference(province_codes: list[str]) -> int:
    """Create what is missing of the reference data for the provinces; return how many rows were created."""
    created = 0
    for position, (code, name) in enumerate(WORK_STREAMS, start=1):
        defaults = {"name": name, "is_codi": code != OUTSIDE_CODI, "position": position}
        created += WorkStream.objects.get_or_create(code=code, defaults=defaults)[1]
    for position, (code, name) in enumerate(DIMENSIONS, start=1):
        created += Dimension.objects.get_or_create(code=code, defaults={"name": name, "position": position})[
            1
        ]
    for name, kind in NATIONAL:
        created += Agency.objects.get_or_create(name=name, defaults={"kind": kind})[1]
    for province in Area.objects.filter(code__in=province_codes).order_by("code"):
        for name, kind in OF_PROVINCE:
            full = name.format(province=province.name_th)
            created += Agency.objects.get_or_create(name=full, defaults={"kind": kind, "area": province})[1]
    return created
