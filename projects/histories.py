"""How the histories of projects and budget lines are told: which rows are parts of them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from areas.histories import Part, Told
from projects.models import BudgetLine, Project, ProjectAgency, Tranche

PROJECT = Told(
    Project,
    parts=(
        Part(ProjectAgency, _("agency"), owner="project", named=("agency",), values=("role",)),
        Part(BudgetLine, _("budget line"), owner="project", named=("source", "fiscal_year", "kind")),
    ),
)
# What areas have of a line is no part of it: each of those is its area's (design.md §3, invariant 6).
LINE = Told(BudgetLine, parts=(Part(Tranche, _("tranche"), owner="line", named=("number",)),))
