"""What every page of the admin obeys: who enters, which rows they see and change, and that nothing is deleted."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin, TabularInline

from areas import histories
from areas.admin_guard import Guarded
from areas.admin_import import Imports
from areas.admin_sheets import columns_of, resource_of, workbook
from areas.admin_shown import as_people_write
from areas.histories import Told
from areas.models.recorded import Recorded, acting_as
from areas.people import person_of

PAGE = 20  # changes on a page of a history
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN_LOOKUPS = {"exact", "isnull"}  # what the filters of the list send; others may make the database fail


class Narrowed:
    """Rows narrowed to the person's scope, choices too; shared by pages and inlines."""

    model: type[models.Model]
    seen_with: tuple[str, ...] = ()  # columns that point at rows which the person has to see to see this one

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Return the rows that the person may see."""
        rows: Any = super().get_queryset(request)  # type: ignore[misc]  # of the class this is mixed into
        user = person_of(request)
        seen: models.QuerySet[Any] = rows.visible_to(user) if hasattr(rows, "visible_to") else rows
        for name in self.seen_with:
            other: Any = self.model._meta.get_field(name).remote_field
            seen = seen.filter(**{f"{name}__in": other.model._default_manager.visible_to(user)})
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


class ViewAdmin(Imports, Narrowed, SimpleHistoryAdmin, ModelAdmin):  # type: ignore[misc]  # unfold's classes have no types
    """Rows to look at, with their history; their rules live on the staff pages."""

    adds = False  # whether rows are added here
    show_full_result_count = False
    list_per_page = 50
    actions = None
    list_filter_submit = True
    change_list_template = "admin/house/list.html"
    object_history_template = "admin/house/history.html"
    told: Told | None = None  # how the history is told, where it has parts
    sheet_columns: tuple[str, ...] = ()  # of the list as a workbook; `columns_of` where none are named
    staff_page = (
        ""  # name of the address where people look after a row, for rows that are only looked at here
    )
    staff_row = "pk"  # where the row holds that page's key

    def get_urls(self) -> list[URLPattern]:
        """Leave out deleting, going back to a state and, where nothing is added, adding; add the list as a workbook."""
        closed = ("_delete", "_simple_history") if self.adds else ("_delete", "_simple_history", "_add")
        kept = [url for url in super().get_urls() if not (url.name or "").endswith(closed)]
        export = path("export/", self.admin_site.admin_view(self.export_view), name=self._address("export"))
        return [export, *kept]

    def _address(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _url(self, page: str) -> str:
        return reverse(f"admin:{self._address(page)}")

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        """Show dates in the Buddhist era, and head each column in the person's language."""
        return as_people_write(self.model, super().get_list_display(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        """Show what is only read as people write it, with who changed the row last."""
        named = tuple(super().get_readonly_fields(request, obj))
        if issubclass(self.model, Recorded) and obj is not None:
            named = (*named, "updated_by", "updated_at")
        return as_people_write(self.model, named)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Show what is only read as people write it."""
        may_change = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        kept = set(self.get_readonly_fields(request, obj))
        shown = []
        for name, options in super().get_fieldsets(request, obj):
            written = as_people_write(self.model, options["fields"])
            plain = zip(options["fields"], written, strict=True)
            fields = [new if new in kept or not may_change else old for old, new in plain]
            shown.append((name, {**options, "fields": fields}))
        return shown

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let whoever may enter add, where anything is added."""
        return self.adds

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Allow in the address only what the list's own filters send."""
        last = lookup.rsplit("__", 1)[-1]
        path = lookup.removesuffix(f"__{last}") if last in PLAIN_LOOKUPS else lookup
        filters = [one for one in self.list_filter if isinstance(one, str)]
        ours = {one.parameter_name for one in self.list_filter if not isinstance(one, str)}
        return (
            lookup in ours
            or path in filters
            or path.removesuffix("__id") in filters
            or path.removesuffix("__pk") in filters
        )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Refuse a number that SQLite cannot hold as any other wrong filter is refused."""
        more = {"export_url": f"{self._url('export')}?{request.GET.urlencode()}"}
        if self.importable is not None:
            more["import_url"] = self._url("import")
        try:
            response: HttpResponse = super().changelist_view(request, {**more, **(extra_context or {})})
        except OverflowError:
            return redirect(f"{request.path}?e=1")
        return response

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """Give the list as a workbook: the same rows under the same filter, all pages of it."""
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
            columns = self.sheet_columns or columns_of(self.model)
            resource = resource_of(self.model, columns)()
            found = histories.with_names(rows, columns)
            content = workbook(resource, found, capfirst(str(self.opts.verbose_name_plural)))
        except (IncorrectLookupParameters, OverflowError):
            return redirect(f"{self._url('changelist')}?e=1")
        name = f"{self.opts.model_name}.xlsx"
        heads = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=XLSX, headers=heads)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign everything saved on the page by the person."""
        with acting_as(request.user):
            response: HttpResponse = super().changeform_view(request, *args, **kwargs)
        return response

    change_form_before_template = "admin/house/staff_page.html"

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say where a row is changed that is only looked at here."""
        more = {**context, "staff_url": self.staff_url(kwargs.get("obj"))}
        response: HttpResponse = super().render_change_form(request, more, *args, **kwargs)
        return response

    def staff_url(self, row: Any) -> str:
        """Return the address where people look after a row; '' for one put away, which has no page until it is back."""
        if (
            row is None
            or not self.staff_page
            or (hasattr(self.model, "every") and row.archived_at is not None)
        ):
            return ""
        return reverse(self.staff_page, args=[attrgetter(self.staff_row)(row)])

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Tell the history of a row in scope: who, when, from what to what."""
        row = self._in_scope(request, object_id)
        found = histories.history_of(self.told or Told(self.model), row, person_of(request))
        page = Paginator(found.changes, PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "opts": self.opts,
            "object": row,
            "page": page,
            "changes": page.object_list,
            "cut": found.is_cut,
            "most": histories.MOST,
            **(extra_context or {}),
        }
        return render(request, self.object_history_template, context)

    def _in_scope(self, request: HttpRequest, object_id: str) -> Any:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        return row


class EditAdmin(Guarded, ViewAdmin):
    """Rows that may be added and changed; `editable_by` on the queryset says by whom, where it has one."""

    adds = True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let the person change the rows that `editable_by` gives them."""
        if obj is None or obj.pk is None:
            return True
        rows: Any = self.model._default_manager.filter(pk=obj.pk)
        return bool(rows.editable_by(person_of(request)).exists() if hasattr(rows, "editable_by") else True)


class NarrowedInline(Narrowed):
    """Rows of another table on the page of a row, narrowed to the person's scope."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Show them: they are narrowed themselves, and `obj` is the row they hang on, which the page found."""
        return True


class ViewInline(NarrowedInline, TabularInline):  # type: ignore[misc]  # unfold's classes have no types
    """Rows of another table to look at on a page; `fields` names their columns."""

    fields: tuple[str, ...]

    extra = 0
    can_delete = False
    show_change_link = False
    hide_title = True  # the columns tell all that the name of a row tells

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Read the rows that are named in the columns together with the rows."""
        return histories.with_names(super().get_queryset(request), self.fields)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        """Show dates in the Buddhist era and amounts with their unit."""
        return as_people_write(self.model, super().get_fields(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        """Nothing is typed here."""
        return tuple(self.get_fields(request, obj))
