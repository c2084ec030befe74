"""The form of the agencies of a project: each with what it does, all at once."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.codes import province_of
from areas.write_forms import WriteForm
from projects.forms.projects import agencies_for, homes_of
from projects.models import Agency, Project, ProjectAgency

MORE = 3  # agencies that one sending adds


def _roles(label: str | Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=ProjectAgency.Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Tick one of the roles that are listed.")},
    )


class AgenciesForm(WriteForm):
    """What each agency does in a project; one without a role leaves it."""

    def __init__(self, data: Any = None, *, project: Project) -> None:
        """Build the form for a project as it is, with room for a few agencies more; four queries."""
        super().__init__(data)
        roles: dict[Agency, list[str]] = defaultdict(list)
        rows = ProjectAgency.objects.filter(project=project).select_related("agency")
        for row in rows.order_by("agency__name", "role"):
            roles[row.agency].append(row.role)
        self.there = {f"a{agency.pk}": agency for agency in roles}
        for agency, held in roles.items():
            self.fields[f"a{agency.pk}"] = _roles(agency.name)
            self.initial[f"a{agency.pk}"] = held
        homes = sorted({province_of(code) for code in homes_of(project)})
        offered = agencies_for(homes, []).exclude(pk__in=[agency.pk for agency in roles])
        choices = [("", _("choose an agency")), *((agency.pk, str(agency)) for agency in offered)]
        for number in range(1, MORE + 1):
            field: Any = forms.ModelChoiceField(
                label=gettext("another agency, %(number)d") % {"number": number},
                queryset=offered,
                required=False,
                error_messages={
                    "invalid_choice": _(
                        "This agency is not one of those that work here. Choose one of the list."
                    )
                },
            )
            field.choices = choices
            self.fields[f"new{number}"] = field
            self.fields[f"roles{number}"] = _roles(
                gettext("what agency %(number)d does") % {"number": number}
            )

    @property
    def held(self) -> list[BoundField]:
        """The agencies that the project has."""
        return [self[name] for name in self.there]

    @property
    def added(self) -> list[tuple[BoundField, BoundField]]:
        """The rows for more agencies: whom, what they do."""
        return [(self[f"new{number}"], self[f"roles{number}"]) for number in range(1, MORE + 1)]

    def clean(self) -> dict[str, Any]:
        """Ask for the half of a new row that is missing."""
        values = super().clean() or self.cleaned_data
        for number in range(1, MORE + 1):
            agency, roles = f"new{number}", f"roles{number}"
            if {agency, roles} & self.errors.keys():
                continue
            if values.get(agency) and not values.get(roles):
                told = gettext("Tick what %(agency)s does in the project.")
                self.add_error(roles, told % {"agency": values[agency]})
            if values.get(roles) and not values.get(agency):
                self.add_error(agency, gettext("Choose the agency that does this."))
        return values

    @property
    def wanted(self) -> dict[str, list[Agency]]:
        """The agencies by role, for the rules."""
        found: dict[str, list[Agency]] = defaultdict(list)
        values = self.cleaned_data
        rows = [(agency, values[name]) for name, agency in self.there.items()]
        rows += [(values[f"new{n}"], values[f"roles{n}"]) for n in range(1, MORE + 1) if values[f"new{n}"]]
        for agency, roles in rows:
            for role in roles:
                found[role].append(agency)
        return found
