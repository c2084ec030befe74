"""What a person decides on two that look alike and do not become one: not the same, or related and kept apart.

That two are the same needs no row here: they are merged by the acts of the roll-up, and two that share a line are
not suggested. Taken apart again they are open again.

Called inside the write path. A decision on an item and a line is kept for the item and each original of the line
that has not been judged with it: the originals stay when a line is taken apart, the line does not.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from plans.models import Plan, PlanItem, SimilarityDecision
from plans.placing import lock_items, lock_plan
from plans.rules_rollup import ids_of

Verdict = SimilarityDecision.Verdict


def decline(plan: Plan, a: int | PlanItem, b: int | PlanItem, reason: str) -> list[SimilarityDecision]:
    """Record that two are not the same, with the reason; they are not suggested again."""
    return _keep_apart(plan, a, b, Verdict.KEEP_APART, reason, _("Say why the two are not the same."))


def relate(plan: Plan, a: int | PlanItem, b: int | PlanItem, reason: str) -> list[SimilarityDecision]:
    """Record that two belong together and yet stay two, with the reason; they are not suggested again."""
    return _keep_apart(plan, a, b, Verdict.RELATED, reason, _("Say why the two stay apart."))


def _keep_apart(
    plan: Plan, a: int | PlanItem, b: int | PlanItem, verdict: Verdict, reason: str, ask: str
) -> list[SimilarityDecision]:
    """Record a verdict on a pair, or on an item and each original of a line not yet judged with it."""
    plan = lock_plan(plan.pk)
    items, line = _sides(plan, a, b)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": ask}, code="no_reason")
    lock_items(plan, items)
    if line is None:
        return _write(plan, [(items[0], items[1])], verdict, reason)
    pairs = _not_judged(plan, _pairs_with_line(items[0], line))
    if not pairs:
        raise ValidationError(_("The item was judged with all originals of this line before."), code="judged")
    return _write(plan, pairs, verdict, reason)


def _sides(plan: Plan, a: int | PlanItem, b: int | PlanItem) -> tuple[list[int], PlanItem | None]:
    """Return the ids of the items that wait, and the line where one of the two is a line of the plan."""
    pair = ids_of((a, b))
    if len(pair) != 2:
        raise ValidationError(_("Choose exactly two items."), code="two")
    lines = list(PlanItem.objects.filter(plan=plan, pk__in=pair))
    if len(lines) == 2:
        raise ValidationError(_("Choose an item that waits, and one other item or line."), code="two_lines")
    if not lines:
        return pair, None
    (line,) = lines
    return [pk for pk in pair if pk != line.pk], line


def _pairs_with_line(item: int, line: PlanItem) -> list[tuple[int, int]]:
    """Return the item with each original of the line; a line without origin takes no items."""
    origins = list(line.origins.order_by("child_id").values_list("child_id", flat=True))
    if not origins:
        raise ValidationError(
            _("%(line)s has no origin and takes no items."), params={"line": line.code}, code="no_origin"
        )
    return [(item, origin) for origin in origins if origin != item]


def _not_judged(plan: Plan, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs on which nothing was decided in this plan."""
    judged = set(SimilarityDecision.objects.filter(plan=plan).values_list("item_a_id", "item_b_id"))
    return [pair for pair in pairs if _ordered(pair) not in judged]


def _ordered(pair: tuple[int, int]) -> tuple[int, int]:
    """Return a pair as the table holds it: the smaller id first."""
    return min(pair), max(pair)


def _write(
    plan: Plan, pairs: Iterable[tuple[int, int]], verdict: Verdict, reason: str
) -> list[SimilarityDecision]:
    """Write a verdict on each pair; a pair judged before gets the new one, its history keeps the old."""
    written = []
    for first, second in map(_ordered, pairs):
        decision = SimilarityDecision.objects.filter(plan=plan, item_a=first, item_b=second).first()
        decision = decision or SimilarityDecision(plan=plan, item_a_id=first, item_b_id=second)
        decision.verdict, decision.reason = verdict, reason
        decision.save()
        written.append(decision)
    return written


def forget(plan: Plan, first: int, last: int) -> int:
    """Take back the decisions with these ids, those of one act; return how many pairs may be suggested again."""
    plan = lock_plan(plan.pk)
    rows = list(SimilarityDecision.objects.filter(plan=plan, pk__gte=first, pk__lte=last))
    for row in rows:
        row.delete()
    return len(rows)
