"""What the 409 page lays side by side: a field as it was opened, as it is now, as it was typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

Raw = dict[str, list[str]]  # what a form's inputs hold, as `WriteForm.raw` returns it


class Laid(Protocol):
    """A form whose fields can be laid side by side; a `WriteForm`, or a page of the admin."""

    def reads_same(self, name: str, texts: list[str], others: list[str]) -> bool:
        """Whether a field's texts mean the same."""

    def label_of(self, name: str) -> str:
        """Return the label of a field."""

    def shown(self, name: str, texts: list[str]) -> str:
        """Return a field's texts as a person reads them."""


@dataclass
class Difference:
    """One row of the 409 page: a field as it was opened, as it is now, as it was typed."""

    name: str
    label: str
    opened: str
    latest: str
    mine: str
    latest_differs: bool = field(init=False)
    mine_differs: bool = field(init=False)

    def __post_init__(self) -> None:
        self.latest_differs = self.latest != self.opened
        self.mine_differs = self.mine != self.opened


def merge(form: Laid, opened: Raw, latest: Raw, mine: Raw) -> Raw:
    """Return what saving mine writes: where I left a field as it was opened, the other's value.

    A field that the person never saw counts as left: saving mine never undoes the other's change unseen.
    """
    left = {name for name in mine if name not in opened or form.reads_same(name, opened[name], mine[name])}
    return {name: latest.get(name, []) if name in left else mine[name] for name in mine}


def differences(form: Laid, opened: Raw, latest: Raw, merged: Raw) -> list[Difference]:
    """Return a row of the page for each field."""
    return [
        Difference(
            name,
            form.label_of(name),
            *(form.shown(name, one.get(name, [])) for one in (opened, latest, merged)),
        )
        for name in merged
    ]
