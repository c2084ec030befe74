"""What may be written as the profile of an area: one for each year, with at least one figure."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from areas.models import Area, AreaProfile

FIGURES = ("households", "population", "elderly")
MOST_COUNTED = 20_000_000  # more than any province has of people


def check_profile(profile: AreaProfile) -> None:
    """Raise ValidationError where a profile says nothing, or its area has another one of the year.

    Locks the area, so that two people do not write its figures of one year at the same moment.
    """
    if all(getattr(profile, name) is None for name in FIGURES):
        raise ValidationError({"households": _("Type at least one figure. What nobody knows stays blank.")})
    area = Area.objects.select_for_update(of=("self",)).get(pk=profile.area_id)
    others = AreaProfile.objects.filter(area=area, year=profile.year).exclude(pk=profile.pk)
    if there := others.first():
        told = _(
            "%(area)s has figures of %(year)s already, told by %(source)s. Change those, or type another year."
        )
        raise ValidationError({"year": told % {"area": area, "year": there.year, "source": there.source}})


def save_profile(profile: AreaProfile) -> AreaProfile:
    """Save a profile whose fields are checked; raises ValidationError as `check_profile` and its constraints do."""
    check_profile(profile)
    profile.validate_constraints()
    profile.save()
    return profile
