"""Money in the database: what is computed is exact, and what Django would get wrong is refused."""

import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.models import (
    Avg,
    Case,
    Count,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    StdDev,
    Subquery,
    Sum,
    Value,
    Variance,
    When,
    Window,
)
from django.db.models.functions import (
    Abs,
    Cast,
    Ceil,
    Coalesce,
    Concat,
    Floor,
    Greatest,
    JSONObject,
    Lag,
    Least,
    Mod,
    NullIf,
    Power,
    Rank,
    Round,
    Sign,
    Sqrt,
)
from django.db.models.lookups import GreaterThan
from hypothesis import given
from hypothesis import strategies as st

from config.tools import money_guard
from config.tools.money import ZERO, MoneyField, allocate, baht, to_baht, to_satang
from tests.moneyapp.tables import Fund, Kept, Line, Naive, money_tables  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("money_tables")]

D = Decimal


@pytest.fixture
def fund():
    """Three lines: 100.50 + 200.25 + 0.01, spent 40.00, 200.25 and not known."""
    fund = Fund.objects.create(name="ก")
    Line.objects.create(fund=fund, amount=D("100.50"), spent=D("40.00"), times=2)
    Line.objects.create(fund=fund, amount=D("200.25"), spent=D("200.25"), times=3)
    Line.objects.create(fund=fund, amount=D("0.01"), times=1)
    return fund


def rows(queryset, name="x"):
    return list(queryset.order_by("pk").values_list(name, flat=True))


def is_exact(value, expected):
    return isinstance(value, Decimal) and str(value) == expected


# --- One value


@pytest.mark.parametrize("amount", ["0.00", "0.01", "0.10", "1234567.89", "99999999999.99"])
def test_an_amount_comes_back_exactly_with_two_places(fund, amount):
    line = Line.objects.create(fund=fund, amount=D(amount))
    line.refresh_from_db()
    assert is_exact(line.amount, amount)


def test_the_database_holds_whole_satang(fund):
    with connection.cursor() as cursor:
        cursor.execute("SELECT amount FROM moneyapp_line ORDER BY id")
        assert [row[0] for row in cursor.fetchall()] == [10050, 20025, 1]


def test_a_whole_number_is_baht(fund):
    line = Line.objects.create(fund=fund, amount=5)
    line.refresh_from_db()
    assert is_exact(line.amount, "5.00")


@pytest.mark.parametrize("wrong", [1.5, 0.1, True, b"5", [], object()])
def test_a_value_that_is_no_decimal_or_int_is_refused(fund, wrong):
    with pytest.raises(TypeError):
        Line.objects.create(fund=fund, amount=wrong)
    with pytest.raises(TypeError):
        list(Line.objects.filter(amount=wrong))


@pytest.mark.parametrize(
    "wrong", ["0.005", "1.999", "NaN", "sNaN", "Infinity", "-Infinity", "1e30", "1e999999999"]
)
def test_a_decimal_that_is_no_amount_is_refused_not_rounded(fund, wrong):
    with pytest.raises(ValueError):
        Line.objects.create(fund=fund, amount=D(wrong))
    with pytest.raises(ValueError):
        list(Line.objects.filter(amount__gt=D(wrong)))
    with pytest.raises(ValidationError):
        MoneyField().clean(D(wrong), None)


@pytest.mark.parametrize("wrong", ["1,200", "1e3", " 5", "๕", "", "0x10", "1_000", "NaN", "5\n"])
def test_text_is_read_only_as_a_fixture_writes_it(wrong):
    with pytest.raises(ValidationError):
        MoneyField(blank=True).to_python(wrong)


def test_full_clean_refuses_less_than_zero_and_more_than_the_most(fund):
    for amount in (D("-0.01"), D("10000000000000.00")):
        with pytest.raises(ValidationError) as refused:
            Line(fund=fund, amount=amount).full_clean()
        assert set(refused.value.message_dict) == {"amount"}


def test_the_database_refuses_less_than_zero(fund):
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.create(fund=fund, amount=D("-0.01"))
    with pytest.raises(IntegrityError), transaction.atomic():
        fund.lines.update(amount=F("amount") - baht("50.00"))


