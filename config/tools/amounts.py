"""Amounts of baht: read as people type them, shown as the ledger prints them."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from config.tools.text import Unreadable, arabic, clean, quoted

SATANG = Decimal("0.01")
# A hundred billion baht: above any line of any plan, and 900,000 such cells still sum within 64 bits of satang.
LARGEST = Decimal("99999999999.99")

_LONGEST = 100  # characters; nothing longer is an amount, so nothing longer is worked on
_NOTHING = {"", "-", "–", "—"}
_SCALES = {
    "": 0,
    "ร้อย": 2,
    "พัน": 3,
    "หมื่น": 4,
    "แสน": 5,
    "ล้าน": 6,
    "ล.": 6,
}
_SHAPE = re.compile(
    r"฿? ?(?P<number>[0-9][0-9,.]*?)(?P<tail>[.,/]-)? ?"
    r"(?P<scale>ร้อย|พัน|หมื่น|แสน|ล้าน|ล\.|) ?(?:บาท|บ\.|฿|)(?:ถ้วน)?"
)
_BELOW_ZERO = re.compile(r"[-−–(] ?฿? ?[0-9].*")
_PLAIN = re.compile(r"(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?P<decimals>[0-9]+))?")


def show_amount(amount: Decimal | None) -> str:
    """Show baht as "1,200,000", with satang only when there are any; "–" for no amount."""
    if amount is None:
        return "–"
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{amount:,.{places}f}".replace("-", "−")


def short_amount(amount: Decimal | int | None) -> str:
    """Show baht in three figures for a tile: "301 พัน", "2.17 ล."; below a thousand in full."""
    baht = Decimal(amount or 0)
    if amount is None or abs(baht) < 1_000:
        return show_amount(None if amount is None else baht)
    scale, word = (1_000_000, "ล.") if abs(baht) >= 999_500 else (1_000, "พัน")
    places = max(0, 3 - len(str(int(abs(baht)) // scale or 1)))
    short = f"{(baht / scale).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,.{places}f}"
    return f"{short.rstrip('0').rstrip('.') if places else short} {word}".replace("-", "−")


def read_amount(text: str) -> Decimal | None:
    """Baht with two places from what a person typed, None for a blank or a dash; raises Unreadable.

    Reads 1,200,000.- · ๑๙,๐๐๐ · 1.2 ล้าน · 19 พัน · ฿500 · 1,234,500.50 บาท (domain.md §3). Never guesses:
    what has two readings is refused, and both readings are named.
    """
    if len(text) > _LONGEST:
        raise Unreadable(_("This is too long to be an amount. Type only the number, such as 350,000."))
    typed = clean(text)
    if typed in _NOTHING:
        return None
    digits = arabic(typed)
    if _BELOW_ZERO.fullmatch(digits):
        raise Unreadable(
            _("“%(typed)s” is less than zero. Type an amount of 0 or more.") % {"typed": quoted(typed)}
        )
    shape = _SHAPE.fullmatch(digits)
    if shape is None:
        raise _unreadable(typed, [])
    plain = _PLAIN.fullmatch(shape["number"])
    if plain is None or (shape["scale"] and shape["tail"]):
        raise _unreadable(typed, [] if shape["scale"] else _readings(shape["number"]))
    decimals = plain["decimals"] or ""
    amount = Decimal(shape["number"].replace(",", "")).scaleb(_SCALES[shape["scale"]])
    if amount > LARGEST:
        raise Unreadable(
            _("“%(typed)s” is more than %(largest)s baht, the most that can be kept. Check the number.")
            % {"typed": quoted(typed), "largest": show_amount(LARGEST)}
        )
    if shape["scale"]:
        decimals = decimals.rstrip("0")  # but 350.000 alone may well be 350,000
    if len(decimals) > 2 + _SCALES[shape["scale"]]:
        if not shape["scale"] and len(decimals) == 3:
            raise _unreadable(typed, _readings(shape["number"]))
        raise Unreadable(
            _("“%(typed)s” has parts smaller than one satang. Type at most two decimals.")
            % {"typed": quoted(typed)}
        )
    return amount.quantize(SATANG)


def _readings(number: str) -> list[str]:
    """What a number with misplaced marks may have meant, as it should be typed: two amounts at most."""
    digits = re.sub("[,.]", "", number)
    last = re.fullmatch("(?P<whole>.*)(?P<mark>[,.])(?P<rest>[0-9]*)", number)
    candidates = [digits]
    if last is not None:
        whole = re.sub("[,.]", "", last["whole"])
        if last["mark"] == "," and len(last["rest"]) in (1, 2):
            candidates = [whole + last["rest"].ljust(3, "0"), f"{whole}.{last['rest']}"]
        elif last["mark"] == "." and len(last["rest"]) == 3 and number.count(".") == 1:
            candidates = [digits, f"{whole}.{last['rest'][:2]}"]
    return [
        f"{Decimal(candidate):,.{2 if '.' in candidate else 0}f}"
        for candidate in candidates
        if Decimal(candidate) <= LARGEST
    ]


def _unreadable(typed: str, readings: list[str]) -> Unreadable:
    """The refusal of an amount, naming its possible readings."""
    words = {"typed": quoted(typed)}
    if len(readings) == 2:
        sentence = _("“%(typed)s” cannot be read as an amount. Is it %(first)s or %(second)s? Type it again.")
        return Unreadable(sentence % {**words, "first": readings[0], "second": readings[1]})
    if readings:
        sentence = _("“%(typed)s” cannot be read as an amount. If it is %(first)s, type it so.")
        return Unreadable(sentence % {**words, "first": readings[0]})
    return Unreadable(_("“%(typed)s” cannot be read as an amount. Type a number, such as 350,000.") % words)
