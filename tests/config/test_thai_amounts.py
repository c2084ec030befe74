"""Amounts: read as people type them; what has two readings is refused with both."""

import time
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from config.tools.thai import Unreadable, read_amount, short_amount, show_amount

AMOUNTS = st.decimals(0, Decimal("99999999999.99"), places=2)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,200,000.-", "1200000.00"),
        ("1200000,-", "1200000.00"),
        ("๑๙,๐๐๐", "19000.00"),
        ("๑.๕๐", "1.50"),
        ("1.2 ล้าน", "1200000.00"),
        ("1.2ล้านบาท", "1200000.00"),
        ("1.234567 ล้าน", "1234567.00"),
        ("2.17 ล.", "2170000.00"),
        ("19 พัน", "19000.00"),
        ("3 หมื่น", "30000.00"),
        ("5 แสน", "500000.00"),
        ("1,234,500.50 บาท", "1234500.50"),
        ("฿500", "500.00"),
        ("500 บ.", "500.00"),
        ("500 บาทถ้วน", "500.00"),
        (" 19\u00a0", "19.00"),
        ("0", "0.00"),
        ("0.5", "0.50"),
        ("007", "7.00"),
        ("0.0000001 ล้าน", "0.10"),
        ("1.50000000000 ล้าน", "1500000.00"),
        ("99,999,999,999.99", "99999999999.99"),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed, amount):
    assert str(read_amount(typed)) == amount


@pytest.mark.parametrize("typed", ["", "-", "–", "—", "  ", "\u200b", " - "])
def test_a_blank_or_a_dash_is_no_amount(typed):
    assert read_amount(typed) is None


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("350,00", ["350,000", "350.00"]),
        ("350,5", ["350,500", "350.50"]),
        ("1,200,00", ["1,200,000", "1,200.00"]),
        ("1.234", ["1,234", "1.23"]),
        ("350.000", ["350,000", "350.00"]),
        ("1.234.567", ["1,234,567"]),
        ("12,34,567", ["1,234,567"]),
        ("1,2345", ["12,345"]),
        ("๓๕๐,๐๐", ["350,000", "350.00"]),
    ],
)
def test_an_amount_with_two_readings_is_refused_with_what_to_type(typed, readings):
    with pytest.raises(Unreadable) as refused:
        read_amount(typed)
    assert f"“{typed}”" in str(refused.value)
    for reading in readings:
        assert f" {reading}" in str(refused.value)
        assert read_amount(reading) is not None


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("abc", "cannot be read"),
        ("12 บ้าน", "cannot be read"),
        ("NaN", "cannot be read"),
        ("sNaN", "cannot be read"),
        ("Infinity", "cannot be read"),
        ("1e5", "cannot be read"),
        ("1_000", "cannot be read"),
        ("0x10", "cannot be read"),
        ("٣٤", "cannot be read"),
        ("½", "cannot be read"),
        ("5+5", "cannot be read"),
        ("=1", "cannot be read"),
        ("1 ล้าน 2 แสน", "cannot be read"),
        ("350,00 ล้าน", "cannot be read"),
        ("5.- ล้าน", "cannot be read"),
        ("50 000", "cannot be read"),
        ("5.", "cannot be read"),
        ("%(x)s %s {0}", "cannot be read"),
        ("-5", "less than zero"),
        ("−5", "less than zero"),
        ("(1,200)", "less than zero"),
        ("1.2000", "smaller than one satang"),
        ("1.2345", "smaller than one satang"),
        ("0.000000001 ล้าน", "smaller than one satang"),
        ("1." + "0" * 60 + "1 ล้าน", "smaller than one satang"),
        ("1." + "0" * 60 + "1", "smaller than one satang"),
        ("100,000,000,000", "99,999,999,999.99"),
        ("100000 ล้าน", "99,999,999,999.99"),
        ("9" * 90, "99,999,999,999.99"),
    ],
)
def test_what_is_no_amount_is_refused_with_the_reason(typed, reason):
    with pytest.raises(Unreadable, match="“") as refused:
        read_amount(typed)
    assert reason in str(refused.value)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("huge", ["9" * 10**7, " " * 10**7, "1," * 10**6, "ก" * 10**6])
def test_a_huge_text_is_refused_at_once(huge):
    started = time.perf_counter()
    with pytest.raises(Unreadable) as refused:
        read_amount(huge)
    assert time.perf_counter() - started < 0.1
    assert len(str(refused.value)) < 200


@given(st.one_of(st.text(), st.text("0123456789๐๕.,- ฿ลานพันบท()", max_size=12)))
def test_any_text_is_read_exactly_or_refused(text):
    try:
        amount = read_amount(text)
    except Unreadable:
        return
    assert amount is None or (amount >= 0 and amount.as_tuple().exponent == -2)


@given(AMOUNTS)
def test_what_is_shown_reads_back(amount):
    assert read_amount(show_amount(amount)) == amount


@given(AMOUNTS)
def test_a_plain_number_and_its_thai_digits_read_alike(amount):
    thai = str(amount).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert read_amount(str(amount)) == read_amount(thai) == amount


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (None, "–"),
        ("0", "0"),
        ("1200000.00", "1,200,000"),
        ("0.5", "0.50"),
        ("1234.50", "1,234.50"),
        ("-50000", "−50,000"),
    ],
)
def test_an_amount_is_shown_as_the_ledger_prints_it(amount, shown):
    assert show_amount(None if amount is None else Decimal(amount)) == shown


@pytest.mark.parametrize(
    ("amount", "short"),
    [
        (None, "–"),
        (999, "999"),
        (1_500, "1.5 พัน"),
        (45_000, "45 พัน"),
        (301_000, "301 พัน"),
        (999_499, "999 พัน"),
        (999_500, "1 ล."),
        (2_173_000, "2.17 ล."),
        (12_340_000, "12.3 ล."),
        (1_234_000_000, "1,234 ล."),
        (Decimal("-50000"), "−50 พัน"),
    ],
)
def test_a_tile_shows_three_figures(amount, short):
    assert short_amount(amount) == short
