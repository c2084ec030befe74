"""The list of people and what they were trained in, on the page and as a workbook: one filter, one order."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, OuterRef, Subquery
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from areas.mine import assigned_clusters, own_places
from areas.models import Area, User
from areas.people import person_of
from config.tools.downloads import workbook_response
from config.tools.list_book import Field, rows, write_rows
from config.tools.listing import Column, Listing
from config.tools.sheets import Align, Cell
from config.tools.thai import fiscal_year, show_date, today
from meetings.forms.people_filter import PeopleFilter
from meetings.models import Person, TrainingRecord

COLUMNS = (
    Column("name", _("Name"), ("name_sort",), up=_("by name")),
    Column("area", _("Where they belong"), ("area__name_sort",), up=_("area, by name"), blanks=True),
    Column("role", _("What they do there")),
    Column("topics", _("Trained in")),
    Column(
        "last",
        _("Last trained"),
        ("last",),
        up=_("the longest ago first"),
        down=_("the latest trained first"),
        down_first=True,
        blanks=True,
    ),
)


@dataclass(frozen=True)
class Trained:
    """A person of the list with their trainings, the newest first."""

    person: Person
    trainings: Sequence[TrainingRecord]

    @property
    def topics(self) -> list[str]:
        """The topics, each once, in the order of their list."""
        found = {one.topic for one in self.trainings}
        return [topic.name for topic in sorted(found, key=lambda one: (one.position, one.code))]

    @property
    def last(self) -> TrainingRecord | None:
        """The newest training."""
        return self.trainings[0] if self.trainings else None


def listing_of(request: HttpRequest, user: User) -> tuple[PeopleFilter, Listing[Person]]:
    """Return the filter of the list and the people whom it lets through, in the order asked for."""
    visible = Person.objects.visible_to(user)
    form = PeopleFilter(request.GET, visible, user)
    newest = TrainingRecord.objects.filter(person=OuterRef("pk")).order_by().values("person")
    people = form.narrow(visible).annotate(
        last=Subquery(newest.annotate(day=Max("trained_on")).values("day"))
    )
    return form, Listing(people, request.GET, COLUMNS, first="name")


def with_trainings(people: Sequence[Person], user: User) -> list[Trained]:
    """Return people with their trainings; one query."""
    found: dict[int, list[TrainingRecord]] = {one.pk: [] for one in people}
    for record in TrainingRecord.objects.visible_to(user).filter(person__in=found).select_related("topic"):
        found[record.person_id].append(record)
    return [Trained(one, found[one.pk]) for one in people]


@require_safe
def people_page(request: HttpRequest) -> HttpResponse:
    """Show the people of the person's scope by name."""
    user = person_of(request)
    form, listing = listing_of(request, user)
    page = listing.page()
    context = {
        "form": form,
        "page": page,
        "listing": listing,
        "rows": with_trainings(listing.on(page, "area__parent", "cluster"), user),
        "filtered": bool(form.chosen()),
        "told": form.told(),
        "clusters": list(assigned_clusters(user)),
        "add_to": list(
            Area.objects.editable_by(user).filter(code__in=[one.code for one in own_places(user)])
        ),
    }
    return render(request, "meetings/people_list.html", context)


@require_safe
def people_workbook(request: HttpRequest) -> FileResponse:
    """Send the same people as a workbook, a row for each training that was asked for.

    Who has none has a row too; who lacks what was asked for has all they have.
    """
    user = person_of(request)
    form, listing = listing_of(request, user)
    listing.rows = listing.rows.filter(form.of_trainings)  # the join that the columns below read as well
    listing.ties = (*listing.ties, "trainings__trained_on", "trainings__pk")
    codes = listing.rows.order_by().values("area_id")
    names = {one.code: one for one in Area.objects.filter(code__in=codes).select_related("parent")}
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with translation.override("th"):  # whoever asks, as every workbook
        columns = fields(names)
        found = list(rows(listing, columns))
        title = gettext("People and what they were trained in")
        heads = [user.role_label, " · ".join(form.told()) or gettext("all, without a filter")]
        write_rows(file, columns, found, count=len(found), order=listing.order_told, title=title, told=heads)
    return workbook_response(file, plain="people.xlsx", named=f"{title} {show_date(today())}.xlsx")


def fields(names: dict[str, Area]) -> tuple[Field, ...]:
    """Return the workbook's columns; `names` are the areas of the list by code, parents selected."""

    def place(code: str | None, cluster: str | None) -> Cell:
        return names[code].full_name if code else cluster

    def above(code: str | None) -> Cell:
        parent = names[code].parent if code else None
        return parent.full_name if parent else None

    def day(on: date | None) -> Cell:
        return show_date(on) if on else None

    def year(on: date | None) -> Cell:
        return fiscal_year(on) if on else None

    return (
        Field(_("Name"), 28, ("name",)),
        Field(_("What they do there"), 26, ("role",)),
        Field(_("Where they belong"), 22, ("area_id", "cluster__name"), place),
        Field(_("within"), 18, ("area_id",), above),
        Field(_("Code"), 11, ("area_id",), align=Align.CENTRE),
        Field(_("Trained in"), 26, ("trainings__topic__name",)),
        Field(_("Date"), 14, ("trainings__trained_on",), day),
        Field(_("Fiscal year"), 10, ("trainings__trained_on",), year, align=Align.CENTRE),
        Field(_("Who trained"), 34, ("trainings__trained_by",)),
        Field(_("Where this is known from"), 34, ("trainings__source",)),
    )
