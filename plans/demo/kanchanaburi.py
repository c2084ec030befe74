"""กาญจนบุรี in the demo: villages, meetings, needs, plans. Data only; `plans.demo.load` puts it in.

Budgets are baht of the years 2567, 2568, 2569, 2570. An item's `below` are the village items it is made from, so
that each tambon line shows the villages behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

FIRST_YEAR, LAST_YEAR = 2567, 2570
BEGUN = date(2023, 5, 19)  # the work is designed
FORUMS_DONE = date(2023, 6, 28)  # what the villages said and endorsed is written down
ROLLED_UP = date(2023, 7, 12)  # the province puts the plans together
PROVINCE = "71"
CHONG_SADAO, WANG_DONG, LAO_KHWAN, LAI_WO = "710109", "710108", "711001", "710803"
THA_SAO_SAI_YOK, THA_SAO_THA_MAKA = "710202", "710516"  # same name, two districts: the trap for imports

PAO = "อบจ.กาญจนบุรี"
GOVERNOR_OFFICE = "สำนักงานจังหวัดกาญจนบุรี (ยุทธศาสตร์)"
ENVIRONMENT = "ทสจ.กาญจนบุรี"
IRRIGATION = "โครงการชลประทาน"
PARKS = "สำนักบริหารพื้นที่อนุรักษ์ที่ 3 (บ้านโป่ง)"
COMMUNITY = "ชุมชนสมทบ"
COMMUNITY_DEVELOPMENT = "พช.จังหวัดกาญจนบุรี"
SAO = {CHONG_SADAO: "อบต.ช่องสะเดา", WANG_DONG: "อบต.วังด้ง", LAO_KHWAN: "อบต.เลาขวัญ", LAI_WO: "อบต.ไล่โว่"}


@dataclass(frozen=True)
class Village:
    """A village of ช่องสะเดา with its forum."""

    moo: int
    name: str
    forum: date
    came: int


VILLAGES = [
    Village(1, "บ้านท่าสะเดา", date(2023, 6, 20), 46),
    Village(2, "บ้านห้วยน้ำใส", date(2023, 6, 21), 52),
    Village(3, "บ้านไร่ป้า", date(2023, 6, 24), 38),
    Village(4, "บ้านแก่งหินลาด", date(2023, 6, 24), 41),
    Village(5, "บ้านเขาแหลมน้อย", date(2023, 6, 25), 35),
    Village(6, "บ้านโป่งกระทิง", date(2023, 6, 26), 44),
    Village(7, "บ้านป่าไผ่", date(2023, 6, 27), 39),
]


@dataclass(frozen=True)
class Council:
    """A meeting of the community organisation council that endorses a tambon's plan."""

    area: str
    held_on: date
    came: int
    place: str


COUNCILS = [
    Council(CHONG_SADAO, date(2023, 7, 5), 41, "ศาลาประชาคม ม.3 ช่องสะเดา"),
    Council(WANG_DONG, date(2023, 7, 6), 37, "หอประชุม อบต.วังด้ง"),
    Council(LAO_KHWAN, date(2023, 7, 7), 33, "ศาลาอเนกประสงค์ เลาขวัญ"),
]


@dataclass(frozen=True)
class NeedRow:
    """A need; `area` is a code of 6 or 8 digits."""

    area: str
    dimension: str
    title: str
    severity: int
    households: int | None
    cause: str = ""
    wish: str = ""


def moo(number: int) -> str:
    """Return the code of a village of ช่องสะเดา."""
    return f"{CHONG_SADAO}{number:02d}"


