"""Forms of leverage: which money a line won, and the story of how."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from areas.filter_words import holding, words_of
from areas.models import User
from areas.write_forms import WriteForm
from config.tools.fields import CleanCharField
from config.tools.listing import Filter
from config.tools.thai import show_amount
from projects.forms.projects import homes_of
from projects.models import BudgetLine, Leverage, Project
from projects.models.money import BudgetLineQuerySet

MOST_OFFERED = 100  # lines that the choice names; words find any other


class WordsFilter(Filter):
    """The words that the choice is narrowed by."""

    q = CleanCharField(label=_("words"), required=False, max_length=100)

    @property
    def typed(self) -> str:
        """The words, '' where there are none that could be read."""
        return str(self.chosen().get("q", ""))


def line_name(line: BudgetLine) -> str:
    """Return a line as it is chosen; fetch `project` and `source` before."""
    told = _("%(project)s · %(source)s %(year)d · %(amount)s baht")
    words = {"project": line.project, "source": line.source, "year": line.fiscal_year}
    return str(told % {**words, "amount": show_amount(line.amount)})


class LineField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """A choice of budget lines."""

    def label_from_instance(self, obj: Any) -> str:
        """The project, whose money, which year, how much."""
        return line_name(obj)


class LeverageForm(WriteForm):
    """How money was won."""

    note = CleanCharField(label=_("how it was won"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, leverage: Leverage | None = None) -> None:
        """Build the form for a new link, or for one as it is."""
        super().__init__(data)
        self.initial = {"note": leverage.note if leverage else ""}


class NewLeverageForm(LeverageForm):
    """Which line a line's money won; those of its own areas are offered first, words find the others."""

    field_order = ("won", "note")
    won = LineField(
        label=_("money that was won"),
        queryset=BudgetLine.objects.none(),
        empty_label=_("choose a budget line"),
        error_messages={
            "invalid_choice": _(
                "This line cannot be chosen: it is of another kind, of the same agency, of an earlier year, was won "
                "already, or is not in your areas. Choose one of the list."
            )
        },
    )

    def __init__(self, data: Any = None, *, seed: BudgetLine, user: User, words: str = "") -> None:
        """Offer the lines that the seed's money may have won; at most `MOST_OFFERED` are named."""
        super().__init__(data)
        field: Any = self.fields["won"]
        field.queryset = may_be_won(seed, user).select_related("project", "source")
        near = field.queryset.filter(narrowed(seed, words)).order_by(
            "project__name_sort", "fiscal_year", "pk"
        )
        shown = list(near[: MOST_OFFERED + 1])
        self.more = len(shown) > MOST_OFFERED
        self.none = not shown
        field.choices = [
            ("", field.empty_label),
            *((line.pk, line_name(line)) for line in shown[:MOST_OFFERED]),
        ]

    def keep(self, data: QueryDict) -> None:
        """Take over what was chosen and typed so far; a line that the words do not find stays among the choices."""
        field: Any = self.fields["won"]
        self.initial["note"] = data.get("note", "")
        try:
            chosen = field.clean(data.get("won"))
        except ValidationError:
            return
        self.initial["won"] = chosen.pk
        if chosen.pk not in dict(field.choices):
            field.choices = [*field.choices, (chosen.pk, line_name(chosen))]


def may_be_won(seed: BudgetLine, user: User) -> BudgetLineQuerySet:
    """Return the lines that a person may link to a seed: of its kind, of others, not earlier, not won already."""
    lines = BudgetLine.objects.visible_to(user).filter(
        kind=seed.kind, fiscal_year__gte=seed.fiscal_year, won_by__isnull=True
    )
    return lines.exclude(source=seed.source_id).exclude(pk=seed.pk)


def narrowed(seed: BudgetLine, typed: str) -> Q:
    """Return the condition on the lines that are named: those that the words find, else those of the seed's home."""
    if words := words_of(typed):
        return Q(project__in=Project.objects.filter(holding(words))) | Q(source__name__icontains=typed)
    near = BudgetLine.objects.none()
    for code in homes_of(seed.project):
        near |= BudgetLine.objects.all().touching(code)
    return Q(pk__in=near.order_by().values("pk"))
