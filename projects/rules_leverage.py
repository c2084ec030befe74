"""Which money won which: linked line by line, of one kind, never in a circle (domain.md §5).

Called inside the write path.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from projects.models import BudgetLine, Leverage


def link(seed: BudgetLine, won: BudgetLine, note: str = "") -> Leverage:
    """Record that the seed's money won the other line; raises ValidationError where that cannot be."""
    lines = BudgetLine.objects.select_for_update(of=("self",)).filter(pk__in=[seed.pk, won.pk]).order_by("pk")
    locked = {line.pk: line for line in lines}
    if not {seed.pk, won.pk} <= locked.keys():
        told = _("One of the two budget lines was taken out meanwhile. Open the project's page anew.")
        raise ValidationError(told, code="gone")
    seed, won = locked[seed.pk], locked[won.pk]
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
    if won.pk in winners(seed):
        raise ValidationError(_("These lines would have won each other in a circle."), code="circle")


def winners(line: BudgetLine) -> set[int]:
    """Return the ids of the lines that the line was won by, directly or through others."""
    found: set[int] = set()
    current: int | None = line.pk
    while current is not None:
        current = Leverage.objects.filter(won=current).values_list("seed_id", flat=True).first()
        if current is None or current in found:
            break
        found.add(current)
    return found
