"""What may be added to the area tree and how: villages and communities below a tambon."""

from __future__ import annotations

import re
from itertools import product
from string import ascii_uppercase, digits

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from areas.codes import PLACE
from areas.models import Area, Level
from areas.searchkey import normalise

_MOO_BEFORE = re.compile(r"^(?:หมู่บ้านที่|หมู่ที่|หมู่|ม\.)\s*[0-9]{1,2}\s+")
_COMMUNITY_ENDS = [f"{letter}{last}" for letter, last in product(ascii_uppercase, digits + ascii_uppercase)]


def why_nothing_below(area: Area) -> str:
    """Return why no village or community can be added below an area; '' where it can."""
    if area.level != Level.TAMBON:
        return _("Villages and communities are added below a tambon; %(area)s is not one.") % {"area": area}
    if area.abolished_on is not None:
        return _("%(area)s was abolished, so nothing can be added to it.") % {"area": area}
    return ""


def why_not_renamed(area: Area) -> str:
    """Return why an area's name cannot be changed here; '' where it can."""
    if len(area.code) == PLACE:
        return ""
    return _(
        "%(area)s is an official name. It comes from the list of the Department of Provincial Administration."
    ) % {"area": area}


def add_village(tambon: Area, moo_no: int, name: str) -> Area:
    """Add a village to a tambon; its code is the tambon's with the village number in two digits.

    Raises ValidationError where the number is taken. The caller holds the tambon's lock.
    """
    _refuse(why_nothing_below(tambon))
    code = f"{tambon.code}{moo_no:02d}"
    if taken := Area.objects.filter(code=code).first():
        text = _("Village number %(moo)s of %(tambon)s is there already: %(village)s. Type another number.")
        raise ValidationError({"moo_no": text % {"moo": moo_no, "tambon": tambon, "village": taken}})
    return _create(tambon, code, Level.VILLAGE, name, moo_no)


def add_community(tambon: Area, name: str) -> Area:
    """Add a community to a tambon under the first free code (A0, A1 … A9, AA … ZZ).

    Raises ValidationError where the tambon has a community of that name. The caller holds the tambon's lock.
    """
    _refuse(why_nothing_below(tambon))
    there = Area.objects.filter(parent=tambon, level=Level.COMMUNITY)
    refuse_name_taken(there, name)
    taken = set(there.values_list("code", flat=True))
    free = (end for end in _COMMUNITY_ENDS if f"{tambon.code}{end}" not in taken)
    end = next(free, None)
    if end is None:
        raise ValidationError(_("%(tambon)s has no free code left for a community.") % {"tambon": tambon})
    return _create(tambon, f"{tambon.code}{end}", Level.COMMUNITY, name)


def rename(area: Area, name: str) -> None:
    """Give a village or community another name; raises ValidationError where that is not allowed."""
    _refuse(why_not_renamed(area))
    if area.level == Level.COMMUNITY:
        there = Area.objects.filter(parent_id=area.parent_id, level=Level.COMMUNITY).exclude(pk=area.pk)
        refuse_name_taken(there, name)
    area.name_th = without_moo(name)
    area.save()


def refuse_name_taken(there: QuerySet[Area], name: str) -> None:
    """Raise ValidationError where one of the communities has the name already."""
    for other in there:
        if normalise(other.name_th) == normalise(name):
            text = _("%(community)s is there already, with the code %(code)s.")
            raise ValidationError({"name_th": text % {"community": other, "code": other.code}})


def without_moo(name: str) -> str:
    """Return a village's name without the number before it, which has a field of its own."""
    return _MOO_BEFORE.sub("", name)


def _create(tambon: Area, code: str, level: Level, name: str, moo_no: int | None = None) -> Area:
    area = Area(code=code, level=level, parent=tambon, name_th=without_moo(name), moo_no=moo_no)
    area.full_clean()
    area.save()
    return area


def _refuse(reason: str) -> None:
    if reason:
        raise ValidationError(reason)
