"""The ties between a plan and the one above: what was carried up, what was left out and why, what is kept apart.

Nothing here changes or deletes an original (domain.md §7.1). Invariant 2 (design.md §3), for each item of an
endorsed child plan, each year and each wanted source: Σ LineageYear + Σ LeftOutYear ≤ the item's ItemBudget; the
rest is not yet placed. Only `plans.rules_rollup` writes these tables.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models.recorded import Recorded, history
from config.tools.fields import BEYearField
from config.tools.money import MoneyField
from plans.models.plans import Plan, PlanItem
from projects.models import Agency


class Lineage(models.Model):
    """That a line of the plan above (`parent`) is made from an item of a plan below (`child`)."""

    parent = models.ForeignKey(
        PlanItem, models.PROTECT, related_name="origins", verbose_name=_("line of the plan above")
    )
    child = models.ForeignKey(
        PlanItem, models.PROTECT, related_name="destinations", verbose_name=_("item of a plan below")
    )
    # The item as the line was made from it, kept when its plan is reopened; null while nothing can have changed.
    seen = models.JSONField(null=True, blank=True, editable=False)
    kept = models.CharField(_("kept as it was, because"), max_length=500, blank=True)
    history = history()

    class Meta:
        ordering = ("parent_id", "child_id")
        verbose_name = _("item carried up")
        verbose_name_plural = _("items carried up")
        constraints = [
            models.UniqueConstraint(fields=["parent", "child"], name="lineage_once"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("child")), name="lineage_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} → {self.parent_id}"


class LineageYear(models.Model):
    """What the line carries of the item in one year from one wanted source, in baht."""

    lineage = models.ForeignKey(Lineage, models.CASCADE, related_name="years")
    year = BEYearField(_("year"))
    wanted_source = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wanted source")
    )
    amount = MoneyField(_("amount carried"))
    history = history()

    class Meta:
        ordering = ("lineage_id", "year")
        verbose_name = _("amount carried")
        verbose_name_plural = _("amounts carried")
        constraints = [
            models.UniqueConstraint(fields=["lineage", "year", "wanted_source"], name="carried_once"),
            models.UniqueConstraint(
                fields=["lineage", "year"],
                condition=models.Q(wanted_source__isnull=True),
                name="carried_once_without_source",
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="carried_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.lineage_id} {self.year} {self.amount}"


class LeftOut(Recorded):
    """That an item is not carried up into a plan, wholly or for its rest, with the reason."""

    class Ground(models.TextChoices):
        """The kind of reason; OTHER needs words."""

        ALONE = "alone", _("done by the community itself, nothing to ask of the province")
        OTHER_DOOR = "other_door", _("proposed through another door")
        OTHER = "other", _("other reason")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="left_out", verbose_name=_("plan above"))
    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="left_out", verbose_name=_("plan item"))
    ground = models.CharField(_("reason"), max_length=10, choices=Ground.choices)
    reason = models.CharField(_("reason in words"), max_length=500, blank=True)
    history = history()

    class Meta:
        ordering = ("plan_id", "item_id")
        verbose_name = _("item left out")
        verbose_name_plural = _("items left out")
        constraints = [
            models.UniqueConstraint(fields=["plan", "item"], name="left_out_once"),
            models.CheckConstraint(
                condition=~models.Q(ground="other") | ~models.Q(reason=""),
                name="left_out_says_why",
                violation_error_message=_("Say why the item is left out"),
            ),
        ]

    def __str__(self) -> str:
        return self.why

    @property
    def why(self) -> str:
        """The reason as it is shown: the words if there are any, else the standard sentence."""
        return self.reason or str(self.get_ground_display())


class LeftOutYear(models.Model):
    """What is left out of the item in one year from one wanted source, in baht."""

    left_out = models.ForeignKey(LeftOut, models.CASCADE, related_name="years")
    year = BEYearField(_("year"))
    wanted_source = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wanted source")
    )
    amount = MoneyField(_("amount left out"))
    history = history()

    class Meta:
        ordering = ("left_out_id", "year")
        verbose_name = _("amount left out")
        verbose_name_plural = _("amounts left out")
        constraints = [
            models.UniqueConstraint(fields=["left_out", "year", "wanted_source"], name="left_out_year_once"),
            models.UniqueConstraint(
                fields=["left_out", "year"],
                condition=models.Q(wanted_source__isnull=True),
                name="left_out_year_once_without_source",
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="left_out_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.left_out_id} {self.year} {self.amount}"


class SimilarityDecision(Recorded):
    """That two items which look alike were judged by a person, with the reason."""

    class Verdict(models.TextChoices):
        """What was decided."""

        KEEP_APART = "keep_apart", _("not the same, keep apart")
        RELATED = "related", _("related, keep apart")

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="similarity_decisions", verbose_name=_("plan above")
    )
    item_a = models.ForeignKey(PlanItem, models.PROTECT, related_name="+", verbose_name=_("first item"))
    item_b = models.ForeignKey(PlanItem, models.PROTECT, related_name="+", verbose_name=_("second item"))
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=500)
    history = history()

    class Meta:
        verbose_name = _("decision on similar items")
        verbose_name_plural = _("decisions on similar items")
        constraints = [
            models.UniqueConstraint(fields=["plan", "item_a", "item_b"], name="pair_judged_once"),
            models.CheckConstraint(
                condition=models.Q(item_a__lt=models.F("item_b")), name="pair_in_one_order"
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="apart_says_why",
                violation_error_message=_("Say why the two are kept apart"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_a_id} / {self.item_b_id}"
