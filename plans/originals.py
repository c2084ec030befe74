"""The originals on a line's form: what the line carries of each, and what it may carry at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areas.names import read_names
from plans.cells import Cells, gather
from plans.models import Lineage, Plan, PlanItem
from plans.placing import rests
from plans.ways import child_plans


@dataclass(frozen=True)
class Original:
    """An item on the form: what the line may carry of it at most, and what it carries at first."""

    pk: int
    title: str
    area_name: str
    most: Cells
    carried: Cells

    @property
    def text_id(self) -> str:
        """The id as text, never written with separators."""
        return str(self.pk)


def items_below(plan: Plan, ids: Sequence[int]) -> list[PlanItem]:
    """Return the items with these ids, as chosen, that lie in endorsed plans one way below; others are left away."""
    found = (
        PlanItem.objects.filter(plan__in=child_plans(plan))
        .select_related("plan__area", "dimension", "work_stream", "main_agency")
        .in_bulk(list(ids))
    )
    return [found[pk] for pk in ids if pk in found]


def originals(items: Sequence[PlanItem], line: PlanItem | None = None) -> list[Original]:
    """Return items as originals of a line; of a new line each carries all that is left at first."""
    ids = [item.pk for item in items]
    rest = rests(ids, without_line=line.pk if line else None)
    carried = rest
    if line is not None:
        rows = Lineage.objects.filter(parent=line).values_list(
            "child_id", "years__year", "years__wanted_source_id", "years__amount"
        )
        # A second original that is not yet in the line comes with all that is left of it.
        carried = {**rest, **gather(rows)}
    names = read_names({item.plan.area_id for item in items if item.plan.area_id})
    return [
        Original(
            pk=item.pk,
            title=item.title,
            area_name=names[item.plan.area_id].name if item.plan.area_id else "",
            most={cell: amount for cell, amount in rest[item.pk].items() if amount > 0},
            carried=carried[item.pk],
        )
        for item in items
    ]
