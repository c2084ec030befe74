"""Money: whole satang in the database, Decimal baht with two places in Python, never a float.

The field is neither an integer nor a decimal field on purpose: a subclass of either is silently 100 × wrong
for F() ± F(), Sum(F() + F()), Avg and Coalesce(Sum(), Decimal). What is not known to be right is refused
instead: see money_guard. Write a constant inside an expression as baht: `F("amount") + baht("50.00")`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, DecimalException
from functools import lru_cache
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import lookups
from django.db.models.expressions import Col, Combinable, Expression, Value, register_combinable_fields
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from config.tools import money_guard, typed
from config.tools.amounts import LARGEST, read_amount, show_amount
from config.tools.text import Unreadable

ZERO = Decimal("0.00")

_WRITTEN = re.compile(r"-?[0-9]{1,17}(\.[0-9]{1,2})?")
_MOST_SATANG = 2**63 - 1  # a BIGINT


def to_satang(amount: Decimal | int) -> int:
    """Whole satang of an amount of baht, exactly. Raises TypeError, and ValueError for parts of a satang."""
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int):
        raise TypeError(f"money is a Decimal or int of baht, not {type(amount).__name__}: {amount!r}")
    if isinstance(amount, Decimal) and (not amount.is_finite() or amount.adjusted() > 17):
        raise ValueError(f"not an amount of money: {amount!r}")
    satang = int(amount * 100)
    if satang != amount * 100:
        raise ValueError(f"an amount has at most two decimals, this is never rounded: {amount!r}")
    if abs(satang) > _MOST_SATANG:
        raise ValueError(f"too large for a database: {amount!r}")
    return satang


@lru_cache(maxsize=8192, typed=True)  # budgets are round: the same amounts come again and again
def to_baht(satang: int | Decimal) -> Decimal:
    """Baht with two places of whole satang, as a database gives them (PostgreSQL sums to Decimal)."""
    if isinstance(satang, float) or satang != int(satang):
        raise TypeError(f"not whole satang: {satang!r}")
    return Decimal(int(satang)).scaleb(-2)


def baht(amount: Decimal | int | str) -> Value:
    """A constant amount for use inside a database expression; the only safe spelling of one."""
    return Value(to_baht(to_satang(Decimal(amount) if isinstance(amount, str) else amount)), MoneyField())


def allocate(total: Decimal, weights: Sequence[int]) -> list[Decimal]:
    """Shares of `total` in proportion to `weights`, by largest remainder: their sum is `total`.

    Of equal remainders the earlier share gets the satang. Raises ValueError without any weight.
    """
    whole, satang = sum(weights), to_satang(total)
    if satang < 0 or not weights or min(weights) < 0 or whole == 0:
        raise ValueError("shares need an amount of 0 or more and weights of 0 or more, not all 0")
    shares = [satang * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(satang * weights[i] % whole), i))
    for i in by_remainder[: satang - sum(shares)]:
        shares[i] += 1
    return [to_baht(share) for share in shares]


class AmountField(forms.Field):
    """An amount as people type it (see read_amount); what cannot be read stays in the field as typed."""

    widget = forms.TextInput

    def to_python(self, value: object) -> Decimal | None:
        """The amount, or None for a blank or a dash."""
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return read_amount(str(value))
        except Unreadable as error:
            raise ValidationError(str(error), code="unreadable") from error

    def prepare_value(self, value: object) -> object:
        """A stored amount as it is typed (1,200,000); typed text unchanged."""
        return show_amount(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: object, data: object) -> bool:
        """Whether the amount differs, not merely its spelling."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask phones for the keyboard with digits and a point."""
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}


class MoneyColumn(Col):
    """A column of money in a query; compiling it checks every expression of that query, once."""

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """The column's name, once the query around it is known to be sound."""
        if not getattr(compiler, "money_is_sound", False):
            money_guard.check_query(compiler.query)
            compiler.money_is_sound = True
        return super().as_sql(compiler, connection)


_Set = TypeVar("_Set", contravariant=True)
_Get = TypeVar("_Get", covariant=True)


