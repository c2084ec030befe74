"""Log lines that hold no personal data: one JSON object a line in production, plain text in a try-out.

A line says when, how grave, which logger, the request's reference, method, path, status, milliseconds and the number
of the person's row. Never a name, an address of a computer, a query string, a form's value, a token of a one-time
link, nor the words of an exception, which often quote what was typed: of an exception the line has its type and the
places in the code. Of other packages' messages it has the fixed text without the values.
"""

from __future__ import annotations

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

from django.http import HttpRequest
from django.urls import ResolverMatch

OURS = (
    "config",
    "areas",
    "projects",
    "meetings",
    "plans",
)  # loggers whose messages are written with this in mind
ROOT = Path(__file__).resolve().parent.parent.parent
MOST_FRAMES, MOST_CAUSES = 30, 5
NUMBER_OR_CODE = re.compile(r"[0-9]{1,19}|[0-9]{6}[A-Z][0-9A-Z]")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}

reference: ContextVar[str] = ContextVar("reference", default="")


class ReferenceFilter(logging.Filter):
    """Gives each record the reference of the request in whose course it was written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, with its reference."""
        record.reference = reference_of(record)
        return True


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON, from a fixed list of harmless facts."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; what is empty is left out."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "reference": reference_of(record),
            "event": event(record),
            **facts(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = errors(record.exc_info[1])
        return json.dumps({name: value for name, value in line.items() if value not in ("", None)})


def reference_of(record: logging.LogRecord) -> str:
    """Return the reference of a record's request; Django writes some lines when the request is already answered."""
    request = getattr(record, "request", None)
    number = getattr(record, "reference", "") or reference.get() or getattr(request, "reference", "")
    return str(number)


def event(record: logging.LogRecord) -> str:
    """Return what happened, without values: ours as written, others' as the text before values are put in.

    A text of another package without values may have been put together from them, so its place stands instead.
    """
    if record.name.split(".")[0] in OURS:
        return record.getMessage()
    if record.args and isinstance(record.msg, str):
        return record.msg
    return place(record.pathname, record.lineno, record.funcName or "")


def facts(record: logging.LogRecord) -> dict[str, Any]:
    """Return what an access line, or Django's line on an answer, knows of its request."""
    told = getattr(record, "told", None)
    if isinstance(told, dict):
        return told
    status, request = getattr(record, "status_code", None), getattr(record, "request", None)
    if not isinstance(request, HttpRequest):
        return {"status": status}
    return {"status": status, "method": method_of(request), "path": path_of(request)}


def method_of(request: HttpRequest) -> str:
    """Return the method; one that is made up is not repeated."""
    return request.method if request.method in METHODS else "other"


def path_of(request: HttpRequest) -> str:
    """Return the address as declared, with numbers and codes put in: /needs/5/edit/, /invite/<token>/.

    An address that leads nowhere holds what someone typed, so nothing of it is told.
    """
    match = request.resolver_match
    if not isinstance(match, ResolverMatch):
        return ""
    route = "/" + match.route.lstrip("^").replace("\\Z", "")
    for name, value in match.kwargs.items():
        if NUMBER_OR_CODE.fullmatch(str(value)):
            route = re.sub(rf"<(?:\w+:)?{re.escape(name)}>", str(value), route)
    return route


def errors(error: BaseException) -> list[dict[str, Any]]:
    """Return the exception and its causes, outermost first: type and places in the code, no words."""
    found: list[dict[str, Any]] = []
    one: BaseException | None = error
    while one is not None and len(found) < MOST_CAUSES:
        kind = type(one)
        found.append({"type": f"{kind.__module__}.{kind.__qualname__}", "at": places(one.__traceback__)})
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return found


def places(trace: TracebackType | None) -> list[str]:
    """Return the last places of a traceback as "file:line function"."""
    frames = [place(frame.f_code.co_filename, line, frame.f_code.co_name) for frame, line in walk_tb(trace)]
    return frames[-MOST_FRAMES:]


def place(filename: str, line: int, function: str) -> str:
    """Return a place in the code, our files and packages' by their short paths."""
    path = Path(filename)
    if "site-packages" in path.parts:
        parts = path.parts[path.parts.index("site-packages") + 1 :]
        return f"{'/'.join(parts)}:{line} {function}"
    short = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    return f"{short}:{line} {function}"
