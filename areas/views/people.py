"""The people one looks after: the list, and a person's page with assignments and history."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from areas import histories
from areas.histories import Part, Told
from areas.mine import own_provinces
from areas.models import Assignment, Role, User
from areas.models.people import UserQuerySet
from areas.people import person_of
from config.tools.fields import CleanCharField

PAGE = 50
CHANGES = 20
STATES = [
    ("", _("all states")),
    ("active", _("may log in")),
    ("invited", _("invited, no password yet")),
    ("closed", _("deactivated")),
]
TOLD = Told(
    User,
    parts=(
        Part(
            Assignment,
            _("Assigned"),
            owner="user",
            named=("role", "area", "cluster"),
            values=("role", "from_date", "to_date"),
        ),
    ),
)


class PeopleFilter(forms.Form):
    """People by words, role, province and state; what cannot be read is left out."""

    q = CleanCharField(label=_("Name or place"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("role"), required=False, choices=[("", _("all roles")), *Role.choices])
    province = forms.ChoiceField(label=_("province"), required=False)
    state = forms.ChoiceField(label=_("state"), required=False, choices=STATES)

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data)
        self.user = user
        choices: Any = [("", _("all provinces")), *((one.code, one.full_name) for one in own_provinces(user))]
        self.fields["province"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField

    def chosen(self) -> dict[str, str]:
        """Return what was chosen, without blanks."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, people: UserQuerySet) -> UserQuerySet:
        """Return the people that were asked for."""
        chosen, known = self.chosen(), Assignment.objects.visible_to(self.user)
        if q := chosen.get("q"):
            at = known.filter(Q(area__name_th__contains=q) | Q(cluster__name__contains=q)).values("user")
            for word in q.split()[:5]:
                named = Q(first_name__icontains=word) | Q(last_name__icontains=word)
                people = people.filter(named | Q(username__icontains=word) | Q(pk__in=at))
        if role := chosen.get("role"):
            people = people.filter(pk__in=known.active().filter(role=role).values("user"))
        if province := chosen.get("province"):
            people = people.filter(pk__in=known.inside(province).values("user"))
        return {
            "active": people.filter(is_active=True),
            "invited": people.filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX),
            "closed": people.filter(is_active=False),
        }.get(chosen.get("state", ""), people)


def with_assignments(people: UserQuerySet, user: User) -> UserQuerySet:
    """Return people with the assignments that the person may see, as `shown`."""
    rows = Assignment.objects.visible_to(user).select_related("area", "cluster").order_by("pk")
    return people.prefetch_related(Prefetch("assignments", rows, to_attr="shown"))


@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """Show the people one looks after, by name."""
    user = person_of(request)
    if not user.roles_to_give:
        raise PermissionDenied
    visible = User.objects.visible_to(user)
    form = PeopleFilter(request.GET, user)
    people = with_assignments(form.narrow(visible), user).order_by("first_name", "last_name", "pk")
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "people": page.object_list, "filtered": bool(form.chosen())}
    return render(request, "areas/people_list.html", context)


@require_safe
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person: state, assignments within one's sight, and, to who may change them and themselves, the history."""
    user = person_of(request)
    person = find(user, pk)
    may_edit = User.objects.editable_by(user).filter(pk=pk).exists()
    mine = set(Assignment.objects.editable_by(user).filter(user=person).values_list("pk", flat=True))
    current = {row.pk for row in person.duties}
    shown: list[Assignment] = person.shown  # type: ignore[attr-defined]  # fetched by with_assignments
    is_self = person.pk == user.pk
    told = histories.history_of(TOLD, person, user).changes[:CHANGES] if may_edit or is_self else []
    context = {
        "person": person,
        "may_edit": may_edit,
        "assignments": [(row, row.pk in current, row.pk in mine) for row in shown],
        "outside": person.assignments.count() - len(shown),
        "open_link": person.links.filter(used_at=None, ended_at=None).order_by("-pk").first(),
        "changes": told,
        "is_self": is_self,
    }
    return render(request, "areas/person_detail.html", context)


def find(user: User, pk: int) -> User:
    """Return the person, if one may see them; else 404."""
    person = with_assignments(User.objects.visible_to(user), user).filter(pk=pk).first()
    if person is None:
        raise Http404
    return person
