"""The form of a plan item: what, where, who, its budget by year and the needs it answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.codes import TAMBON
from areas.models import Area, Level, User
from config.tools.fields import CleanCharField, CleanTextField
from config.tools.money import ZERO, AmountField
from config.tools.text import quoted
from config.tools.thai import Unreadable, read_amount, show_amount
from plans import budgets
from plans.cells import Cell
from plans.forms.fields import NeedsField, PlaceField
from plans.forms.pasted import MOST_TEXT, Laid, lay, read_block
from plans.forms.unusual import is_large, same_title
from plans.forms.warned import WarnedForm
from plans.ledger import SEVERE
from plans.models import Need, Plan, PlanItem
from projects.models import Agency, Dimension, WorkStream

TELLING = ("objective", "target", "expected_result")  # what says more of an item than its title


@dataclass(frozen=True)
class GridRow:
    """One row of the budget grid: whom the money is wanted from (None: the form's own field says it), by year."""

    source: Agency | None
    named: bool
    cells: list[tuple[int, BoundField]]

    @property
    def total(self) -> Decimal | None:
        """Baht of all years; None while one of them cannot be read."""
        amounts = []
        for _year, cell in self.cells:
            value = cell.value()
            try:
                amount = value if isinstance(value, Decimal) else read_amount(str(value or ""))
            except Unreadable:
                return None
            amounts.append(amount or ZERO)
        return sum(amounts, ZERO)

    @property
    def wrong_year(self) -> int | None:
        """The first year whose amount cannot be read."""
        return next((year for year, cell in self.cells if cell.errors), None)


class ItemForm(WarnedForm):
    """An item of a draft plan."""

    meanings = {
        "alone": _("does it alone, but asks for money of others"),
        "no_need": _("answers no need"),
        "zero": _("asks for no money"),
        "like": _("is named much like another item"),
        "large": _("asks for unusually much"),
        "bare": _("says neither what it is for nor what comes of it"),
    }

    title = CleanCharField(label=_("title of the item"), max_length=300)
    objective = CleanTextField(label=_("objective"), required=False)
    target = CleanTextField(label=_("target (output)"), required=False)
    indicator = CleanTextField(label=_("indicator (KPI)"), required=False)
    expected_result = CleanTextField(label=_("expected result"), required=False)
    area = PlaceField(label=_("place"), queryset=Area.objects.none(), empty_label=None)
    dimension = forms.ModelChoiceField(
        label=_("dimension"), queryset=Dimension.objects.all(), empty_label=_("choose a dimension")
    )
    work_stream = forms.ModelChoiceField(
        label=_("work stream"), queryset=WorkStream.objects.all(), required=False, empty_label=_("not stated")
    )
    door = forms.ChoiceField(label=_("door"), choices=[("", _("choose a door")), *PlanItem.Door.choices])
    doability = forms.ChoiceField(
        label=_("how"), choices=PlanItem.Doability.choices, widget=forms.RadioSelect
    )
    wanted_source = forms.ModelChoiceField(
        label=_("wanted source"), queryset=Agency.objects.none(), required=False, empty_label=_("not stated")
    )
    main_agency = forms.ModelChoiceField(
        label=_("main responsible agency"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=_("not stated"),
    )
    needs = NeedsField(label=_("needs that the item answers"), queryset=Need.objects.none(), required=False)
    pasted = forms.CharField(
        label=_("paste a whole row from Excel"),
        required=False,
        max_length=MOST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )

    def __init__(
        self, data: Any = None, *, plan: Plan, user: User, item: PlanItem | None = None, first_need: str = ""
    ) -> None:
        super().__init__(data)
        self.plan, self.item = plan, item
        self.held = budgets.cells(item) if item else {}
        self.linked = [need.pk for need in item.needs.all()] if item else []
        self.sources = self._sources()
        self._offer(user)
        self._add_years()
        self.laid = self._lay_pasted()
        self.fields["confirmed"] = self.fields.pop("confirmed")  # asked last, after what must be corrected
        self.initial = self._initial(first_need)

    # --- What is offered

    def _sources(self) -> list[Agency | None]:
        """Return the wanted sources that the item has; more than one makes a row of the grid each."""
        ids = {source for _year, source in self.held}
        agencies = Agency.objects.in_bulk([source for source in ids if source])
        return [agencies[source] if source else None for source in sorted(ids, key=lambda one: one or 0)]

    @property
    def has_rows(self) -> bool:
        """Whether the item wants money from several sources, each with a row of its own."""
        return len(self.sources) > 1

    def _offer(self, user: User) -> None:
        """Offer places, agencies and needs of the plan's area alone."""
        fields: dict[str, Any] = self.fields
        home = self.plan.area_id
        fields["area"].queryset = places_of(self.plan)
        fields["area"].required = home is not None
        if home is None:
            fields["area"].empty_label = _("the whole cluster")
        held = self.item
        fields["dimension"].queryset = Dimension.objects.offered([held.dimension_id if held else None])
        fields["work_stream"].queryset = WorkStream.objects.offered([held.work_stream_id if held else None])
        serving = Agency.objects.serving(home or "").offered()
        kept = [pk for pk in (self.item.main_agency_id if self.item else None,) if pk]
        kept += [source.pk for source in self.sources if source]
        agencies = Agency.objects.filter(Q(pk__in=serving.values("pk")) | Q(pk__in=kept))
        fields["main_agency"].queryset = fields["wanted_source"].queryset = agencies
        if self.has_rows:
            del fields["wanted_source"]
        fields["needs"].queryset = needs_for(self.plan, user, self.linked)

    def _add_years(self) -> None:
        """Add an amount for each year and, where the item has several sources, for each of them."""
        self.cells: dict[str, tuple[int, Agency | None]] = {}
        for source in self.sources if self.has_rows else [None]:
            for year in self.plan.years:
                name = f"y{year}_{source.pk if source else 0}" if self.has_rows else f"y{year}"
                words = {"year": year, "source": source or gettext("no source stated")}
                self.fields[name] = AmountField(
                    label=gettext("Budget of %(year)s from %(source)s (baht)") % words
                    if self.has_rows
                    else gettext("Budget of %(year)s (baht)") % words,
                    required=False,
                    widget=forms.TextInput(attrs={"data-year": year}),
                )
                self.cells[name] = (year, source)

    def _lay_pasted(self) -> Laid | None:
        """Lay a pasted row into the years as if it was typed there; the form then asks to look before it saves."""
        whole = str(self.data.get("pasted", ""))
        block = read_block(whole) if len(whole) <= MOST_TEXT else []
        if not block:
            return None
        names: dict[int | None, list[tuple[int, str]]] = {}
        for name, (year, source) in self.cells.items():
            names.setdefault(source.pk if source else None, []).append((year, name))
        laid = lay(block, list(names.values()))
        typed: Any = self.data
        self.data = data = typed.copy()
        for name, text in {**laid.cells, "pasted": ""}.items():
            data[name] = text
        return laid

    def _initial(self, first_need: str) -> dict[str, Any]:
        """Return the values of the item as it is, or of a new one."""
        item = self.item
        if item is None:
            needs = (
                [int(first_need)]
                if first_need.isascii() and first_need.isdigit() and len(first_need) < 10
                else []
            )
            return {"area": self.plan.area_id, "needs": needs}
        values: dict[str, Any] = {
            name: getattr(item, name)
            for name in ("title", "objective", "target", "indicator", "expected_result", "doability", "door")
        }
        for name in ("area", "dimension", "work_stream", "main_agency"):
            values[name] = getattr(item, f"{name}_id")
        values["area"] = values["area"] or self.plan.area_id
        values["needs"] = self.linked
        values["confirmed"] = item.confirmed.split()
        if not self.has_rows:
            values["wanted_source"] = self.sources[0].pk if self.sources and self.sources[0] else None
        for name, (year, source) in self.cells.items():
            key = source if self.has_rows else (self.sources[0] if self.sources else None)
            values[name] = self.held.get((year, key.pk if key else None), ZERO)
        return values

    # --- What was typed

    def clean_pasted(self) -> str:
        """Show what was understood of a pasted row, and what found no year; it is saved when sent again."""
        if self.laid is not None:
            self.add_error(
                "pasted",
                gettext("The pasted row was read so: %(read)s. Look at the years above, then save.")
                % {"read": self.laid.told or "–"},
            )
            if self.laid.beyond:
                self.add_error(
                    "pasted",
                    gettext(
                        "No year is left for: %(rest)s. Begin with %(year)s and paste one amount for each year."
                    )
                    % {
                        "rest": ", ".join(f"“{quoted(text)}”" for text in self.laid.beyond[:10]),
                        "year": self.plan.first_year,
                    },
                )
        return ""

    def clean(self) -> dict[str, Any]:
        """Put the amounts together as baht by (year, id of the wanted source)."""
        values = self.cleaned_data
        chosen: Agency | None = values.get("wanted_source")
        budget: dict[Cell, Decimal] = {}
        for name, (year, source) in self.cells.items():
            asked = source if self.has_rows else chosen
            budget[(year, asked.pk if asked else None)] = values.get(name) or ZERO
        values["budget"] = budget
        values["asked_of"] = [
            source for source in ([chosen] if not self.has_rows else self.sources) if source is not None
        ]
        return super().clean()

    def initial_values(self) -> dict[str, Any]:
        """Return the item's values for its warnings."""
        return {
            "doability": self.initial.get("doability"),
            "asked_of": [source for source in self.sources if source],
            "needs": self.initial.get("needs"),
            "budget": self.held,
            **{name: self.initial.get(name) for name in ("title", *TELLING)},
        }

    def warnings_of(self, values: dict[str, Any]) -> dict[str, str]:
        """Ask about doing it alone with money of others, no need, no money or very much, a known title, no words."""
        given: dict[str, str] = {}
        others = [source for source in values.get("asked_of", []) if source.kind != Agency.Kind.COMMUNITY]
        if values.get("doability") == PlanItem.Doability.ALONE and others:
            given["alone"] = gettext(
                "“Do it ourselves” is chosen, but money is asked of %(agency)s. Where another agency pays, "
                "“with partners” or “ask for support” is usual."
            ) % {"agency": others[0]}
        if "needs" in values and not values["needs"]:
            given["no_need"] = gettext(
                "No need is ticked, so the plan does not show which problem this item answers."
            )
        wrong = self.is_bound and any(name not in self.cleaned_data for name in self.cells)
        if not wrong and not any(values.get("budget", {}).values()):
            given["zero"] = gettext("The budget is 0 baht in every year.")
        total = sum(values.get("budget", {}).values(), ZERO)
        if is_large(self.plan, total):
            given["large"] = gettext(
                "The budget comes to %(total)s baht, unusually much for one item of this plan. Check the zeros."
            ) % {"total": show_amount(total)}
        twin = same_title(self.plan, str(values.get("title") or ""), self.item)
        if twin is not None:
            given["like"] = gettext(
                "This plan already has “%(title)s” (%(label)s), named much alike. Is it the same item?"
            ) % {"title": twin.title, "label": twin.label}
        if not any(values.get(name) for name in TELLING) and self._asks_bare():
            given["bare"] = gettext(
                "Objective, target and expected result are all empty. The province sees the title alone, and the "
                "columns of the official form stay blank."
            )
        return given

    def _asks_bare(self) -> bool:
        """Whether an item without a word is asked about: a new one, one that had words, one that was ticked."""
        item = self.item
        ticked = item is not None and "bare" in item.confirmed.split()
        return item is None or ticked or any(getattr(item, name) for name in TELLING)

    # --- What is shown

    @property
    def grid(self) -> list[GridRow]:
        """The budget grid: one row, or one for each wanted source."""
        rows: list[GridRow] = []
        for source in self.sources if self.has_rows else [None]:
            cells = [(year, self[name]) for name, (year, one) in self.cells.items() if one == source]
            rows.append(GridRow(source, self.has_rows, cells))
        return rows

    def consequence(self, raw: dict[str, list[str]]) -> str:
        """Return what the budget would come to."""
        try:
            amounts: Iterable[Decimal | None] = [
                read_amount(text) for name in self.cells for text in raw.get(name, [])
            ]
        except Unreadable:
            return ""
        total = sum((amount or ZERO for amount in amounts), ZERO)
        return gettext("The budget comes to %(total)s baht.") % {"total": show_amount(total)}


def places_of(plan: Plan) -> QuerySet[Area]:
    """Return the areas that an item of the plan may lie in: its own and those below, above the tambon no villages."""
    if plan.area_id is None:
        codes = [area.code for area in plan.cluster.provinces.all()] if plan.cluster else []
        return Area.objects.filter(code__in=codes).select_related("parent").order_by("code")
    places = Area.objects.current().inside(plan.area_id).select_related("parent").order_by("code")
    if len(plan.area_id) < TAMBON:
        places = places.filter(level__in=[Level.PROVINCE, Level.DISTRICT, Level.TAMBON])
    return places


def needs_for(plan: Plan, user: User, linked: list[int]) -> QuerySet[Need]:
    """Return the needs that an item may answer: open ones of the plan's area, and those it answers now.

    Above the tambon, where they are too many to read, only severe ones are offered.
    """
    if plan.area_id is None:
        return Need.objects.filter(pk__in=linked).select_related("area")
    inside = Need.objects.visible_to(user).inside(plan.area_id).select_related("area")
    offered = Q(status=Need.Status.OPEN, archived_at__isnull=True)
    if len(plan.area_id) < TAMBON:
        offered &= Q(severity__gte=SEVERE)
    return inside.filter(offered | Q(pk__in=linked)).order_by("-severity", "area_id", "pk")
