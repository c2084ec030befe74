"""What may be done to a row of a reference list: added under a name of its own, changed, put away, taken back.

Which provinces a cluster holds decides what its people see and change: only a superuser says, and a province whose
plan is tied to one of the cluster's stays. What ties lie above this app; they answer `provinces_leave`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.dispatch import Signal
from django.utils.translation import gettext as _

from areas.models import Area, Cluster
from config.tools.text import arabic, clean

MOST_POSITION = 999  # of a row in its list

# Sent with `cluster` and `provinces` (what leaves it) before they leave; a receiver refuses with a ValidationError.
provinces_leave = Signal()


def read_code(text: str) -> str:
    """Return a code of a list in capitals; raises ValidationError where it is not one."""
    code = arabic(clean(text)).upper()
    if not code.isascii() or not code.isalnum():
        raise ValidationError(
            _("“%(code)s” is not a code. Type letters A–Z and digits, such as WS12.") % {"code": code}
        )
    return code


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


def put_away(row: Any) -> None:
    """Offer a row no longer in forms; what uses it keeps showing it. Refuses for the last one in use.

    The caller holds the rows in use locked, so that the last two are not put away at the same moment.
    """
    if not row.is_active:
        return
    refuse_last(row)
    row.is_active = False
    row.save()


def refuse_last(row: Any) -> None:
    """Raise ValidationError where a row is the last of its list that is in use."""
    if not type(row)._default_manager.filter(is_active=True).exclude(pk=row.pk).exists():
        told = _("%(row)s is the last one in use. Forms need at least one: add another first.")
        raise ValidationError(told % {"row": row})


def take_back(row: Any) -> None:
    """Offer a row in forms again."""
    if not row.is_active:
        row.is_active = True
        row.save()


def set_provinces(cluster: Cluster, provinces: Collection[Area]) -> None:
    """Make the provinces of a cluster exactly these; raises ValidationError where one of those that leave is tied."""
    refuse_leaving(cluster, provinces)
    cluster.provinces.set(provinces)


def refuse_leaving(cluster: Cluster, provinces: Collection[Area]) -> None:
    """Raise ValidationError where a province that is not among these cannot leave the cluster."""
    staying = {area.pk for area in provinces}
    leaving = [area for area in cluster.provinces.all() if area.pk not in staying]
    if leaving:
        provinces_leave.send(sender=Cluster, cluster=cluster, provinces=leaving)


def _refuse_taken(row: Any, values: dict[str, Any]) -> None:
    """Raise ValidationError for each code or name that another row of the list has, rows put away too."""
    errors: dict[str, Any] = {}
    for field in ("code", "name"):
        if field not in values:
            continue
        others = type(row)._default_manager.exclude(pk=row.pk)
        taken = others.filter(**{f"{field}__iexact": values[field]}).first()
        if taken is None:
            continue
        if taken.is_active:
            told = _("“%(typed)s” is there already: %(row)s. Type another.")
        else:
            told = _("“%(typed)s” is there already, put away: %(row)s. Take that one back, or type another.")
        errors[field] = told % {"typed": values[field], "row": taken}
    if errors:
        raise ValidationError(errors)
