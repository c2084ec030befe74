"""The plan of the demo's cluster: one line over two provinces, and how กาญจนบุรี came to open its plan again. Data only.

Of each province's line the cluster's carries just what the tambons on its river asked for.
"""

from __future__ import annotations

from datetime import date

from plans.demo.kanchanaburi import LAO_KHWAN
from plans.demo.needs import CHORAKHE

ENDORSED = date(2023, 7, 14)  # กาญจนบุรี's plan, with what waited kept for a later year
MET = date(2023, 7, 21)
CAME = 36
REOPENED = date(2023, 9, 8)
FOR_LATER = "ยังตกลงกันไม่ได้ในเวที 12 ก.ค. 2566 เก็บไว้พิจารณาอีกครั้งเมื่อหน่วยงานตอบกลับ"
WHY_REOPENED = "หน่วยงานตอบกลับแล้ว นำรายการที่เก็บไว้กลับมาพิจารณาอีกครั้ง"

TITLE = "จัดการน้ำเลาขวัญ–จรเข้สามพัน"
OBJECTIVE = "เก็บน้ำไว้ที่ต้นน้ำใช้หน้าแล้ง เพื่อไม่ให้หลากลงท้ายน้ำหน้าฝน"
TARGET = "สองตำบล สองจังหวัด ในลุ่มน้ำเดียวกัน"
TAMBONS = (LAO_KHWAN, CHORAKHE)
REST = "ส่วนที่เหลืออยู่ในจังหวัดเดียว จังหวัดทำเอง"
