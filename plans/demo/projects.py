"""The projects of the demo (domain.md §6): P01–P17 of the fiscal year 2566. Data only; `plans.demo.money` puts it in.

Amounts are baht. A line's areas may leave some of it not allocated. A project's home is an area's code, or the
cluster.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

YEAR = 2566
WRITTEN = date(2023, 9, 14)  # what the year brought is written down
CLUSTER_HOME = "cluster"
CODI = "พอช.สำนักงานภาคกลางและตะวันตก"
COMMUNITY = "ชุมชนสมทบ"
HEALTH_FUND = "สปสช.เขต 5 ราชบุรี (กองทุนสุขภาพตำบล)"
MOVE, DOWN = "MOVE", "DOWN"
RUA_YAI, BANG_YAI, CHORAKHE, ONG_PHRA = "720102", "720404", "720903", "720304"
CHONG_SADAO, WANG_DONG, LAO_KHWAN = "710109", "710108", "711001"
KHAO_KHLUNG, KHU_BUA, TANAO_SI = "700513", "700120", "700307"
SAO_KHAO_KHLUNG = "อบต.เขาขลุง"
SAO = {KHAO_KHLUNG: SAO_KHAO_KHLUNG}


@dataclass(frozen=True)
class TrancheRow:
    """A tranche: when it was due, how much, its payment, its report (what that says was spent) and by when."""

    due: date
    amount: int
    paid: date | None = None
    reported: date | None = None
    spent: int | None = None
    report_due: date | None = None


@dataclass(frozen=True)
class LineRow:
    """A budget line; `proposed` where it differs from what was approved."""

    source: str
    approved: int
    areas: dict[str, int]
    kind: str = "grant"
    leg: str = ""
    proposed: int = 0
    tranches: tuple[TrancheRow, ...] = ()


@dataclass(frozen=True)
class VisitRow:
    """A follow-up visit."""

    area: str
    day: date
    by: str
    finding: str
    next_step: str = ""
    due: date | None = None
    done: date | None = None


@dataclass(frozen=True)
class ProjectRow:
    """A project; `needs` are (area, title) of needs it answers, `won_by` the code of the project whose money won it.

    `won_how` is the story of that.
    """

    code: str
    name: str
    stream: str
    home: str
    lines: tuple[LineRow, ...]
    status: str = "running"
    carries_out: str = ""
    needs: tuple[tuple[str, str], ...] = ()
    won_by: str = ""
    won_how: str = ""
    visits: tuple[VisitRow, ...] = field(default=())


def plan_support(code: str, name: str, area: str, *, closed: bool) -> ProjectRow:
    """Return a project that supports a tambon's community plan: 45,000 baht of CODI in two tranches."""
    first = TrancheRow(date(2023, 6, 15), 30_000, date(2023, 6, 14), date(2023, 7, 20), 30_000)
    last = TrancheRow(
        date(2023, 8, 15), 15_000, *((date(2023, 8, 14), date(2023, 9, 8), 14_200) if closed else ())
    )
    line = LineRow(CODI, 45_000, {area: 45_000}, leg=DOWN, tranches=(first, last))
    return ProjectRow(
        code, f"สนับสนุนการจัดทำแผนชุมชน ต.{name}", "WS01", area, (line,), "closed" if closed else "running"
    )


def drive(code: str, province: str, name: str) -> ProjectRow:
    """Return the project that moves the network of a province."""
    line = LineRow(
        CODI,
        180_000,
        {province: 180_000},
        leg=MOVE,
        tranches=(
            TrancheRow(date(2023, 6, 15), 90_000, date(2023, 6, 16), date(2023, 8, 30), 84_500),
            TrancheRow(date(2023, 9, 30), 90_000),
        ),
    )
    return ProjectRow(code, f"ขับเคลื่อนขบวนองค์กรชุมชน จ.{name}", "WS02", province, (line,))


