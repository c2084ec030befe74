"""What the board of an area or cluster is asked for."""

from __future__ import annotations

from django import forms

from config.tools.fields import BEYearFormField


class YearForm(forms.Form):
    """The fiscal year whose money is shown."""

    year = BEYearFormField(required=False)

    @property
    def chosen(self) -> int | None:
        """The year; None where none was asked for, or none that can be read."""
        year: int | None = self.cleaned_data["year"] if self.is_valid() else None
        return year
