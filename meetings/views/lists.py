"""The pages of the reference lists: everyone reads them; coordinators and superusers add, change and put away."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from areas import rules_lists
from areas.histories import Told, history_of
from areas.models import Cluster
from areas.people import person_of
from areas.write_forms import WriteForm
from areas.writing import Result, WriteView
from meetings.forms.lists import ListFilter
from meetings.lists import LISTS, ReferenceList
from projects.models import Agency
from projects.rules import refuse_place

PAGE = 100  # rows


def list_of(name: str) -> ReferenceList:
    """Return the list that the address names; else 404."""
    if name not in LISTS:
        raise Http404
    return LISTS[name]


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show which lists there are."""
    return render(request, "reference/index.html", {"lists": list(LISTS.values())})


@require_safe
def reference_list(request: HttpRequest, name: str) -> HttpResponse:
    """Show the rows of a list, those put away last."""
    user, shown = person_of(request), list_of(name)
    form = ListFilter(request.GET)
    page = Paginator(form.narrow(shown.rows().visible_to(user)), PAGE).get_page(request.GET.get("page"))
    context = {
        "list": shown,
        "form": form,
        "filtered": bool(form.chosen()),
        "page": page,
        "rows": page.object_list,
        "may_add": shown.may_add(user),
    }
    return render(request, "reference/list.html", context)


@require_safe
def reference_row(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Show a row and what became of it."""
    user, shown = person_of(request), list_of(name)
    row = found(shown, user, pk)
    manager: Any = shown.model._default_manager
    context = {
        "list": shown,
        "row": row,
        "may_edit": manager.editable_by(user).filter(pk=pk).exists(),
        "changes": history_of(Told(shown.model), row, user).changes,
    }
    return render(request, "reference/row.html", context)


def found(shown: ReferenceList, user: Any, pk: Any) -> Any:
    """Return a row of the list; else 404."""
    row = shown.rows().visible_to(user).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


class ListView(WriteView):
    """A form about a list or one of its rows."""

    template_name = "reference/form.html"

    @property
    def shown(self) -> ReferenceList:
        """The list that the address names."""
        return list_of(self.kwargs["name"])

    def find(self) -> Any:
        """Return the row; changed by whoever keeps it."""
        row = found(self.shown, self.user, self.kwargs["pk"])
        if not type(row)._default_manager.editable_by(self.user).filter(pk=row.pk).exists():
            raise PermissionDenied
        return row

    def lock(self) -> Any:
        """Return the row, locked and read anew."""
        rows = type(self.target)._default_manager.editable_by(self.user).select_for_update(of=("self",))
        row = rows.filter(pk=self.target.pk).first()
        if row is None:
            raise Http404
        return row

    def get_form(self, data: Any = None, target: Any = None) -> Any:
        """Return the list's form."""
        row = target if target is not None else self.target
        return self.shown.form(data, row=row, may_widen=self.user.is_superuser)

    def context(self, form: Any) -> dict[str, Any]:
        """Name the list; the provinces of a cluster are told to whoever cannot choose them."""
        tells = self.shown.model is Cluster and "provinces" not in form.fields and self.target is not None
        return {"list": self.shown, "row": self.target, "tells_provinces": tells}

    def values(self, form: Any) -> dict[str, Any]:
        """Return what was typed, checked against what the person may keep."""
        values: dict[str, Any] = form.values()
        if self.shown.model is Agency:
            refuse_place(self.user, values["area"])
        return values

    def set_provinces(self, row: Any, form: Any) -> None:
        """Give a cluster the provinces that were chosen, where the person may choose them."""
        if isinstance(row, Cluster) and "provinces" in form.cleaned_data:
            rules_lists.set_provinces(row, form.cleaned_data["provinces"])

    def done(self, row: Any, told: str) -> Result:
        """Lead back to the list."""
        return Result(reverse("reference_list", args=[self.shown.name]), told % {"row": row})


class ListAdd(ListView):
    """Adds a row."""

    checks_version = False

    def find(self) -> None:
        """There is no row yet; whoever keeps the list may add one."""
        if not self.shown.may_add(self.user):
            raise PermissionDenied

    def perform(self, form: Any, target: Any) -> Result:
        """Add it."""
        row = rules_lists.add_row(self.shown.model, self.values(form))
        self.set_provinces(row, form)
        return self.done(row, _("%(row)s was added."))


class ListEdit(ListView):
    """Changes a row."""

    def perform(self, form: Any, target: Any) -> Result:
        """Save it."""
        rules_lists.change_row(target, self.values(form))
        self.set_provinces(target, form)
        return self.done(target, _("%(row)s was saved."))


class ListArchive(ListView):
    """Puts a row away: forms offer it no longer, what uses it still shows it."""

    template_name = "reference/act.html"
    checks_version = False
    takes_back = False

    def lock(self) -> Any:
        """Lock the rows in use, in one order: who puts another one away at this moment waits."""
        rows = type(self.target)._default_manager.filter(is_active=True).order_by("pk")
        list(rows.select_for_update(of=("self",)).values_list("pk"))
        return super().lock()

    def get_form(self, data: Any = None, target: Any = None) -> WriteForm:
        """The act needs no words."""
        return WriteForm(data)

    def context(self, form: Any) -> dict[str, Any]:
        """Say which of the two acts it is."""
        return {**super().context(form), "takes_back": self.takes_back}

    def perform(self, form: Any, target: Any) -> Result:
        """Put it away, or take it back."""
        if self.takes_back:
            rules_lists.take_back(target)
            return self.done(target, _("%(row)s is offered in forms again."))
        rules_lists.put_away(target)
        undo = reverse("reference_restore", args=[self.shown.name, target.pk])
        result = self.done(target, _("%(row)s was put away. What uses it still shows it."))
        return Result(result.url, result.message, undo)


class ListRestore(ListArchive):
    """Takes a row back that was put away."""

    takes_back = True
