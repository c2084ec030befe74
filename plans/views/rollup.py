"""The roll-up workbench: what waits, the lines with their originals, what was left out, and whether it all ties."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from areas.people import person_of
from plans import changes, queue, rollup
from plans.models import Plan
from plans.places import below_name
from plans.reopened import state_of
from plans.rollup_rows import RollUp
from plans.sight import seen_by

QUEUE_ROWS, LINES, ANNEX_ROWS = 50, 30, 50  # on one page


@require_safe
@never_cache  # the buttons' one-time keys must not come back out of the browser's memory
def workbench(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the workbench; with buttons for those who may change the plan while it is a draft."""
    user = person_of(request)
    plans = Plan.objects.select_related("area__parent", "cluster", "endorsed_at")
    plan = get_object_or_404(plans.visible_to(user), pk=pk)
    read, outside = seen_by(rollup.read(plan), user)
    at = queue.kept(request.GET)
    waiting = queue.narrow(read.waiting, at)
    changed = request.GET.get("changed", "")
    page = page_with(
        waiting, QUEUE_ROWS, request.GET.get("page"), [f"item-{row.item_id}" for row in waiting], changed
    )
    lines = page_with(
        read.lines, LINES, request.GET.get("lines"), [f"line-{line.pk}" for line in read.lines], changed
    )
    out = page_with(
        read.left_out,
        ANNEX_ROWS,
        request.GET.get("annex"),
        [f"out-{row.left_out_id}" for row in read.left_out],
        changed,
    )
    below = changes.of_plan(plan)
    context = {
        "plan": plan,
        "state": state_of(plan),
        "read": read,
        "outside": outside,
        "page": page,
        "lines": lines,
        "out": out,
        "changed": changed,
        "at": urlencode(at),
        "filters": queue.filters(read.waiting, at, filter_labels()),
        "is_narrowed": len(waiting) != len(read.waiting),
        "found": len(waiting),
        "groups": queue.groups(read),
        "takers": [line for line in read.lines if line.has_origin],
        "changed_below": below,
        "over_out": changes.over_of(row.item_id for row in out) if read.over.count else {},
        "over_below": [pk for pk, change in below.items() if change.over],
        "looks_after": Plan.objects.editable_by(user).filter(pk=pk).exists(),
        "may_edit": not plan.is_endorsed and Plan.objects.editable_by(user).filter(pk=pk).exists(),
        "balance_rows": balance_rows(read),
        "below": below_name(plan),
    }
    return render(request, "plans/rollup.html", context)


def page_with(rows: Any, size: int, asked: str | None, names: list[str], changed: str) -> Page[Any]:
    """Return the page that was asked for, else the one that holds the changed row, else the first."""
    pages = Paginator(rows, size)
    if not asked and changed in names:
        return pages.page(names.index(changed) // size + 1)
    return pages.get_page(asked)


def filter_labels() -> dict[str, str]:
    """Return what each filter says when it lets everything through."""
    return {"area": _("All areas"), "dimension": _("All dimensions"), "door": _("All doors")}


def balance_rows(read: RollUp) -> list[tuple[str, Any]]:
    """Return the sides of the balance with their words, for the table by year."""
    balance = read.balance
    return [
        (_("Endorsed plans below"), balance.endorsed),
        (_("Carried up"), balance.carried),
        (_("Left out"), balance.out),
        (_("Not yet placed"), balance.rest),
    ]
