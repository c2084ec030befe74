"""What a change page of the admin holds, its inline rows too, as texts that can be laid side by side.

A field is called by its input's name on the page's own form, and by prefix, row and name in an inline: a row that
somebody else added meanwhile shifts no other.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _

from areas.conflict import Raw
from areas.write_forms import flat_choices, sent

MOST_ROWS = 1000  # of an inline; more are refused by the formset itself
MANY = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
Found = tuple[forms.BaseForm, str]  # a form and the name of one of its fields


class State:
    """A change page as its row stands in the database now."""

    def __init__(self, form: Any, formsets: list[Any]) -> None:
        self.form, self.formsets = form, formsets
        self.found: dict[str, Found] = {name: (form, name) for name in _typed(form)}
        for rows in formsets:
            for one in rows.initial_forms:
                names = [name for name in _typed(one) if name not in _keys(rows)]
                self.found |= {f"{rows.prefix}:{one.instance.pk}:{name}": (one, name) for name in names}

    def raw(self) -> Raw:
        """Return what each input holds, as text."""
        return {key: _texts(form[name]) for key, (form, name) in self.found.items()}

    def typed(self, data: QueryDict) -> Raw:
        """Return what was sent for each of these inputs; of a row that was not on the page, what it holds."""
        mine = self.raw() | {
            name: sent(data.getlist(self.form[name].html_name)) for name in _typed(self.form)
        }
        for rows in self.formsets:
            for number, pk in _sent_rows(rows, data).items():
                for key in self.found:
                    prefix, _colon, rest = key.partition(f":{pk}:")
                    if prefix == rows.prefix and rest:
                        mine[key] = sent(data.getlist(f"{prefix}-{number}-{rest}"))
        return mine

    def posted(self, data: QueryDict, merged: Raw) -> QueryDict:
        """Return what was sent with the merged values in it: all rows that there are, then those that were added."""
        whole = data.copy()
        for name in _typed(self.form):
            _put(whole, self.form[name].html_name, self.form.fields[name], merged[name])
        for rows in self.formsets:
            self._rows(rows, data, whole, merged)
        return whole

    def _rows(self, rows: Any, data: QueryDict, whole: QueryDict, merged: Raw) -> None:
        """Write an inline's rows anew: numbered as they stand now."""
        there = _sent_rows(rows, data)
        added = [
            number for number in range(_number(data, f"{rows.prefix}-TOTAL_FORMS")) if number not in there
        ]
        for name in [name for name in whole if name.startswith(f"{rows.prefix}-")]:
            del whole[name]
        key, owner = _keys(rows)
        for number, one in enumerate(rows.initial_forms):
            whole[f"{rows.prefix}-{number}-{key}"] = str(one.instance.pk)
            whole[f"{rows.prefix}-{number}-{owner}"] = str(rows.instance.pk)
            for name in set(_typed(one)) - {key, owner}:
                texts = merged[f"{rows.prefix}:{one.instance.pk}:{name}"]
                _put(whole, f"{rows.prefix}-{number}-{name}", one.fields[name], texts)
        first = len(rows.initial_forms)
        for place, number in enumerate(added, start=first):
            before = f"{rows.prefix}-{number}-"
            for name in [name for name in data if name.startswith(before)]:
                whole.setlist(f"{rows.prefix}-{place}-{name.removeprefix(before)}", data.getlist(name))
        whole[f"{rows.prefix}-TOTAL_FORMS"] = str(first + len(added))
        whole[f"{rows.prefix}-INITIAL_FORMS"] = str(first)

    # --- How a field is told

    def label_of(self, key: str) -> str:
        """Return the label of a field, with the row it stands in."""
        form, name = self.found[key]
        label = str(form[name].label)
        return label if form is self.form else f"{getattr(form, 'instance', '')} · {label}"

    def row_of(self, key: str) -> tuple[models.Model, str]:
        """Return the row that a field belongs to, and the field's name."""
        form, name = self.found[key]
        row: models.Model = form.instance  # type: ignore[attr-defined]  # every form of the admin has one
        return row, name

    def shown(self, key: str, texts: list[str]) -> str:
        """Return a field's texts as a person reads them: a choice by its label, a row by its name."""
        form, name = self.found[key]
        field = form.fields[name]
        if isinstance(field, forms.BooleanField):
            return _("yes") if texts else _("no")
        if isinstance(field, forms.ModelChoiceField):
            texts = [_name(field, text) for text in texts]
        elif isinstance(field, forms.ChoiceField):
            choices = dict(flat_choices(field))
            texts = [choices.get(text, text) for text in texts]
        return ", ".join(texts) or "–"

    def reads_same(self, key: str, texts: list[str], others: list[str]) -> bool:
        """Whether a field's texts mean the same: 1 ม.ค. 2567 and 1/1/2567 are one day."""
        form, name = self.found[key]
        field = form.fields[name]
        if texts == others or isinstance(field, MANY) or max(len(texts), len(others)) > 1:
            return texts == others
        return not field.has_changed("".join(texts), "".join(others))


def _typed(form: Any) -> list[str]:
    """Return the fields that a person can fill in; never a password's hash."""
    return [name for name, field in form.fields.items() if not field.disabled]


def _keys(rows: Any) -> tuple[str, str]:
    """Return the names of an inline's key and of its column that points at the page's row."""
    return rows.model._meta.pk.name, rows.fk.name


def _texts(bound: Any) -> list[str]:
    value = bound.value()
    if isinstance(bound.field, forms.BooleanField):
        return ["on"] if value else []
    if isinstance(value, (list, tuple, set, models.QuerySet)):
        return sent([str(getattr(one, "pk", one)) for one in value])
    shown = bound.field.widget.format_value(value) if value is not None else ""
    return sent([str(one) for one in shown] if isinstance(shown, (list, tuple)) else [str(shown or "")])


def _name(field: Any, text: str) -> str:
    """Return the name of a row that a field offers."""
    try:
        return str(field.queryset.get(**{field.to_field_name or "pk": text}))
    except (field.queryset.model.DoesNotExist, ValueError, OverflowError, ValidationError):
        return _("outside your areas, or no longer there")


def _number(data: QueryDict, name: str) -> int:
    text = data.get(name, "")
    return min(int(text), MOST_ROWS) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _sent_rows(rows: Any, data: QueryDict) -> dict[int, str]:
    """Return which of the sent rows are known ones: their keys by number."""
    key = _keys(rows)[0]
    numbers = range(_number(data, f"{rows.prefix}-TOTAL_FORMS"))
    found = {number: data.get(f"{rows.prefix}-{number}-{key}", "") for number in numbers}
    return {number: pk for number, pk in found.items() if pk}


def _put(data: QueryDict, name: str, field: forms.Field, texts: list[str]) -> None:
    """Write an input's texts as a browser sends them."""
    if texts or not isinstance(field, MANY):
        data.setlist(name, texts or [""])
    else:
        data.pop(name, None)
