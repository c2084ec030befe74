"""The form that uploads the boundaries of an area as GeoJSON, in place of those that it had, or takes them away."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas import boundaries, rules_boundaries
from areas.models import Area, BoundaryMap, Level
from areas.tree import breadcrumb
from areas.write_forms import WriteForm
from areas.writing import Result, WriteView
from config.tools.fields import CleanCharField

LEVELS = (Level.PROVINCE, Level.DISTRICT, Level.TAMBON)


class BoundaryForm(WriteForm):
    """A file with what must be said about it."""

    file = forms.FileField(
        label=gettext_lazy("File (.geojson)"),
        help_text=gettext_lazy("WGS 84; a property holds the official code of each area. At most 8 MB."),
        widget=forms.FileInput({"accept": ".geojson,.json"}),
        error_messages={
            "required": gettext_lazy("Choose the file."),
            "empty": gettext_lazy("The file is empty. Choose another one."),
        },
    )
    source = CleanCharField(label=gettext_lazy("where the boundaries come from"), max_length=200)
    licence = CleanCharField(
        label=gettext_lazy("licence of the boundaries"),
        max_length=500,
        help_text=gettext_lazy("The words that allow to show them, such as CC BY 4.0 and whom it names."),
    )
    remove = forms.BooleanField(label=gettext_lazy("take the map away"), required=False)

    def __init__(self, *args: Any, has_map: bool, **kwargs: Any) -> None:
        """Ask for a file where there is no map; what is said about a map may be changed without one."""
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not has_map


class BoundaryUpload(WriteView):
    """Uploads the boundaries of an area that a coordinator or administrator looks after.

    The file is read before the transaction of the write path begins: nobody waits for somebody else's map.
    """

    model = Area
    pk_kwarg = "code"
    form_class = BoundaryForm
    template_name = "areas/boundaries.html"
    content: bytes | None = None

    def find(self) -> Area:
        """Return a tambon or an area above whose people the person looks after."""
        area = Area.objects.filter(code=self.kwargs["code"], level__in=LEVELS).first()
        if area is None:
            raise Http404
        if not Area.objects.coordinated_by(self.user).filter(code=area.code).exists():
            raise PermissionDenied
        return area

    @property
    def kept(self) -> BoundaryMap | None:
        """What is told of the map that the area has; its shapes, which are large, are read where they are asked for."""
        return BoundaryMap.objects.visible_to(self.user).filter(area=self.target.code).defer("shapes").first()

    def version_of(self, target: Any) -> int:
        """Return the version of the map; 0 where there is none."""
        kept = self.kept
        return kept.version if kept else 0

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """Show what is said about the map that the area has."""
        kept = self.kept
        told = {"source": kept.source, "licence": kept.licence} if kept else {}
        return {"initial": told, "files": self.request.FILES or None, "has_map": bool(told)}

    def context(self, form: Any) -> dict[str, Any]:
        """Say where the area lies and which map it has."""
        return {
            "area": self.target,
            "ancestors": breadcrumb(self.target.code),
            "kept": self.kept,
            "abolished": self.abolished,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read the file; its print is part of what tells a form sent twice from one with another file."""
        sent = request.FILES.get("file")
        self.fault: ValidationError | None = None
        self.drawing: boundaries.Drawing | None = None
        if sent is not None:
            codes = Area.objects.inside(self.target.code).filter(level__in=LEVELS)
            content = sent.read(boundaries.MOST_BYTES + 1)
            try:
                self.drawing = boundaries.read(content, set(codes.values_list("code", flat=True)))
            except ValidationError as fault:
                self.fault = fault
            data = request.POST.copy()
            data["digest"] = hashlib.sha256(content).hexdigest()
            request.POST = data  # type: ignore[assignment]  # the stubs want one that stays as it is
        return super().post(request, *args, **kwargs)

    def refused(self, form: Any, refused: ValidationError, key: str) -> HttpResponse:
        """Tell what is wrong with the file beside the rest, or that it must be chosen anew: no browser keeps it."""
        if self.request.FILES and "file" not in form.errors and not hasattr(refused, "error_dict"):
            again = ValidationError(
                _("Choose the file again: the browser did not keep it. Nothing is saved yet.")
            )
            form.add_error("file", self.fault or again)
        return super().refused(form, refused, key)

    def perform(self, form: Any, target: Any) -> Result:
        """Keep the map, or take it away."""
        page = reverse("boundaries", args=[target.code])
        if form.cleaned_data["remove"]:
            rules_boundaries.remove(target)
            return Result(page, _("%(area)s has no map now.") % {"area": target})
        if self.fault is not None:
            raise ValidationError({"file": self.fault})
        told = {name: form.cleaned_data[name] for name in ("licence", "source")}
        kept = rules_boundaries.keep(target, self.drawing, **told)
        message = _("The map of %(area)s was saved: %(count)s areas have a boundary.")
        return Result(page, message % {"area": target, "count": len(kept.shapes)})

    @property
    def abolished(self) -> list[Area]:
        """Return the areas of the map that were abolished: most are on no table, so that they are not drawn."""
        old = Area.objects.inside(self.target.code).filter(level__in=LEVELS, abolished_on__isnull=False)
        kept = BoundaryMap.objects.visible_to(self.user).filter(area=self.target.code)
        shapes = kept.values_list("shapes", flat=True).first() or {}
        return [one for one in old if one.code in shapes]
