"""The report of projects' money by leg and place, on the page and as a workbook: one filter, one reading."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from areas.models import User
from areas.people import person_of
from config.tools.downloads import workbook_response
from config.tools.thai import show_date, today
from projects import leg_book, leg_report
from projects.forms.report_filter import ReportFilter
from projects.models import Kind


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Show the money of the person's scope by leg, and each leg by place."""
    user = person_of(request)
    form = ReportFilter(request.GET, user)
    context = {
        "form": form,
        "report": leg_report.read(user, form.asked, form.level),
        "kind": Kind(form.asked.kind).label,
        "kind_code": form.asked.kind,
        "told": form.told(),
        "filtered": bool(form.chosen()),
    }
    return render(request, "projects/leg_report.html", context)


def told_of(form: ReportFilter, user: User) -> list[str]:
    """Return what stands above a report's workbook: whose it is, what was asked for, which money, as of when."""
    return [
        user.role_label,
        " · ".join(form.told()) or _("all, without a filter"),
        _("%(kind)s, baht · as of %(day)s")
        % {"kind": Kind(form.asked.kind).label, "day": show_date(today())},
    ]


@require_safe
def report_workbook(request: HttpRequest) -> FileResponse:
    """Send the same report as a workbook."""
    user = person_of(request)
    form = ReportFilter(request.GET, user)
    found = leg_report.read(user, form.asked, form.level)
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with translation.override("th"):  # whoever asks, as every workbook
        leg_book.write(found, file, told_of(form, user))
        title = leg_book.title()
    return workbook_response(file, plain="legs.xlsx", named=f"{title} {show_date(today())}.xlsx")
