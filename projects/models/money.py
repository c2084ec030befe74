"""The money of projects: a line of one source and year, where it goes, how it is paid, what it won.

Grants, loans, cash contributions and work or goods are different money: no sum crosses `kind` (design.md §3,
invariant 4).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from areas.models.recorded import Recorded, history
from areas.scope import ScopedQuerySet
from config.tools.among import among
from config.tools.dates import FIRST_BE_YEAR, LAST_BE_YEAR
from config.tools.fields import BEDateField, BEYearField
from config.tools.money import ZERO, MoneyField, not_negative
from config.tools.thai import days_past, today
from projects.models.projects import Project
from projects.models.reference import Agency, Leg, WorkStream

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from areas.models import User


class Kind(models.TextChoices):
    """What kind of money; never added together."""

    GRANT = "grant", _("grant")
    LOAN = "loan", _("loan")
    CASH = "cash", _("cash contribution")
    IN_KIND = "in_kind", _("in kind (work or goods)")


class BudgetLineQuerySet(ScopedQuerySet["BudgetLine"]):
    """Verbs on budget lines. A line is its project's: who may see or change the project may see or change the line."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the lines of the projects that the person may see."""
        if user.is_anonymous:
            return self.none()
        return (
            self
            if user.is_superuser
            else self.filter(among(Project.objects.visible_to(user).values("pk"), "project"))
        )

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Return the lines of the projects that the person may change."""
        if user.is_anonymous:
            return self.none()
        return (
            self
            if user.is_superuser
            else self.filter(among(Project.objects.editable_by(user).values("pk"), "project"))
        )

    def touching(self, *codes: str) -> Self:
        """Return the lines with money for areas, and those of projects whose home lies in them."""
        reached = Allocation.objects.inside(*codes).order_by().values("line_id")
        homes = Project.objects.inside(*codes).values("pk")
        at_home = BudgetLine.objects.filter(among(homes, "project")).order_by().values("pk")
        return self.filter(among(at_home.union(reached)))  # an OR would read the whole country's lines


class BudgetLine(Recorded):
    """Money of a project from one source, in one fiscal year, of one kind and leg; baht.

    What was approved is allocated to areas. `allocated` carries the sum of its allocations, written with them by
    `projects.allocating` alone, so that the database itself keeps it within what was approved.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="lines", verbose_name=_("project"))
    source = models.ForeignKey(
        Agency, models.PROTECT, related_name="budget_lines", verbose_name=_("source agency")
    )
    fiscal_year = BEYearField(_("fiscal year"))
    kind = models.CharField(_("kind of money"), max_length=7, choices=Kind.choices, default=Kind.GRANT)
    leg = models.ForeignKey(
        Leg, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("leg")
    )
    proposed = MoneyField(_("proposed"), null=True, blank=True)
    approved = MoneyField(_("approved"), null=True, blank=True)
    allocated = MoneyField(_("allocated to areas"), default=ZERO, editable=False)
    history = history()
    named_by = ("project", "source")

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        ordering = ("project_id", "fiscal_year", "kind", "pk")
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [
            not_negative("proposed", "line_proposed_not_negative"),
            not_negative("approved", "line_approved_not_negative"),
            not_negative("allocated", "line_allocated_not_negative"),
            models.CheckConstraint(
                condition=models.Q(fiscal_year__gte=FIRST_BE_YEAR, fiscal_year__lte=LAST_BE_YEAR),
                name="line_year_is_buddhist",
                violation_error_message=_("Type a Buddhist year, 2500–2700"),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values),
                name="line_kind_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(proposed__isnull=False) | models.Q(approved__isnull=False),
                name="line_has_an_amount",
                violation_error_message=_("Type what was proposed, or what was approved"),
            ),
            models.CheckConstraint(
                condition=models.Q(allocated=0)
                | models.Q(approved__isnull=False, allocated__lte=models.F("approved")),
                name="line_allocated_within_approved",
                violation_error_message=_("More is allocated to areas than was approved"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "kind", "fiscal_year", "source", "leg", "approved", "allocated"],
                name="line_by_project",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.source} {self.fiscal_year}"

    @property
    def amount(self) -> Decimal:
        """What there is to allocate: the approved baht, 0 before approval."""
        return ZERO if self.approved is None else self.approved

    @property
    def unplanned(self) -> Decimal:
        """The approved baht that no tranche has; one query."""
        return self.amount - sum((one.amount for one in self.tranches.all()), ZERO)

    @property
    def unallocated(self) -> Decimal:
        """The approved baht that no area has (ยังไม่ระบุพื้นที่)."""
        return self.amount - self.allocated


