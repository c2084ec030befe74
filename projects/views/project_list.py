"""The list of projects with their money by kind, on the page and as a workbook: one filter, one order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
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
from config.tools.thai import show_amount, show_date, show_years, today
from projects.forms.placed_filter import PlacedFilter
from projects.forms.project_filter import projects_for
from projects.ledger import Balance, Counted, balances, project_rows, sortable
from projects.models import BudgetLine, Kind, Project

HEADINGS = {
    Kind.GRANT: pgettext_lazy("kind of money", "Grants"),
    Kind.LOAN: pgettext_lazy("kind of money", "Loans"),
    Kind.CASH: pgettext_lazy("kind of money", "Cash contributions"),
    Kind.IN_KIND: pgettext_lazy("kind of money", "In kind"),
}
ORDERS = {
    Kind.GRANT: _("the most grants first"),
    Kind.LOAN: _("the most loans first"),
    Kind.CASH: _("the most cash contributions first"),
    Kind.IN_KIND: _("the most in kind first"),
}
COLUMNS = (
    Column("name", _("Project"), ("name_sort",), up=_("by name")),
    Column("area", _("Home"), ("area__name_sort", "cluster__name"), up=_("area, by name"), blanks=True),
    Column(
        "stream",
        _("Work stream"),
        ("work_stream__position", "work_stream__code"),
        up=_("by work stream"),
        blanks=True,
    ),
    Column("lead", _("Lead agency"), ("lead_agency__name",), up=_("by lead agency")),
    Column(
        "years",
        _("Fiscal year"),
        ("first_year", "last_year"),
        up=_("the earliest year first"),
        down=_("the latest year first"),
        down_first=True,
    ),
    Column("status", _("State"), ("status",), up=_("by state")),
    *(
        Column(kind.value, HEADINGS[kind], (f"approved_{kind}",), "", ORDERS[kind], True, True, True)
        for kind in Kind
    ),
)


def listing_of(request: HttpRequest, user: User) -> tuple[PlacedFilter, Listing[Project]]:
    """Return the filter of the list and the projects that it lets through, in the order asked for."""
    visible = projects_for(request.GET, user)
    form = PlacedFilter(request.GET, user, visible)
    rows = sortable(form.narrow(visible), counted_by(form))
    return form, Listing(rows, request.GET, COLUMNS, first="-years", ties=("area_id", "name_sort", "pk"))


def counted_by(form: PlacedFilter) -> Counted:
    """Return the baht that the list counts."""
    return Counted.placed(form.allocations()) if form.is_placed else Counted.approved(form.lines())


def balances_of(form: PlacedFilter, listing: Listing[Project], user: User) -> list[Balance]:
    """Return the sums of the whole list; of what was placed, those of its lines with what lies elsewhere."""
    ids = listing.rows.order_by().values("pk")
    if not form.is_placed:
        return balances(BudgetLine.objects.filter(form.lines(), project__in=ids), user)
    placed = form.allocations().filter(project__in=ids)
    return balances(BudgetLine.objects.filter(pk__in=placed.values("line")), user, placed)


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """Show the projects of the person's scope with what was approved of each kind of money."""
    user = person_of(request)
    form, listing = listing_of(request, user)
    page = listing.page()
    projects = listing.on(page, "area__parent", "cluster", "work_stream", "lead_agency", "archived_by")
    away = [project.pk for project in projects if project.archived_at is not None]
    editable = Project.every.editable_by(user).filter(pk__in=away).values_list("pk", flat=True)
    own = [area.code for area in own_places(user)]
    context = {
        "form": form,
        "page": page,
        "listing": listing,
        "rows": project_rows(projects, counted_by(form)),
        "balances": balances_of(form, listing, user),
        "may_restore": set(editable) if away else set(),
        "filtered": bool(form.chosen()),
        "told": form.told(),
        "add_to": list(Area.objects.editable_by(user).filter(code__in=own)),
    }
    return render(request, "projects/project_list.html", context)


@require_safe
def project_workbook(request: HttpRequest) -> FileResponse:
    """Send the same list as a workbook: same filter, same order, the sums by kind above it."""
    user = person_of(request)
    form, listing = listing_of(request, user)
    plain = listing.rows.order_by()
    found = Area.objects.filter(code__in=plain.values("area_id")).select_related("parent")
    names = {one.code: one for one in found}
    approved = counted_by(form).of(plain.values("pk"))
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with translation.override("th"):  # whoever asks, as every workbook
        title = gettext("Projects")
        told = [user.role_label, " · ".join(form.told()) or gettext("all, without a filter")]
        told += sums_told(balances_of(form, listing, user), placed=form.is_placed)
        write(file, listing, fields(names, approved), title=title, told=told)
    return workbook_response(file, plain="projects.xlsx", named=f"{title} {show_date(today())}.xlsx")


def sums_told(found: Sequence[Balance], *, placed: bool) -> list[str]:
    """Return a sentence for each kind: its sum and the three parts that make it."""
    told = gettext(
        "%(kind)s: %(approved)s baht = in your areas %(shown)s + outside your areas %(outside)s + "
        "not allocated %(unallocated)s"
    )
    if placed:
        told = gettext(
            "%(kind)s: placed where the filter says %(shown)s baht; the same lines, %(approved)s baht in all, "
            "give %(outside)s elsewhere and %(unallocated)s to no area yet"
        )
    return [
        told
        % {
            "kind": HEADINGS[one.kind],
            **{
                name: show_amount(getattr(one, name))
                for name in ("approved", "shown", "outside", "unallocated")
            },
        }
        for one in found
    ]


def fields(names: dict[str, Area], approved: dict[int, dict[str, Decimal]]) -> tuple[Field, ...]:
    """Return the workbook's columns; `names` are the areas by code, `approved` the baht by project and kind."""

    def home(code: str | None, cluster: str | None) -> Cell:
        return names[code].full_name if code else cluster

    def above(code: str | None) -> Cell:
        parent = names[code].parent if code else None
        return parent.full_name if parent else None

    def state(status: str, archived_at: datetime | None) -> Cell:
        return gettext("put away") if archived_at else str(Project.Status(status).label)

    def baht(kind: str) -> Callable[[int], Cell]:
        return lambda pk: approved.get(pk, {}).get(kind)

    return (
        Field(_("Code"), 11, ("code",)),
        Field(_("Project"), 44, ("name",)),
        Field(_("Home"), 22, ("area_id", "cluster__name"), home),
        Field(_("within"), 20, ("area_id",), above),
        Field(_("Code of the area"), 11, ("area_id",), align=Align.CENTRE),
        Field(_("Work stream"), 24, ("work_stream__name",)),
        Field(_("Lead agency"), 26, ("lead_agency__name",)),
        Field(_("Fiscal year"), 13, ("first_year", "last_year"), show_years, Align.CENTRE),
        Field(_("State"), 14, ("status", "archived_at"), state),
        *(Field(HEADINGS[kind], 16, ("pk",), baht(kind), Align.RIGHT) for kind in Kind),
    )
