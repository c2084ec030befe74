"""A person of a place: their page with what they were trained in, the forms that add, edit and put them away."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from areas.histories import history_of
from areas.models import Area, Cluster
from areas.of_cluster import OfCluster
from areas.people import person_of
from areas.putting_away import PutAway, RowAct, TakeBack
from areas.tree import breadcrumb
from areas.writing import Result, WriteView
from meetings import rules_people as rules
from meetings.forms.homes import Home, homes_for, homes_in
from meetings.forms.people import PersonForm
from meetings.histories import PERSON
from meetings.models import Meeting, Person, TrainingRecord

CHANGES = 5  # that the page tells; all stand on the page of the history


@require_safe
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person with what they were trained in, the newest first; meetings are links where one may see them."""
    user = person_of(request)
    found = Person.objects.visible_to(user).select_related("area__parent", "cluster", "updated_by")
    person = found.filter(pk=pk).first()
    if person is None:
        raise Http404
    trainings = list(TrainingRecord.objects.visible_to(user).filter(person=person).select_related("topic"))
    keys = {one.meeting_id for one in trainings if one.meeting_id is not None}
    context = {
        "person": person,
        "above": way(person),
        "trainings": trainings,
        "meetings": set(Meeting.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)),
        "may_edit": Person.objects.editable_by(user).filter(pk=pk).exists(),
        "changes": history_of(PERSON, person, user).changes[:CHANGES],
    }
    return render(request, "meetings/person_detail.html", context)


def way(person: Person) -> list[Area]:
    """Return the areas from the province down to a person's home; one query, none for a cluster's."""
    return [*breadcrumb(person.area.code), person.area] if person.area is not None else []


def place(home: Home) -> dict[str, Any]:
    """Return what a form about people of an area or a cluster names: it, its page, and the areas down to it."""
    if isinstance(home, Cluster):
        return {"home": home, "back_url": reverse("cluster_detail", args=[home.pk]), "above": []}
    above = [*breadcrumb(home.code), home]
    return {"home": home, "back_url": reverse("area_detail", args=[home.code]), "above": above}


class PersonAdd(WriteView):
    """A new person of an area."""

    model: ClassVar[type[Model]] = Area
    pk_kwarg = "code"
    form_class = PersonForm
    template_name = "meetings/person_form.html"
    checks_version = False

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """Offer the place and what lies in it."""
        return {"user": self.user, "homes": homes_in(target, self.user), "person": None, "home": target}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the place."""
        return {"person": None, **place(self.target)}

    def perform(self, form: Any, target: Any) -> Result:
        """Write the person down."""
        person = rules.save_person(None, form.cleaned_data["home"], form.cleaned_data)
        return saved(person)


class ClusterPersonAdd(OfCluster, PersonAdd):
    """A new person of a cluster, or of one of its provinces."""


class PersonAct(RowAct):
    """A page about one person."""

    model = Person

    def words(self) -> dict[str, Any]:
        """Name the person."""
        return {
            "person": self.target,
            "above": way(self.target),
            "crumbs": "meetings/_crumbs.html",
            "page_url": reverse("capacity_person", args=[self.target.pk]),
            "back_word": _("Back to the person"),
        }


class PersonEdit(PersonAct):
    """A person's name, what they do and where they belong."""

    form_class = PersonForm
    template_name = "meetings/person_form.html"

    def form_kwargs(self, target: Person) -> dict[str, Any]:
        """Show the person as they are."""
        return {"user": self.user, "homes": homes_for(target, self.user), "person": target, "home": None}

    def perform(self, form: Any, target: Person) -> Result:
        """Write it down."""
        return saved(rules.save_person(target, form.cleaned_data["home"], form.cleaned_data))


class PersonArchive(PersonAct, PutAway):
    """A person is put away with a reason; they count nowhere from then on."""

    act = gettext_lazy("Put the person away")
    told = gettext_lazy(
        "The person and their trainings then count nowhere, keep their history, and can be taken back."
    )
    such_as = gettext_lazy("Such as: written down twice, asked not to be kept, moved away")

    def perform(self, form: Any, target: Person) -> Result:
        """Put them away; the toast offers to take them back."""
        rules.archive_person(target, form.cleaned_data["reason"])
        told = _("%(person)s is put away, and stands in the list under “put away”.") % {"person": target}
        page = reverse("capacity_person", args=[target.pk])
        return Result(page, told, undo_url=reverse("capacity_restore", args=[target.pk]))


class PersonRestore(PersonAct, TakeBack):
    """A person is taken back."""

    act = gettext_lazy("Take the person back")

    def perform(self, form: Any, target: Person) -> Result:
        """Take them back."""
        rules.restore_person(target)
        told = _("%(person)s is back in the list.") % {"person": target}
        return Result(reverse("capacity_person", args=[target.pk]), told)


def saved(person: Person) -> Result:
    """Lead to the person's page."""
    told = _("%(person)s is saved.") % {"person": person}
    return Result(reverse("capacity_person", args=[person.pk]), told)
