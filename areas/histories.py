"""What became of a row: who changed what, when, from what to what, as people write it; newest first.

The history of a row's parts (the budget of an item, say) is told with the row's; a `Told` declares which. A row is
asked for only after `visible_to`; the names of other rows are looked up within the person's scope too. The number
of queries does not grow with the history: one for the row, each part, each kind of row that is named, and people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from areas.models import User
from config.tools.money import MoneyField
from config.tools.thai import show_amount, show_date, show_time

MOST = 1000  # rows of each table's history that are read, the newest
NEAR = 50  # changes among which the last one of a field is looked for
TOGETHER = timedelta(
    seconds=2
)  # what one person wrote within this is one act: a form saves a row and its parts
NOTHING = "–"

Words = Callable[[str], str]  # turns a stored text into what people read


@dataclass(frozen=True)
class Part:
    """Rows whose history is told with a row's.

    `owner` names the part's column that points at the row; or `of` the row's column that points at the part (the
    meeting that endorsed a plan). A line is called `label` and the values of the columns `named` (the year of a
    budget); it tells the columns `values`, all where none are named.
    """

    model: type[models.Model]
    label: str | Promise
    owner: str = ""
    of: str = ""
    named: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """How the history of a model is told: its parts, and the words of columns that hold codes."""

    model: type[models.Model]
    parts: tuple[Part, ...] = ()
    words: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One field of a change: what it was, what it became."""

    label: str
    before: str
    after: str


@dataclass
class Change:
    """What one person did at one moment; `kind` is "added", "changed", "removed" or "kept" (the first known state)."""

    at: datetime
    who: str
    kind: str
    reason: str
    lines: list[Line]


@dataclass(frozen=True)
class _Step:
    """A history row with the one before it; `part` is None for the row itself."""

    row: Any
    before: Any
    part: Part | None

    @property
    def at(self) -> datetime:
        at: datetime = self.row.history_date
        return at


@dataclass(frozen=True)
class History:
    """The changes of a row, newest first; `is_cut` where older ones exist than are told."""

    changes: list[Change]
    is_cut: bool


def history_of(told: Told, row: models.Model, user: User) -> History:
    """Return what became of a row that the person may see."""
    steps, is_cut = _steps(told, row, user)
    teller = _Teller(told, steps, user)
    found = []
    for act in _acts(steps):
        lines = [line for step in act for line in teller.lines(step)]
        kind = _kind(act)
        reason = next((step.row.history_change_reason for step in act if step.row.history_change_reason), "")
        if lines or reason or kind != "changed":
            found.append(Change(act[0].at, teller.person(act[0].row.history_user_id), kind, reason, lines))
    return History(found, is_cut)


def last_change(row: models.Model, name: str) -> tuple[str, datetime | None]:
    """Return who changed a field of a row last, and when; of its last change where the field's own is not found."""
    newest = list(_history(type(row)).filter(pk_of(row)).order_by("-history_date", "-history_id")[:NEAR])
    if not newest:
        return _("the system"), None
    column = next((one.attname for one in row._meta.concrete_fields if one.name == name), "")
    pairs = pairwise(newest)
    own = (now for now, before in pairs if getattr(now, column, None) != getattr(before, column, None))
    found = next(own, newest[0])
    person = User.objects.filter(pk=found.history_user_id).first()
    return str(person or _("the system")), found.history_date


# --- Reading


def pk_of(row: models.Model) -> models.Q:
    """Return the condition that a row of history is one of this row's."""
    return models.Q(**{row._meta.pk.attname: row.pk})


def _history(model: Any) -> Any:
    return getattr(model, model._meta.simple_history_manager_attribute)


def _steps(told: Told, row: models.Model, user: User) -> tuple[list[_Step], bool]:
    """Return the steps of a row and its parts, newest first, and whether older ones were left out.

    No step is older than what was read of each table, so that no act is told by half.
    """
    found: list[_Step] = []
    since: list[datetime] = []
    for model, part, condition in _tables(told, row, user):
        rows = list(_history(model).filter(**condition).order_by("-history_date", "-history_id")[: MOST + 1])
        if len(rows) > MOST:
            since.append(rows[-2].history_date)
        by_row: dict[Any, list[Any]] = defaultdict(list)
        for one in reversed(rows):
            by_row[getattr(one, model._meta.pk.attname)].append(one)
        for states in by_row.values():
            found += [_Step(now, before, part) for before, now in pairwise([None, *states])]
    if since:
        found = [step for step in found if step.at >= max(since)]
    return sorted(found, key=lambda step: (step.at, step.row.history_id), reverse=True), bool(since)


def _tables(
    told: Told, row: models.Model, user: User
) -> Iterator[tuple[type[models.Model], Part | None, dict[str, Any]]]:
    """Yield each table to read: its model, the part it is, and which of its rows."""
    yield told.model, None, {told.model._meta.pk.attname: row.pk}
    for part in told.parts:
        if part.owner:
            yield part.model, part, {f"{part.owner}_id": row.pk}
        elif (pk := getattr(row, f"{part.of}_id")) is not None and _seen(part.model, user).filter(
            pk=pk
        ).exists():
            yield part.model, part, {part.model._meta.pk.attname: pk}


def _seen(model: type[models.Model], user: User) -> Any:
    """Return the rows of a model that the person may see: all, where the model has no scope."""
    rows: Any = model._default_manager.all()
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows


