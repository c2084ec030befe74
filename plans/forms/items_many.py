"""The form of many items at once: a block pasted from a spreadsheet, shown as it was read before it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from areas.models import User
from config.tools.text import quoted
from config.tools.thai import show_amount
from plans.forms.headings import plain_dimension
from plans.forms.item_block import MOST_BLOCK, Block, BlockRow, read_items
from plans.forms.items import TELLING
from plans.forms.tied import Tied, missed
from plans.forms.unusual import is_large, same_titles
from plans.forms.warned import WarnedForm
from plans.models import Plan, PlanItem
from projects.models import Agency, Dimension, WorkStream

MOST_TOLD = 10  # sentences on what is wrong, and titles in a warning


@dataclass(frozen=True)
class ReadRow:
    """A row as it was read, and the choices of the needs that it answers; none where the area has no open need."""

    row: BlockRow
    needs: list[BoundField]


class ManyItemsForm(WarnedForm):
    """Items of a draft plan as rows of a spreadsheet; what they share is chosen once.

    Nothing is saved before the person has seen how the block was read: ticks count for that very block alone.
    """

    meanings = {
        "read": _("was read from a block"),
        "no_need": _("answers no need"),
        "zero": _("asks for no money"),
        "like": _("is named much like another item"),
        "large": _("asks for unusually much"),
        "bare": _("says neither what it is for nor what comes of it"),
    }

    block = forms.CharField(
        label=_("rows from Excel"),
        max_length=MOST_BLOCK,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "wrap": "off"}),
    )
    dimension = forms.ModelChoiceField(
        label=_("dimension"),
        queryset=Dimension.objects.none(),
        required=False,
        empty_label=_("as the block's own column says"),
    )
    work_stream = forms.ModelChoiceField(
        label=_("work stream"),
        queryset=WorkStream.objects.none(),
        required=False,
        empty_label=_("not stated"),
    )
    door = forms.ChoiceField(label=_("door"), choices=[("", _("choose a door")), *PlanItem.Door.choices])
    wanted_source = forms.ModelChoiceField(
        label=_("wanted source"), queryset=Agency.objects.none(), required=False, empty_label=_("not stated")
    )
    doability = forms.ChoiceField(
        label=_("how"), choices=PlanItem.Doability.choices, widget=forms.RadioSelect
    )
    seen = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, plan: Plan, user: User) -> None:
        super().__init__(data)
        self.plan = plan
        fields: dict[str, Any] = self.fields
        fields["dimension"].queryset = Dimension.objects.offered([])
        fields["work_stream"].queryset = WorkStream.objects.offered([])
        fields["wanted_source"].queryset = Agency.objects.serving(plan.area_id or "").offered()
        self.codes: dict[int, list[str]] = {}  # warnings by the row's number
        self.read = self._read()
        self.tied = Tied(plan, user)
        self._tie()
        fields["confirmed"] = fields.pop("confirmed")  # asked last, after what must be corrected

    def _read(self) -> Block:
        """Read the block, and note in the form which block its ticks are about."""
        text = str(self.data.get("block", ""))
        block = read_items(text, list(self.plan.years)) if len(text) <= MOST_BLOCK else Block()
        mark = str(crc32(text.replace("\r\n", "\n").encode()))
        self.same_block = self.data.get("seen") == mark
        if self.is_bound:
            sent: Any = self.data
            self.data = data = sent.copy()
            data["seen"] = mark
        return block

    def _tie(self) -> None:
        """Add a choice of needs for each row, one for each need that its own column names.

        Before the block was seen, what the column says is chosen.
        """
        sent: Any = self.data
        self.choices: dict[int, list[str]] = {}  # names of the fields by the row's number
        for row in self.read.rows:
            found = self.tied.found_all(row.need)
            names = [f"need_{row.number}" + (f"_{at}" if at else "") for at in range(len(found))]
            self.choices[row.number] = names
            for name, number in zip(names, found, strict=True):
                if not self.same_block:
                    sent[name] = number
                if self.tied.needs:
                    self.fields[name] = self.tied.field(row, str(sent.get(name, "")))

    # --- What was typed

    def clean(self) -> dict[str, Any]:
        """Tell all that cannot be read, each with its row; then ask to look at what was read."""
        values = self.cleaned_data
        values["rows"] = []
        if "block" in values:
            self._tell_wrong(values)
        if not self.same_block:
            values["confirmed"] = []
        values = super().clean()
        ticked = values.get("confirmed", "").split()
        for row, found in values["rows"]:
            own = [code for code in self.codes.get(row.number, []) if code in ticked]
            found["confirmed"] = " ".join(own)
        return values

    def _tell_wrong(self, values: dict[str, Any]) -> None:
        known = {plain_dimension(one.name): one for one in self.fields["dimension"].queryset}  # type: ignore[attr-defined]
        wrong = list(self.read.wrong)
        for row in self.read.rows:
            dimension = _dimension(row, known) if row.dimension else values.get("dimension")
            if dimension is None and row.dimension:
                words = {"row": row.number, "typed": quoted(row.dimension), "known": ", ".join(_names(known))}
                wrong.append(
                    gettext("Row %(row)s: “%(typed)s” is no dimension. There are: %(known)s.") % words
                )
            elif dimension is None and "dimension" not in self.errors:
                self.add_error(
                    "dimension", gettext("Choose a dimension, or give the block a column of dimensions.")
                )
            values["rows"].append((row, self._cleaned(row, dimension, values)))
        if not self.read.rows and not wrong:
            wrong.append(gettext("No item was found in this text."))
        for sentence in wrong[:MOST_TOLD]:
            self.add_error("block", sentence)
        if (more := len(wrong) - MOST_TOLD) > 0:
            told = ngettext(
                "%(count)s more cell cannot be read.", "%(count)s more cells cannot be read.", more
            )
            self.add_error("block", told % {"count": more})

    def _cleaned(self, row: BlockRow, dimension: Dimension | None, values: dict[str, Any]) -> dict[str, Any]:
        """Return a row as `rules.save_item` takes it."""
        source: Agency | None = values.get("wanted_source")
        return {
            **row.texts,
            "area": self.plan.area,
            "dimension": dimension,
            "work_stream": values.get("work_stream"),
            "doability": values.get("doability"),
            "door": values.get("door"),
            "budget": {(year, source.pk if source else None): amount for year, amount in row.cells},
            "needs": [
                self.tied.needs[number] for number in dict.fromkeys(self._chosen(row, values)) if number
            ],
        }

    def _chosen(self, row: BlockRow, values: dict[str, Any]) -> list[str]:
        """Return the number of the need of each choice of a row, '' for one that is left open."""
        return [str(values.get(name) or "") for name in self.choices[row.number]]

    def warnings_of(self, values: dict[str, Any]) -> dict[str, str]:
        """Ask to look at what was read; name rows without money, with very much, or like another item."""
        if self.errors or not self.read.rows:
            return {}
        rows = self.read.rows
        told = ngettext(
            "%(count)s item of %(total)s baht was read, as the table shows.",
            "%(count)s items of %(total)s baht were read, as the table shows.",
            len(rows),
        ) % {"count": len(rows), "total": show_amount(self.read.total)}
        chosen = {row.number: self._chosen(row, values) for row in rows}
        open_rows = {number: not all(numbers) for number, numbers in chosen.items()}
        if left := [*self.read.left, *missed(rows, open_rows)]:
            told += " " + gettext("Not read: %(left)s.") % {"left": ", ".join(left[:MOST_TOLD])}
        bare = [row for row in rows if not any(row.texts[name] for name in TELLING)]
        twins = same_titles(self.plan, [row.title for row in rows])
        given = {"read": told}
        untied = [row for row in rows if not any(chosen[row.number])]
        given |= self._of_rows("no_need", gettext("No need is chosen, so no problem is answered"), untied)
        given |= self._of_rows("zero", gettext("No money is asked for"), [r for r in rows if not r.total])
        given |= self._of_rows("bare", gettext("Objective, target and result are empty"), bare)
        large = [row for row in rows if is_large(self.plan, row.total)]
        given |= self._of_rows("large", gettext("Unusually much for one item"), large)
        alike = [row for row, twin in zip(rows, twins, strict=True) if twin]
        return given | self._of_rows(
            "like", gettext("Named much like another item"), alike, dict_of(rows, twins)
        )

    def _of_rows(
        self, code: str, what: str, rows: list[BlockRow], twins: dict[int, str] | None = None
    ) -> dict[str, str]:
        """Note a warning at its rows; return it with the titles it is about, or nothing."""
        for row in rows:
            self.codes.setdefault(row.number, []).append(code)
        shown = [f"“{row.title}”" + (f" ({twins[row.number]})" if twins else "") for row in rows[:MOST_TOLD]]
        more = f" +{len(rows) - MOST_TOLD}" if len(rows) > MOST_TOLD else ""
        return {code: f"{what}: {' · '.join(shown)}{more}"} if rows else {}

    @property
    def read_rows(self) -> list[ReadRow]:
        """The rows to show, each with its choices of needs."""
        return [
            ReadRow(row, [self[name] for name in self.choices[row.number] if name in self.fields])
            for row in self.read.rows
        ]


def dict_of(rows: list[BlockRow], twins: list[str]) -> dict[int, str]:
    """Return what each row is like, by the row's number."""
    return {row.number: twin for row, twin in zip(rows, twins, strict=True)}


def _dimension(row: BlockRow, known: dict[str, Dimension]) -> Dimension | None:
    """Return the dimension that a row names, in full or by its beginning where only one begins so."""
    typed = plain_dimension(row.dimension)
    if typed in known:
        return known[typed]
    begun = [one for name, one in known.items() if typed and name.startswith(typed)]
    return begun[0] if len(begun) == 1 else None


def _names(known: dict[str, Dimension]) -> list[str]:
    return [one.name for one in known.values()]
