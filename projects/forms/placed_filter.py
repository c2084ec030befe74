"""The filter of the list of projects: as the reports', and by where money was placed, so that it lists one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.filter_words import several
from areas.models import User
from config.tools.among import among
from projects.forms.project_filter import ProjectFilter
from projects.models import Agency, Allocation, BudgetLine, Leg, WorkStream
from projects.models.money import AllocationQuerySet
from projects.models.projects import ProjectQuerySet

NO_STREAM, NO_LEG = _("Without a stream"), _("Leg not told")
INSIDE, OWN = "inside", "own"  # money of an area and what lies in it, or of the area itself alone
SEVERAL = re.compile(r"-?[0-9]{1,9}(,[0-9]{1,9}){0,29}")  # any of these sources; after a minus, none of them
MOST_NAMES = 5  # of agencies in one title


class _AndNone(forms.models.ModelChoiceIterator):  # type: ignore[type-arg]  # takes none at run time
    """The choices, and that there is none."""

    def __iter__(self) -> Iterator[Any]:
        yield from super().__iter__()
        yield "none", cast("OrNoneField", self.field).none


class OrNoneField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """A row, or the words `none`, which the address calls none."""

    iterator = _AndNone

    def __init__(self, *args: Any, none: Any, **kwargs: Any) -> None:
        self.none = none
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the row, the words that there is none, or None where nothing is asked for."""
        return self.none if value == "none" else super().to_python(value)


class PlacedFilter(ProjectFilter):
    """Projects as a table of money counts them: each with money that was placed where it says.

    `level` and `source` stand among the filters only where the address asks for them, as a cell of a table does.
    """

    work_stream = OrNoneField(
        label=_("work stream"),
        queryset=WorkStream.objects.all(),
        required=False,
        empty_label=_("all work streams"),
        none=NO_STREAM,
    )
    leg = OrNoneField(
        label=_("leg"), queryset=Leg.objects.all(), required=False, empty_label=_("all legs"), none=NO_LEG
    )
    source = forms.ChoiceField(label=_("source agency"), required=False)
    level = forms.ChoiceField(
        label=_("counted"),
        required=False,
        choices=[
            ("", _("projects at home there, too")),
            (INSIDE, _("money placed in the area alone")),
            (OWN, _("money at this level alone")),
        ],
    )

    def __init__(self, data: Any, user: User, projects: ProjectQuerySet) -> None:
        """Offer what `ProjectFilter` does, and the sources and provinces that are asked for; nine queries at most."""
        super().__init__(data, user, projects)
        self.user = user
        for name in ("source", "level"):
            if not data.get(name):
                del self.fields[name]
        fields: dict[str, Any] = self.fields
        if "source" in fields:
            fields["source"].choices = _sources(data["source"], projects)
        if "level" in fields:
            fields["area"].choices = [*fields["area"].choices, *several(data.get("area", ""))]

    def lines(self) -> Q:
        """Return the condition on budget lines, or on what they give to areas."""
        return super().lines() & _of_source(self.chosen().get("source", ""))

    def narrow(self, projects: ProjectQuerySet) -> ProjectQuerySet:
        """Return the projects that were asked for."""
        projects = super().narrow(projects)
        return projects.filter(among(self.allocations().values("project"))) if self.is_placed else projects

    def in_area(self, projects: ProjectQuerySet, code: str) -> ProjectQuerySet:
        """Return the projects of an area; where money that was placed counts, that alone tells which."""
        return projects if self.is_placed else super().in_area(projects, code)

    def of_stream(self, stream: Any) -> Q:
        """Return the condition on projects of a stream, or of none."""
        return Q(work_stream=None) if stream is NO_STREAM else super().of_stream(stream)

    def of_leg(self, leg: Any) -> Q:
        """Return the condition on lines of a leg, or of which nobody told it."""
        return Q(leg=None) if leg is NO_LEG else super().of_leg(leg)

    @property
    def is_placed(self) -> bool:
        """Whether money that was placed counts, and not whole lines."""
        return "level" in self.chosen()

    def allocations(self) -> AllocationQuerySet:
        """Return what was placed where the filter says and the person sees it, of the lines that count."""
        chosen = self.chosen()
        rows = Allocation.objects.visible_to(self.user).filter(self.lines()).order_by()
        code = chosen.get("area", "")
        if not code:
            return rows
        codes = code.split(",")
        return rows.filter(area__in=codes) if chosen["level"] == OWN else rows.inside(*codes)


def _of_source(asked: str) -> Q:
    """Return the condition on the source of a line or of what it gives: one of some, or none of those after a minus."""
    if not asked:
        return Q()
    found = Q(source__in=[int(pk) for pk in asked.removeprefix("-").split(",")])
    return ~found if asked.startswith("-") else found


def _sources(asked: str, projects: ProjectQuerySet) -> list[tuple[str, Any]]:
    """Return the sources of the projects' lines; of several, or all but some, what is asked for; two queries."""
    lines = BudgetLine.objects.filter(project__in=projects.order_by().values("pk")).order_by()
    found = Agency.objects.filter(pk__in=lines.values("source"))
    choices: list[tuple[str, Any]] = [("", _("all agencies")), *((str(one.pk), one.name) for one in found)]
    if asked not in dict(choices) and SEVERAL.fullmatch(asked) and (told := _told(asked)):
        choices.append((asked, told))
    return choices


def _told(asked: str) -> str:
    """Return several sources, or all but some, by name: the first, and how many more; '' for none known; one query."""
    keys = asked.removeprefix("-").split(",")
    names = list(Agency.objects.filter(pk__in=keys).values_list("name", flat=True))
    told = ", ".join(names[:MOST_NAMES])
    if (more := len(names) - MOST_NAMES) > 0:
        told = gettext("%(names)s and %(count)s more") % {"names": told, "count": more}
    return gettext("all but %(names)s") % {"names": told} if told and asked.startswith("-") else told
