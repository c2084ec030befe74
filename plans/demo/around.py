"""What stands around the areas of the demo (domain.md §6): model tambons, local authorities, names, organisations.

Codes of areas are real; the numbers of the authorities have the official form but are made up, as are the days.
"""

from __future__ import annotations

from datetime import date

from areas.models import (
    AreaAlias,
    CommunityOrganization,
    Designation,
    LocalAuthority,
    LocalAuthorityArea,
)

MODEL = "ตำบลตัวอย่าง"
YEAR = 2566
MODELS = {
    "720102": "เวทีเรียนรู้ 28 พ.ค. 2566",
    "700513": "เวทีเรียนรู้ 9 ก.ค. 2566",
    "710109": "เวทีเรียนรู้ 18 มิ.ย. 2566",
}
WHOLE, PARTIAL = LocalAuthorityArea.Part.WHOLE, LocalAuthorityArea.Part.PARTIAL
AUTHORITIES = [
    ("04720101", "เทศบาลเมืองสุพรรณบุรี", LocalAuthority.Kind.TOWN, {"720101": WHOLE, "720102": PARTIAL}),
    ("05720102", "เทศบาลตำบลรั้วใหญ่", LocalAuthority.Kind.SUBDISTRICT, {"720102": PARTIAL}),
    ("06710109", "องค์การบริหารส่วนตำบลช่องสะเดา", LocalAuthority.Kind.TAMBON, {"710109": WHOLE}),
    ("06700513", "องค์การบริหารส่วนตำบลเขาขลุง", LocalAuthority.Kind.TAMBON, {"700513": WHOLE}),
]
ALIASES = {"71": "เมืองกาญจน์", "72": "สุพรรณ"}
ORGANIZATIONS = [
    ("710109", "สภาองค์กรชุมชนตำบลช่องสะเดา", CommunityOrganization.Kind.COUNCIL, date(2009, 8, 14)),
    ("700513", "กองทุนสวัสดิการชุมชนตำบลเขาขลุง", CommunityOrganization.Kind.WELFARE, date(2010, 3, 2)),
    ("720102", "สภาองค์กรชุมชนตำบลรั้วใหญ่", CommunityOrganization.Kind.COUNCIL, date(2009, 11, 20)),
]


def load() -> None:
    """Write what stands around the areas of the three provinces."""
    for code, source in MODELS.items():
        Designation.objects.create(area_id=code, kind=MODEL, fiscal_year=YEAR, source=source)
    for number, name, kind, parts in AUTHORITIES:
        authority = LocalAuthority.objects.create(code=number, name=name, kind=kind)
        for code, part in parts.items():
            LocalAuthorityArea.objects.create(authority=authority, area_id=code, part=part)
    for code, alias in ALIASES.items():
        AreaAlias.objects.create(area_id=code, name=alias)
    for code, name, organization, day in ORGANIZATIONS:
        CommunityOrganization.objects.create(area_id=code, name=name, kind=organization, registered_on=day)
