"""Thai text: one spelling, one kind of digits."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.tools.thai import arabic, clean

THAI = st.text(st.characters(min_codepoint=0x0E00, max_codepoint=0x0E5B))


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("น\u0e4d\u0e32", "น\u0e33"),
        ("น\u0e49\u0e4d\u0e32", "น\u0e49\u0e33"),
        ("น\u0e4d\u0e49\u0e32", "น\u0e49\u0e33"),
        ("น\u0e33\u0e49", "น\u0e49\u0e33"),
        ("เเม่น้ำ", "แม่น้ำ"),
        ("ช่อง\u200bสะเดา\ufeff", "ช่องสะเดา"),
        ("  ต.  ช่อง\u00a0สะเดา\r\n", "ต. ช่อง สะเดา"),
        ("ก\x00ข\ud800", "กข"),
        ("ก\ufffeข\uffffค\U0001ffff\ufdd0", "กขค"),
        ("cafe\u0301", "café"),
        ("", ""),
        (" \t\n", ""),
        ("รั้วใหญ่", "รั้วใหญ่"),
    ],
)
def test_text_is_cleaned_to_one_spelling(typed, cleaned):
    assert clean(typed) == cleaned


@given(st.one_of(THAI, st.text()))
def test_clean_text_stays_as_it_is_and_shows_all_it_holds(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in cleaned)
    assert "  " not in cleaned
    assert cleaned.strip() == cleaned


def test_thai_digits_become_arabic_and_nothing_else_changes():
    assert arabic("ม.๑๐ ปี ๒๕๖๖ — 34") == "ม.10 ปี 2566 — 34"


@pytest.mark.parametrize("marks", ["\u0315\u0300", "\u0f73\u0f71", "\u0e38\u0e48"])
def test_a_heap_of_marks_takes_no_more_time_than_its_length(marks):
    """Normalising alone takes a second for 24,000 marks on one letter, and hours for what a form may send."""
    started = time.perf_counter()
    text = clean("ก" + marks * 200_000)
    assert time.perf_counter() - started < 2
    assert len(text) < 100