# --- Questions


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ({"amount": D("100.50")}, 1),
        ({"amount": D("100.5")}, 1),
        ({"amount__exact": D("10050")}, 0),
        ({"amount__gt": D("100.50")}, 1),
        ({"amount__gte": D("100.50")}, 2),
        ({"amount__lt": D("100.50")}, 1),
        ({"amount__lt": 101}, 2),
        ({"amount__lte": D("0.01")}, 1),
        ({"amount__in": [D("0.01"), D("200.25"), 7]}, 2),
        ({"amount__in": []}, 0),
        ({"amount__range": (D("0.01"), D("100.50"))}, 2),
        ({"spent__isnull": True}, 1),
        ({"spent": None}, 1),
        ({"spent": F("amount")}, 1),
        ({"amount__gt": F("spent") + baht("60.49")}, 1),
        ({"amount__gt": F("spent") + baht("60.50")}, 0),
        ({"amount__in": [F("spent"), D("0.01")]}, 2),
        ({"amount__range": (F("spent"), D("150"))}, 1),
        ({"fund__lines__amount": D("0.01")}, 3),
    ],
)
def test_amounts_are_compared_in_baht(fund, question, count):
    assert Line.objects.filter(**question).count() == count


def test_amounts_are_compared_with_a_subquery_of_amounts(fund):
    spent = Line.objects.filter(spent__isnull=False)
    assert Line.objects.filter(amount__in=spent.values("spent")).count() == 1
    assert Line.objects.filter(amount__gt=spent.order_by("spent").values("spent")[:1]).count() == 2


@pytest.mark.parametrize("lookup", ["contains", "startswith", "regex", "iexact", "icontains", "year", "abs"])
def test_a_question_that_satang_would_answer_wrongly_is_refused(fund, lookup):
    with pytest.raises(FieldError):
        Line.objects.filter(**{f"amount__{lookup}": "1"}).count()


def test_rows_are_ordered_by_amount(fund):
    assert list(Line.objects.order_by("-amount").values_list("amount", flat=True)) == [
        D("200.25"),
        D("100.50"),
        D("0.01"),
    ]
    assert Line.objects.order_by(F("spent").asc(nulls_last=True)).first().spent == D("40.00")


# --- The battery: each is exact baht


BATTERY = {
    "sum": (Sum("amount"), "300.76"),
    "sum of some": (Sum("amount", filter=Q(amount__gt=100)), "300.75"),
    "sum with a default": (Sum("amount", filter=Q(amount__gt=9999), default=D("5.25")), "5.25"),
    "sum or constant": (Coalesce(Sum("amount", filter=Q(amount__gt=9999)), baht("5.25")), "5.25"),
    "sum or typed value": (Coalesce(Sum("spent", filter=Q(pk=0)), Value(D("5"), MoneyField())), "5.00"),
    "distinct sum": (Sum("amount", distinct=True), "300.76"),
    "min": (Min("amount"), "0.01"),
    "max": (Max("amount"), "200.25"),
    "sum of sums": (Sum(F("amount") + F("spent")), "541.00"),
    "sum of differences": (Sum(F("amount") - F("spent")), "60.50"),
    "sum of products": (Sum(F("amount") * F("times")), "801.76"),
    "sum of products, turned": (Sum(F("times") * F("amount")), "801.76"),
    "sum of constants": (Sum(F("amount") + baht("0.01")), "300.79"),
    "difference of sums": (Sum("amount") - Sum("spent"), "60.51"),
    "sum times count": (Sum("amount") * Count("pk"), "902.28"),
    "less than zero": (Sum(-F("amount")), "-300.76"),
    "sum of the case": (Sum(Case(When(times=2, then=F("amount")), default=baht(1))), "102.50"),
    "sum of the case or nothing": (Sum(Case(When(amount__gt=100, then="amount"))), "300.75"),
    "greatest": (Max(Greatest("amount", "spent")), None),
    "wrapped": (Sum(ExpressionWrapper(F("amount") + F("amount"), output_field=MoneyField())), "601.52"),
}


