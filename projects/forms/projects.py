"""The form of a project; a new one may come with its first budget line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.codes import DISTRICT, province_of
from areas.models import Area, Level, User
from areas.scope import inside_any
from areas.write_forms import WriteForm
from config.tools.fields import BEYearFormField, CleanCharField, CleanTextField
from config.tools.money import AmountField
from config.tools.thai import fiscal_year, today
from projects.forms.project_filter import place_name
from projects.models import Agency, Kind, Leg, Project, WorkStream
from projects.models.reference import AgencyQuerySet

FIELDS = ("name", "code", "work_stream", "lead_agency", "first_year", "last_year", "status", "note")
WIDE = (
    Level.PROVINCE,
    Level.DISTRICT,
    Level.TAMBON,
)  # what a province's or district's projects are at home in


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """A choice of areas, below the province with the area above; give areas with `parent` selected."""

    def label_from_instance(self, obj: Any) -> str:
        """The name as office Thai writes it."""
        return place_name(obj)


def agencies_for(codes: list[str], kept: list[int | None]) -> AgencyQuerySet:
    """Return the agencies that forms offer for areas: the country's, those around and in them, and those held."""
    served = Q(area__isnull=True) | inside_any("area_id", codes)
    for code in codes:
        served |= Q(pk__in=Agency.objects.serving(code).values("pk"))
    return Agency.objects.filter(served & Q(is_active=True) | Q(pk__in=[pk for pk in kept if pk]))


def homes_of(project: Project) -> list[str]:
    """Return the codes of the areas in which a project is at home: its own, or its cluster's provinces."""
    if project.cluster is not None:
        return list(project.cluster.provinces.values_list("code", flat=True))
    return [str(project.area_id)]


class ProjectForm(WriteForm):
    """A project: its home, what it is, who leads it, when; its home stays in the province."""

    area = PlaceField(label=_("home of the project"), queryset=Area.objects.none(), empty_label=None)
    name = CleanCharField(label=_("name of the project"), max_length=300)
    code = CleanCharField(label=_("code"), max_length=40, required=False)
    work_stream = forms.ModelChoiceField(
        label=_("work stream"),
        queryset=WorkStream.objects.none(),
        required=False,
        empty_label=_("not stated"),
    )
    lead_agency = forms.ModelChoiceField(
        label=_("lead agency"), queryset=Agency.objects.none(), empty_label=_("choose an agency")
    )
    first_year = BEYearFormField(label=_("first fiscal year"))
    last_year = BEYearFormField(label=_("last fiscal year"))
    status = forms.ChoiceField(label=_("state"), choices=Project.Status.choices)
    note = CleanTextField(label=_("note"), required=False)

    def __init__(
        self, data: Any = None, *, user: User, home: str = "", project: Project | None = None
    ) -> None:
        """Build the form for an area's code, or for a project as it is."""
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        codes = homes_of(project) if project else [home]
        top = province_of(codes[0]) if project else home
        places = Area.objects.editable_by(user).current().inside(top)
        if len(top) <= DISTRICT:
            places = places.filter(level__in=WIDE)
        held = [project.area_id] if project else []
        offered = Q(pk__in=places.values("pk")) | Q(pk__in=[code for code in held if code])
        fields["area"].queryset = Area.objects.filter(offered).select_related("parent").order_by("code")
        if project is not None and project.cluster_id is not None:
            del fields["area"]
        fields["work_stream"].queryset = WorkStream.objects.offered(
            [project.work_stream_id if project else None]
        )
        codes = [top] if project is None or project.cluster_id is None else codes
        fields["lead_agency"].queryset = agencies_for(codes, [project.lead_agency_id if project else None])
        year = fiscal_year(today())
        self.initial = {"area": home, "first_year": year, "last_year": year, "status": Project.Status.RUNNING}
        if project is not None:
            self.initial = {name: getattr(project, name) for name in FIELDS}
            self.initial |= {"area": project.area_id, "work_stream": project.work_stream_id}
            self.initial["lead_agency"] = project.lead_agency_id

    def clean(self) -> dict[str, Any]:
        """Refuse years that run backwards."""
        values = super().clean() or self.cleaned_data
        first, last = values.get("first_year"), values.get("last_year")
        if first and last and last < first:
            told = gettext("The last year lies before the first. Type %(first)s or later.")
            self.add_error("last_year", told % {"first": first})
        return values

    @property
    def values(self) -> dict[str, Any]:
        """The project's own values, for the rules."""
        names = [name for name in ("area", *FIELDS) if name in self.fields]
        return {name: self.cleaned_data[name] for name in names}


class NewProjectForm(ProjectForm):
    """A new project; with its first budget line where a source or an amount is given."""

    source = forms.ModelChoiceField(
        label=_("source agency"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=_("no budget line yet"),
    )
    kind = forms.ChoiceField(label=_("kind of money"), choices=Kind.choices, required=False)
    leg = forms.ModelChoiceField(
        label=_("leg"), queryset=Leg.objects.none(), required=False, empty_label=_("not stated")
    )
    proposed = AmountField(label=_("proposed (baht)"), required=False)
    approved = AmountField(label=_("approved (baht)"), required=False)

    def __init__(self, data: Any = None, *, user: User, home: str) -> None:
        super().__init__(data, user=user, home=home)
        fields: dict[str, Any] = self.fields
        fields["source"].queryset = fields["lead_agency"].queryset
        fields["leg"].queryset = Leg.objects.offered()

    def clean(self) -> dict[str, Any]:
        """Ask for what a line lacks, once a part of it is given."""
        values = super().clean()
        amounts = [values.get("proposed"), values.get("approved")]
        has_amount = any(amount is not None for amount in amounts)
        if has_amount and not values.get("source") and "source" not in self.errors:
            self.add_error("source", gettext("Choose whose money this is."))
        if values.get("source") and not has_amount and not {"proposed", "approved"} & self.errors.keys():
            self.add_error("approved", gettext("Type what was proposed, or what was approved."))
        return values

    @property
    def line(self) -> dict[str, Any] | None:
        """The values of the first budget line, of the project's first year; None where none is given."""
        values = self.cleaned_data
        if not values.get("source"):
            return None
        names = ("source", "leg", "proposed", "approved")
        kind = values.get("kind") or Kind.GRANT
        return {"fiscal_year": values["first_year"], "kind": kind, **{name: values[name] for name in names}}
