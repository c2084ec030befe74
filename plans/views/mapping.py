"""The mapping of a province, district or tambon, on the page and as a workbook: one filter, one reading."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from areas.codes import TAMBON
from areas.models import Area, User
from areas.people import person_of
from config.tools.downloads import workbook_response
from config.tools.thai import show_date, today
from plans import mapping, mapping_words
from plans.forms.mapping import MappingFilter
from plans.laying import lay
from plans.mapping import Grid
from plans.places import above
from plans.workbook import mapping_book
from projects import mapping as readings
from projects.forms.placed_filter import INSIDE
from projects.mapping import OTHERS, Column


def scene_of(request: HttpRequest, code: str) -> tuple[Area, MappingFilter]:
    """Return an area that the person may read, a tambon or above, and what is asked for of it, else 404."""
    user = person_of(request)
    area = Area.objects.readable_by(user).filter(code=code).first()
    if area is None or len(code) > TAMBON:
        raise Http404
    return area, MappingFilter(request.GET, user, area)


def grid_of(user: User, area: Area, form: MappingFilter, *, whole: bool) -> Grid:
    """Return the table that is asked for; nine queries at most."""
    length, code = form.length, area.code
    told: dict[str, Any] = {}
    if form.shown == "needs":
        severity = form.chosen().get("severity") or 1
        found, told["known"] = mapping.needs(user, code, length, severity)
    elif form.shown == "survey":
        found = readings.surveys(user, code, length)
        told["known"] = {place for place, _stream in found.values}
    else:
        read = readings.money if form.shown == "baht" else readings.projects
        found = read(user, form.asked, length, form.beside, form.page)
        if form.beside == "stream" and length == TAMBON:
            told["states"] = readings.states(user, code)
    areas = mapping.areas_of(user, area, length, {place for place, _key in found.values})
    endorsed = mapping.endorsed(user, code)
    return lay(area, areas, found, length, endorsed=endorsed, whole=whole, **told)


def rows_of(form: MappingFilter, columns: Iterable[Column]) -> dict[str, str]:
    """Return the address that lists the rows of all cells, what names a cell's column in it, and all other columns."""
    chosen = form.chosen()
    if form.shown == "needs":
        asked = {"status": "open", "severity": chosen.get("severity", "")}
        return {"rows_url": f"{reverse('need_list')}?{urlencode(asked)}", "column": "dimension"}
    asked = {
        "year": form.fiscal or "",
        "kind": form.asked.kind,
        "leg": form.asked.leg or "",
        "source": form.asked.source or "",
    }
    column = "work_stream"
    if form.beside == "agency":
        column = "source"
        del asked["source"]
    own = ",".join(str(one.key) for one in columns if one.key != OTHERS)
    rows = f"{reverse('project_list')}?{urlencode(asked)}"
    return {"rows_url": rows, "column": column, "others": f"-{own}"}


def whole_of(form: MappingFilter, rows_url: str) -> tuple[str, str]:
    """Return what stands before and after an area's code in the address of all its rows: of a number that is a sum."""
    if form.shown != "survey":
        return f"{rows_url}&area=", f"&level={INSIDE}"
    name, asked = ("mapping", "?value=survey") if form.by_district else ("surveys", "")
    before, after = reverse(name, args=["-"]).split("-")
    return before, after + asked


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the table, and the tambons by district as tiles."""
    user = person_of(request)
    area, form = scene_of(request, code)
    grid = grid_of(user, area, form, whole=form.is_whole)
    where = rows_of(form, grid.found.columns)
    context = {
        "area": area,
        "above": above(code),
        "form": form,
        "grid": grid,
        "map": mapping.sheet_of(user, code, grid),
        "may_draw": Area.objects.coordinated_by(user).filter(code=code).exists(),
        "words": mapping_words.of(form.shown, form.beside),
        "told": form.told(),
        "whole": whole_of(form, where["rows_url"]),
        **where,
    }
    return render(request, "plans/mapping.html", context)


@require_safe
def workbook(request: HttpRequest, code: str) -> FileResponse:
    """Send the same table as a workbook, every area in it."""
    user = person_of(request)
    area, form = scene_of(request, code)
    grid = grid_of(user, area, form, whole=True)
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with translation.override("th"):  # whoever asks, as every workbook
        title = _("Mapping of %(area)s") % {"area": area.full_name}
        words = mapping_words.of(form.shown, form.beside)
        told = [words.title, " · ".join(form.told()), _("as of %(day)s") % {"day": show_date(today())}]
        mapping_book.write(grid, words, file, [title, *(line for line in told if line)])
    return workbook_response(file, plain=f"mapping-{code}.xlsx", named=f"{title} {show_date(today())}.xlsx")
