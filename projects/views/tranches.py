"""Forms of a tranche (งวดเงิน): planned, paid, reported on, each corrected or taken back where it was a mistake."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.write_forms import WriteForm
from areas.writing import Result, WriteView
from config.tools.thai import show_amount, show_date
from projects import rules_tranches as rules
from projects.forms.tranches import PaymentForm, ReportForm, TrancheForm
from projects.models import BudgetLine, Project, Tranche
from projects.views.back import back_to
from projects.views.lines import LineAct, page_of
from projects.views.projects import above

TEMPLATE = "projects/tranche_form.html"


class TrancheAdd(LineAct):
    """The next tranche of a budget line."""

    form_class = TrancheForm
    template_name = TEMPLATE
    checks_version = False

    def form_kwargs(self, target: BudgetLine) -> dict[str, Any]:
        """Offer what the line has left."""
        return {"line": target}

    def context(self, form: Any) -> dict[str, Any]:
        """Say what the form does."""
        heading, save = _("Plan a tranche"), _("Save the tranche")
        return {**super().context(form), "tranche": None, "heading": heading, "save": save}

    def perform(self, form: Any, target: BudgetLine) -> Result:
        """Plan it."""
        tranche = rules.add_tranche(target, form.cleaned_data)
        told = _("Tranche %(number)d of %(amount)s baht, due on %(day)s, is planned.")
        words = {"number": tranche.number, "amount": show_amount(tranche.amount)}
        return Result(page_of(target), told % {**words, "day": show_date(tranche.due_on)})


class TrancheAct(WriteView):
    """A page about one tranche."""

    model = Tranche
    template_name = TEMPLATE
    heading: str | Promise = ""
    save: str | Promise = ""

    def lock(self) -> Any:
        """Lock the project, then the line, then the tranche, as every form of the line does."""
        line: BudgetLine = self.target.line
        for rows, pk in ((Project.objects, line.project_id), (BudgetLine.objects, line.pk)):
            rows.select_for_update(of=("self",)).filter(pk=pk).first()  # gone meanwhile: so is the tranche
        return super().lock()

    def form_kwargs(self, target: Tranche) -> dict[str, Any]:
        """Show the tranche as it is."""
        return {"tranche": target}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the tranche, its line and its project."""
        line: BudgetLine = self.target.line
        named = {"tranche": self.target, "line": line, "project": line.project, "above": above(line.project)}
        name = getattr(self.request.resolver_match, "url_name", "")
        acts = dict(acts_on(self.target))
        heading = acts.pop(name, str(self.heading))
        others = [(reverse(one, args=[self.target.pk]), told) for one, told in acts.items()]
        return {**named, "heading": heading, "save": self.save or heading, "act": name, "others": others}

    def result(self, tranche: Tranche, told: str) -> Result:
        """Return to the list that the act was reached from, else to the line on its project's page.

        `told` may name %(number)d.
        """
        return Result(back_to(self.request, page_of(tranche.line)), told % {"number": tranche.number})


def acts_on(tranche: Tranche) -> list[tuple[str, str]]:
    """Return the acts that the state of a tranche lets through: (name of the address, words)."""
    acts = [("tranche_edit", _("Edit the tranche"))]
    if tranche.paid_on is None:
        return [
            *acts,
            ("tranche_pay", _("Record the payment")),
            ("tranche_remove", _("Take the tranche out")),
        ]
    acts.append(("tranche_pay", _("Correct the payment")))
    if tranche.report_received_on is None:
        record, undo = _("Record the report"), _("Take the payment back")
        return [*acts, ("tranche_report", record), ("tranche_undo_payment", undo)]
    correct, undo = _("Correct the report"), _("Take the report back")
    return [*acts, ("tranche_report", correct), ("tranche_undo_report", undo)]


class TrancheEdit(TrancheAct):
    """When a tranche is due, how much it is, when its report is due."""

    form_class = TrancheForm
    heading = gettext_lazy("Edit the tranche")
    save = gettext_lazy("Save the tranche")

    def form_kwargs(self, target: Tranche) -> dict[str, Any]:
        """Show the tranche as it is."""
        return {"line": target.line, "tranche": target}

    def perform(self, form: Any, target: Tranche) -> Result:
        """Change it."""
        tranche = rules.change_tranche(target.pk, form.cleaned_data)
        return self.result(tranche, _("Tranche %(number)d is saved."))


class TrancheRemove(TrancheAct):
    """A tranche that is not paid is taken out; its history stays."""

    form_class = WriteForm
    heading = gettext_lazy("Take the tranche out")

    def form_kwargs(self, target: Tranche) -> dict[str, Any]:
        """Ask for nothing."""
        return {}

    def perform(self, form: Any, target: Tranche) -> Result:
        """Take it out."""
        rules.remove_tranche(target.pk)
        return self.result(target, _("Tranche %(number)d is taken out. Its history stays."))


class TranchePay(TrancheAct):
    """The payment of a tranche is recorded, or corrected."""

    form_class = PaymentForm
    heading = gettext_lazy("Record the payment")

    def perform(self, form: Any, target: Tranche) -> Result:
        """Record it."""
        tranche = rules.pay(target.pk, form.cleaned_data["paid_on"], form.cleaned_data["paid"])
        return self.result(tranche, _("The payment of tranche %(number)d is recorded."))


class TrancheReport(TrancheAct):
    """The report on a tranche is recorded, or corrected."""

    form_class = ReportForm
    heading = gettext_lazy("Record the report")

    def perform(self, form: Any, target: Tranche) -> Result:
        """Record it."""
        values = form.cleaned_data
        tranche = rules.receive_report(target.pk, values["report_received_on"], values["spent"])
        return self.result(tranche, _("The report on tranche %(number)d is recorded."))


class TrancheUndoPayment(TrancheAct):
    """A payment that was recorded by mistake is taken back."""

    form_class = WriteForm
    heading = gettext_lazy("Take the payment back")

    def form_kwargs(self, target: Tranche) -> dict[str, Any]:
        """Ask for nothing."""
        return {}

    def perform(self, form: Any, target: Tranche) -> Result:
        """Take it back."""
        tranche = rules.undo_payment(target.pk)
        return self.result(tranche, _("The payment of tranche %(number)d is taken back. Its history stays."))


class TrancheUndoReport(TrancheAct):
    """A report that was recorded by mistake is taken back."""

    form_class = WriteForm
    heading = gettext_lazy("Take the report back")

    def form_kwargs(self, target: Tranche) -> dict[str, Any]:
        """Ask for nothing."""
        return {}

    def perform(self, form: Any, target: Tranche) -> Result:
        """Take it back."""
        tranche = rules.undo_report(target.pk)
        return self.result(tranche, _("The report on tranche %(number)d is taken back. Its history stays."))
