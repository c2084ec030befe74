"""Moving all that is recorded on an abolished area to a successor: every row with its history, or none.

What would break a rule is refused with its name before anything is written; after it, both ledgers are asked whether
anything broke that no sentence here names. Called inside the write path, which takes all of it back then.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from areas import rules as area_rules
from areas.codes import is_inside, province_of
from areas.models import (
    Area,
    AreaAlias,
    AreaProfile,
    Assignment,
    CommunityOrganization,
    Designation,
    Level,
    LocalAuthorityArea,
    User,
)
from areas.models.recorded import LONGEST_REASON, because
from areas.searchkey import normalise
from config.tools.breaches import Breach
from config.tools.thai import show_date, today
from plans import budgets, moving, reconcile, rules
from plans.models import NeedLink, Plan, PlanItem, ProjectNeed
from projects import allocating, rules_surveys
from projects import reconcile as money_ledger
from projects.models import Allocation, BudgetLine, FollowUp, Project, Survey
from projects.rules_follow_up import homes, is_near, places_of

AROUND = (AreaAlias, Designation, LocalAuthorityArea, CommunityOrganization)
MOST_TOLD = 20  # sentences of a refusal


def move(old: Area, new: Area, reason: str, by: User) -> int:
    """Move all rows of an abolished area, and of its villages, to a successor; return how many rows.

    The villages go too: into the village of the same number and name where the successor has one, else they are
    founded there; the old ones are abolished. Raises ValidationError with every rule that stands in the way.
    """
    if new.code not in {one.code for one in moving.successors(old, by)}:
        raise ValidationError({"successor": _("Choose one of the areas that replaced this one.")})
    villages = moving.villages(old)
    codes = [old.code, *(village.code for village in villages), new.code]
    list(Area.objects.filter(pk__in=codes).select_for_update(of=("self",)).order_by("pk"))
    provinces = sorted({province_of(old.code), province_of(new.code)})
    before = _broken(provinces)
    with because(_reason(old, new, reason)):
        pairs = [(old, new), *((village, _village_in(new, village)) for village in villages)]
        if refusals := [text for pair in pairs for text in _refusals(*pair, by)]:
            raise ValidationError(refusals[:MOST_TOLD])
        count = sum(_move_rows(*pair) for pair in pairs)
        for village, found in pairs[1:]:
            village.abolished_on = today()
            village.save()
            village.successors.add(found)
    if refusals := list(_misplaced(pairs)):
        raise ValidationError(refusals[:MOST_TOLD])
    if broken := _broken(provinces) - before:
        rule, row = sorted(broken)[0]
        told_broken = _("The move would break a rule: %(rule)s: %(row)s. Correct that first.")
        raise ValidationError(told_broken % {"rule": rule, "row": row})
    if count == 0:
        raise ValidationError(_("Nothing is recorded on %(area)s.") % {"area": old})
    return count


def _reason(old: Area, new: Area, reason: str) -> str:
    words = {"old": old.code, "new": new.code, "reason": reason}
    return (_("Moved from %(old)s to %(new)s: %(reason)s") % words)[:LONGEST_REASON]


def _broken(provinces: list[str]) -> set[tuple[str, str]]:
    """Return what the ledgers of plans and money find broken in provinces, as (rule, row)."""
    found: list[Breach] = []
    for province in provinces:
        found += [*reconcile.breaches(province), *money_ledger.breaches(province)]
    return {(one.rule, row) for one in found for row in one.rows}


def _village_in(new: Area, village: Area) -> Area:
    """Return the village or community of a successor that an old one becomes."""
    there = Area.objects.current().filter(parent=new)
    if village.level == Level.COMMUNITY:
        same = [
            one
            for one in there.filter(level=Level.COMMUNITY)
            if normalise(one.name_th) == normalise(village.name_th)
        ]
        return same[0] if same else area_rules.add_community(new, village.name_th)
    number = village.moo_no or 0
    taken = there.filter(level=Level.VILLAGE, moo_no=number).first()
    if taken is None:
        return area_rules.add_village(new, number, village.name_th)
    if normalise(taken.name_th) != normalise(village.name_th):
        told = _(
            "%(village)s cannot become a village of %(area)s: its number belongs to %(taken)s there. Give the two one "
            "name if they are the same village."
        )
        raise ValidationError(told % {"village": village, "area": new, "taken": taken})
    return taken


# --- What stands in the way


def _refusals(old: Area, new: Area, by: User) -> Iterator[str]:
    """Yield every rule that moving the rows of one area would break, with its row."""
    yield from _plans_in_the_way(old, new)
    for year in sorted(_years(old) & _years(new)):
        told = _(
            "%(area)s has figures of %(year)s already. Remove the year of one of the two, or correct it."
        )
        yield told % {"area": new, "year": year}
    days = Survey.objects.filter(area=new).values("surveyed_on")
    for survey in Survey.objects.filter(area=old, surveyed_on__in=days).order_by("surveyed_on"):
        told = _("%(area)s has a survey of %(day)s already. Correct the day of one of the two.")
        yield told % {"area": new, "day": show_date(survey.surveyed_on)}
    codes = Project.every.filter(area=new).exclude(code="").values("code")
    for project in Project.every.filter(area=old, code__in=codes):
        yield _("%(area)s has a project with the code %(code)s already. Change one of the two codes.") % {
            "area": new,
            "code": project.code,
        }
    yield from _money_in_the_way(old, new)
    for model in AROUND:
        yield from _taken(model, old, new)
    theirs = Assignment.objects.filter(area=old).exclude(
        pk__in=Assignment.objects.editable_by(by).values("pk")
    )
    for row in theirs.select_related("user", "area", "cluster"):
        told = _("%(who)s may be moved by a system administrator alone.")
        yield told % {"who": row}


def _taken(model: type[Any], old: Area, new: Area) -> Iterator[str]:
    """Yield the rows whose place another row of the new area has already, by what the table says of itself."""
    for row in model._default_manager.filter(area=old).order_by("pk"):
        row.area = new
        try:
            row.full_clean()
        except ValidationError as refused:
            yield f"{row}: {' · '.join(refused.messages)}"


def _years(area: Area) -> set[int]:
    return set(AreaProfile.objects.filter(area=area).values_list("year", flat=True))


def _plans_in_the_way(old: Area, new: Area) -> Iterator[str]:
    for plan in Plan.objects.filter(area=old).order_by("pk"):
        try:
            rules.refuse_overlap(new, plan.first_year, plan.last_year)
        except ValidationError as refused:
            yield from refused.messages


def _money_in_the_way(old: Area, new: Area) -> Iterator[str]:
    """Yield the lines that give money to both areas, or to one that holds or lies in the new one (invariant 1)."""
    lines = Allocation.objects.filter(area=old).values("line")
    others = Allocation.objects.filter(line__in=lines).exclude(area=old)
    for row in others.select_related("area", "line__source", "project").order_by("pk"):
        if is_inside(row.area_id, new.code) or is_inside(new.code, row.area_id):
            told = _(
                "%(source)s %(year)s of %(project)s gives money to %(area)s too. Put the two amounts together on the "
                "page of the project first."
            )
            words = {"source": row.line.source, "year": row.fiscal_year, "project": row.project}
            yield told % {**words, "area": row.area}


# --- The rows


def _move_rows(old: Area, new: Area) -> int:
    """Give every row of an area its successor; return how many. Budgets carry the place of their item."""
    count = allocating.move(old.code, new.code) + rules_surveys.move(old.code, new.code)
    plans = set(Plan.every.filter(area=old).values_list("pk", flat=True))
    items = set(PlanItem.every.filter(area=old).values_list("pk", flat=True))
    items |= set(PlanItem.every.filter(plan__in=plans, area=None).values_list("pk", flat=True))
    for kind in moving.KINDS:
        for row in kind.on([old.code]).select_for_update(of=("self",)):
            row.area = new
            row.save(update_fields=["area"])
            count += 1
    for item in PlanItem.every.filter(pk__in=items).select_related("plan").order_by("pk"):
        budgets.write(item, budgets.cells(item))
    return count


# --- What no longer lies where it should


def _misplaced(pairs: list[tuple[Area, Area]]) -> Iterator[str]:
    """Yield the rows that lie outside their plan or project since the move: of a successor in another district."""
    codes = [new.code for _old, new in pairs]
    for item in PlanItem.objects.filter(area__in=codes).select_related("plan__area", "plan__cluster", "area"):
        if not _holds(item.plan, item.area_id or ""):
            yield _outside(item, item.plan, item.area)
    links = NeedLink.objects.filter(need__area__in=codes, item__plan__area__isnull=False)
    for link in links.select_related("need__area", "item__plan__area"):
        if not is_inside(link.need.area_id, link.item.plan.area_id or ""):
            yield _outside(link.need, link.item.plan, link.need.area)
    lines = BudgetLine.objects.filter(allocations__area__in=codes).distinct()
    for project in Project.objects.filter(pk__in=lines.values("project")):
        at_home = homes(project)
        for code in sorted(set(codes) & set(_money_of(project))):
            if not is_near(at_home, code):
                yield _outside(_("money"), project, next(new for _old, new in pairs if new.code == code))
    for visit in FollowUp.objects.filter(area__in=codes).select_related("project", "area"):
        if not is_near(places_of(visit.project), visit.area_id):
            yield _outside(visit, visit.project, visit.area)
    for tie in ProjectNeed.objects.filter(need__area__in=codes).select_related("project", "need__area"):
        if not is_near(places_of(tie.project), tie.need.area_id):
            yield _outside(tie.need, tie.project, tie.need.area)


def _holds(plan: Plan, code: str) -> bool:
    """Whether a place lies in what a plan is for."""
    if plan.area_id is not None:
        return is_inside(code, plan.area_id)
    return plan.cluster is not None and plan.cluster.provinces.filter(code=province_of(code)).exists()


def _money_of(project: Project) -> list[str]:
    return list(Allocation.objects.filter(project=project).values_list("area_id", flat=True))


def _outside(row: object, owner: object, area: Area | None) -> str:
    told = _("%(row)s of %(owner)s would lie in %(area)s, which is outside it. Take it out there first.")
    return told % {"row": row, "owner": owner, "area": area}
