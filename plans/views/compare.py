"""The provinces of a cluster side by side, on the page and as a workbook."""

from __future__ import annotations

import tempfile
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from areas.mine import own_clusters
from areas.models import Cluster
from areas.people import person_of
from config.tools.downloads import workbook_response
from config.tools.pictures import bars
from config.tools.thai import short_amount, show_date, today
from plans import compare, mapping_words
from plans.compare import Comparison
from plans.forms.compare import CompareFilter
from plans.workbook import compare_book


def scene_of(request: HttpRequest, pk: int) -> tuple[Cluster, CompareFilter, Comparison]:
    """Return a cluster whose records the person may read, what is asked for and what was found, else 404."""
    user = person_of(request)
    cluster = own_clusters(user).filter(pk=pk).first() if pk < 2**31 else None
    if cluster is None:
        raise Http404
    form = CompareFilter(request.GET, user, list(cluster.provinces.values_list("code", flat=True)))
    return cluster, form, compare.read(user, cluster, form.asked)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the provinces side by side, with a bar for each province's money."""
    cluster, form, found = scene_of(request, pk)
    asked = {
        "year": form.asked.fiscal_year or "",
        "kind": form.asked.kind,
        "leg": form.asked.leg or "",
    }
    baht = zip(found.provinces, found.money.sums.cells, strict=True)
    mappings = {
        one.code: f"{reverse('mapping', args=[one.code])}?{urlencode(asked)}" for one in found.provinces
    }
    context = {
        "cluster": cluster,
        "form": form,
        "found": found,
        "told": form.told(),
        "sections": [
            (_("Money by work stream"), _("baht"), found.money, mapping_words.steps(found.money.measure)),
            (_("Open needs by dimension"), _("needs"), found.needs, mapping_words.steps(found.needs.measure)),
        ],
        "rows_url": f"{reverse('project_list')}?{urlencode(asked)}",
        "bars": bars(
            (one.full_name, cell.number or 0, short_amount(cell.number), mappings[one.code])
            for one, cell in baht
        ),
    }
    return render(request, "plans/compare.html", context)


@require_safe
def workbook(request: HttpRequest, pk: int) -> FileResponse:
    """Send the same as a workbook."""
    cluster, form, found = scene_of(request, pk)
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with translation.override("th"):  # whoever asks, as every workbook
        title = _("Provinces of %(cluster)s side by side") % {"cluster": cluster}
        told = [" · ".join(form.told()), _("as of %(day)s") % {"day": show_date(today())}]
        compare_book.write(found, file, [title, *(line for line in told if line)])
    return workbook_response(file, plain="compare.xlsx", named=f"{title} {show_date(today())}.xlsx")
