"""A training is recorded for many people at once, and corrected or taken out for one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.codes import province_of
from areas.models import Area, Cluster
from areas.of_cluster import OfCluster
from areas.write_forms import WriteForm
from areas.writing import Result, WriteView
from meetings import rules_people as rules
from meetings.forms.trainings import TrainingForm, TrainingOfManyForm
from meetings.models import Person, TrainingRecord
from meetings.rules_people import Written
from meetings.views.people import place, way
from projects.views.finding import FindingView


class TrainingAdd(FindingView):
    """One training for many people of an area, known and new; `?meeting=` names the one that it is opened from."""

    model: ClassVar[type[Model]] = Area
    pk_kwarg = "code"
    form_class = TrainingOfManyForm
    template_name = "meetings/training_form.html"
    checks_version = False

    def lock(self) -> Any:
        """Lock the province and the area: whoever else types new names there waits, and is asked about these."""
        lock_areas([province_of(self.target.code)])
        return super().lock()

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """Offer the people of the place."""
        meeting = self.request.GET.get("meeting", "")
        return {"home": target, "user": self.user, "words": self.words.typed, "meeting": meeting}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the area, and the words that narrow the list."""
        return {**place(self.target), "words": self.words}

    def perform(self, form: Any, target: Any) -> Result:
        """Write it down."""
        values = form.cleaned_data
        new = [{"name": one.name, "role": one.role} for one in form.new]
        known = [*values["people"], *form.same]
        written = rules.record_training(form.told, known, values["home"], new)
        asked = {"topic": values["topic"].pk}
        if meeting := values["meeting"]:
            asked = {"meeting": meeting.pk, **asked}
        elif isinstance(target, Area):
            asked = {"area": target.code, **asked}
        return Result(f"{reverse('capacity_list')}?{urlencode(asked)}", told_of(written))


class ClusterTrainingAdd(OfCluster, TrainingAdd):
    """One training for many people of a cluster and of its provinces."""

    def lock(self) -> Cluster:
        """Lock the cluster and its provinces, for the same reason as an area's."""
        cluster = super().lock()
        lock_areas(cluster.provinces.values_list("code", flat=True))
        return cluster


def lock_areas(codes: Iterable[str]) -> None:
    """Lock areas, in one order whoever asks."""
    areas = Area.objects.filter(code__in=list(codes)).order_by("code")
    list(areas.select_for_update(of=("self",)).values_list("pk"))


def told_of(written: Written) -> str:
    """Return how many people were recorded, how many of them are new, who had this training already."""
    count = len(written.trained)
    told = [
        ngettext(
            "The training of %(count)d person is saved.", "The training of %(count)d people is saved.", count
        )
        % {"count": count}
    ]
    if written.new:
        told.append(_("New in the list: %(count)d.") % {"count": written.new})
    if written.there:
        told.append(_("Recorded before, not counted twice: %(count)d.") % {"count": written.there})
    return " ".join(told)


class TrainingAct(WriteView):
    """A page about one training of a person."""

    model = TrainingRecord

    def context(self, form: Any) -> dict[str, Any]:
        """Name the person."""
        person = Person.objects.select_related("area", "cluster").get(pk=self.target.person_id)
        return {"record": self.target, "person": person, "above": way(person)}

    def back(self, told: str) -> Result:
        """Lead to the person."""
        return Result(reverse("capacity_person", args=[self.target.person_id]), told)


class TrainingEdit(TrainingAct):
    """A training is corrected."""

    form_class = TrainingForm
    template_name = "meetings/training_edit.html"

    def form_kwargs(self, target: TrainingRecord) -> dict[str, Any]:
        """Show the training as it is."""
        person = target.person
        return {"home": person.area or person.cluster, "user": self.user, "record": target}

    def perform(self, form: Any, target: TrainingRecord) -> Result:
        """Write it down."""
        rules.correct_training(target, form.told)
        return self.back(_("The training is saved."))


class TrainingRemove(TrainingAct):
    """A training that never was is taken out; the history of the person keeps it."""

    form_class = WriteForm
    template_name = "meetings/training_remove.html"

    def perform(self, form: Any, target: TrainingRecord) -> Result:
        """Take it out."""
        rules.take_out(target)
        return self.back(_("The training is taken out. The history of the person keeps it."))
