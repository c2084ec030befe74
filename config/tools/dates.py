"""Dates: typed and shown in the Buddhist era, kept in the Common era; the one clock of the house.

What is shown here is Thai in every language of the pages: official papers must not change with their reader.
"""

import calendar
import re
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from config.tools.text import Unreadable, arabic, clean, quoted

ERA = 543  # the Buddhist year is the Common year + 543
FIRST_YEAR, LAST_YEAR = 1900, 2200  # CE, of any date that is kept
FIRST_BE_YEAR, LAST_BE_YEAR = 2500, 2700  # of any fiscal or plan year

MONTHS = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
SHORT_MONTHS = (
    *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย."),
    *("ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
)
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")

_LONGEST = 100  # characters; nothing longer is a date
_NEAR = 20  # a two-digit year is 25xx when that is at most so many years from today; 20xx CE never is then
_LAST_TYPED_CE = 2100
_FIRST_TYPED_BE = 2400


def _month_names() -> dict[str, int]:
    """Month number by each spelling, lower-case and without dots."""
    names: dict[str, int] = {}
    for number, (long, short) in enumerate(zip(MONTHS, SHORT_MONTHS, strict=True), start=1):
        spoken = re.sub("(คม|ยน|พันธ์)$", "", long)
        for name in (long, short, spoken, calendar.month_name[number], calendar.month_abbr[number]):
            names[name.replace(".", "").lower()] = number
    return names | {"sept": 9}


_MONTH_BY_NAME = _month_names()
_ERAS = r"(?P<era>พ\.?\s?ศ\.?|ค\.?\s?ศ\.?)?"
_LEAD = r"(?:วัน\s?(?P<weekday>[ก-๙]*?)\s?ที่\s*)?"
_BETWEEN = r"(?:\s*[/.–-]\s*|\s)"
_NUMERIC = re.compile(
    _LEAD
    + r"(?P<day>[0-9]{1,2})"
    + _BETWEEN
    + r"(?P<month>[0-9]{1,2})"
    + _BETWEEN
    + _ERAS
    + r"\s*(?P<year>[0-9]+)"
)
_ISO = re.compile(r"(?P<year>[0-9]{4})[/.–-](?P<month>[0-9]{1,2})[/.–-](?P<day>[0-9]{1,2})")
_NAMED = re.compile(
    _LEAD
    + r"(?P<day>[0-9]{1,2})[\s/.–-]*(?:เดือน\s*)?(?P<name>[ก-ฮะ-ฺเ-์.]+?|[A-Za-z]+\.?)"
    + r"[\s/.–-]*(?:ปี\s*)?"
    + _ERAS
    + r"\s*(?P<year>[0-9]+)"
)


def today() -> date:
    """The day it is: in demo mode the fixed day of the story, else the day in Bangkok."""
    fixed: date | None = getattr(settings, "DEMO_TODAY", None)
    return fixed or timezone.localdate()


def to_be(year_ce: int) -> int:
    """The Buddhist year of a Common year."""
    return year_ce + ERA


def to_ce(year_be: int) -> int:
    """The Common year of a Buddhist year."""
    return year_be - ERA


def fiscal_year(day: date) -> int:
    """The fiscal year (BE) a day lies in: year N runs from 1 October N−1 to 30 September N."""
    return to_be(day.year + (day.month >= 10))


def days_past(day: date | None) -> int:
    """How many days ago a day was; 0 for today, a day to come or none."""
    return 0 if day is None else max((today() - day).days, 0)


def fiscal_days(year_be: int) -> tuple[date, date]:
    """The first and the last day of a fiscal year (BE)."""
    year = to_ce(year_be)
    return date(year - 1, 10, 1), date(year, 9, 30)


def show_date(day: date, style: str = "short") -> str:
    """Show "19 พ.ค. 2566" (short), "19 พฤษภาคม 2566" (long) or "วันศุกร์ที่ 19 พฤษภาคม 2566" (weekday)."""
    if style == "short":
        return f"{day.day} {SHORT_MONTHS[day.month - 1]} {to_be(day.year)}"
    long = f"{day.day} {MONTHS[day.month - 1]} {to_be(day.year)}"
    if style == "long":
        return long
    if style == "weekday":
        return f"วัน{WEEKDAYS[day.weekday()]}ที่ {long}"
    raise ValueError(f"no such style of date: {style}")


def show_time(moment: datetime) -> str:
    """Show "10.42 น.", on the clock of Bangkok for a moment that knows its zone."""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{local:%H.%M} น."


def show_years(first: int, last: int) -> str:
    """Show "2567–2570" with an en dash; one year alone when both are the same."""
    return str(first) if first == last else f"{first}–{last}"


def read_date(text: str, *, near: date | None = None) -> date:
    """The day a person typed (design.md §3, invariant 9); raises Unreadable.

    A year from 2400 on is BE, 1900–2100 is CE, two digits are 25xx BE when that is within 20 years of `near`
    (today when not given); any other year is asked for again. A written พ.ศ. or ค.ศ. is taken at its word.
    """
    if len(text) > _LONGEST:
        raise Unreadable(_("This is too long to be a date. Type it like 24/6/2566 or 24 มิ.ย. 66."))
    typed = clean(text)
    digits = arabic(typed)
    found = _ISO.fullmatch(digits) or _NUMERIC.fullmatch(digits) or _NAMED.fullmatch(digits)
    if found is None:
        raise Unreadable(
            _("“%(typed)s” cannot be read as a date. Type it like 24/6/2566 or 24 มิ.ย. 66.")
            % {"typed": quoted(typed)}
        )
    parts = found.groupdict()
    month = _month(parts, typed)
    year = _year(parts["year"], (parts.get("era") or "")[:1], near or today(), typed)
    day = int(parts["day"])
    length = calendar.monthrange(year, month)[1]
    if not 1 <= day <= length:
        raise Unreadable(
            _("“%(typed)s” is not a day of the calendar. %(month)s has %(length)d days. Type the date again.")
            % {
                "typed": quoted(typed),
                "month": f"{SHORT_MONTHS[month - 1]} {to_be(year)}",
                "length": length,
            }
        )
    result = date(year, month, day)
    weekday = parts.get("weekday")
    if weekday and weekday != WEEKDAYS[result.weekday()]:
        raise Unreadable(
            _("“%(typed)s” does not fit: that day is %(right)s. Check the date.")
            % {"typed": quoted(typed), "right": show_date(result, "weekday")}
        )
    return result


def _month(parts: dict[str, str | None], typed: str) -> int:
    """The month of the parts, by name or number."""
    name = parts.get("name")
    if name is not None:
        month = _MONTH_BY_NAME.get(name.replace(".", "").lower())
        if month is None:
            raise Unreadable(
                _("“%(typed)s”: there is no month “%(month)s”. Type it like 24/6/2566 or 24 มิ.ย. 66.")
                % {"typed": quoted(typed), "month": quoted(name)}
            )
        return month
    month = int(parts["month"] or 0)
    if not 1 <= month <= 12:
        raise Unreadable(
            _("“%(typed)s”: there is no month %(month)d. Type the day first, like 24/6/2566.")
            % {"typed": quoted(typed), "month": month}
        )
    return month


def _year(digits: str | None, era: str, near: date, typed: str) -> int:
    """The Common year meant by typed digits and a written era ("พ", "ค" or "")."""
    digits = digits or ""
    number = int(digits) if len(digits) <= 4 else 0
    if len(digits) == 2 and era != "ค":
        year = to_ce(2500 + number)
        if not era and abs(year - near.year) > _NEAR:
            raise Unreadable(
                _("“%(typed)s”: which year is %(year)s? Type all four digits, such as %(be)d.")
                % {"typed": quoted(typed), "year": digits, "be": to_be(near.year)}
            )
    elif len(digits) == 4 and era:
        year = number if era == "ค" else to_ce(number)
    elif len(digits) == 4 and number >= _FIRST_TYPED_BE:
        year = to_ce(number)
    elif len(digits) == 4 and FIRST_YEAR <= number <= _LAST_TYPED_CE:
        year = number
    else:
        raise Unreadable(
            _("“%(typed)s”: the year %(year)s cannot be understood. Type the Buddhist year, such as %(be)d.")
            % {"typed": quoted(typed), "year": quoted(digits), "be": to_be(near.year)}
        )
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(
            _("“%(typed)s” lies outside %(first)d–%(last)d. Check the year.")
            % {"typed": quoted(typed), "first": to_be(FIRST_YEAR), "last": to_be(LAST_YEAR)}
        )
    return year


def read_be_year(text: str) -> int:
    """A Buddhist year 2500–2700 from what a person typed; refuses the Common era. Raises Unreadable."""
    if len(text) > _LONGEST:
        raise Unreadable(_("This is too long to be a year. Type the Buddhist year, such as 2567."))
    typed = clean(text)
    found = re.fullmatch(r"(?:ปี\s?)?(?:พ\.?\s?ศ\.?\s?)?(?P<year>[0-9]{4})", arabic(typed))
    if found is None:
        raise Unreadable(
            _("“%(typed)s” cannot be read as a year. Type the Buddhist year, such as 2567.")
            % {"typed": quoted(typed)}
        )
    year = int(found["year"])
    if FIRST_BE_YEAR <= to_be(year) <= LAST_BE_YEAR:
        raise Unreadable(
            _("%(year)d is a year of the Common era. Type %(be)d.") % {"year": year, "be": to_be(year)}
        )
    if not FIRST_BE_YEAR <= year <= LAST_BE_YEAR:
        raise Unreadable(
            _("%(year)d lies outside %(first)d–%(last)d. Check the Buddhist year.")
            % {"year": year, "first": FIRST_BE_YEAR, "last": LAST_BE_YEAR}
        )
    return year
