"""Fields for text, Buddhist years and dates as Thai offices type them.

What cannot be read stays in the form as it was typed, beside a sentence that says what to type.
"""

from datetime import date, datetime
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.tools import typed
from config.tools.counts import read_count
from config.tools.dates import (
    FIRST_BE_YEAR,
    FIRST_YEAR,
    LAST_BE_YEAR,
    LAST_YEAR,
    read_be_year,
    read_date,
    show_date,
)
from config.tools.text import Unreadable, clean

LONGEST_TEXT = 4000  # characters; a page of A4


class CleanCharField(forms.CharField):
    """One line of text, cleaned up: ำ in one spelling, single spaces, no invisible characters."""

    def to_python(self, value: Any) -> Any:
        """The cleaned text, or the field's empty value."""
        text = super().to_python(value)
        return (clean(text) or self.empty_value) if isinstance(text, str) else text


class CleanTextField(forms.CharField):
    """Several lines of text, each cleaned up; blank lines at the ends go, line ends are one character."""

    widget = forms.Textarea(attrs={"rows": 2})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_TEXT, **kwargs})

    def to_python(self, value: Any) -> Any:
        """The cleaned text."""
        text = super().to_python(value)
        return "\n".join(clean(line) for line in text.splitlines()).strip() if isinstance(text, str) else text


class _ReadField(forms.Field):
    """A text input whose text is read into a value; subclasses say how."""

    widget = forms.TextInput

    def read(self, text: str) -> object:
        """The value of a text; raises Unreadable."""
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        """The value, or None for a blank."""
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        try:
            return self.read(value) if isinstance(value, str) else value
        except Unreadable as error:
            raise ValidationError(str(error), code="unreadable") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the value differs, not merely its spelling."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class BEDateFormField(_ReadField):
    """A date as people type it (24/6/2566, 24 มิ.ย. 66), kept as a CE date and shown in the Buddhist era."""

    def read(self, text: str) -> date:
        """The day meant by a text."""
        return read_date(text)

    def to_python(self, value: Any) -> Any:
        """The date, or None for a blank."""
        return value.date() if isinstance(value, datetime) else super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """A date as text that reads back; typed text unchanged."""
        return show_date(value) if isinstance(value, date) else value


class BEYearFormField(_ReadField):
    """A Buddhist year 2500–2700; a year of the Common era is refused with the year to type instead."""

    def read(self, text: str) -> int:
        """The year meant by a text."""
        return read_be_year(text)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask phones for digits."""
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off"}


class CountField(_ReadField):
    """A whole number as people type it: 64, ๖๔, 1,240."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        """Take numbers up to `most`."""
        super().__init__(**kwargs)
        self.most = most

    def read(self, text: str) -> int | None:
        """The number in a text; None for a dash."""
        return read_count(text, self.most)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask phones for digits."""
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off"}


_Set = TypeVar("_Set", contravariant=True)
_Get = TypeVar("_Get", covariant=True)


class BEYearField(typed.SmallIntegerField[_Set, _Get]):
    """A fiscal or plan year in the Buddhist era."""

    description = _("Buddhist year")
    default_validators = [
        MinValueValidator(FIRST_BE_YEAR, _("Type a Buddhist year from 2500 on.")),
        MaxValueValidator(LAST_BE_YEAR, _("Type a Buddhist year up to 2700.")),
    ]

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """The field that reads Buddhist years; a year with choices stays a select."""
        return models.Field.formfield(self, **{"form_class": BEYearFormField, **kwargs})


class BEDateField(typed.DateField[_Set, _Get]):
    """A date kept in the Common era, 1900–2200; typed and shown in the Buddhist era."""

    description = _("Date")

    def to_python(self, value: Any) -> Any:
        """The date; a year outside 1900–2200, such as one that was never turned from BE to CE, is refused."""
        day = super().to_python(value)
        if isinstance(day, date) and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(
                _("The year %(year)d CE lies outside 1900–2200."), code="year", params={"year": day.year}
            )
        return day

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """The field that reads dates as people type them."""
        return models.Field.formfield(self, **{"form_class": BEDateFormField, **kwargs})