@pytest.mark.parametrize("name", [name for name, (_, expected) in BATTERY.items() if expected])
def test_an_aggregate_is_exact_baht(fund, name):
    expression, expected = BATTERY[name]
    value = Line.objects.aggregate(x=expression)["x"]
    assert is_exact(value, expected), value


@pytest.mark.parametrize("name", [name for name, (_, expected) in BATTERY.items() if expected])
def test_an_aggregate_by_group_is_exact_baht_and_can_be_asked_about(fund, name):
    expression, expected = BATTERY[name]
    groups = Line.objects.values("fund__name").annotate(x=expression)
    assert is_exact(groups.get()["x"], expected)
    assert groups.filter(x=D(expected)).count() == 1
    assert groups.filter(x__gt=D(expected) - D("0.01"), x__lt=D(expected) + D("0.01")).exists()
    assert not groups.filter(x__gt=D(expected)).exists()


def test_a_column_is_looked_at_once_not_for_each_of_its_rows(fund, monkeypatch):
    looked = []
    monkeypatch.setattr(money_guard, "check_selected", looked.append)
    rows = Line.objects.annotate(twice=F("amount") + F("amount")).values_list("amount", "twice")
    assert len(rows) > 2
    assert len(looked) == 2


def test_an_annotation_can_be_summed(fund):
    doubled = Line.objects.annotate(twice=F("amount") * 2)
    assert is_exact(doubled.aggregate(x=Sum("twice"))["x"], "601.52")
    by_times = Line.objects.values("times").annotate(s=Sum("amount"))
    assert is_exact(by_times.aggregate(x=Max("s"))["x"], "200.25")


def test_money_of_joined_rows_is_exact(fund):
    assert is_exact(Fund.objects.annotate(x=Sum("lines__amount")).get().x, "300.76")
    assert is_exact(Fund.objects.aggregate(x=Sum("lines__amount"))["x"], "300.76")


def test_money_of_a_subquery_is_exact(fund):
    sums = Line.objects.filter(fund=OuterRef("pk")).values("fund").annotate(s=Sum("amount")).values("s")
    funds = Fund.objects.annotate(x=Subquery(sums), y=Coalesce(Subquery(sums), ZERO_MONEY))
    assert is_exact(funds.get().x, "300.76")
    assert is_exact(funds.annotate(z=F("x") + F("y")).get().z, "601.52")
    assert funds.filter(x=D("300.76"), y__gt=300).count() == 1
    assert is_exact(funds.aggregate(t=Sum("x"))["t"], "300.76")


def test_money_of_the_outer_row_is_exact(fund):
    more = Line.objects.filter(amount__gt=OuterRef("amount"))
    assert rows(Line.objects.annotate(x=Exists(more))) == [True, False, True]
    spent = Line.objects.filter(pk=OuterRef("pk")).values(x=OuterRef("amount") - F("spent"))
    assert rows(Line.objects.annotate(x=Subquery(spent))) == [D("60.50"), D("0.00"), None]


def test_a_running_total_is_exact(fund):
    running = Window(Sum("amount"), order_by="pk")
    assert rows(Line.objects.annotate(x=running)) == [D("100.50"), D("300.75"), D("300.76")]
    before = Window(Lag("amount"), order_by="pk")
    assert rows(Line.objects.annotate(x=before)) == [None, D("100.50"), D("200.25")]
    rank = Window(Rank(), order_by=F("amount").desc())
    assert rows(Line.objects.annotate(x=rank)) == [2, 1, 3]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (F("amount") - F("spent"), ["60.50", "0.00", None]),
        (F("amount") * 3, ["301.50", "600.75", "0.03"]),
        (3 * F("amount"), ["301.50", "600.75", "0.03"]),
        (baht(1000) - F("amount"), ["899.50", "799.75", "999.99"]),
        (-F("amount"), ["-100.50", "-200.25", "-0.01"]),
        (Abs(-F("amount")), ["100.50", "200.25", "0.01"]),
        (Least("amount", baht(150)), ["100.50", "150.00", "0.01"]),
        (Greatest("amount", baht(150)), ["150.00", "200.25", "150.00"]),
        (NullIf("amount", baht("0.01")), ["100.50", "200.25", None]),
        (Coalesce("spent", "amount"), ["40.00", "200.25", "0.01"]),
        (Cast("amount", MoneyField()), ["100.50", "200.25", "0.01"]),
        (F("amount") - F("spent") + F("amount"), ["161.00", "200.25", None]),
        (
            Case(When(spent=None, then=Value(None)), default=F("spent"), output_field=MoneyField()),
            ["40.00", "200.25", None],
        ),
    ],
)
def test_an_expression_per_row_is_exact_baht(fund, expression, expected):
    found = rows(Line.objects.annotate(x=expression))
    assert [None if value is None else str(value) for value in found] == expected


