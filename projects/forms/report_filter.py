"""The filter of the report by leg: which money, and whether by province or by tambon."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from areas.codes import PROVINCE
from areas.mine import own_provinces
from areas.models import User
from projects.forms.project_filter import ProjectFilter
from projects.models import Agency, BudgetLine, Kind, Project
from projects.sums import Asked

MOST_PROVINCES = 8  # of which the tambons stand in one report; with more, a province is chosen first


class ReportFilter(ProjectFilter):
    """Money of one kind, narrowed as the list of projects narrows its lines; by province or tambon."""

    q = None  # type: ignore[assignment]  # the list's alone
    status = None  # type: ignore[assignment]
    by = forms.ChoiceField(
        label=_("by"), required=False, choices=[("province", _("province")), ("tambon", _("tambon"))]
    )
    kind = forms.ChoiceField(label=_("kind of money"), required=False, choices=Kind.choices)
    field_order = ("by", "area", "year", "kind", "leg", "work_stream", "agency")

    def __init__(self, data: Any, user: User) -> None:
        """Offer the places, years and sources that the person's projects have; seven queries."""
        projects = Project.objects.visible_to(user)
        super().__init__(data, user, projects)
        fields: dict[str, Any] = self.fields
        lines = BudgetLine.objects.visible_to(user).order_by()
        fields["agency"].label = _("source agency")
        fields["agency"].queryset = Agency.objects.filter(pk__in=lines.values("source"))
        self.wide = not self.chosen().get("area") and len(own_provinces(user)) > MOST_PROVINCES

    @property
    def asked(self) -> Asked:
        """The money that is asked for: grants where no kind is chosen."""
        chosen = self.chosen()
        ids = {name: getattr(chosen.get(name), "pk", None) for name in ("work_stream", "leg", "agency")}
        return Asked(
            kind=chosen.get("kind") or Kind.GRANT,
            area=chosen.get("area", ""),
            work_stream=ids["work_stream"],
            fiscal_year=chosen.get("year"),
            leg=ids["leg"],
            source=ids["agency"],
        )

    @property
    def level(self) -> str:
        """The level of the places: tambons below a province, and where they are asked for and not too many."""
        chosen = self.chosen()
        if len(chosen.get("area", "")) > PROVINCE:
            return "tambon"
        return "tambon" if chosen.get("by") == "tambon" and not self.wide else "province"

    @property
    def asks_for_a_province(self) -> bool:
        """Whether tambons were asked for of more provinces than one report holds."""
        return self.chosen().get("by") == "tambon" and self.level == "province"
