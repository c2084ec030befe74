"""What may be done with people: invited, assigned, an assignment ended, deactivated and taken back.

Whether a role and a place are within reach is asked of `Assignment.editable_by` after the row is written; the caller's
transaction takes it back where they are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from areas import links, visits
from areas.models import Area, Assignment, Cluster, Level, Role, User
from config.tools.thai import show_date, today

BELOW_DISTRICT = {Level.TAMBON, Level.VILLAGE, Level.COMMUNITY}


def invite(by: User, *, username: str, first_name: str, last_name: str, email: str, **assigned: Any) -> User:
    """Make a person without a password and give them their first assignment; raises ValidationError."""
    if User.objects.filter(username__iexact=username).exists():
        told = _("The user name %(name)s is taken. Choose another, such as %(name)s2.")
        raise ValidationError({"username": told % {"name": username}})
    person = User(username=username, first_name=first_name, last_name=last_name, email=email)
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
    assign(by, person, **assigned)
    return person


def assign(
    by: User,
    person: User,
    *,
    role: str,
    area: Area | None,
    cluster: Cluster | None,
    from_date: date | None,
    to_date: date | None,
) -> Assignment:
    """Give a person a role in a place; raises ValidationError where the role or the place is out of reach."""
    refuse_place(role, area, cluster)
    same = Assignment.objects.filter(user=person, role=role, area=area, cluster=cluster)
    still = same.filter(Q(to_date__isnull=True) | Q(to_date__gte=from_date or today()))
    if other := still.first():
        told = _("%(person)s is %(role)s of %(place)s already. End that assignment first.")
        words = {"person": person, "role": other.get_role_display(), "place": other.place}
        raise ValidationError(told % words)
    given = Assignment(
        user=person, role=role, area=area, cluster=cluster, from_date=from_date, to_date=to_date
    )
    given.full_clean()
    given.save()
    if not Assignment.objects.editable_by(by).filter(pk=given.pk).exists():
        told = _(
            "You cannot give the role %(role)s in %(place)s. Choose a place and a role that you look after."
        )
        raise ValidationError(
            {"area" if area else "cluster": told % {"role": given.get_role_display(), "place": given.place}}
        )
    return given


def refuse_place(role: str, area: Area | None, cluster: Cluster | None) -> None:
    """Raise ValidationError where a role has no place, two, or one that does not fit it."""
    if (area is None) == (cluster is None):
        raise ValidationError({"area": _("Type one area, or choose a cluster; one of the two.")})
    if area is not None and area.abolished_on is not None:
        raise ValidationError(
            {"area": _("%(area)s was abolished. Type the area that replaced it.") % {"area": area}}
        )
    if role == Role.CLUSTER_HEAD and cluster is None:
        raise ValidationError({"cluster": _("A cluster head has a cluster. Choose it.")})
    if role == Role.SECRETARIAT and (area is None or area.level != Level.PROVINCE):
        raise ValidationError(
            {"area": _("A provincial secretariat has a province. Type its name or its code of two digits.")}
        )
    if role == Role.TAMBON_WORKER and (area is None or area.level not in BELOW_DISTRICT):
        raise ValidationError(
            {
                "area": _(
                    "A tambon worker has a tambon, village or community, not a whole district or province."
                )
            }
        )


def end(assignment: Assignment, day: date) -> None:
    """Let an assignment end with a day; raises ValidationError where it began later or has ended before."""
    if assignment.to_date is not None and assignment.to_date <= day:
        told = _("This assignment ends on %(day)s already. Type an earlier day.")
        raise ValidationError({"to_date": told % {"day": show_date(assignment.to_date)}})
    if assignment.from_date is not None and day < assignment.from_date:
        told = _("This assignment begins on %(day)s. Type that day or a later one.")
        raise ValidationError({"to_date": told % {"day": show_date(assignment.from_date)}})
    assignment.to_date = day
    assignment.save()


def deactivate(by: User, person: User, reason: str) -> None:
    """Close an account; links and open logins end. Never one's own, nor the last superuser's."""
    refuse_oneself(by, person)
    if not person.is_active:
        raise ValidationError(_("%(person)s is deactivated already.") % {"person": person})
    if person.is_superuser:
        refuse_last_administrator(person)
    person.is_active = False
    _save(person, reason)
    links.end_all(person)
    visits.end_all(person)


def refuse_oneself(by: User, person: User) -> None:
    """Raise ValidationError where people would close their own account."""
    if by.pk == person.pk:
        raise ValidationError(
            _("Nobody deactivates themselves. Ask another person who looks after the system.")
        )


def refuse_last_administrator(person: User) -> None:
    """Raise ValidationError where no other superuser is active."""
    others = administrators().select_for_update().order_by("pk")
    if not [one for one in others if one.pk != person.pk]:
        raise ValidationError(
            _("%(person)s is the last system administrator. Make another one first.") % {"person": person}
        )


def administrators() -> QuerySet[User]:
    """Return the superusers who may log in and enter the admin."""
    return User.objects.filter(is_superuser=True, is_active=True, is_staff=True)


def refuse_lockout(by: User, person: User, rights: Mapping[str, bool]) -> None:
    """Raise ValidationError where new rights would close one's own account or leave no system administrator.

    `rights` is keyed by is_active, is_staff and is_superuser; the error stands at the right that has to stay.
    """
    now = {name: getattr(person, name) for name in ("is_active", "is_staff", "is_superuser")}
    taken = [name for name in now if now[name] and not rights[name]]
    try:
        if "is_active" in taken:
            refuse_oneself(by, person)
        if taken and all(now.values()):
            refuse_last_administrator(person)
    except ValidationError as refused:
        raise ValidationError({taken[0]: refused.messages}) from None


def reactivate(person: User, reason: str) -> None:
    """Open an account again; raises ValidationError where it is open."""
    if person.is_active:
        raise ValidationError(_("%(person)s may log in already.") % {"person": person})
    person.is_active = True
    _save(person, reason)


def may_get_link(person: User) -> User:
    """Return the person where a link can be made for them; raises ValidationError for a closed account."""
    if not person.is_active:
        raise ValidationError(
            _("%(person)s is deactivated. Take them back first, then make a link.") % {"person": person}
        )
    return person


def rename(person: User, *, first_name: str, last_name: str, email: str) -> None:
    """Correct a person's name and e-mail; a link sent to an earlier e-mail ends."""
    if email != person.email:
        links.end_all(person, only_mailed=True)
    person.first_name, person.last_name, person.email = first_name, last_name, email
    person.full_clean(exclude=["password"])
    person.save()


def _save(person: User, reason: str) -> None:
    person._change_reason = reason  # type: ignore[attr-defined]  # simple_history reads it
    person.save()
