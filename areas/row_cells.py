"""Cells of a sheet that name a row of another table: how they are written, and which row a person means by one.

An area stands with its code, since names come again and again. Only rows that the person may use are found; one of
elsewhere is answered as one that is not there.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from areas.models import Area, AreaAlias, User
from areas.models.listed import Listed
from areas.models.places import PREFIX
from config.tools.sheet_cells import MOST_QUOTED, written
from config.tools.thai import clean

CODE_FIRST = re.compile(r"^([0-9]{2}(?:[0-9]{2}){0,2}(?:[0-9A-Z]{2})?)(?=\s|$)")


class NameCell(Widget):  # type: ignore[misc]  # import_export has no types
    """Rows of another table by their names."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the row's name, an area's with its code."""
        if value is None:
            return ""
        return f"{value.code} {value}" if isinstance(value, Area) else str(value)


class NamesCell(NameCell):
    """Several rows of another table by their names, written alone: nobody reads such a cell."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the names in the order of the table; `value` is what leads to the rows."""
        return ", ".join(super(NamesCell, self).render(row) for row in value.all())


class RowCell(NameCell):
    """A row of another table that a person names; what was found once is not looked for again."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__()
        self.model = model
        self.found: dict[str, Any] = {}

    def clean(self, value: Any, row: Any = None, *, user: User, **kwargs: Any) -> Any:
        """Return the row that a cell means, None for a blank; raises ValueError with a sentence."""
        text = clean(written(value))
        if not text:
            return None
        if text not in self.found:
            self.found[text] = self._named(text, user)
        if isinstance(self.found[text], ValueError):
            raise self.found[text]
        return self.found[text]

    def _named(self, text: str, user: User) -> Any:
        rows = list(offered(self.model, user).filter(_condition(self.model, text))[:20])
        if self.model is Area and not CODE_FIRST.match(text):
            called = set(AreaAlias.objects.filter(_alias(text)).values_list("area", flat=True))
            rows = [row for row in rows if text in {row.name_th, row.full_name} or row.pk in called]
        if len(rows) == 1:
            return rows[0]
        quoted = {"read": text[:MOST_QUOTED]}
        if rows:
            return ValueError(_("“%(read)s” may mean several. Type the code.") % quoted)
        return ValueError(_("“%(read)s” is not among what you may choose here.") % quoted)


def offered(model: type[models.Model], user: User) -> models.QuerySet[Any]:
    """Return the rows that a person may name: of a reference list those in use, of areas those they look after."""
    rows: Any = model._default_manager.all()
    if issubclass(model, Listed):
        rows = rows.offered()  # everyone in the admin reads the lists
    elif hasattr(rows, "editable_by"):
        rows = rows.editable_by(user)
    found: models.QuerySet[Any] = rows.current() if model is Area else rows
    return found


def _bare(text: str) -> set[str]:
    """Return a name without the word for a level before it."""
    return {text.removeprefix(prefix) for prefix in PREFIX.values()}


def _alias(text: str) -> models.Q:
    """Return the condition that another name of an area is written so."""
    return models.Q(name__in=_bare(text))


def _condition(model: type[models.Model], text: str) -> models.Q:
    """Return the condition that a row is called so: by its code, or by its name."""
    if model is Area:
        if code := CODE_FIRST.match(text):
            return models.Q(code=code.group(1))
        bare = _bare(text)  # and the latter of "moo and name"
        called = AreaAlias.objects.filter(_alias(text)).values("area")
        return models.Q(name_th__in={*bare, text.partition(" ")[2] or text}) | models.Q(pk__in=called)
    named = {one.name for one in model._meta.concrete_fields}
    asked = models.Q(name=text)
    if "code" not in named:
        return asked
    first, _space, name = text.partition(" ")  # as a list names it
    return asked | models.Q(code__iexact=text) | models.Q(code__iexact=first, name=name.strip())
