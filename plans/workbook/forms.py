"""The official forms, declared: one declaration for each form and round of plans (domain.md §4).

A round that changes the columns gets a declaration of its own, no code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from config.tools.sheets import Align, Cell
from plans.workbook.content import Line

LAST_YEAR = 2700


@dataclass(frozen=True)
class FormColumn:
    """A column of a form that says something about a line."""

    heading: str
    width: float
    value: Callable[[Line], Cell]
    align: Align = Align.LEFT


@dataclass(frozen=True)
class YearColumns:
    """The columns with the budget of each of the plan's years, under one heading."""

    above: str


@dataclass(frozen=True)
class Form:
    """A list of projects as a form wants it."""

    code: str
    title: str
    rounds: tuple[int, int]  # the first years (พ.ศ.) of the plans that it is for
    group: str  # what stands before the name of a group
    columns: tuple[FormColumn | YearColumns, ...]


NUMBER = FormColumn("ที่", 5, lambda line: line.number, Align.CENTRE)
PROJECT = FormColumn("โครงการ", 27, lambda line: line.title)
OBJECTIVE = FormColumn("วัตถุประสงค์", 25, lambda line: line.objective)
TARGET = FormColumn("เป้าหมาย (ผลผลิตของโครงการ)", 25, lambda line: line.target)
BUDGET = YearColumns("งบประมาณ (บาท)")
INDICATOR = FormColumn("ตัวชี้วัด (KPI)", 21, lambda line: line.indicator)
RESULT = FormColumn("ผลที่คาดว่าจะได้รับ", 23, lambda line: line.expected_result)
AGENCY = FormColumn("หน่วยงานรับผิดชอบหลัก", 17, lambda line: line.main_agency)

PROJECT_LISTS = (
    Form(
        "แบบ ผ.02",
        "รายละเอียดโครงการพัฒนา",
        (2500, 2570),
        "มิติ",
        (NUMBER, PROJECT, OBJECTIVE, TARGET, BUDGET, INDICATOR, RESULT, AGENCY),
    ),
    Form(
        "แบบ ผ.02",
        "รายละเอียดโครงการพัฒนา",
        (2571, LAST_YEAR),
        "ประเด็นการพัฒนา: ",
        (NUMBER, PROJECT, OBJECTIVE, TARGET, BUDGET, RESULT, AGENCY),
    ),
)
SUMMARY_CODE, SUMMARY_TITLE = "แบบ ผ.01", "สรุปโครงการพัฒนา"


def project_list(first_year: int) -> Form:
    """Return the form of the project list for a plan that begins in the year."""
    return next(form for form in PROJECT_LISTS if form.rounds[0] <= first_year <= form.rounds[1])
