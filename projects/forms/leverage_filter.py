"""The filter of the report of what CODI's money brought: which money, and by what it is grouped."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from areas.models import User
from projects.forms.report_filter import ReportFilter

GROUPS = [
    ("province", _("province")),
    ("tambon", _("tambon")),
    ("work_stream", _("work stream")),
    ("fiscal_year", _("fiscal year")),
]


class LeverageFilter(ReportFilter):
    """Money of one kind, by province, tambon, work stream or fiscal year."""

    by = forms.ChoiceField(label=_("by"), required=False, choices=GROUPS)

    def __init__(self, data: Any, user: User) -> None:
        """Leave out the leg, which a seed and what it won need not share, and the source: it is what is told apart."""
        super().__init__(data, user)
        del self.fields["leg"], self.fields["agency"]

    @property
    def level(self) -> str:
        """What the report is grouped by; tambons where places are asked for below a province."""
        by = str(self.chosen().get("by", ""))
        return by if by in ("work_stream", "fiscal_year") else super().level

    @property
    def grouped(self) -> str:
        """What the report is grouped by, in words."""
        return str(dict(GROUPS)[self.level])
