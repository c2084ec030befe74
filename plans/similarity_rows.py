"""What the workbench shows of items that look alike: frozen rows with the reasons in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from plans.likeness import ALIKE_NEED, Comparison, Near


@dataclass(frozen=True)
class Side:
    """One of the two: an item that waits or, with a `code` such as K1, a line of the plan."""

    item_id: int
    title: str
    area_code: str
    area_name: str
    code: str = ""

    @property
    def is_line(self) -> bool:
        """Whether this is a line of the plan, to which the other can be added."""
        return bool(self.code)

    @property
    def kind(self) -> str:
        """What the pages of acts call it in their addresses."""
        return "line" if self.is_line else "item"

    @property
    def text_id(self) -> str:
        """The id as text, never written with separators."""
        return str(self.item_id)


@dataclass(frozen=True)
class Suggestion:
    """Two that are likely the same; `a` always waits, `b` waits too or is a line. `score` is from 0 to 1."""

    a: Side
    b: Side
    score: float
    reasons: tuple[str, ...]

    @property
    def percent(self) -> int:
        """The score as a whole percentage."""
        return percent(self.score)


def percent(part: float) -> int:
    """Return a part as a whole percentage; only what is wholly alike is 100."""
    return min(round(part * 100), 99) if part < 1 - 1e-9 else 100


def reasons(found: Comparison) -> tuple[str, ...]:
    """Return why two are suggested, in sentences."""
    return tuple(_reasons(found))


def _reasons(found: Comparison) -> Iterator[str]:
    yield _("titles %(percent)d%% alike") % {"percent": percent(found.text)}
    if found.need is not None and found.need >= 1 - 1e-9:
        yield _("answer the same need")
    elif found.need is not None and found.need >= ALIKE_NEED:
        yield _("answer similar needs")
    if found.years:
        yield _("in the same years") if len(found.years) > 1 else _("in the same year")
    yield {
        Near.TAMBON: _("in the same tambon"),
        Near.DISTRICT: _("different tambons of one district"),
        Near.PROVINCE: _("different districts"),
        Near.FAR: _("different provinces"),
    }[found.near]
