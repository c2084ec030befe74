"""A row of a reference list: offered in forms while it is in use, archived when it no longer is, never deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models.recorded import Recorded

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from areas.models.people import User

M = TypeVar("M", bound=models.Model)


class ListedQuerySet(models.QuerySet[M]):
    """Verbs on a reference list: everyone logged in reads it, coordinators and superusers keep it (design.md §2)."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the rows that the person may see: for anyone logged in, all."""
        return self.none() if user.is_anonymous else self

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Return the rows that the person may change: a country's list is kept by any coordinator."""
        return self if not user.is_anonymous and user.keeps_lists else self.none()

    def offered(self, kept: Iterable[int | None] = ()) -> Self:
        """Return the rows that a form offers: those in use, and archived ones that the form's row holds already."""
        return self.filter(models.Q(is_active=True) | models.Q(pk__in=[pk for pk in kept if pk]))


class Listed(Recorded):
    """A row of a reference list with its name, and whether forms still offer it."""

    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(getattr(self, "name", ""))