class AllocationQuerySet(ScopedQuerySet["Allocation"]):
    """Verbs on allocations: each is its area's, whatever the home of its project (design.md §3, invariant 6)."""


class Allocation(models.Model):
    """What an area gets of a budget line, in baht; 0 says that the project works there without money of its own.

    Carries the columns that tables group by (project, stream, year, kind, leg, source), written by
    `projects.allocating` alone and checked by `manage.py reconcile`.
    """

    class Basis(models.TextChoices):
        """How the amount came about."""

        TYPED = "typed", _("typed")
        EQUAL = "equal", _("split equally")
        HOUSEHOLDS = "households", _("split by households")

    line = models.ForeignKey(
        BudgetLine,
        models.CASCADE,
        related_name="allocations",
        db_index=False,
        verbose_name=_("budget line"),
    )
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="allocations", db_index=False, verbose_name=_("area")
    )
    amount = MoneyField(_("amount"))
    basis = models.CharField(_("basis"), max_length=10, choices=Basis.choices, default=Basis.TYPED)
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        related_name="allocations",
        editable=False,
        db_index=False,
        verbose_name=_("project"),
    )
    work_stream = models.ForeignKey(
        WorkStream,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        db_index=False,
        verbose_name=_("work stream"),
    )
    fiscal_year = BEYearField(_("fiscal year"), editable=False)
    kind = models.CharField(_("kind of money"), max_length=7, choices=Kind.choices, editable=False)
    leg = models.ForeignKey(
        Leg,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        db_index=False,
        verbose_name=_("leg"),
    )
    source = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="+",
        editable=False,
        db_index=False,
        verbose_name=_("source agency"),
    )
    history = history()

    objects = AllocationQuerySet.as_manager()

    class Meta:
        ordering = ("line_id", "area_id")
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints = [
            models.UniqueConstraint(
                fields=["line", "area"],
                name="area_once_per_line",
                violation_error_message=_("This area stands twice in the line"),
            ),
            not_negative("amount", "allocation_not_negative"),
        ]
        indexes = [
            models.Index(
                fields=["area", "kind", "fiscal_year", "work_stream", "leg", "source", "amount"],
                name="allocation_by_area",
            ),
            models.Index(fields=["area", "project", "line", "kind", "amount"], name="allocation_reach"),
            models.Index(fields=["project", "kind", "area", "amount"], name="allocation_by_project"),
            models.Index(fields=["line", "area", "amount"], name="allocation_by_line"),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.area} {self.fiscal_year}"


