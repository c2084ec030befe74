"""Figures of many areas at once, all of one year from one source: every row is written, or none."""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from areas.models import Area, AreaProfile
from areas.rules_profiles import FIGURES, check_profile

Typed = Mapping[str, int | None]  # figures by their names


def there_in(codes: list[str], year: int) -> dict[str, AreaProfile]:
    """Return the profiles of a year by the code of their area."""
    return {row.area_id: row for row in AreaProfile.objects.filter(area__in=codes, year=year)}


def version_of(profiles: Mapping[str, AreaProfile]) -> int:
    """Return a number that differs once any of the profiles was changed, or one was added."""
    told = [(code, row.pk, row.version) for code, row in sorted(profiles.items())]
    return crc32(repr(told).encode()) % 10**9


def save_many(areas: Mapping[str, Area], year: int, source: str, typed: Mapping[str, Typed]) -> int:
    """Write the figures that differ from what is there, and return of how many areas.

    A row that stays as it is keeps who told it. Raises ValidationError with what is wrong by `code` of the area; ''
    stands for the whole. The caller holds the lock of an area above all of these.
    """
    there = there_in(list(areas), year)
    errors: dict[str, list[str]] = {}
    rows = []
    for code, figures in typed.items():
        row = there.get(code) or AreaProfile(area=areas[code], year=year)
        if all(getattr(row, name) == figures[name] for name in FIGURES):
            continue
        for name in FIGURES:
            setattr(row, name, figures[name])
        row.source = source
        rows.append(row)
        try:
            check_profile(row)
            row.validate_constraints()
        except ValidationError as refused:
            errors[code] = refused.messages
    if errors:
        raise ValidationError(errors)
    if not rows:
        told = _("No figure differs from what is saved already. Type a figure, or go back.")
        raise ValidationError({NON_FIELD_ERRORS: told})
    for row in rows:
        row.save()
    return len(rows)
