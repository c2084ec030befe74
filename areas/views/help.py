"""Help: the first day of each role, in seven steps at most, with pictures. The words live in the templates."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from areas.mine import role_of
from areas.people import person_of

# The pages in the order of the index: the address's word, whose page it is, what it is about.
PAGES = {
    "worker": (
        _("Tambon worker"),
        _("From what a village needs to a plan that the council has endorsed"),
    ),
    "secretariat": (
        _("Provincial secretariat"),
        _("From the tambons' endorsed plans to the people's plan of the province"),
    ),
    "coordinator": (
        _("Region coordinator and cluster head"),
        _("Who looks after which area, and how far each province has come"),
    ),
    "admin": (
        _("System administrator"),
        _("An empty system becomes an office that people can work in"),
    ),
    "reader": (
        _("Reader"),
        _("Find an area, read its plan, take the workbook along"),
    ),
}


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """List the pages, the person's own first."""
    own = role_of(person_of(request))
    pages = sorted(PAGES, key=lambda name: name != own)
    rows = [(name, *PAGES[name], name == own) for name in pages]
    return render(request, "help/index.html", {"rows": rows})


@require_safe
def help_role(request: HttpRequest, role: str) -> HttpResponse:
    """Show the first day of a role."""
    if role not in PAGES:
        raise Http404
    title, about = PAGES[role]
    return render(request, f"help/{role}.html", {"role": role, "title": title, "about": about})
