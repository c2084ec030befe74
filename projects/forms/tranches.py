"""Forms of a tranche: planned, paid, reported on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from areas.write_forms import WriteForm
from config.tools.fields import BEDateFormField
from config.tools.money import AmountField
from config.tools.thai import today
from projects.models import BudgetLine, Tranche


class TrancheForm(WriteForm):
    """When a part of a line's money is due, how much it is, and by when its report is."""

    due_on = BEDateFormField(
        label=_("Due on"), help_text=_("The day on which the money is to arrive, such as 24/6/2566.")
    )
    amount = AmountField(
        label=_("amount (baht)"), help_text=_("All tranches together stay within what was approved.")
    )
    report_due_on = BEDateFormField(
        label=_("report due on"),
        required=False,
        help_text=_("Left empty, the report has no day and is never overdue."),
    )

    def __init__(self, data: Any = None, *, line: BudgetLine, tranche: Tranche | None = None) -> None:
        """Build the form for the next tranche of a line, what is left of it at hand, or for a tranche as it is."""
        super().__init__(data)
        if tranche is not None:
            self.initial = {name: getattr(tranche, name) for name in ("due_on", "amount", "report_due_on")}
            return
        self.initial = {"amount": line.unplanned or None}


class PaymentForm(WriteForm):
    """When the money of a tranche arrived, and how much."""

    paid_on = BEDateFormField(label=_("paid on"), help_text=_("The day on which the money arrived."))
    paid = AmountField(
        label=_("paid (baht)"), help_text=_("No more than the tranche; less where less arrived.")
    )

    def __init__(self, data: Any = None, *, tranche: Tranche) -> None:
        """Offer the whole tranche today, or show the payment as it was recorded."""
        super().__init__(data)
        self.initial = {"paid_on": tranche.paid_on or today(), "paid": tranche.paid or tranche.amount}


class ReportForm(WriteForm):
    """When the report on a tranche came, and what it says was spent."""

    report_received_on = BEDateFormField(
        label=_("report received on"), help_text=_("The day on which the report arrived.")
    )
    spent = AmountField(
        label=_("spent, by the report (baht)"),
        help_text=_("Of what was paid. Type 0 where nothing was spent yet."),
    )

    def __init__(self, data: Any = None, *, tranche: Tranche) -> None:
        """Offer today, or show the report as it was recorded."""
        super().__init__(data)
        self.initial = {"report_received_on": tranche.report_received_on or today(), "spent": tranche.spent}
