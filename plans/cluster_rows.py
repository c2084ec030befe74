"""The rows of a cluster's board: one number for each province, which leads to the list that holds what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from projects.board import STEPS

Found = dict[tuple[Any, str], Any]
"""What was found, by the key of a row and the code of a province."""


@dataclass(frozen=True)
class Cell:
    """What one province has of a row, and the address of the list that holds it; '' where there is nothing."""

    amount: Decimal | int
    url: str
    heat: int = 0


@dataclass(frozen=True)
class Row:
    """One row over the provinces: what it is called, or the severity that it counts."""

    label: str
    cells: Sequence[Cell]
    severity: int = 0
    whole: str = ""
    """The address of the list that holds the rows of all provinces; '' where there are none."""

    @property
    def total(self) -> Decimal | int:
        """The sum over the provinces."""
        return sum((cell.amount for cell in self.cells), 0)


def row_of(label: str, amounts: Sequence[Any], urls: Sequence[str], *, heat: bool = False) -> Row:
    """Return a row of amounts by province with their lists, and last the list of all of them together.

    `heat` where the cells are as dark as they hold baht.
    """
    *of_each, whole = urls
    cells = []
    for amount, url in zip(amounts, of_each, strict=True):
        dark = 1 + sum(amount >= step for step in STEPS) if heat and amount else 0
        cells.append(Cell(amount, url if amount else "", dark))
    return Row(label, cells, whole=whole if any(amounts) else "")


def list_of(name: str, **asked: Any) -> str:
    """Return the address of a list with what it is asked for."""
    return f"{reverse(name)}?{urlencode({key: str(value) for key, value in asked.items()}, safe=',')}"
