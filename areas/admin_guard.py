"""What guards a save in the admin: sent twice it has one effect; stale it is refused, with nothing typed lost.

The page carries a one-time key and, signed, what its fields held when it was opened. Where the row or its inline
rows hold something else by now, nothing is saved: the same page comes back (409) with what was typed, and tells field
by field what it was, what it is now and who changed it. A field that the person left as it was takes the new value,
so that saving again never undoes the other's change unseen.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core import signing
from django.db import models
from django.http import HttpResponse
from django.utils.translation import gettext as _

from areas.admin_states import State
from areas.conflict import Difference, Raw, differences, merge
from areas.histories import last_change
from areas.models import OneTimeKey
from areas.writing import MOST_OPENED, already_done, claim, fingerprint, read_key, saved_before

SALT = "areas.admin_guard.opened"


@dataclass(frozen=True)
class Told:
    """A field that somebody else changed: how it stands on all sides, who changed it and when."""

    field: Difference
    who: str
    at: datetime | None


@dataclass
class Guard:
    """What a page carries along, and why the save was refused; `rows` is None where it was not stale."""

    key: str
    opened: str = ""
    refusal: str = ""
    rows: list[Told] | None = None
    saved: bool = False


class Guarded:
    """Mixed into an admin whose pages save; every save runs in Django's own transaction."""

    model: type[models.Model]
    change_form_before_template = "admin/house/guard.html"

    def _changeform_view(
        self, request: Any, object_id: str | None, form_url: str, extra_context: Any
    ) -> HttpResponse:
        """Save once, and never over what somebody else saved since the page was opened."""
        above: Any = super()
        if request.method != "POST":
            shown: HttpResponse = above._changeform_view(request, object_id, form_url, extra_context)
            return shown
        key = read_key(request.POST.get("key", ""))
        done = claim(key, request, f"{type(self).__qualname__}.save")
        if done is not None and done.sent == fingerprint(request.POST):
            return already_done(request, done)
        opened = request.POST.get("opened", "")
        guard = request.guard = Guard(str(key if done is None else uuid.uuid4()), opened)
        if object_id is not None:
            self._lay_side_by_side(request, object_id, guard)
        elif done is not None:
            guard.refusal = saved_before(done)
        response: HttpResponse = above._changeform_view(request, object_id, form_url, extra_context)
        if guard.rows is not None:
            response.status_code = 409
        if done is None and guard.saved:
            OneTimeKey.objects.filter(key=key).update(url=response.headers.get("Location", request.path))
        elif done is None:
            OneTimeKey.objects.filter(key=key).delete()
        return response

    def _lay_side_by_side(self, request: Any, object_id: str, guard: Guard) -> None:
        """Lock the row; where it is not as it was opened, put the refusal and both sides on the guard."""
        admin: Any = self
        row = admin.get_object(request, unquote(object_id))
        if row is None or not admin.has_change_permission(request, row):
            return  # Django refuses
        list(self.rows_to_lock(row).select_for_update(of=("self",)))
        row = admin.get_object(request, unquote(object_id))
        if row is None:
            return
        state = self._state(request, row)
        latest = state.raw()
        opened = read(guard.opened)
        if opened == (version_of(row), latest):
            return
        before = opened[1] or latest
        merged = merge(state, before, latest, state.typed(request.POST))
        laid = [one for one in differences(state, before, latest, merged) if one.latest_differs]
        guard.rows = [Told(one, *last_change(*state.row_of(one.name))) for one in laid]
        guard.refusal = refusal(guard.rows, row)
        guard.opened = sealed(row, latest)
        request.POST = state.posted(request.POST, merged)

    def rows_to_lock(self, row: models.Model) -> models.QuerySet[Any]:
        """Return the rows that stay as they are while the page of a row is saved."""
        return self.model._default_manager.filter(pk=row.pk)

    def _state(self, request: Any, row: models.Model) -> State:
        """Return the page of a row as it stands in the database."""
        admin: Any = self
        names = flatten_fieldsets(admin.get_fieldsets(request, row))
        form = admin.get_form(request, row, change=True, fields=names)(instance=row)
        formsets = [
            rows(instance=row, prefix=rows.get_default_prefix(), queryset=inline.get_queryset(request))
            for rows, inline in admin.get_formsets_with_inlines(request, row)
            if inline.has_change_permission(request, row)
        ]
        return State(form, formsets)

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Refuse where the guard does, with its sentence."""
        above: Any = super()
        made = above.get_form(request, obj, change=change, **kwargs)
        guard: Guard | None = getattr(request, "guard", None)
        return refusing(made, guard.refusal) if guard and guard.refusal else made

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let the page carry its key and what it was opened with."""
        guard: Guard | None = getattr(request, "guard", None)
        if guard is None:
            row = kwargs.get("obj")
            opened = sealed(row, self._state(request, row).raw()) if row is not None else ""
            guard = Guard(str(uuid.uuid4()), opened)
        above: Any = super()
        response: HttpResponse = above.render_change_form(
            request, {**context, "guard": guard}, *args, **kwargs
        )
        return response

    def response_add(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remember that the row was added."""
        return self._was_saved(request, super().response_add(request, *args, **kwargs))  # type: ignore[misc]  # of the class this is mixed into

    def response_change(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remember that the row was saved."""
        return self._was_saved(request, super().response_change(request, *args, **kwargs))  # type: ignore[misc]  # of the class this is mixed into

    def _was_saved(self, request: Any, response: HttpResponse) -> HttpResponse:
        if hasattr(request, "guard"):
            request.guard.saved = True
        return response


def version_of(row: models.Model) -> int | None:
    """Return the version of a row; None for a table without one."""
    version: int | None = getattr(row, "version", None)
    return version


def sealed(row: models.Model, raw: Raw) -> str:
    """Return what a page was opened with, signed: a person cannot make a stale page look fresh."""
    return signing.dumps([str(row.pk), version_of(row), raw], salt=SALT, compress=True)


def read(text: str) -> tuple[int | None, Raw]:
    """Return the version and the values a page was opened with; tampered or missing is (-1, {}), always stale."""
    try:
        _pk, version, raw = signing.loads(text[:MOST_OPENED], salt=SALT)
    except (signing.BadSignature, ValueError):
        return -1, {}
    return version, raw


def refusal(rows: list[Told], row: models.Model) -> str:
    """Return the sentence that a stale save is refused with."""
    if rows:
        return _("Somebody else changed this after you opened the page. Nothing was saved yet; see above.")
    who, _at = last_change(row, "")
    told = _(
        "%(who)s saved this after you opened the page, or the page had expired. Nothing was saved yet. What you "
        "typed is below; save again if it shall stand."
    )
    return told % {"who": who}


def refusing(form: type[forms.ModelForm[Any]], sentence: str) -> type[forms.ModelForm[Any]]:
    """Return the form class, made to refuse whatever is typed."""

    class Refusing(form):  # type: ignore[valid-type, misc]  # a class known only at run time
        def clean(self) -> Any:
            data = super().clean()
            self.add_error(None, sentence)
            return data

    return Refusing
