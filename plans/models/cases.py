"""What a person decided on a gap or an overlap (domain.md §5), and what was known of it when they did.

A case itself is no row: it is found from what is recorded (`plans.gaps`, `plans.overlaps`). A decision holds as long
as the evidence is what it was; then the case comes back, and the decision stays as its history. Decided anew, the last
row counts. Withdrawn with a reason, the case waits again, and no earlier decision comes to life. Only
`plans.rules_cases` writes these tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from areas.models.recorded import Recorded, history
from areas.scope import ScopedQuerySet
from config.tools.among import among
from config.tools.fields import BEDateField, BEYearField
from meetings.models import Meeting
from plans.models.needs import Need
from projects.models import Agency, Project

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from areas.models import User

LONGEST = 200  # characters of a fingerprint


class Grade(models.TextChoices):
    """How far a need is from being met; sorted backwards, the widest gap comes first."""

    NOBODY = "nobody", _("answered by nobody")
    IN_PLAN = "in_plan", _("in a plan, no money")
    FUNDED = "funded", _("partly funded")


class Verdict(models.TextChoices):
    """What two projects are to each other."""

    COMPLEMENT = "complement", _("meant to support each other")
    DUPLICATE = "duplicate", _("double work")
    TALK = "talk", _("to be talked over")
    APART = "apart", _("not the same work")


class Decided(Recorded):
    """Why it was decided so, who acts and by when, where it was talked over, and the evidence as a fingerprint."""

    reason = models.CharField(_("reason"), max_length=500)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agency that acts")
    )
    actor = models.CharField(_("who acts, in words"), max_length=200, blank=True)
    due_on = BEDateField(_("to be done by"), null=True, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("meeting")
    )
    evidence = models.CharField(max_length=LONGEST, editable=False)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=500, blank=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def standing(cls, name: str) -> models.Case:
        """Return a column of a decision, NULL where it was withdrawn."""
        return models.Case(models.When(withdrawn_why="", then=models.F(name)))

    @property
    def who(self) -> str:
        """Who acts, as it is shown; '' where nobody is named."""
        return " · ".join(part for part in (str(self.agency or ""), self.actor) if part)


class GapDecisionQuerySet(ScopedQuerySet["GapDecision"]):
    """Verbs on decisions on gaps: each is its need's."""

    scope_field = "need__area_id"


class GapDecision(Decided):
    """Who will act on a need, and by when."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="decisions", verbose_name=_("need"))
    grade = models.CharField(_("gap"), max_length=7, choices=Grade.choices)
    history = history()

    objects = GapDecisionQuerySet.as_manager()

    class Meta:
        ordering = ("need_id", "-pk")
        verbose_name = _("decision on a gap")
        verbose_name_plural = _("decisions on gaps")
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="gap_decision_says_why"),
            models.CheckConstraint(
                condition=models.Q(agency__isnull=False) | ~models.Q(actor=""),
                name="gap_decision_says_who",
                violation_error_message=_("Say who will act"),
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=False),
                name="gap_decision_says_when",
                violation_error_message=_("Say by when it is to be done"),
            ),
            models.CheckConstraint(
                condition=models.Q(grade__in=["nobody", "in_plan", "funded"]), name="gap_decision_grade_known"
            ),
        ]
        indexes = [models.Index(fields=["need", "id"], name="gap_decision_by_need")]

    def __str__(self) -> str:
        return f"{self.need} · {self.who}"


class OverlapDecisionQuerySet(ScopedQuerySet["OverlapDecision"]):
    """Verbs on decisions on overlaps: each is its tambon's, for those who see both projects."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the decisions on tambons that the person may see, on two projects that they may see."""
        return self._of_seen(super().visible_to(user), user)

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Return those of them in tambons that the person may change."""
        return self._of_seen(super().editable_by(user), user)

    def in_areas_of(self, user: User | AnonymousUser) -> Self:
        """Return the decisions in areas that the person may see, their projects not asked about."""
        return super().visible_to(user)

    def _of_seen(self, rows: Self, user: User | AnonymousUser) -> Self:
        if user.is_anonymous or user.is_superuser:
            return rows
        seen = Project.objects.visible_to(user).values("pk")
        return rows.filter(among(seen, "project_a"), among(seen, "project_b"))


class OverlapDecision(Decided):
    """What two projects of different agencies are to each other in one tambon and fiscal year."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("tambon"))
    fiscal_year = BEYearField(_("fiscal year"))
    project_a = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("first project"))
    project_b = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("second project"))
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict.choices)
    history = history()

    objects = OverlapDecisionQuerySet.as_manager()

    class Meta:
        ordering = ("area_id", "-fiscal_year", "project_a_id", "project_b_id", "-pk")
        verbose_name = _("decision on an overlap")
        verbose_name_plural = _("decisions on overlaps")
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="overlap_decision_says_why"),
            models.CheckConstraint(
                condition=models.Q(project_a__lt=models.F("project_b")), name="overlap_pair_in_one_order"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["complement", "duplicate", "talk", "apart"]),
                name="overlap_verdict_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict="talk") | models.Q(due_on__isnull=False),
                name="overlap_talk_says_when",
                violation_error_message=_("Say by when it is to be talked over"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["area", "fiscal_year", "project_a", "project_b", "id"],
                name="overlap_decision_by_area",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_a} / {self.project_b} · {self.get_verdict_display()}"
