"""Form and model fields: what is typed is understood or stays as typed beside the reason."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from config.tools.fields import BEDateField, BEDateFormField, BEYearField, BEYearFormField, CleanCharField
from config.tools.money import AmountField, MoneyField
from tests.moneyapp.tables import Fund, money_tables  # noqa: F401


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


class TypedForm(forms.Form):
    amount = AmountField(required=False)
    day = BEDateFormField(required=False)
    year = BEYearFormField(required=False)
    name = CleanCharField(required=False, max_length=5)


UNREADABLE = {"amount": "350,00", "day": "31 เม.ย. 66", "year": "2024", "name": "ยาวเกินไป"}


def test_what_can_be_read_is_understood():
    form = TypedForm(
        {"amount": "1,200,000.-", "day": "๑๙ พ.ค. ๖๖", "year": "๒๕๖๗", "name": " น\u0e4d\u0e32  ก "}
    )
    assert form.is_valid()
    assert form.cleaned_data == {
        "amount": Decimal("1200000.00"),
        "day": date(2023, 5, 19),
        "year": 2567,
        "name": "นำ ก",
    }


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_stays_as_typed_beside_the_reason(name):
    form = TypedForm(UNREADABLE)
    assert set(form.errors) == set(UNREADABLE)
    assert f'value="{UNREADABLE[name]}"' in str(form[name])
    assert form.errors[name]


def test_a_common_year_is_refused_with_the_year_to_type():
    form = TypedForm({"year": "2024"})
    assert form.errors["year"] == ["2024 is a year of the Common era. Type 2567."]


def test_blank_fields_are_empty():
    form = TypedForm({"amount": " ", "day": "  ", "year": "", "name": "\u200b"})
    assert form.is_valid()
    assert form.cleaned_data == {"amount": None, "day": None, "year": None, "name": ""}


@pytest.mark.parametrize("field", [AmountField(), BEDateFormField(), BEYearFormField(), CleanCharField()])
@pytest.mark.parametrize("blank", ["", None, "  ", "\u200b"])
def test_a_required_field_refuses_a_blank(field, blank):
    with pytest.raises(ValidationError):
        field.clean(blank)


def test_stored_values_are_shown_as_they_are_typed():
    form = TypedForm(
        initial={"amount": Decimal("1200000.00"), "day": date(2023, 5, 19), "year": 2567, "name": "ก"}
    )
    assert 'value="1,200,000"' in str(form["amount"])
    assert 'value="19 พ.ค. 2566"' in str(form["day"])
    assert 'value="2567"' in str(form["year"])
    assert 'inputmode="decimal"' in str(form["amount"])
    assert 'inputmode="numeric"' in str(form["year"])


@given(
    st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    st.decimals(0, Decimal("99999999999.99"), places=2),
    st.integers(2500, 2700),
)
def test_a_form_sent_back_untouched_has_no_changes(day, amount, year):
    initial = {"amount": amount, "day": day, "year": year}
    shown = {name: str(TypedForm(initial=initial)[name].value()) for name in initial}
    form = TypedForm(shown, initial=initial)
    assert form.is_valid(), form.errors
    assert form.changed_data == []
    assert {name: form.cleaned_data[name] for name in initial} == initial


@pytest.mark.parametrize(
    ("name", "typed", "changed"),
    [
        ("amount", "5 แสน", False),
        ("amount", "500000.01", True),
        ("amount", "-", True),
        ("amount", "350,00", True),
        ("day", "19/5/2566", False),
        ("day", "20/5/2566", True),
        ("day", "?", True),
        ("year", "๒๕๖๗", False),
        ("year", "2024", True),
    ],
)
def test_another_spelling_of_the_same_value_is_no_change(name, typed, changed):
    initial = {"amount": Decimal("500000.00"), "day": date(2023, 5, 19), "year": 2567}
    assert TypedForm.base_fields[name].has_changed(initial[name], typed) is changed


def test_model_fields_bring_their_form_fields():
    Form = forms.modelform_factory(Fund, fields=["year", "opened"])  # noqa: N806  a class
    assert isinstance(Form.base_fields["year"], BEYearFormField)
    assert isinstance(Form.base_fields["opened"], BEDateFormField)
    assert isinstance(MoneyField().formfield(), AmountField)
    form = Form({"year": "2024", "opened": "19 พ.ค. 2566"})
    assert set(form.errors) == {"year"}


@pytest.mark.parametrize("year", [2499, 2701, 2024, 0])
def test_a_year_outside_the_era_does_not_pass_full_clean(year):
    with pytest.raises(ValidationError):
        BEYearField().clean(year, None)


@pytest.mark.parametrize("day", [date(2566, 5, 19), "2566-05-19", date(1899, 12, 31), date(2201, 1, 1)])
def test_a_date_that_was_never_turned_to_the_common_era_cannot_be_saved(day):
    with pytest.raises(ValidationError):
        BEDateField().get_prep_value(day)


@pytest.mark.django_db
@pytest.mark.usefixtures("money_tables")
def test_dates_and_years_come_back_as_they_were_saved():
    fund = Fund.objects.create(name="ก", year=2567, opened=date(2023, 5, 19))
    fund.refresh_from_db()
    assert (fund.year, fund.opened) == (2567, date(2023, 5, 19))
    assert Fund.objects.filter(opened__year=2023, opened__lt=date(2024, 1, 1), year__gte=2567).exists()
    with pytest.raises(ValidationError):
        Fund.objects.create(name="ข", opened=date(2566, 5, 19))


def test_a_moment_becomes_its_day():
    assert BEDateFormField().clean(datetime(2023, 5, 19, 8, 0)) == date(2023, 5, 19)


def test_the_sentences_are_thai_for_thai_readers():
    with translation.override("th"):
        form = TypedForm({"year": "2024", "amount": "350,00"})
        assert form.errors["year"] == ["2024 เป็นปี ค.ศ. โปรดพิมพ์ 2567"]
        assert form.errors["amount"] == ["“350,00” อ่านเป็นจำนวนเงินไม่ได้ หมายถึง 350,000 หรือ 350.00 โปรดพิมพ์ใหม่"]
