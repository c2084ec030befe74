"""Dates: typed in either era, understood in one way or asked for again (design, invariant 9)."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from config.tools import dates
from config.tools.thai import (
    Unreadable,
    fiscal_year,
    read_be_year,
    read_date,
    show_date,
    show_time,
    show_years,
    to_be,
    to_ce,
    today,
)

NEAR = date(2023, 9, 15)
DAY = date(2023, 5, 19)
DATES = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "typed",
    [
        "19/05/2566",
        "19/5/66",
        "19-5-66",
        "19.5.2566",
        "19 5 2566",
        "19 / 5 / 2566",
        "19 พฤษภาคม 2566",
        "19 พฤษภา 66",
        "19 พ.ค. 66",
        "19 พ.ค.66",
        "19 พ.ค 66",
        "19 พค 66",
        "19พค66",
        "19-พ.ค.-66",
        "๑๙ พ.ค. ๖๖",
        "๑๙/๐๕/๒๕๖๖",
        "2023-05-19",
        "2566-05-19",
        "19/05/2023",
        "วันที่ 19 พฤษภาคม 2566",
        "วันที่ 19 เดือน พฤษภาคม พ.ศ. 2566",
        "วันศุกร์ที่ 19 พฤษภาคม 2566",
        "19 พ.ค. พ.ศ. 2566",
        "19 พ.ค. พ.ศ.66",
        "19 พฤษภาคม ค.ศ. 2023",
        "19 May 2023",
        "19 may 2566",
        "  19\u00a0พ.ค.  2566 ",
    ],
)
def test_a_date_is_read_as_people_type_it(typed):
    assert read_date(typed, near=NEAR) == DAY


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_is_read_by_each_of_its_names(month):
    names = (
        dates.MONTHS[month - 1],
        dates.SHORT_MONTHS[month - 1],
        dates.SHORT_MONTHS[month - 1].replace(".", ""),
    )
    for name in names:
        assert read_date(f"2 {name} 2566") == date(2023, month, 2)


@pytest.mark.parametrize(
    ("typed", "year"), [("1/1/46", 2003), ("1/1/66", 2023), ("1/1/86", 2043), ("29 ก.พ. 67", 2024)]
)
def test_two_digits_are_a_buddhist_year_near_today(typed, year):
    assert read_date(typed, near=NEAR).year == year


@pytest.mark.parametrize("typed", ["1/1/45", "1/1/87", "1/1/23", "1/1/10", "1/1/00", "19-May-23"])
def test_two_digits_far_from_today_are_asked_for_again(typed):
    with pytest.raises(Unreadable, match="which year"):
        read_date(typed, near=NEAR)


@given(st.integers(0, 99), st.dates(date(2000, 1, 1), date(2056, 1, 1)))
def test_two_digits_never_fit_both_eras(digits, near):
    try:
        year = read_date(f"1/1/{digits:02d}", near=near).year
    except Unreadable:
        return
    assert abs(2000 + digits - near.year) > 20 or year == 2000 + digits


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("29 ก.พ. 2566", "ก.พ. 2566 has 28 days"),
        ("29/2/1900", "has 28 days"),
        ("31 เม.ย. 2566", "เม.ย. 2566 has 30 days"),
        ("0/1/2566", "has 31 days"),
        ("32/1/2566", "has 31 days"),
        ("5/19/2566", "no month 19"),
        ("1/0/2566", "no month 0"),
        ("19 ฟู. 66", "no month “ฟู"),
        ("19 Foo 2566", "no month “Foo"),
        ("1/1/2101", "2101 cannot be understood"),
        ("1/1/2399", "2399 cannot be understood"),
        ("1/1/1899", "1899 cannot be understood"),
        ("1/1/566", "566 cannot be understood"),
        ("1/1/6", "6 cannot be understood"),
        ("1/1/25666", "25666 cannot be understood"),
        ("1/1/2400", "outside 2443–2743"),
        ("1/1/2442", "outside 2443–2743"),
        ("1/1/2744", "outside 2443–2743"),
        ("1/1/9999", "outside 2443–2743"),
        ("19 พ.ค. พ.ศ. 2023", "outside 2443–2743"),
        ("19 พ.ค. ค.ศ. 2566", "outside 2443–2743"),
        ("วันจันทร์ที่ 19 พ.ค. 2566", "วันศุกร์ที่ 19 พฤษภาคม 2566"),
        ("พ.ค. 2566", "cannot be read as a date"),
        ("19/5", "cannot be read as a date"),
        ("45065", "cannot be read as a date"),
        ("เมื่อวาน", "cannot be read as a date"),
        ("", "cannot be read as a date"),
        ("19/5/2566 และ 20/5/2566", "cannot be read as a date"),
        ("١٩/٥/٢٥٦٦", "cannot be read as a date"),
        ("%(x)s %d", "cannot be read as a date"),
        ("9" * 10**7, "too long"),
        (" " * 10**7, "too long"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(typed, reason):
    with pytest.raises(Unreadable) as refused:
        read_date(typed, near=NEAR)
    assert reason in str(refused.value)
    assert len(str(refused.value)) < 250


@given(st.one_of(st.text(max_size=120), st.text("0123456789๑/.- พคมกศวันที่", max_size=20)))
def test_any_text_is_a_date_in_range_or_refused(text):
    try:
        day = read_date(text, near=NEAR)
    except Unreadable:
        return
    assert 1900 <= day.year <= 2200


@given(DATES, st.sampled_from(["short", "long", "weekday"]))
def test_what_is_shown_reads_back(day, style):
    assert read_date(show_date(day, style)) == day


@given(DATES)
def test_both_eras_name_the_same_day(day):
    assert read_date(f"{day.day}/{day.month}/{to_be(day.year)}") == day
    assume(day.year <= 2100)
    assert read_date(f"{day.day}/{day.month}/{day.year}") == day


def test_a_date_is_shown_in_three_lengths():
    assert show_date(DAY) == "19 พ.ค. 2566"
    assert show_date(DAY, "long") == "19 พฤษภาคม 2566"
    assert show_date(date(2023, 9, 15), "weekday") == "วันศุกร์ที่ 15 กันยายน 2566"
    with pytest.raises(ValueError):
        show_date(DAY, "tiny")


def test_a_time_is_shown_on_the_clock_of_bangkok():
    assert show_time(datetime(2023, 9, 15, 3, 42, tzinfo=UTC)) == "10.42 น."
    assert show_time(datetime(2023, 9, 15, 8, 5)) == "08.05 น."


def test_years_are_joined_by_an_en_dash():
    assert (show_years(2567, 2570), show_years(2567, 2567)) == ("2567–2570", "2567")


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2022, 9, 30), 2565), (date(2022, 10, 1), 2566), (date(2023, 9, 30), 2566), (DAY, 2566)],
)
def test_the_fiscal_year_starts_in_october(day, year):
    assert fiscal_year(day) == year


def test_the_eras_are_543_years_apart():
    assert (to_be(2023), to_ce(2566)) == (2566, 2023)


def test_today_stands_still_in_the_demo(settings):
    settings.DEMO_TODAY = NEAR
    assert today() == NEAR
    assert read_date("1/1/66") == date(2023, 1, 1)


def test_today_is_the_day_in_bangkok(settings, monkeypatch):
    settings.DEMO_TODAY = None
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2023, 5, 18, 17, 30, tzinfo=UTC))
    assert today() == DAY


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("2567", 2567),
        ("๒๕๖๗", 2567),
        (" พ.ศ. 2567", 2567),
        ("ปี 2567", 2567),
        ("พศ2567", 2567),
        ("2500", 2500),
        ("2700", 2700),
    ],
)
def test_a_buddhist_year_is_read(typed, year):
    assert read_be_year(typed) == year


def test_a_common_year_is_refused_with_the_buddhist_one():
    with pytest.raises(Unreadable, match=r"^2024 is a year of the Common era. Type 2567.$"):
        read_be_year("2024")


@pytest.mark.parametrize(
    "typed", ["2499", "2701", "9999", "67", "25670", "2567.0", "", "ปีหน้า", "-2567", "9" * 10**7]
)
def test_what_is_no_buddhist_year_is_refused(typed):
    with pytest.raises(Unreadable):
        read_be_year(typed)