PROJECTS = [
    plan_support("P01", "รั้วใหญ่", RUA_YAI, closed=True),
    plan_support("P02", "เขาขลุง", KHAO_KHLUNG, closed=False),
    plan_support("P03", "ช่องสะเดา", CHONG_SADAO, closed=True),
    ProjectRow(
        "P04",
        "พัฒนาคุณภาพชีวิต จ.สุพรรณบุรี",
        "WS06",
        "72",
        (
            LineRow(
                CODI,
                400_000,
                {RUA_YAI: 100_000, BANG_YAI: 80_000, CHORAKHE: 80_000, ONG_PHRA: 80_000},
                leg=DOWN,
                proposed=480_000,
                tranches=(
                    TrancheRow(date(2023, 7, 1), 240_000, date(2023, 7, 5), report_due=date(2023, 8, 31)),
                ),
            ),
        ),
    ),
    ProjectRow(
        "P05",
        "บ้านพอเพียง กาญจนบุรี 28 หลัง",
        "WS04",
        "71",
        (
            LineRow(
                CODI,
                532_000,
                {CHONG_SADAO: 228_000, WANG_DONG: 171_000, LAO_KHWAN: 133_000},
                leg=DOWN,
                proposed=570_000,
                tranches=(
                    TrancheRow(date(2023, 6, 20), 266_000, date(2023, 6, 22), date(2023, 8, 20), 251_300),
                    TrancheRow(date(2023, 8, 31), 266_000),
                ),
            ),
        ),
        needs=(("71010904", "บ้านทรุดโทรม"), ("71010905", "บ้านทรุดโทรม"), (WANG_DONG, "บ้านทรุดโทรม")),
        visits=(
            VisitRow(
                CHONG_SADAO,
                date(2023, 8, 10),
                "กองเลขาจังหวัดกาญจนบุรี",
                "ซ่อมเสร็จ 7 หลังจาก 12 หลัง ช่างชุมชนติดหน้าเกี่ยว",
                "นัดช่างจากวังด้งมาช่วยอีก 5 หลัง",
                date(2023, 8, 31),
            ),
        ),
    ),
    ProjectRow(
        "P06",
        "สมทบสวัสดิการ 910 คน × 365 บาท",
        "WS05",
        "70",
        (LineRow(CODI, 332_150, {KHAO_KHLUNG: 113_150, KHU_BUA: 153_300, TANAO_SI: 65_700}),),
    ),
    ProjectRow(
        "P07",
        "อบต.สมทบกองทุนสวัสดิการ ต.เขาขลุง",
        "WS05",
        KHAO_KHLUNG,
        (LineRow(SAO_KHAO_KHLUNG, 113_150, {KHAO_KHLUNG: 113_150}),),
        won_by="P06",
        won_how="กองทุนสวัสดิการเสนอยอดสมทบของ พอช. ต่อสภา อบต. สภาตั้งงบสมทบเท่ากัน",
    ),
    drive("P08a", "72", "สุพรรณบุรี"),
    drive("P08b", "71", "กาญจนบุรี"),
    drive("P08c", "70", "ราชบุรี"),
    ProjectRow(
        "P09",
        "ประปาภูเขา ต.ช่องสะเดา",
        "WS90",
        CHONG_SADAO,
        (LineRow("อบจ.กาญจนบุรี", 1_200_000, {CHONG_SADAO: 1_200_000}, proposed=1_350_000),),
        needs=(("71010903", "น้ำเกษตรไม่พอ"), ("71010904", "น้ำเกษตรไม่พอ")),
        won_by="P03",
        won_how="นำแผนชุมชนตำบลไปเสนอ อบจ. ผ่านเวทีประชาคม อบจ. รับประปาภูเขาเข้าแผนพัฒนา",
        visits=(
            VisitRow(
                "71010904",
                date(2023, 8, 24),
                "คณะทำงานน้ำ ต.ช่องสะเดา",
                "วางท่อหลักเสร็จ 3.2 กิโลเมตร น้ำถึงบ้านท้ายแล้ว",
                "ทดสอบแรงดันหลังฝน",
                date(2023, 10, 15),
            ),
        ),
    ),
    ProjectRow(
        "P10",
        "ที่ดินทำกินในเขตป่า",
        "WS08",
        "71",
        (
            LineRow(CODI, 90_000, {CHONG_SADAO: 60_000, WANG_DONG: 30_000}),
            LineRow("ทสจ.กาญจนบุรี", 350_000, {CHONG_SADAO: 200_000, WANG_DONG: 100_000}),
        ),
        carries_out="ทสจ.กาญจนบุรี",
        needs=(("71010906", "ไม่มีเอกสารสิทธิ์ที่ทำกิน"), ("71010907", "ไม่มีเอกสารสิทธิ์ที่ทำกิน")),
    ),
    ProjectRow(
        "P11",
        "บ้านมั่นคงเมือง ชุมชนริมคูเมือง ต.รั้วใหญ่",
        "WS03",
        RUA_YAI,
        (
            LineRow(CODI, 2_400_000, {RUA_YAI: 2_400_000}),
            LineRow(CODI, 5_000_000, {RUA_YAI: 5_000_000}, kind="loan"),
            LineRow(COMMUNITY, 250_000, {RUA_YAI: 250_000}, kind="in_kind"),
        ),
        needs=((RUA_YAI, "ชุมชนริมคูเมืองเก่าที่อยู่ไม่มั่นคง"),),
    ),
    ProjectRow(
        "P12",
        "ดูแลผู้สูงอายุ ต.ช่องสะเดา",
        "WS90",
        CHONG_SADAO,
        (LineRow(HEALTH_FUND, 120_000, {CHONG_SADAO: 120_000}),),
        needs=(("71010906", "ผู้สูงอายุเป็นส่วนใหญ่"),),
    ),
    ProjectRow(
        "P13",
        "ซ่อมบ้านผู้ยากไร้ 8 หลัง ต.ช่องสะเดา",
        "WS04",
        CHONG_SADAO,
        (LineRow("พมจ.กาญจนบุรี", 320_000, {CHONG_SADAO: 320_000}),),
        needs=(("71010904", "บ้านทรุดโทรม"),),
    ),
    ProjectRow(
        "P14",
        "จัดการขยะต้นทาง ต.เขาขลุง",
        "WS90",
        KHAO_KHLUNG,
        (
            LineRow(SAO_KHAO_KHLUNG, 80_000, {KHAO_KHLUNG: 80_000}),
            LineRow(COMMUNITY, 30_000, {KHAO_KHLUNG: 30_000}, kind="in_kind"),
        ),
        needs=((KHAO_KHLUNG, "ขยะและน้ำเสียชุมชน"),),
    ),
    ProjectRow(
        "P15",
        "ผ้าทอไท-ยวน ต.คูบัว",
        "WS07",
        KHU_BUA,
        (
            LineRow("พช.จังหวัดราชบุรี", 150_000, {KHU_BUA: 150_000}),
            LineRow(CODI, 50_000, {KHU_BUA: 50_000}),
        ),
        carries_out="พช.จังหวัดราชบุรี",
        needs=((KHU_BUA, "ผ้าทอไท-ยวนขาดตลาดและทายาท"),),
    ),
    ProjectRow(
        "P16",
        "รับมือน้ำท่วม-แล้ง ลุ่มน้ำจรเข้สามพัน (สองจังหวัด)",
        "WS09",
        CLUSTER_HOME,
        (LineRow(CODI, 120_000, {CHORAKHE: 70_000, LAO_KHWAN: 50_000}),),
        needs=((CHORAKHE, "น้ำหลากจากเลาขวัญ"), (LAO_KHWAN, "น้ำหลากลงจรเข้สามพัน")),
    ),
    ProjectRow(
        "P17",
        "สถานะบุคคล ต.ตะนาวศรี",
        "WS06",
        TANAO_SI,
        (LineRow(CODI, 80_000, {TANAO_SI: 80_000}),),
        needs=((TANAO_SI, "สถานะบุคคล"),),
    ),
]