def test_large_sums_are_exact_where_floats_are_not(fund):
    Line.objects.bulk_create(Line(fund=fund, amount=D("99999999999.99")) for _ in range(90))
    assert Line.objects.aggregate(x=Sum("amount"))["x"] == 90 * D("99999999999.99") + D("300.76")


# --- Writing


def test_an_update_writes_money(fund):
    fund.lines.update(amount=F("amount") + baht("0.50"), spent=F("amount") * 2)
    assert rows(fund.lines.all(), "amount") == [D("101.00"), D("200.75"), D("0.51")]
    assert rows(fund.lines.all(), "spent") == [D("201.00"), D("400.50"), D("0.02")]
    fund.lines.update(amount=D("7.25"), spent=None)
    assert set(rows(fund.lines.all(), "amount")) == {D("7.25")}


def test_saving_an_expression_writes_money(fund):
    line = fund.lines.first()
    line.amount = F("amount") + baht("1.25")
    line.save()
    line.refresh_from_db()
    assert line.amount == D("101.75")
    assert Line.objects.create(fund=fund, amount=baht("3.50")).pk


def test_bulk_writes_are_exact(fund):
    lines = Line.objects.bulk_create(
        [Line(fund=fund, amount=D("1.10")), Line(fund=fund, amount=D("2.20"), spent=D("0"))]
    )
    for line in lines:
        line.amount += D("0.05")
    Line.objects.bulk_update(lines, ["amount", "spent"])
    found = Line.objects.filter(pk__in=[line.pk for line in lines]).order_by("pk")
    assert list(found.values_list("amount", "spent")) == [(D("1.15"), None), (D("2.25"), D("0.00"))]


@pytest.mark.parametrize("form", ["json", "python", "xml", "jsonl"])
def test_a_fixture_gives_back_what_it_took(fund, form):
    before = list(Line.objects.order_by("pk").values_list("pk", "amount", "spent"))
    fixture = serializers.serialize(form, Line.objects.all())
    Line.objects.all().delete()
    for line in serializers.deserialize(form, fixture):
        line.save()
    assert list(Line.objects.order_by("pk").values_list("pk", "amount", "spent")) == before


def test_dumpdata_and_loaddata_keep_every_satang(fund, tmp_path):
    dump = io.StringIO()
    call_command("dumpdata", "moneyapp", stdout=dump)
    assert json.loads(dump.getvalue())[1]["fields"]["amount"] == "100.50"
    path = tmp_path / "lines.json"
    path.write_text(dump.getvalue())
    Fund.objects.all().delete()
    call_command("loaddata", str(path), verbosity=0)
    assert Line.objects.aggregate(x=Sum("amount"))["x"] == D("300.76")


def test_history_keeps_the_amount():
    kept = Kept.objects.create(amount=D("100.50"))
    kept.amount = D("55.55")
    kept.save()
    assert list(kept.history.values_list("amount", flat=True)) == [D("55.55"), D("100.50")]
    assert kept.history.aggregate(x=Sum("amount"))["x"] == D("156.05")


def test_the_field_survives_a_migration():
    _name, path, args, kwargs = MoneyField(null=True, default=ZERO).deconstruct()
    assert (path, args, kwargs) == ("config.tools.money.MoneyField", [], {"null": True, "default": ZERO})


