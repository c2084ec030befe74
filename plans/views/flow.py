"""The flow of an area's money, from sources through projects to the areas below."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from areas.codes import PLACE, TAMBON
from areas.models import Area
from areas.people import person_of
from config.tools.downloads import workbook_response
from config.tools.thai import show_date, today
from plans import flow
from plans.flow import Flow
from plans.forms.compare import CompareFilter
from plans.places import above
from plans.workbook import flow_book

MOST_ROWS = 200  # of the table; all of them are in the picture


def scene_of(request: HttpRequest, code: str) -> tuple[Area, CompareFilter, Flow]:
    """Return an area that the person may read, a tambon or above, what is asked for and what was found, else 404."""
    user = person_of(request)
    area = Area.objects.readable_by(user).filter(code=code).first()
    if area is None or len(code) > TAMBON:
        raise Http404
    form = CompareFilter(request.GET, user, [code])
    return area, form, flow.read(user, area, form.asked, PLACE if len(code) == TAMBON else TAMBON)


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the picture and its rows."""
    area, form, found = scene_of(request, code)
    context = {
        "area": area,
        "above": above(code),
        "form": form,
        "flow": found,
        "ways": found.ways[:MOST_ROWS],
        "more": found.ways[MOST_ROWS:],
        "told": form.told(),
    }
    return render(request, "plans/flow.html", context)


@require_safe
def workbook(request: HttpRequest, code: str) -> FileResponse:
    """Send all rows as a workbook."""
    area, form, found = scene_of(request, code)
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with translation.override("th"):  # whoever asks, as every workbook
        title = _("Flow of money, %(area)s") % {"area": area.full_name}
        told = [" · ".join(form.told()), _("as of %(day)s") % {"day": show_date(today())}]
        flow_book.write(found, file, [title, *(line for line in told if line)])
    return workbook_response(file, plain=f"flow-{code}.xlsx", named=f"{title} {show_date(today())}.xlsx")
