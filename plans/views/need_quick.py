"""Many needs at once, as they are heard in a village meeting."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext

from areas.models import Area
from areas.writing import Result, WriteView, read_key, read_version
from plans.forms.quick import MOST_ROWS, START, QuickForm
from plans.places import above
from plans.rules_needs import save_needs


class NeedQuick(WriteView):
    """Place and meeting once, then row after row; all rows are saved together or none."""

    model = Area
    pk_kwarg = "code"
    form_class = QuickForm
    template_name = "plans/need_quick.html"
    checks_version = False

    def form_kwargs(self, target: Area) -> dict[str, Any]:
        """The place, and as many rows as were sent."""
        return {"home": target.code, "user": self.user, "rows": rows_sent(self.request)}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the place."""
        return {"area": self.target, "above": above(self.target.code), "most": MOST_ROWS}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save all rows; “one more” alone gives another row below what is typed, and saves nothing."""
        if "more" not in request.POST:
            return super().post(request, *args, **kwargs)
        kwargs = {**self.form_kwargs(self.target), "rows": rows_sent(request) + 1}
        form = QuickForm(typed=request.POST, **kwargs)
        key = str(read_key(request.POST.get("key", "")))
        version = read_version(request.POST.get("version", ""))
        return self.page(form, key=key, version=version, opened=request.POST.get("opened", ""))

    def perform(self, form: Any, target: Area) -> Result:
        """Write the meeting and the needs."""
        place: Area = form.cleaned_data["area"]
        saved = save_needs(place, form.new_meeting(), form.cleaned_data["needs"])
        told = ngettext(
            "%(count)s need of %(area)s is saved.", "%(count)s needs of %(area)s are saved.", len(saved)
        ) % {"count": len(saved), "area": place}
        return Result(f"{reverse('need_list')}?area={place.code}&sort=-age", told)


def rows_sent(request: HttpRequest) -> int:
    """Return how many rows a form was sent with; what cannot be read is the usual number."""
    text = request.POST.get("rows", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else START
