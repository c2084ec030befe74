"""The canonical content of a plan and its SHA-256: what is frozen, and what tells whether two workbooks say the same.

JSON with sorted keys, natural keys and no spaces; amounts are strings with two places, mappings keyed by year are
lists of pairs. It is made and digested piece by piece, since a province's is many megabytes long.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal

from plans.workbook.content import Aside, Content, Line, Origin, Said, Years

FORMAT = "phuenngan-plan-1"


def canonical(content: Content) -> Iterator[str]:
    """Yield the canonical content piece by piece."""
    yield '{"apart":' + _json([asdict(pair) for pair in content.apart])
    yield ',"dimensions":' + _json([asdict(row) for row in content.dimensions])
    yield ',"endorsed":' + _json(_years(content.endorsed))
    yield ',"format":' + _json(FORMAT)
    yield ',"left_out":' + _json([_aside(row) for row in content.left_out])
    yield ',"lines":['
    for number, line in enumerate(content.lines):
        yield ("," if number else "") + _json(_line(line))
    yield '],"places":' + _json({code: place.name for code, place in content.places.items()})
    yield ',"plan":' + _json(asdict(content.head))
    yield ',"plans_below":' + _json(content.counts.plans)
    yield ',"waiting":' + _json([_aside(row) for row in content.waiting]) + "}"


def digest(content: Content) -> str:
    """Return the SHA-256 of the canonical content, in hex."""
    sha = hashlib.sha256()
    for piece in canonical(content):
        sha.update(piece.encode())
    return sha.hexdigest()


_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _years(years: Years) -> list[tuple[int, str]]:
    return [(year, _amount(amount)) for year, amount in years.items()]


def _aside(row: Aside) -> dict[str, object]:
    return {
        "area": row.place.code,
        "title": row.title,
        "dimension": row.dimension,
        "doability": row.doability,
        "door": row.door,
        "years": _years(row.years),
        "ground": row.ground,
        "reason": row.reason,
        "part": row.part,
        "outside": row.outside,
    }


def _line(line: Line) -> dict[str, object]:
    return {
        "code": line.code,
        "number": line.number,
        "title": line.title,
        "objective": line.objective,
        "target": line.target,
        "indicator": line.indicator,
        "expected_result": line.expected_result,
        "dimension": line.dimension,
        "work_stream": line.work_stream,
        "main_agency": line.main_agency,
        "doability": line.doability,
        "door": line.door,
        "area": line.place.code if line.place else "",
        "budget": {source: _years(years) for source, years in line.sources.items()},
        "origins": [_origin(origin) for origin in line.origins],
        "needs": [_said(said) for said in line.said],
    }


def _origin(origin: Origin) -> dict[str, object]:
    return {
        "area": origin.place.code,
        "number": origin.number,
        "title": origin.title,
        "carried": _years(origin.years),
        "by_area": {code: _years(years) for code, years in origin.spread.items()},
        "outside": origin.outside,
        "needs": [_said(said) for said in origin.said],
    }


def _said(said: Said) -> list[object]:
    return [
        said.place.code,
        said.through,
        said.title,
        said.words,
        said.households,
        said.severity,
        said.no_need,
    ]
