"""The entry point for a web server such as gunicorn."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_BOUNDARY = re.compile(r"multipart/form-data\b.*?\bboundary=\"?([^\s\";,]+)", re.IGNORECASE | re.DOTALL)
django = get_wsgi_application()


def plain_type(kind: str) -> str:
    """Return a content type with nothing but the boundary: every request is read as UTF-8, as browsers send it.

    Django takes any charset that Python knows, and breaks on zlib or idna before it has a page to answer with.
    """
    if found := _BOUNDARY.search(kind):
        return f"multipart/form-data; boundary={found[1]}"
    return kind.split(";")[0].strip()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Hand the request to Django."""
    environ["CONTENT_TYPE"] = plain_type(environ.get("CONTENT_TYPE", ""))
    return django(environ, start_response)
