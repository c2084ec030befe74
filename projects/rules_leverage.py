"""Which money won which: linked line by line, of one kind, never in a circle (domain.md §5).

Called inside the write path.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from projects.models import BudgetLine, Leverage


def link(seed: BudgetLine, won: BudgetLine, note: str = "") -> Leverage:
    """Record that the seed's money won the other line; raises ValidationError where that cannot be.

    A ring closes only where each of its links begins in a tree of links whose first line another of them wins. So
    the first line of the seed's tree is locked too: two people who together would close a ring take turns at it.
    """
    first = first_of(seed)
    asked = [seed.pk, won.pk, first]
    lines = BudgetLine.objects.select_for_update(of=("self",)).filter(pk__in=asked).order_by("pk")
    locked = {line.pk: line for line in lines}
    if not {seed.pk, won.pk} <= locked.keys():
        told = _("One of the two budget lines was taken out meanwhile. Open the project's page anew.")
        raise ValidationError(told, code="gone")
    seed, won = locked[seed.pk], locked[won.pk]
    if first_of(seed) != first:
        told = _("Somebody else linked money of this project at the same moment. Send the form again.")
        raise ValidationError(told, code="meanwhile")
    refuse(seed, won)
    return Leverage.objects.create(seed=seed, won=won, note=note.strip())


def change_note(pk: int, note: str) -> Leverage:
    """Tell anew how the money was won; which lines they are stays. Raises ValidationError where it is too long."""
    leverage = Leverage.objects.select_for_update(of=("self",)).get(pk=pk)
    leverage.note = note.strip()
    leverage.full_clean(exclude=["seed", "won"], validate_unique=False, validate_constraints=False)
    leverage.save()
    return leverage


def unlink(leverage: Leverage) -> None:
    """Take a link away; its history stays."""
    leverage.delete()


def refuse(seed: BudgetLine, won: BudgetLine) -> None:
    """Raise ValidationError where one line cannot have won the other."""
    if seed.pk == won.pk:
        raise ValidationError(_("A budget line cannot win itself. Choose another line."), code="itself")
    if seed.kind != won.kind:
        told = _("%(seed)s and %(won)s are different money. Link a line to one of the same kind.")
        words = {"seed": seed.get_kind_display(), "won": won.get_kind_display()}
        raise ValidationError(told % words, code="kind")
    if seed.source_id == won.source_id:
        told = _("Both lines are money of %(source)s. Leverage is what others give.")
        raise ValidationError(told % {"source": seed.source}, code="source")
    if won.fiscal_year < seed.fiscal_year:
        told = _("The money that was won is of %(won)d, before the seed's %(seed)d.")
        raise ValidationError(told % {"won": won.fiscal_year, "seed": seed.fiscal_year}, code="year")
    if Leverage.objects.filter(won=won).exists():
        raise ValidationError(
            _("This line was won already. A line is won once, so that no sum counts it twice."), code="won"
        )
    if won.pk == first_of(seed):
        raise ValidationError(_("These lines would have won each other in a circle."), code="circle")


def first_of(line: BudgetLine) -> int:
    """Return the id of the line that the line was won by in the end: itself, where nothing won it."""
    found = {line.pk}
    current: int = line.pk
    while (before := winner_of(current)) is not None and before not in found:
        found.add(before)
        current = before
    return current


def winner_of(line: int) -> int | None:
    """Return the id of the line that won a line; None where nothing did."""
    return Leverage.objects.filter(won=line).values_list("seed_id", flat=True).first()
