"""Cells of a sheet that people fill in and read: how the value of a field is written and read back.

Numbers stay numbers; dates are written in the Buddhist era, choices by their label. A cell is read by the field's own
form field, so that a sheet takes what a form takes. What cannot be read raises ValueError with a sentence.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from config.tools.money import MoneyField
from config.tools.thai import clean, show_date, show_time

MOST_QUOTED = 40  # characters of a cell that a refusal quotes


class FieldCell(Widget):  # type: ignore[misc]  # import_export has no types
    """The cell of a field."""

    def __init__(self, one: Any) -> None:
        super().__init__()
        self.one = one

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the value that a cell means."""
        text = written(value)
        if isinstance(self.one, models.BooleanField):
            return self._yes_or_no(text)
        if self.one.flatchoices:
            return self._choice(text)
        try:
            read = self._form_field.clean(text)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error
        if isinstance(self.one, models.TextField):
            return "\n".join(clean(line) for line in read.splitlines()).strip()
        return clean(read) if isinstance(read, str) else read

    @cached_property
    def _form_field(self) -> Any:
        """The form's field, made once for all rows."""
        return self.one.formfield()

    def _choice(self, text: str) -> Any:
        """Return the choice with the label, or with the stored word, that was written."""
        choices = {str(label): value for value, label in self.one.flatchoices}
        if text in choices:
            return choices[text]
        stored = {str(value): value for value in choices.values()}
        if text in stored:
            return stored[text]
        if not text and self.one.blank:
            return None if self.one.null else ""
        raise ValueError(
            _("“%(read)s” is none of: %(choices)s.")
            % {"read": text[:MOST_QUOTED], "choices": ", ".join(choices)}
        )

    def _yes_or_no(self, text: str) -> bool:
        answers = {_("yes"): True, _("no"): False, "1": True, "0": False, "true": True, "false": False}
        if text.casefold() in answers:
            return answers[text.casefold()]
        raise ValueError(
            _("“%(read)s” is neither “%(yes)s” nor “%(no)s”.")
            % {"read": text[:MOST_QUOTED], "yes": _("yes"), "no": _("no")}
        )

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return what stands in the cell: a number as a number, anything else as people write it."""
        if value is None:
            return None
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if self.one.flatchoices:
            return str(dict(self.one.flatchoices).get(value, value))
        if isinstance(self.one, MoneyField):
            return Decimal(value)
        if isinstance(value, datetime):
            local = timezone.localtime(value)
            return f"{show_date(local.date())} {show_time(local)}"
        if isinstance(value, date):
            return show_date(value)
        return value if isinstance(value, int) else str(value)


def written(value: Any) -> str:
    """Return what a cell holds as it would be typed: a whole number without the point that Excel keeps."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, datetime):
        value = value.date()
    return show_date(value) if isinstance(value, date) else str(value).strip()
