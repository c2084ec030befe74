"""Forms of the write path: their values as text, so that two states of a form can be laid side by side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

MANY = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)


class WriteForm(forms.Form):
    """A form that knows its values as text, so that two states of it can be laid side by side."""

    def raw(self) -> dict[str, list[str]]:
        """Return what each field's inputs hold now, as text, keyed by the inputs' names."""
        values: dict[str, list[str]] = {}
        for bound in self:
            value = bound.value()
            if isinstance(value, (list, tuple, set, models.QuerySet)):
                texts = sorted(str(getattr(one, "pk", one)) for one in value)
            else:
                shown = bound.field.widget.format_value(value) if value is not None else ""
                texts = shown if isinstance(shown, list) else [str(shown if shown is not None else "")]
            values[bound.html_name] = sent(texts)
        return values

    def shown(self, name: str, texts: list[str]) -> str:
        """Return a field's texts as a person reads them: a choice by its label."""
        formfield = self.fields.get(name)
        if isinstance(formfield, forms.BooleanField):
            return _("yes") if texts and texts != ["False"] else _("no")
        if isinstance(formfield, forms.ChoiceField):
            choices = dict(flat_choices(formfield))
            texts = [choices.get(text, text) for text in texts]
        return ", ".join(texts) or "–"

    def reads_same(self, name: str, texts: list[str], others: list[str]) -> bool:
        """Whether a field's texts mean the same: 350,000 and ๓๕๐๐๐๐ are one amount."""
        formfield = self.fields.get(name)
        if texts == others or formfield is None:
            return texts == others
        if len(texts) > 1 or len(others) > 1 or isinstance(formfield, MANY):
            return False
        return not formfield.has_changed("".join(texts), "".join(others))

    def label_of(self, name: str) -> str:
        """Return the label of a field."""
        return str(self[name].label)

    def consequence(self, raw: dict[str, list[str]]) -> str:
        """Return one line on what saving these values would lead to, such as the new total; '' by default."""
        return ""


def sent(texts: list[str]) -> list[str]:
    """Return what a field's inputs sent, as `WriteForm.raw` writes it: no blanks, in order, one kind of line end."""
    return sorted(text.replace("\r\n", "\n") for text in texts if text != "")


def flat_choices(formfield: forms.ChoiceField) -> list[tuple[str, str]]:
    """Return a choice field's options without their groups, values as text."""
    flat: list[tuple[str, str]] = []
    choices: Any = formfield.choices
    for value, label in choices:
        options = label if isinstance(label, (list, tuple)) else [(value, label)]
        flat.extend((str(one), str(text)) for one, text in options)
    return flat
