"""How the admin shows a value: dates in the Buddhist era, amounts with their unit, headings in Thai."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.histories import NOTHING, show
from config.tools.money import MoneyField

# Headings of columns that are no fields of their table.
HEADINGS = {
    "home_name": _("area or cluster"),
    "period": _("years"),
    "full_name": _("name"),
    "code": _("code"),
    "place": _("area or cluster"),
    "updated_by": _("changed last by"),
}
Column = str | Callable[[Any], str]


def as_people_write(model: type[models.Model], names: Iterable[Any]) -> tuple[Any, ...]:
    """Return columns of the admin, those that Django would show as a computer writes them replaced by our own."""
    return tuple(_column(model, name) if isinstance(name, str) else name for name in names)


@cache
def _column(model: type[models.Model], name: str) -> Column:
    """Return the column of a table by its name; always the same one for the same name."""
    try:
        one: Any = model._meta.get_field(name)
        if name == "updated_by":
            return _of_property(name)
    except FieldDoesNotExist:
        return _of_property(name) if name in HEADINGS else name
    if not isinstance(one, (MoneyField, models.DateField)):
        return name

    def shown(row: Any) -> str:
        value = getattr(row, name)
        return NOTHING if value is None else show(one, value)

    return _named(shown, name, one.verbose_name, order=name)


def _of_property(name: str) -> Column:
    def shown(row: Any) -> str:
        return str(getattr(row, name) or NOTHING)

    return _named(shown, name, HEADINGS[name], order=None)


def _named(shown: Callable[[Any], str], name: str, heading: Any, order: str | None) -> Column:
    column: Any = shown
    column.__name__, column.short_description = f"shown_{name}", heading
    if order:
        column.admin_order_field = order
    return shown
