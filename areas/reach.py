"""How far a person reaches: what `visible_to` and `editable_by` ask of a person, and no more.

A `Reach` answers them in place of a person where the same query serves everybody who reaches as far (areas.compiled).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.models import CharField, Q

from areas.codes import is_inside
from areas.scope import inside_any
from config.tools.compiled import Slot


class AnyArea(Slot):
    """Stands in a query for the code of an area of which two things are known.

    Its level, by the length of the code, and whether the person reads all that lies in it. To look at the code in
    another way is an AttributeError or TypeError: what came of it would be kept for all others.
    """

    def __init__(self, place: int, length: int, is_read_whole: bool) -> None:
        super().__init__(place, CharField())
        self.length, self.is_read_whole = length, is_read_whole

    def __len__(self) -> int:
        return self.length

    @property
    def ends(self) -> tuple[Slot, Slot]:
        """The half-open range of the area and all below it, as `areas.codes.subtree`."""
        return self, Slot(self.place + 1, CharField())


class Reads(Protocol):
    """Whose reach is asked for."""

    @property
    def is_superuser(self) -> bool:
        """Whether all is open to the person."""

    @property
    def readable_codes(self) -> Sequence[str]:
        """Codes of the areas whose records the person may read."""

    @property
    def editable_codes(self) -> Sequence[str]:
        """Codes of the areas whose records the person may change."""


class Reaching:
    """The questions of scope, answered from the codes of the areas that a person may read and change."""

    def readable_areas(self: Reads, field: str) -> Q:
        """The condition that the code in a column is one the person may read."""
        return Q() if self.is_superuser else inside_any(field, self.readable_codes)

    def editable_areas(self: Reads, field: str) -> Q:
        """The condition that the code in a column is one the person may change."""
        return Q() if self.is_superuser else inside_any(field, self.editable_codes)

    def reads_all_of(self: Reads, code: str) -> bool:
        """Whether the person may read an area and everything in it; no query beside that for the assignments."""
        if isinstance(code, AnyArea):
            return code.is_read_whole
        return self.is_superuser or any(is_inside(code, one) for one in self.readable_codes)

    def edits_all_of(self: Reads, code: str) -> bool:
        """Whether the person may change what is recorded on an area and everything in it."""
        return self.is_superuser or any(is_inside(code, one) for one in self.editable_codes)


@dataclass(frozen=True)
class Reach(Reaching):
    """How far a person reaches, without the person."""

    is_superuser: bool
    readable_codes: tuple[str, ...]
    editable_codes: tuple[str, ...]
    readable_clusters: tuple[int, ...]
    editable_clusters: tuple[int, ...]
    is_anonymous: bool = False
