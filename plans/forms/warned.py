"""Warnings that a person can tick away: part of the form, kept with the row and so in its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from areas.write_forms import WriteForm


@dataclass(frozen=True)
class Warned:
    """A warning at its place: its code, its sentence and whether it is ticked away."""

    code: str
    text: str
    ticked: bool


class WarnedForm(WriteForm):
    """A form whose `warnings_of` may ask to confirm what is unusual; saved only when each is ticked."""

    meanings: ClassVar[dict[str, str | Promise]] = {}  # what each warning is about, by code

    confirmed = forms.MultipleChoiceField(
        label=_("To confirm"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = list(self.meanings.items())
        self.fields["confirmed"].choices = choices  # type: ignore[attr-defined]  # it is a MultipleChoiceField

    def warnings_of(self, values: dict[str, Any]) -> dict[str, str]:
        """Return the warnings that these values give, sentences keyed by code."""
        return {}

    def initial_values(self) -> dict[str, Any]:
        """Return the row's values as `clean` would, for a form that was not sent yet."""
        return {}

    def clean(self) -> dict[str, Any]:
        """Ask for each warning that is not ticked; keep only the ticks of warnings that stand."""
        values = super().clean() or self.cleaned_data
        ticked = values.get("confirmed", [])
        given = self.warnings_of(values)
        self._warnings = [Warned(code, text, code in ticked) for code, text in given.items()]
        values["confirmed"] = " ".join(code for code in given if code in ticked)
        for one in self._warnings:
            if not one.ticked:
                self.add_error("confirmed", ValidationError(one.text, code=one.code))
        return values

    @property
    def warnings(self) -> list[Warned]:
        """The warnings to show; before the form is sent, those that were ticked away when it was saved."""
        if self.is_bound:
            self.errors  # noqa: B018  makes sure that the form was cleaned
            return getattr(self, "_warnings", [])
        ticked = self.initial.get("confirmed", [])
        given = self.warnings_of(self.initial_values())
        return [Warned(code, text, True) for code, text in given.items() if code in ticked]

    @property
    def asks(self) -> int:
        """How many warnings still wait for a tick."""
        return sum(not one.ticked for one in self.warnings)

    @property
    def corrections(self) -> int:
        """How many places must be corrected, warnings left out."""
        return len(self.errors) - ("confirmed" in self.errors)
