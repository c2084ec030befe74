"""What changed below since a line was made from it: field by field, and what a line carries too much.

Read only. An endorsed item stands still, so that its state is kept (`Lineage.seen`) when its plan is reopened; the
difference between that and the item as it is now is what the plan above has to accept or keep.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zlib import crc32

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from areas.models import User
from config.tools.money import ZERO
from config.tools.thai import show_amount
from plans.cells import Cell, Cells, gather, rest_of
from plans.models import ItemBudget, LeftOutYear, Lineage, LineageYear, Plan, PlanItem
from projects.models import Agency, Dimension, WorkStream

WORDS = ("title", "objective", "target", "indicator", "expected_result", "doability", "door")
NAMES = {"main_agency": Agency, "dimension": Dimension, "work_stream": WorkStream}


@dataclass(frozen=True)
class Difference:
    """One field or one year and source of an item: as the line was made from it, and as it is now."""

    name: str  # the field's name; "" for an amount
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What became of an original since its line was made."""

    lineage: Lineage
    rows: tuple[Difference, ...]
    over: Cells  # baht that is placed above beyond what the item asks for now
    is_ready: bool  # whether the item's plan is endorsed again

    @property
    def words(self) -> tuple[Difference, ...]:
        """The fields that are no amounts, which a line takes over one by one."""
        return tuple(row for row in self.rows if row.name)


@dataclass(frozen=True)
class Act:
    """Who last did something to a line, to the tie to its original, or to the original, and when."""

    who: User | None
    at: datetime


def last_act(lineage: Lineage) -> Act:
    """Return the last act behind a difference: a decision on it, or another change of either end."""
    latest = [
        row.history.select_related("history_user").first() for row in (lineage, lineage.parent, lineage.child)
    ]
    last = max((row for row in latest if row is not None), key=lambda row: row.history_date)
    return Act(last.history_user, last.history_date)


def stamp(lineage: Lineage, change: Change | None) -> int:
    """Return a number that changes when the difference, the line or a decision on it does."""
    rows = change.rows if change else ()
    over = sorted(change.over.items(), key=repr) if change else ()
    return crc32(repr((lineage.pk, lineage.kept, lineage.parent.version, rows, over)).encode()) % 10**9


def snapshot(item: PlanItem, budget: Cells) -> dict[str, Any]:
    """Return an item as it is kept beside a line: its fields, names by their ids, and its baht."""
    return {
        **{name: getattr(item, name) for name in WORDS},
        **{name: getattr(item, f"{name}_id") for name in NAMES},
        "budget": [
            [year, source, str(amount)]
            for (year, source), amount in sorted(budget.items(), key=lambda row: (row[0][0], row[0][1] or 0))
        ],
    }


def cells_of(seen: Mapping[str, Any]) -> dict[Cell, Decimal]:
    """Return the baht of a kept state by year and id of the wanted source."""
    return {(year, source): Decimal(amount) for year, source, amount in seen["budget"]}


def budgets_of(items: Iterable[int]) -> dict[int, dict[Cell, Decimal]]:
    """Return what items ask for now, by item."""
    rows = ItemBudget.objects.filter(item__in=list(items)).order_by()
    return gather(rows.values_list("item_id", "year", "wanted_source_id", "amount"))


def over_of(items: Iterable[int]) -> dict[int, dict[Cell, Decimal]]:
    """Return what is placed of items beyond what they ask for now, by item; those that fit are left away."""
    items = list(items)
    wanted = budgets_of(items)
    up = gather(
        LineageYear.objects.filter(lineage__child__in=items)
        .order_by()
        .values_list("lineage__child_id", "year", "wanted_source_id", "amount")
    )
    out = gather(
        LeftOutYear.objects.filter(left_out__item__in=items)
        .order_by()
        .values_list("left_out__item_id", "year", "wanted_source_id", "amount")
    )
    found = {}
    for pk in {*up, *out}:
        rest = rest_of(wanted.get(pk, {}), up.get(pk, {}), out.get(pk, {}))
        if too_much := {cell: -amount for cell, amount in rest.items() if amount < 0}:
            found[pk] = too_much
    return found


def of_plan(plan: Plan) -> dict[int, Change]:
    """Return what changed below the lines of a plan, by the id of the lineage."""
    return _read(Lineage.objects.filter(parent__plan=plan))


def of_plans(plans: QuerySet[Plan]) -> dict[int, Change]:
    """Return what changed below the lines of many plans, by the id of the lineage, the names of agencies left away."""
    return _read(Lineage.objects.filter(parent__plan__in=plans.order_by().values("pk")), named=False)


def of_lineage(lineage: Lineage) -> Change | None:
    """Return what changed behind one original of a line; None where nothing did."""
    return _read(Lineage.objects.filter(pk=lineage.pk)).get(lineage.pk)


def _read(lineages: QuerySet[Lineage], *, named: bool = True) -> dict[int, Change]:
    """Return the changes of those lineages whose item was reopened since; the number of queries is constant."""
    kept = list(
        lineages.filter(seen__isnull=False)
        .select_related(
            *(f"{end}__plan__{home}" for end in ("child", "parent") for home in ("area", "cluster"))
        )
        .order_by("pk")
    )
    if not kept:
        return {}
    items = {row.child_id for row in kept}
    budgets, over = budgets_of(items), over_of(items)
    now = {row.pk: snapshot(row.child, budgets.get(row.child_id, {})) for row in kept}
    before: dict[int, dict[str, Any]] = {row.pk: row.seen or {} for row in kept}
    states = (*before.values(), *now.values()) if named else ()
    names = _names(states)
    found = {}
    for row in kept:
        rows = tuple(_differences(before[row.pk], now[row.pk], names))
        if rows or row.child_id in over:
            found[row.pk] = Change(row, rows, over.get(row.child_id, {}), row.child.plan.is_endorsed)
    return found


def _names(states: Iterable[Mapping[str, Any]]) -> dict[str, dict[int, str]]:
    """Return the names behind the ids of kept states, by field."""
    wanted: dict[str, set[int]] = {name: set() for name in NAMES}
    for state in states:
        for name in NAMES:
            wanted[name].add(state[name])
        wanted["main_agency"] |= {source for _year, source, _baht in state["budget"]}
    models: dict[str, Any] = NAMES
    return {
        name: {row.pk: row.name for row in models[name].objects.filter(pk__in=ids - {None})}
        for name, ids in wanted.items()
    }


def _differences(
    seen: Mapping[str, Any], now: Mapping[str, Any], names: Mapping[str, Mapping[int, str]]
) -> Iterable[Difference]:
    """Yield what differs between two states of an item, in words."""
    for name in (*WORDS, *NAMES):
        if seen[name] != now[name]:
            field: Any = PlanItem._meta.get_field(name)
            known: Mapping[Any, Any] = names[name] if name in NAMES else dict(field.flatchoices)
            before, after = (str(known.get(state[name], state[name] or "–")) for state in (seen, now))
            yield Difference(name, str(field.verbose_name), before, after)
    before_cells, after_cells = cells_of(seen), cells_of(now)
    for year, source in sorted({*before_cells, *after_cells}, key=lambda cell: (cell[0], cell[1] or 0)):
        before_baht = before_cells.get((year, source), ZERO)
        after_baht = after_cells.get((year, source), ZERO)
        if before_baht != after_baht:
            shown = names["main_agency"].get(source or 0) or _("no source named")
            yield Difference(
                "",
                _("%(year)d, %(source)s (baht)") % {"year": year, "source": shown},
                show_amount(before_baht),
                show_amount(after_baht),
            )