NEEDS = [
    NeedRow(
        moo(3),
        "ENV",
        "น้ำเกษตรไม่พอ",
        5,
        64,
        "หน้าแล้งห้วยแห้งตั้งแต่กุมภาพันธ์ ไม้ผลตายไปครึ่งสวน",
        "อยากมีน้ำใช้ให้ถึงต้นฝน",
    ),
    NeedRow(moo(4), "ENV", "น้ำเกษตรไม่พอ", 5, 58, "ต่อท่อจากลำห้วยเอง น้ำไม่ถึงบ้านท้าย", "ขอประปาภูเขาที่ถึงทุกบ้าน"),
    NeedRow(moo(1), "ENV", "น้ำเกษตรไม่พอ", 4, 49, "น้ำหลากมาเร็วไปเร็ว เก็บไว้ไม่ได้", "ช่วยกันทำฝายชะลอไว้หลายจุด"),
    NeedRow(moo(5), "ENV", "น้ำเกษตรไม่พอ", 4, 39, "ลำห้วยแห้งก่อนสงกรานต์ทุกปี", "อยากได้ฝายเล็ก ๆ ที่ดูแลเองได้"),
    NeedRow(moo(2), "ENV", "ฝายห้วยน้ำใสชำรุด", 4, 57, "สันฝายร้าวตั้งแต่น้ำหลากปี 2564", "ซ่อมก่อนฝนหน้า"),
    NeedRow(
        moo(6),
        "GOV",
        "ไม่มีเอกสารสิทธิ์ที่ทำกิน",
        5,
        78,
        "ทำกินมาแต่รุ่นปู่ แต่แผนที่ทับกับเขตป่า",
        "ขอรังวัดร่วมกันให้รู้เขตแน่ชัด",
    ),
    NeedRow(moo(7), "GOV", "ไม่มีเอกสารสิทธิ์ที่ทำกิน", 5, 64, "กู้เงินไม่ได้เพราะไม่มีหลักฐาน", "อยากมีเอกสารรับรองการทำกิน"),
    NeedRow(moo(7), "ENV", "ช้างป่าเข้าสวน", 4, 33, "ช้างลงมากินกล้วยกินอ้อยเพราะในป่าไม่มีน้ำ", "ทำแหล่งน้ำให้ช้างในป่า"),
    NeedRow(moo(4), "SOC", "บ้านทรุดโทรม", 4, 17, "ผู้เฒ่าอยู่บ้านหลังคารั่ว ซ่อมเองไม่ไหว", "ซ่อมบ้านให้อยู่ได้ปลอดภัย"),
    NeedRow(moo(5), "SOC", "บ้านทรุดโทรม", 4, 14, "บ้านไม้ผุทั้งหลังหลายครอบครัว", "ขอไม้กับแรงช่วยกันซ่อม"),
    NeedRow(
        moo(6), "HEALTH", "ผู้สูงอายุเป็นส่วนใหญ่", 4, 96, "ลูกหลานไปทำงานในเมือง เหลือแต่คนแก่", "มีคนแวะดูสัปดาห์ละครั้ง"
    ),
    NeedRow(moo(1), "ECON", "ขายของได้เฉพาะวันหยุด", 2, 28, "นักท่องเที่ยวมาเขื่อนแต่ไม่มีที่ขาย", "อยากมีตลาดของชุมชน"),
    NeedRow(
        WANG_DONG,
        "ENV",
        "ช้างป่าทำลายพืชไร่",
        5,
        112,
        "ช้างออกมาเดือนละหลายครั้ง นอนเฝ้าไร่กันทุกคืน",
        "อยากมีรั้วและชุดเฝ้าระวัง",
    ),
    NeedRow(
        WANG_DONG, "ENV", "น้ำ", 4, 86, "บ่อตื้นแห้ง ต้องซื้อน้ำใช้เดือนมีนาคมถึงพฤษภาคม", "บ่อบาดาลที่ใช้แดดสูบ ไม่เสียค่าไฟ"
    ),
    NeedRow(WANG_DONG, "SOC", "บ้านทรุดโทรม", 3, 9, "บ้านผู้ยากไร้ 9 หลังอยู่ไม่ได้ในหน้าฝน", "ซ่อมให้ครบทั้ง 9 หลัง"),
    NeedRow(LAO_KHWAN, "ENV", "ภัยแล้งซ้ำซาก", 5, 240, "แล้งติดกันสี่ปี อ้อยกับมันยืนตาย", "มีสระแก้มลิงกับบาดาลพอเลี้ยงไร่"),
    NeedRow(
        LAO_KHWAN, "ENV", "น้ำหลากลงจรเข้สามพัน", 3, 55, "ฝนหนักน้ำไหลบ่าผ่านคลองเดิมที่ตื้น", "ขุดลอกทางน้ำเดิมให้ไหลช้าลง"
    ),
    NeedRow(LAI_WO, "GOV", "เส้นทางขาดฤดูฝน", 5, 180, "รถเข้าไม่ได้สามเดือน คนป่วยต้องหามออก", "ทางที่ใช้ได้ทั้งปี"),
    NeedRow(LAI_WO, "SOC", "สถานะบุคคล", 4, 74, "เด็กเกิดที่นี่แต่ไม่มีเลข 13 หลัก", "ให้อำเภอมาทำถึงหมู่บ้าน"),
]

