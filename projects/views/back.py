"""Back to the list that an act was reached from, as it was filtered there, instead of to the project."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

ASKED = "from"  # the word of the address that names the list
LISTS = {"overdue": "overdue_list", "home": "home", "gaps": "gap_list", "overlaps": "overlap_list"}


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Return the address of the list that the page was opened from; `otherwise` where it names none."""
    query = request.GET.copy()
    name = LISTS.get(str(query.get(ASKED, "")))
    if name is None:
        return otherwise
    query.pop(ASKED)
    return reverse(name) + (f"?{query.urlencode()}" if query else "")
