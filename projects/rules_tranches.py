"""What may be done to the tranches of a line: planned within what was approved, paid, reported on, and undone.

Called inside the write path. The line is locked first: two tranches at once cannot pass the approved amount together.
A tranche is planned, then paid, then reported on; each step is undone only while the next has not come. What a report
says was spent is of what was paid, never more: what people added is other money, with a line of its own.
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
from config.tools.thai import fiscal_days, show_amount, show_date, today
from projects.allocating import lock_line
from projects.models import BudgetLine, Tranche

YEARS_AFTER = 3  # how long after its fiscal year money may still be planned to be paid or reported on


def add_tranche(line: BudgetLine, values: Mapping[str, Any]) -> Tranche:
    """Plan the next tranche of a line; raises ValidationError where all together pass what was approved."""
    line = lock_line(line.pk)
    last = line.tranches.aggregate(last=Max("number"))["last"] or 0
    tranche = Tranche(line=line, **{"number": last + 1, **values})
    _refuse(line, tranche)
    _refuse_days(line, tranche)
    tranche.save()
    return tranche


def change_tranche(pk: int, values: Mapping[str, Any]) -> Tranche:
    """Change when a tranche is due and how much it is; never less than was paid of it."""
    line, tranche = _locked(pk)
    for name, value in values.items():
        setattr(tranche, name, value)
    if tranche.paid is not None and tranche.amount < tranche.paid:
        told = _("%(paid)s baht of the tranche are paid. It is of no less than that.")
        raise ValidationError({"amount": told % {"paid": show_amount(tranche.paid)}})
    _refuse(line, tranche)
    _refuse_days(line, tranche)
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
    first, _last = fiscal_days(line.fiscal_year)
    if paid_on < first:
        told = _(
            "Money of the fiscal year %(year)d is paid from %(first)s on, not on %(day)s. Check the year."
        )
        words = {"year": line.fiscal_year, "first": show_date(first), "day": show_date(paid_on)}
        raise ValidationError({"paid_on": told % words})
    tranche.paid_on, tranche.paid = paid_on, tranche.amount if paid is None else paid
    if tranche.paid == 0:
        told = _("0 baht are no payment. Type what arrived.")
        raise ValidationError({"paid": told})
    report = tranche.report_received_on
    if report is not None and report < paid_on:
        told = _("The report came on %(day)s already. The payment lies before it.")
        raise ValidationError({"paid_on": told % {"day": show_date(report)}})
    if tranche.spent is not None and tranche.spent > tranche.paid:
        told = _(
            "The report says that %(spent)s baht were spent. No less was paid. Correct the report first."
        )
        raise ValidationError({"paid": told % {"spent": show_amount(tranche.spent)}})
    _refuse(line, tranche)
    tranche.save()
    return tranche


def undo_payment(pk: int) -> Tranche:
    """Take a payment back that was recorded by mistake; raises ValidationError once it is reported on."""
    _line, tranche = _locked(pk)
    if tranche.paid_on is None:
        told = _("No payment of tranche %(number)d is recorded, so there is nothing to take back.")
        raise ValidationError(told % {"number": tranche.number}, code="not_paid")
    if tranche.report_received_on is not None:
        told = _("The report on tranche %(number)d is recorded. Take the report back first.")
        raise ValidationError(told % {"number": tranche.number}, code="reported")
    tranche.paid_on, tranche.paid = None, None
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
    if spent is not None and tranche.paid is not None and spent > tranche.paid:
        told = _(
            "%(paid)s baht were paid, so no more than that was spent of it; %(over)s too much. "
            "What people added themselves is a budget line of its own."
        )
        words = {"paid": show_amount(tranche.paid), "over": show_amount(spent - tranche.paid)}
        raise ValidationError({"spent": told % words})
    tranche.report_received_on, tranche.spent = received_on, spent
    _refuse(line, tranche)
    tranche.save()
    return tranche


def undo_report(pk: int) -> Tranche:
    """Take a report back that was recorded by mistake."""
    _line, tranche = _locked(pk)
    if tranche.report_received_on is None:
        told = _("No report on tranche %(number)d is recorded, so there is nothing to take back.")
        raise ValidationError(told % {"number": tranche.number}, code="not_reported")
    tranche.report_received_on, tranche.spent = None, None
    tranche.save()
    return tranche


def _locked(pk: int) -> tuple[BudgetLine, Tranche]:
    """Return a tranche and its line, the line locked first."""
    line = lock_line(Tranche.objects.get(pk=pk).line_id)
    return line, Tranche.objects.select_for_update(of=("self",)).get(pk=pk)


def _refuse(line: BudgetLine, tranche: Tranche) -> None:
    """Raise ValidationError where a tranche cannot be as it is."""
    if line.approved is None:
        told = _("The line is not approved yet. Type its approved amount first, then plan what is paid when.")
        raise ValidationError(told, code="not_approved")
    if tranche.amount == 0:
        raise ValidationError({"amount": _("A tranche of 0 baht pays nothing. Type its amount.")})
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


def _refuse_days(line: BudgetLine, tranche: Tranche) -> None:
    """Raise ValidationError where a planned day is far from the line's year, or the report is due before the money."""
    first, last = fiscal_days(line.fiscal_year)[0], fiscal_days(line.fiscal_year + YEARS_AFTER)[1]
    for name in ("due_on", "report_due_on"):
        day = getattr(tranche, name)
        if day is not None and not first <= day <= last:
            told = _("The line is of the fiscal year %(year)d. %(day)s lies outside %(first)s – %(last)s.")
            words = {"year": line.fiscal_year, "day": show_date(day), "first": show_date(first)}
            raise ValidationError({name: told % {**words, "last": show_date(last)}})
    if tranche.report_due_on is not None and tranche.report_due_on < tranche.due_on:
        told = _("The tranche is due on %(day)s. Its report is due after that.")
        raise ValidationError({"report_due_on": told % {"day": show_date(tranche.due_on)}})