Budget = tuple[int, int, int, int]


@dataclass(frozen=True)
class ItemRow:
    """An item of a plan; `needs` are (area, title) of needs it answers, `below` village items by village number."""

    title: str
    dimension: str
    doability: str
    door: str
    budget: Budget
    source: str
    agency: str
    needs: tuple[tuple[str, str], ...]
    stream: str = "WS90"
    objective: str = ""
    target: str = ""
    indicator: str = ""
    expected: str = ""
    below: dict[int, Budget] = field(default_factory=dict)


WATER = "น้ำเกษตรไม่พอ"
LAND = "ไม่มีเอกสารสิทธิ์ที่ทำกิน"
HOUSES = "บ้านทรุดโทรม"

ITEMS: dict[str, list[ItemRow]] = {
    CHONG_SADAO: [
        ItemRow(
            "ประปาภูเขาระยะ 2",
            "ENV",
            "support",
            "province",
            (600_000, 400_000, 0, 0),
            PAO,
            SAO[CHONG_SADAO],
            ((moo(3), WATER), (moo(4), WATER)),
            objective="ให้ทุกบ้านมีน้ำใช้และน้ำเกษตรตลอดหน้าแล้ง",
            target="ต่อท่อประปาภูเขา 6 กิโลเมตร ถังพัก 4 จุด ม.3 ม.4",
            indicator="ครัวเรือนที่มีน้ำใช้ตลอดปี 122 ครัวเรือน",
            expected="สวนไม้ผลไม่ยืนตายหน้าแล้ง",
            below={3: (350_000, 200_000, 0, 0), 4: (250_000, 200_000, 0, 0)},
        ),
        ItemRow(
            "ฝายชะลอน้ำ",
            "ENV",
            "together",
            "province",
            (0, 350_000, 350_000, 0),
            PAO,
            SAO[CHONG_SADAO],
            ((moo(1), WATER), (moo(3), WATER), (moo(5), WATER)),
            objective="เก็บน้ำให้ไม้ผลและพืชไร่ใช้ได้ถึงต้นฝน",
            target="ฝายชะลอน้ำ 14 แห่ง ม.1 ม.3 ม.5",
            indicator="ลำห้วยมีน้ำถึงเดือนเมษายน",
            expected="น้ำใต้ดินสูงขึ้น ไม้ผลรอดหน้าแล้ง",
            below={1: (0, 150_000, 100_000, 0), 3: (0, 100_000, 150_000, 0), 5: (0, 100_000, 100_000, 0)},
        ),
        ItemRow(
            "จัดทำข้อมูลแปลงที่ดินและแนวเขตร่วม",
            "GOV",
            "together",
            "province",
            (180_000, 120_000, 0, 0),
            ENVIRONMENT,
            SAO[CHONG_SADAO],
            ((moo(6), LAND), (moo(7), LAND)),
            stream="WS08",
            objective="ให้รู้แนวเขตที่ตรงกันระหว่างชาวบ้านกับป่า",
            target="แผนที่รายแปลง 142 แปลง ม.6 ม.7",
            indicator="แปลงที่สองฝ่ายลงชื่อรับรองแนวเขต",
            expected="มีหลักฐานใช้ยื่นขอเอกสารรับรองการทำกิน",
            below={6: (100_000, 60_000, 0, 0), 7: (80_000, 60_000, 0, 0)},
        ),
        ItemRow(
            "แหล่งน้ำและแหล่งอาหารช้างในป่า",
            "ENV",
            "support",
            "province",
            (0, 250_000, 250_000, 0),
            PARKS,
            SAO[CHONG_SADAO],
            ((moo(7), "ช้างป่าเข้าสวน"),),
            objective="ให้ช้างมีน้ำและอาหารในป่า ไม่ต้องลงสวน",
            target="แหล่งน้ำ 4 จุด แปลงพืชอาหาร 60 ไร่",
            indicator="จำนวนครั้งที่ช้างลงสวนต่อเดือน",
            expected="คนกับช้างอยู่ร่วมกันได้",
            below={2: (0, 100_000, 100_000, 0), 7: (0, 150_000, 150_000, 0)},
        ),
        ItemRow(
            "ซ่อมบ้านผู้สูงอายุยากไร้ 20 หลัง",
            "SOC",
            "together",
            "local",
            (190_000, 190_000, 0, 0),
            SAO[CHONG_SADAO],
            SAO[CHONG_SADAO],
            ((moo(4), HOUSES), (moo(5), HOUSES)),
            stream="WS04",
            objective="ให้ผู้สูงอายุยากไร้อยู่บ้านที่ปลอดภัย",
            target="บ้าน 20 หลัง ม.4 ม.5",
            indicator="จำนวนบ้านที่ซ่อมเสร็จ",
            expected="ผู้สูงอายุอยู่ได้ทุกฤดู",
            below={4: (95_000, 95_000, 0, 0), 5: (95_000, 95_000, 0, 0)},
        ),
        ItemRow(
            "เวรอาสาดูแลผู้สูงอายุประจำหมู่บ้าน",
            "HEALTH",
            "alone",
            "local",
            (20_000, 20_000, 20_000, 20_000),
            COMMUNITY,
            SAO[CHONG_SADAO],
            ((moo(6), "ผู้สูงอายุเป็นส่วนใหญ่"),),
            stream="WS05",
            objective="ผู้สูงอายุที่อยู่ลำพังมีคนแวะดูทุกสัปดาห์",
            target="อาสา 7 หมู่บ้าน หมู่บ้านละ 4 คน",
            indicator="จำนวนครั้งที่เยี่ยมต่อเดือน",
            expected="ผู้สูงอายุไม่ถูกทิ้ง",
            below={6: (20_000, 20_000, 20_000, 20_000)},
        ),
        ItemRow(
            "ซ่อมฝายห้วยน้ำใส ม.2",
            "ENV",
            "support",
            "province",
            (120_000, 0, 0, 0),
            IRRIGATION,
            SAO[CHONG_SADAO],
            ((moo(2), "ฝายห้วยน้ำใสชำรุด"),),
            objective="ให้ฝายเก็บน้ำได้ดังเดิม",
            target="ซ่อมสันฝายยาว 18 เมตร",
            indicator="ระดับน้ำหน้าฝายในเดือนมีนาคม",
            expected="นา 260 ไร่มีน้ำ",
            below={2: (120_000, 0, 0, 0)},
        ),
        ItemRow(
            "ตลาดชุมชนริมเขื่อน",
            "ECON",
            "together",
            "district",
            (100_000, 50_000, 0, 0),
            COMMUNITY_DEVELOPMENT,
            SAO[CHONG_SADAO],
            ((moo(1), "ขายของได้เฉพาะวันหยุด"),),
            stream="WS07",
            objective="ให้ชาวบ้านมีที่ขายของทุกวัน",
            target="ตลาด 1 แห่ง 30 แผง",
            indicator="รายได้ต่อแผงต่อเดือน",
            expected="รายได้เพิ่มถึงบ้าน",
            below={1: (100_000, 50_000, 0, 0)},
        ),
    ],
    WANG_DONG: [
        ItemRow(
            "บ่อบาดาลโซลาร์",
            "ENV",
            "support",
            "province",
            (450_000, 0, 0, 0),
            PAO,
            SAO[WANG_DONG],
            ((WANG_DONG, "น้ำ"),),
            objective="มีน้ำใช้โดยไม่เสียค่าไฟ",
            target="บ่อบาดาลสูบด้วยแสงอาทิตย์ 3 บ่อ",
            indicator="ครัวเรือนที่ไม่ต้องซื้อน้ำ",
            expected="86 ครัวเรือนมีน้ำใช้ตลอดปี",
        ),
        ItemRow(
            "ฟื้นฟูป่าชุมชนและแนวกันไฟ",
            "ENV",
            "together",
            "province",
            (150_000, 100_000, 100_000, 0),
            ENVIRONMENT,
            SAO[WANG_DONG],
            ((WANG_DONG, "ช้างป่าทำลายพืชไร่"),),
            stream="WS08",
            objective="ให้ป่าชุมชนกลับมาเป็นแหล่งอาหารของคนและช้าง",
            target="แนวกันไฟ 12 กิโลเมตร ปลูกเสริม 200 ไร่",
            indicator="พื้นที่ไฟไหม้ป่าต่อปี",
            expected="ป่าชุมชนไม่ไหม้ซ้ำ",
        ),
        ItemRow(
            "รั้วรังผึ้งและชุดเฝ้าระวังช้าง",
            "ENV",
            "together",
            "province",
            (480_000, 320_000, 320_000, 200_000),
            PARKS,
            SAO[WANG_DONG],
            ((WANG_DONG, "ช้างป่าทำลายพืชไร่"),),
            objective="ลดความเสียหายจากช้างโดยไม่ทำร้ายช้าง",
            target="รั้วรังผึ้ง 8 กิโลเมตร ชุดเฝ้าระวัง 6 ชุด",
            indicator="ไร่ที่ถูกช้างทำลายต่อปี",
            expected="นอนหลับได้โดยไม่ต้องเฝ้าไร่",
        ),
        ItemRow(
            "ซ่อมบ้านผู้ยากไร้ 9 หลัง",
            "SOC",
            "together",
            "local",
            (171_000, 0, 0, 0),
            SAO[WANG_DONG],
            SAO[WANG_DONG],
            ((WANG_DONG, HOUSES),),
            stream="WS04",
            objective="ให้ผู้ยากไร้มีบ้านที่อยู่ได้",
            target="บ้าน 9 หลัง",
            indicator="จำนวนบ้านที่ซ่อมเสร็จ",
            expected="ครบทุกหลังในปีเดียว",
        ),
        ItemRow(
            "ซ่อมฝายห้วยตะเคียน ม.5",
            "ENV",
            "support",
            "province",
            (140_000, 0, 0, 0),
            IRRIGATION,
            SAO[WANG_DONG],
            ((WANG_DONG, "น้ำ"),),
            objective="ให้ฝายเก็บน้ำได้ดังเดิม",
            target="ซ่อมประตูน้ำและสันฝาย",
            indicator="ระดับน้ำหน้าฝายในเดือนมีนาคม",
            expected="ไร่ 300 ไร่มีน้ำ",
        ),
    ],
    LAO_KHWAN: [
        ItemRow(
            "สระแก้มลิงชุมชน",
            "ENV",
            "support",
            "province",
            (900_000, 900_000, 0, 0),
            PAO,
            SAO[LAO_KHWAN],
            ((LAO_KHWAN, "ภัยแล้งซ้ำซาก"),),
            objective="เก็บน้ำหลากไว้ใช้หน้าแล้ง",
            target="สระ 2 แห่ง ความจุรวม 120,000 ลูกบาศก์เมตร",
            indicator="ปริมาณน้ำในสระเดือนมีนาคม",
            expected="ไร่ 1,800 ไร่มีน้ำพอ",
        ),
        ItemRow(
            "บาดาลเกษตร",
            "ENV",
            "support",
            "province",
            (0, 250_000, 250_000, 0),
            GOVERNOR_OFFICE,
            SAO[LAO_KHWAN],
            ((LAO_KHWAN, "ภัยแล้งซ้ำซาก"),),
            objective="มีน้ำสำรองเมื่อสระแห้ง",
            target="บ่อบาดาลเกษตร 5 บ่อ",
            indicator="ไร่ที่ได้น้ำจากบ่อ",
            expected="พืชไร่ไม่ยืนตาย",
        ),
        ItemRow(
            "ปลูกไม้ยืนต้นรอบสระ",
            "ENV",
            "alone",
            "local",
            (20_000, 20_000, 0, 0),
            COMMUNITY,
            SAO[LAO_KHWAN],
            ((LAO_KHWAN, "ภัยแล้งซ้ำซาก"),),
            objective="ลดการระเหยและกันตลิ่งพัง",
            target="ไม้ยืนต้น 2,000 ต้น",
            indicator="ต้นไม้ที่รอดหลัง 1 ปี",
            expected="สระไม่ตื้นเขิน",
        ),
        ItemRow(
            "ขุดลอกคลองส่งน้ำเดิม 3 สาย",
            "ENV",
            "support",
            "province",
            (300_000, 300_000, 0, 0),
            IRRIGATION,
            SAO[LAO_KHWAN],
            ((LAO_KHWAN, "น้ำหลากลงจรเข้สามพัน"), (LAO_KHWAN, "ภัยแล้งซ้ำซาก")),
            stream="WS09",
            objective="ให้น้ำหลากไหลช้าลงและเก็บไว้ได้",
            target="คลอง 3 สาย รวม 9 กิโลเมตร",
            indicator="ความลึกคลองหลังขุด",
            expected="น้ำไม่บ่าลงจรเข้สามพัน",
        ),
        ItemRow(
            "ธนาคารเมล็ดพันธุ์ทนแล้ง",
            "ECON",
            "alone",
            "local",
            (30_000, 30_000, 0, 0),
            COMMUNITY,
            SAO[LAO_KHWAN],
            ((LAO_KHWAN, "ภัยแล้งซ้ำซาก"),),
            stream="WS07",
            objective="มีเมล็ดพันธุ์ทนแล้งไว้แบ่งกัน",
            target="ธนาคารเมล็ดพันธุ์ 1 แห่ง",
            indicator="จำนวนครัวเรือนที่ยืมเมล็ดพันธุ์",
            expected="ปลูกซ้ำได้เมื่อแล้งจัด",
        ),
    ],
    LAI_WO: [
        ItemRow(
            "ปรับปรุงเส้นทางช่วงห้วยใหญ่ให้ใช้ได้ทั้งปี",
            "GOV",
            "support",
            "province",
            (0, 800_000, 800_000, 0),
            PAO,
            SAO[LAI_WO],
            ((LAI_WO, "เส้นทางขาดฤดูฝน"),),
            objective="รถเข้าออกได้ทั้งปี",
            target="ทาง 4 กิโลเมตร ท่อลอด 6 จุด",
        ),
    ],
}


