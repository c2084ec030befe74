"""The form of a budget line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from areas.codes import province_of
from areas.write_forms import WriteForm
from config.tools.fields import BEYearFormField
from config.tools.money import AmountField
from projects.forms.projects import agencies_for, homes_of
from projects.models import Agency, BudgetLine, Kind, Leg, Project


class LineForm(WriteForm):
    """Money of a project: from one source, of one fiscal year, one kind and one leg."""

    source = forms.ModelChoiceField(
        label=_("source agency"), queryset=Agency.objects.none(), empty_label=_("choose an agency")
    )
    fiscal_year = BEYearFormField(label=_("fiscal year"))
    kind = forms.ChoiceField(label=_("kind of money"), choices=Kind.choices)
    leg = forms.ModelChoiceField(
        label=_("leg"), queryset=Leg.objects.none(), required=False, empty_label=_("not stated")
    )
    proposed = AmountField(label=_("proposed (baht)"), required=False)
    approved = AmountField(label=_("approved (baht)"), required=False)

    def __init__(self, data: Any = None, *, project: Project, line: BudgetLine | None = None) -> None:
        """Build the form for a new line of a project, or for a line as it is."""
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        homes = sorted({province_of(code) for code in homes_of(project)})
        fields["source"].queryset = agencies_for(homes, [line.source_id if line else None])
        fields["leg"].queryset = Leg.objects.offered([line.leg_id if line else None])
        self.initial = {"fiscal_year": project.first_year, "kind": Kind.GRANT}
        if line is not None:
            names = ("fiscal_year", "kind", "proposed", "approved")
            self.initial = {name: getattr(line, name) for name in names}
            self.initial |= {"source": line.source_id, "leg": line.leg_id}
