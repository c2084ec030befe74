"""Stands where a page is not written yet; goes with the last of them."""

from django.http import HttpRequest, HttpResponse


def unwritten(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Answer 404: the page does not exist yet."""
    return HttpResponse(status=404)
