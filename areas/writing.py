"""The one write path: key → lock → version → rules → history → result, in one transaction.

Every form that changes anything is a `WriteView`. Sent twice, it has one effect: the form's one-time key is looked
up before anything else. Stale, it gets the 409 page with the values as they were opened, as they are now and as
they were typed, and both ways out; nothing is lost. Rules raise ValidationError and the form comes back as typed.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from areas import put_away
from areas.conflict import differences, merge
from areas.models import OneTimeKey, User
from areas.models.recorded import acting_as
from areas.people import person_of
from areas.write_forms import WriteForm, sent
from config.tools.requests import reference_of
from config.tools.thai import show_time

OPENED_SALT = "areas.writing.opened"
CARRIED = {
    "csrfmiddlewaretoken",
    "key",
    "version",
    "opened",
}  # what a form carries along besides what was typed
MOST_OPENED = 200_000  # characters of the signed values that a form carries along


@dataclass(frozen=True)
class Result:
    """Where the person goes after the act, and what they are told (with `undo_url` an undo is offered)."""

    url: str
    message: str = ""
    undo_url: str = ""


class StaleError(Exception):
    """The row was changed by someone else after the form was opened."""


class WriteView(View):
    """A page with a form that changes something.

    Subclasses set `form_class` and `template_name`, say with `find` which row is locked (the plan, say, to which the
    form adds an item), and do the work in `perform`, which runs in the transaction with the row locked and returns a
    Result. A row that may not be seen is 404, one that may not be changed 403.
    """

    model: ClassVar[type[models.Model]]
    form_class: ClassVar[type[forms.Form]]
    template_name: ClassVar[str]
    pk_kwarg: ClassVar[str] = "pk"
    checks_version: ClassVar[bool] = True

    request: HttpRequest
    target: Any

    # --- Who and what

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the row the form is about before anything else."""
        super().setup(request, *args, **kwargs)
        self.kwargs = kwargs

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 where the row may not be seen, 403 where it may not be changed; put away meanwhile, 409."""
        try:
            self.target = self.find()
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            if request.method != "POST" or (away := self.away_row()) is None:
                raise
            return put_away.answer(self, away)

    @property
    def user(self) -> User:
        """The person; login is required on every page."""
        return person_of(self.request)

    def rows(self) -> Any:
        """Return the rows that the form may be about; archived ones only where the form brings them back."""
        return self.model._default_manager

    def find(self) -> Any:
        """Return the row the form is about, as the person may see it."""
        manager = self.rows()
        pk = self.kwargs[self.pk_kwarg]
        try:
            target = manager.visible_to(self.user).get(pk=pk)
        except (ObjectDoesNotExist, ValueError, OverflowError) as missing:
            raise Http404 from missing
        if not manager.editable_by(self.user).filter(pk=pk).exists():
            raise PermissionDenied
        return target

    def away_row(self) -> Any:
        """Return the row that a form sent just now is about, where it was put away meanwhile."""
        return put_away.row_of(self)

    def lock(self) -> Any:
        """Return the row, locked and read anew; gone or moved out of scope meanwhile is 404."""
        manager = self.rows()
        row = manager.editable_by(self.user).select_for_update(of=("self",)).filter(pk=self.target.pk).first()
        if row is None:
            raise Http404
        return row

    # --- The form

    def get_form(self, data: Any = None, target: Any = None) -> Any:
        """Return the form, unbound for GET, bound to what was sent for POST."""
        return self.form_class(data, **self.form_kwargs(target if target is not None else self.target))

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """Return what the form needs besides the data; `initial` must show the target as it is."""
        return {}

    def context(self, form: Any) -> dict[str, Any]:
        """Return what the template needs besides the form."""
        return {}

    def version_of(self, target: Any) -> int:
        """Return the version a stale form is known by."""
        return int(getattr(target, "version", 0)) if self.checks_version and target is not None else 0

    def page(self, form: Any, *, key: str, version: int, opened: str, status: int = 200) -> HttpResponse:
        """Render the form with its key, version and the values it was opened with."""
        context = {
            "form": form,
            "target": self.target,
            "write": {"key": key, "version": version, "opened": opened},
            **self.context(form),
        }
        return render(self.request, self.template_name, context, status=status)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        form = self.get_form()
        raw = form.raw() if isinstance(form, WriteForm) else {}
        opened = signing.dumps(raw, salt=OPENED_SALT, compress=True)
        return self.page(form, key=str(uuid.uuid4()), version=self.version_of(self.target), opened=opened)

    # --- The path

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Carry the form out, once."""
        key = read_key(request.POST.get("key", ""))
        self.sent_version = read_version(request.POST.get("version", ""))
        form: Any = None
        done: OneTimeKey | None = None
        try:
            with transaction.atomic(), acting_as(self.user):
                done = claim(key, request, type(self).__qualname__)
                if done is not None and done.sent == fingerprint(request.POST):
                    return already_done(request, done)
                locked = self.lock() if self.target is not None else None
                form = self.get_form(request.POST, locked)
                if done is not None and not self.checks_version:
                    raise ValidationError(saved_before(done))
                if self.checks_version and self.sent_version != self.version_of(locked):
                    raise StaleError
                if not form.is_valid():
                    raise ValidationError([])
                result = self.perform(form, locked)
                OneTimeKey.objects.filter(key=key).update(url=result.url, message=result.message)
        except StaleError:
            return self.conflict(request, str(key if done is None else uuid.uuid4()))
        except ValidationError as refused:
            return self.refused(form, refused, str(key if done is None else uuid.uuid4()))
        if result.message:
            tags = f"undo:{result.undo_url}" if result.undo_url else ""
            messages.success(request, result.message, extra_tags=tags)
        return redirect(result.url)

    def perform(self, form: Any, target: Any) -> Result:
        """Do the work on the locked row; raise ValidationError to refuse."""
        raise NotImplementedError

    def refused(self, form: Any, refused: ValidationError, key: str) -> HttpResponse:
        """Show the form again as typed, with every error; nothing was saved."""
        by_field = refused.error_dict if hasattr(refused, "error_dict") else {None: refused.error_list}
        for name, errors in by_field.items():
            for error in errors:
                form.add_error(name if name in form.fields else None, error)
        opened = self.request.POST.get("opened", "")
        return self.page(form, key=key, version=self.sent_version, opened=opened, status=422)

    def conflict(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show the 409 page: what the row was when opened, what it is now, what was typed, and both ways out."""
        self.target = self.find()
        typed, latest_form = self.get_form(request.POST), self.get_form()
        latest = latest_form.raw()
        opened = read_opened(request.POST.get("opened", "")) or latest
        mine = {name: sent(request.POST.getlist(name)) for name in typed.raw()}
        merged = merge(typed, opened, latest, mine)
        shown = differences(latest_form, opened, latest, merged)
        context = {
            "target": self.target,
            "reference": reference_of(request),
            "rows": [row for row in shown if row.latest_differs or row.mine_differs],
            "same": [row for row in shown if not (row.latest_differs or row.mine_differs)],
            "other": getattr(self.target, "updated_by", None),
            "saved_at": getattr(self.target, "updated_at", None),
            "latest_url": request.get_full_path(),
            "consequence_latest": latest_form.consequence(latest),
            "consequence_mine": latest_form.consequence(merged),
            "hidden": [
                ("key", key),
                ("version", str(self.version_of(self.target))),
                ("opened", signing.dumps(latest, salt=OPENED_SALT, compress=True)),
                *((name, text) for name, texts in merged.items() for text in texts),
            ],
            **self.context(typed),
        }
        return render(request, "areas/conflict.html", context, status=409)


def claim(key: uuid.UUID, request: HttpRequest, action: str) -> OneTimeKey | None:
    """Take a form's key for an act of the person; return the earlier act where the key was used before.

    Two of the same at once: the second waits for the first's transaction (PostgreSQL at the insert, SQLite at BEGIN
    IMMEDIATE) and then finds its key. Raises PermissionDenied for the key of another person or another form.
    """
    of_form = {"user": person_of(request), "action": action, "path": request.path}
    sent = fingerprint(request.POST)
    try:
        with transaction.atomic():
            OneTimeKey.objects.create(key=key, sent=sent, url=request.path, **of_form)
    except IntegrityError:
        earlier = OneTimeKey.objects.filter(key=key, **of_form).first()
        if earlier is None:
            raise PermissionDenied from None
        return earlier
    return None


def already_done(request: HttpRequest, earlier: OneTimeKey) -> HttpResponse:
    """Tell the person that the form was carried out before, and when; go where it led."""
    when = show_time(timezone.localtime(earlier.created_at))
    messages.info(request, _("This was already saved at %(when)s. It was not saved twice.") % {"when": when})
    return redirect(earlier.url)


def saved_before(earlier: OneTimeKey) -> str:
    """Return what a person is told who came back to a form that was saved, and changed it."""
    told = _(
        "This form was already saved at %(when)s, with other values. What you changed since is not saved. "
        "Send it again to save it as well."
    )
    return told % {"when": show_time(timezone.localtime(earlier.created_at))}


def read_key(text: str) -> uuid.UUID:
    """Return the form's one-time key; a form without one is treated as new."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def fingerprint(data: QueryDict) -> str:
    """Return the SHA-256 of what a person typed, to tell a form sent twice from one that was changed in between."""
    typed = sorted((name, texts) for name, texts in data.lists() if name not in CARRIED)
    return hashlib.sha256(json.dumps(typed).encode()).hexdigest()


def read_version(text: str) -> int:
    """Return the version the form was opened at; unreadable counts as stale (-1)."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def read_opened(text: str) -> dict[str, list[str]]:
    """Return the values the form was opened with; tampered or missing gives an empty dict."""
    try:
        values = signing.loads(text[:MOST_OPENED], salt=OPENED_SALT)
    except signing.BadSignature:
        return {}
    return values if isinstance(values, dict) else {}
