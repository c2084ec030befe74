"""The filter of the mapping of an area: what the cells count, beside what, and which money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from areas.codes import PLACE, PROVINCE, TAMBON
from areas.models import Area, User
from config.tools.dates import fiscal_year
from config.tools.listing import Filter
from config.tools.thai import today
from projects.models import Agency, Allocation, Kind, Leg
from projects.sums import Asked

MONEY = ("baht", "projects")
ALL = "all"  # years


def newest_of(years: Sequence[int]) -> int:
    """Return the newest fiscal year with money up to this one, else the first to come, else this one."""
    now = fiscal_year(today())
    return max((year for year in years if year <= now), default=min(years, default=now))


def years_offered(years: Sequence[int]) -> list[tuple[str, Promise | str]]:
    """Return the choices of years, the newest first, below all of them."""
    newest_first = sorted(years or [newest_of(years)], reverse=True)
    return [(ALL, _("all years")), *((str(one), str(one)) for one in newest_first)]


class MappingFilter(Filter):
    """One value by one kind of column; money of the newest fiscal year with any, where none is asked for."""

    value = forms.ChoiceField(
        label=_("shown"),
        required=False,
        widget=forms.HiddenInput,
        choices=[
            ("baht", _("baht")),
            ("projects", _("projects")),
            ("needs", _("open needs")),
            ("survey", _("age of the survey")),
        ],
    )
    columns = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        choices=[("stream", _("work streams")), ("agency", _("agencies"))],
    )
    by = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        choices=[("tambon", _("tambons")), ("district", _("districts"))],
    )
    year = forms.ChoiceField(label=_("fiscal year"), required=False)
    agency = forms.ModelChoiceField(
        label=_("source agency"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=_("all agencies"),
    )
    leg = forms.ModelChoiceField(
        label=_("leg"), queryset=Leg.objects.all(), required=False, empty_label=_("all legs")
    )
    kind = forms.ChoiceField(label=_("kind of money"), required=False, choices=Kind.choices)
    severity = forms.TypedChoiceField(
        label=_("severity"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("every severity")), ("5", _("5 only")), ("4", _("4 and 5")), ("3", _("3 and above"))],
    )

    def __init__(self, data: Any, user: User, area: Area) -> None:
        """Offer the years and sources that have money in the area; two queries."""
        self.area = area
        placed = Allocation.objects.visible_to(user).inside(area.code).order_by()
        known = list(placed.values_list("fiscal_year", "source_id").distinct())
        years = sorted({year for year, _source in known})
        self.newest = newest_of(years)
        super().__init__({"year": str(self.newest), **{name: data[name] for name in data}})
        fields: dict[str, Any] = self.fields
        fields["year"].choices = years_offered(years)
        sources: QuerySet[Agency] = Agency.objects.filter(pk__in={source for _year, source in known})
        fields["agency"].queryset = sources
        for name in () if self.of_money else ("year", "agency", "leg", "kind"):
            del self.fields[name]
        if self.shown != "needs":
            del self.fields["severity"]

    def _one_of(self, name: str) -> str:
        """Return what a hidden field asks for, its first choice where it cannot be read."""
        choices: Any = self.base_fields[name]
        offered = [key for key, _label in choices.choices]
        asked = str(self.data.get(name, ""))
        return asked if asked in offered else str(offered[0])

    @property
    def shown(self) -> str:
        """What the cells count."""
        return self._one_of("value")

    @property
    def of_money(self) -> bool:
        """Whether the cells come from budget lines."""
        return self.shown in MONEY

    @property
    def beside(self) -> str:
        """What the columns are: stream, agency or dimension."""
        if self.shown == "needs":
            return "dimension"
        return self._one_of("columns") if self.of_money else "stream"

    @property
    def by_district(self) -> bool:
        """Whether the rows of a province are its districts."""
        return len(self.area.code) == PROVINCE and self._one_of("by") == "district"

    @property
    def length(self) -> int:
        """How long the codes of the rows are."""
        if self.by_district:
            return len(self.area.code) + 2
        return PLACE if len(self.area.code) == TAMBON else TAMBON

    @property
    def page(self) -> int:
        """Which page of agencies."""
        asked = self.data.get("page", "")
        return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1

    @property
    def is_whole(self) -> bool:
        """Whether areas of which nothing is known are shown too."""
        return "all" in self.data

    @property
    def fiscal(self) -> int | None:
        """The fiscal year asked for; None for all."""
        year = self.chosen().get("year", str(self.newest))
        return None if year == ALL else int(year)

    @property
    def asked(self) -> Asked:
        """The money that is asked for: grants where no kind is chosen."""
        chosen = self.chosen()
        ids = {name: getattr(chosen.get(name), "pk", None) for name in ("leg", "agency")}
        return Asked(
            kind=chosen.get("kind") or Kind.GRANT,
            area=self.area.code,
            fiscal_year=self.fiscal,
            leg=ids["leg"],
            source=ids["agency"],
        )

    def _words(self) -> Iterator[tuple[str, str]]:
        yield from ((name, word) for name, word in super()._words() if not self.fields[name].widget.is_hidden)
