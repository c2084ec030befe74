"""What every office starts from (domain.md §6): work streams, legs, dimensions, agencies of a province.

It is a start, not a rule: each row can be edited by staff, and loading again changes nothing that is there. Capacity
topics are the meetings app's and lie in meetings/reference.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from areas.models import Area, Cluster, Level
from areas.models.listed import Listed
from projects.models import Agency, Dimension, Leg, WorkStream

LOWER_CENTRAL = ["70", "71", "72"]
CLUSTER = "ภาคกลางตอนล่าง 1 (พอช.)"
SCHEME = "พอช."

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

LEGS = [("MOVE", "ขาเคลื่อน"), ("DOWN", "ขาลง")]

DIMENSIONS = [
    ("ECON", "เศรษฐกิจ"),
    ("SOC", "สังคม"),
    ("ENV", "สิ่งแวดล้อม"),
    ("HEALTH", "สุขภาพ"),
    ("GOV", "การเมือง/การบริหารจัดการ"),
]

NATIONAL = [
    ("โครงการชลประทาน", Agency.Kind.CENTRAL),
    ("ส.ป.ก.", Agency.Kind.CENTRAL),
    ("ธ.ก.ส.", Agency.Kind.BANK),
    ("ชุมชนสมทบ", Agency.Kind.COMMUNITY),
]
# Of the region of the three provinces; an office elsewhere adds its own.
OF_REGION = [
    ("พอช.สำนักงานภาคกลางและตะวันตก", Agency.Kind.CODI),
    ("สปสช.เขต 5 ราชบุรี (กองทุนสุขภาพตำบล)", Agency.Kind.CENTRAL),
    ("สำนักบริหารพื้นที่อนุรักษ์ที่ 3 (บ้านโป่ง)", Agency.Kind.CENTRAL),
    ("มรภ.กาญจนบุรี", Agency.Kind.UNIVERSITY),
    ("มรภ.หมู่บ้านจอมบึง", Agency.Kind.UNIVERSITY),
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


LOCAL = "อปท. ต.{tambon} อ.{district} จ.{province}"


@dataclass
class Report:
    """What loading did: rows that are new, rows that were there, and what staff had made different."""

    added: int = 0
    kept: int = 0
    differs: list[str] = field(default_factory=list)

    def tell(self, is_new: bool, differs: str = "") -> None:
        """Count one row."""
        if is_new:
            self.added += 1
        elif differs:
            self.differs.append(differs)
        else:
            self.kept += 1


def load_reference(province_codes: list[str], *, cluster: str = "", local: bool = False) -> Report:
    """Create what is missing of the reference data for the provinces; what is there stays as staff wrote it.

    `cluster` names a cluster that is made of the provinces; `local` adds a local authority for each tambon.
    """
    report = Report()
    with transaction.atomic():
        for position, (code, name) in enumerate(WORK_STREAMS, start=1):
            values = {"name": name, "is_codi": code != OUTSIDE_CODI, "position": position}
            keep_by_code(report, WorkStream, code, values)
        for position, (code, name) in enumerate(LEGS, start=1):
            keep_by_code(report, Leg, code, {"name": name, "position": position})
        for position, (code, name) in enumerate(DIMENSIONS, start=1):
            keep_by_code(report, Dimension, code, {"name": name, "position": position})
        keep_agencies(report, wanted_agencies(province_codes))
        if local:
            keep_agencies(report, wanted_local(province_codes))
        if cluster:
            keep_cluster(report, cluster, province_codes)
    return report


def keep_by_code(report: Report, model: type[Listed], code: str, values: dict[str, Any]) -> None:
    """Create a row of a list that is known by its code; say where staff changed one that is there."""
    manager: Any = model._default_manager
    row, is_new = manager.get_or_create(code=code, defaults=values)
    same = row.is_active and all(getattr(row, name) == value for name, value in values.items())
    report.tell(is_new, "" if same else f"{code} {row}")


def wanted_agencies(province_codes: list[str]) -> list[Agency]:
    """Return the agencies that an office of the provinces starts from."""
    national = [*NATIONAL, *(OF_REGION if set(province_codes) & set(LOWER_CENTRAL) else [])]
    wanted = [Agency(name=name, kind=kind) for name, kind in national]
    for province in Area.objects.filter(code__in=province_codes).order_by("code"):
        wanted += [
            Agency(name=name.format(province=province.name_th), kind=kind, area=province)
            for name, kind in OF_PROVINCE
        ]
    return wanted


def wanted_local(province_codes: list[str]) -> list[Agency]:
    """Return a local authority for each tambon of the provinces that has none; its true name is for staff to write."""
    has_one = set(Agency.objects.filter(kind=Agency.Kind.LOCAL).values_list("area_id", flat=True))
    tambons = Area.objects.current().filter(level=Level.TAMBON).select_related("parent__parent")
    wanted = []
    for tambon in tambons.order_by("code"):
        district = tambon.parent
        if tambon.code[:2] not in province_codes or tambon.code in has_one or district is None:
            continue
        names = {
            "tambon": tambon.name_th,
            "district": district.name_th,
            "province": district.parent.name_th if district.parent else "",
        }
        wanted.append(Agency(name=LOCAL.format(**names), kind=Agency.Kind.LOCAL, area=tambon))
    return wanted


def keep_agencies(report: Report, wanted: list[Agency]) -> None:
    """Create the agencies that are missing; one that staff renamed is known by the name it once had."""
    names = [one.name for one in wanted]
    once: Iterable[tuple[str, int]] = Agency.history.filter(name__in=names).values_list("name", "id")
    known_as = dict(once)
    there = Agency.objects.in_bulk(list(known_as.values()))
    by_name = {one.name: one for one in Agency.objects.filter(name__in=names)}
    for one in wanted:
        row = by_name.get(one.name) or there.get(known_as.get(one.name, 0))
        if row is None:
            one.save()
            report.tell(True)
            continue
        same = (row.name, row.kind, row.area_id, row.is_active) == (one.name, one.kind, one.area_id, True)
        report.tell(False, "" if same else str(row) if row.name == one.name else f"{row} ({one.name})")


def keep_cluster(report: Report, name: str, province_codes: list[str]) -> None:
    """Create a cluster of the provinces; which provinces one that is there has stays as staff chose."""
    cluster, is_new = Cluster.objects.get_or_create(name=name, defaults={"scheme": SCHEME})
    if is_new:
        cluster.provinces.set(Area.objects.filter(code__in=province_codes))
    codes = set(cluster.provinces.values_list("code", flat=True))
    report.tell(is_new, "" if cluster.is_active and codes == set(province_codes) else str(cluster))
