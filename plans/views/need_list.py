"""The list of needs, on the page and as a workbook: one filter, one order."""

from __future__ import annotations

import tempfile
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from areas.mine import own_places
from areas.models import Area, User
from areas.people import person_of
from config.tools.downloads import workbook_response
from config.tools.list_book import Field, write
from config.tools.listing import Column, Listing
from config.tools.sheets import Align, Cell
from config.tools.thai import show_date, today
from plans.forms.need_filter import NeedFilter
from plans.ledger import need_rows
from plans.models import Need, NeedLink

COLUMNS = (
    Column("title", _("Need"), ("title_sort",), up=_("by title")),
    Column("area", _("Area"), ("area__name_sort",), up=_("area, by name")),
    Column(
        "severity",
        _("Severity"),
        ("severity",),
        up=_("the least severe first"),
        down=_("the most severe first"),
        down_first=True,
    ),
    Column(
        "urgency", _("Urgency"), ("urgency",), down=_("the most urgent first"), down_first=True, blanks=True
    ),
    Column("dimension", _("Dimension"), ("dimension__position", "dimension_id"), up=_("by dimension")),
    Column(
        "households",
        _("Households"),
        ("households",),
        down=_("the most households first"),
        down_first=True,
        blanks=True,
        number=True,
    ),
    Column("age", _("Recorded"), ("created_at",), up=_("the oldest first"), down=_("the newest first")),
    Column("items", _("Items that answer it")),
)


def listing_of(request: HttpRequest, user: User) -> tuple[NeedFilter, Listing[Need]]:
    """Return the filter of the list and the needs that it lets through, in the order asked for."""
    visible = Need.objects.visible_to(user)
    form = NeedFilter(request.GET, visible)
    needs = form.narrow(visible)
    return form, Listing(needs, request.GET, COLUMNS, first="-severity", ties=("area_id", "pk"))


@require_safe
def need_list(request: HttpRequest) -> HttpResponse:
    """Show the needs of the person's scope, the most severe first."""
    user = person_of(request)
    form, listing = listing_of(request, user)
    page = listing.page()
    context = {
        "form": form,
        "page": page,
        "listing": listing,
        "rows": need_rows(listing.on(page, "area__parent", "dimension"), user),
        "filtered": bool(form.chosen()),
        "told": form.told(),
        "add_to": list(
            Area.objects.editable_by(user).filter(code__in=[one.code for one in own_places(user)])
        ),
    }
    return render(request, "plans/need_list.html", context)


@require_safe
def need_workbook(request: HttpRequest) -> FileResponse:
    """Send the same list as a workbook: same filter, same order."""
    user = person_of(request)
    form, listing = listing_of(request, user)
    listing.rows = listing.rows.annotate(linked=Exists(NeedLink.objects.filter(need=OuterRef("pk"))))
    codes = listing.rows.order_by().values("area_id")
    names = {one.code: one for one in Area.objects.filter(code__in=codes).select_related("parent")}
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with translation.override("th"):  # whoever asks, as every workbook
        title = gettext("Needs")
        told = [user.role_label, " · ".join(form.told()) or gettext("all, without a filter")]
        write(file, listing, fields(names), title=title, told=told)
    return workbook_response(file, plain="needs.xlsx", named=f"{title} {show_date(today())}.xlsx")


def fields(names: dict[str, Area]) -> tuple[Field, ...]:
    """Return the workbook's columns; `names` are the areas of the list by code, parents selected."""

    def place(code: str) -> Cell:
        return names[code].full_name

    def above(code: str) -> Cell:
        parent = names[code].parent
        return parent.full_name if parent else None

    def day(moment: datetime) -> Cell:
        return show_date(timezone.localtime(moment).date())

    def state(status: str) -> Cell:
        return str(Need.Status(status).label)

    def has_item(linked: bool) -> Cell:
        return str(pgettext_lazy("items", "yes") if linked else pgettext_lazy("items", "none"))

    return (
        Field(_("Need"), 34, ("title",)),
        Field(_("Area"), 22, ("area_id",), place),
        Field(_("within"), 18, ("area_id",), above),
        Field(_("Code"), 11, ("area_id",), align=Align.CENTRE),
        Field(_("Severity"), 9, ("severity",), align=Align.CENTRE),
        Field(_("Urgency"), 9, ("urgency",), align=Align.CENTRE),
        Field(_("Dimension"), 20, ("dimension__name",)),
        Field(_("Households"), 10, ("households",), align=Align.RIGHT),
        Field(_("What is wrong, in the village's words"), 40, ("cause",)),
        Field(_("What people want"), 40, ("wish",)),
        Field(_("Where this was heard"), 24, ("source",)),
        Field(_("State"), 10, ("status",), state),
        Field(_("Item in a plan"), 10, ("linked",), has_item),
        Field(_("Recorded"), 14, ("created_at",), day),
    )
