"""Forms of the workbench: a line with what it carries of each original, and the acts on what waits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.write_forms import WriteForm
from config.tools.fields import CleanCharField, CleanTextField
from config.tools.money import ZERO, AmountField
from config.tools.thai import Unreadable, read_amount, show_amount
from plans.cells import Cell
from plans.models import LeftOut, Plan, PlanItem, SimilarityDecision
from plans.originals import Original
from projects.models import Agency, Dimension, WorkStream

CELL = re.compile(r"c_([0-9]{1,15})_([0-9]{4})_[0-9]{1,15}")
ITEM = re.compile(r"[0-9]{1,15}")
MOST_ITEMS = 200  # items on one form; more of them are merged in several steps


@dataclass(frozen=True)
class CellBox:
    """One amount of the grid: its field, None where nothing of the item is left in that year."""

    year: int
    field: BoundField | None
    most: Decimal


@dataclass(frozen=True)
class GridRow:
    """An original's amounts from one wanted source; `first` carries the tick that keeps it in the line."""

    original: Original
    source: str
    first: bool
    kept: bool
    boxes: tuple[CellBox, ...]
    total: Decimal


def item_ids(texts: Iterable[str]) -> list[int]:
    """Return the ids of items that an address or form names, each once; what cannot be read is left away."""
    return list(dict.fromkeys(int(text) for text in texts if ITEM.fullmatch(text)))


def items_sent(data: Mapping[str, Any]) -> list[int]:
    """Return the ids of the items that a sent line form had on it."""
    cells = (found[1] for name in data if (found := CELL.fullmatch(name)))
    kept = data.getlist("keep") if hasattr(data, "getlist") else []
    return item_ids([*cells, *kept])


