"""The page of what the plans of an area ask for, and the same as a workbook: one filter, one reading."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from areas.models import Area
from areas.people import person_of
from config.tools.downloads import workbook_response
from config.tools.thai import show_date, today
from plans import plan_money
from plans.forms.plan_money import PlanMoneyFilter
from plans.places import above
from plans.workbook import money_book


def scene_of(request: HttpRequest, code: str) -> tuple[Area, PlanMoneyFilter]:
    """Return an area that the person may read and which of its plans are asked for, else 404."""
    user = person_of(request)
    area = Area.objects.readable_by(user).filter(code=code).first()
    if area is None:
        raise Http404
    return area, PlanMoneyFilter(request.GET, plan_money.choices(user, code))


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the plans ask for by dimension, work stream and wanted source."""
    area, form = scene_of(request, code)
    context = {
        "area": area,
        "above": above(code),
        "form": form,
        "asked": form.asked,
        "report": plan_money.read(person_of(request), form.asked) if form.asked else None,
    }
    return render(request, "plans/plan_money.html", context)


@require_safe
def workbook(request: HttpRequest, code: str) -> FileResponse:
    """Send the same tables as a workbook, a sheet for each."""
    area, form = scene_of(request, code)
    if form.asked is None:
        raise Http404
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with translation.override("th"):  # whoever asks, as every workbook
        title = _("What plans ask for, %(area)s") % {"area": area.full_name}
        told = [str(form.asked), _("baht · as of %(day)s") % {"day": show_date(today())}]
        money_book.write(plan_money.read(person_of(request), form.asked), file, title, told)
    return workbook_response(
        file, plain=f"plan-money-{code}.xlsx", named=f"{title} {show_date(today())}.xlsx"
    )
