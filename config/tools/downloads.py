"""Files that a page hands out."""

from __future__ import annotations

from typing import IO
from urllib.parse import quote

from django.http import FileResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(file: IO[bytes], *, plain: str, named: str) -> FileResponse:
    """Send a workbook from its beginning; `plain` is its name for old browsers, `named` the Thai one."""
    file.seek(0)
    response = FileResponse(file, content_type=XLSX)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(named, safe='')}"
    )
    return response
