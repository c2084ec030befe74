"""The survey of a tambon's streams of work: filled on a phone, and what all surveys saw."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from areas.models import Area, Level
from areas.people import person_of
from areas.tree import breadcrumb
from areas.writing import Result, WriteView
from config.tools.fields import BEDateFormField
from config.tools.thai import show_date, today
from projects import rules_surveys as rules
from projects.forms.surveys import SurveyForm
from projects.models import Agency, Allocation, Survey
from projects.presence import Picture, picture_of, sheets_of

MOST_SHEETS = 12  # surveys shown, the newest


class DayForm(forms.Form):
    """The day whose survey the address asks for."""

    on = BEDateFormField(required=False)


class SurveyFill(WriteView):
    """Writes down how the streams of a tambon stand on a day; half of them now, the others later on the same sheet."""

    model = Area
    pk_kwarg = "code"
    form_class = SurveyForm
    template_name = "projects/survey_form.html"

    def find(self) -> Area:
        """Return the tambon, where it is still in use."""
        area: Area = super().find()
        if area.level != Level.TAMBON or area.abolished_on is not None:
            raise Http404
        return area

    @cached_property
    def asked(self) -> Survey | None:
        """The survey of the day that the address asks for, which is gone on with or corrected; else a new sheet."""
        asked = DayForm(self.request.GET)
        day = asked.cleaned_data["on"] if asked.is_valid() else None
        if day is None:
            return None
        mine = Survey.objects.visible_to(self.user).filter(area=self.target, surveyed_on=day)
        return mine.prefetch_related("answers", "met").first()

    @cached_property
    def picture(self) -> Picture:
        """What was seen last of each stream."""
        return picture_of(self.target, self.user)

    def version_of(self, target: Any) -> int:
        """Return a number that differs once anybody wrote down another answer here."""
        return rules.version_of(target)

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """Show what is written of the day, and the agencies that are known in the tambon."""
        placed = Allocation.objects.visible_to(self.user).inside(self.target.code).order_by()
        here = set(placed.values_list("source", flat=True).distinct())
        here |= {one.pk for row in self.picture.rows for one in row.agencies}
        if self.asked:
            here |= {row.agency_id for row in self.asked.met.all()}
        known = list(Agency.objects.filter(pk__in=here))
        initial = {"surveyed_on": today()}
        if self.asked:
            names = ("surveyed_on", "surveyed_by", "note")
            initial = {name: getattr(self.asked, name) for name in names}
        return {
            "area": self.target,
            "before": self.picture.rows,
            "survey": self.asked,
            "known": known,
            "initial": initial,
        }

    def context(self, form: Any) -> dict[str, Any]:
        """Say where the tambon lies and whether a sheet is gone on with."""
        return {
            "area": self.target,
            "ancestors": breadcrumb(self.target.code),
            "survey": self.asked,
            "picture": self.picture,
        }

    def perform(self, form: SurveyForm, target: Area) -> Result:
        """Write it down."""
        values = form.cleaned_data
        told = rules.Told(values["surveyed_on"], values["surveyed_by"], values["note"])
        survey = rules.save_survey(target, told, form.answers, self.asked)
        count, all_of_them = survey.answers.count(), len(form.before)
        words = {"day": show_date(survey.surveyed_on), "count": count, "all": all_of_them}
        message = _("The survey of %(day)s is saved: all %(count)d streams.")
        if count < all_of_them:
            message = _(
                "The survey of %(day)s is saved: %(count)d of %(all)d streams. Go on whenever you like."
            )
        return Result(reverse("surveys", args=[target.code]), message % words)


@require_safe
def surveys(request: HttpRequest, code: str) -> HttpResponse:
    """Show how the streams of a tambon stand, and what each survey saw."""
    user = person_of(request)
    area = Area.objects.readable_by(user).filter(code=code, level=Level.TAMBON).first()
    if area is None:
        raise Http404
    sheets = sheets_of(area, user, MOST_SHEETS)
    context = {
        "area": area,
        "ancestors": breadcrumb(code),
        "picture": picture_of(area, user),
        "sheets": sheets,
        "most": MOST_SHEETS,
        "is_cut": len(sheets) == MOST_SHEETS,
        "may_edit": Area.objects.editable_by(user).filter(code=code).exists() and not area.abolished_on,
    }
    return render(request, "projects/surveys.html", context)
