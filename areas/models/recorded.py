"""What every staff-edited row carries: who, when, which version, and its history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

LONGEST_REASON = 100  # characters of a reason in history

_person: ContextVar[Any] = ContextVar("person", default=None)
_reason: ContextVar[str] = ContextVar("reason", default="")


@contextmanager
def acting_as(user: Any) -> Iterator[None]:
    """Let all rows saved inside be signed by the person: `created_by`, `updated_by` and the history's user."""
    token = _person.set(user)
    try:
        yield
    finally:
        _person.reset(token)


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Let the history of all rows saved inside tell why, such as which import wrote them."""
    token = _reason.set(reason)
    try:
        yield
    finally:
        _reason.reset(token)


def person_of(instance: models.Model, request: Any = None, **kwargs: Any) -> Any:
    """Return the person who signs a history row: the one acting now, else the request's (admin), else nobody."""
    person = _person.get()
    if person is None and request is not None and request.user.is_authenticated:
        person = request.user
    return person


class _Records(HistoricalRecords):  # type: ignore[misc]  # simple_history has no types
    """A history that stays as written when the person who signed it is deleted: its rows refuse any change."""

    def _get_history_user_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super()._get_history_user_fields()
        fields["history_user"].remote_field.on_delete = models.DO_NOTHING
        return fields

    def get_change_reason_for_object(
        self, instance: models.Model, history_type: str, using: str
    ) -> str | None:
        """Return why a row was changed: its own reason, else that of the work it is part of."""
        own: str | None = super().get_change_reason_for_object(instance, history_type, using)
        return " · ".join(one for one in (own, _reason.get()) if one)[:LONGEST_REASON] or None


def history(**options: Any) -> HistoricalRecords:
    """Return the history of a model, signed by `person_of`."""
    return _Records(get_user=person_of, user_db_constraint=False, **options)


class Recorded(models.Model):
    """A row with an author, a version that each save counts up, and a history."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(_("last change"), auto_now=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Sign the row and count its version."""
        person = _person.get()
        if self._state.adding:
            self.created_by = self.created_by or person
        else:
            self.version += 1
        self.updated_by = person or self.updated_by
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version", "updated_at", "updated_by"}
        super().save(*args, **kwargs)
