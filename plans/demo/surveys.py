"""Surveys of streams of work in the demo: one whole but for two streams, one half done, one long ago (invented)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from areas.models import Area
from plans.demo.kanchanaburi import CHONG_SADAO
from projects.models import Agency, WorkStream
from projects.rules_surveys import Answer, Told, save_survey

CODI = "พอช.สำนักงานภาคกลางและตะวันตก"


@dataclass(frozen=True)
class SurveyRow:
    """A survey: where, when and by whom, how each stream stood, and which agencies were in it."""

    area: str
    day: date
    who: str
    states: Mapping[str, str]
    agencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    note: str = ""


SURVEYS = (
    SurveyRow(
        CHONG_SADAO,
        date(2022, 5, 2),
        "กองเลขาจังหวัดกาญจนบุรี",
        {"WS01": "started", "WS02": "running", "WS04": "started", "WS08": "started"},
        {"WS02": (CODI,)},
    ),
    SurveyRow(
        CHONG_SADAO,
        date(2023, 6, 18),
        "กองเลขาจังหวัดกับสภาองค์กรชุมชนตำบล",
        {
            "WS01": "strong",
            "WS02": "strong",
            "WS03": "none",
            "WS04": "running",
            "WS05": "started",
            "WS06": "none",
            "WS08": "running",
            "WS10": "none",
            "WS11": "started",
            "WS90": "running",
        },
        {
            "WS01": (CODI,),
            "WS04": (CODI, "พมจ.กาญจนบุรี"),
            "WS08": (CODI, "ทสจ.กาญจนบุรี"),
            "WS90": ("อบจ.กาญจนบุรี",),
        },
        "เวทีเรียนรู้ตำบลตัวอย่าง สองเนื้องานยังไม่ได้ถาม",
    ),
    SurveyRow(
        "710108",
        date(2023, 8, 20),
        "กองเลขาจังหวัดกาญจนบุรี",
        {"WS01": "running", "WS04": "running", "WS08": "started"},
        {"WS04": (CODI,)},
        "ทำไว้ครึ่งหนึ่ง นัดคุยต่อ",
    ),
    SurveyRow(
        "711001",
        date(2022, 3, 9),
        "กองเลขาจังหวัดกาญจนบุรี",
        {"WS01": "started", "WS04": "running", "WS09": "none", "WS90": "none"},
        {"WS04": (CODI,)},
    ),
)


def load_surveys() -> None:
    """Write the surveys down as the form does, the oldest first."""
    streams = {one.code: one for one in WorkStream.objects.all()}
    agencies = {one.name: one for one in Agency.objects.all()}
    for row in SURVEYS:
        answers: dict[WorkStream, Answer | None] = {
            streams[code]: Answer(state, tuple(agencies[name] for name in row.agencies.get(code, ())))
            for code, state in row.states.items()
        }
        save_survey(Area.objects.get(pk=row.area), Told(row.day, row.who, row.note), answers)
