"""Imports in the admin: the pages of areas.views.imports in its frame, for each table that is imported."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminFileFieldWidget

from areas.imports.kinds import Importable
from areas.views import imports


class Imports:
    """Mixed into an admin whose table is imported where `importable` says how."""

    importable: Importable | None = None

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the import."""
        admin: Any = self
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]  # of the class this is mixed into
        if self.importable is None:
            return urls
        pages = [
            ("import/", ImportView, "import"),
            ("import/<int:pk>/", BatchView, "import_batch"),
            ("import/<int:pk>/undo/", UndoView, "import_undo"),
        ]
        wrap = admin.admin_site.admin_view
        ours = [
            path(at, wrap(view.as_view(admin=self)), name=admin._address(name)) for at, view, name in pages
        ]
        return [*ours, *urls]

    def may_import_new(self, request: HttpRequest) -> bool:
        """Whether the person's import may add rows."""
        admin: Any = self
        return bool(admin.has_add_permission(request))


class _InAdmin:
    """Mixed into a page of an import that stands in the admin."""

    admin: ClassVar[Any] = None
    request: HttpRequest

    @property
    def kind(self) -> Importable:
        """How the table is imported."""
        kind: Importable = self.admin.importable
        return kind

    @property
    def may_add(self) -> bool:
        """Whether the person's import may add rows."""
        return bool(self.admin.may_import_new(self.request))

    def frame(self) -> dict[str, Any]:
        """Return what the frame of the admin needs."""
        return {
            **self.admin.admin_site.each_context(self.request),
            "title": f"{_('Import')} · {capfirst(str(self.admin.opts.verbose_name_plural))}",
            "opts": self.admin.opts,
            "list_url": self.admin._url("changelist"),
        }

    def page_url(self, page: str, *args: object) -> str:
        """Return the address of a page of the table."""
        return reverse(f"admin:{self.admin._address(page)}", args=args)


class FileForm(imports.FileForm):
    """The file that is imported, with the widget whose parts the admin's script looks for."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fields["file"].widget = UnfoldAdminFileFieldWidget({"accept": ".xlsx,.csv"})


class ImportView(_InAdmin, imports.ImportView):
    """Sends a file."""

    form_class = FileForm
    template_name = "admin/house/import.html"


class BatchView(_InAdmin, imports.BatchView):
    """Shows a preview and confirms it."""

    template_name = "admin/house/import_batch.html"


class UndoView(_InAdmin, imports.UndoView):
    """Takes a whole import back."""

    template_name = "admin/house/import_batch.html"
