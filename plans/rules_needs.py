"""What may be done with needs besides writing one: many at once after a meeting, archive, restore, copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.models import Area
from config.tools.thai import show_date, today
from meetings.models import Meeting
from plans.models import Need
from plans.rules import save_need


def save_needs(
    area: Area, meeting: Meeting | None, rows: Sequence[tuple[int, Mapping[str, Any]]]
) -> list[Need]:
    """Write the needs heard at one meeting, all or none; `rows` are (number of the row, its fields).

    A new meeting is saved with them. What is wrong is told by the field's name with the row's number: title_3.
    """
    if meeting is not None and meeting.pk is None:
        refuse_future(meeting)
        meeting.full_clean()
        meeting.save()
    saved: list[Need] = []
    wrong: dict[str, list[ValidationError]] = {}
    for number, values in rows:
        try:
            saved.append(save_need(None, {"area": area, "meeting": meeting, **values}))
        except ValidationError as refused:
            if "area" in refused.error_dict:
                raise ValidationError({"area": refused.error_dict["area"]}) from refused
            wrong |= {f"{name}_{number}": errors for name, errors in refused.error_dict.items()}
    if wrong:
        raise ValidationError(wrong)
    return saved


def refuse_future(meeting: Meeting) -> None:
    """Refuse a meeting that is still to come: nothing was heard at it."""
    if meeting.held_on > today():
        raise ValidationError(
            {
                "held_on": _("%(day)s is still to come. Type the day on which the meeting was held.")
                % {"day": show_date(meeting.held_on)}
            }
        )


def copy_need(need: Need, cleaned: Mapping[str, Any]) -> Need:
    """Write a need of another place with the words of this one; its own place is refused."""
    area = cleaned["area"]
    if area.pk == need.area_id:
        raise ValidationError(
            {"area": _("%(area)s has this need already. Choose another place.") % {"area": area}}
        )
    return save_need(None, cleaned)


def archive_need(need: Need, reason: str) -> None:
    """Put a need away: it stays with its history but counts nowhere. One that is answered is refused."""
    if need.archived_at is not None:
        raise ValidationError(_("This need is put away already."))
    link = need.links.select_related("item__plan").first()
    if link is not None:
        raise ValidationError(
            _(
                "“%(item)s” of %(plan)s answers this need, so it cannot be put away. Untie it there first, "
                "or set the need's state to closed."
            )
            % {"item": link.item, "plan": link.item.plan}
        )
    if need.project_links.exists():
        raise ValidationError(
            _(
                "A project answers this need, so it cannot be put away. Untie it on the project's page first, "
                "or set the need's state to closed."
            )
        )
    need.archived_at, need.archive_reason = timezone.now(), reason
    need.full_clean(exclude=["items"])
    need.save()


def restore_need(need: Need) -> None:
    """Take a need out of the archive; the reason stays in its history."""
    if need.archived_at is None:
        raise ValidationError(_("This need is not put away."))
    need.archived_at, need.archive_reason = None, ""
    need.save()