def _acts(steps: Iterable[_Step]) -> Iterator[list[_Step]]:
    """Yield the steps that one person took together; never two of the row itself."""
    act: list[_Step] = []
    for step in steps:
        with_it = act and act[0].row.history_user_id == step.row.history_user_id
        if with_it and act[0].at - step.at <= TOGETHER and not (_own(act) and step.part is None):
            act.append(step)
        else:
            if act:
                yield _in_order(act)
            act = [step]
    if act:
        yield _in_order(act)


def _own(act: list[_Step]) -> list[_Step]:
    return [step for step in act if step.part is None]


def _in_order(act: list[_Step]) -> list[_Step]:
    """Return an act's steps: the row's own first, then its parts as they came about."""
    return [*_own(act), *reversed([step for step in act if step.part is not None])]


def _kind(act: list[_Step]) -> str:
    for step in _own(act):
        if step.row.history_type == "~" and step.before is None:
            return "kept"
        return {"+": "added", "-": "removed"}.get(step.row.history_type, "changed")
    return "changed"


# --- Telling


class _Teller:
    """Tells steps in words; looks up the names of all rows they point at, once."""

    def __init__(self, told: Told, steps: list[_Step], user: User) -> None:
        self.told = told
        self.fields = {
            model: told_fields(model, told) for model in {told.model, *map(attrgetter("model"), told.parts)}
        }
        pointed: dict[type[models.Model], set[Any]] = defaultdict(set)
        for step in steps:
            for one in self.fields[self._model(step)]:
                if isinstance(one, models.ForeignKey):
                    pointed[one.related_model] |= {getattr(step.row, one.attname), None} - {None}
        self.names = {model: _names(model, keys, user) for model, keys in pointed.items() if keys}
        signed = {step.row.history_user_id for step in steps} - {None}
        self.people = {pk: str(person) for pk, person in User.objects.in_bulk(list(signed)).items()}

    def _model(self, step: _Step) -> type[models.Model]:
        return step.part.model if step.part else self.told.model

    def person(self, pk: int | None) -> str:
        """Return who signed a change."""
        if pk is None:
            return _("the system")
        return self.people.get(pk, _("somebody who is no longer here"))

    def lines(self, step: _Step) -> Iterator[Line]:
        """Yield what a step changed, field by field."""
        part, removed = step.part, step.row.history_type == "-"
        if removed and part is None:
            return
        before, after = (step.row, None) if removed else (step.before, step.row)
        fields = self.fields[self._model(step)]
        for one in fields:
            if part and part.values and one.name not in part.values:
                continue
            was, became = (self.value(one, state) for state in (before, after))
            if was != became:
                yield Line(self._label(step, one), was, became)

    def _label(self, step: _Step, one: Any) -> str:
        part, label = step.part, capfirst(str(one.verbose_name))
        if part is None:
            return label
        named = [self.value(other, step.row) for other in self.fields[part.model] if other.name in part.named]
        whole = [str(part.label), *(text for text in named if text != NOTHING)]
        return " · ".join(whole if len(part.values) == 1 else [*whole, label])

    def value(self, one: Any, state: Any) -> str:
        """Return a field of a state as people write it."""
        value = getattr(state, one.attname, None) if state is not None else None
        if value is None or value == "":
            return NOTHING
        if words := self.told.words.get(one.name):
            return words(value) or NOTHING
        if isinstance(one, models.ForeignKey):
            names = self.names.get(one.related_model, {})
            return names.get(value, _("outside your areas, or no longer there"))
        if one.flatchoices:
            return str(dict(one.flatchoices).get(value, value))
        return show(one, value)


def told_fields(model: type[models.Model], told: Told) -> list[Any]:
    """Return the columns that people know: no keys, counters and signatures, nor what is carried for tables."""
    parts = {name for part in told.parts if part.model is model for name in (part.owner, "") if name}
    tracked = {one.name for one in _history(model).model.tracked_fields}
    return [
        one
        for one in model._meta.concrete_fields
        if one.name in tracked
        and one.name not in parts
        and not one.primary_key
        and (one.editable or (model is told.model and one.name in told.words))
    ]


def baht(amount: Decimal) -> str:
    """Return an amount with its unit."""
    return _("%(amount)s baht") % {"amount": show_amount(Decimal(amount))}


def show(one: Any, value: Any) -> str:
    """Return a plain value as people write it: an amount with its unit, a date in the Buddhist era."""
    if isinstance(one, MoneyField):
        return baht(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{show_date(local.date())} {show_time(local)}"
    if isinstance(value, date):
        return show_date(value)
    return str(value)


def with_names(rows: models.QuerySet[Any], columns: Iterable[str]) -> models.QuerySet[Any]:
    """Return rows read together with those that columns of theirs point at, and with what those are named by."""
    related = []
    for name in columns:
        one = rows.model._meta.get_field(name) if "__" not in name else None
        if isinstance(one, models.ForeignKey):
            related += [name, *(f"{name}__{more}" for more in getattr(one.related_model, "named_by", ()))]
    return rows.select_related(*related) if related else rows


def _names(model: type[models.Model], keys: set[Any], user: User) -> dict[Any, str]:
    """Return the names of rows that the person may see, by key."""
    rows = _seen(model, user).filter(pk__in=keys)
    if related := getattr(model, "named_by", ()):
        rows = rows.select_related(*related)
    return {row.pk: str(row) for row in rows}
