# ruff: noqa: DJ008  nobody reads these rows
from decimal import Decimal

from django.db import models
from simple_history.models import HistoricalRecords

from config.tools.fields import BEDateField, BEYearField
from config.tools.money import ZERO, MoneyField, not_negative


class Fund(models.Model):
    name = models.CharField(max_length=20)
    year = BEYearField(null=True, blank=True)
    opened = BEDateField(null=True, blank=True)


class Line(models.Model):
    fund = models.ForeignKey(Fund, models.CASCADE, related_name="lines")
    amount = MoneyField(default=ZERO)
    spent = MoneyField(null=True, blank=True)
    times = models.IntegerField(default=1)

    class Meta:
        constraints = [not_negative("amount", "moneyapp_line_amount_not_negative")]


class Kept(models.Model):
    amount = MoneyField()
    history = HistoricalRecords()


class BigIntegerMoney(models.BigIntegerField):
    """What a hurried hand would write: satang under the name of an integer."""

    def from_db_value(self, value, expression, connection):
        return None if value is None else Decimal(value) / 100

    def get_prep_value(self, value):
        return None if value is None else int(Decimal(value) * 100)


class DecimalMoney(models.DecimalField):
    """The same under the name of a decimal."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_digits": 17, "decimal_places": 2, **kwargs})

    def db_type(self, connection):
        return "bigint"

    def from_db_value(self, value, expression, connection):
        return None if value is None else Decimal(value) / 100

    def get_db_prep_value(self, value, connection, prepared=False):
        return None if value is None else int(Decimal(value) * 100)


class Naive(models.Model):
    integer = BigIntegerMoney()
    integer_too = BigIntegerMoney(default=0)
    decimal = DecimalMoney()
    decimal_too = DecimalMoney(default=0)
