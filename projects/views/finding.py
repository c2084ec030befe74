"""Finding more to choose from inside a form: what was ticked and typed so far stays, and nothing is saved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from areas.writing import WriteView, read_key, read_version
from projects.forms.leverage import WordsFilter

FIND = "find"  # the button that asks for more to choose from


class FindingView(WriteView):
    """A form with a field of words that narrow what it offers; the words may also stand in the address.

    The form's `keep(data)` takes over what was chosen and typed.
    """

    @cached_property
    def words(self) -> WordsFilter:
        """The words by which the offered rows are narrowed."""
        return WordsFilter(self.request.POST if self.request.method == "POST" else self.request.GET)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form anew with what was chosen so far where more is looked for; else carry it out."""
        if FIND not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        form.keep(request.POST)
        return self.page(
            form,
            key=str(read_key(request.POST.get("key", ""))),
            version=read_version(request.POST.get("version", "")),
            opened=request.POST.get("opened", ""),
        )
