"""Names sort as ICU sorts Thai, on both engines.

The oracle, tests/areas/fixtures/thai_name_order.txt, holds the 6,347 distinct names of provinces, districts
and tambons, today's and abolished ones, of the package geothai 3.2.1. It was made once with PyICU 2.17 on ICU
72.1: sorted by Collator.createInstance(Locale("th")).getSortKey(name), equal keys by code point. One pair has
equal keys there: นิคมสร้างตนเอง and นิคมสร้างตนเองฯ, because ฯ counts as punctuation.
"""

import re
from pathlib import Path

import pytest
from django.db import connection
from geothai import districts, provinces, subdistricts
from geothai.abolished import abolished_areas
from hypothesis import given
from hypothesis import strategies as st

from config.tools.thai import sort_key

ORACLE = (Path(__file__).parent.parent / "areas/fixtures/thai_name_order.txt").read_text().splitlines()
ALIKE = {"นิคมสร้างตนเอง", "นิคมสร้างตนเองฯ"}
CONTROL = 6332  # names that stand elsewhere when sorted by code point


def test_the_oracle_holds_every_name_of_today_and_before():
    names = {area.name_th for area in abolished_areas()}
    for province in provinces():
        names.add(province.name_th)
        for district in districts(province.code):
            names.add(district.name_th)
            names |= {tambon.name_th for tambon in subdistricts(district.code)}
    assert names == set(ORACLE)


def test_our_key_gives_the_order_of_icu():
    assert sorted(set(ORACLE), key=lambda name: (sort_key(name), name)) == ORACLE


def test_only_names_that_are_alike_for_icu_have_one_key():
    keys = [sort_key(name) for name in ORACLE]
    same = {name for name, key in zip(ORACLE, keys, strict=True) if keys.count(key) > 1}
    assert same == ALIKE


def test_code_point_order_is_wrong_nearly_everywhere():
    assert sum(a != b for a, b in zip(sorted(ORACLE), ORACLE, strict=True)) == CONTROL


def test_keys_are_short_lower_case_hex():
    assert all(re.fullmatch("[0-9a-f]{2,160}", sort_key(name)) for name in ORACLE)


@pytest.mark.django_db
def test_the_database_sorts_by_the_key_as_icu_does():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE name_order (name varchar(200), name_sort varchar(160))")
        cursor.executemany(
            "INSERT INTO name_order VALUES (%s, %s)", [(name, sort_key(name)) for name in reversed(ORACLE)]
        )
        cursor.execute("SELECT name FROM name_order ORDER BY name_sort")
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute("DROP TABLE name_order")
    pair = [i for i, name in enumerate(ORACLE) if name in ALIKE]
    assert [name for name in found if name not in ALIKE] == [name for name in ORACLE if name not in ALIKE]
    assert {found[i] for i in pair} == ALIKE


@pytest.mark.parametrize(
    "names",
    [
        ["กา", "เก", "ขา"],
        ["เกาะ", "แกะ", "ไก่"],
        ["ป่า", "ป้า"],
        ["บ้านกลาง", "บ้าน กลาง 2", "บ้านข่า"],
        ["1", "10ก", "๒", "ก", "a", "B", "é", "中"],
        ["น้า", "น้ำ", "นิ"],
    ],
)
def test_names_sort_as_people_look_for_them(names):
    assert sorted(set(names), key=sort_key) == names


def test_a_name_is_found_by_either_kind_of_digits_and_either_spelling():
    assert sort_key("ม.๑") == sort_key("ม.1")
    assert sort_key("น\u0e49\u0e4d\u0e32") == sort_key("น\u0e49\u0e33") == sort_key("น\u0e4d\u0e49\u0e32")


@given(st.text())
def test_any_text_has_a_key_that_fits(text):
    assert re.fullmatch("[0-9a-f]{0,160}", sort_key(text))
