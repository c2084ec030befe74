"""The list of what is overdue in the follow-up of projects, on the page and as a workbook; the longest first."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from areas.models import User
from areas.people import person_of
from config.tools.downloads import workbook_response
from config.tools.list_book import CHUNK, MOST, Field, write_rows
from config.tools.listing import PAGE
from config.tools.sheets import Align, Cell
from config.tools.thai import show_date, today
from projects.forms.overdue_filter import OverdueFilter
from projects.overdue import Key, Late, keys, late_rows


@require_safe
def overdue_list(request: HttpRequest) -> HttpResponse:
    """Show payments, reports and next steps that are overdue in the person's scope."""
    user = person_of(request)
    form = OverdueFilter(request.GET, user)
    page = Paginator(keys(user, form.asked), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": late_rows(page.object_list, user),
        "filtered": bool(form.chosen()),
        "told": form.told(),
    }
    return render(request, "projects/overdue_list.html", context)


@require_safe
def overdue_workbook(request: HttpRequest) -> FileResponse:
    """Send the same list as a workbook: same filter, same order."""
    user = person_of(request)
    form = OverdueFilter(request.GET, user)
    found = keys(user, form.asked)
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with translation.override("th"):  # whoever asks, as every workbook
        title, order = gettext("Overdue in projects"), gettext("the longest overdue first")
        told = [user.role_label, " · ".join(form.told()) or gettext("all, without a filter")]
        cells = cells_of(found, user)
        write_rows(file, FIELDS, cells, count=found.count(), order=order, title=title, told=told)
    return workbook_response(file, plain="overdue.xlsx", named=f"{title} {show_date(today())}.xlsx")


def cells_of(found: QuerySet[Any, Key], user: User) -> Iterator[list[Cell]]:
    """Yield the cells of each row, some thousand rows at a time."""
    rest = iter(list(found[:MOST]))
    while part := list(islice(rest, CHUNK)):
        for late in late_rows(part, user):
            yield [field.show(late) for field in FIELDS]


def above(late: Late) -> Cell:
    """Return the area above the place."""
    parent = late.area.parent if late.area else None
    return parent.full_name if parent else None


FIELDS = (
    Field(_("What is overdue"), 18, (), lambda late: str(late.what.label)),
    Field(_("Days overdue"), 11, (), lambda late: late.days, Align.RIGHT),
    Field(_("Day that is past"), 14, (), lambda late: show_date(late.due), Align.CENTRE),
    Field(_("Code"), 11, (), lambda late: late.project.code),
    Field(_("Project"), 40, (), lambda late: late.project.name),
    Field(_("Place"), 20, (), lambda late: late.place),
    Field(_("within"), 20, (), above),
    Field(_("Tranche or next step"), 30, (), lambda late: late.title),
    Field(_("Source agency"), 26, (), lambda late: str(late.line.source) if late.line else None),
    Field(_("Kind of money"), 16, (), lambda late: late.line.get_kind_display() if late.line else None),
    Field(_("Leg"), 12, (), lambda late: str(late.line.leg) if late.line and late.line.leg else None),
    Field(_("Amount (baht)"), 14, (), lambda late: late.amount, Align.RIGHT),
)