class MoneyField(typed.Field[_Set, _Get]):
    """An amount of baht, 0 or more: BIGINT satang in the database, Decimal with two places in Python."""

    description = _("Amount of money in baht")
    keeps_satang = True
    _pyi_private_set_type: Decimal | int | Combinable  # what mypy is told of attributes and questions
    _pyi_private_get_type: Decimal
    _pyi_lookup_exact_type: Decimal | int
    default_error_messages = {
        "invalid": _("“%(value)s” is not an amount of money with at most two decimals."),
    }
    default_validators = [
        MinValueValidator(ZERO, _("Type an amount of 0 or more.")),
        MaxValueValidator(LARGEST, _("The most that can be kept is 99,999,999,999.99 baht.")),
    ]

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """The same column on SQLite and PostgreSQL."""
        return "bigint"

    def get_internal_type(self) -> str:
        """A name of its own, so that Django takes it for no kind of number."""
        return "MoneyField"

    @cached_property
    def cached_col(self) -> MoneyColumn:
        """The column under its table's own name."""
        return MoneyColumn(self.model._meta.db_table, self)

    def get_col(self, alias: str, output_field: models.Field[Any, Any] | None = None) -> Col:
        """The column under an alias."""
        if alias == self.model._meta.db_table and output_field in (None, self):
            return self.cached_col
        return MoneyColumn(alias, self, output_field)

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        """Unchanged SQL; money that is selected gets its query checked."""
        money_guard.check_query(compiler.query)
        return sql, params

    def get_db_converters(self, connection: BaseDatabaseWrapper) -> list[Any]:
        """Return what makes baht of the satang of one column of a query; Django asks anew for each column."""
        checked: list[Expression] = []  # one expression gives all values of a column: it is looked at once

        def read(
            satang: int | Decimal | None, expression: Expression, connection: BaseDatabaseWrapper
        ) -> Decimal | None:
            if satang is None:
                return None
            if not checked or checked[0] is not expression:
                money_guard.check_selected(expression)
                checked[:] = [expression]
            return to_baht(satang)

        return [read]

    def to_python(self, value: Any) -> Decimal | None:
        """Decimal baht of a Decimal, an int or what a fixture holds ("1234.50"), never of a float."""
        if value is None:
            return None
        try:
            if isinstance(value, str):
                if not _WRITTEN.fullmatch(value):
                    raise ValueError(value)
                value = Decimal(value)
            return to_baht(to_satang(value))
        except (ValueError, DecimalException) as error:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": str(value)[:40]}
            ) from error

    def get_prep_value(self, value: Any) -> int | None:
        """Baht as satang for the database."""
        value = super().get_prep_value(value)
        if value is None:
            return None
        return to_satang(self.to_python(value) if isinstance(value, str) else value)  # type: ignore[arg-type]  # never None here

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """What is written: satang, or an expression that is known to be money."""
        if hasattr(value, "as_sql"):
            money_guard.check_written(value)
        return super().get_db_prep_save(value, connection)

    def value_to_string(self, obj: models.Model) -> str:
        """The amount as a fixture writes it."""
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """The field that reads amounts as people type them."""
        return super().formfield(**{"form_class": AmountField, **kwargs})

    def get_lookup(self, lookup_name: str) -> type[lookups.Lookup[Any]] | None:
        """Comparisons of amounts alone; text lookups on satang would lie."""
        return _LOOKUPS.get(lookup_name)

    def get_transform(self, lookup_name: str) -> None:
        """No transform keeps baht baht."""
        return


class _CheckedLookup(typed.Lookup[Any]):
    """A comparison of money that checks its query first."""

    def get_prep_lookup(self) -> Any:
        """The right side in satang; an amount in a list beside expressions stays known as money."""
        parts = self.rhs if isinstance(self.rhs, list | tuple | set) else []
        if any(hasattr(part, "resolve_expression") for part in parts):
            self.rhs = [part if hasattr(part, "resolve_expression") else baht(part) for part in parts]
        return super().get_prep_lookup()

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        money_guard.check_query(compiler.query)
        money_guard.check(self)
        return super().as_sql(compiler, connection)


_LOOKUPS = {
    lookup.lookup_name: type(f"Money{lookup.__name__}", (_CheckedLookup, lookup), {})
    for lookup in (
        lookups.Exact,
        lookups.GreaterThan,
        lookups.GreaterThanOrEqual,
        lookups.LessThan,
        lookups.LessThanOrEqual,
        lookups.In,
        lookups.Range,
        lookups.IsNull,
    )
}

register_combinable_fields(MoneyField, Combinable.ADD, MoneyField, MoneyField)
register_combinable_fields(MoneyField, Combinable.SUB, MoneyField, MoneyField)
register_combinable_fields(MoneyField, Combinable.MUL, models.IntegerField, MoneyField)
register_combinable_fields(models.IntegerField, Combinable.MUL, MoneyField, MoneyField)


def not_negative(field_name: str, constraint_name: str) -> models.CheckConstraint:
    """The database's own promise that an amount is 0 or more (an empty one passes)."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field_name}__gte": 0}),
        name=constraint_name,
        violation_error_message=_("Type an amount of 0 or more."),
    )
