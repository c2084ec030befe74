"""The filters of the lists of gaps and overlaps; what cannot be read is left out, never a fault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from areas.codes import DISTRICT, PROVINCE, TAMBON, is_code, province_of
from areas.filter_words import several
from areas.models import Area, User
from config.tools.listing import Filter
from plans.cases import ANY_WAIT, WAITING, State
from plans.forms.fields import place_name
from plans.gaps import UNFUNDED, gaps
from plans.ledger import SEVERE
from plans.models import Grade
from plans.overlaps import MOST_PROVINCES, Found, overlaps, provinces_of
from projects.models import WorkStream

NO_MONEY = "unfunded"
MOST_TAMBONS = 150  # of more, those of the district that is asked for are offered
STATES = [("", _("all states")), (ANY_WAIT, _("needs a decision")), *State.choices]


def places(codes: Iterable[str], asked: str) -> list[tuple[str, str]]:
    """Return the provinces, districts and tambons of codes as choices; of many tambons those in what is asked for."""
    tambons = {code[:TAMBON] for code in codes}
    if len(tambons) > MOST_TAMBONS:
        shown = {code for code in tambons if asked and code.startswith(asked[:DISTRICT])}
    else:
        shown = tambons
    wider = {code[:length] for code in tambons for length in (PROVINCE, DISTRICT)}
    named = shown | wider | ({asked} if is_code(asked) else set())
    areas = Area.objects.filter(code__in=named).select_related("parent").order_by("code")
    return [(area.code, place_name(area)) for area in areas]


def in_state(state: State, asked: str | None) -> bool:
    """Whether a case is in the state that is asked for."""
    return not asked or (state in WAITING if asked == ANY_WAIT else state == asked)


class GapFilter(Filter):
    """Gaps by place, grade, state and severity; severity 4 and 5 where nothing else is asked for."""

    area = forms.ChoiceField(label=_("area"), required=False)
    grade = forms.ChoiceField(
        label=_("gap"),
        required=False,
        choices=[("", _("all grades")), (NO_MONEY, _("without money")), *Grade.choices],
    )
    state = forms.ChoiceField(label=_("decision"), required=False, choices=STATES)
    severity = forms.TypedChoiceField(
        label=_("severity"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("4 and 5")), ("5", _("5 only")), ("3", _("3 and above")), ("1", _("every severity"))],
    )

    def __init__(self, data: Any, user: User) -> None:
        """Offer the places of the person's gaps; two queries."""
        super().__init__(data)
        field: Any = self.fields["area"]
        codes = gaps(user, self.severity_asked).order_by().values_list("area_id", flat=True).distinct()
        asked = self.data.get("area", "")
        field.choices = [("", _("all places")), *places(codes, asked), *several(asked)]

    @property
    def severity_asked(self) -> int:
        """The severity from which on needs are listed."""
        asked = self.data.get("severity", "")
        return int(asked) if asked in ("1", "3", "5") else SEVERE

    def narrow(self, user: User) -> QuerySet[Any]:
        """Return the gaps that were asked for."""
        chosen = self.chosen()
        found = gaps(user, self.severity_asked, chosen.get("area", ""))
        if grade := chosen.get("grade"):
            found = found.filter(grade__in=UNFUNDED if grade == NO_MONEY else [grade])
        if state := chosen.get("state"):
            found = found.filter(state__in=WAITING if state == ANY_WAIT else [state])
        return found


class OverlapFilter(Filter):
    """Overlaps by place, stream, year and state."""

    area = forms.ChoiceField(label=_("area"), required=False)
    work_stream = forms.ModelChoiceField(
        label=_("work stream"),
        queryset=WorkStream.objects.all(),
        required=False,
        empty_label=_("all work streams"),
    )
    year = forms.TypedChoiceField(label=_("fiscal year"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_("decision"), required=False, choices=STATES)

    def __init__(self, data: Any, user: User) -> None:
        """Offer the places and years of the overlaps; of many provinces one at a time. Five queries at most."""
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        asked, provinces = self.data.get("area", ""), provinces_of(user)
        together = several(asked)
        one_at_a_time = len(provinces) > MOST_PROVINCES
        if one_at_a_time and not together:
            asked = asked if province_of(asked) in provinces else provinces[0]
            self.data = {**{name: self.data.get(name) for name in self.fields}, "area": asked}
        within = asked.split(",") if together else [province_of(asked)] if one_at_a_time else []
        self.found = overlaps(user, *within)
        codes = {one.key[0] for one in self.found}
        every = [] if one_at_a_time else [("", _("all places"))]
        fields["area"].choices = [
            *every,
            *places([*codes, *(provinces if one_at_a_time else ())], asked),
            *together,
        ]
        years = sorted({one.key[1] for one in self.found}, reverse=True)
        fields["year"].choices = [("", _("all years")), *((year, year) for year in years)]

    def narrow(self) -> list[Found]:
        """Return the overlaps that were asked for."""
        chosen = self.chosen()
        stream, year = chosen.get("work_stream"), chosen.get("year")
        return [
            one
            for one in self.found
            if one.key[0].startswith(tuple(chosen.get("area", "").split(",")))
            and (stream is None or stream.pk == one.stream)
            and (year is None or one.key[1] == year)
            and in_state(one.state, chosen.get("state"))
        ]
