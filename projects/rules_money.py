"""What may be done to a budget line: added, changed, taken out; its money allocated to areas, all at once.

Called inside the write path. Σ allocations + not allocated = the approved amount, and areas of one line never contain
each other (design.md §3, invariant 1). A person allocates to areas that they look after; what the line gives to
others stays as it is and is told as one sum.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from areas.codes import ancestors
from areas.models import Area, User
from areas.profiles import households
from config.tools import money
from config.tools.money import ZERO
from config.tools.thai import show_amount, show_years
from projects import allocating
from projects.allocating import Share, lock_line
from projects.models import Allocation, BudgetLine, Leverage, Project
from projects.rules_projects import lock_project

Basis = Allocation.Basis
MOST_NAMED = 10  # areas that a sentence names; the rest is counted


def add_line(project: Project, values: Mapping[str, Any]) -> BudgetLine:
    """Add a budget line to a project; raises ValidationError where its year or amounts cannot be."""
    project = lock_project(project.pk)
    line = BudgetLine(project=project, **values)
    refuse_line(line)
    line.save()
    return line


def change_line(pk: int, values: Mapping[str, Any]) -> BudgetLine:
    """Change a line; its allocations follow. Raises ValidationError where areas or tranches have more."""
    project = lock_project(BudgetLine.objects.get(pk=pk).project_id)
    line = lock_line(pk)
    line.project = project
    kind = line.kind
    for name, value in values.items():
        setattr(line, name, value)
    refuse_line(line)
    refuse_too_little(line)
    if line.kind != kind and Leverage.objects.filter(Q(seed=line) | Q(won=line)).exists():
        told = _("Money that won other money stays of its kind: grants stand beside grants alone.")
        raise ValidationError({"kind": told})
    line.save()
    allocating.carry([line])
    return line


def remove_line(pk: int) -> None:
    """Take a line out with its allocations, whose history stays; refuses once it has tranches or won or was won."""
    line = lock_line(pk)
    if line.tranches.exists():
        told = _("The line has tranches. Take them out first; what was paid stays with its line.")
        raise ValidationError(told, code="has_tranches")
    if Leverage.objects.filter(Q(seed=line) | Q(won=line)).exists():
        raise ValidationError(
            _("The line won other money or was won. Take that link away first."), code="linked"
        )
    allocating.write(line, {})
    line.delete()


def refuse_line(line: BudgetLine) -> None:
    """Raise ValidationError where a line's year lies outside its project's, or it has no amount."""
    if line.fiscal_year not in line.project.years:
        told = _("%(year)d lies outside the project's years, %(years)s. Change those first.")
        words = {
            "year": line.fiscal_year,
            "years": show_years(line.project.first_year, line.project.last_year),
        }
        raise ValidationError({"fiscal_year": told % words})
    if line.proposed is None and line.approved is None:
        raise ValidationError({"approved": _("Type what was proposed, or what was approved.")})
    line.full_clean(exclude=["project", "source", "leg", "allocated"], validate_constraints=False)


def refuse_too_little(line: BudgetLine) -> None:
    """Raise ValidationError where less is approved than the areas or the tranches have."""
    if line.allocated > line.amount:
        told = _("Areas have %(allocated)s baht of this line. Approve no less, or take some back first.")
        raise ValidationError({"approved": told % {"allocated": show_amount(line.allocated)}})
    planned = line.tranches.aggregate(sum=Sum("amount"))["sum"] or ZERO
    if planned > line.amount:
        told = _("The tranches come to %(planned)s baht. Approve no less, or change them first.")
        raise ValidationError({"approved": told % {"planned": show_amount(planned)}})


# --- Where the money goes


def set_allocations(line: BudgetLine, wanted: Mapping[str, Share], by: User) -> BudgetLine:
    """Make what the person's areas have of a line exactly `wanted`, by the code of the area.

    What areas outside the person's have stays. Raises ValidationError, and nothing is written, where an area is
    unknown, abolished or outside, contains another of the line, or all together get more than was approved.
    """
    line = lock_line(line.pk)
    there = allocating.shares_of(line)
    mine = set(Area.objects.editable_by(by).filter(code__in=[*wanted, *there]).values_list("code", flat=True))
    refuse_areas(wanted, there, mine)
    kept = {code: share for code, share in there.items() if code not in mine}
    refuse_containment([*wanted, *kept], wanted)
    refuse_too_much(line, sum_of(wanted), sum_of(kept))
    allocating.write(line, {**kept, **wanted})
    return line


def split_equally(line: BudgetLine, codes: Collection[str], by: User) -> BudgetLine:
    """Split what the line has for the person's areas equally, to the satang (largest remainder)."""
    return _split(line, dict.fromkeys(sorted(set(codes)), 1), by, Basis.EQUAL)


