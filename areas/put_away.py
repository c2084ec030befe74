"""A form sent about a row that was put away meanwhile: what was typed is shown to be copied, so nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render

from areas.write_forms import sent

if TYPE_CHECKING:
    from areas.writing import WriteView


def row_of(view: WriteView) -> Any:
    """Return the row that a form is about, where it is put away and the person looks after it."""
    every = getattr(getattr(view, "model", None), "every", None)
    if every is None:
        return None
    away = every.editable_by(view.user).filter(archived_at__isnull=False)
    return away.select_related("archived_by").filter(pk=view.kwargs.get(view.pk_kwarg)).first()


def answer(view: WriteView, row: Any) -> HttpResponse:
    """Return the page that says who put the row away, when and why, with what was typed."""
    data = view.request.POST
    form = view.get_form(data, row)
    typed = [
        (form.label_of(name), form.shown(name, texts))
        for name in form.raw()
        if (texts := sent(data.getlist(name)))
    ]
    context = {
        "row": row,
        "who": getattr(row, "archived_by", None) or getattr(row, "updated_by", None),
        "why": getattr(row, "archived_why", "") or getattr(row, "archive_reason", ""),
        "typed": typed,
    }
    return render(view.request, "areas/put_away.html", context, status=409)