@dataclass(frozen=True)
class LineRow:
    """A line of the people's provincial plan; `items` are (tambon, title)."""

    title: str
    items: tuple[tuple[str, str], ...]
    objective: str
    target: str


LINES = [
    LineRow(
        "พัฒนาระบบน้ำอุปโภคบริโภคและเกษตรขนาดเล็กโดยชุมชนบริหารจัดการ",
        (
            (CHONG_SADAO, "ประปาภูเขาระยะ 2"),
            (CHONG_SADAO, "ฝายชะลอน้ำ"),
            (WANG_DONG, "บ่อบาดาลโซลาร์"),
            (LAO_KHWAN, "สระแก้มลิงชุมชน"),
            (LAO_KHWAN, "บาดาลเกษตร"),
        ),
        "ให้ชุมชนมีน้ำกินน้ำใช้และน้ำเกษตรตลอดปี และดูแลระบบได้เอง",
        "ระบบน้ำขนาดเล็ก 5 รายการใน 3 ตำบล",
    ),
    LineRow(
        "ที่ดินทำกินและป่าชุมชน",
        ((CHONG_SADAO, "จัดทำข้อมูลแปลงที่ดินและแนวเขตร่วม"), (WANG_DONG, "ฟื้นฟูป่าชุมชนและแนวกันไฟ")),
        "ให้คนอยู่กับป่าได้โดยมีแนวเขตที่ตกลงร่วมกัน",
        "ข้อมูลรายแปลง 142 แปลง และป่าชุมชน 200 ไร่",
    ),
    LineRow(
        "ผลักดันช้างป่า คนอยู่ร่วมกัน",
        ((WANG_DONG, "รั้วรังผึ้งและชุดเฝ้าระวังช้าง"), (CHONG_SADAO, "แหล่งน้ำและแหล่งอาหารช้างในป่า")),
        "ลดความเสียหายจากช้างโดยไม่ทำร้ายช้าง",
        "รั้วรังผึ้ง 8 กิโลเมตร แหล่งน้ำในป่า 4 จุด",
    ),
]

LEFT_OUT_LOCAL = "เสนอ อบต. โดยตรง (ช่องทาง อปท.)"
LEFT_OUT = [
    (CHONG_SADAO, "ซ่อมบ้านผู้สูงอายุยากไร้ 20 หลัง", "other_door", LEFT_OUT_LOCAL),
    (WANG_DONG, "ซ่อมบ้านผู้ยากไร้ 9 หลัง", "other_door", LEFT_OUT_LOCAL),
    (LAO_KHWAN, "ปลูกไม้ยืนต้นรอบสระ", "alone", "ทำเอง ไม่ต้องขอจังหวัด"),
]

KEPT_APART = (
    (CHONG_SADAO, "ซ่อมฝายห้วยน้ำใส ม.2"),
    (WANG_DONG, "ซ่อมฝายห้วยตะเคียน ม.5"),
    "คนละลำห้วย คนละตำบล ห่างกัน 14 กิโลเมตร ต้องซ่อมทั้งสองแห่ง",
)