def split_by_households(line: BudgetLine, codes: Collection[str], by: User) -> BudgetLine:
    """Split what the line has for the person's areas by their households, to the satang (largest remainder).

    Raises ValidationError that names each village whose households nobody has told.
    """
    found = households(sorted(set(codes)))
    if found.unknown:
        told = _(
            "Nobody has told how many households these have: %(areas)s. Fill them in, or type the amounts."
        )
        raise ValidationError(told % {"areas": named(found.unknown)}, code="unknown_households")
    if not any(found.counts.values()):
        raise ValidationError(
            _("These areas have no households to split by. Type the amounts."), code="empty"
        )
    return _split(line, dict(sorted(found.counts.items())), by, Basis.HOUSEHOLDS)


def _split(line: BudgetLine, weights: Mapping[str, int], by: User, basis: Basis) -> BudgetLine:
    """Split the line, less what areas outside the person's have, in proportion to weights."""
    if not weights:
        raise ValidationError(_("Choose the areas that share the money."), code="nothing_chosen")
    line = lock_line(line.pk)
    there = allocating.shares_of(line)
    mine = set(Area.objects.editable_by(by).filter(code__in=list(there)).values_list("code", flat=True))
    free = line.amount - sum_of({code: share for code, share in there.items() if code not in mine})
    shares = money.allocate(free, list(weights.values()))
    wanted = {code: Share(amount, basis) for code, amount in zip(weights, shares, strict=True)}
    return set_allocations(line, wanted, by)


def sum_of(shares: Mapping[str, Share]) -> Decimal:
    """Return the baht of all shares."""
    return sum((share.amount for share in shares.values()), ZERO)


def refuse_areas(wanted: Collection[str], there: Collection[str], mine: Collection[str]) -> None:
    """Raise ValidationError where an area is unknown, outside the person's areas, or abolished and new to the line."""
    found = {area.code: area for area in Area.objects.filter(code__in=wanted).prefetch_related("successors")}
    for code in wanted:
        area = found.get(code)
        if area is None:
            raise ValidationError(
                _("There is no area with the code %(code)s.") % {"code": code}, code="unknown"
            )
        if code not in mine:
            told = _("%(area)s (%(code)s) lies outside the areas you look after.")
            raise ValidationError(told % {"area": area, "code": code}, code="outside")
        if area.abolished_on is not None and code not in there:
            after = ", ".join(f"{one} ({one.code})" for one in area.successors.all()) or "–"
            told = _("%(area)s (%(code)s) was abolished. Its successors: %(after)s.")
            raise ValidationError(told % {"area": area, "code": code, "after": after}, code="abolished")


def refuse_containment(codes: Collection[str], wanted: Collection[str]) -> None:
    """Raise ValidationError where an area of a line lies in another of it: its money would be counted twice.

    Only areas that the person asked for are named.
    """
    whole = set(codes)
    for code in sorted(whole):
        for above in ancestors(code):
            if above not in whole:
                continue
            names = Area.objects.in_bulk([one for one in (code, above) if one in wanted])
            if len(names) == 2:
                told = _("%(below)s lies in %(above)s. One line gives money to one of the two.")
            else:
                told = _("%(area)s lies in, or holds, an area outside yours that has money of this line.")
            words = {
                "below": names.get(code),
                "above": names.get(above),
                "area": next(iter(names.values()), "–"),
            }
            raise ValidationError(told % words, code="contained")


def refuse_too_much(line: BudgetLine, wanted: Decimal, outside: Decimal) -> None:
    """Raise ValidationError where areas get more than was approved."""
    if wanted + outside <= line.amount:
        return
    told = _("Your areas get %(wanted)s baht, of %(free)s that the line has for them: %(over)s too much.")
    free = line.amount - outside
    words = {"wanted": show_amount(wanted), "free": show_amount(free), "over": show_amount(wanted - free)}
    raise ValidationError(told % words, code="too_much")


def named(areas: Collection[Area]) -> str:
    """Return areas by name and code, the first of many."""
    first = [f"{area} ({area.code})" for area in areas][:MOST_NAMED]
    more = len(areas) - len(first)
    return ", ".join(first) + (" " + _("and %(count)d more") % {"count": more} if more else "")
