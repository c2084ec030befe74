"""What is done with a whole need: put away, taken back, copied to another place."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.codes import TAMBON
from areas.putting_away import PutAway, RowAct, TakeBack
from areas.writing import Result
from plans import rules_needs as rules
from plans.forms.needs import NeedForm
from plans.models import Need
from plans.places import above


class NeedAct(RowAct):
    """A page about one need."""

    model = Need

    def words(self) -> dict[str, Any]:
        """Name the need."""
        return {
            "area": self.target.area,
            "above": above(self.target.area_id),
            "crumbs": "plans/_crumbs.html",
            "page_url": reverse("need_detail", args=[self.target.pk]),
            "back_word": _("Back to the need"),
        }


class NeedArchive(NeedAct, PutAway):
    """A need is put away with a reason; it counts nowhere from then on."""

    act = gettext_lazy("Put the need away")
    told = gettext_lazy("It then counts nowhere, keeps its history, and can be taken back.")
    such_as = gettext_lazy("Such as: written down twice, no longer so, of another tambon")

    def perform(self, form: Any, target: Need) -> Result:
        """Put it away; the toast offers to take it back."""
        rules.archive_need(target, form.cleaned_data["reason"])
        told = _("“%(need)s” is put away. It stands in the list under “put away”.") % {"need": target}
        page = reverse("need_detail", args=[target.pk])
        return Result(page, told, undo_url=reverse("need_restore", args=[target.pk]))


class NeedRestore(NeedAct, TakeBack):
    """A need is taken back out of the archive."""

    act = gettext_lazy("Take the need back")

    def perform(self, form: Any, target: Need) -> Result:
        """Take it back."""
        rules.restore_need(target)
        told = _("“%(need)s” is back in the list of needs.") % {"need": target}
        return Result(reverse("need_detail", args=[target.pk]), told)


class NeedCopy(NeedAct):
    """A need that another village of the tambon has too: its words are copied, its households are not."""

    form_class = NeedForm
    template_name = "plans/need_form.html"
    checks_version = False

    def form_kwargs(self, target: Need) -> dict[str, Any]:
        """Offer the places of the tambon."""
        return {"home": target.area_id[:TAMBON], "user": self.user, "source": target}

    def context(self, form: Any) -> dict[str, Any]:
        """Name what is copied."""
        return {**super().context(form), "need": None, "copied": self.target}

    def perform(self, form: Any, target: Need) -> Result:
        """Write the copy."""
        need = rules.copy_need(target, form.cleaned_data)
        told = _("“%(need)s” is copied to %(area)s.") % {"need": need, "area": need.area}
        return Result(reverse("need_detail", args=[need.pk]), told)
