"""The workbook of a plan, one click away."""

from __future__ import annotations

import tempfile
from urllib.parse import quote

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from areas.people import person_of
from plans import workbook
from plans.models import Plan

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def plan_workbook(request: HttpRequest, pk: int) -> FileResponse:
    """Send the workbook of a plan that the person may see; originals outside their areas are one sum in it."""
    user = person_of(request)
    plan = get_object_or_404(
        Plan.objects.visible_to(user).select_related("area", "cluster", "endorsed_at"), pk=pk
    )
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    workbook.write(workbook.content_of(plan, user), file)
    file.seek(0)
    response = FileResponse(file, content_type=XLSX)
    plain = f"plan-{plan.area_id or 'cluster'}-{plan.first_year}-{plan.last_year}.xlsx"
    named = quote(workbook.file_name(plan), safe="")
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{named}"
    return response
