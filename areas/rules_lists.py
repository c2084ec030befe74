"""What may be done to a row of a reference list: added under a name of its own, changed, archived, taken up again."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def add_row(model: type[models.Model], values: dict[str, Any]) -> Any:
    """Add a row to a list; raises ValidationError where its code or name is taken."""
    row = model(**values)
    _refuse_taken(row, values)
    row.save()
    return row


def change_row(row: Any, values: dict[str, Any]) -> None:
    """Change a row; raises ValidationError where its name is taken. The caller holds its lock."""
    for name, value in values.items():
        setattr(row, name, value)
    _refuse_taken(row, values)
    row.save()


def archive(row: Any) -> None:
    """Offer a row no longer in forms; what uses it keeps showing it. Refuses for the last one in use."""
    if not row.is_active:
        return
    if not type(row)._default_manager.filter(is_active=True).exclude(pk=row.pk).exists():
        told = _("%(row)s is the last one in use. Forms need at least one: add another first.")
        raise ValidationError(told % {"row": row})
    row.is_active = False
    row.save()


def take_up(row: Any) -> None:
    """Offer an archived row again."""
    if not row.is_active:
        row.is_active = True
        row.save()


def _refuse_taken(row: Any, values: dict[str, Any]) -> None:
    """Raise ValidationError for each code or name that another row of the list has, archived ones too."""
    errors = {}
    for field in ("code", "name"):
        if field not in values:
            continue
        others = type(row)._default_manager.exclude(pk=row.pk)
        taken = others.filter(**{f"{field}__iexact": values[field]}).first()
        if taken is not None and taken.is_active:
            told = _("“%(typed)s” is there already: %(row)s. Type another.")
        else:
            told = _(
                "“%(typed)s” is there already, archived: %(row)s. Take that one up again, or type another."
            )
        if taken is not None:
            errors[field] = told % {"typed": values[field], "row": taken}
    if errors:
        raise ValidationError(errors)
