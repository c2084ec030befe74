"""ราชบุรี in the demo: the plans of its tambons and the people's provincial plan, still in draft. Data only."""

from __future__ import annotations

from datetime import date

from plans.demo.needs import KHAO_KHLUNG, KHU_BUA, TANAO_SI
from plans.demo.rows import Council, ItemRow, LineRow, Province

PAO = "อบจ.ราชบุรี"
ENVIRONMENT = "ทสจ.ราชบุรี"
SOCIAL_WELFARE = "พมจ.ราชบุรี"
ADMINISTRATION = "ที่ทำการปกครองจังหวัดราชบุรี"
COMMUNITY_DEVELOPMENT = "พช.จังหวัดราชบุรี"
PARKS = "สำนักบริหารพื้นที่อนุรักษ์ที่ 3 (บ้านโป่ง)"
COMMUNITY = "ชุมชนสมทบ"
SAO = {KHAO_KHLUNG: "อบต.เขาขลุง", KHU_BUA: "อบต.คูบัว", TANAO_SI: "อบต.ตะนาวศรี"}

STATUS = (TANAO_SI, "สถานะบุคคล")
WASTE = (KHAO_KHLUNG, "ขยะและน้ำเสียชุมชน")
WEAVING = (KHU_BUA, "ผ้าทอไท-ยวนขาดตลาดและทายาท")

ITEMS = {
    KHAO_KHLUNG: [
        ItemRow(
            "คัดแยกขยะตั้งแต่ในบ้าน 9 หมู่บ้าน",
            "ENV",
            "together",
            "province",
            (150_000, 100_000, 0, 0),
            PAO,
            SAO[KHAO_KHLUNG],
            (WASTE,),
            objective="ลดขยะที่ต้องนำไปทิ้งลงครึ่งหนึ่ง",
            target="9 หมู่บ้าน 1,240 ครัวเรือน",
            indicator="ตันขยะที่นำไปทิ้งต่อเดือน",
            expected="ที่ทิ้งขยะไม่เต็มก่อนกำหนด",
        ),
        ItemRow(
            "บ่อดักไขมันและบำบัดน้ำเสียชุมชน",
            "ENV",
            "support",
            "province",
            (0, 200_000, 0, 0),
            ENVIRONMENT,
            SAO[KHAO_KHLUNG],
            (WASTE,),
            objective="ให้น้ำที่ลงคลองสะอาดขึ้น",
            target="บ่อดักไขมัน 240 จุด",
            indicator="ค่าความสกปรกของน้ำในคลอง",
            expected="คลองไม่มีกลิ่น",
        ),
        ItemRow(
            "คนรุ่นใหม่ขายของชุมชนทางออนไลน์",
            "ECON",
            "together",
            "province",
            (0, 60_000, 0, 0),
            COMMUNITY_DEVELOPMENT,
            SAO[KHAO_KHLUNG],
            ((KHAO_KHLUNG, "คนรุ่นใหม่ไม่อยู่"),),
            stream="WS10",
            objective="ให้คนรุ่นใหม่มีรายได้ในตำบล",
            target="อบรม 20 คน ร้านออนไลน์ 1 ร้าน",
        ),
        ItemRow(
            "ขยายสมาชิกกองทุนสวัสดิการ",
            "SOC",
            "together",
            "local",
            (113_150, 113_150, 0, 0),
            SAO[KHAO_KHLUNG],
            SAO[KHAO_KHLUNG],
            ((KHAO_KHLUNG, "กองทุนสวัสดิการโตช้า"),),
            stream="WS05",
            objective="ให้คนทำงานเข้ากองทุน",
            target="สมาชิกเพิ่ม 200 คน",
        ),
    ],
    KHU_BUA: [
        ItemRow(
            "โรงเรียนทอผ้าไท-ยวน",
            "ECON",
            "together",
            "province",
            (100_000, 100_000, 0, 0),
            COMMUNITY_DEVELOPMENT,
            SAO[KHU_BUA],
            (WEAVING,),
            stream="WS07",
            objective="ให้เด็กในตำบลทอผ้าเป็น",
            target="ครู 6 คน เด็ก 30 คนต่อปี",
            indicator="คนทออายุต่ำกว่าสามสิบ",
            expected="ลายจกคูบัวมีทายาท",
        ),
        ItemRow(
            "ตลาดวัฒนธรรมคูบัว",
            "ECON",
            "support",
            "province",
            (80_000, 80_000, 0, 0),
            PAO,
            SAO[KHU_BUA],
            (WEAVING,),
            stream="WS07",
            objective="ให้ผ้าทอมีที่ขายประจำ",
            target="ตลาดเดือนละ 2 ครั้ง 25 แผง",
        ),
        ItemRow(
            "กลุ่มออมทรัพย์ช่วยปรับหนี้ครัวเรือน",
            "ECON",
            "alone",
            "local",
            (20_000, 20_000, 20_000, 20_000),
            COMMUNITY,
            SAO[KHU_BUA],
            ((KHU_BUA, "หนี้ครัวเรือน"),),
            stream="WS07",
            objective="ให้ครัวเรือนพ้นหนี้นอกระบบ",
            target="40 ครัวเรือนต่อปี",
        ),
    ],
    TANAO_SI: [
        ItemRow(
            "สำรวจและยื่นคำขอสถานะบุคคลถึงหมู่บ้าน",
            "SOC",
            "together",
            "province",
            (120_000, 120_000, 0, 0),
            ADMINISTRATION,
            SAO[TANAO_SI],
            (STATUS,),
            stream="WS06",
            objective="ให้คนที่เกิดในไทยมีเลข 13 หลัก",
            target="96 ครัวเรือน",
            indicator="คำขอที่อำเภอรับ",
            expected="ไปหาหมอและเรียนต่อได้",
        ),
        ItemRow(
            "ล่ามและคลินิกสิทธิ",
            "SOC",
            "together",
            "province",
            (60_000, 60_000, 60_000, 0),
            SOCIAL_WELFARE,
            SAO[TANAO_SI],
            (STATUS,),
            stream="WS06",
            objective="ให้รู้สิทธิของตนและใช้เป็น",
            target="ล่าม 4 คน คลินิกเดือนละครั้ง",
        ),
        ItemRow(
            "แนวเขตที่ทำกินร่วมกับอุทยาน",
            "GOV",
            "together",
            "province",
            (0, 150_000, 0, 0),
            PARKS,
            SAO[TANAO_SI],
            ((TANAO_SI, "ที่ทำกิน"),),
            stream="WS08",
            objective="ให้แนวเขตเป็นที่รับรู้ตรงกัน",
            target="84 ครัวเรือน",
        ),
    ],
}

