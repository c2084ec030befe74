"""What the 409 page lays side by side: a field as it was opened, as it is now, as it was typed."""

from __future__ import annotations

from dataclasses import dataclass, field

from areas.write_forms import WriteForm

Raw = dict[str, list[str]]  # what a form's inputs hold, as `WriteForm.raw` returns it


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


def merge(form: WriteForm, opened: Raw, latest: Raw, mine: Raw) -> Raw:
    """Return what saving mine writes: where I left a field as it was opened, the other's value.

    A field that the person never saw counts as left: saving mine never undoes the other's change unseen.
    """
    left = {name for name in mine if name not in opened or form.reads_same(name, opened[name], mine[name])}
    return {name: latest.get(name, []) if name in left else mine[name] for name in mine}


def differences(form: WriteForm, opened: Raw, latest: Raw, merged: Raw) -> list[Difference]:
    """Return a row of the page for each field."""
    return [
        Difference(
            name,
            form.label_of(name),
            *(form.shown(name, one.get(name, [])) for one in (opened, latest, merged)),
        )
        for name in merged
    ]
