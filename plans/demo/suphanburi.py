"""สุพรรณบุรี in the demo: the plans of its tambons and the people's provincial plan. Data only."""

from __future__ import annotations

from datetime import date

from plans.demo.needs import BANG_YAI, CHORAKHE, ONG_PHRA, RUA_YAI
from plans.demo.rows import Council, ItemRow, LineRow, Province

PAO = "อบจ.สุพรรณบุรี"
DISASTERS = "ปภ.สุพรรณบุรี"
SOCIAL_WELFARE = "พมจ.สุพรรณบุรี"
ENVIRONMENT = "ทสจ.สุพรรณบุรี"
COMMUNITY_DEVELOPMENT = "พช.จังหวัดสุพรรณบุรี"
IRRIGATION = "โครงการชลประทาน"
COMMUNITY = "ชุมชนสมทบ"
SAO = {
    RUA_YAI: "อบต.รั้วใหญ่",
    BANG_YAI: "อบต.บางใหญ่",
    CHORAKHE: "อบต.จรเข้สามพัน",
    ONG_PHRA: "อบต.องค์พระ",
}

FLOODED_HOMES = (BANG_YAI, "น้ำท่วมทั้งตำบลทุกปี ม.5 ม.7")
FLOOD_FROM_ABOVE = (CHORAKHE, "น้ำหลากจากเลาขวัญ")
WARNING = (CHORAKHE, "ระบบเตือนภัยน้ำหลากร่วมกับต้นน้ำ")
DREDGING = (CHORAKHE, "ขุดลอกคลองจรเข้สามพัน 5 กิโลเมตร")

ITEMS = {
    RUA_YAI: [
        ItemRow(
            "สาธารณูปโภคบ้านมั่นคงริมคูเมือง",
            "SOC",
            "support",
            "province",
            (500_000, 300_000, 0, 0),
            PAO,
            SAO[RUA_YAI],
            ((RUA_YAI, "ชุมชนริมคูเมืองเก่าที่อยู่ไม่มั่นคง"),),
            stream="WS03",
            objective="ให้บ้านที่สร้างใหม่มีทางเดิน น้ำ และไฟครบ",
            target="ทางเดิน 420 เมตร ประปาและไฟฟ้า 48 ครัวเรือน",
            indicator="ครัวเรือนที่มีน้ำและไฟของตนเอง",
            expected="ชุมชนอยู่ที่เดิมได้อย่างมั่นคง",
        ),
        ItemRow(
            "ขุดลอกคูเมืองและวางท่อระบายน้ำ",
            "ENV",
            "support",
            "local",
            (350_000, 0, 0, 0),
            SAO[RUA_YAI],
            SAO[RUA_YAI],
            ((RUA_YAI, "น้ำท่วมขังซ้ำ"),),
            stream="WS09",
            objective="ให้น้ำฝนระบายทันในวันเดียว",
            target="คูเมือง 1.2 กิโลเมตร ท่อ 300 เมตร",
        ),
        ItemRow(
            "เพื่อนบ้านแวะเยี่ยมผู้สูงอายุ",
            "HEALTH",
            "alone",
            "local",
            (30_000, 30_000, 30_000, 30_000),
            COMMUNITY,
            SAO[RUA_YAI],
            ((RUA_YAI, "ผู้สูงอายุอยู่ลำพัง"),),
            stream="WS05",
            objective="ผู้สูงอายุที่อยู่ลำพังมีคนแวะดูทุกสัปดาห์",
            target="อาสา 12 คน ผู้สูงอายุ 36 คน",
        ),
        ItemRow(
            "ตลาดริมคูเมืองและไกด์ของชุมชน",
            "ECON",
            "together",
            "district",
            (120_000, 60_000, 0, 0),
            COMMUNITY_DEVELOPMENT,
            SAO[RUA_YAI],
            ((RUA_YAI, "ท่องเที่ยวชุมชนรายได้ไม่ถึงชาวบ้าน"),),
            stream="WS07",
            objective="ให้รายได้จากนักท่องเที่ยวถึงบ้าน",
            target="ตลาด 1 แห่ง ไกด์ชุมชน 10 คน",
        ),
    ],
    BANG_YAI: [
        ItemRow(
            "ทางเดินยกระดับและเรือของกลาง",
            "ENV",
            "support",
            "province",
            (400_000, 200_000, 0, 0),
            DISASTERS,
            SAO[BANG_YAI],
            (FLOODED_HOMES,),
            stream="WS09",
            objective="ให้เข้าออกบ้านได้ตลอดช่วงน้ำท่วม",
            target="ทางเดิน 600 เมตร เรือ 8 ลำ ม.5 ม.7",
            indicator="ครัวเรือนที่เข้าออกได้ช่วงน้ำท่วม",
            expected="210 ครัวเรือนไปหาหมอและโรงเรียนได้",
        ),
        ItemRow(
            "ยกพื้นบ้านให้พ้นน้ำ 24 หลัง",
            "SOC",
            "together",
            "province",
            (240_000, 240_000, 0, 0),
            SOCIAL_WELFARE,
            SAO[BANG_YAI],
            (FLOODED_HOMES,),
            stream="WS04",
            objective="ให้บ้านผู้ยากไร้อยู่ได้ในฤดูน้ำ",
            target="บ้าน 24 หลัง ปีละ 12 หลัง",
            indicator="จำนวนบ้านที่ยกพื้นเสร็จ",
            expected="ไม่ต้องอพยพทุกปี",
        ),
        ItemRow(
            "เลี้ยงปลาและแปรรูปช่วงน้ำหลาก",
            "ECON",
            "together",
            "district",
            (90_000, 60_000, 0, 0),
            COMMUNITY_DEVELOPMENT,
            SAO[BANG_YAI],
            ((BANG_YAI, "รายได้ช่วงน้ำหลาก"),),
            stream="WS07",
            objective="ให้มีรายได้ในสามเดือนที่ทำนาไม่ได้",
            target="กลุ่มแปรรูป 2 กลุ่ม 60 ครัวเรือน",
        ),
    ],
    CHORAKHE: [
        ItemRow(
            WARNING[1],
            "ENV",
            "together",
            "province",
            (150_000, 50_000, 0, 0),
            DISASTERS,
            SAO[CHORAKHE],
            (FLOOD_FROM_ABOVE,),
            stream="WS09",
            objective="ให้รู้ล่วงหน้าอย่างน้อยหกชั่วโมงก่อนน้ำมา",
            target="เสาวัดระดับน้ำ 4 จุด เครือข่ายแจ้งเตือนสองตำบล",
            indicator="ครัวเรือนที่ได้รับแจ้งก่อนน้ำมา",
            expected="ขนของหนีน้ำทัน",
        ),
        ItemRow(
            DREDGING[1],
            "ENV",
            "support",
            "province",
            (600_000, 600_000, 0, 0),
            IRRIGATION,
            SAO[CHORAKHE],
            ((CHORAKHE, "คลองตื้นเขิน"), FLOOD_FROM_ABOVE),
            stream="WS09",
            objective="ให้คลองรับน้ำหลากได้",
            target="คลอง 5 กิโลเมตร",
            indicator="ความลึกคลองหลังขุด",
            expected="น้ำไม่ล้นเข้าบ้าน 140 ครัวเรือน",
        ),
    ],
    ONG_PHRA: [
        ItemRow(
            "สำรวจแนวเขตที่ทำกินร่วมกัน",
            "GOV",
            "together",
            "province",
            (120_000, 0, 0, 0),
            ENVIRONMENT,
            SAO[ONG_PHRA],
            ((ONG_PHRA, "ที่ทำกินทับซ้อนป่า"),),
            stream="WS08",
            objective="ให้แนวเขตเป็นที่รับรู้ตรงกัน",
            target="สำรวจ 88 แปลง",
        ),
        ItemRow(
            "สระน้ำสำรองของตำบล",
            "ENV",
            "support",
            "province",
            (0, 700_000, 0, 0),
            PAO,
            SAO[ONG_PHRA],
            ((ONG_PHRA, "น้ำแล้ง"),),
            objective="มีน้ำสำรองตั้งแต่มีนาคม",
            target="สระ 1 แห่ง 40,000 ลูกบาศก์เมตร",
        ),
    ],
}