def test_a_column_added_later_gets_its_default_in_satang(fund):
    field = MoneyField(default=D("12.34"))
    field.set_attributes_from_name("late")
    field.model = Line
    assert connection.SchemaEditorClass(connection).effective_default(field) == 1234


# --- What Django would get wrong is refused

MIXED = {
    "plus a plain number": F("amount") + 5,
    "plus a plain decimal": F("amount") + D("5.00"),
    "plus a value": F("amount") + Value(D("5.00")),
    "plus a count": F("amount") + F("times"),
    "times a decimal": F("amount") * D("1.07"),
    "times a float": F("amount") * 1.07,
    "times money": F("amount") * F("spent"),
    "divided": F("amount") / 2,
    "divided by money": F("spent") / F("amount"),
    "remainder": F("amount") % 7,
    "power": F("amount") ** 2,
    "average": Avg("amount"),
    "average under another name": Avg("amount", output_field=DecimalField()),
    "deviation": StdDev("amount"),
    "variance": Variance("amount"),
    "sum as decimal": Sum("amount", output_field=DecimalField()),
    "sum as float": Sum("amount", output_field=FloatField()),
    "sum of a wrapped division": Sum(ExpressionWrapper(F("amount") / 2, output_field=MoneyField())),
    "sum of a wrapped mix": Sum(ExpressionWrapper(F("amount") + 5, output_field=MoneyField())),
    "count as money": Sum("times", output_field=MoneyField()),
    "coalesce to a plain decimal": Coalesce(Sum("amount"), Value(D("5"))),
    "coalesce to a plain decimal, forced": Coalesce(Sum("amount"), Value(D("5")), output_field=MoneyField()),
    "coalesce to an int, forced": Coalesce(Sum("amount"), 5, output_field=MoneyField()),
    "coalesce as decimal": Coalesce(Sum("amount"), Value(D("5")), output_field=DecimalField()),
    "default of the wrong type": Sum("amount", default=Value(D("5"))),
    "case with a plain decimal": Sum(Case(When(times=9, then="amount"), default=Value(D("5")))),
    "case with a plain decimal, forced": Sum(
        Case(When(times=9, then="amount"), default=Value(D("5")), output_field=MoneyField())
    ),
    "case as decimal": Sum(Case(When(times=2, then="amount"), output_field=DecimalField())),
    "cast to decimal": Sum(Cast("amount", DecimalField(max_digits=20, decimal_places=2))),
    "cast to integer": Sum(Cast("amount", IntegerField())),
    "cast from integer": Sum(Cast("times", MoneyField())),
    "wrapped as decimal": Sum(ExpressionWrapper(F("amount"), output_field=DecimalField())),
    "greatest with a plain decimal": Max(Greatest("amount", Value(D("5")))),
    "compared in a filter": Sum("amount", filter=Q(amount__gt=F("times"))),
    "compared with a plain value": Count("pk", filter=Q(amount__gt=Value(D("5")))),
    "compared from the other side": Count("pk", filter=Q(times__gt=F("amount"))),
    "compared in a list": Count("pk", filter=Q(amount__in=[F("times"), D("5")])),
    "compared in a case": Sum(Case(When(amount__gt=F("times"), then="amount"))),
}


@pytest.mark.parametrize("name", MIXED)
def test_money_mixed_with_plain_numbers_is_refused(fund, name):
    with pytest.raises((FieldError, TypeError)):
        Line.objects.aggregate(x=MIXED[name])
    with pytest.raises((FieldError, TypeError)):
        list(Line.objects.values("fund").annotate(x=MIXED[name]))


PER_ROW = {
    "round": Round("amount"),
    "ceil": Ceil("amount"),
    "floor": Floor("amount"),
    "sign": Sign("amount"),
    "root": Sqrt("amount"),
    "power": Power("amount", 2),
    "remainder": Mod("amount", 7),
    "text": Concat("amount", Value(" บาท"), output_field=models.CharField()),
    "cast to text": Cast("amount", models.CharField()),
    "object": JSONObject(amount="amount"),
    "lag with a plain default": Window(Lag("amount", 1, D("5")), order_by="pk"),
    "window under another name": Window(Sum("amount"), order_by="pk", output_field=DecimalField()),
    "window average": Window(Avg("amount"), order_by="pk"),
}


