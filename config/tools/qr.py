"""QR codes as drawings that stand in a page under the strict content policy: one path, no colours of its own."""

from __future__ import annotations

from dataclasses import dataclass

import segno

BORDER = 4  # modules of quiet around the code, as the standard asks


@dataclass(frozen=True)
class Drawing:
    """A code as an SVG path, in a square of `size` units."""

    size: int
    path: str


def draw(text: str) -> Drawing:
    """Return the code of a text; up to 15 % of it may be unreadable."""
    code = segno.make(text, error="m", micro=False)
    rows = [list(row) for row in code.matrix_iter(border=BORDER)]
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return Drawing(len(rows), "".join(dark))
