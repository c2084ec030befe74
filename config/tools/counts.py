"""Whole numbers as people type them: 64, ๖๔, 1,240, 64 คน."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from config.tools.text import Unreadable, arabic, clean, quoted

_SHAPE = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+) ?(?:คน|ครัวเรือน|ครัว|หลังคาเรือน|หลัง)?")


def read_count(text: str, most: int) -> int | None:
    """Return the number in a text, None for a blank or a dash; Unreadable says what to type."""
    typed = clean(text)
    if typed in ("", "-", "–"):
        return None
    shape = _SHAPE.fullmatch(arabic(typed))
    if shape is None or len(shape[1]) > 12:
        raise Unreadable(
            _("“%(typed)s” cannot be read as a number. Type digits alone, such as 64.")
            % {"typed": quoted(typed)}
        )
    number = int(shape[1].replace(",", ""))
    if number > most:
        raise Unreadable(
            _("%(number)s is more than %(most)s. Check the number.")
            % {"number": f"{number:,}", "most": f"{most:,}"}
        )
    return number
