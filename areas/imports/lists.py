"""Rows of the reference lists from a sheet: written by the same rules as on the staff pages."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from areas import rules_lists
from areas.imports.kinds import ADDED, Planned

MOST = {"position": rules_lists.MOST_POSITION}


def write_listed(planned: Planned) -> Any:
    """Write a row of a reference list; raises ValidationError as the rules of the lists do."""
    row, values = planned.row, planned.values
    if planned.kind == ADDED:
        if "code" in values:
            _refuse_code(values["code"])
        return rules_lists.add_row(type(row), values)
    if planned.before.get("is_active") == "True" and not row.is_active:
        list(type(row)._default_manager.filter(is_active=True).select_for_update(of=("self",)).order_by("pk"))
        rules_lists.refuse_last(row)
    rules_lists.change_row(row, values)
    return row


def _refuse_code(code: str) -> None:
    """Raise ValidationError at its column where a code is not one."""
    try:
        rules_lists.read_code(code)
    except ValidationError as refused:
        raise ValidationError({"code": refused.messages}) from refused