class LineForm(WriteForm):
    """A line: its words and kinds, and of each original all or part, by year and wanted source."""

    title = CleanCharField(label=_("title of the line"), max_length=300)
    objective = CleanTextField(label=_("objective"), required=False)
    target = CleanTextField(label=_("target (output)"), required=False)
    indicator = CleanTextField(label=_("indicator (KPI)"), required=False)
    expected_result = CleanTextField(label=_("expected result"), required=False)
    dimension = forms.ModelChoiceField(
        label=_("dimension"), queryset=Dimension.objects.all(), empty_label=_("choose a dimension")
    )
    work_stream = forms.ModelChoiceField(
        label=_("work stream"), queryset=WorkStream.objects.all(), required=False, empty_label=_("not stated")
    )
    door = forms.ChoiceField(label=_("door"), choices=PlanItem.Door.choices)
    doability = forms.ChoiceField(
        label=_("how"), choices=PlanItem.Doability.choices, widget=forms.RadioSelect
    )
    main_agency = forms.ModelChoiceField(
        label=_("main responsible agency"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=_("not stated"),
    )
    keep = forms.MultipleChoiceField(
        label=_("Originals in this line"),
        required=False,
        error_messages={"invalid_choice": _("An item you chose is no longer there.")},
    )
    add = forms.MultipleChoiceField(
        label=_("Add originals that wait"), required=False, widget=forms.CheckboxSelectMultiple
    )

    FIELDS = (
        "title", "objective", "target", "indicator", "expected_result",
        "dimension", "work_stream", "door", "doability", "main_agency",
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        plan: Plan,
        values: Mapping[str, Any],
        originals: Sequence[Original],
        more: Sequence[tuple[int, str]] = (),
    ) -> None:
        super().__init__(data)
        self.plan, self.originals = plan, originals
        fields: dict[str, Any] = self.fields
        kept = values.get("main_agency")
        dimension, stream = (values.get(name) for name in ("dimension", "work_stream"))
        fields["dimension"].queryset = Dimension.objects.offered([getattr(dimension, "pk", dimension)])
        fields["work_stream"].queryset = WorkStream.objects.offered([getattr(stream, "pk", stream)])
        agencies = Agency.objects.serving(plan.area_id or "").offered()
        if kept is not None:
            agencies = agencies | Agency.objects.filter(pk=kept.pk)
        fields["main_agency"].queryset = agencies
        fields["keep"].choices = [(str(one.pk), one.title) for one in originals]
        fields["add"].choices = [(str(pk), title) for pk, title in more]
        if not more and not (data and "add" in data):
            del fields["add"]
        ids = {source for one in originals for _year, source in one.most if source}
        self.source_names = dict(Agency.objects.filter(pk__in=ids).values_list("pk", "name"))
        self.initial = {
            **{name: getattr(value, "pk", value) for name, value in values.items()},
            "keep": [str(one.pk) for one in originals if one.carried or not one.most],
        }
        self.cells: dict[str, tuple[Original, Cell]] = {}
        for one in originals:
            self._add_cells(one)

    def _add_cells(self, one: Original) -> None:
        """Add an amount for each year and source of which anything can be carried."""
        several = len({source for _year, source in one.most}) > 1
        for year, source in sorted(one.most, key=lambda cell: (cell[1] or 0, cell[0])):
            name = f"c_{one.pk}_{year}_{source or 0}"
            label = f"{one.title} {year}"
            if several:
                label += f" {self.source_names.get(source or 0, gettext('no source stated'))}"
            self.fields[name] = AmountField(
                label=label,
                required=False,
                widget=forms.TextInput(attrs={"data-year": year, "aria-label": label}),
            )
            self.initial[name] = one.carried.get((year, source), ZERO)
            self.cells[name] = (one, (year, source))

    # --- What was typed

    def clean(self) -> dict[str, Any]:
        """Put together what is carried: baht by (year, source), by item."""
        values = self.cleaned_data
        kept = {int(pk) for pk in values.get("keep", [])}
        carry: dict[int, dict[Cell, Decimal]] = {one.pk: {} for one in self.originals if one.pk in kept}
        for name, (one, cell) in self.cells.items():
            amount = values.get(name)
            if one.pk in kept and amount:
                carry[one.pk][cell] = amount
        self._refuse_vanished(kept)
        values["carry"] = carry
        values["added"] = [int(pk) for pk in values.get("add", [])]
        if not carry and not values["added"]:
            raise forms.ValidationError(gettext("A line is made from at least one original. Tick one."))
        return values

    def _refuse_vanished(self, kept: set[int]) -> None:
        """Refuse an amount typed for a year of which someone else has placed all since the form was opened."""
        titles = {one.pk: one.title for one in self.originals}
        for name in self.data:
            found = CELL.fullmatch(name)
            pk = int(found[1]) if found else 0
            if found and name not in self.cells and pk in kept and read_or_zero(self.data[name]):
                raise forms.ValidationError(
                    gettext(
                        "“%(item)s” in %(year)s: all of it has been placed meanwhile. Look at the amounts again."
                    )
                    % {"item": titles.get(pk, ""), "year": found[2]}
                )

    def words(self) -> dict[str, Any]:
        """Return the line's own fields."""
        return {name: self.cleaned_data[name] for name in self.FIELDS}

    # --- What is shown

    @property
    def grid(self) -> list[GridRow]:
        """The originals with their amounts, one row for each wanted source."""
        kept = {str(pk) for pk in (self["keep"].value() or [])}
        rows = []
        for one in self.originals:
            sources = sorted({source for _year, source in one.most}, key=lambda source: source or 0) or [None]
            for at, source in enumerate(sources):
                boxes = tuple(self._box(one, year, source) for year in self.plan.years)
                name = (
                    self.source_names.get(source or 0, gettext("no source stated"))
                    if len(sources) > 1
                    else ""
                )
                total = sum((self._typed(box) for box in boxes), ZERO)
                rows.append(GridRow(one, name, at == 0, str(one.pk) in kept, boxes, total))
        return rows

    def _box(self, one: Original, year: int, source: int | None) -> CellBox:
        """Return one amount of the grid."""
        name = f"c_{one.pk}_{year}_{source or 0}"
        return CellBox(year, self[name] if name in self.cells else None, one.most.get((year, source), ZERO))

    def _typed(self, box: CellBox) -> Decimal:
        """Return the amount in a box as it stands there; what cannot be read counts nothing."""
        return read_or_zero(box.field.value()) if box.field is not None else ZERO

    @property
    def sums(self) -> list[tuple[int, Decimal]]:
        """What the line comes to in each year, as it stands on the form."""
        rows = [row for row in self.grid if row.kept]
        return [
            (year, sum((self._typed(row.boxes[at]) for row in rows), ZERO))
            for at, year in enumerate(self.plan.years)
        ]

    @property
    def total(self) -> Decimal:
        """What the line comes to in all years."""
        return sum((amount for _year, amount in self.sums), ZERO)

    def consequence(self, raw: dict[str, list[str]]) -> str:
        """Return what the line would come to."""
        kept = set(raw.get("keep", []))
        total = sum(
            (
                read_or_zero("".join(raw.get(name, [])))
                for name, (one, _cell) in self.cells.items()
                if str(one.pk) in kept
            ),
            ZERO,
        )
        return gettext("The line comes to %(total)s baht.") % {"total": show_amount(total)}


def read_or_zero(value: object) -> Decimal:
    """Return an amount, typed or stored; what cannot be read counts nothing."""
    if isinstance(value, Decimal):
        return value
    try:
        return read_amount(str(value or "")) or ZERO
    except Unreadable:
        return ZERO


class LeaveOutForm(WriteForm):
    """Why items are not carried up."""

    ground = forms.ChoiceField(label=_("reason"), choices=LeftOut.Ground.choices, widget=forms.RadioSelect)
    reason = CleanCharField(
        label=_("reason in words"),
        help_text=_("Type it where another reason is chosen; the standard ones say enough."),
        max_length=500,
        required=False,
    )


class IntoLineForm(WriteForm):
    """Into which line the items go."""

    line = forms.TypedChoiceField(label=_("line"), coerce=int)

    def __init__(self, data: Any = None, *, lines: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)
        choices: Any = [("", _("choose a line")), *((str(pk), label) for pk, label in lines)]
        self.fields["line"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField


class KeepApartForm(WriteForm):
    """Whether two that look alike are two different things or belong together, and why they stay two."""

    verdict = forms.ChoiceField(
        label=_("decision"), choices=SimilarityDecision.Verdict.choices, widget=forms.RadioSelect
    )
    reason = CleanCharField(label=_("reason"), max_length=500)


class ActForm(WriteForm):
    """An act that needs no more words."""