class OfLineQuerySet(ScopedQuerySet["Tranche"]):
    """Verbs on tranches: who may see or change the project may see or change them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the tranches of the lines that the person may see."""
        if user.is_anonymous:
            return self.none()
        return (
            self
            if user.is_superuser
            else self.filter(among(BudgetLine.objects.visible_to(user).values("pk"), "line"))
        )

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Return the tranches of the lines that the person may change."""
        if user.is_anonymous:
            return self.none()
        return (
            self
            if user.is_superuser
            else self.filter(among(BudgetLine.objects.editable_by(user).values("pk"), "line"))
        )

    def late_payments(self) -> Self:
        """Return the tranches that were to be paid before today and are not."""
        return self.filter(paid_on__isnull=True, due_on__lt=today())

    def late_reports(self) -> Self:
        """Return the paid tranches whose report was due before today and has not come; without a day none is late."""
        paid = self.filter(paid_on__isnull=False, report_received_on__isnull=True)
        return paid.filter(report_due_on__lt=today())


class Tranche(Recorded):
    """A part of a line's approved money that is paid at once (งวด); its report tells what was spent. Baht."""

    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="tranches", db_index=False, verbose_name=_("budget line")
    )
    number = models.PositiveSmallIntegerField(_("tranche No."))
    due_on = BEDateField(_("due on"))
    amount = MoneyField(_("amount"))
    paid_on = BEDateField(_("paid on"), null=True, blank=True)
    paid = MoneyField(_("paid"), null=True, blank=True)
    report_due_on = BEDateField(_("report due on"), null=True, blank=True)
    report_received_on = BEDateField(_("report received on"), null=True, blank=True)
    spent = MoneyField(_("spent, by the report"), null=True, blank=True)
    history = history()

    objects = OfLineQuerySet.as_manager()

    class Meta:
        ordering = ("line_id", "number")
        verbose_name = _("tranche")
        verbose_name_plural = _("tranches")
        constraints = [
            models.UniqueConstraint(
                fields=["line", "number"],
                name="tranche_number_once_per_line",
                violation_error_message=_("The line has a tranche of this number already"),
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="tranche_number_from_1"),
            not_negative("amount", "tranche_not_negative"),
            not_negative("paid", "tranche_paid_not_negative"),
            not_negative("spent", "tranche_spent_not_negative"),
            models.CheckConstraint(
                condition=models.Q(paid__isnull=True, paid_on__isnull=True)
                | models.Q(paid__isnull=False, paid_on__isnull=False, paid__lte=models.F("amount")),
                name="tranche_paid_on_a_day_and_not_more",
                violation_error_message=_(
                    "What is paid has a day and an amount, and is no more than the tranche"
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(report_received_on__isnull=True)
                | models.Q(paid_on__isnull=False, report_received_on__gte=models.F("paid_on")),
                name="tranche_report_after_payment",
                violation_error_message=_("A report comes after the payment that it tells of"),
            ),
            models.CheckConstraint(
                condition=models.Q(spent__isnull=True) | models.Q(report_received_on__isnull=False),
                name="tranche_spent_by_a_report",
                violation_error_message=_("What was spent is told by a report"),
            ),
        ]
        indexes = [models.Index(fields=["due_on", "paid_on"], name="tranche_by_due_day")]

    def __str__(self) -> str:
        return gettext("Tranche %(number)s") % {"number": self.number}

    @property
    def waits_until(self) -> date | None:
        """The day on which it is to be paid or, once it is, reported on; None where nothing waits or has a day."""
        if self.paid_on is None:
            return self.due_on
        return self.report_due_on if self.report_received_on is None else None

    @property
    def days_over(self) -> int:
        """How many days its payment or its report is overdue; 0 where it is not."""
        return days_past(self.waits_until)


class LeverageQuerySet(ScopedQuerySet["Leverage"]):
    """Verbs on leverage: seen by who sees both lines, changed by who changes the seed's project and sees the other."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the links of which the person may see both lines."""
        if user.is_anonymous:
            return self.none()
        lines = BudgetLine.objects.visible_to(user)
        return self.filter(seed__in=lines, won__in=lines)

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Return the links of which the person may change the seed and see what it won."""
        if user.is_anonymous:
            return self.none()
        return self.visible_to(user).filter(seed__in=BudgetLine.objects.editable_by(user))


class Leverage(Recorded):
    """That one line's money won another line (domain.md §5); a line is won once, so that no sum counts it twice."""

    seed = models.ForeignKey(BudgetLine, models.PROTECT, related_name="won", verbose_name=_("seed money"))
    won = models.OneToOneField(
        BudgetLine, models.PROTECT, related_name="won_by", verbose_name=_("money that was won")
    )
    note = models.CharField(_("how it was won"), max_length=300, blank=True)
    history = history()

    objects = LeverageQuerySet.as_manager()

    class Meta:
        ordering = ("seed_id", "pk")
        verbose_name = _("leverage")
        verbose_name_plural = _("leverage links")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(seed=models.F("won")),
                name="leverage_never_to_itself",
                violation_error_message=_("A budget line cannot win itself"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seed} → {self.won}"