@pytest.mark.parametrize("name", PER_ROW)
def test_a_function_that_does_not_keep_baht_is_refused(fund, name):
    with pytest.raises((FieldError, TypeError)):
        list(Line.objects.annotate(x=PER_ROW[name]))


@pytest.mark.parametrize("name", ["divided", "plus a plain number", "times a decimal", "average"])
def test_a_refused_expression_is_refused_wherever_it_stands(fund, name):
    if name != "average":
        for question in (
            lambda: list(Line.objects.filter(amount__gt=MIXED[name])),
            lambda: list(Line.objects.filter(GreaterThan(MIXED[name], baht(1)))),
            lambda: list(Line.objects.order_by(MIXED[name])),
            lambda: Line.objects.exclude(spent=MIXED[name]).exists(),
            lambda: Line.objects.update(amount=MIXED[name]),
            lambda: Line.objects.filter(pk=1).update(
                spent=Coalesce(MIXED[name], baht(1), output_field=MoneyField())
            ),
        ):
            with pytest.raises((FieldError, TypeError)):
                question()
    annotated = Line.objects.values("fund").annotate(x=MIXED[name])
    for question in (
        lambda: list(annotated.filter(x__gt=D("1"))),
        lambda: annotated.filter(x__gt=D("1")).count(),
        lambda: list(annotated.order_by("x")),
        lambda: list(Fund.objects.annotate(y=Subquery(annotated.filter(fund=OuterRef("pk")).values("x")))),
    ):
        with pytest.raises((FieldError, TypeError)):
            question()


@pytest.mark.parametrize(
    "value", [Value(D("5")), Value(5), F("times"), F("times") + 1, Value("5"), Value(5.0)]
)
def test_an_update_from_plain_numbers_is_refused(fund, value):
    with pytest.raises((FieldError, TypeError)), transaction.atomic():
        Line.objects.update(amount=value)
    line = fund.lines.first()
    line.spent = value
    with pytest.raises((FieldError, TypeError)):
        line.save()


def test_plain_values_are_not_inserted_as_satang(fund):
    with pytest.raises(FieldError):
        Line.objects.create(fund=fund, amount=Value(D("5")))
    with pytest.raises(FieldError):
        Line.objects.bulk_create([Line(fund=fund, amount=Value(5))])


def test_money_of_a_subquery_is_not_mixed_with_plain_numbers(fund):
    sums = Line.objects.filter(fund=OuterRef("pk")).values("fund").annotate(s=Sum("amount")).values("s")
    for mixed in (
        Coalesce(Subquery(sums), Value(D("5")), output_field=MoneyField()),
        Subquery(sums) + 5,
        Subquery(sums) / 2,
    ):
        with pytest.raises((FieldError, TypeError)):
            list(Fund.objects.annotate(x=mixed))
        with pytest.raises((FieldError, TypeError)):
            Fund.objects.annotate(x=mixed).filter(x__gt=D("1")).count()


def test_an_average_of_sums_is_refused(fund):
    by_times = Line.objects.values("times").annotate(s=Sum("amount"))
    with pytest.raises(FieldError):
        by_times.aggregate(x=Avg("s"))


def test_baht_refuses_what_is_no_amount():
    for wrong in (1.5, True, None):
        with pytest.raises(TypeError):
            baht(wrong)
    for wrong in (D("0.001"), D("NaN"), "0.001"):
        with pytest.raises(ValueError):
            baht(wrong)


# --- Negative control: the battery fails on fields that look simpler


@pytest.mark.parametrize("kind", ["integer", "decimal"])
def test_a_naive_field_is_a_hundred_times_wrong_where_ours_is_right(fund, kind):
    Naive.objects.create(integer=D("100.50"), integer_too=D("40"), decimal=D("100.50"), decimal_too=D("40"))
    naive = Naive.objects.aggregate(x=Sum(F(kind) + F(f"{kind}_too")))["x"]
    ours = Line.objects.filter(times=2).aggregate(x=Sum(F("amount") + F("spent")))["x"]
    assert (naive, ours) == (D("14050"), D("140.50"))


