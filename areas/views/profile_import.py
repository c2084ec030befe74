"""Figures from a workbook: one to fill is downloaded, filled, read back, tried out, confirmed whole, undone whole."""

from __future__ import annotations

from functools import cached_property
from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from areas import profile_table
from areas.imports.kinds import Importable
from areas.imports.profiles import PROFILES, sheet_to_fill
from areas.models import Area, AreaProfile, ImportBatch
from areas.people import person_of
from areas.tree import breadcrumb
from areas.views import imports
from areas.views.profiles import YearForm
from config.tools.downloads import workbook_response
from config.tools.fields import CleanCharField


class SheetForm(YearForm):
    """What a workbook to fill is of."""

    source = CleanCharField(label=gettext_lazy("who says so"), required=False, max_length=200)

    def __init__(self, data: Any) -> None:
        """Read what the address asks for."""
        super().__init__(data)
        asked: Any = self.data
        asked["source"] = data.get("source", "")

    @property
    def asked_source(self) -> str:
        """Who tells the figures; '' where it is not said."""
        return str(self.cleaned_data.get("source", "")) if self.is_valid() else ""


@require_safe
def profile_workbook(request: HttpRequest, code: str) -> FileResponse:
    """Send the workbook of an area with a row for it and each area below it, of one year."""
    user = person_of(request)
    area = Area.objects.readable_by(user).current().filter(code=code).first()
    if area is None:
        raise Http404
    form = SheetForm(request.GET)
    places = Area.objects.current().inside(code).exclude(code=code).order_by("code")
    areas = [area, *profile_table.places_below(area, places)]
    saved = AreaProfile.objects.visible_to(user).inside(code).filter(year=form.asked).select_related("area")
    title = _("Figures of %(year)s, %(area)s") % {"year": form.asked, "area": area}
    there = {row.area_id: row for row in saved}
    content = sheet_to_fill(areas, there, form.asked, form.asked_source, title)
    return workbook_response(BytesIO(content), plain=f"figures-{code}.xlsx", named=f"{title}.xlsx")


class _OfArea:
    """Mixed into a page of an import of figures that stands below an area which the person looks after."""

    request: HttpRequest
    kwargs: dict[str, Any]
    may_add = True

    @property
    def kind(self) -> Importable:
        """How figures are imported."""
        return PROFILES

    @cached_property
    def area(self) -> Area:
        """The area that the page stands below."""
        area = Area.objects.current().filter(code=self.kwargs["code"]).first()
        if area is None:
            raise Http404
        if not Area.objects.editable_by(person_of(self.request)).filter(code=area.code).exists():
            raise PermissionDenied
        return area

    def frame(self) -> dict[str, Any]:
        """Say where the area lies."""
        return {"area": self.area, "ancestors": breadcrumb(self.area.code)}

    def page_url(self, page: str, *args: object) -> str:
        """Return the address of a page of the import below the area."""
        name = "profiles_workbook" if page == "export" else f"profiles_{page}"
        return reverse(name, args=[self.kwargs["code"], *args])


class ProfilesImport(_OfArea, imports.ImportView):
    """Offers the workbook to fill, and takes it back filled."""

    template_name = "areas/profiles_import.html"

    def find(self) -> None:
        """The page is about no row, but stands below an area."""
        self.area  # noqa: B018  asks whether the person may be here

    def context(self, form: Any) -> dict[str, Any]:
        """Add what the workbook to fill is of."""
        return {**super().context(form), "sheet": SheetForm({})}


class ProfilesBatch(_OfArea, imports.BatchView):
    """Shows a preview and confirms it."""

    template_name = "areas/profiles_batch.html"

    def find(self) -> ImportBatch:
        """Return the person's import, below an area that they look after."""
        batch = super().find()
        self.area  # noqa: B018  asks whether the person may be here
        return batch


class ProfilesUndo(ProfilesBatch, imports.UndoView):
    """Takes a whole import back."""
