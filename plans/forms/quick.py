"""The form of a village meeting: one place, one meeting, many needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.codes import DISTRICT, tambon_of
from areas.models import Area, Level, User
from areas.write_forms import WriteForm
from config.tools.fields import BEDateFormField, CleanCharField, CleanTextField, CountField
from meetings.models import Meeting
from plans.forms.fields import PlaceField
from plans.forms.needs import MOST_HOUSEHOLDS, tells
from plans.forms.plans import MOST_PEOPLE
from plans.ledger import SEVERE
from plans.same_needs import known_at
from projects.models import Dimension

START, MOST_ROWS = 3, 40
PARTS = ("title", "severity", "dimension", "households", "cause")
TICKS = {  # what a row may be asked about, and what a tick says
    "same": _("It is another matter, save it too"),
    "bare": _("It is meant so, save it as typed"),
}


@dataclass(frozen=True)
class Asked:
    """A question at a row: its tick, its sentence, and what the tick says."""

    tick: BoundField
    sentence: str
    answer: str | Promise


@dataclass(frozen=True)
class QuickRow:
    """One need of the form: its number (from 1), its fields, and what is asked about it."""

    number: int
    title: BoundField
    severity: BoundField
    dimension: BoundField
    households: BoundField
    cause: BoundField
    asked: list[Asked]


class QuickForm(WriteForm):
    """Where, at which meeting, and rows of needs; a row without title, severity and households is left out."""

    area = PlaceField(label=_("place"), queryset=Area.objects.none())
    meeting = forms.ModelChoiceField(
        label=_("meeting"),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=_("a new meeting, typed below"),
    )
    held_on = BEDateFormField(label=_("date of the meeting"), required=False)
    meeting_title = CleanCharField(label=_("name of the meeting"), max_length=200, required=False)
    headcount = CountField(label=_("people who came"), most=MOST_PEOPLE, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        home: str,
        user: User,
        rows: int = START,
        typed: Mapping[str, str] | None = None,
    ) -> None:
        """Build the form for a tambon's or village's code with so many rows; `typed` fills it unchecked."""
        super().__init__(data)
        self.user, self.count = user, max(1, min(rows, MOST_ROWS))
        self.asked: dict[str, str] = {}  # sentences by the name of their tick
        fields: dict[str, Any] = self.fields
        places = Area.objects.editable_by(user).current().inside(home).select_related("parent")
        if len(home) <= DISTRICT:
            places = places.filter(level=Level.TAMBON)
        fields["area"].queryset = places.order_by("code")
        fields["meeting"].queryset = Meeting.objects.visible_to(user).inside(tambon_of(home) or home)
        fields["held_on"].widget.attrs["autocomplete"] = "off"
        dimensions = Dimension.objects.all()
        for number in range(1, self.count + 1):
            self._add_row(number, dimensions)
        self.initial = {"area": home}
        if typed is not None:
            self.initial = {name: typed.get(name, "") for name in self.fields}
            ticks = [f"{tick}_{n}" for tick in TICKS for n in range(1, self.count + 1)]
            self.initial |= {tick: tick in typed for tick in ticks}
            self.initial[f"dimension_{self.count}"] = typed.get(f"dimension_{self.count - 1}", "")

    def _add_row(self, number: int, dimensions: Any) -> None:
        told = {"number": number}
        severities = [(str(one), str(one)) for one in range(1, 6)]
        self.fields |= {
            f"title_{number}": CleanCharField(
                label=gettext("Need %(number)s") % told, max_length=200, required=False
            ),
            f"severity_{number}": forms.TypedChoiceField(
                label=gettext("Severity of need %(number)s") % told,
                choices=severities,
                coerce=int,
                empty_value=None,
                widget=forms.RadioSelect,
                required=False,
            ),
            f"dimension_{number}": forms.ModelChoiceField(
                label=gettext("Dimension of need %(number)s") % told,
                queryset=dimensions,
                empty_label=_("choose a dimension"),
                required=False,
            ),
            f"households_{number}": CountField(
                label=gettext("Households of need %(number)s") % told, most=MOST_HOUSEHOLDS, required=False
            ),
            f"cause_{number}": CleanTextField(
                label=gettext("Words on need %(number)s") % told, required=False
            ),
        }
        for tick in TICKS:
            asked = forms.BooleanField(label=gettext("Need %(number)s") % told, required=False)
            self.fields[f"{tick}_{number}"] = asked

    # --- Reading

    def clean(self) -> dict[str, Any]:
        """Tell all that is wrong at once, each at its row; what is unusual asks for a tick."""
        values = super().clean() or self.cleaned_data
        values["needs"] = [(n, self._row(n, values)) for n in range(1, self.count + 1) if not self._blank(n)]
        if not values["needs"]:
            self.add_error("title_1", gettext("No need is typed yet. Type at least one."))
        self._check_meeting(values)
        if values.get("area"):
            self._ask_same(values)
        self._ask_bare(values)
        for number, row in values["needs"]:
            ticked = [tick for tick in TICKS if f"{tick}_{number}" in self.asked]
            row["confirmed"] = " ".join(ticked)
        return values

    def _blank(self, number: int) -> bool:
        """Whether nothing was typed in a row; a dimension alone is no need."""
        names = [f"{part}_{number}" for part in ("title", "severity", "households", "cause")]
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in names)

    def _row(self, number: int, values: dict[str, Any]) -> dict[str, Any]:
        asked = {
            "title": gettext("Say in a few words what this is about."),
            "severity": gettext("Choose how severe it is, from 1 to 5."),
            "dimension": gettext("Choose a dimension."),
        }
        for part, sentence in asked.items():
            name = f"{part}_{number}"
            if not values.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return {part: values.get(f"{part}_{number}") for part in PARTS} | {
            "cause": values.get(f"cause_{number}", "")
        }

    def _check_meeting(self, values: dict[str, Any]) -> None:
        chosen, day = values.get("meeting"), values.get("held_on")
        typed = [name for name in ("held_on", "meeting_title", "headcount") if values.get(name)]
        if chosen is not None and typed:
            told = gettext("A meeting is chosen above. Leave this empty, or choose “a new meeting”.")
            self.add_error(typed[0], told)
        elif chosen is None and typed and day is None and not {"held_on", "meeting"} & self.errors.keys():
            self.add_error("held_on", gettext("Type the date of the meeting, such as 5/7/2566."))

    def _ask_same(self, values: dict[str, Any]) -> None:
        known = known_at(values["area"], self.user)
        for number, row in values["needs"]:
            if not row["title"]:
                continue
            found = known.same_as(row["title"])
            known.add(row["title"], gettext("need %(number)s of this form") % {"number": number})
            if found is None:
                continue
            words = {"title": found[0], "where": found[1]}
            told = gettext("Likely the same as “%(title)s” (%(where)s).") % words
            self._ask(
                f"same_{number}", told, gettext("Tick below if this is another matter, or empty the row.")
            )

    def _ask_bare(self, values: dict[str, Any]) -> None:
        """Ask about each severe need of which nothing is told but its title, as the form of one need does."""
        for number, row in values["needs"]:
            known = row["title"] and f"households_{number}" not in self.errors
            if known and (row["severity"] or 0) >= SEVERE and not tells(row):
                told = gettext(
                    "The need is severe, but nothing says how many households are in trouble or what is wrong."
                )
                self._ask(f"bare_{number}", told, gettext("Write it in the row, or tick below."))

    def _ask(self, tick: str, told: str, way_out: str) -> None:
        """Ask for a tick; what was ticked is still shown, so that it can be taken back."""
        self.asked[tick] = told
        if not self.cleaned_data.get(tick):
            self.add_error(tick, f"{told} {way_out}")

    def new_meeting(self) -> Meeting | None:
        """Return the chosen meeting, or the typed one not yet saved, or None where neither is."""
        values = self.cleaned_data
        if values.get("meeting") or not values.get("held_on"):
            return values.get("meeting")
        area: Area = values["area"]
        return Meeting(
            area=area,
            kind=Meeting.Kind.VILLAGE_FORUM,
            title=values["meeting_title"] or gettext("Village forum of %(area)s") % {"area": area},
            held_on=values["held_on"],
            headcount=values.get("headcount"),
        )

    # --- Showing

    @property
    def rows(self) -> list[QuickRow]:
        """The rows to show."""
        if self.is_bound:
            self.errors  # noqa: B018  makes sure that the form was cleaned
        return [
            QuickRow(
                n,
                **{name: self[f"{name}_{n}"] for name in PARTS},
                asked=[
                    Asked(self[name], self.asked[name], says)
                    for name, says in ((f"{tick}_{n}", says) for tick, says in TICKS.items())
                    if name in self.asked
                ],
            )
            for n in range(1, self.count + 1)
        ]

    @property
    def may_grow(self) -> bool:
        """Whether one more row fits."""
        return self.count < MOST_ROWS

    @property
    def asks(self) -> int:
        """How many questions still wait for a tick."""
        return sum(name in self.asked for name in self.errors)

    @property
    def corrections(self) -> int:
        """How many places must be corrected, what waits for a tick left out."""
        return len(self.errors) - self.asks