def test_without_the_guard_money_is_a_hundred_times_wrong(fund, monkeypatch):
    monkeypatch.setattr("config.tools.money_guard.check", lambda node: None)
    monkeypatch.setattr("config.tools.money_guard._must_be_money", lambda node, parts: None)
    lines = Line.objects.filter(times=2)
    assert lines.aggregate(x=Sum("amount", output_field=DecimalField()))["x"] == D("10050")
    assert lines.aggregate(
        x=Coalesce(Sum("amount", filter=Q(pk=0)), Value(D("5")), output_field=MoneyField())
    )["x"] == D("0.05")
    lines.update(amount=F("amount") + 5)
    assert lines.get().amount == D("100.55")


# --- Shares

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any)
AMOUNTS = st.decimals(0, D("99999999999.99"), places=2)


@given(AMOUNTS, WEIGHTS)
def test_shares_add_up_and_are_less_than_a_satang_off(total, weights):
    shares = allocate(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * sum(weights) - total * weight) < D("0.01") * sum(weights)
        assert weight or not share


def test_the_satang_left_over_goes_to_the_largest_remainder():
    assert allocate(D("100"), [1, 1, 1]) == [D("33.34"), D("33.33"), D("33.33")]
    assert allocate(D("0.05"), [1, 5, 4]) == [D("0.01"), D("0.02"), D("0.02")]
    assert allocate(D("0.00"), [3, 1]) == [ZERO, ZERO]


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [-1, 2]])
def test_shares_without_weights_are_refused(weights):
    with pytest.raises(ValueError):
        allocate(D("100"), weights)


@given(st.integers(-(2**63) + 1, 2**63 - 1))
def test_satang_and_baht_are_two_writings_of_one_amount(satang):
    assert to_satang(to_baht(satang)) == satang


ZERO_MONEY = baht(0)


# --- What the guard cannot see: a query around a query of money that gives it another type

RETYPES = re.compile(
    r"\bCast\(|output_field=(?:models\.)?(?:Decimal|Float|Integer|BigInteger|SmallInteger)Field|\.union\("
)
APPS = ("config", "areas", "projects", "meetings", "plans")


def retyping_lines(text):
    return [line for line in text.splitlines() if RETYPES.search(line)]


UNIONS_OF_KEYS = {
    "return sums.union(_streams(), _answers(there), _won(there), _decided(decided), all=True)",  # of overlap_facts.py
    'return first.union(*others, all=True).order_by("due", "what", "of")',  # of projects/overdue.py
    "counts: QuerySet[Any, Any] = first.union(*others, all=True)",  # the same: how many
    'return keys.union(*(rows.filter(home).values("pk") for home in homes))',  # of areas/scope.py
    'return _named(aliases, "alias", "name").union(',  # of areas/around.py
    "return meetings.union(",  # of meetings/trained.py
    'told = (Cast("trained_on", CharField()), "trained_by", "source")',  # the same: a day as text
    "both = by_topic.union(in_all, all=True)",  # the same: how many people
}
"""They hold kinds, names, numbers of rows, years and days; money stands first, and all is read as it is."""


def test_no_module_gives_an_expression_another_type_by_hand():
    root = Path(__file__).parent.parent.parent
    found = {
        str(path.relative_to(root)): lines
        for app in APPS
        for path in (root / app).rglob("*.py")
        if not path.name.startswith("money")
        and (
            lines := [line for line in retyping_lines(path.read_text()) if line.strip() not in UNIONS_OF_KEYS]
        )
    }
    assert found == {}, "Django takes such types at their word; with money below they are 100 × wrong"


def test_a_query_around_a_query_is_out_of_the_guards_sight(fund):
    sums = Line.objects.values("times").annotate(s=Sum("amount"))
    assert sums.aggregate(x=Max("s", output_field=IntegerField()))["x"] == 20025
    assert retyping_lines('x=Max("s", output_field=IntegerField())')
