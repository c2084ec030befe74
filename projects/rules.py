"""Where an agency may be placed: by a coordinator in the areas they coordinate, in the whole country by a superuser."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from areas.models import Area, User


def refuse_place(user: User, area: Area | None) -> None:
    """Raise ValidationError where the person may not keep agencies of the area (None: of the whole country)."""
    if user.is_superuser:
        return
    if area is None:
        told = _(
            "Agencies of the whole country are kept by the system administrator. Type the code of an area."
        )
        raise ValidationError({"area": told})
    if not Area.objects.coordinated_by(user).filter(pk=area.pk).exists():
        told = _("%(area)s lies outside the areas you coordinate. Type the code of one of yours.")
        raise ValidationError({"area": told % {"area": area}})
