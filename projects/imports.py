"""Projects and their budget lines from sheets: written, given back and taken out by the rules of the staff pages.

A line names its project by code or name, and says in one cell what areas get of it: 710108 = 171,000; 710109 = 228,000.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.codes import province_of
from areas.imports.kinds import ADDED, Extra, Importable, Planned
from areas.models import Area
from areas.models.recorded import person_of
from config.tools.dates import LAST_BE_YEAR
from config.tools.money import AmountField
from config.tools.text import arabic, clean, quoted
from config.tools.thai import show_amount
from projects import allocating, rules_money, rules_projects
from projects.allocating import Share
from projects.models import BudgetLine, Project

AREAS = "areas"  # the column of what areas get
SHARE = re.compile(r"^([0-9A-Za-z]+)\s*[=:]\s*(.+)$")
SPLIT = re.compile(r"[;\n]")

Amounts = dict[str, Decimal]  # baht by the code of the area


# --- Projects


def write_project(planned: Planned) -> Project:
    """Write a project; raises ValidationError as the staff page does. Its home stays in its province."""
    project: Project = planned.row
    before = planned.before.get("area")
    if planned.kind == ADDED:
        if project.area is None:
            raise ValidationError(
                {"area": _("Type the area where the project is at home, best by its code.")}
            )
        return rules_projects.add_project(planned.values)
    moved = "area" in planned.before and before != project.area_id
    if moved and (not before or not project.area_id or province_of(before) != province_of(project.area_id)):
        raise ValidationError({"area": _("A project stays in its province. Leave its home as it is.")})
    return rules_projects.change_project(project.pk, planned.values)


def give_project_back(project: Project, values: Mapping[str, Any]) -> None:
    """Give a project its values of before; its allocations follow."""
    rules_projects.change_project(project.pk, values)


PROJECTS = Importable(
    Project,
    ("id", "code", "name", "area", "work_stream", "lead_agency", "first_year", "last_year", "status", "note"),
    write_project,
    key="id",
    shown=("cluster", "archived_at", "archived_why"),
    most={"first_year": LAST_BE_YEAR, "last_year": LAST_BE_YEAR},
    give_back=give_project_back,
)


# --- Budget lines


def read_areas(text: str) -> Amounts:
    """Return what a cell says that areas get; raises ValueError that tells each part that cannot be read."""
    found: Amounts = {}
    wrong = []
    for part in (clean(one) for one in SPLIT.split(text)):
        if not part:
            continue
        read = SHARE.match(arabic(part))
        if read is None:
            wrong.append(
                _("“%(read)s” is not read. Write code = amount, such as 710109 = 228,000.")
                % {"read": quoted(part)}
            )
            continue
        code, typed = read.group(1).upper(), read.group(2)
        if code in found:
            wrong.append(_("%(code)s stands in this cell twice.") % {"code": code})
        try:
            amount = AmountField(required=True).clean(typed)
        except ValidationError as refused:
            wrong.append(f"{code}: {' '.join(refused.messages)}")
            continue
        found[code] = amount
    if wrong:
        raise ValueError(" ".join(wrong))
    return found


def areas_told(line: BudgetLine) -> str:
    """Return what areas get of a line as a cell says it: what was asked for, else what the person's areas have."""
    asked: Amounts | None = line.__dict__.get(AREAS)
    if asked is None:
        there = allocating.shares_of(line) if line.pk else {}
        mine = Area.objects.editable_by(person_of(line)).filter(code__in=list(there))
        asked = {code: there[code].amount for code in mine.order_by("code").values_list("code", flat=True)}
    return "; ".join(f"{code} = {show_amount(amount)}" for code, amount in sorted(asked.items()))


def write_line(planned: Planned) -> BudgetLine:
    """Write a line and what the person's areas get of it; raises ValidationError as the staff pages do."""
    line: BudgetLine = planned.row
    before = planned.before.get("project")
    if before is not None and before != str(line.project_id):
        raise ValidationError({"project": _("A budget line stays with its project.")})
    values = {name: value for name, value in planned.values.items() if name != AREAS}
    if planned.kind == ADDED:
        return _allocated(rules_money.add_line(values.pop("project"), values), planned.values.get(AREAS))
    return _changed(line, values, planned.values.get(AREAS))


def give_line_back(line: BudgetLine, values: Mapping[str, Any]) -> None:
    """Give a line its values of before, and the person's areas what they had of it."""
    _changed(line, {name: value for name, value in values.items() if name != AREAS}, values.get(AREAS))


def _changed(line: BudgetLine, values: Mapping[str, Any], amounts: Amounts | None) -> BudgetLine:
    """Change a line and what areas get; where less is approved than before, areas are cut first."""
    rest = {name: value for name, value in values.items() if name not in ("project", "project_id")}
    now = BudgetLine.objects.get(pk=line.pk)
    approved = rest.get("approved", now.approved)
    if approved is None or approved < now.amount:
        _allocated(now, amounts)
        return rules_money.change_line(line.pk, rest)
    return _allocated(rules_money.change_line(line.pk, rest), amounts)


def _allocated(line: BudgetLine, amounts: Amounts | None) -> BudgetLine:
    """Give the person's areas their amounts, one that stays as it came about; None leaves them as they are."""
    if amounts is None:
        return line
    there = allocating.shares_of(line)
    wanted = {}
    for code, amount in amounts.items():
        had = there.get(code)
        wanted[code] = had if had is not None and had.amount == amount else Share(amount)
    try:
        return rules_money.set_allocations(line, wanted, person_of(line))
    except ValidationError as refused:
        raise ValidationError({AREAS: refused.messages}) from refused


LINES = Importable(
    BudgetLine,
    ("id", "project", "source", "fiscal_year", "kind", "leg", "proposed", "approved", AREAS),
    write_line,
    key="id",
    shown=("allocated",),
    most={"fiscal_year": LAST_BE_YEAR},
    extras={
        AREAS: Extra(
            gettext_lazy("areas and their baht"),
            read_areas,
            areas_told,
            gettext_lazy("code = amount, with ; between, such as 710108 = 171,000; 710109 = 228,000"),
        )
    },
    give_back=give_line_back,
    remove=lambda line: rules_money.remove_line(line.pk),
    above="project",
)