LINES = [
    LineRow(
        "รับมือน้ำท่วมลุ่มท่าจีน",
        ((BANG_YAI, "ทางเดินยกระดับและเรือของกลาง"), WARNING, DREDGING),
        "ให้คนลุ่มท่าจีนรู้ก่อน หนีทัน และน้ำลงเร็ว",
        "ทางเดิน เรือ ระบบเตือนภัย และคลอง ใน 2 ตำบล",
    ),
    LineRow(
        "ที่อยู่อาศัยมั่นคง",
        ((RUA_YAI, "สาธารณูปโภคบ้านมั่นคงริมคูเมือง"), (BANG_YAI, "ยกพื้นบ้านให้พ้นน้ำ 24 หลัง")),
        "ให้ผู้มีรายได้น้อยอยู่ในที่เดิมได้อย่างปลอดภัย",
        "48 ครัวเรือนในเมือง และบ้าน 24 หลังในที่น้ำท่วม",
    ),
]

LEFT_OUT = [
    (RUA_YAI, "ขุดลอกคูเมืองและวางท่อระบายน้ำ", "other_door", ""),
    (RUA_YAI, "เพื่อนบ้านแวะเยี่ยมผู้สูงอายุ", "alone", ""),
    (RUA_YAI, "ตลาดริมคูเมืองและไกด์ของชุมชน", "other_door", "เสนอในแผนของอำเภอเมืองสุพรรณบุรี"),
    (BANG_YAI, "เลี้ยงปลาและแปรรูปช่วงน้ำหลาก", "other_door", "เสนอในแผนของอำเภอบางปลาม้า"),
]

PROVINCE = Province(
    "72",
    "สุพรรณบุรี",
    "สำนักงานจังหวัดสุพรรณบุรี (ยุทธศาสตร์)",
    date(2023, 7, 13),
    52,
    [
        Council(RUA_YAI, date(2023, 7, 3), 58, "ศาลาชุมชนริมคูเมือง"),
        Council(BANG_YAI, date(2023, 7, 4), 44, "ศาลาวัด ม.5 บางใหญ่"),
        Council(CHORAKHE, date(2023, 7, 10), 39, "หอประชุม อบต.จรเข้สามพัน"),
    ],
    ITEMS,
    LINES,
    LEFT_OUT,
)
