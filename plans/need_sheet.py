"""Needs from a sheet: written by the same rules as on the staff page."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from areas.codes import tambon_of
from areas.imports.kinds import Planned
from plans.models import Need
from plans.rules import save_need


def write_need(planned: Planned) -> Need:
    """Write a need; raises ValidationError where it would leave its tambon, since items there may answer it.

    A row is written only when nothing is wrong with any of its fields, which were cleaned as it was laid beside the
    table; of what the table's constraints ask, validators and rules tell it first, and the database keeps it.
    """
    before = planned.before.get("area")
    if before is not None and tambon_of(before) != tambon_of(planned.row.area_id):
        raise ValidationError(
            {"area": _("A need stays in its tambon. Put this one away and add one in the other tambon.")}
        )
    return save_need(planned.row, planned.values, fields_checked=True)
