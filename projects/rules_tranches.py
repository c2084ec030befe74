"""What may be done to the tranches of a line: planned within what was approved, paid, reported on.

Called inside the write path. The line is locked first: two tranches at once cannot pass the approved amount together.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from config.tools.money import ZERO
from config.tools.thai import show_amount, show_date, today
from projects.allocating import lock_line
from projects.models import BudgetLine, Tranche


def add_tranche(line: BudgetLine, values: Mapping[str, Any]) -> Tranche:
    """Plan the next tranche of a line; raises ValidationError where all together pass what was approved."""
    line = lock_line(line.pk)
    last = line.tranches.aggregate(last=Max("number"))["last"] or 0
    tranche = Tranche(line=line, **{"number": last + 1, **values})
    _refuse(line, tranche)
    tranche.save()
    return tranche


def change_tranche(pk: int, values: Mapping[str, Any]) -> Tranche:
    """Change when a tranche is due and how much it is."""
    line, tranche = _locked(pk)
    for name, value in values.items():
        setattr(tranche, name, value)
    _refuse(line, tranche)
    tranche.save()
    return tranche


def remove_tranche(pk: int) -> None:
    """Take a tranche out; raises ValidationError once it is paid."""
    _line, tranche = _locked(pk)
    if tranche.paid_on is not None:
        told = _("Tranche %(number)d was paid on %(day)s, so it stays.")
        raise ValidationError(
            told % {"number": tranche.number, "day": show_date(tranche.paid_on)}, code="paid"
        )
    tranche.delete()


def pay(pk: int, paid_on: date, paid: Decimal | None = None) -> Tranche:
    """Record that a tranche was paid, wholly where no amount is given; again it corrects what was recorded."""
    line, tranche = _locked(pk)
    if paid_on > today():
        told = _("%(day)s has not come yet. Type the day on which the money arrived.")
        raise ValidationError({"paid_on": told % {"day": show_date(paid_on)}})
    tranche.paid_on, tranche.paid = paid_on, tranche.amount if paid is None else paid
    _refuse(line, tranche)
    tranche.save()
    return tranche


def receive_report(pk: int, received_on: date, spent: Decimal | None = None) -> Tranche:
    """Record that the report on a tranche came, and what it says was spent."""
    line, tranche = _locked(pk)
    if tranche.paid_on is None:
        told = _("Tranche %(number)d is not paid yet. Record the payment before its report.")
        raise ValidationError(told % {"number": tranche.number}, code="not_paid")
    if received_on > today():
        told = _("%(day)s has not come yet. Type the day on which the report came.")
        raise ValidationError({"report_received_on": told % {"day": show_date(received_on)}})
    tranche.report_received_on, tranche.spent = received_on, spent
    _refuse(line, tranche)
    tranche.save()
    return tranche


def _locked(pk: int) -> tuple[BudgetLine, Tranche]:
    """Return a tranche and its line, the line locked first."""
    line = lock_line(Tranche.objects.get(pk=pk).line_id)
    return line, Tranche.objects.select_for_update(of=("self",)).get(pk=pk)


def _refuse(line: BudgetLine, tranche: Tranche) -> None:
    """Raise ValidationError where a tranche cannot be as it is."""
    tranche.full_clean(exclude=["line"], validate_constraints=False)
    if Tranche.objects.filter(line=line, number=tranche.number).exclude(pk=tranche.pk).exists():
        told = _("The line has a tranche %(number)d already. Type another number.")
        raise ValidationError({"number": told % {"number": tranche.number}})
    if tranche.paid is not None and tranche.paid > tranche.amount:
        told = _("The tranche is of %(amount)s baht. No more than that is paid of it.")
        raise ValidationError({"paid": told % {"amount": show_amount(tranche.amount)}})
    report = tranche.report_received_on
    if report is not None and tranche.paid_on is not None and report < tranche.paid_on:
        told = _("The tranche was paid on %(day)s. Its report comes after that.")
        raise ValidationError({"report_received_on": told % {"day": show_date(tranche.paid_on)}})
    others = line.tranches.exclude(pk=tranche.pk).aggregate(sum=Sum("amount"))["sum"] or ZERO
    if others + tranche.amount > line.amount:
        told = _("The line has %(rest)s baht left for this tranche; %(amount)s is too much.")
        rest = max(line.amount - others, ZERO)
        words = {"rest": show_amount(rest), "amount": show_amount(tranche.amount)}
        raise ValidationError({"amount": told % words})
