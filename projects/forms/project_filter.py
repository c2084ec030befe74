"""The filter of the list of projects: which projects, and which of their budget lines the sums count."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Max, Min, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from areas.codes import PLACE, TAMBON, is_code, province_of, tambon_of
from areas.filter_words import holding, words_of
from areas.mine import own_provinces
from areas.models import Area, User
from config.tools.fields import CleanCharField
from config.tools.listing import Filter
from projects.models import Agency, Allocation, BudgetLine, Kind, Leg, Project, ProjectAgency, WorkStream
from projects.models.projects import ProjectQuerySet

ARCHIVED = "archived"  # projects put away stand in the list only where they are asked for


def projects_for(data: Any, user: User) -> ProjectQuerySet:
    """Return the projects that the list is about: those in use or, where the state asks for them, those put away."""
    if data.get("status") == ARCHIVED:
        return Project.every.archived().visible_to(user)
    return Project.objects.visible_to(user)


class ProjectFilter(Filter):
    """Projects by words, place, stream, agency and state; lines by fiscal year, kind of money and leg."""

    q = CleanCharField(label=_("words"), required=False, max_length=100)
    area = forms.ChoiceField(label=_("area"), required=False)
    work_stream = forms.ModelChoiceField(
        label=_("work stream"),
        queryset=WorkStream.objects.all(),
        required=False,
        empty_label=_("all work streams"),
    )
    agency = forms.ModelChoiceField(
        label=_("agency"), queryset=Agency.objects.none(), required=False, empty_label=_("all agencies")
    )
    year = forms.TypedChoiceField(label=_("fiscal year"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(
        label=_("kind of money"), required=False, choices=[("", _("all kinds")), *Kind.choices]
    )
    leg = forms.ModelChoiceField(
        label=_("leg"), queryset=Leg.objects.all(), required=False, empty_label=_("all legs")
    )
    status = forms.ChoiceField(
        label=_("state"),
        required=False,
        choices=[("", _("all states")), *Project.Status.choices, (ARCHIVED, _("put away"))],
    )

    def __init__(self, data: Any, user: User, projects: ProjectQuerySet) -> None:
        """Offer the places, agencies and years that the person's projects have; six queries."""
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["area"].choices = [("", _("all places")), *places_asked(self.data, user, projects)]
        ids = projects.order_by().values("pk")
        fields["agency"].queryset = Agency.objects.filter(
            Q(pk__in=projects.order_by().values("lead_agency"))
            | Q(pk__in=BudgetLine.objects.filter(project__in=ids).order_by().values("source"))
            | Q(pk__in=ProjectAgency.objects.filter(project__in=ids).order_by().values("agency"))
        )
        span = projects.order_by().aggregate(first=Min("first_year"), last=Max("last_year"))
        years = range(span["last"], span["first"] - 1, -1) if span["first"] else ()
        fields["year"].choices = [("", _("all years")), *((year, year) for year in years)]

    def narrow(self, projects: ProjectQuerySet) -> ProjectQuerySet:
        """Return the projects that were asked for."""
        chosen = self.chosen()
        if code := chosen.get("area"):
            projects = self.in_area(projects, code)
        if stream := chosen.get("work_stream"):
            projects = projects.filter(self.of_stream(stream))
        if agency := chosen.get("agency"):
            projects = projects.filter(
                Q(lead_agency=agency)
                | Q(pk__in=BudgetLine.objects.filter(source=agency).values("project"))
                | Q(pk__in=ProjectAgency.objects.filter(agency=agency).values("project"))
            )
        if (status := chosen.get("status")) and status != ARCHIVED:
            projects = projects.filter(status=status)
        if self.names_lines:
            projects = projects.filter(pk__in=BudgetLine.objects.filter(self.lines()).values("project"))
        return projects.filter(holding(words_of(chosen.get("q", ""))))

    def in_area(self, projects: ProjectQuerySet, code: str) -> ProjectQuerySet:
        """Return the projects of an area."""
        return projects.touching(code)

    def of_stream(self, stream: Any) -> Q:
        """Return the condition on projects of a stream."""
        return Q(work_stream=stream)

    @property
    def names_lines(self) -> bool:
        """Whether the filter counts some of the budget lines alone."""
        return bool(self.lines())

    def lines(self) -> Q:
        """Return the condition on the budget lines that the sums count."""
        chosen = self.chosen()
        names = {"year": "fiscal_year", "kind": "kind"}
        told = Q(**{column: chosen[name] for name, column in names.items() if name in chosen})
        return told & self.of_leg(leg) if (leg := chosen.get("leg")) else told

    def of_leg(self, leg: Any) -> Q:
        """Return the condition on lines of a leg."""
        return Q(leg=leg)


def places_asked(data: Any, user: User, projects: ProjectQuerySet) -> list[tuple[str, str]]:
    """Return the person's provinces; of the one asked for or the only one, the places of its projects.

    Those are told down to the tambon, so that the choice stays short, and down to the village in the tambon that is
    asked for or the only one. Three to five queries.
    """
    provinces = {area.code: area for area in own_provinces(user)}
    asked = data.get("area", "")
    asked = asked if is_code(asked) else ""
    within = [code for code in provinces if province_of(asked) in ("", code)]
    codes = {asked} - {""}
    if len(within) == 1:
        codes |= _places(within[0], TAMBON, user, projects)
    tambons = {tambon_of(asked)} - {""} or {code for code in codes if len(code) == TAMBON}
    if len(within) == len(tambons) == 1:
        codes |= _places(tambons.pop(), PLACE, user, projects)
    below = Area.objects.filter(code__in=codes - provinces.keys()).select_related("parent")
    return [(area.code, place_name(area)) for area in [*provinces.values(), *below]]


def _places(within: str, length: int, user: User, projects: ProjectQuerySet) -> set[str]:
    """Return the homes of projects in an area, and the places that money is allocated to, as codes cut to a length."""
    homes = projects.inside(within)
    reached = Allocation.objects.visible_to(user).inside(within)
    both = [rows.order_by().values_list(Substr("area_id", 1, length)).distinct() for rows in (homes, reached)]
    return {code for rows in both for (code,) in rows}


def place_name(area: Area) -> str:
    """Return an area's name with the one above it below the province, since names repeat; fetch `parent` before."""
    return (
        f"{area.full_name} {area.parent.full_name}"
        if area.parent and len(area.code) >= TAMBON
        else area.full_name
    )