LINES = [
    LineRow(
        "สถานะบุคคลและสิทธิ",
        ((TANAO_SI, "สำรวจและยื่นคำขอสถานะบุคคลถึงหมู่บ้าน"), (TANAO_SI, "ล่ามและคลินิกสิทธิ")),
        "ให้ทุกคนมีสถานะและใช้สิทธิของตนได้",
        "96 ครัวเรือน",
    ),
    LineRow(
        "ขยะต้นทาง",
        (
            (KHAO_KHLUNG, "คัดแยกขยะตั้งแต่ในบ้าน 9 หมู่บ้าน"),
            (KHAO_KHLUNG, "บ่อดักไขมันและบำบัดน้ำเสียชุมชน"),
        ),
        "ลดขยะและน้ำเสียตั้งแต่ในบ้าน",
        "1,240 ครัวเรือน",
    ),
    LineRow(
        "เศรษฐกิจวัฒนธรรม",
        (
            (KHU_BUA, "โรงเรียนทอผ้าไท-ยวน"),
            (KHU_BUA, "ตลาดวัฒนธรรมคูบัว"),
            (KHAO_KHLUNG, "คนรุ่นใหม่ขายของชุมชนทางออนไลน์"),
        ),
        "ให้วัฒนธรรมเป็นรายได้และมีผู้สืบต่อ",
        "2 ตำบล",
    ),
]

LEFT_OUT = [
    (KHAO_KHLUNG, "ขยายสมาชิกกองทุนสวัสดิการ", "other_door", ""),
    (KHU_BUA, "กลุ่มออมทรัพย์ช่วยปรับหนี้ครัวเรือน", "alone", ""),
]

PROVINCE = Province(
    "70",
    "ราชบุรี",
    "สำนักงานจังหวัดราชบุรี (ยุทธศาสตร์)",
    date(2023, 7, 14),
    41,
    [
        Council(KHU_BUA, date(2023, 7, 6), 35, "วัดโขลงสุวรรณคีรี คูบัว"),
        Council(TANAO_SI, date(2023, 7, 7), 48, "โรงเรียน ม.4 ตะนาวศรี"),
        Council(KHAO_KHLUNG, date(2023, 7, 9), 43, "ศาลาประชาคม ม.2 เขาขลุง"),
    ],
    ITEMS,
    LINES,
    LEFT_OUT,
)
