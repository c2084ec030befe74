"""The page that moves all that is recorded on an abolished area to a successor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from areas.models import Area, User
from areas.tree import breadcrumb, context
from areas.write_forms import WriteForm
from areas.writing import Result, WriteView
from config.tools.fields import CleanCharField
from plans import moving, rules_moving

LONGEST_WHY = 60  # characters; the history's reason names both areas too


class MoveForm(WriteForm):
    """Which successor gets the rows, and why."""

    successor = forms.ChoiceField(
        label=_("to which area"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the area that gets the rows."),
            "invalid_choice": _("Choose one of the areas that replaced this one."),
        },
    )
    reason = CleanCharField(label=_("why"), max_length=LONGEST_WHY)

    def __init__(self, data: Any = None, *, area: Area, user: User) -> None:
        """Offer the successors that the person looks after."""
        super().__init__(data)
        self.successors = {one.code: one for one in moving.successors(area, user)}
        fields: dict[str, Any] = self.fields
        fields["successor"].choices = [
            (code, f"{one} {context(one)} ({code})") for code, one in self.successors.items()
        ]


class AreaMove(WriteView):
    """Shows what is recorded on an abolished area, and moves all of it."""

    model = Area
    pk_kwarg = "code"
    form_class = MoveForm
    template_name = "plans/area_move.html"
    checks_version = False  # all rows go, whatever they say by then

    def find(self) -> Area:
        """Return an abolished area whose people the person looks after: a coordinator's or superuser's act."""
        area = Area.objects.filter(code=self.kwargs["code"], abolished_on__isnull=False).first()
        if area is None:
            raise Http404
        if not Area.objects.coordinated_by(self.user).filter(code=area.code).exists():
            raise PermissionDenied
        return area

    def form_kwargs(self, target: Area) -> dict[str, Any]:
        """Offer the area's successors."""
        return {"area": target, "user": self.user}

    def context(self, form: Any) -> dict[str, Any]:
        """Tell what is recorded on the area."""
        found = moving.held(self.target)
        return {
            "area": self.target,
            "ancestors": breadcrumb(self.target.code),
            "held": found,
            "count": sum(one.count for one in found),
            "villages": moving.villages(self.target),
        }

    def perform(self, form: MoveForm, target: Area) -> Result:
        """Move the rows."""
        new = form.successors[form.cleaned_data["successor"]]
        count = rules_moving.move(target, new, form.cleaned_data["reason"], self.user)
        told = ngettext(
            "%(count)s row was moved to %(area)s.", "%(count)s rows were moved to %(area)s.", count
        ) % {"count": count, "area": new}
        return Result(reverse("area_detail", args=[new.code]), told)
