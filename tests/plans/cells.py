"""Follows the links of a mapping's cells and lays what their lists hold beside what the cells say."""

import re
from html import unescape
from urllib.parse import urlsplit

from django.db.models import Sum
from django.http import QueryDict
from django.urls import reverse

from plans.forms.need_filter import NeedFilter
from plans.models import Need
from projects.forms.placed_filter import PlacedFilter
from projects.models import Project

LINK = re.compile(r'<t[dh][^>]*>\s*<a href="([^"]+)">\s*([\d,.]+)\s*</a>\s*</td>')


def linked(client, code, **asked):
    """Return (address, number) of each cell of a page's table that leads to a list."""
    page = client.get(reverse("mapping", args=[code]), asked).content.decode()
    page = page[page.index("<table") : page.index("</table>")]
    found = [(unescape(href), number.replace(",", "")) for href, number in LINK.findall(page)]
    assert len(found) == len(re.findall(r'<a href="/(?:projects|needs)/\?', page)), (
        "a linked cell was not read"
    )
    return [(href, float(number)) for href, number in found if href.startswith(("/projects/", "/needs/"))]


def behind(href, user, value):
    """Return the number that the list behind a link comes to: its rows, or the baht that it counts."""
    asked = QueryDict(urlsplit(href).query)
    if href.startswith(reverse("need_list")):
        visible = Need.objects.visible_to(user)
        return NeedFilter(asked, visible).narrow(visible).count()
    visible = Project.objects.visible_to(user)
    form = PlacedFilter(asked, user, visible)
    rows = form.narrow(visible)
    if value == "projects":
        return rows.count()
    return float(form.allocations().filter(project__in=rows).aggregate(sum=Sum("amount"))["sum"])
