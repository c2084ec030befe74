"""The filter of the list of projects: as the reports', and by where money was placed, so that it lists one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.models import User
from config.tools.among import among
from projects.forms.project_filter import ProjectFilter
from projects.models import Agency, Allocation, BudgetLine, WorkStream
from projects.models.money import AllocationQuerySet
from projects.models.projects import ProjectQuerySet

NO_STREAM = _("Without a stream")
INSIDE, OWN = "inside", "own"  # money of an area and what lies in it, or of the area itself alone
ALL_BUT = re.compile(r"-[0-9]{1,9}(,[0-9]{1,9}){0,29}")  # a source that is none of these


class _AndNone(forms.models.ModelChoiceIterator):  # type: ignore[type-arg]  # takes none at run time
    """The choices, and that there is none."""

    def __iter__(self) -> Iterator[Any]:
        yield from super().__iter__()
        yield "none", NO_STREAM


class StreamField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """A stream of work, or `NO_STREAM`, which the address calls none."""

    iterator = _AndNone

    def to_python(self, value: Any) -> Any:
        """Return the stream, `NO_STREAM`, or None where none is asked for."""
        return NO_STREAM if value == "none" else super().to_python(value)


class PlacedFilter(ProjectFilter):
    """Projects as a table of money counts them: each with money that was placed where it says.

    `level` and `source` stand among the filters only where the address asks for them, as a cell of a table does.
    """

    work_stream = StreamField(
        label=_("work stream"),
        queryset=WorkStream.objects.all(),
        required=False,
        empty_label=_("all work streams"),
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
        """Offer what `ProjectFilter` does, and the sources where one is asked for; seven queries at most."""
        super().__init__(data, user, projects)
        self.user = user
        for name in ("source", "level"):
            if not data.get(name):
                del self.fields[name]
        if "source" in self.fields:
            fields: dict[str, Any] = self.fields
            fields["source"].choices = _sources(data["source"], projects)

    def lines(self) -> Q:
        """Return the condition on budget lines, or on what they give to areas."""
        return super().lines() & _of_source(self.chosen().get("source", ""))

    def narrow(self, projects: ProjectQuerySet) -> ProjectQuerySet:
        """Return the projects that were asked for."""
        projects = super().narrow(projects)
        return projects.filter(among(self.allocations().values("project"))) if self.is_placed else projects

    def of_stream(self, stream: Any) -> Q:
        """Return the condition on projects of a stream, or of none."""
        return Q(work_stream=None) if stream is NO_STREAM else super().of_stream(stream)

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
        return rows.filter(area=code) if chosen["level"] == OWN else rows.inside(code)


def _of_source(asked: str) -> Q:
    """Return the condition on the source of a line or of what it gives: one, or none of those after a minus."""
    if not asked:
        return Q()
    if asked.startswith("-"):
        return ~Q(source__in=[int(pk) for pk in asked[1:].split(",")])
    return Q(source=int(asked))


def _sources(asked: str, projects: ProjectQuerySet) -> list[tuple[str, Any]]:
    """Return the sources of the projects' lines, and all but some where they are asked for; one query."""
    lines = BudgetLine.objects.filter(project__in=projects.order_by().values("pk")).order_by()
    found = Agency.objects.filter(pk__in=lines.values("source"))
    choices: list[tuple[str, Any]] = [("", _("all agencies")), *((str(one.pk), one.name) for one in found)]
    if ALL_BUT.fullmatch(asked):
        told = gettext("all but %(count)s agencies") % {"count": asked.count(",") + 1}
        choices.append((asked, told))
    return choices
