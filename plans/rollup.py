"""What a plan is made from: its lines with their originals, what waits, what was left out, whether it ties.

Read only. Invariants 2 and 3 of design.md §3 hold per (year, wanted source): endorsed = carried + left out
+ not yet placed, and a line = Σ of its originals. The number of queries does not depend on the number of
rows, and each query starts from the plan or its children.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from areas.names import read_names
from plans.cells import Cell, Cells, add, by_year, gather, rest_of, total
from plans.models import ItemBudget, LeftOut, Lineage, Plan, PlanItem, SimilarityDecision
from plans.rollup_rows import Apart, Balance, Child, Line, Named, Origin, Out, RollUp, Sum, Waiting
from plans.ways import child_plans, plans_below
from projects.models import Agency


def sum_of(count: int, cells: Iterable[Cells], years: Iterable[int]) -> Sum:
    """Return the sum of many rows' cells."""
    together: dict[Cell, Decimal] = {}
    for one in cells:
        add(together, one)
    return Sum(count, by_year(together, years), total(together))


def read(plan: Plan) -> RollUp:
    """Return the roll-up of a plan."""
    return _Reader(plan).roll_up()


class _Reader:
    """Fetches what belongs to a plan and its children, then puts it together."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.span = tuple(plan.years)
        self.plan_areas = {
            pk: area or "" for pk, area in child_plans(plan).values_list("pk", "area_id") if area
        }
        self.names = read_names(set(self.plan_areas.values()))
        below = list(self.plan_areas)
        self.children = self._children(below)
        self.wanted = gather(
            ItemBudget.objects.filter(plan__in=below)
            .order_by()
            .values_list("item_id", "year", "wanted_source_id", "amount")
        )
        self.lineages = list(
            Lineage.objects.filter(parent__plan=plan)
            .order_by("pk")
            .values_list(
                *("pk", "parent_id", "child_id", "years__year", "years__wanted_source_id", "years__amount"),
                "kept",
            )
        )
        self.outs = list(
            LeftOut.objects.filter(plan=plan)
            .order_by("pk")
            .values_list(
                "pk", "item_id", "ground", "reason", "years__year", "years__wanted_source_id", "years__amount"
            )
        )
        self.elsewhere = self._elsewhere(below)
        self.reopened = self._reopened()

    def _children(self, below: list[int]) -> dict[int, Child]:
        """Return the items of the plans below in Thai order of their areas, then by number."""
        rows = (
            PlanItem.objects.filter(plan__in=below)
            .order_by()
            .values_list(
                "pk", "plan_id", "number", "title", "door", "doability", "dimension__code", "dimension__name"
            )
        )
        order = {pk: (self.names[code].sort, code) for pk, code in self.plan_areas.items()}
        dimensions: dict[str, Named] = {}
        children = {}
        for pk, plan_id, _number, title, door, doability, code, name in sorted(
            rows, key=lambda row: (order[row[1]], row[2])
        ):
            area = self.plan_areas[plan_id]
            dimension = dimensions.setdefault(code, Named(code, name))
            children[pk] = Child(pk, title, area, self.names[area].name, plan_id, dimension, door, doability)
        return children

    def _elsewhere(self, below: list[int]) -> set[int]:
        """Return the items below that went up into another plan (a province may lie in two clusters)."""
        carried = Lineage.objects.filter(child__plan__in=below).exclude(parent__plan=self.plan)
        out = LeftOut.objects.filter(item__plan__in=below).exclude(plan=self.plan)
        return {*carried.values_list("child_id", flat=True), *out.values_list("item_id", flat=True)}

    def _reopened(self) -> dict[int, int]:
        """Return the items placed here whose plan below is a draft again, with the ids of their plans."""
        missing = {row[2] for row in self.lineages} | {row[1] for row in self.outs}
        missing -= self.children.keys()
        if not missing:
            return {}
        drafts = plans_below(self.plan).filter(status=Plan.Status.DRAFT).values_list("pk", flat=True)
        rows = PlanItem.objects.filter(pk__in=missing, plan__in=list(drafts)).order_by()
        return dict(rows.values_list("pk", "plan_id"))

    def roll_up(self) -> RollUp:
        """Put it together."""
        lines, carried = self._lines()
        left_out, out = self._left_out()
        waiting = tuple(self._waiting(carried, out))
        for pk in self.reopened:  # what it asks for is not settled: it counts with what is placed of it
            self.wanted[pk] = {}
            add(self.wanted[pk], carried.get(pk, {}))
            add(self.wanted[pk], out.get(pk, {}))
        here = [pk for pk in self.children if pk not in self.elsewhere]
        here += self.reopened
        balance = self._balance(here, carried, out, waiting)
        sources = {source for cells in self.wanted.values() for _year, source in cells if source}
        sources |= {source for line in lines for _year, source in line.cells if source}
        return RollUp(
            plan=self.plan,
            years=self.span,
            lines=lines,
            waiting=waiting,
            left_out=left_out,
            apart=self._apart(),
            balance=balance,
            own=sum_of(len(lines), (line.cells for line in lines), self.span),
            ties=balance.ties and all(line.ties for line in lines),
            plan_count=len(self.plan_areas),
            elsewhere=len(self.elsewhere),
            reopened=len(set(self.reopened.values())),
            open_again=frozenset(self.reopened.values()),
            over=self._over(carried, out),
            sources=dict(Agency.objects.filter(pk__in=sources).values_list("pk", "name")),
        )

    def _lines(self) -> tuple[tuple[Line, ...], dict[int, dict[Cell, Decimal]]]:
        """Return the lines, and what is carried of each item."""
        cells = gather((row[0], row[3], row[4], row[5]) for row in self.lineages)
        ends = {row[0]: (row[1], row[2]) for row in self.lineages}
        keeps = {row[0]: row[6] for row in self.lineages}
        known = self._known(child for _parent, child in ends.values())
        origins: dict[int, list[Origin]] = defaultdict(list)
        carried: dict[int, dict[Cell, Decimal]] = {}
        for lineage, (parent, child) in ends.items():
            add(carried.setdefault(child, {}), cells[lineage])
            origins[parent].append(self._origin(lineage, known[child], cells[lineage], keeps[lineage]))
        budgets = gather(
            ItemBudget.objects.filter(plan=self.plan)
            .order_by()
            .values_list("item_id", "year", "wanted_source_id", "amount")
        )
        items = (
            PlanItem.objects.filter(plan=self.plan)
            .select_related("dimension", "work_stream", "main_agency")
            .order_by("number")
        )
        lines = (
            self._line(item, budgets.get(item.pk, {}), tuple(origins.get(item.pk, ()))) for item in items
        )
        return tuple(lines), carried

    def _origin(self, lineage: int, child: Child, cells: Cells, kept: str) -> Origin:
        """Return an original behind a line."""
        return Origin(
            lineage_id=lineage,
            item_id=child.pk,
            title=child.title,
            area_code=child.area_code,
            area_name=child.area_name,
            plan_id=child.plan_id,
            years=by_year(cells, self.span),
            total=total(cells),
            cells=cells,
            kept=kept,
        )

    def _line(self, item: PlanItem, cells: Cells, origins: tuple[Origin, ...]) -> Line:
        """Return a line; one without origin ties by itself."""
        stream = item.work_stream
        return Line(
            pk=item.pk,
            code=f"{self.plan.prefix}{item.number}",
            number=item.number,
            title=item.title,
            objective=item.objective,
            target=item.target,
            indicator=item.indicator,
            expected_result=item.expected_result,
            dimension=Named(item.dimension.code, item.dimension.name),
            work_stream=Named(stream.code, stream.name) if stream else None,
            main_agency=item.main_agency.name if item.main_agency else "",
            doability=item.doability,
            door=item.door,
            years=by_year(cells, self.span),
            total=total(cells),
            cells=cells,
            origins=origins,
            ties=not origins or not rest_of(cells, *(origin.cells for origin in origins)),
        )

    def _known(self, items: Iterable[int]) -> dict[int, Child]:
        """Return the children, with any item tied to this plan though its plan is no child (any more)."""
        missing = set(items) - self.children.keys()
        if not missing:
            return self.children
        strays = PlanItem.objects.filter(pk__in=missing).select_related(
            "plan__area", "plan__cluster", "dimension"
        )
        found = {
            item.pk: Child(
                item.pk,
                item.title,
                item.plan.area_id or "",
                item.plan.home_name,
                item.plan_id,
                Named(item.dimension.code, item.dimension.name),
                item.door,
                item.doability,
            )
            for item in strays
        }
        return {**self.children, **found}

    def _left_out(self) -> tuple[tuple[Out, ...], dict[int, dict[Cell, Decimal]]]:
        """Return the annex in the order of the items, and what is left out of each item."""
        cells = gather((row[0], row[4], row[5], row[6]) for row in self.outs)
        heads = {row[0]: row[1:4] for row in self.outs}
        known = self._known(head[0] for head in heads.values())
        order = {pk: place for place, pk in enumerate(known)}
        grounds = dict(LeftOut.Ground.choices)
        rows: list[Out] = []
        out: dict[int, dict[Cell, Decimal]] = {}
        for pk, (item, ground, reason) in sorted(heads.items(), key=lambda head: order[head[1][0]]):
            child, own = known[item], cells[pk]
            out[item] = own
            rows.append(
                Out(
                    pk,
                    item,
                    child.title,
                    child.area_code,
                    child.area_name,
                    child.plan_id,
                    child.dimension,
                    child.door,
                    ground,
                    reason or str(grounds[ground]),
                    not reason,
                    by_year(own, self.span),
                    total(own),
                    own,
                )
            )
        return tuple(rows), out

    def _waiting(self, carried: Mapping[int, Cells], out: Mapping[int, Cells]) -> Iterator[Waiting]:
        """Yield the items that are not placed, or not wholly; one without money waits until it is placed."""
        nothing: Cells = {}
        for pk, child in self.children.items():
            if pk in self.elsewhere:
                continue
            placed = pk in carried or pk in out
            wanted = self.wanted.get(pk, nothing)
            rest = rest_of(wanted, carried.get(pk, nothing), out.get(pk, nothing)) if placed else wanted
            open_cells = {cell: amount for cell, amount in rest.items() if amount > 0}
            if placed and not open_cells:
                continue
            yield Waiting(
                pk,
                child.title,
                child.area_code,
                child.area_name,
                child.plan_id,
                child.dimension,
                child.door,
                child.doability,
                by_year(open_cells, self.span),
                total(open_cells),
                open_cells,
                placed,
            )

    def _over(self, carried: Mapping[int, Cells], out: Mapping[int, Cells]) -> Sum:
        """Return what is placed of items beyond what they ask for since their plan was endorsed again."""
        rests = (
            rest_of(self.wanted.get(pk, {}), carried.get(pk, {}), out.get(pk, {})) for pk in {*carried, *out}
        )
        over = [{cell: -amount for cell, amount in rest.items() if amount < 0} for rest in rests]
        over = [cells for cells in over if cells]
        return sum_of(len(over), over, self.span)

    def _balance(
        self,
        here: list[int],
        carried: Mapping[int, Cells],
        out: Mapping[int, Cells],
        waiting: tuple[Waiting, ...],
    ) -> Balance:
        """Add each side up on its own, so that the tick is found and not assumed."""
        endorsed = sum_of(len(here), (self.wanted.get(pk, {}) for pk in here), self.span)
        up = sum_of(len(carried), carried.values(), self.span)
        aside = sum_of(len(out), out.values(), self.span)
        rest = sum_of(len(waiting), (row.cells for row in waiting), self.span)
        rests: dict[int, dict[Cell, Decimal]] = {row.item_id: dict(row.cells) for row in waiting}
        touched = {*here, *carried, *out}
        ties = all(
            not rest_of(self.wanted.get(pk, {}), carried.get(pk, {}), out.get(pk, {}), rests.get(pk, {}))
            for pk in touched
        ) and touched <= set(here)
        return Balance(endorsed, up, aside, rest, ties)

    def _apart(self) -> tuple[Apart, ...]:
        """Return the pairs that were kept apart in this plan, related ones too."""
        rows = list(
            SimilarityDecision.objects.filter(plan=self.plan)
            .order_by("pk")
            .values_list("pk", "item_a_id", "item_b_id", "verdict", "reason")
        )
        known = self._known(item for row in rows for item in row[1:3])
        return tuple(Apart(pk, known[a], known[b], verdict, reason) for pk, a, b, verdict, reason in rows)
