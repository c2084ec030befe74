"""Names as people paste them: one a line, what each does after a comma; numbers of the line left aside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.tools.thai import clean
from meetings.rules_people import refuse_numbers
from meetings.same_people import name_key

MOST_NAMES, LONGEST = 100, 120  # lines of one form, letters of a name or of what somebody does
NUMBERED = re.compile(r"^\s*\d{1,3}\s*[.)\t]\s*")  # in Thai digits too
BETWEEN = re.compile(r"\s*[,\t]\s*")
MOST_TEXT = 20_000


@dataclass(frozen=True)
class NamedLine:
    """A person as a line names them; `number` of the line counts from 1."""

    number: int
    name: str
    role: str

    @property
    def key(self) -> str:
        """The key by which names are compared."""
        return name_key(self.name)


class NamesField(forms.CharField):
    """Lines with a name each; read into a list of NamedLine. Every line that is wrong is told at once."""

    widget = forms.Textarea(attrs={"rows": 5})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MOST_TEXT, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the lines that hold a name."""
        lines = list(enumerate(str(super().clean(value) or "").splitlines(), start=1))
        found = [_read(number, text) for number, text in lines if clean(text)]
        wrong = [sentence for one in found for sentence in _wrong(one)]
        if len(found) > MOST_NAMES:
            told = ngettext("%(most)d name is the most.", "%(most)d names are the most.", MOST_NAMES)
            wrong.insert(0, told % {"most": MOST_NAMES})
        if wrong := wrong or _twice(found):
            raise ValidationError(wrong[:MOST_NAMES])
        return found


def _read(number: int, text: str) -> NamedLine:
    name, *role = BETWEEN.split(NUMBERED.sub("", text, count=1).strip(), maxsplit=1)
    return NamedLine(number, clean(name), clean(" ".join(role)))


def _wrong(one: NamedLine) -> list[str]:
    words = {"number": one.number, "most": LONGEST}
    if len(one.name) > LONGEST or len(one.role) > LONGEST:
        return [_("Line %(number)d is longer than %(most)d letters. Type one person a line.") % words]
    if sum(letter.isalpha() for letter in one.name) < 2:
        return [_("Line %(number)d holds no name. Type a first and a last name.") % words]
    try:
        refuse_numbers(f"{one.name} {one.role}")
    except ValidationError as refused:
        return refused.messages
    return []


def _twice(found: list[NamedLine]) -> list[str]:
    """Return a sentence for each name that a line above has already."""
    first: dict[str, int] = {}
    told = []
    for one in found:
        if (above := first.setdefault(one.key, one.number)) != one.number:
            words = {"name": one.name, "first": above, "number": one.number}
            told.append(
                _(
                    "“%(name)s” stands in line %(first)d and in line %(number)d. Delete one; if they are two people, "
                    "tell them apart, such as by a nickname."
                )
                % words
            )
    return told
