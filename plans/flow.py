"""The flow of an area's money, from sources through projects to the areas below, laid out to be drawn.

What weighs most has a place of its own in each column, the rest shares one. The same rows stand beside the picture as
a table, so that nobody depends on seeing it; the whole is proved against the lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from areas.models import Area, User
from config.tools.money import ZERO
from config.tools.pictures import letters
from projects import sums
from projects.models import Agency, Project
from projects.sums import Asked, Table

MOST = (8, 12, 12)  # sources, projects and areas with a place of their own
REST = "rest"
HEIGHT, SLOT, GAP = (
    420,
    36,
    6,
)  # units of the drawing: of all the money, of the least that holds a name, between two
WIDTH, NODE, LEFT, MIDDLE, RIGHT = (
    960,
    12,
    250,
    474,
    698,
)  # of the drawing, of a bar, and where each column begins
LETTERS_LEFT, LETTERS_RIGHT = 32, 23  # of a name beside a bar; on the right the baht follow it
BEND = 110  # how far a stream leaves its bar before it turns

Key = Any  # an agency's or project's id, an area's code, or REST


@dataclass(frozen=True)
class Node:
    """A bar of the drawing: what it stands for, its baht, and where it lies."""

    key: Key
    number: int  # its place in its column, from 1
    name: str
    amount: Decimal
    x: int
    y: float
    height: float

    @property
    def middle(self) -> float:
        """Where its words stand."""
        return round(self.y + max(self.height, 1) / 2, 1)

    @property
    def is_long(self) -> bool:
        """Whether its words are pressed together to stand beside the bar."""
        return letters(self.name) > (LETTERS_RIGHT if self.x == RIGHT else LETTERS_LEFT)


@dataclass(frozen=True)
class Stream:
    """A stream of the drawing from one bar to the next, as the path of an SVG, with its baht."""

    path: str
    told: str
    amount: Decimal


@dataclass(frozen=True)
class Way:
    """A row of the table: so much from a source through a project to an area."""

    source: Agency
    project: Project
    number: int | None  # of the project in the drawing; None where it shares a bar
    area: Area
    amount: Decimal


@dataclass(frozen=True)
class Flow:
    """The drawing and its rows, the most first; `proof` holds the same against the lines."""

    columns: list[list[Node]]
    streams: list[Stream]
    ways: list[Way]
    proof: Table
    height: int
    width: int = WIDTH

    @property
    def total(self) -> Decimal:
        """The baht of all rows."""
        return sum((way.amount for way in self.ways), ZERO)

    @property
    def ties(self) -> bool:
        """Whether the rows and the lines come to the same."""
        return self.total == self.proof.shown and self.proof.ties


def read(user: User, area: Area, asked: Asked, length: int) -> Flow:
    """Return how the money that is asked for flows to the areas of a level; seven queries."""
    asked = replace(asked, area=area.code)
    rows = sums.allocations_of(user, asked).annotate(place=Substr("area_id", 1, length))
    grouped = rows.values_list("source_id", "project_id", "place").annotate(sum=Sum("amount"))
    found: dict[tuple[Key, ...], Decimal] = {(*key,): amount for *key, amount in grouped if amount}
    proof = sums.proved(user, asked, dict(found))
    agencies = Agency.objects.in_bulk({key[0] for key in found})
    seen = Project.objects.visible_to(user).in_bulk({key[1] for key in found})
    areas = Area.objects.readable_by(user).in_bulk({key[2] for key in found})
    names: list[Mapping[Key, str]] = [
        {pk: one.name for pk, one in agencies.items()},
        {pk: str(one) for pk, one in seen.items()},
        {code: one.full_name for code, one in areas.items()},
    ]
    columns, keys = zip(*(_column(found, at, names[at]) for at in range(3)), strict=True)
    numbers = {node.key: node.number for node in columns[1]}
    ways = [
        Way(agencies[source], seen[project], numbers.get(project), areas[place], amount)
        for (source, project, place), amount in sorted(found.items(), key=lambda one: (-one[1], one[0][2]))
    ]
    height = max((node.y + max(node.height, SLOT) for column in columns for node in column), default=0)
    streams = _streams(found, columns, keys)
    return Flow(list(columns), streams, ways, proof, int(height) + GAP)


def _column(
    found: Mapping[tuple[Key, ...], Decimal], at: int, names: Mapping[Key, str]
) -> tuple[list[Node], dict[Key, Key]]:
    """Return the bars of a column, the most first, and by each key that of its bar."""
    sums_of: dict[Key, Decimal] = {}
    for key, amount in found.items():
        sums_of[key[at]] = sums_of.get(key[at], ZERO) + amount
    order = sorted(sums_of, key=lambda one: (-sums_of[one], str(one)))
    own = order if len(order) <= MOST[at] else order[: MOST[at] - 1]
    rest = order[len(own) :]
    shown = [(key, names[key], sums_of[key]) for key in own]
    if rest:
        shown.append(
            (REST, _("%(count)s others") % {"count": len(rest)}, sum((sums_of[one] for one in rest), ZERO))
        )
    scale = _scale(found)
    nodes, y = [], float(GAP)
    for number, (key, name, amount) in enumerate(shown, 1):
        height = max(1.0, round(float(amount) * scale, 1))
        nodes.append(Node(key, number, name, amount, (LEFT, MIDDLE, RIGHT)[at], y, height))
        y += max(height, SLOT) + GAP
    return nodes, {key: key if key in own else REST for key in order}


def _scale(found: Mapping[tuple[Key, ...], Decimal]) -> float:
    return HEIGHT / float(sum(found.values(), ZERO) or 1)


def _streams(
    found: Mapping[tuple[Key, ...], Decimal],
    columns: tuple[list[Node], ...],
    keys: tuple[dict[Key, Key], ...],
) -> list[Stream]:
    """Return the streams from each column to the next, those of one bar below each other."""
    scale, streams = _scale(found), []
    for at in (0, 1):
        joined: dict[tuple[Key, Key], Decimal] = {}
        for key, amount in found.items():
            pair = (keys[at][key[at]], keys[at + 1][key[at + 1]])
            joined[pair] = joined.get(pair, ZERO) + amount
        streams += _between(joined, columns[at], columns[at + 1], scale)
    return streams


def _between(
    joined: Mapping[tuple[Key, Key], Decimal], left: Iterable[Node], right: Iterable[Node], scale: float
) -> list[Stream]:
    starts, ends = ({node.key: node for node in nodes} for nodes in (left, right))
    below = dict.fromkeys([("out", key) for key in starts] + [("in", key) for key in ends], 0.0)
    streams = []
    order = sorted(joined, key=lambda pair: (starts[pair[0]].number, ends[pair[1]].number))
    for one, other in order:
        amount = joined[one, other]
        height = max(0.6, float(amount) * scale)
        start, end = starts[one], ends[other]
        y0, y1 = start.y + below["out", one], end.y + below["in", other]
        below["out", one] += height
        below["in", other] += height
        streams.append(
            Stream(_path(start.x + NODE, y0, end.x, y1, height), f"{start.name} – {end.name}", amount)
        )
    return streams


def _path(x0: float, y0: float, x1: float, y1: float, height: float) -> str:
    """Return a band between two points, as high at both ends."""
    b0, b1 = x0 + BEND, x1 - BEND
    top = f"M{x0:.0f} {y0:.1f}C{b0:.0f} {y0:.1f} {b1:.0f} {y1:.1f} {x1:.0f} {y1:.1f}"
    return f"{top}v{height:.1f}C{b1:.0f} {y1 + height:.1f} {b0:.0f} {y0 + height:.1f} {x0:.0f} {y0 + height:.1f}z"
