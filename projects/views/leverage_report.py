"""The report of what CODI's money brought, on the page and as a workbook: one filter, one reading."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from areas.people import person_of
from config.tools.downloads import workbook_response
from config.tools.thai import show_date, today
from projects import leverage_book, leverage_report
from projects.forms.leverage_filter import LeverageFilter
from projects.models import Kind
from projects.views.leg_report import told_of


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Show what the money of the person's scope brought, by place, stream or year, with the story of each link."""
    user = person_of(request)
    form = LeverageFilter(request.GET, user)
    context = {
        "form": form,
        "report": leverage_report.read(user, form.asked, form.level),
        "grouped": capfirst(form.grouped),
        "kind": Kind(form.asked.kind).label,
        "told": form.told(),
        "filtered": bool(form.chosen()),
    }
    return render(request, "projects/leverage_report.html", context)


@require_safe
def report_workbook(request: HttpRequest) -> FileResponse:
    """Send the same report as a workbook."""
    user = person_of(request)
    form = LeverageFilter(request.GET, user)
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with translation.override("th"):  # whoever asks, as every workbook
        found = leverage_report.read(user, form.asked, form.level)
        leverage_book.write(found, file, told_of(form, user), capfirst(form.grouped))
        title = leverage_book.title()
    return workbook_response(file, plain="leverage.xlsx", named=f"{title} {show_date(today())}.xlsx")
