"""What every page of the admin obeys: who enters, which rows they see and change, and that nothing is deleted."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin, TabularInline

from areas.models.recorded import acting_as
from areas.people import person_of

PLAIN_LOOKUPS = {"exact", "isnull"}  # what the filters of the list send; others may make the database fail


class Narrowed:
    """Rows narrowed to the person's scope, choices too; shared by pages and inlines."""

    model: type[models.Model]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Return the rows that the person may see."""
        rows: Any = super().get_queryset(request)  # type: ignore[misc]  # of the class this is mixed into
        seen: models.QuerySet[Any] = (
            rows.visible_to(person_of(request)) if hasattr(rows, "visible_to") else rows
        )
        return seen

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only rows that the person may change, where the other model has a scope."""
        offered: Any = db_field.remote_field.model._default_manager.all()
        if hasattr(offered, "editable_by"):
            kwargs["queryset"] = offered.editable_by(person_of(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]  # of the class this is mixed into

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the model to whoever may enter the admin."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let whoever may enter see the rows of their scope."""
        return obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is added, unless a subclass says so."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed, unless a subclass says so."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is ever deleted: what is no longer wanted is ended, archived or deactivated."""
        return False


class ViewAdmin(Narrowed, SimpleHistoryAdmin, ModelAdmin):  # type: ignore[misc]  # unfold's classes have no types
    """Rows to look at, with their history; their rules live on the staff pages."""

    adds = False  # whether rows are added here
    show_full_result_count = False
    list_per_page = 50
    actions = None

    def get_urls(self) -> list[URLPattern]:
        """Leave out the addresses of deleting and, where nothing is added, of adding."""
        closed = ("_delete",) if self.adds else ("_delete", "_add")
        return [url for url in super().get_urls() if not (url.name or "").endswith(closed)]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let whoever may enter add, where anything is added."""
        return self.adds

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Allow in the address only what the list's own filters send."""
        last = lookup.rsplit("__", 1)[-1]
        path = lookup.removesuffix(f"__{last}") if last in PLAIN_LOOKUPS else lookup
        filters = [one for one in self.list_filter if isinstance(one, str)]
        return path in filters or path.removesuffix("__id") in filters or path.removesuffix("__pk") in filters

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Refuse a number that SQLite cannot hold as any other wrong filter is refused."""
        try:
            response: HttpResponse = super().changelist_view(request, extra_context)
        except OverflowError:
            return redirect(f"{request.path}?e=1")
        return response

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign everything saved on the page by the person."""
        with acting_as(request.user):
            response: HttpResponse = super().changeform_view(request, *args, **kwargs)
        return response

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show the history of a row in scope; the package would show that of any row."""
        self._in_scope(request, object_id)
        response: HttpResponse = super().history_view(request, object_id, extra_context)
        return response

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show one state of a row in scope; the package would also save it again, which nobody may."""
        if request.method != "GET":
            raise PermissionDenied
        self._in_scope(request, object_id)
        if not version_id.isascii() or not version_id.isdigit() or len(version_id) > 18:
            raise Http404
        response: HttpResponse = super().history_form_view(request, object_id, version_id, extra_context)
        return response

    def _in_scope(self, request: HttpRequest, object_id: str) -> None:
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404


class EditAdmin(ViewAdmin):
    """Rows that may be added and changed; `editable_by` on the queryset says by whom, where it has one."""

    adds = True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let the person change the rows that `editable_by` gives them."""
        if obj is None or obj.pk is None:
            return True
        rows: Any = self.model._default_manager.filter(pk=obj.pk)
        return bool(rows.editable_by(person_of(request)).exists() if hasattr(rows, "editable_by") else True)


class ViewInline(Narrowed, TabularInline):  # type: ignore[misc]  # unfold's classes have no types
    """Rows of another table to look at on a page."""

    extra = 0
    can_delete = False
    show_change_link = False
