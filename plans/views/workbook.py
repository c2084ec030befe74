"""The workbook of a plan, one click away."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from areas.people import person_of
from config.tools.downloads import workbook_response
from plans import workbook
from plans.models import Plan


@require_safe
def plan_workbook(request: HttpRequest, pk: int) -> FileResponse:
    """Send the workbook of a plan that the person may see; originals outside their areas are one sum in it."""
    user = person_of(request)
    plan = get_object_or_404(
        Plan.objects.visible_to(user).select_related("area", "cluster", "endorsed_at"), pk=pk
    )
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    workbook.write(workbook.content_of(plan, user), file)
    plain = f"plan-{plan.area_id or 'cluster'}-{plan.first_year}-{plan.last_year}.xlsx"
    return workbook_response(file, plain=plain, named=workbook.file_name(plan))
